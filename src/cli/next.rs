//! `annai next`: when the site has to be built again, and why.

use super::Exit;
use super::args::{self, Common};
use super::report::{self, Reporter};
use super::site;
use annai::calendar::format::Dated;
use annai::calendar::{DateTime, Zone, add_minutes, iso_moment};
use annai::diag::Text;
use annai::language::Language;
use annai::next::{Moment, moments};
use annai::snapshot::Snapshot;
use annai::text;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// Of more sentences that change at a moment the rest is only counted.
const MOST_SENTENCES: usize = 8;

#[derive(Serialize)]
struct Row<'a> {
    at: String,
    why: Vec<&'a str>,
    files: Vec<&'a str>,
    sentences: Vec<Sentence<'a>>,
    proven: bool,
    errors: usize,
    findings: Vec<String>,
}

#[derive(Clone, Copy, Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Sentence<'a> {
    old: Option<&'a str>,
    new: Option<&'a str>,
}

pub(super) fn run(arguments: &args::Next, common: &Common, reporter: &Reporter) -> Exit {
    let format = match reporter.format(&["text", "json", "cron", "ics"]) {
        Ok(format) => format,
        Err(exit) => return exit,
    };
    let read = match site::read(common, reporter) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    // What cannot be built today has no future to speak of.
    let built = read.build(reporter);
    if built.build.has_errors() {
        return built.fail(reporter);
    }
    let now = built.as_of;
    let until = arguments.until.unwrap_or_else(|| site::year_from(now));
    reporter.progress(&text!(
        "先の日時で確かめています",
        "building future moments"
    ));
    let moments = moments(&built.snapshot, now, until);
    reporter.end_progress();
    let rows = || {
        let rows = moments.iter();
        rows.map(|moment| row(moment, &built.snapshot, reporter.language()))
    };
    match format {
        "json" => reporter.json(&rows().collect::<Vec<_>>()),
        "cron" => reporter.result(&cron(&moments, built.zone().name(), &built.root)),
        "ics" => reporter.result(&ics(&moments, built.zone(), reporter)),
        _ => text_list(&moments, until, &built.snapshot, reporter),
    }
    // Who asks a machine to act at these moments has to hear that it will fail.
    match moments.iter().find(|moment| moment.has_errors()) {
        None => Exit::Ok,
        Some(moment) => {
            reporter.failure(&fails(moment));
            Exit::Findings
        }
    }
}

fn row<'a>(moment: &'a Moment, snapshot: &Snapshot, language: Language) -> Row<'a> {
    let causes = moment.causes.iter();
    let errors = moment.errors.iter();
    Row {
        at: iso_moment(moment.at),
        why: causes.map(|cause| cause.in_language(language)).collect(),
        files: moment.files.iter().map(|file| file.path.as_str()).collect(),
        sentences: sentences(moment),
        proven: moment.is_proven,
        errors: moment.errors.len(),
        findings: errors
            .map(|one| report::line(one, snapshot, language))
            .collect(),
    }
}

/// The sentences that change at a moment, on whatever page, each once.
fn sentences(moment: &Moment) -> Vec<Sentence<'_>> {
    let all = moment.files.iter().flat_map(|file| &file.sentences);
    let all = all.map(|change| Sentence {
        old: change.old.as_deref(),
        new: change.new.as_deref(),
    });
    let mut seen = BTreeSet::new();
    all.filter(|sentence| seen.insert(*sentence)).collect()
}

fn text_list(moments: &[Moment], until: DateTime, snapshot: &Snapshot, reporter: &Reporter) {
    let language = reporter.language();
    if moments.is_empty() {
        let until = Dated::from(until);
        reporter.result(
            text!(
                "{until:#}までに、自動で切り替わるところはありません",
                "nothing changes by itself up to {until}"
            )
            .in_language(language),
        );
    }
    for moment in moments {
        let at = Dated::from(moment.at).in_language(language);
        let head = headline(moment).in_language(language).to_owned();
        reporter.result(&format!("{at}  {head}"));
        for error in &moment.errors {
            reporter.result(&format!("  {}", report::line(error, snapshot, language)));
        }
        // What would be shown by a site that cannot be built is of no use.
        if moment.has_errors() {
            continue;
        }
        let sentences = sentences(moment);
        for Sentence { old, new } in sentences.iter().take(MOST_SENTENCES) {
            for (sign, sentence) in [('-', old), ('+', new)] {
                if let Some(sentence) = sentence {
                    reporter.result(&format!("  {sign} {sentence}"));
                }
            }
        }
        let more = sentences.len().saturating_sub(MOST_SENTENCES);
        if more > 0 {
            let more = text!("  ほか {more} 文", "  and {more} more sentences");
            reporter.result(more.in_language(language));
        }
    }
}

fn headline(moment: &Moment) -> Text {
    let join = |language: Language, between: &str| {
        let causes = moment.causes.iter();
        let causes: Vec<&str> = causes.map(|cause| cause.in_language(language)).collect();
        causes.join(between)
    };
    let (japanese, english) = (
        join(Language::Japanese, "。"),
        join(Language::English, "; "),
    );
    let (errors, files) = (moment.errors.len(), moment.files.len());
    if errors > 0 {
        return text!(
            "{japanese}。この時点からサイトを作れません（エラー {errors} 件）",
            "{english}; from then on the site cannot be built ({errors} errors)"
        );
    }
    let change = if files == 1 {
        "file changes"
    } else {
        "files change"
    };
    if moment.is_proven {
        text!(
            "{japanese}（{files} ファイルが変わります）",
            "{english} ({files} {change})"
        )
    } else {
        text!(
            "{japanese}（{files} ファイルが変わります。その前にも変化があります）",
            "{english} ({files} {change}, and some before)"
        )
    }
}

fn fails(moment: &Moment) -> Text {
    let (at, errors) = (Dated::from(moment.at), moment.errors.len());
    text!(
        "{at:#}からは、エラーが {errors} 件あるためサイトを作れません。annai check で、場所と直し方が分かります",
        "from {at} on the site cannot be built: {errors} errors. `annai check` shows where they are and what to do"
    )
}

/// Lines for cron, in the site's zone. A line of cron has no year: each looks whether it is its
/// own. One at which the site cannot be built is left out.
fn cron(moments: &[Moment], zone: &str, root: &Path) -> String {
    let root = root.display().to_string().replace('\'', r"'\''");
    // A percent sign ends the command there.
    let root = root.replace('%', r"\%");
    let mut lines = vec![format!("CRON_TZ={zone}")];
    for moment in moments.iter().filter(|moment| !moment.has_errors()) {
        let (date, time) = (moment.at.date(), moment.at.time());
        let (minute, hour) = (time.minute(), time.hour());
        let (day, month, year) = (date.day(), date.month(), date.year());
        lines.push(format!("# {}", iso_moment(moment.at)));
        lines.push(format!(
            r#"{minute} {hour} {day} {month} * [ "$(TZ={zone} date +\%Y)" = {year} ] && annai build --root '{root}'"#
        ));
    }
    lines.join("\n")
}

/// A calendar with an event of a minute at each moment (RFC 5545), in UTC.
fn ics(moments: &[Moment], zone: &Zone, reporter: &Reporter) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//annai//next//JA".to_owned(),
    ];
    let language = reporter.language();
    for moment in moments {
        let at = |moment: DateTime| {
            let moment = zone.in_utc(moment).unwrap_or(moment);
            moment.strftime("%Y%m%dT%H%M%SZ").to_string()
        };
        let (start, end) = (
            at(moment.at),
            at(add_minutes(moment.at, 1).unwrap_or(moment.at)),
        );
        let causes = moment.causes.iter();
        let causes: Vec<&str> = causes.map(|cause| cause.in_language(language)).collect();
        let causes = causes.join(" / ");
        let summary = text!(
            "サイトを作り直す: {causes}",
            "build the site again: {causes}"
        );
        let summary = summary.in_language(language).replace('\\', r"\\");
        let summary = summary.replace(',', r"\,").replace(';', r"\;");
        let summary = summary.replace(['\r', '\n'], " ");
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{start}@annai"),
            // Equal sources give equal bytes: the stamp is the moment itself.
            format!("DTSTAMP:{start}"),
            format!("DTSTART:{start}"),
            format!("DTEND:{end}"),
            folded(&format!("SUMMARY:{summary}")),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.join("\r\n")
}

/// A line of at most 75 octets, which goes on behind a space in the next (RFC 5545, 3.1).
fn folded(line: &str) -> String {
    let mut folded = String::new();
    let mut octets = 0;
    for character in line.chars() {
        if octets + character.len_utf8() > 75 {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(character);
        octets += character.len_utf8();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let line = format!("SUMMARY:{}", "受付期間".repeat(20));
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(folded.replace("\r\n ", ""), line);
    }
}
