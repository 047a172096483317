//! What channels want: files, described and not yet made.

use super::CHANNELS;
use super::shell::ShellKey;
use super::shown::Shown;
use super::view::View;
use crate::diag::Place;
use crate::output::Output;
use crate::path::OutputPath;
use crate::site::Site;
use crate::theme::Theme;
use rayon::prelude::*;
use serde_json::Value;
use std::fmt;

/// The files that channels want.
#[derive(Default)]
pub struct Jobs {
    jobs: Vec<Job>,
}

/// A file that is wanted.
pub(super) struct Job {
    pub(super) path: OutputPath,
    /// Where somebody wanted it.
    pub(super) place: Place,
    pub(super) make: Make,
}

/// Makes the view of a page.
type Viewer = dyn for<'a> Fn(&'a Site, &'a Theme) -> View<'a> + Send + Sync;

pub(super) enum Make {
    /// Bytes as they are.
    Bytes(Output),
    /// A page.
    Page {
        template: &'static str,
        shell: ShellKey,
        shown: Shown,
        view: Box<Viewer>,
    },
    /// A page without a shell.
    Bare { template: &'static str, view: Value },
}

impl Jobs {
    /// What all channels want, in their order.
    pub(super) fn of(site: &Site, theme: &Theme) -> Vec<Job> {
        let wanted: Vec<Self> = CHANNELS
            .par_iter()
            .map(|channel| {
                let mut jobs = Self::default();
                (channel.files)(site, theme, &mut jobs);
                jobs
            })
            .collect();
        wanted.into_iter().flat_map(|jobs| jobs.jobs).collect()
    }

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
        view: impl for<'a> Fn(&'a Site, &'a Theme) -> View<'a> + Send + Sync + 'static,
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

    fn push(&mut self, path: OutputPath, place: Place, make: Make) {
        self.jobs.push(Job { path, place, make });
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Job").field(&self.path).finish()
    }
}
