//! `annai check --fix`: makes the fixes that need no thinking, then checks what remains.

use super::Exit;
use super::args::{self, Common};
use super::clock::Stopwatch;
use super::report::Reporter;
use super::site;
use super::terminal::Stream;
use annai::build::Options;
use annai::compare::unified;
use annai::diag::Text;
use annai::disk::{self, RealDisk};
use annai::fix::{self, FixedFile};
use annai::memo::Cache;
use annai::text;
use std::path::Path;

pub(super) fn run(
    arguments: &args::Check,
    common: &Common,
    reporter: &Reporter,
    watch: &Stopwatch,
) -> Exit {
    let read = match site::read(common, reporter) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    reporter.progress(&text!(
        "直すところを探しています",
        "looking for what to mend"
    ));
    let options = Options::new(read.as_of);
    let mut cache = Cache::default();
    let mut fixed = fix::fix(read.snapshot, &options, &mut cache);
    reporter.end_progress();
    let (snapshot, build) = (&fixed.snapshot, &mut fixed.build);
    let proof = site::prove(snapshot, read.as_of, build, &mut cache, reporter);
    if arguments.dry_run {
        fixed.files.iter().for_each(|file| show(file, reporter));
    } else {
        if let Err(exit) = write(&read.root, &fixed.files, reporter) {
            return exit;
        }
        reporter.findings(&fixed.build, &fixed.snapshot, Stream::Output);
    }
    reporter.closing_of_check(&fixed.build, &proof, watch);
    match site::rehearse(&read.root, &read.output, &fixed.build, reporter) {
        Ok(()) => Exit::of(&fixed.build),
        Err(exit) => exit,
    }
}

/// Shows what would change in a file.
fn show(file: &FixedFile, reporter: &Reporter) {
    let text = |bytes| std::str::from_utf8(bytes).expect("only UTF-8 is mended");
    let diff = unified(file.source.as_str(), text(&file.old), text(&file.new));
    reporter.document(&diff);
}

/// Replaces the files, each for itself: one that cannot be replaced keeps no other from it.
fn write(root: &Path, files: &[FixedFile], reporter: &Reporter) -> Result<(), Exit> {
    let mut result = Ok(());
    for file in files {
        match disk::replace(root, &file.source, &file.old, &file.new, &RealDisk) {
            Ok(()) => reporter.done(&mended(file)),
            Err(error) => {
                reporter.failure(&error.text());
                result = Err(Exit::Io);
            }
        }
    }
    result
}

fn mended(file: &FixedFile) -> Text {
    let path = &file.source;
    let count = file.fixes;
    let plural = if count == 1 { "" } else { "s" };
    text!(
        "{path}: {count}か所を直しました",
        "{path}: {count} place{plural} mended"
    )
}
