//! How two sites will differ: what a change does that begins later.
//!
//! Both sites are built at every moment at which one of them changes by itself. What differs is
//! told once, with the first moment from which it does.

use super::{Change, Comparison, FileChange, Languages, SentenceChange};
use crate::build::{Options, build};
use crate::calendar::{AsOf, DateTime, iso_moment};
use crate::diag::Diagnostic;
use crate::language::Language;
use crate::memo::Cache;
use crate::output::Outputs;
use crate::site::Site;
use crate::snapshot::Snapshot;
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;

/// One of the two sites, as it has been built for now.
#[derive(Debug)]
pub struct Side<'a> {
    /// Its sources.
    pub snapshot: &'a Snapshot,
    /// What its build has kept. It goes ahead.
    pub cache: &'a mut Cache,
    /// The files of that build.
    pub outputs: Outputs,
}

/// How two sites differ now and will differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    /// What differs now.
    pub now: Comparison,
    /// What will differ beside that, by moment.
    pub later: Vec<Later>,
    /// Why nobody can say what comes then.
    pub failure: Option<Failure>,
}

/// What differs from a moment on, and did not before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Later {
    /// The moment.
    #[serde(serialize_with = "moment")]
    pub from: DateTime,
    /// What differs.
    #[serde(flatten)]
    pub comparison: Comparison,
}

/// A moment from which one of the two sites cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The moment.
    pub from: DateTime,
    /// Which of the two.
    pub which: Which,
    /// Why not.
    pub errors: Vec<Diagnostic>,
}

/// Which of two sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one that is compared with.
    Old,
    /// The one that is looked at.
    New,
}

fn moment<S: Serializer>(moment: &DateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&iso_moment(*moment))
}

/// Compares two sites that have been built for `from`, at that moment and at every one up to
/// `until` at which one of them changes; beyond it at those that only one of them states.
/// `begins` is told of each before the work for it.
pub fn ahead(
    mut old: Side<'_>,
    mut new: Side<'_>,
    from: AsOf,
    until: DateTime,
    reader: Language,
    begins: &dyn Fn(DateTime),
) -> Ahead {
    let mut told = Told::default();
    let mut ahead = Ahead {
        now: told.news(compare(&old, &new, reader)),
        ..Ahead::default()
    };
    let mut beyond = stated_by_one(&old, &new);
    beyond.retain(|at| *at > until);
    let mut now = from.moment();
    while let Some(at) = next_moment(&old, &new, until, &mut beyond, now) {
        begins(at);
        let built = new
            .advance(at, from)
            .map_err(|errors| (Which::New, errors))
            .and_then(|()| {
                let built = old.advance(at, from);
                built.map_err(|errors| (Which::Old, errors))
            });
        if let Err((which, errors)) = built {
            ahead.failure = Some(Failure {
                from: at,
                which,
                errors,
            });
            break;
        }
        let comparison = told.news(compare(&old, &new, reader));
        if !comparison.is_empty() {
            ahead.later.push(Later {
                from: at,
                comparison,
            });
        }
        now = at;
    }
    ahead
}

impl Side<'_> {
    /// Builds the site of a later moment, as if it were printed on `day`: what pages say of their
    /// build is no difference.
    fn advance(&mut self, at: DateTime, day: AsOf) -> Result<(), Vec<Diagnostic>> {
        let options = Options::new(AsOf::new(at)).printed_on(day);
        let mut built = build(self.snapshot, &options, self.cache);
        if built.has_errors() {
            built.diagnostics.retain(Diagnostic::is_error);
            return Err(built.diagnostics);
        }
        self.outputs = built.outputs;
        Ok(())
    }

    fn site(&self) -> Option<&Site> {
        self.cache.site()
    }
}

fn compare(old: &Side<'_>, new: &Side<'_>, reader: Language) -> Comparison {
    let (Some(before), Some(after)) = (old.site(), new.site()) else {
        return Comparison::default();
    };
    let languages = Languages {
        site: after.config.language,
        reader,
    };
    Comparison {
        facts: super::facts(before.in_force().facts, after.in_force().facts, languages),
        files: super::files(&old.outputs, &new.outputs),
    }
}

/// The next moment to compare at. Beyond `until` there may be sites that change every quarter of
/// a year, which is not worth the work.
fn next_moment(
    old: &Side<'_>,
    new: &Side<'_>,
    until: DateTime,
    beyond: &mut BTreeSet<DateTime>,
    now: DateTime,
) -> Option<DateTime> {
    let sites = [old.site(), new.site()].into_iter().flatten();
    let within = sites.filter_map(Site::next_moment);
    let within = within.filter(|at| now < *at && *at <= until).min();
    within.or_else(|| beyond.pop_first())
}

/// The moments at which only one of two sites has other pages or other values of facts: what a
/// change states itself, however far ahead.
fn stated_by_one(old: &Side<'_>, new: &Side<'_>) -> BTreeSet<DateTime> {
    let stated = |side: &Side<'_>| -> BTreeSet<DateTime> {
        let changes = side.site().into_iter().flat_map(Site::changes_by_kind);
        let changes = changes.filter(|(_, is_of_pages)| *is_of_pages);
        changes.map(|(at, _)| at).collect()
    };
    &stated(old) ^ &stated(new)
}

/// What differs and has been told.
#[derive(Default)]
struct Told {
    facts: BTreeSet<(String, Option<String>, Option<String>)>,
    files: BTreeSet<(String, Change)>,
    sentences: BTreeSet<(String, SentenceChange)>,
}

impl Told {
    /// What of a comparison has not been told, which it has been from then on.
    fn news(&mut self, mut all: Comparison) -> Comparison {
        all.facts.retain(|fact| {
            let values = (fact.key.clone(), fact.old.clone(), fact.new.clone());
            self.facts.insert(values)
        });
        all.files.retain_mut(|file| self.is_news(file));
        all
    }

    fn is_news(&mut self, file: &mut FileChange) -> bool {
        let path = &file.path;
        file.sentences
            .retain(|one| self.sentences.insert((path.clone(), one.clone())));
        let is_new = self.files.insert((path.clone(), file.change));
        is_new || !file.sentences.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::FactChange;
    use super::*;

    fn fact(old: &str, new: &str) -> FactChange {
        FactChange {
            key: "fee".to_owned(),
            label: "料金".to_owned(),
            old: Some(old.to_owned()),
            new: Some(new.to_owned()),
            derivations: Vec::new(),
        }
    }

    fn file(path: &str, sentences: &[(&str, &str)]) -> FileChange {
        let sentences = sentences.iter().map(|(old, new)| SentenceChange {
            old: Some((*old).to_owned()),
            new: Some((*new).to_owned()),
        });
        FileChange {
            path: path.to_owned(),
            change: Change::Changed,
            sentences: sentences.collect(),
        }
    }

    fn comparison(facts: Vec<FactChange>, files: Vec<FileChange>) -> Comparison {
        Comparison { facts, files }
    }

    #[test]
    fn what_differs_is_told_with_its_first_moment() {
        let mut told = Told::default();
        let now = comparison(
            vec![fact("1円", "2円")],
            vec![file("a.html", &[("1円", "2円")])],
        );
        assert_eq!(told.news(now.clone()), now);
        assert!(told.news(now.clone()).is_empty());
        let then = comparison(
            vec![fact("1円", "3円")],
            vec![
                file("a.html", &[("1円", "2円"), ("春", "夏")]),
                file("b.html", &[("1円", "2円")]),
            ],
        );
        let news = comparison(
            vec![fact("1円", "3円")],
            vec![
                file("a.html", &[("春", "夏")]),
                file("b.html", &[("1円", "2円")]),
            ],
        );
        assert_eq!(told.news(then), news);
        // What has been told is not told again when it comes back.
        assert!(told.news(now).is_empty());
    }

    #[test]
    fn a_file_without_a_sentence_is_told_once_and_again_when_it_goes() {
        let mut told = Told::default();
        let mut feed = file("feed.xml", &[]);
        let with = |feed: &FileChange| comparison(Vec::new(), vec![feed.clone()]);
        assert!(!told.news(with(&feed)).is_empty());
        assert!(told.news(with(&feed)).is_empty());
        feed.change = Change::Removed;
        assert!(!told.news(with(&feed)).is_empty());
    }
}
