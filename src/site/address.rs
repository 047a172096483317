//! Which file is published where. The address of a page is the name of its file.

use super::link::is_picture;
use super::names::{self, is_page, unportable};
use super::nearby::{Folders, Nearby};
use super::translation::Edition;
use super::{
    Audience, File, FileId, Hidden, HiddenId, NameUse, PageId, Referrer, Refusal, Refused,
    RefusedId, Resource, Smaller, Visibility,
};
use crate::config::Config;
use crate::content::Document;
use crate::diag::{Diagnostic, Place, Severity, code, text};
use crate::file_type;
use crate::language::{Language, name_and_tag};
use crate::output::Output;
use crate::path::{OutputPath, UrlPath, canonical};
use crate::picture::{self, Gallery, Inspection};
use crate::snapshot::Snapshot;
use crate::source::{Source, SourceId, Span};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

const CONTENT: &str = "content/";

/// A document with its address.
#[derive(Debug)]
pub(super) struct Addressed {
    pub(super) document: Arc<Document>,
    pub(super) url: UrlPath,
    pub(super) is_index: bool,
    pub(super) visibility: Visibility,
    pub(super) language: Language,
    /// Whether there is no document that it is a translation of, although it should be one.
    pub(super) is_lone: bool,
    /// The page that it is a translation of.
    pub(super) original: Option<PageId>,
    /// The pages that are translations of it.
    pub(super) translations: Vec<PageId>,
}

/// Who is where.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    pub(super) pages: Vec<Addressed>,
    pub(super) files: Vec<File>,
    /// By the path of the source, in NFC.
    pub(super) by_source: HashMap<String, Resource>,
    /// By the canonical form of the address.
    pub(super) by_address: HashMap<String, Resource>,
    /// The pages by the canonical forms of their former addresses.
    pub(super) by_alias: HashMap<String, PageId>,
    /// The address of the site.
    pub(super) base: Option<String>,
    pub(super) hidden: Vec<Hidden>,
    pub(super) refused: Vec<Refused>,
    /// By the canonical form of the path of the source; and by that of the path that it will have
    /// once its name is mended.
    refused_by_source: HashMap<String, RefusedId>,
    /// The folders whose names have been told to be none for an address.
    bad_folders: HashSet<String>,
    claims: HashMap<String, Place>,
    pub(super) diagnostics: Vec<Diagnostic>,
    lookup: Lookup,
}

/// What is only asked for where a link is broken, made when all addresses are known.
#[derive(Debug, Default)]
struct Lookup {
    /// The folders that anything is in.
    folders: OnceLock<Folders>,
    sources: OnceLock<Nearby>,
    pictures: OnceLock<Nearby>,
    /// Pages by their paths below `content/`.
    pages: OnceLock<Nearby>,
}

/// A document with what decides its address.
struct Sheet<'a> {
    document: &'a Arc<Document>,
    original: Option<&'a Arc<Document>>,
    language: Language,
    /// The language of the site.
    own: Language,
    visibility: Visibility,
}

impl Addresses {
    /// Gives every document and every file its address; what `audience` does not see gets none.
    pub(super) fn assign(
        snapshot: &Snapshot,
        config: &Config,
        documents: &[Arc<Document>],
        editions: &[Option<Edition>],
        visibilities: Vec<Visibility>,
        audience: Audience,
        pictures: &Gallery,
    ) -> Self {
        let mut addresses = Self {
            base: config.base_url.clone(),
            ..Self::default()
        };
        for ((document, edition), visibility) in documents.iter().zip(editions).zip(visibilities) {
            let Some(edition) = edition else { continue };
            let sheet = Sheet {
                document,
                original: edition.original.map(|original| &documents[original]),
                language: edition.language,
                own: config.language,
                visibility,
            };
            addresses.document(&sheet, audience);
        }
        addresses.join(documents, editions);
        for source in Self::files_of(snapshot) {
            addresses.file(source, snapshot, config, pictures);
        }
        addresses.refuse_the_rest(snapshot);
        addresses
    }

    /// Gives the pictures that there are in fewer pixels their addresses: that of the picture
    /// with the width and a hash before its ending.
    pub(super) fn shrink(&mut self, pictures: &Gallery) {
        for file in &mut self.files {
            let picture = file.source.hash();
            let whole = file.url.as_str();
            let (stem, ending) = whole.rsplit_once('.').unwrap_or((whole, ""));
            let smaller = pictures.get(picture).iter().filter_map(|variant| {
                let name = format!("{stem}.{}.{}.{ending}", variant.width, picture.short());
                Some(Smaller {
                    url: UrlPath::of_file(&OutputPath::parse(&name[1..]).ok()?),
                    width: variant.width,
                    output: Output::new(Arc::clone(&variant.bytes)),
                })
            });
            file.smaller = smaller.collect();
        }
    }

    /// The files that are published as they are.
    pub(super) fn files_of(snapshot: &Snapshot) -> impl Iterator<Item = &Arc<Source>> {
        let files = snapshot.below(CONTENT);
        files.filter(|source| !is_page(source.id(), snapshot))
    }

    /// What became of a source.
    pub(super) fn of_source(&self, source: &SourceId) -> Option<Resource> {
        self.by_source.get(&nfc(source.as_str())).copied()
    }

    /// The file at `path` below the root of the site that is there and cannot be published.
    pub(super) fn refused(&self, path: &str) -> Option<RefusedId> {
        self.refused_by_source.get(&canonical(path)).copied()
    }

    /// The first folder of a path that is not there, as [`super::Site::missing_part`] has it.
    pub(super) fn missing_part<'a>(&self, path: &'a str) -> &'a str {
        let refused = self.refused.iter().map(|one| one.source.as_str());
        let all = self.by_source.keys().map(String::as_str).chain(refused);
        let folders = self.lookup.folders.get_or_init(|| Folders::of(all));
        folders.missing_part(path)
    }

    /// The files, of which a link may mean one.
    pub(super) fn near_sources(&self) -> &Nearby {
        let known = self.by_source.keys().map(String::as_str);
        self.lookup.sources.get_or_init(|| Nearby::new(known))
    }

    /// The files that can be shown as pictures.
    pub(super) fn near_pictures(&self) -> &Nearby {
        let pictures = self
            .by_source
            .iter()
            .filter(|(_, resource)| match resource {
                Resource::File(file) => is_picture(self, *file),
                Resource::Page(_) | Resource::Hidden(_) => false,
            });
        let known = pictures.map(|(path, _)| path.as_str());
        self.lookup.pictures.get_or_init(|| Nearby::new(known))
    }

    /// The pages, by their paths below `content/`.
    pub(super) fn near_pages(&self) -> &Nearby {
        let known = self.by_source.keys();
        let known = known.filter_map(|path| path.strip_prefix(CONTENT));
        let known = known.filter(|path| path.ends_with(".md"));
        self.lookup.pages.get_or_init(|| Nearby::new(known))
    }

    /// The file with an address, which is in its canonical form.
    pub(super) fn file_at(&self, address: &str) -> Option<FileId> {
        match self.by_address.get(address) {
            Some(Resource::File(file)) => Some(*file),
            Some(Resource::Page(_) | Resource::Hidden(_)) | None => None,
        }
    }

    /// Takes an address, unless somebody has it already.
    pub(super) fn claim(&mut self, url: &UrlPath, place: Place) -> bool {
        let key = canonical(url.output().as_str());
        if let Some(first) = self.claims.get(&key) {
            let diagnostic = duplicate(url, place, first.clone());
            self.diagnostics.push(diagnostic);
            return false;
        }
        self.claims.insert(key, place);
        true
    }

    /// Has originals and translations know each other.
    fn join(&mut self, documents: &[Arc<Document>], editions: &[Option<Edition>]) {
        let page = |at: usize| match self.of_source(&documents[at].source) {
            Some(Resource::Page(id)) => Some(id),
            Some(Resource::File(_) | Resource::Hidden(_)) | None => None,
        };
        let originals = editions.iter().enumerate().filter_map(|(at, edition)| {
            let original = edition.as_ref()?.original?;
            Some((page(at)?, page(original)?))
        });
        let pairs: Vec<(PageId, PageId)> = originals.collect();
        for (translation, original) in pairs {
            self.pages[translation.0].original = Some(original);
            self.pages[original.0].translations.push(translation);
        }
    }

    fn document(&mut self, sheet: &Sheet<'_>, audience: Audience) {
        let source = sheet.document.source.clone();
        let Some((folders, stem)) = self.parts(&source) else {
            return;
        };
        let stem = name_and_tag(stem).0;
        let is_index = stem == "index";
        let mut parts: Vec<&str> = Vec::with_capacity(folders.len() + 2);
        if sheet.language != sheet.own {
            parts.push(sheet.language.tag());
        }
        parts.extend(folders);
        let own_slug = sheet.document.front.slug.as_ref();
        let inherited = || sheet.original.and_then(|one| one.front.slug.as_ref());
        match own_slug {
            Some(slug) if !is_index => {
                let place = Place::new(&source, slug.span);
                if let Some(diagnostic) = names::unusable(&slug.value, place) {
                    self.diagnostics.push(diagnostic);
                    return;
                }
                parts.push(&slug.value);
            }
            Some(slug) => self.report_index_slug(Place::new(&source, slug.span)),
            None if is_index => {}
            None => parts.push(inherited().map_or(stem, |slug| slug.value.as_str())),
        }
        let key = nfc(source.as_str());
        let url = UrlPath::page(&parts);
        if sheet.visibility.is_hidden() && audience == Audience::Visitors {
            self.hide(key, url.ok(), sheet);
            return;
        }
        let url = match url {
            Ok(url) => url,
            Err(problem) => {
                self.diagnostics
                    .push(unportable(Place::file(&source), &problem));
                return;
            }
        };
        let place = match own_slug {
            Some(slug) => Place::new(&source, slug.span),
            None => Place::file(&source),
        };
        if !self.claim(&url, place) {
            return;
        }
        self.add_page(key, url, is_index, sheet);
    }

    fn add_page(&mut self, key: String, url: UrlPath, is_index: bool, sheet: &Sheet<'_>) {
        let page = PageId(self.pages.len());
        let former = sheet.document.front.aliases.iter();
        for url in former.filter_map(|alias| UrlPath::parse(&alias.value).ok()) {
            self.by_alias.entry(url.canonical()).or_insert(page);
        }
        let id = Resource::Page(page);
        self.by_source.insert(key, id);
        self.by_address.insert(url.canonical(), id);
        self.pages.push(Addressed {
            document: Arc::clone(sheet.document),
            url,
            is_index,
            visibility: sheet.visibility,
            language: sheet.language,
            is_lone: sheet.language != sheet.own && sheet.original.is_none(),
            original: None,
            translations: Vec::new(),
        });
    }

    fn hide(&mut self, key: String, url: Option<UrlPath>, sheet: &Sheet<'_>) {
        let id = HiddenId(self.hidden.len());
        if let Some(url) = &url {
            let at = self.by_address.entry(url.canonical());
            at.or_insert(Resource::Hidden(id));
        }
        self.by_source.insert(key, Resource::Hidden(id));
        self.hidden.push(Hidden {
            document: Arc::clone(sheet.document),
            url,
            visibility: sheet.visibility,
            targets: Vec::new(),
        });
    }

    /// Whatever has no address has an error by now, or could not be read.
    fn refuse_the_rest(&mut self, snapshot: &Snapshot) {
        for source in snapshot.below(CONTENT) {
            if self.of_source(source.id()).is_none() && self.refused(source.id().as_str()).is_none()
            {
                self.refuse(source.id(), Refusal::Error);
            }
        }
        for unread in snapshot.diagnostics() {
            let source = &unread.place.source;
            if source.as_str().starts_with(CONTENT) {
                let why = match unread.severity {
                    Severity::Error => Refusal::Error,
                    Severity::Warning | Severity::Note => Refusal::Unwanted,
                };
                self.refuse(source, why);
            }
        }
    }

    fn refuse(&mut self, source: &SourceId, why: Refusal) {
        let id = RefusedId(self.refused.len());
        self.refused_by_source
            .insert(canonical(source.as_str()), id);
        if let Some(mended) = names::mended(source.as_str()) {
            let mended = canonical(&mended);
            self.refused_by_source.entry(mended).or_insert(id);
        }
        self.refused.push(Refused {
            source: source.clone(),
            why,
            referrer: Referrer::default(),
            links: Vec::new(),
        });
    }

    /// Refuses a file for its name, once for each folder where it is that of the folder.
    fn refuse_name(&mut self, source: &SourceId, finding: Diagnostic, use_of: NameUse) {
        let folder = names::bad_folder(source.as_str());
        let is_new = folder.is_none_or(|folder| self.bad_folders.insert(folder.to_owned()));
        if !is_new {
            self.refuse(source, Refusal::Error);
            return;
        }
        let finding = Box::new(finding);
        self.refuse(source, Refusal::Name { finding, use_of });
    }

    fn file(
        &mut self,
        source: &Arc<Source>,
        snapshot: &Snapshot,
        config: &Config,
        pictures: &Gallery,
    ) {
        if let Some(diagnostic) = names::meant_as_page(source.id(), snapshot) {
            self.diagnostics.push(diagnostic);
            self.refuse(source.id(), Refusal::Error);
            return;
        }
        let inspection = pictures.inspection(source);
        let refused = picture::refused(source)
            .or_else(|| picture::dangerous(source, inspection?))
            .or_else(|| file_type::forbidden(source, &config.files))
            .or_else(|| picture::too_large(source, inspection?));
        if let Some(diagnostic) = refused {
            self.diagnostics.push(diagnostic);
            return;
        }
        let path = source.id().as_str();
        let path = path.strip_prefix(CONTENT).unwrap_or(path);
        let place = || Place::file(source.id());
        let unusable = path
            .split('/')
            .find_map(|name| names::unusable(name, place()));
        let path = OutputPath::parse(path).map_err(|problem| unportable(place(), &problem));
        let path = match unusable.map_or(path, Err) {
            Ok(path) => path,
            Err(diagnostic) => {
                let copy_of = names::original(source.id(), snapshot).cloned();
                self.refuse_name(source.id(), diagnostic, NameUse::OfFile { copy_of });
                return;
            }
        };
        let url = UrlPath::of_file(&path);
        if !self.claim(&url, place()) {
            return;
        }
        let id = Resource::File(FileId(self.files.len()));
        self.by_source.insert(nfc(source.id().as_str()), id);
        self.by_address.insert(url.canonical(), id);
        self.files.push(File {
            source: Arc::clone(source),
            url,
            output: output(source, inspection),
            picture: inspection.map(Arc::clone),
            smaller: Vec::new(),
            referrer: Referrer::default(),
        });
    }

    /// The folders of a page below `content/` and its name, without `.md`. `None`, with a
    /// finding, where one of them cannot be part of an address.
    fn parts<'a>(&mut self, source: &'a SourceId) -> Option<(Vec<&'a str>, &'a str)> {
        let path = source.as_str().strip_prefix(CONTENT)?;
        let mut parts: Vec<&str> = path.split('/').collect();
        let name = parts.pop()?;
        let stem = name.strip_suffix(".md").unwrap_or(name);
        let untagged = name_and_tag(stem).0;
        let names = parts.iter().chain([&untagged]);
        for part in names {
            if let Some(diagnostic) = names::unusable(part, Place::file(source)) {
                self.refuse_name(source, diagnostic, NameUse::OfPage);
                return None;
            }
        }
        Some((parts, stem))
    }

    fn report_index_slug(&mut self, place: Place) {
        self.diagnostics.push(
            Diagnostic::new(
                code::WRONG_KIND,
                place,
                text!(
                    "index.md には slug を付けられません",
                    "`index.md` takes no `slug`"
                ),
            )
            .help(text!(
                "フォルダーの名前がアドレスになります",
                "the name of the folder is the address"
            )),
        );
    }
}

/// What is published of a file: of a picture, no more than what is to be seen.
fn output(source: &Source, inspection: Option<&Arc<Inspection>>) -> Output {
    match picture::published(source, inspection.map(|one| &**one)) {
        Some(published) => Output::new(published),
        None => Output::of(source),
    }
}

/// A name as it is compared: NFC.
pub(super) fn nfc(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    unicode_normalization::UnicodeNormalization::nfc(name).collect()
}

fn duplicate(url: &UrlPath, place: Place, first: Place) -> Diagnostic {
    let other = first.source.clone();
    let both = if first.span == Span::default() {
        text!("こちらも同じアドレスです", "this one too")
    } else {
        text!("こちらにも同じアドレスがあります", "it is given here too")
    };
    Diagnostic::new(
        code::DUPLICATE_URL,
        place,
        text!(
            "アドレス「{url}」が {other} と重なっています",
            "the address `{url}` is also that of {other}"
        ),
    )
    .label(first, both)
    .help(text!(
        "どちらかのファイル名か slug を変えてください",
        "rename one of the files, or give it a `slug`"
    ))
}
