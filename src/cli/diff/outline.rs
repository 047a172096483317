//! What the forms for people have in common: which moments and files are worth a line.

use annai::calendar::format::Dated;
use annai::calendar::{AsOf, DateTime};
use annai::compare::{Ahead, Change, Comparison, FactChange, FileChange};
use annai::diag::Text;
use annai::text;
use std::collections::BTreeSet;

/// A comparison as people read it.
pub(super) struct Outline<'a> {
    /// By moment; none where nothing changes that one can read.
    pub(super) moments: Vec<Moment<'a>>,
    /// What is said of all the rest.
    pub(super) closing: Option<Text>,
    /// From when nothing is compared, with the reasons in lines.
    pub(super) failure: Option<(Text, Vec<String>)>,
}

/// What changes at a moment.
pub(super) struct Moment<'a> {
    pub(super) heading: Text,
    pub(super) facts: &'a [FactChange],
    /// The files with sentences that change.
    pub(super) files: Vec<&'a FileChange>,
}

impl<'a> Outline<'a> {
    pub(super) fn of(
        ahead: &'a Ahead,
        as_of: AsOf,
        until: DateTime,
        failure: Option<(Text, Vec<String>)>,
    ) -> Self {
        let today = Dated::from(as_of.date());
        let now = Moment::of(text!("{today:#}現在", "now ({today})"), &ahead.now);
        let mut moments: Vec<Moment<'_>> = std::iter::once(now).collect();
        moments.extend(ahead.later.iter().map(|later| {
            let from = Dated::from(later.from);
            let heading = text!("{from:#}から", "from {from} on");
            Moment::of(heading, &later.comparison)
        }));
        moments.retain(|moment| !moment.is_empty());
        let others = others(ahead, &moments);
        let closing = match (moments.is_empty(), others) {
            (false, 0) => None,
            (true, 0) if failure.is_some() => None,
            (true, 0) => {
                let until = Dated::from(until);
                Some(text!(
                    "{until:#}まで、変わるところはありません",
                    "nothing changes up to {until}"
                ))
            }
            (is_all, others) => Some(counted(others, is_all)),
        };
        Self {
            moments,
            closing,
            failure,
        }
    }
}

impl<'a> Moment<'a> {
    fn of(heading: Text, comparison: &'a Comparison) -> Self {
        let files = comparison.files.iter();
        Self {
            heading,
            facts: &comparison.facts,
            files: files.filter(|file| !file.sentences.is_empty()).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.files.is_empty()
    }
}

/// How many files change of which no sentence is shown.
fn others(ahead: &Ahead, moments: &[Moment<'_>]) -> usize {
    let later = ahead.later.iter().map(|later| &later.comparison);
    let all = std::iter::once(&ahead.now).chain(later);
    let all = all.flat_map(|comparison| &comparison.files);
    let all: BTreeSet<&str> = all.map(|file| file.path.as_str()).collect();
    let shown = moments.iter().flat_map(|moment| &moment.files);
    let shown: BTreeSet<&str> = shown.map(|file| file.path.as_str()).collect();
    all.difference(&shown).count()
}

fn counted(count: usize, is_all: bool) -> Text {
    let (plural, verb) = if count == 1 {
        ("", "changes")
    } else {
        ("s", "change")
    };
    if is_all {
        text!(
            "{count} ファイルが変わります（文章は同じです）",
            "{count} file{plural} {verb}; what they say stays the same"
        )
    } else {
        text!(
            "ほかに {count} ファイルが変わります（文章は同じです）",
            "{count} other file{plural} {verb}; what they say stays the same"
        )
    }
}

/// What became of a file.
pub(super) fn change(file: &FileChange) -> Text {
    match file.change {
        Change::Added => text!("新しいファイル", "new"),
        Change::Removed => text!("なくなるファイル", "gone"),
        Change::Changed => text!("変わるファイル", "changed"),
    }
}
