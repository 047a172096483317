//! The command line. The only module that reads the environment and the clock.

mod args;
mod browser;
mod build;
mod check;
mod clock;
mod diff;
mod explain;
mod external;
mod facts;
mod fix;
mod help;
mod leaflet;
mod list;
mod new;
mod next;
mod open;
mod report;
mod revision;
mod schema;
mod serve;
mod signals;
mod site;
mod terminal;
mod threads;
mod usage;

use args::{Arguments, Command};
use clap::FromArgMatches as _;
use report::Reporter;
use std::ffi::OsString;
use terminal::Terminal;

/// How the program ends. Scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Ok,
    /// There are findings of severity error; nothing was published.
    Findings,
    /// The command line cannot be followed, or there is no site.
    Usage,
    /// The machine failed.
    Io,
    /// Another build holds the output folder.
    Locked,
    /// No port could be had to listen on.
    Port,
    /// annai itself failed.
    Internal,
}

impl Exit {
    /// How a program ends that has shown what is wrong with a build.
    fn of(build: &annai::build::Build) -> Self {
        if build
            .diagnostics
            .iter()
            .any(annai::diag::Diagnostic::is_error)
        {
            Self::Findings
        } else {
            Self::Ok
        }
    }

    /// The number that the shell sees.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Io => 3,
            Self::Locked => 4,
            Self::Port => 5,
            // EX_SOFTWARE of sysexits.h.
            Self::Internal => 70,
        }
    }
}

/// Runs the program.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    signals::survive_file_size_limit();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let language = report::language(&arguments);
    let terminal = Terminal::default();
    terminal.catch_panics();
    let matches = help::command(language).try_get_matches_from(&arguments);
    let exit = match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => follow(
            &arguments,
            &Reporter::new(&arguments.common, terminal.clone()),
        ),
        Err(error) => {
            usage::show(&error, language, &terminal);
            if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Ok
            }
        }
    };
    report::delivered(exit, language, &terminal)
}

fn follow(arguments: &Arguments, reporter: &Reporter) -> Exit {
    let common = &arguments.common;
    threads::prepare();
    let work = || match &arguments.command {
        Command::New(new) => new::run(new, common, reporter),
        Command::Build(build) => build::run(build, common, reporter),
        Command::Serve(serve) => serve::run(serve, common, reporter),
        Command::Check(check) => check::run(check, common, reporter),
        Command::List => list::run(common, reporter),
        Command::Facts(facts) => facts::run(facts, common, reporter),
        Command::Next(next) => next::run(next, common, reporter),
        Command::Diff(diff) => diff::run(diff, common, reporter),
        Command::Leaflet(leaflet) => leaflet::run(leaflet, common, reporter),
        Command::Explain(explain) => explain::run(explain, reporter),
        Command::Schema(schema) => schema::run(schema, reporter),
    };
    // The hook has told what happened, and where, when this returns.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|fault| {
        reporter.internal(fault.downcast_ref());
        Exit::Internal
    })
}
