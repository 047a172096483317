//! `annai check`: all that a build does but publishing.

use super::Exit;
use super::args::{self, Common};
use super::clock::Stopwatch;
use super::external;
use super::fix;
use super::report::Reporter;
use super::site;
use super::terminal::Stream;

pub(super) fn run(arguments: &args::Check, common: &Common, reporter: &Reporter) -> Exit {
    let watch = Stopwatch::start();
    if let Err(exit) = reporter.findings_format() {
        return exit;
    }
    if arguments.fix {
        return fix::run(arguments, common, reporter, &watch);
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
    let proof = built.prove(reporter);
    built.hold_fixes(reporter);
    reporter.findings(&built.build, &built.snapshot, Stream::Output);
    reporter.closing_of_check(&built.build, &proof, &watch);
    reporter.fixable(&built.build, &built.snapshot);
    let rehearsed = site::rehearse(&built.root, &built.output, &built.build, reporter);
    match asked.and(rehearsed) {
        Ok(()) => Exit::of(&built.build),
        Err(exit) => exit,
    }
}
