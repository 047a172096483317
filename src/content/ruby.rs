//! Ruby as Japanese writing has it in plain text: `｜更新《こうしん》`, `更新《こうしん》`,
//! `{更新|こうしん}` and `[更新]{こうしん}`.
//!
//! The first two are the notation of 青空文庫 (aozora.gr.jp, 注記一覧), the others those of
//! でんでんマークダウン and of several editors. Only a reading in kana makes one of them ruby, so
//! that signs which somebody means as they stand are left alone.

use super::body::{Element, Inline, Words};
use crate::japanese;
use crate::source::Span;
use std::iter::Peekable;
use std::str::MatchIndices;

/// No reading and no base is longer, in bytes: signs that are never closed take no longer to read.
const MAX_PART_BYTES: usize = 150;

/// Words with their reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ruby {
    /// The whole, signs included.
    pub(super) span: Span,
    /// The words.
    pub(super) base: Span,
    /// Their reading; one for each character where there are several.
    pub(super) readings: Vec<Span>,
}

/// Something that stands at the signs of ruby.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Words with their reading.
    Ruby(Ruby),
    /// `\《`, which stands for `《`.
    Escaped(Span),
}

impl Found {
    pub(super) const fn span(&self) -> Span {
        match self {
            Self::Ruby(ruby) => ruby.span,
            Self::Escaped(span) => *span,
        }
    }
}

/// All ruby in `text`, in order; spans are offsets in it. Linear in its length.
pub(super) fn scan(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut signs = ['《', '{', '｛'].map(|sign| text.match_indices(sign).peekable());
    let mut from = 0;
    // Nothing else can begin a reading.
    while let Some(at) = next_sign(&mut signs, from) {
        let sign = text[at..].chars().next().map_or(1, char::len_utf8);
        let start = found.last().map_or(0, |last| last.span().end);
        let one = if text[at..].starts_with('《') {
            angled(text, start, at)
        } else {
            braced(text, start, at)
        };
        from = one.as_ref().map_or(at + sign, |one| one.span().end);
        found.extend(one);
    }
    found
}

/// The first of some signs that does not stand before `from`.
fn next_sign(signs: &mut [Peekable<MatchIndices<'_, char>>], from: usize) -> Option<usize> {
    let places = signs.iter_mut().filter_map(|sign| {
        while sign.next_if(|(at, _)| *at < from).is_some() {}
        sign.peek().map(|(at, _)| *at)
    });
    places.min()
}

/// What stands at the `《` at `at`, behind what ends at `start`.
fn angled(text: &str, start: usize, at: usize) -> Option<Found> {
    let before = &text[start..at];
    let inside = at + '《'.len_utf8();
    if is_escaped(before) {
        return Some(Found::Escaped(Span::new(at - 1, inside)));
    }
    let end = inside + near(&text[inside..]).find('》')?;
    let reading = Span::new(inside, end);
    if !is_reading(reading.slice(text)) {
        return None;
    }
    let end = end + '》'.len_utf8();
    let base = marked_base(text, start, at).or_else(|| {
        let kanji = before.trim_end_matches(is_kanji);
        let base = Span::new(start + kanji.len(), at);
        (base.start < base.end).then_some((base, base.start))
    });
    let (base, start) = base?;
    Some(Found::Ruby(Ruby {
        span: Span::new(start, end),
        base,
        readings: vec![reading],
    }))
}

/// The base between `｜` and the `《` at `at`, and where the bar stands.
fn marked_base(text: &str, start: usize, at: usize) -> Option<(Span, usize)> {
    let from = back(text, start, at);
    let before = &text[from..at];
    let bar = before.rfind(['｜', '\n', '\r', '《', '》'])?;
    let base = before[bar..].strip_prefix('｜')?;
    // Where bars part cells, they are no signs of ruby.
    let line = near(&text[at..]).split(['\n', '\r']).next();
    let is_row = line.is_some_and(|line| line.trim_end().ends_with('｜'));
    let fits = !base.is_empty() && !base.contains(['|', '{', '}', '<', '`']);
    (fits && !is_row).then(|| (Span::new(at - base.len(), at), from + bar))
}

/// What stands at the brace at `at`: `{更新|こうしん}`, or the reading of `[更新]{こうしん}`.
fn braced(text: &str, start: usize, at: usize) -> Option<Found> {
    let sign = text[at..].chars().next()?;
    let closing = if sign == '{' { '}' } else { '｝' };
    let before = &text[start..at];
    // Two braces are for facts.
    if is_escaped(before) || before.ends_with(['{', '｛', '$', '#', '%']) {
        return None;
    }
    let inside = at + sign.len_utf8();
    let rest = near(&text[inside..]);
    let length = rest.find(['{', '}', '｛', '｝', '\n', '\r'])?;
    if !rest[length..].starts_with(closing) {
        return None;
    }
    let end = inside + length + closing.len_utf8();
    let within = Span::new(inside, inside + length);
    if is_reading(within.slice(text)) {
        let base = bracketed(text, start, at)?;
        return Some(Found::Ruby(Ruby {
            span: Span::new(base.start - '['.len_utf8(), end),
            base,
            readings: vec![within],
        }));
    }
    let mut parts = parts(text, within).into_iter();
    let base = parts.next()?;
    let readings: Vec<Span> = parts.collect();
    let words = base.slice(text);
    let fits = is_base(words)
        && !readings.is_empty()
        && readings.iter().all(|part| is_reading(part.slice(text)))
        && (readings.len() == 1 || readings.len() == words.chars().count());
    fits.then(|| {
        Found::Ruby(Ruby {
            span: Span::new(at, end),
            base,
            readings,
        })
    })
}

/// The parts of a span between its bars.
fn parts(text: &str, span: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut from = span.start;
    for (at, bar) in span.slice(text).match_indices(['|', '｜']) {
        let at = span.start + at;
        // In a table elsewhere, the bar is written so.
        let end = if text[from..at].ends_with('\\') {
            at - 1
        } else {
            at
        };
        parts.push(Span::new(from, end));
        from = at + bar.len();
    }
    parts.push(Span::new(from, span.end));
    parts
}

/// The words in the brackets that end at `at`.
fn bracketed(text: &str, start: usize, at: usize) -> Option<Span> {
    let from = back(text, start, at);
    let before = text[from..at].strip_suffix(']')?;
    let open = before.rfind(['[', ']', '\n', '\r'])?;
    let base = before[open..].strip_prefix('[')?;
    let outside = &before[..open];
    let is_alone = !is_escaped(outside) && !outside.ends_with(['!', ']']);
    let span = Span::new(from + open + 1, from + before.len());
    (is_alone && is_base(base)).then_some(span)
}

/// Whether words can have a reading: they are not kana alone, and hold no signs.
fn is_base(words: &str) -> bool {
    let is_kana = |c: char| !is_kanji(c) && japanese::is_letter(c) || c == 'ー';
    let signs = "[](){}<>*_~`|!\\#^";
    !words.trim().is_empty()
        && !words.contains(|c| signs.contains(c))
        && !words.chars().all(is_kana)
}

/// Whether words are kana and what stands among them.
fn is_reading(words: &str) -> bool {
    let is_kana = |c: char| !is_kanji(c) && japanese::is_letter(c);
    words.starts_with(is_kana)
        && words
            .chars()
            .all(|c| is_kana(c) || "ー・ 　ヽヾゝゞ".contains(c))
}

fn is_kanji(c: char) -> bool {
    matches!(c, '㐀'..='䶿' | '一'..='鿿' | '豈'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}' | '々' | '〆' | '〇' | 'ヶ')
}

/// Whether a backslash before its end takes the meaning of what follows.
fn is_escaped(before: &str) -> bool {
    before
        .bytes()
        .rev()
        .take_while(|byte| *byte == b'\\')
        .count()
        % 2
        == 1
}

/// As much of the beginning of `text` as a part may be long.
fn near(text: &str) -> &str {
    let mut end = text.len().min(MAX_PART_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// So far before `at`, and not before `start`, a base may begin.
fn back(text: &str, start: usize, at: usize) -> usize {
    let mut from = at.saturating_sub(MAX_PART_BYTES).max(start);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    from
}

impl Ruby {
    /// The same in a text that begins with it.
    pub(super) fn at_start(self) -> Self {
        let start = self.span.start;
        let back = |span: Span| span.shifted_back(start);
        Self {
            span: back(self.span),
            base: back(self.base),
            readings: self.readings.into_iter().map(back).collect(),
        }
    }
}

/// Ruby as `<ruby>` would give it; `place` turns offsets in `text` into places in the source.
pub(super) fn inline(text: &str, ruby: &Ruby, place: impl Fn(Span) -> Span) -> Inline {
    let words = |span: Span, at: Span| {
        Inline::Text(Words {
            text: span.slice(text).to_owned(),
            span: place(at),
        })
    };
    let reading = |span: &Span| Inline::Element(Element::Rt, vec![words(*span, *span)]);
    // A base is changed only as a whole, with its signs: a reference is none in them.
    let content = match &ruby.readings[..] {
        [one] => vec![words(ruby.base, ruby.span), reading(one)],
        several => {
            let letters = ruby.base.slice(text).char_indices().map(|(at, letter)| {
                let at = ruby.base.start + at;
                words(Span::new(at, at + letter.len_utf8()), ruby.span)
            });
            letters
                .zip(several)
                .flat_map(|(letter, one)| [letter, reading(one)])
                .collect()
        }
    };
    Inline::Element(Element::Ruby, content)
}

/// Words of a line that may have ruby.
pub(super) fn inlines(words: Words) -> Vec<Inline> {
    let found = scan(&words.text);
    if found.is_empty() {
        return vec![Inline::Text(words)];
    }
    let is_exact = words.span.end - words.span.start == words.text.len();
    let place = |part: Span| {
        if is_exact {
            part.shifted(words.span.start)
        } else {
            words.span
        }
    };
    let text = &words.text;
    let mut inlines = Vec::new();
    let plain = |part: Span, said: &str| {
        let span = place(part);
        (!said.is_empty()).then(|| {
            Inline::Text(Words {
                text: said.to_owned(),
                span,
            })
        })
    };
    let mut from = 0;
    for one in found {
        let span = one.span();
        let before = Span::new(from, span.start);
        inlines.extend(plain(before, before.slice(text)));
        match one {
            Found::Ruby(ruby) => inlines.push(inline(text, &ruby, place)),
            Found::Escaped(span) => inlines.extend(plain(span, "《")),
        }
        from = span.end;
    }
    let rest = Span::new(from, text.len());
    inlines.extend(plain(rest, rest.slice(text)));
    inlines
}

/// What a piece of a line says where there is no ruby: the reading stands behind its words, in
/// brackets, as browsers without ruby show it.
pub(super) fn plain(text: &str, found: &Found) -> String {
    match found {
        Found::Escaped(_) => "《".to_owned(),
        Found::Ruby(ruby) => {
            let readings: String = ruby.readings.iter().map(|one| one.slice(text)).collect();
            format!("{}（{readings}）", ruby.base.slice(text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let say = |found: &Found| match found {
            Found::Escaped(span) => span.slice(text).to_owned(),
            Found::Ruby(ruby) => {
                let readings = ruby.readings.iter().map(|one| one.slice(text));
                let readings: Vec<&str> = readings.collect();
                let (whole, base) = (ruby.span.slice(text), ruby.base.slice(text));
                format!("{whole}={base}:{}", readings.join("/"))
            }
        };
        scan(text).iter().map(say).collect()
    }

    #[test]
    fn the_usual_notations_are_read() {
        for (text, right) in [
            ("の｜更新《こうしん》", "｜更新《こうしん》=更新:こうしん"),
            ("は更新《こうしん》を", "更新《こうしん》=更新:こうしん"),
            (
                "｜お知らせ《おしらせ》",
                "｜お知らせ《おしらせ》=お知らせ:おしらせ",
            ),
            ("{更新|こうしん}", "{更新|こうしん}=更新:こうしん"),
            ("{API|エーピーアイ}", "{API|エーピーアイ}=API:エーピーアイ"),
            ("{更新|こう|しん}", "{更新|こう|しん}=更新:こう/しん"),
            (r"{更新\|こうしん}", r"{更新\|こうしん}=更新:こうしん"),
            ("｛更新｜こうしん｝", "｛更新｜こうしん｝=更新:こうしん"),
            ("[更新]{こうしん}", "[更新]{こうしん}=更新:こうしん"),
        ] {
            assert_eq!(read(text), [right], "{text}");
        }
        assert_eq!(
            read("一《いち》二《に》"),
            ["一《いち》=一:いち", "二《に》=二:に"]
        );
    }

    #[test]
    fn other_signs_are_left_alone() {
        for text in [
            "《こうしん》",
            "書名《こころ》",
            "お知らせ 《おしらせ》",
            "特集《暮らし》",
            "更新《》",
            "更新《こうしん",
            "{はい|いいえ}",
            "{更新|更改}",
            "{更新|こう|し|ん}",
            r"\{更新|こうしん}",
            r"\[更新]{こうしん}",
            "![更新]{こうしん}",
            "[更新][参照]{こうしん}",
            "{{ 更新|こうしん }}",
            "{{更新|こうしん}}",
            "{#こうしん}",
            "{こうしん}",
            "｜更新《こうしん》｜締切｜",
        ] {
            let found = read(text);
            let is_row = text.ends_with('｜');
            let is_left = found.is_empty() || is_row && found == ["更新《こうしん》=更新:こうしん"];
            // The title of a book behind kanji reads like ruby.
            let is_like = text.starts_with("書名");
            assert!(is_left || is_like, "{text}: {found:?}");
        }
        assert_eq!(read(r"更新\《こうしん》"), [r"\《"]);
    }

    #[test]
    fn signs_that_nothing_closes_take_no_longer() {
        for text in ["｜更《", "[更]{", "{更|", "更《こ"] {
            assert!(scan(&text.repeat(50_000)).is_empty());
        }
    }
}
