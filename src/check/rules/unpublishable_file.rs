//! A file that a page leads to and that cannot be published: its kind is none of those that are,
//! or it does not hold what its name says.

use super::{Check, Rule};
use crate::check::Published;
use crate::diag::{Diagnostic, Place, code, text};
use crate::file_type;
use crate::site::{File, Referrer, Site, Target};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: code::UNPUBLISHABLE_FILE,
    check: Check::Site(check),
};

/// What no page leads to, but the theme does, or the web by custom.
pub(super) const OF_THEME: Rule = Rule {
    code: code::UNPUBLISHABLE_FILE,
    check: Check::Published(check_theme),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let files = site.files.iter();
    let shown = files.filter(|file| file.referrer == Referrer::Shown);
    let mut found: BTreeMap<_, _> = shown
        .filter_map(|file| Some((file.source.id(), refused(site, file)?)))
        .collect();
    if found.is_empty() {
        return;
    }
    for page in &site.pages {
        for (span, target) in page.targets() {
            let Target::File { file, .. } = target else {
                continue;
            };
            // The first link to a file stands for all of them.
            if let Some(finding) = found.remove(site.file(*file).source.id()) {
                let place = Place::new(&page.document.source, span);
                let label = text!("ここからリンクしています", "it is linked from here");
                diagnostics.push(finding.label(place, label));
            }
        }
    }
    diagnostics.extend(found.into_values());
}

fn check_theme(published: &Published<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let files = published.site.files.iter();
    let others =
        files.filter(|file| file.referrer != Referrer::Shown && file.is_published(published.theme));
    diagnostics.extend(others.filter_map(|file| refused(published.site, file)));
}

fn refused(site: &Site, file: &File) -> Option<Diagnostic> {
    file_type::refused(&file.source, &site.config.files)
}
