//! `annai build`: builds the site and publishes it in one step.

use super::args::{self, Common};
use super::clock::Stopwatch;
use super::report::Reporter;
use super::site::{self, Built};
use super::{Exit, open};
use annai::calendar::format::Dated;
use annai::diag::{Diagnostic, Text, code};
use annai::disk::{self, PublishError, Published, RealDisk, Way};
use annai::text;

pub(super) fn run(arguments: &args::Build, common: &Common, reporter: &Reporter) -> Exit {
    let watch = Stopwatch::start();
    if let Err(exit) = reporter.findings_format() {
        return exit;
    }
    let mut built = match site::resolve(common, reporter) {
        Ok(built) => built,
        Err(exit) => return exit,
    };
    // Whether an allowance is needed is known when the coming year has been looked at.
    let held = if built.build.has_errors() {
        Vec::new()
    } else {
        let is_held = |one: &mut Diagnostic| one.code == code::UNUSED_ALLOWANCE;
        built.build.diagnostics.extract_if(.., is_held).collect()
    };
    built.hold_fixes(reporter);
    reporter.first_findings(&built.build, &built.snapshot);
    if built.build.has_errors() {
        reporter.closing(&built.build, Some(&watch));
        reporter.fixable(&built.build, &built.snapshot);
        reporter.done(&text!(
            "エラーがあるため、公開用フォルダーは変えていません",
            "nothing was published, because there are errors"
        ));
        return Exit::Findings;
    }
    if !built.build.diagnostics.is_empty() {
        reporter.closing(&built.build, None);
        reporter.fixable(&built.build, &built.snapshot);
    }
    reporter.progress(&text!("書き出しています", "publishing"));
    let published = publish(&built);
    reporter.end_progress();
    let published = match published {
        Ok(published) => published,
        Err(error) => {
            reporter.failure(&error.text());
            return exit(&error);
        }
    };
    reporter.done(&closing(&built, &published, &watch));
    warn_of(&published, reporter);
    if arguments.open {
        open::file(&built.output.join("index.html"), reporter);
    }
    warn_of_later(built, held, reporter);
    Exit::Ok
}

/// Shows what will be wrong with what has just been published, and what is left of the findings
/// that were `held` back until that is known.
fn warn_of_later(mut built: Built, held: Vec<Diagnostic>, reporter: &Reporter) {
    let mut proof = built.later(reporter);
    built.build.diagnostics = held;
    proof.add_to(&mut built.build.diagnostics);
    let found = &built.build.diagnostics;
    if found.is_empty() {
        return;
    }
    reporter.first_findings(&built.build, &built.snapshot);
    if found.iter().all(|one| one.from.is_none()) {
        return;
    }
    reporter.say(&text!(
        "今日のサイトは書き出しましたが、上の日時からは問題が出ます。すべてを見るには annai check を実行してください",
        "today's site is published; from the moments above on it will have problems. `annai check` shows all of them"
    ));
}

fn publish(built: &Built) -> Result<Published, PublishError> {
    let options = site::publishing(&built.root, &built.output);
    disk::publish(&built.build.outputs, &options, &RealDisk)
}

const fn exit(error: &PublishError) -> Exit {
    match error {
        PublishError::Refused { .. } => Exit::Usage,
        PublishError::Locked { .. } => Exit::Locked,
        PublishError::Io { .. } => Exit::Io,
    }
}

fn closing(built: &Built, published: &Published, watch: &Stopwatch) -> Text {
    let seconds = watch.seconds();
    let output = built.output.display();
    let pages = built.build.pages;
    let as_of = Dated::from(built.as_of);
    let (written, kept, removed) = (published.written, published.kept, published.removed);
    if published.unchanged {
        return text!(
            "{output} に変わったところはありません。{pages} ページ、基準日は{as_of:#}です（{seconds} 秒）",
            "nothing has changed in {output} ({pages} pages as of {as_of}, {seconds} s)"
        );
    }
    text!(
        "{output} に書き出しました。{pages} ページ、書いたファイル {written}、そのまま {kept}、消したファイル {removed}、基準日は{as_of:#}です（{seconds} 秒）",
        "published to {output} ({pages} pages; {written} files written, {kept} kept, {removed} removed; as of {as_of}, {seconds} s)"
    )
}

fn warn_of(published: &Published, reporter: &Reporter) {
    if !published.unchanged {
        match published.way {
            Way::Exchange => {}
            Way::TwoRenames => reporter.done(&text!(
                "この場所では一度に入れ替えられないため、二回に分けて入れ替えました",
                "this file system cannot exchange folders in one step; it took two"
            )),
            Way::FileByFile => reporter.done(&text!(
                "このフォルダーは丸ごと入れ替えられないため、ファイルを一つずつ入れ替えました（ページが使うファイル、ページ、削除の順）",
                "the folder cannot be moved here, so its files were replaced one by one: what pages load, the pages, then removals"
            )),
        }
    }
    if let Some(leftover) = &published.leftover {
        let leftover = leftover.display();
        reporter.done(&text!(
            "前のサイト「{leftover}」を消せませんでした。次に実行したときにもう一度試します。ほかの利用者が作ったものなら、その人に削除を頼んでください",
            "the old site `{leftover}` could not be removed; the next run tries again. If another user has made it, ask them to delete it"
        ));
    }
}
