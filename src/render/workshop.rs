//! Makes files out of what channels want.

use super::clock::ClockView;
use super::jobs::{Job, Make};
use super::shell::{Shell, ShellKey};
use super::shown::Shown;
use crate::diag::Diagnostic;
use crate::hash::Hash;
use crate::output::Output;
use crate::site::Site;
use crate::theme::{Shared, Theme};
use crate::web::{self, Base};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The shells of a site.
pub(super) type Shells = HashMap<ShellKey, Shell>;

/// Rendered pages by the hash of all that went into them.
pub(super) type Pages = HashMap<Hash, Arc<web::Page>>;

/// A file as it was made.
#[derive(Debug)]
pub(super) enum Made {
    Plain(Output),
    /// With the key it is kept under.
    Page(Option<Hash>, Arc<web::Page>),
}

impl Made {
    pub(super) fn output(&self) -> &Output {
        match self {
            Self::Plain(output) => output,
            Self::Page(_, page) => &page.output,
        }
    }

    pub(super) fn page(&self) -> Option<&Arc<web::Page>> {
        match self {
            Self::Plain(_) => None,
            Self::Page(_, page) => Some(page),
        }
    }
}

/// All that is needed to make a file.
pub(super) struct Workshop<'a> {
    pub(super) site: &'a Site,
    pub(super) theme: &'a Theme,
    pub(super) base: Base,
    pub(super) shells: &'a Shells,
    /// What need not be rendered again.
    pub(super) kept: Pages,
}

impl Workshop<'_> {
    /// Makes a file.
    ///
    /// # Errors
    /// What is wrong with a template.
    pub(super) fn make(&self, job: &Job) -> Result<Made, Box<Diagnostic>> {
        let (template, shell, shown, view) = match &job.make {
            Make::Bytes(output) => return Ok(Made::Plain(output.clone())),
            Make::Bare { template, view } => {
                let html = self.theme.render(template, &Shared::default(), view)?;
                return Ok(Made::Page(None, self.published(job, html)));
            }
            Make::Page {
                template,
                shell,
                shown,
                view,
            } => (template, &self.shells[shell], shown, view),
        };
        let key = self.key(template, shell, shown);
        if let Some(page) = self.kept.get(&key) {
            return Ok(Made::Page(Some(key), Arc::clone(page)));
        }
        let view = view(self.site, self.theme);
        let html = self.theme.render(template, &shell.shared, &view)?;
        Ok(Made::Page(Some(key), self.published(job, html)))
    }

    fn key(&self, template: &str, shell: &Shell, shown: &Shown) -> Hash {
        shown.key(self.site, &[template.as_bytes(), shell.hash.as_bytes()])
    }

    fn published(&self, job: &Job, html: String) -> Arc<web::Page> {
        Arc::new(web::Page::new(html, &job.path, &self.base))
    }
}

/// The shells that jobs name.
pub(super) fn shells(
    site: &Site,
    theme: &Theme,
    jobs: &[Job],
    diagnostics: &mut Vec<Diagnostic>,
) -> Shells {
    let keys: BTreeSet<ShellKey> = jobs
        .iter()
        .filter_map(|job| match job.make {
            Make::Page { shell, .. } => Some(shell),
            Make::Bytes(_) | Make::Bare { .. } => None,
        })
        .collect();
    // Looks at every page, so it is made once for all shells.
    let clock = ClockView::of(site);
    let rendered: Vec<_> = keys
        .into_par_iter()
        .map(|key| (key, Shell::render(site, theme, &clock, key)))
        .collect();
    let mut shells = Shells::new();
    for (key, shell) in rendered {
        match shell {
            Ok(shell) => {
                shells.insert(key, shell);
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    shells
}
