//! The files of all channels, made in parallel and in a fixed order, and kept for the next
//! build.
//!
//! Whoever writes saves the body of a page again and again. What channels want is decided
//! without the bodies, so then it stays as it was, and so does every file that shows no page
//! that has changed.

use super::channels::SEARCH;
use super::jobs::{Job, Jobs, Make};
use super::workshop::{Made, Pages, Shells, Workshop, shells};
use crate::calendar::DateTime;
use crate::config;
use crate::diag::{Checked, Diagnostic, Place, code, text};
use crate::hash::Hash;
use crate::language::Language;
use crate::output::{INSIDE, MANIFEST, Output, Outputs};
use crate::path::OutputPath;
use crate::search::{self, Index};
use crate::site::{Site, Standing};
use crate::source::Span;
use crate::theme::Theme;
use crate::web::{self, Base};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What the site is published as.
#[derive(Debug, Default)]
pub struct Published {
    /// The files that a link may name, each once.
    pub files: Vec<web::File>,
    /// For each of these where somebody wanted it.
    pub places: Vec<Place>,
    /// All files under their paths.
    pub outputs: Outputs,
}

/// A rendered site, from which the next one can be made.
#[derive(Debug, Default)]
pub struct Rendered {
    /// What it is published as.
    pub published: Published,
    /// What visitors search, by language.
    search: BTreeMap<Language, Index>,
    /// What was made; in the order of the jobs of `basis`, if there is one.
    made: Vec<Made>,
    /// None where something was wrong.
    basis: Option<Basis>,
}

/// What stays as it is while only the bodies of pages change.
#[derive(Debug)]
struct Basis {
    standing: Standing,
    theme: Hash,
    /// When pages say that they will be out of date.
    next_change: Option<DateTime>,
    jobs: Vec<Job>,
    shells: Shells,
    /// What the pages are made of, bodies included.
    fingerprints: Vec<Hash>,
}

/// Makes all files; what is `kept` of an earlier build is not made again. Two that want one
/// path, and mistakes in templates, are findings.
pub fn render(site: &Site, theme: &Theme, kept: Option<Rendered>) -> Checked<Rendered> {
    let mut kept = kept.unwrap_or_default();
    let known = std::mem::take(&mut kept.search);
    let basis = kept.basis.take().filter(|basis| basis.holds(site, theme));
    let (search, edited) = rayon::join(
        || indexes(site, theme, &known),
        || basis.and_then(|basis| basis.edited(site, theme)),
    );
    match edited {
        Some((basis, edited)) => {
            kept.put(basis, edited);
            kept.exchange(&known, search);
            Checked::new(kept, Vec::new())
        }
        None => anew(site, theme, search, &kept.made),
    }
}

impl Basis {
    /// Whether the site differs in nothing but bodies.
    fn holds(&self, site: &Site, theme: &Theme) -> bool {
        self.standing == *site.standing()
            && self.theme == theme.hash()
            && self.next_change == site.next_change()
    }

    /// The files that show what has changed, by the place of their job. Nothing where something
    /// is wrong with them.
    fn edited(mut self, site: &Site, theme: &Theme) -> Option<(Self, Vec<(usize, Made)>)> {
        let pages = site.pages.par_iter().zip(&self.fingerprints);
        let changed: Vec<bool> = pages
            .map(|(page, old)| page.fingerprint.whole != *old)
            .collect();
        let is_stale = |job: &Job| match &job.make {
            Make::Page { shown, .. } => shown.has_body_of(&changed),
            Make::Bytes(_) | Make::Bare { .. } => false,
        };
        let workshop = Workshop {
            site,
            theme,
            base: Base::new(site.config.base_url.as_deref()),
            shells: &self.shells,
            kept: Pages::default(),
        };
        let jobs = self.jobs.par_iter().enumerate();
        let stale = jobs.filter(|(_, job)| is_stale(job));
        let made = stale.map(|(at, job)| Some((at, workshop.make(job).ok()?)));
        let made: Vec<(usize, Made)> = made.collect::<Option<_>>()?;
        let pages = site.pages.iter().zip(&mut self.fingerprints);
        for ((page, old), _) in pages.zip(&changed).filter(|(_, changed)| **changed) {
            *old = page.fingerprint.whole;
        }
        Some((self, made))
    }
}

impl Rendered {
    /// Puts files in the place of those that the same jobs had made.
    fn put(&mut self, basis: Basis, edited: Vec<(usize, Made)>) {
        for (at, made) in edited {
            let file = &mut self.published.files[at];
            file.page = made.page().cloned();
            let output = made.output().clone();
            self.published.outputs.insert(file.path.clone(), output);
            self.made[at] = made;
        }
        self.basis = Some(basis);
    }

    /// Puts the files of an index in the place of those of the `old` one.
    fn exchange(&mut self, old: &BTreeMap<Language, Index>, search: BTreeMap<Language, Index>) {
        let outputs = &mut self.published.outputs;
        let (before, after) = (files(old), files(&search));
        // Almost all files stand where they stood, and are the same.
        for (at, (path, _)) in before.iter().enumerate() {
            if after.get(at).is_none_or(|(new, _)| new != path) {
                outputs.remove(path);
            }
        }
        for (at, file) in after.iter().enumerate() {
            if before.get(at) != Some(file) {
                let (path, output) = (*file).clone();
                outputs.insert(path, output);
            }
        }
        self.search = search;
    }
}

/// Makes all files, and decides anew which there are. Pages that were made of the same are
/// taken from `kept`.
fn anew(
    site: &Site,
    theme: &Theme,
    search: BTreeMap<Language, Index>,
    kept: &[Made],
) -> Checked<Rendered> {
    let jobs = Jobs::of(site, theme);
    let mut diagnostics = Vec::new();
    let shells = shells(site, theme, &jobs, &mut diagnostics);
    if !diagnostics.is_empty() {
        return Checked::new(Rendered::default(), diagnostics);
    }
    let workshop = Workshop {
        site,
        theme,
        base: Base::new(site.config.base_url.as_deref()),
        shells: &shells,
        kept: pages(kept),
    };
    let made: Vec<Result<Made, Box<Diagnostic>>> =
        jobs.par_iter().map(|job| workshop.make(job)).collect();
    let place = Place::file(&site.config.source);
    let published = gather(&jobs, &made, &files(&search), &place).unpack(&mut diagnostics);
    let made = made.into_iter().flatten().collect();
    // The files of an index have names of their own, unless somebody wants one of these.
    let is_apart = |job: &Job| !job.path.canonical().starts_with(search::FOLDER);
    let is_whole = diagnostics.is_empty() && jobs.iter().all(is_apart);
    let basis = is_whole.then(|| Basis {
        standing: site.standing().clone(),
        theme: theme.hash(),
        next_change: site.next_change(),
        fingerprints: site
            .pages
            .iter()
            .map(|page| page.fingerprint.whole)
            .collect(),
        jobs,
        shells,
    });
    let rendered = Rendered {
        published,
        search,
        made,
        basis,
    };
    Checked::new(rendered, diagnostics)
}

fn pages(made: &[Made]) -> Pages {
    let keyed = made.iter().filter_map(|made| match made {
        Made::Page(Some(key), page) => Some((*key, Arc::clone(page))),
        Made::Plain(_) | Made::Page(None, _) => None,
    });
    keyed.collect()
}

/// The indexes that the search loads, where the theme has one. They are made of all pages at
/// once.
fn indexes(
    site: &Site,
    theme: &Theme,
    kept: &BTreeMap<Language, Index>,
) -> BTreeMap<Language, Index> {
    let languages = site.config.languages().filter(|_| theme.has(SEARCH));
    let none = Index::default();
    let index = |language| Index::of(site, language, kept.get(&language).unwrap_or(&none));
    languages
        .map(|language| (language, index(language)))
        .collect()
}

fn files(search: &BTreeMap<Language, Index>) -> Vec<&(OutputPath, Output)> {
    search.values().flat_map(Index::files).collect()
}

/// The files under their paths. What an index has is wanted by the site as a whole.
fn gather(
    jobs: &[Job],
    made: &[Result<Made, Box<Diagnostic>>],
    search: &[&(OutputPath, Output)],
    site: &Place,
) -> Checked<Published> {
    let count = jobs.len() + search.len();
    let mut taken = Taken {
        places: HashMap::with_capacity(count),
        diagnostics: Vec::new(),
    };
    let mut outputs = Vec::with_capacity(count);
    let mut published = Published::default();
    for (Job { path, place, .. }, made) in jobs.iter().zip(made) {
        match made {
            Err(diagnostic) => taken.diagnostics.push((**diagnostic).clone()),
            Ok(made) if taken.by(path, place) => {
                outputs.push((path.clone(), made.output().clone()));
                published.add(path, made.page(), place);
            }
            Ok(_) => {}
        }
    }
    for (path, output) in search {
        if taken.by(path, site) {
            outputs.push((path.clone(), output.clone()));
            // The others have names that no link can know: they change with what is in them.
            if !path.as_str().starts_with(search::FOLDER) {
                published.add(path, None, site);
            }
        }
    }
    published.outputs = outputs.into_iter().collect();
    taken.report_folders();
    Checked::new(published, taken.diagnostics)
}

impl Published {
    fn add(&mut self, path: &OutputPath, page: Option<&Arc<web::Page>>, place: &Place) {
        self.files.push(web::File::new(path.clone(), page.cloned()));
        self.places.push(place.clone());
    }
}

/// The paths that are taken, and by whom.
struct Taken<'a> {
    places: HashMap<Cow<'a, str>, &'a Place>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Taken<'a> {
    /// Takes a path, unless somebody has it: then that is a finding.
    fn by(&mut self, path: &'a OutputPath, place: &'a Place) -> bool {
        let name = path.canonical();
        let first = name.split('/').next().unwrap_or_default();
        if [MANIFEST, INSIDE].contains(&first) {
            self.diagnostics.push(reserved(first, place));
            return false;
        }
        let first = self.places.insert(name, place);
        if let Some(first) = first {
            self.diagnostics.push(collision(path, place, first));
        }
        first.is_none()
    }

    /// Reports each file that has the name of a folder of others, once.
    fn report_folders(&mut self) {
        let mut found: Vec<(&str, &Place, &Place)> = Vec::new();
        for (name, inside) in &self.places {
            let slashes = name.match_indices('/').map(|(at, _)| &name[..at]);
            let files = slashes.filter_map(|folder| Some((folder, *self.places.get(folder)?)));
            found.extend(files.map(|(folder, file)| (folder, file, *inside)));
        }
        found.sort_unstable();
        found.dedup_by_key(|(folder, _, _)| *folder);
        let found = found.into_iter();
        let found = found.map(|(folder, file, inside)| file_and_folder(folder, inside, file));
        self.diagnostics.extend(found);
    }
}

/// Those of two that want what only one can have: the one to change, and the other. Files of our
/// own making cannot be renamed; what stands in the way can. What somebody has typed is sooner
/// changed than the name of a file.
fn at_fault<'p>(second: &'p Place, first: &'p Place) -> (&'p Place, &'p Place) {
    let is_whole = |place: &Place| place.span == Span::default();
    let is_our_own = is_whole(second) && second.source.as_str() == config::FILE;
    if is_our_own || is_whole(second) && !is_whole(first) {
        (first, second)
    } else {
        (second, first)
    }
}

/// The finding for a file below a name that annai needs in the output folder, or in its place.
fn reserved(name: &str, place: &Place) -> Diagnostic {
    Diagnostic::new(
        code::DUPLICATE_URL,
        place.clone(),
        text!(
            "「{name}」は、公開のときに annai が使う名前です",
            "`{name}` is a name that annai needs for publishing"
        ),
    )
    .help(text!("ほかの名前にしてください", "choose another name"))
}

/// The finding for a file that has the name of a folder in which another one stands.
fn file_and_folder(name: &str, inside: &Place, file: &Place) -> Diagnostic {
    let (place, other) = at_fault(file, inside);
    let other = &other.source;
    Diagnostic::new(
        code::DUPLICATE_URL,
        place.clone(),
        text!(
            "「{name}」という名前の、ファイルとフォルダーができてしまいます（もう一つは {other} から）",
            "`{name}` would be both a file and a folder; the other comes from {other}"
        ),
    )
    .help(text!(
        "このページかファイルの名前（aliases や slug に書いた名前なら、それ）を変えてください",
        "choose another name for this page or file, or another address where it stands in `aliases` or `slug`"
    ))
}

fn collision(path: &OutputPath, place: &Place, first: &Place) -> Diagnostic {
    let (place, other) = at_fault(place, first);
    let other = &other.source;
    Diagnostic::new(
        code::DUPLICATE_URL,
        place.clone(),
        text!(
            "「{path}」という名前のファイルが二つできてしまいます（もう一つは {other} から）",
            "two files would be called `{path}`; the other comes from {other}"
        ),
    )
    .help(text!(
        "このページかファイルの名前を変えてください",
        "rename this page or file"
    ))
}
