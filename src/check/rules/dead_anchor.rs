//! A link to a part of a page that the page does not have.

use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, Severity, code, text};
use crate::near::NearIndex;
use crate::site::{Page, Site, Target};
use crate::source::SourceId;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

pub(super) const RULE: Rule = Rule {
    code: code::DEAD_ANCHOR,
    check: Check::Site(check),
};

/// How many headings a finding names: a page may have thousands.
const MOST_SHOWN: usize = 12;

/// What can be led to on a page.
struct Anchors<'a> {
    all: HashSet<&'a str>,
    /// Its headings, made where one is missing.
    near: OnceCell<NearIndex>,
}

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: HashMap<&SourceId, Anchors<'_>> = HashMap::new();
    for page in &site.pages {
        for (span, target) in page.targets() {
            let (other, id) = match target {
                Target::Here(id) => (page, id),
                Target::Page {
                    page: other,
                    fragment: Some(id),
                } => (site.page(*other), id),
                _ => continue,
            };
            let anchors = known.entry(&other.document.source);
            let anchors = anchors.or_insert_with(|| Anchors {
                all: site.anchors(other).collect(),
                near: OnceCell::new(),
            });
            if !anchors.all.contains(id.as_str()) {
                // What is in one that is not whole is not known.
                if other.document.is_whole {
                    let place = Place::new(&page.document.source, span);
                    diagnostics.push(finding(place, other, id, anchors));
                }
                continue;
            }
            // Within a state the writer knows what is there at that time.
            let is_passing = other.document.mentions.passing.contains(id);
            if is_passing && !page.document.mentions.in_states.contains_key(&span) {
                let place = Place::new(&page.document.source, span);
                diagnostics.push(passing(place, other, id));
            }
        }
    }
}

/// The finding for a part that is not there at all times.
fn passing(place: Place, page: &Page, id: &str) -> Diagnostic {
    let source = &page.document.source;
    let mut diagnostic = Diagnostic::new(
        code::DEAD_ANCHOR,
        place,
        text!(
            "{source} の見出し「#{id}」は、時期によって表示されません",
            "the part `#{id}` of {source} is not there at all times"
        ),
    );
    // Who follows the link gets to the right page at least.
    diagnostic.severity = Severity::Warning;
    diagnostic.help(text!(
        "見出しを「:::」の囲みの前に出すか、「#{id}」を消してください",
        "move the heading out of its `:::` block, or take `#{id}` off"
    ))
}

fn finding(place: Place, page: &Page, id: &str, anchors: &Anchors<'_>) -> Diagnostic {
    let source = &page.document.source;
    let headings = page.document.mentions.headings.iter();
    let mut known = headings.map(|heading| heading.id.as_str());
    let near = anchors.near.get_or_init(|| NearIndex::new(known.clone()));
    let near = near.find(id);
    let diagnostic = Diagnostic::new(
        code::DEAD_ANCHOR,
        place,
        text!(
            "{source} に「#{id}」という見出しはありません",
            "{source} has no part `#{id}`"
        ),
    );
    if let [only] = near[..] {
        return diagnostic.help(text!(
            "「#{only}」ではありませんか",
            "did you mean `#{only}`?"
        ));
    }
    let shown: Vec<&str> = known.by_ref().take(MOST_SHOWN).collect();
    let more = known.next().map_or("", |_| ", …");
    let known = shown.join(", #") + more;
    if known.is_empty() {
        return diagnostic.help(text!(
            "リンク先の見出しの後ろに「{{#{id}}}」を付けてください",
            "put `{{#{id}}}` behind the heading it should lead to"
        ));
    }
    diagnostic.help(text!(
        "あるのは: #{known}。見出しの後ろに「{{#{id}}}」を付けることもできます",
        "it has: #{known}; or put `{{#{id}}}` behind a heading"
    ))
}
