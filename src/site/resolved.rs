//! A site that can become the next one: while every page stays where it is, only those are
//! made anew whose files have changed.

use super::address::Addresses;
use super::nearby::Folders;
use super::resolve::{self, Clock};
use super::{Day, Resource, Site};
use crate::config::Config;
use crate::content::Document;
use crate::diag::Diagnostic;
use crate::hash::Hash;
use crate::snapshot::Snapshot;
use crate::source::SourceId;
use std::sync::{Arc, OnceLock};

/// A site with what it was made from.
#[derive(Debug)]
pub struct Resolved {
    /// The site.
    pub site: Site,
    /// What is wrong with it, beside what is wrong in its pages.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What is wrong in each page.
    pub(super) findings: Vec<Vec<Diagnostic>>,
    pub(super) addresses: Addresses,
    pub(super) ground: Ground,
    pub(super) documents: Vec<Arc<Document>>,
}

/// Where every page of a site stands, what its front matter says, and which files are published
/// with the pages. Sites that have the same one differ in the bodies of their pages and in nothing
/// else. The folders that they stand in are made where a link is broken.
#[derive(Clone, Debug, Default)]
pub struct Standing(Arc<OnceLock<Folders>>);

impl Standing {
    pub(super) fn folders(&self, make: impl FnOnce() -> Folders) -> &Folders {
        self.0.get_or_init(make)
    }
}

impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What every page depends on, beside the documents.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ground {
    config: Option<Hash>,
    day: Day,
    files: Vec<(SourceId, Hash)>,
    unread: Vec<Diagnostic>,
}

impl Ground {
    pub(super) fn new(snapshot: &Snapshot, config: &Config, day: Day) -> Self {
        let config = snapshot.get(config.source.as_str());
        let files = Addresses::files_of(snapshot);
        Self {
            config: config.map(|source| source.hash()),
            day,
            files: files
                .map(|source| (source.id().clone(), source.hash()))
                .collect(),
            unread: snapshot.diagnostics().to_vec(),
        }
    }
}

impl Resolved {
    pub(super) fn new(
        mut site: Site,
        diagnostics: Vec<Diagnostic>,
        findings: Vec<Vec<Diagnostic>>,
        addresses: Addresses,
        ground: Ground,
        documents: Vec<Arc<Document>>,
    ) -> Self {
        site.refer(&addresses);
        Self {
            site,
            diagnostics,
            findings,
            addresses,
            ground,
            documents,
        }
    }

    /// What is wrong with the site and in its pages.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        let findings = self
            .diagnostics
            .iter()
            .chain(self.findings.iter().flatten());
        findings.cloned().chain(self.site.refusals())
    }

    /// Whether every page of a site of these stands where it stands here.
    pub(super) fn stands_on(&self, ground: &Ground, documents: &[Arc<Document>]) -> bool {
        let alike = |(old, new): (&Arc<Document>, &Arc<Document>)| {
            Arc::ptr_eq(old, new) || old.source == new.source && old.front.stands_as(&new.front)
        };
        self.ground == *ground
            && self.documents.len() == documents.len()
            && self.documents.iter().zip(documents).all(alike)
    }

    /// The same site with the documents that are new in the place of the old ones.
    pub(super) fn with(mut self, documents: Vec<Arc<Document>>) -> Self {
        let clock = Clock {
            config: &self.site.config,
            timeline: &self.site.timeline,
            by_day: &self.site.timeline.by_day(),
            as_of: self.site.as_of,
        };
        let pairs = self.documents.iter().zip(&documents);
        for (old, document) in pairs.filter(|(old, new)| !Arc::ptr_eq(old, new)) {
            if !old.front.is_written_as(&document.front) {
                self.site.standing = Standing::default();
            }
            let id = match self.addresses.of_source(&document.source) {
                Some(Resource::Page(id)) => id,
                Some(Resource::Hidden(id)) => {
                    let hidden = &mut self.site.hidden[id.0];
                    hidden.document = Arc::clone(document);
                    hidden.targets = resolve::unseen_targets(document, &self.addresses, clock);
                    continue;
                }
                Some(Resource::File(_)) | None => continue,
            };
            self.addresses.pages[id.0].document = Arc::clone(document);
            let old = &self.site.pages[id.0];
            let (mut page, findings) = resolve::page(
                &self.addresses.pages[id.0],
                old.kind,
                &self.addresses,
                clock,
            );
            let old = &mut self.site.pages[id.0];
            page.parent = old.parent;
            page.previous = old.previous;
            page.next = old.next;
            page.children = std::mem::take(&mut old.children);
            *old = page;
            self.findings[id.0] = findings;
        }
        self.documents = documents;
        if self.site.refer(&self.addresses) {
            self.site.standing = Standing::default();
        }
        self
    }
}
