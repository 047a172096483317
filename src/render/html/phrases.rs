//! Large text ends its lines between phrases: `<wbr>` says where it may.

use crate::japanese::phrases;
use std::borrow::Cow;

/// What is written here, with `<wbr>` between the phrases of its text; the styles of such text
/// say `word-break: keep-all`. A day and a time of day stay whole, as does what was typed as
/// code.
///
/// `html` is markup of ours: every `<` begins a tag, every `&` an entity.
pub(super) fn phrased(html: &str) -> Cow<'_, str> {
    let (text, places) = read(html);
    let ends = phrases::ends(&text);
    if ends.is_empty() {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len() + 5 * ends.len());
    let mut from = 0;
    for end in ends {
        let found = places.binary_search_by_key(&end, |(offset, _)| *offset);
        let Ok(Some(place)) = found.map(|at| places[at].1) else {
            continue;
        };
        out.push_str(&html[from..place]);
        out.push_str("<wbr>");
        from = place;
    }
    out.push_str(&html[from..]);
    Cow::Owned(out)
}

/// The text of some markup, and for each character where it stands in the text and where a
/// break before it would be written; nowhere where it must not be.
fn read(html: &str) -> (String, Vec<(usize, Option<usize>)>) {
    let mut text = String::with_capacity(html.len());
    let mut places = Vec::new();
    // How many elements around are kept whole, and whether one has just begun: a break may
    // come before it.
    let mut whole = 0_usize;
    let mut before: Option<usize> = None;
    let mut at = 0;
    while let Some(c) = html[at..].chars().next() {
        let end_at = |end: char| html[at..].find(end).map_or(html.len(), |end| at + end + 1);
        match c {
            '<' => {
                let end = end_at('>');
                let tag = &html[at..end];
                if ["<time", "<code"].iter().any(|name| tag.starts_with(name)) {
                    before = before.or((whole == 0).then_some(at));
                    whole += 1;
                } else if ["</time>", "</code>"].contains(&tag) {
                    whole = whole.saturating_sub(1);
                    before = None;
                }
                at = end;
            }
            _ => {
                let place = if whole == 0 { Some(at) } else { before.take() };
                places.push((text.len(), place));
                let end = if c == '&' {
                    end_at(';')
                } else {
                    at + c.len_utf8()
                };
                // What an entity stands for is no Japanese, whichever it is.
                text.push(c);
                at = end;
            }
        }
    }
    (text, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_stand_between_phrases_and_outside_of_tags() {
        assert_eq!(
            phrased("更新完了の<strong>連絡や通知</strong>はありますか？"),
            "更新完了の<strong><wbr>連絡や<wbr>通知</strong>は<wbr>ありますか？"
        );
        assert_eq!(phrased("Q&amp;Aのご案内です"), "Q&amp;Aの<wbr>ご案内です");
    }

    #[test]
    fn days_and_code_stay_whole() {
        assert_eq!(
            phrased("受付は<time datetime=\"2024-04-09\">2024年4月9日（火）</time>に始まります"),
            "受付は<wbr><time datetime=\"2024-04-09\">2024年4月9日（火）</time>に<wbr>始まります"
        );
        assert_eq!(
            phrased("まず<code>お申込みの方法を</code>と入力する"),
            "まず<wbr><code>お申込みの方法を</code><wbr>と入力する"
        );
    }

    #[test]
    fn other_languages_are_as_they_were() {
        let html = "Renewal <em>of</em> licences &amp; more";
        assert!(matches!(phrased(html), Cow::Borrowed(same) if same == html));
    }
}
