//! The files beside the pages, and who leads to them.

use super::address::Addresses;
use super::{FileId, RefusedId, Site, Target, link, names};
use crate::diag::{Diagnostic, Place, text};
use crate::file_type;
use crate::output::Output;
use crate::path::{UrlPath, canonical, decoded};
use crate::picture::Inspection;
use crate::source::{Source, SourceId, Span};
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
    /// The first places that lead to it.
    pub(super) links: Vec<Place>,
}

/// How many of the links to a file are shown with what is wrong with it.
const MAX_LINKS_SHOWN: usize = 5;

/// Why a file cannot be published.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// Its name cannot be part of an address.
    Name {
        /// What is wrong with it.
        finding: Box<Diagnostic>,
        /// What the name is for.
        use_of: NameUse,
    },
    /// There is an error in it, which has been told.
    Error,
    /// It is not meant to be published, as has been told: the copy of a conflict, for example.
    Unwanted,
}

/// What a name that cannot be part of an address is for.
#[derive(Clone, Debug)]
pub enum NameUse {
    /// For a page.
    OfPage,
    /// For another file. That is for those who lead to it: a file that nobody leads to needs no
    /// better name.
    OfFile {
        /// The file beside it that it is a copy of, by its name.
        copy_of: Option<SourceId>,
    },
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
        let is_wanted = self.referrer == Referrer::Shown
            || self.url.as_str().starts_with("/.well-known/")
            || theme.names(&self.url);
        is_wanted && !self.is_disguised()
    }

    /// Whether it has the name of a picture and may be a page or a program. That is published by
    /// no site, not even by one that lets pictures pass that cannot be shown.
    pub fn is_disguised(&self) -> bool {
        let name = self.source.id().as_str();
        let inspection = self.picture.as_ref();
        inspection.is_some_and(|one| file_type::is_disguised(name, one.content))
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
        for (file, (referrer, links)) in self.refused.iter_mut().zip(referrers.refused) {
            file.referrer = referrer;
            file.links = links;
        }
        is_other
    }

    /// What is wrong with the names of pages, and of files that somebody leads to.
    pub(super) fn refusals(&self) -> impl Iterator<Item = Diagnostic> {
        self.refused.iter().filter_map(|one| match &one.why {
            Refusal::Name {
                finding,
                use_of: NameUse::OfPage,
            } => Some(one.with_links(finding)),
            Refusal::Name { finding, .. } if one.referrer != Referrer::Nobody => {
                Some(one.with_links(finding))
            }
            Refusal::Name { .. } | Refusal::Error | Refusal::Unwanted => None,
        })
    }
}

impl Refused {
    /// What is wrong with its name, and the links that have to be written otherwise with it.
    fn with_links(&self, finding: &Diagnostic) -> Diagnostic {
        let mended = names::mended(self.source.as_str());
        let links = self.links.iter();
        links.fold(finding.clone(), |finding, place| {
            let label = match &mended {
                Some(mended) => {
                    let typed = link::relative(&place.source, mended);
                    text!(
                        "名前を変えたら、このリンクは「{typed}」と書きます",
                        "once it is renamed, write `{typed}` here"
                    )
                }
                None => text!(
                    "名前を変えたら、このリンクも新しい名前に書きかえます",
                    "once it is renamed, write the new name here"
                ),
            };
            finding.label(place.clone(), label)
        })
    }
}

/// The links to files.
struct Referrers {
    files: Vec<Referrer>,
    refused: Vec<(Referrer, Vec<Place>)>,
}

impl Referrers {
    fn of(site: &Site, addresses: &Addresses) -> Self {
        let mut referrers = Self {
            files: vec![Referrer::Nobody; site.files.len()],
            refused: vec![(Referrer::Nobody, Vec::new()); site.refused.len()],
        };
        if referrers.files.is_empty() && referrers.refused.is_empty() {
            return referrers;
        }
        let base = site.config.base_url.as_deref();
        for page in &site.pages {
            let source = &page.document.source;
            for (span, target) in page.targets() {
                referrers.add(target, Referrer::Shown, source, addresses, base);
                referrers.link(target, source, span);
            }
        }
        for page in &site.hidden {
            let source = &page.document.source;
            for (span, target) in &page.targets {
                referrers.add(target, Referrer::Unseen, source, addresses, base);
                referrers.link(target, source, *span);
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
            Target::Refused(RefusedId(at)) => {
                let known = &mut self.refused[*at].0;
                *known = referrer.max(*known);
            }
            Target::Page { .. }
            | Target::Here(_)
            | Target::Placeholder
            | Target::Preview { .. }
            | Target::Unsafe(_)
            | Target::Hidden(_)
            | Target::NoPicture(None) => {}
        }
    }

    /// Remembers a link to a file that cannot be published.
    fn link(&mut self, target: &Target, source: &SourceId, span: Span) {
        if let Target::Refused(RefusedId(at)) = target {
            let links = &mut self.refused[*at].1;
            if links.len() < MAX_LINKS_SHOWN {
                links.push(Place::new(source, span));
            }
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
