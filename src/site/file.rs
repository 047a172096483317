//! The files beside the pages, and who leads to them.

use super::address::Addresses;
use super::{FileId, RefusedId, Site, Target, link};
use crate::diag::Diagnostic;
use crate::output::Output;
use crate::path::{UrlPath, canonical, decoded};
use crate::picture::Inspection;
use crate::source::{Source, SourceId};
use crate::theme::Theme;
use std::sync::Arc;

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct File {
    /// The file.
    pub source: Arc<Source>,
    /// Its address.
    pub url: UrlPath,
    /// What is published: of a picture, without the place where it was taken and the camera.
    pub output: Output,
    /// What its file tells, of a picture.
    pub picture: Option<Arc<Inspection>>,
    /// The same picture in fewer pixels, smallest first.
    pub smaller: Vec<Smaller>,
    /// Who leads to it.
    pub referrer: Referrer,
}

/// A picture in fewer pixels.
#[derive(Clone, Debug)]
pub struct Smaller {
    /// Its address.
    pub url: UrlPath,
    /// How many pixels wide it is.
    pub width: u32,
    /// The file.
    pub output: Output,
}

/// A file or page that is there and cannot be published.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The file.
    pub source: SourceId,
    /// Why.
    pub why: Refusal,
    /// Who leads to it.
    pub referrer: Referrer,
}

/// Why a file cannot be published.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// Its name cannot be part of an address. That is for those who lead to it: a file that
    /// nobody leads to needs no better name.
    Name {
        /// What is wrong with it.
        finding: Box<Diagnostic>,
        /// The file beside it that it is a copy of, by its name.
        copy_of: Option<SourceId>,
    },
    /// There is an error in it, which has been told.
    Error,
    /// It is not meant to be published, as has been told: the copy of a conflict, for example.
    Unwanted,
}

/// Who leads to a file: of all links to it, what is true of the one that most people see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Referrer {
    /// There is no link to it.
    #[default]
    Nobody,
    /// It is a page that is not shown, or a link that has a finding of its own.
    Unseen,
    /// It is a page of the site.
    Shown,
}

impl File {
    /// Width and height in pixels, of a picture.
    pub fn size(&self) -> Option<(u32, u32)> {
        self.picture.as_ref()?.size
    }

    /// Whether it is published: only what a page of the site leads to, or the theme itself, and
    /// what is asked for without any link (RFC 8615).
    pub fn is_published(&self, theme: &Theme) -> bool {
        self.referrer == Referrer::Shown
            || self.url.as_str().starts_with("/.well-known/")
            || theme.names(&self.url)
    }
}

impl Site {
    /// Finds out who leads to which file; whether other files are published than before.
    pub(super) fn refer(&mut self, addresses: &Addresses) -> bool {
        let referrers = Referrers::of(self, addresses);
        let mut is_other = false;
        for (file, referrer) in self.files.iter_mut().zip(referrers.files) {
            is_other |= (file.referrer == Referrer::Shown) != (referrer == Referrer::Shown);
            file.referrer = referrer;
        }
        for (file, referrer) in self.refused.iter_mut().zip(referrers.refused) {
            file.referrer = referrer;
        }
        is_other
    }

    /// What is wrong with the names of files that somebody leads to.
    pub(super) fn refusals(&self) -> impl Iterator<Item = &Diagnostic> {
        let refused = self.refused.iter();
        let referred = refused.filter(|one| one.referrer != Referrer::Nobody);
        referred.filter_map(|one| match &one.why {
            Refusal::Name { finding, .. } => Some(&**finding),
            Refusal::Error | Refusal::Unwanted => None,
        })
    }
}

/// The links to files.
struct Referrers {
    files: Vec<Referrer>,
    refused: Vec<Referrer>,
}

impl Referrers {
    fn of(site: &Site, addresses: &Addresses) -> Self {
        let mut referrers = Self {
            files: vec![Referrer::Nobody; site.files.len()],
            refused: vec![Referrer::Nobody; site.refused.len()],
        };
        if referrers.files.is_empty() && referrers.refused.is_empty() {
            return referrers;
        }
        let base = site.config.base_url.as_deref();
        for page in &site.pages {
            let source = &page.document.source;
            for (_, target) in page.targets() {
                referrers.add(target, Referrer::Shown, source, addresses, base);
            }
        }
        for page in &site.hidden {
            let source = &page.document.source;
            for (_, target) in &page.targets {
                referrers.add(target, Referrer::Unseen, source, addresses, base);
            }
        }
        referrers
    }

    fn add(
        &mut self,
        target: &Target,
        referrer: Referrer,
        from: &SourceId,
        addresses: &Addresses,
        base: Option<&str>,
    ) {
        match target {
            Target::File { file, .. } => self.file(*file, referrer),
            Target::Outside(address) => {
                let own = base.and_then(|base| own_file(address, base, addresses));
                own.into_iter().for_each(|file| self.file(file, referrer));
            }
            Target::NoPicture(Some(file)) => self.file(*file, Referrer::Unseen),
            // What may have been meant is not told as a second mistake.
            Target::Broken { near, .. } | Target::MissingPicture { near, .. } => {
                let meant = near
                    .iter()
                    .filter_map(|path| link::file(path, from, addresses));
                meant.for_each(|file| self.file(file, Referrer::Unseen));
            }
            Target::Refused(RefusedId(at)) => self.refused[*at] = referrer.max(self.refused[*at]),
            Target::Page { .. }
            | Target::Here(_)
            | Target::Placeholder
            | Target::Unsafe(_)
            | Target::Hidden(_)
            | Target::NoPicture(None) => {}
        }
    }

    fn file(&mut self, FileId(at): FileId, referrer: Referrer) {
        self.files[at] = referrer.max(self.files[at]);
    }
}

/// The file of the site at `base` that a full address leads to.
fn own_file(address: &str, base: &str, addresses: &Addresses) -> Option<FileId> {
    let path = address.strip_prefix(base)?;
    let path = path.split(['?', '#']).next()?;
    let path = decoded(path)?;
    addresses.file_at(&canonical(&path))
}
