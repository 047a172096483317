//! The files of all channels, made in parallel and in a fixed order.

use super::CHANNELS;
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
use crate::site::Site;
use crate::source::Span;
use crate::theme::{Shared, Theme};
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

/// Looks at a page that was made for a place.
pub type Inspect = fn(&str, &Place) -> Vec<Diagnostic>;

/// Makes all files, and has `inspect` look at each page. Two that want one path, and
/// mistakes in templates, are findings.
pub fn render(site: &Site, theme: &Theme, inspect: Inspect, cache: &mut Cache) -> Checked<Outputs> {
    let jobs = jobs(site, theme);
    let mut diagnostics = Vec::new();
    let shells = shells(site, theme, &jobs, &mut diagnostics);
    if !diagnostics.is_empty() {
        return Checked::new(Outputs::new(), diagnostics);
    }
    let workshop = Workshop {
        site,
        theme,
        inspect,
        shells,
        kept: std::mem::take(&mut cache.rendered),
    };
    let made: Vec<Result<Made, Box<Diagnostic>>> =
        jobs.par_iter().map(|job| workshop.make(job)).collect();
    let (rendered, outputs) = rayon::join(|| keep(&made), || gather(&jobs, &made));
    cache.rendered = rendered;
    outputs
}

/// What the next build may need again.
fn keep(made: &[Result<Made, Box<Diagnostic>>]) -> HashMap<Hash, Arc<Checked<Output>>> {
    let mut rendered = HashMap::with_capacity(made.len());
    for one in made {
        if let Ok(Made::Page(key, page)) = one {
            rendered.insert(*key, Arc::clone(page));
        }
    }
    rendered
}

/// The files under their paths, and what was found in them.
fn gather(jobs: &[Job<'_>], made: &[Result<Made, Box<Diagnostic>>]) -> Checked<Outputs> {
    let mut diagnostics = Vec::new();
    let mut outputs = Vec::with_capacity(made.len());
    let mut places: HashMap<Cow<'_, str>, &Place> = HashMap::with_capacity(made.len());
    for (job, made) in jobs.iter().zip(made) {
        let output = match made {
            Ok(Made::Plain(output)) => output,
            Ok(Made::Page(_, page)) => {
                diagnostics.extend_from_slice(&page.diagnostics);
                &page.value
            }
            Err(diagnostic) => {
                diagnostics.push((**diagnostic).clone());
                continue;
            }
        };
        match places.insert(job.path.canonical(), &job.place) {
            None => outputs.push((job.path.clone(), output.clone())),
            Some(first) => diagnostics.push(collision(job, first)),
        }
    }
    Checked::new(outputs.into_iter().collect(), diagnostics)
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
    inspect: Inspect,
    shells: Shells,
    /// What the build before has rendered.
    kept: HashMap<Hash, Arc<Checked<Output>>>,
}

enum Made {
    Plain(Output),
    /// With the key it is kept under, and what was found in it.
    Page(Hash, Arc<Checked<Output>>),
}

impl<'a> Workshop<'a> {
    fn make(&self, job: &Job<'a>) -> Result<Made, Box<Diagnostic>> {
        match &job.make {
            Make::Bytes(output) => Ok(Made::Plain(output.clone())),
            Make::Bare { template, view } => {
                let html = self.theme.render(template, &Shared::default(), view)?;
                Ok(Made::Plain(Output::new(html.into_bytes())))
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
            return Ok(Made::Page(key, Arc::clone(page)));
        }
        let html = self.theme.render(template, &shell.shared, &view())?;
        let found = (self.inspect)(&html, &job.place);
        let page = Checked::new(Output::new(html.into_bytes()), found);
        Ok(Made::Page(key, Arc::new(page)))
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
