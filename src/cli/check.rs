//! `annai check`: all that a build does but publishing.

use super::Exit;
use super::args::{self, Common};
use super::external;
use super::report::{Reporter, Stream};
use super::site;
use annai::diag::Text;
use annai::diag::print::summary;

pub(super) fn run(arguments: &args::Check, common: &Common, reporter: &Reporter) -> Exit {
    if let Err(exit) = reporter.findings_format() {
        return exit;
    }
    let mut built = match site::resolve(common, reporter) {
        Ok(built) => built,
        Err(exit) => return exit,
    };
    let asked = if arguments.external {
        external::check(&mut built, reporter)
    } else {
        Ok(())
    };
    reporter.findings(&built.build, &built.snapshot, Stream::Output);
    if let Err(exit) = asked {
        return exit;
    }
    if built.build.has_errors() {
        return Exit::Findings;
    }
    if built.build.diagnostics.is_empty() {
        reporter.done(&Text::same(summary(&[], reporter.language())));
    }
    Exit::Ok
}
