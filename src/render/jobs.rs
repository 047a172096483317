//! The files of all channels, made in parallel and in a fixed order.

use super::CHANNELS;
use super::channels::SEARCH;
use super::clock::ClockView;
use super::shell::{Shell, ShellKey};
use super::shown::Shown;
use super::view::View;
use crate::config;
use crate::diag::{Checked, Diagnostic, Place, code, text};
use crate::hash::Hash;
use crate::memo::Cache;
use crate::output::{Output, Outputs};
use crate::path::OutputPath;
use crate::search::Index;
use crate::site::Site;
use crate::source::Span;
use crate::theme::{Shared, Theme};
use crate::web::{self, Base};
use rayon::prelude::*;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The files that channels want.
#[derive(Default)]
pub struct Jobs<'a> {
    jobs: Vec<Job<'a>>,
}

struct Job<'a> {
    path: OutputPath,
    place: Place,
    make: Make<'a>,
}

enum Make<'a> {
    /// Bytes as they are.
    Bytes(Output),
    /// A page.
    Page {
        template: &'static str,
        shell: ShellKey,
        shown: Shown,
        view: Box<dyn Fn() -> View<'a> + Send + Sync + 'a>,
    },
    /// A page without a shell.
    Bare { template: &'static str, view: Value },
}

impl<'a> Jobs<'a> {
    /// A file of these bytes. `place` is where somebody wanted it.
    pub fn bytes(&mut self, path: OutputPath, place: Place, output: Output) {
        self.push(path, place, Make::Bytes(output));
    }

    /// A page: a template with a view, in a shell. `shown` is everything that the view
    /// shows; the view itself is made only if that is not kept.
    pub(super) fn page(
        &mut self,
        path: OutputPath,
        place: Place,
        (template, shell): (&'static str, ShellKey),
        shown: Shown,
        view: impl Fn() -> View<'a> + Send + Sync + 'a,
    ) {
        let make = Make::Page {
            template,
            shell,
            shown,
            view: Box::new(view),
        };
        self.push(path, place, make);
    }

    /// A page of a template and a view alone.
    pub(super) fn bare(
        &mut self,
        path: OutputPath,
        place: Place,
        template: &'static str,
        view: Value,
    ) {
        self.push(path, place, Make::Bare { template, view });
    }

    /// The files that others want as well.
    pub(super) fn append(&mut self, mut others: Self) {
        self.jobs.append(&mut others.jobs);
    }

    fn push(&mut self, path: OutputPath, place: Place, make: Make<'a>) {
        self.jobs.push(Job { path, place, make });
    }
}

type Shells = HashMap<ShellKey, Shell>;

/// What the site is published as.
#[derive(Debug, Default)]
pub struct Published {
    /// The files, each once.
    pub files: Vec<web::File>,
    /// For each file where somebody wanted it.
    pub places: Vec<Place>,
    /// The files under their paths.
    pub outputs: Outputs,
}

/// Makes all files. Two that want one path, and mistakes in templates, are findings.
pub fn render(site: &Site, theme: &Theme, cache: &mut Cache) -> Checked<Published> {
    let mut jobs = jobs(site, theme);
    jobs.extend(search(site, theme, cache));
    let mut diagnostics = Vec::new();
    let shells = shells(site, theme, &jobs, &mut diagnostics);
    if !diagnostics.is_empty() {
        return Checked::new(Published::default(), diagnostics);
    }
    let workshop = Workshop {
        site,
        theme,
        base: Base::new(site.config.base_url.as_deref()),
        shells,
        kept: std::mem::take(&mut cache.rendered),
    };
    let made: Vec<Result<Made, Box<Diagnostic>>> =
        jobs.par_iter().map(|job| workshop.make(job)).collect();
    let (rendered, published) = rayon::join(|| keep(&made), || gather(&jobs, &made));
    cache.rendered = rendered;
    published
}

/// What the next build may need again.
fn keep(made: &[Result<Made, Box<Diagnostic>>]) -> HashMap<Hash, Arc<web::Page>> {
    let mut rendered = HashMap::with_capacity(made.len());
    for one in made {
        if let Ok(Made::Page(Some(key), page)) = one {
            rendered.insert(*key, Arc::clone(page));
        }
    }
    rendered
}

/// The files under their paths.
fn gather(jobs: &[Job<'_>], made: &[Result<Made, Box<Diagnostic>>]) -> Checked<Published> {
    let mut diagnostics = Vec::new();
    let mut outputs = Vec::with_capacity(made.len());
    let mut published = Published::default();
    let mut places: HashMap<Cow<'_, str>, &Place> = HashMap::with_capacity(made.len());
    for (job, made) in jobs.iter().zip(made) {
        let (output, page) = match made {
            Ok(Made::Plain(output)) => (output, None),
            Ok(Made::Page(_, page)) => (&page.output, Some(Arc::clone(page))),
            Err(diagnostic) => {
                diagnostics.push((**diagnostic).clone());
                continue;
            }
        };
        match places.insert(job.path.canonical(), &job.place) {
            None => {
                let path = job.path.clone();
                outputs.push((path.clone(), output.clone()));
                published.files.push(web::File { path, page });
                published.places.push(job.place.clone());
            }
            Some(first) => diagnostics.push(collision(job, first)),
        }
    }
    published.outputs = outputs.into_iter().collect();
    Checked::new(published, diagnostics)
}

/// What all channels want, in their order.
fn jobs<'a>(site: &'a Site, theme: &'a Theme) -> Vec<Job<'a>> {
    let wanted: Vec<Jobs<'a>> = CHANNELS
        .par_iter()
        .map(|channel| {
            let mut jobs = Jobs::default();
            (channel.files)(site, theme, &mut jobs);
            jobs
        })
        .collect();
    wanted.into_iter().flat_map(|jobs| jobs.jobs).collect()
}

/// The index that the search loads, where the theme has one. It is made of all pages at once,
/// so that what is kept of it is more than files.
fn search<'a>(site: &Site, theme: &Theme, cache: &mut Cache) -> Vec<Job<'a>> {
    if !theme.has(SEARCH) {
        return Vec::new();
    }
    let mut kept = std::mem::take(&mut cache.search);
    for language in site.config.languages() {
        let kept = kept.remove(&language).unwrap_or_default();
        cache
            .search
            .insert(language, Index::of(site, language, &kept));
    }
    let place = Place::file(&site.config.source);
    let files = cache.search.values().flat_map(Index::files);
    let files = files.map(|(path, output)| Job {
        path: path.clone(),
        place: place.clone(),
        make: Make::Bytes(output.clone()),
    });
    files.collect()
}

fn shells(
    site: &Site,
    theme: &Theme,
    jobs: &[Job<'_>],
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

/// All that is needed to make a file.
struct Workshop<'a> {
    site: &'a Site,
    theme: &'a Theme,
    base: Base,
    shells: Shells,
    /// What the build before has rendered.
    kept: HashMap<Hash, Arc<web::Page>>,
}

enum Made {
    Plain(Output),
    /// With the key it is kept under.
    Page(Option<Hash>, Arc<web::Page>),
}

impl<'a> Workshop<'a> {
    fn make(&self, job: &Job<'a>) -> Result<Made, Box<Diagnostic>> {
        match &job.make {
            Make::Bytes(output) => Ok(Made::Plain(output.clone())),
            Make::Bare { template, view } => {
                let html = self.theme.render(template, &Shared::default(), view)?;
                Ok(Made::Page(None, self.published(job, html)))
            }
            Make::Page {
                template,
                shell,
                shown,
                view,
            } => self.page(job, template, &self.shells[shell], shown, view),
        }
    }

    fn page(
        &self,
        job: &Job<'a>,
        template: &str,
        shell: &Shell,
        shown: &Shown,
        view: &(dyn Fn() -> View<'a> + Send + Sync + 'a),
    ) -> Result<Made, Box<Diagnostic>> {
        let key = shown.key(self.site, &[template.as_bytes(), shell.hash.as_bytes()]);
        if let Some(page) = self.kept.get(&key) {
            return Ok(Made::Page(Some(key), Arc::clone(page)));
        }
        let html = self.theme.render(template, &shell.shared, &view())?;
        Ok(Made::Page(Some(key), self.published(job, html)))
    }

    fn published(&self, job: &Job<'a>, html: String) -> Arc<web::Page> {
        Arc::new(web::Page::new(html, &job.path, &self.base))
    }
}

fn collision(job: &Job<'_>, first: &Place) -> Diagnostic {
    let path = &job.path;
    // Files of our own making cannot be renamed; what stands in the way can.
    let is_our_own = job.place.span == Span::default() && job.place.source.as_str() == config::FILE;
    let (place, other) = if is_our_own {
        (first, &job.place.source)
    } else {
        (&job.place, &first.source)
    };
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
