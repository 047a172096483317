//! Lines that know no markup: titles, questions, labels, what stands behind `:::details`. Signs in
//! them are shown as they were typed.

use super::parsed::options;
use crate::content::front_matter::FrontMatter;
use crate::content::mask::{Masked, mask};
use crate::content::phrase::{Phrase, Piece};
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::source::{SourceId, Span};
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use std::ops::Range;

/// Stands for a fact where a string does not stand in the file as it is read.
const FACT: &str = "{{ … }}";

/// Finds signs in the front matter of a file whose text starts at `offset`.
pub(in crate::content) fn find_in_front(
    source: &SourceId,
    file: (&str, usize),
    front: &FrontMatter,
) -> Vec<Diagnostic> {
    let title = text!("題名", "titles");
    let question = text!("質問", "questions");
    let description = text!("説明", "descriptions");
    let category = text!("分類", "categories");
    let field = text!("入力欄の言葉", "the words of a form");
    let mut phrases = vec![
        (&title, front.title.as_ref()),
        (&question, front.question.as_ref()),
        (&description, front.description.as_ref()),
        (&category, front.category.as_ref()),
    ];
    for one in front.form.iter().flat_map(|form| &form.fields) {
        phrases.push((&field, Some(&one.label)));
        phrases.push((&field, one.help.as_ref()));
        phrases.extend(one.options.iter().map(|option| (&field, Some(option))));
    }
    let found = phrases
        .into_iter()
        .filter_map(|(what, phrase)| in_phrase(source, file, phrase?, what));
    found.collect()
}

fn in_phrase(
    source: &SourceId,
    (text, offset): (&str, usize),
    phrase: &Phrase,
    what: &Text,
) -> Option<Diagnostic> {
    let typed = text.get(phrase.span.start.checked_sub(offset)?..phrase.span.end - offset)?;
    if let Some(inside) = verbatim(typed) {
        let start = phrase.span.start + 1;
        return find(source, inside, start, what);
    }
    let words: String = phrase
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.text.as_str(),
            Piece::Fact(_) => FACT,
        })
        .collect();
    let mut finding = find(source, &words, 0, what)?;
    finding.place.span = phrase.span;
    finding.fix = None;
    // What is read is not what has to be typed there.
    Some(finding.help(text!(
        "記号を消して、言葉だけを書いてください",
        "take the signs out, and leave the words"
    )))
}

/// What stands between the quotes of a string whose characters stand in the file as they are.
fn verbatim(typed: &str) -> Option<&str> {
    let inside = ['"', '\'']
        .into_iter()
        .find_map(|quote| typed.strip_prefix(quote)?.strip_suffix(quote))?;
    let is_simple = !inside.contains(['\\', '\n', '"', '\'']);
    is_simple.then_some(inside)
}

/// Finds signs in a line that starts at `offset`.
pub(super) fn find(
    source: &SourceId,
    line: &str,
    offset: usize,
    what: &Text,
) -> Option<Diagnostic> {
    let Signs {
        places: signs,
        has_target,
    } = signs(line);
    let (first, last) = (signs.first()?, signs.last()?);
    let mut right = String::with_capacity(line.len());
    let mut from = 0;
    for sign in &signs {
        right.push_str(line.get(from..sign.start).unwrap_or_default());
        from = sign.end;
    }
    right.push_str(&line[from..]);
    let (japanese, english) = (&what.japanese, &what.english);
    let sign = first.slice(line);
    let quote = if sign.contains('`') { '"' } else { '`' };
    let message = text!(
        "{japanese}では記号が効かず、「{sign}」が文字のまま表示されます",
        "{english} know no markup: visitors see the {quote}{sign}{quote}"
    );
    let quote = if right.contains('`') { '"' } else { '`' };
    let help = text!("「{right}」と書いてください", "write {quote}{right}{quote}");
    let place = |span: Span| Place::new(source, span.shifted(offset));
    let whole = Diagnostic::new(code::LOST_MARKUP, place(Span::new(0, line.len())), message);
    // Where a link leads is lost with its signs.
    let mut finding = match has_target {
        true => whole.help(help).suggest(right),
        false => whole.help(help).replace_with(right),
    };
    finding.place = place(Span::new(first.start, last.end));
    Some(finding)
}

/// The signs of emphasis, code and links in a line.
#[derive(Default)]
struct Signs {
    /// Where they are, in order.
    places: Vec<Span>,
    /// Whether there is a link or a picture among them.
    has_target: bool,
}

fn signs(line: &str) -> Signs {
    if !line.contains(['*', '_', '`', '~', '[']) {
        return Signs::default();
    }
    let masked = mask(line, 0);
    let mut reader = Reader {
        masked: &masked,
        open: Vec::new(),
        signs: Signs::default(),
    };
    for (event, range) in Parser::new_ext(&masked.text, options()).into_offset_iter() {
        reader.event(&event, &range);
    }
    reader.signs.places.sort_by_key(|sign| sign.start);
    reader.signs
}

struct Reader<'a> {
    masked: &'a Masked<'a>,
    /// What is open, each with the places of its first and last words.
    open: Vec<Open>,
    signs: Signs,
}

#[derive(Default)]
struct Open {
    is_sign: bool,
    first: Option<usize>,
    last: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        if let Some(open) = self.open.last_mut() {
            open.first.get_or_insert(range.start);
        }
        match event {
            Event::Start(tag) => {
                let is_sign = self.is_sign(tag, range);
                self.signs.has_target |=
                    is_sign && matches!(tag, Tag::Link { .. } | Tag::Image { .. });
                self.open.push(Open {
                    is_sign,
                    ..Open::default()
                });
                return;
            }
            Event::End(tag) => self.end(*tag, range),
            Event::Code(_) => {
                let typed = &self.masked.text[range.clone()];
                let length = typed.len() - typed.trim_start_matches('`').len();
                self.sign(range.start..range.start + length);
                self.sign(range.end - length..range.end);
            }
            _ => {}
        }
        if let Some(open) = self.open.last_mut() {
            open.last = range.end;
        }
    }

    fn end(&mut self, _: TagEnd, range: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        if let Some(first) = open.first.filter(|_| open.is_sign) {
            self.sign(range.start..first);
            self.sign(open.last..range.end);
        }
    }

    /// Whether somebody will have meant a tag as a sign.
    fn is_sign(&self, tag: &Tag<'_>, range: &Range<usize>) -> bool {
        let typed = &self.masked.text[range.clone()];
        match tag {
            Tag::Strong => true,
            // `5*3*2` is a product.
            Tag::Emphasis => {
                let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                let before = self.masked.text[..range.start].chars().next_back();
                let behind = self.masked.text[range.end..].chars().next();
                !is_word(before) && !is_word(behind)
            }
            Tag::Strikethrough => typed.starts_with("~~"),
            Tag::Link { link_type, .. } | Tag::Image { link_type, .. } => {
                *link_type == LinkType::Inline
            }
            _ => false,
        }
    }

    fn sign(&mut self, range: Range<usize>) {
        let span = self.masked.span(range);
        if span.start < span.end {
            self.signs.places.push(span);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without_signs(line: &str) -> Option<String> {
        let what = text!("題名", "titles");
        let finding = find(&SourceId::new("a.md"), line, 0, &what)?;
        Some(finding.fix?.replacement)
    }

    #[test]
    fn signs_in_pairs_are_taken_out() {
        for (line, right) in [
            ("**至急** `ログイン` できない", "至急 ログイン できない"),
            ("「**重要**」な***お知らせ***", "「重要」なお知らせ"),
            ("[申込み](apply.md)の*期限*と~~旧~~", "申込みの期限と旧"),
            ("**{{ renewal.end }}**まで", "{{ renewal.end }}まで"),
            ("1. **番号**", "1. 番号"),
        ] {
            assert_eq!(without_signs(line).as_deref(), Some(right), "{line}");
        }
    }

    #[test]
    fn a_sign_by_itself_is_a_character() {
        for line in [
            "5*3*2の答え",
            "* 印の項目",
            "※*注",
            "file_name_x",
            "10~20~30",
            "[必須] 項目",
            "2 ** 3",
            "a`b",
            "",
        ] {
            assert_eq!(without_signs(line), None, "{line}");
        }
    }
}
