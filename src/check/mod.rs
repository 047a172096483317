//! Rules: what is wrong although every part can be read. A new rule is one file in `rules/`
//! and two lines in its list.

mod consequence;
mod lexicon;
mod published;
mod rules;
mod verdict;
mod writing;

pub use self::consequence::{merged, without_consequences, without_keys_of_lost_originals};
pub use self::lexicon::{Entry, Lexicon, Share};
pub use self::published::Published;
pub use self::rules::RULES;
pub use self::verdict::Verdict;
pub use self::writing::{Medium, Writing};
pub(crate) use self::writing::{Reading, writing};

use crate::calendar::DateTime;
use crate::content::Document;
use crate::diag::{Code, Diagnostic, Place};
use crate::site::Site;
use crate::theme::Theme;
use crate::web;
use rayon::prelude::*;
use std::sync::Arc;

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The code of its findings.
    pub code: Code,
    /// What it looks at, and how.
    pub check: Check,
}

/// What a rule looks at. The less, the longer its findings can be kept.
#[derive(Clone, Copy)]
pub enum Check {
    /// One document by itself.
    Document(fn(&Document, &mut Vec<Diagnostic>)),
    /// The resolved site.
    Site(fn(&Site, &mut Vec<Diagnostic>)),
    /// The resolved site at a moment: what is wrong by then, although the site is the same.
    Moment(fn(&Site, Moment, &mut Vec<Diagnostic>)),
    /// What people wrote in one file, beside the facts that hold there.
    Writing(fn(&Writing<'_>, &mut Vec<Diagnostic>)),
    /// The site as it will be published.
    Published(fn(&Published<'_>, &mut Vec<Diagnostic>)),
}

/// The moment at which a rule looks at a site, and for what.
#[derive(Clone, Copy, Debug)]
pub enum Moment {
    /// For all that is wrong by then.
    All(DateTime),
    /// For what becomes wrong then. What has been wrong before may be found again.
    News(DateTime),
}

impl Moment {
    /// The moment itself.
    pub const fn at(self) -> DateTime {
        match self {
            Self::All(at) | Self::News(at) => at,
        }
    }
}

/// What the rules say of one document.
pub fn document(document: &Document) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if !document.is_whole {
        return diagnostics;
    }
    for rule in RULES {
        if let Check::Document(check) = rule.check {
            check(document, &mut diagnostics);
        }
    }
    diagnostics
}

/// What the rules say of the site as a whole.
pub fn site(site: &Site) -> Vec<Diagnostic> {
    let found: Vec<Vec<Diagnostic>> = RULES
        .par_iter()
        .map(|rule| {
            let mut diagnostics = Vec::new();
            match rule.check {
                Check::Site(check) => check(site, &mut diagnostics),
                Check::Moment(check) => {
                    let now = Moment::All(site.as_of.moment());
                    check(site, now, &mut diagnostics);
                }
                Check::Document(_) | Check::Writing(_) | Check::Published(_) => {}
            }
            diagnostics
        })
        .collect();
    found.concat()
}

/// What the rules say that time makes wrong with a moment up to which the site stays as it is.
pub fn news(site: &Site, at: DateTime) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for rule in RULES {
        if let Check::Moment(check) = rule.check {
            check(site, Moment::News(at), &mut diagnostics);
        }
    }
    diagnostics
}

/// What the rules say of the site as it will be published: of all its files, each with the
/// place of who wanted it. What `kept` knows of their links becomes what can be kept of these.
pub fn published(
    site: &Site,
    theme: &Theme,
    files: &[web::File],
    places: &[Place],
    kept: &mut Option<Arc<web::Survey>>,
) -> Vec<Diagnostic> {
    let published = Published::new(site, theme, files, places, kept.take());
    let mut diagnostics = Vec::new();
    for rule in RULES {
        if let Check::Published(check) = rule.check {
            check(&published, &mut diagnostics);
        }
    }
    *kept = Some(published.survey);
    diagnostics
}
