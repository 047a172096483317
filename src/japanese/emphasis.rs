//! Makes `**「重要」**です` bold.
//!
//! CommonMark lets a delimiter run open or close emphasis only by its neighbours, and takes for
//! granted that a space stands beside punctuation. Japanese has no such spaces, so
//! `**4月9日（火）**まで` stays as it is typed. The remedy is the CJK-friendly amendment to
//! CommonMark (<https://github.com/tats-u/markdown-cjk-friendly>, `specification.md`), reached
//! from outside the parser: a private-use character, neither whitespace nor punctuation, is
//! put on the side of the run where punctuation is in the way. The parser then sees a letter
//! there. Whoever reads the parser's events strips it again.
//!
//! What the amendment says comes down to this. Take a run of `*`, the character before it and
//! the one after it. If either is missing or whitespace, or if neither is CJK, CommonMark's own
//! answer stands; otherwise the run can both open and close. It already can if both neighbours
//! are punctuation, or neither is.
//!
//! Two cases go beyond single runs of `*`:
//!
//! - `~~` is treated alike. A single `~` is not: beside it the parser asks for whitespace or
//!   punctuation, which a sentinel would hide. Longer runs of `~` are never strikethrough.
//! - In `**~~（注）~~**です` each run is the other's punctuation. A cluster of runs that touch
//!   gets a sentinel at every seam, and outside where there is punctuation.
//!
//! Runs of `_` are left as they are; the amendment does not let them stand inside words either.
//! But `**_重要_**です` loses the inner emphasis: `_` asks for punctuation beside it where `**`
//! asks for none.
//!
//! In code, links and raw HTML the sentinels do no harm once stripped: each touches a `*` or a
//! `~~`, so none parts a run of backticks, a bracket from its parenthesis, a backslash from what
//! it escapes, or the margin of a line from the marker that opens a block.

use std::borrow::Cow;
use std::ops::Range;

use super::is_punctuation;
use super::width::{is_hangul, is_wide};

/// The character that stands beside a delimiter run. Sources must not contain it.
pub const SENTINEL: char = '\u{E000}';

/// The byte offsets in `text` at which [`SENTINEL`] is to be inserted, strictly ascending.
///
/// Characters of the private-use planes (U+F0000 to U+10FFFD) stand for facts and count as CJK
/// letters. The time taken is linear in the length of `text`.
pub fn sentinels(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    // Whether only whitespace and the markers of block quotes precede on this line.
    let mut margin = true;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' | b'\r' => margin = true,
            b' ' | b'\t' | b'>' => {}
            b'\\' => {
                margin = false;
                if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) {
                    at += 1;
                }
            }
            b'*' | b'~' => {
                let end = cluster_end(bytes, at);
                if end == at {
                    // No delimiter: as punctuation, it may still be what precedes one.
                    at = run_end(bytes, at);
                } else {
                    let before = if margin { "" } else { &text[..at] };
                    mark(text, at..end, before, &mut found);
                    at = end;
                }
                margin = false;
                continue;
            }
            _ => margin = false,
        }
        at += 1;
    }
    found
}

/// `text` with [`SENTINEL`] inserted wherever [`sentinels`] says.
pub fn with_sentinels(text: &str) -> String {
    let found = sentinels(text);
    let mut marked = String::with_capacity(text.len() + found.len() * SENTINEL.len_utf8());
    let mut copied = 0;
    for offset in found {
        marked.push_str(&text[copied..offset]);
        marked.push(SENTINEL);
        copied = offset;
    }
    marked.push_str(&text[copied..]);
    marked
}

/// `text` without any [`SENTINEL`].
pub fn strip(text: &str) -> Cow<'_, str> {
    if text.contains(SENTINEL) {
        Cow::Owned(text.replace(SENTINEL, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether signs around `words` can make them stand out, with what stands beside the signs:
/// where neither is Japanese, punctuation within asks for a space or punctuation outside.
pub fn has_effect(before: Option<char>, words: &str, after: Option<char>) -> bool {
    let fits = |inner: Option<char>, outer: Option<char>| {
        let (Some(inner), Some(outer)) = (inner, outer) else {
            return true;
        };
        let is_free = outer.is_whitespace() || is_punctuation(outer) || !is_punctuation(inner);
        is_free || is_cjk(inner) || is_cjk(outer)
    };
    fits(words.chars().next(), before) && fits(words.chars().next_back(), after)
}

/// Where the delimiter runs end that begin at `start` and touch each other; `start` itself if
/// no delimiter run begins there.
fn cluster_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start;
    while end < bytes.len() && matches!(bytes[end], b'*' | b'~') {
        let next = run_end(bytes, end);
        if bytes[end] == b'~' && next - end != 2 {
            break;
        }
        end = next;
    }
    end
}

/// Where the run of equal bytes that begins at `start` ends.
fn run_end(bytes: &[u8], start: usize) -> usize {
    let same = |byte: &&u8| **byte == bytes[start];
    start + bytes[start..].iter().take_while(same).count()
}

/// Adds the sentinels of one cluster of delimiter runs; `before` is the text before it, or
/// nothing if it stands at the margin.
fn mark(text: &str, cluster: Range<usize>, before: &str, found: &mut Vec<usize>) {
    let bytes = text.as_bytes();
    let previous = before.chars().next_back().filter(|c| !c.is_whitespace());
    let next = text[cluster.end..].chars().next();
    let next = next.filter(|c| !c.is_whitespace());
    // The ideographic space is wide, and whitespace.
    let follows_cjk = previous.is_some() && ends_cjk(before);
    if !follows_cjk && !next.is_some_and(is_cjk) {
        return;
    }
    let mut seam = run_end(bytes, cluster.start);
    let single = seam == cluster.end;
    // Of a single run, CommonMark itself decides rightly where the text ends on one side, or
    // where both sides are alike.
    let balanced = match (previous, next) {
        (Some(previous), Some(next)) => is_punctuation(previous) == is_punctuation(next),
        _ => true,
    };
    if single && balanced {
        return;
    }
    if previous.is_some_and(is_punctuation) {
        found.push(cluster.start);
    }
    while seam < cluster.end {
        found.push(seam);
        seam = run_end(bytes, seam);
    }
    if next.is_some_and(is_punctuation) {
        found.push(cluster.end);
    }
}

/// Whether `c` is a "CJK character" of the amendment: East Asian Width `W`, `F` or `H` and not
/// an emoji by default, or Hangul; or if it stands for a fact.
fn is_cjk(c: char) -> bool {
    is_wide(c) || is_hangul(c) || matches!(c, '\u{F0000}'..='\u{10FFFD}')
}

/// Whether `text` ends with a CJK character, perhaps followed by a variation selector.
fn ends_cjk(text: &str) -> bool {
    let mut backwards = text.chars().rev();
    match backwards.next() {
        Some(selector @ '\u{FE00}'..='\u{FE0E}') => backwards.next().is_some_and(|base| {
            // U+FE01 makes quotation marks full-width.
            is_cjk(base) || selector == '\u{FE01}' && matches!(base, '‘' | '’' | '“' | '”')
        }),
        // Ideographic variation selectors follow nothing but ideographs.
        Some('\u{E0100}'..='\u{E01EF}') => true,
        Some(c) => is_cjk(c),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` with its sentinels made visible.
    fn marked(text: &str) -> String {
        with_sentinels(text).replace(SENTINEL, "^")
    }

    #[test]
    fn punctuation_beside_a_run_is_parted_from_it() {
        assert_eq!(marked("は**「重要」**です"), "は**^「重要」^**です");
        assert_eq!(marked("**4月9日（火）**まで"), "**4月9日（火）^**まで");
        assert_eq!(marked("**Q1.**ライセンス"), "**Q1.^**ライセンス");
        assert_eq!(marked("~~古い（注）~~新しい"), "~~古い（注）^~~新しい");
    }

    #[test]
    fn what_commonmark_gets_right_is_left_alone() {
        for text in [
            "これは**重要**です",
            "**「重要」** です",
            "「**（注）**」です",
            "**重要**",
            "a **(b)** c",
            "a**(b)**c",
            "必ず\u{3000}**※注意**",
        ] {
            assert_eq!(marked(text), text);
        }
    }

    #[test]
    fn escaped_delimiters_are_no_run() {
        assert_eq!(marked(r"は\*「重要」\*です"), r"は\*「重要」\*です");
        assert_eq!(marked(r"は\\*重要」\\*です"), r"は\\^*重要」\\^*です");
        assert_eq!(marked(r"は\**重要」"), r"は\*^*重要」");
        assert_eq!(marked("は\\\n**「重要」"), "は\\\n**「重要」");
        assert_eq!(marked("は**\\"), "は**^\\");
    }

    #[test]
    fn markers_of_blocks_are_not_disturbed() {
        for text in [
            "* 「項目」",
            "*\t項目",
            "***",
            "* * *",
            "「\n***\n」",
            "- *「項目」",
            ">**重要**だ",
            "> >*重要*だ",
            ">~~~日本語",
            "~~~「日本語」",
        ] {
            assert_eq!(marked(text), text);
        }
    }

    #[test]
    fn a_single_tilde_keeps_the_punctuation_it_needs() {
        for text in ["「~旧~」", "は~（旧）~です", "（9時）~17時", "（旧）~~~新"] {
            assert_eq!(marked(text), text);
        }
        assert_eq!(marked("は**~旧"), "は**^~旧");
    }

    #[test]
    fn runs_that_touch_are_parted_once() {
        assert_eq!(marked("は**~~旧~~**です"), "は**^~~旧~~^**です");
        assert_eq!(marked("は~~**（旧）**~~です"), "は~~^**^（旧）^**^~~です");
        assert_eq!(marked("a**~~b~~**c"), "a**~~b~~**c");
        assert_eq!(marked("\u{3000}**~~b~~**"), "\u{3000}**~~b~~**");
    }

    #[test]
    fn a_placeholder_of_a_fact_counts_as_a_letter() {
        let fact = '\u{F0000}';
        assert_eq!(
            marked(&format!("は**{fact}**（土）")),
            format!("は**{fact}**^（土）")
        );
        assert_eq!(
            marked(&format!("**(a){fact}**.b")),
            format!("**(a){fact}**^.b")
        );
        assert_eq!(marked(&format!("(a)**{fact}")), format!("(a)^**{fact}"));
    }

    #[test]
    fn variation_selectors_belong_to_what_they_follow() {
        assert_eq!(marked("葛\u{E0100}**(a)**"), "葛\u{E0100}**^(a)**");
        assert_eq!(marked("羽\u{FE00}**(a)**"), "羽\u{FE00}**^(a)**");
        assert_eq!(marked("”\u{FE01}**(a)**"), "”\u{FE01}**^(a)**");
        assert_eq!(marked("”\u{FE00}**(a)**"), "”\u{FE00}**(a)**");
        // As an emoji, a CJK character is none.
        assert_eq!(marked("㊙\u{FE0F}**(a)**"), "㊙\u{FE0F}**(a)**");
    }

    #[test]
    fn stripping_gives_the_text_back() {
        let text = "は**「重要」**です";
        assert_eq!(strip(&with_sentinels(text)), text);
        assert!(matches!(strip(text), Cow::Borrowed(_)));
    }

    #[test]
    fn the_time_is_linear() {
        // A scan back to the start of the line from each run would take minutes.
        let text = ">*あ~~".repeat(200_000);
        assert_eq!(sentinels(&text).len(), 399_998);
    }
}
