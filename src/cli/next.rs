//! `annai next`: when the site has to be built again.

use super::Exit;
use super::args::{self, Common};
use super::report::Reporter;
use super::site;
use annai::calendar::{Date, add_days, add_months, format};
use annai::diag::Text;
use annai::next::{Moment, moments};
use annai::text;
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    day: String,
    files: Vec<&'a str>,
    proven: bool,
    errors: usize,
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
    let today = built.as_of;
    let until = arguments.until.or_else(|| add_months(today.date(), 12));
    let until = until.unwrap_or(today.date());
    reporter.progress(&text!("先の日付で確かめています", "building future days"));
    let moments = moments(&built.snapshot, today, until);
    reporter.end_progress();
    match format {
        "json" => reporter.json(&moments.iter().map(row).collect::<Vec<_>>()),
        "cron" => reporter.result(&cron(&moments, built.zone().name())),
        "ics" => reporter.result(&ics(&moments, reporter)),
        _ => text_list(&moments, until, reporter),
    }
    Exit::Ok
}

fn row(moment: &Moment) -> Row<'_> {
    Row {
        day: format::iso(moment.day),
        files: moment.files.iter().map(|file| file.path.as_str()).collect(),
        proven: moment.is_proven,
        errors: moment.errors,
    }
}

fn text_list(moments: &[Moment], until: Date, reporter: &Reporter) {
    let language = reporter.language();
    if moments.is_empty() {
        reporter.result(
            text!(
                "{until} までに、ひとりでに変わるところはありません",
                "nothing changes by itself up to {until}"
            )
            .in_language(language),
        );
    }
    for moment in moments {
        let day = format::iso(moment.day);
        let head = headline(moment).in_language(language).to_owned();
        reporter.result(&format!("{day}  {head}"));
        for file in &moment.files {
            reporter.result(&format!("  {}", file.path));
        }
    }
}

fn headline(moment: &Moment) -> Text {
    let (errors, files) = (moment.errors, moment.files.len());
    if errors > 0 {
        return text!(
            "この日からサイトを作れません（エラー {errors} 件）",
            "from this day the site cannot be built ({errors} errors)"
        );
    }
    if moment.is_proven {
        text!(
            "{files} ファイルが変わります（前の日まで同じであることを確認済み）",
            "{files} files change (nothing before: proven)"
        )
    } else {
        text!(
            "{files} ファイルが変わります（その前にも変化があります）",
            "{files} files change (and some before)"
        )
    }
}

/// Lines for cron: five minutes into each day, in the site's zone.
fn cron(moments: &[Moment], zone: &str) -> String {
    let mut lines = vec![format!("CRON_TZ={zone}")];
    for moment in moments {
        let (day, month) = (moment.day.day(), moment.day.month());
        let iso = format::iso(moment.day);
        lines.push(format!("# {iso}"));
        lines.push(format!("5 0 {day} {month} * annai build"));
    }
    lines.join("\n")
}

/// A calendar with an event on each day (RFC 5545).
fn ics(moments: &[Moment], reporter: &Reporter) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//annai//next//JA".to_owned(),
    ];
    for moment in moments {
        let compact = |day: Date| format::iso(day).replace('-', "");
        let (day, next) = (moment.day, add_days(moment.day, 1).unwrap_or(moment.day));
        let files = moment.files.len();
        let summary = text!(
            "サイトを作り直す（{files} ファイル）",
            "build the site again ({files} files)"
        );
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@annai", compact(day)),
            // Equal sources give equal bytes: the stamp is the day itself.
            format!("DTSTAMP:{}T000000Z", compact(day)),
            format!("DTSTART;VALUE=DATE:{}", compact(day)),
            format!("DTEND;VALUE=DATE:{}", compact(next)),
            format!("SUMMARY:{}", summary.in_language(reporter.language())),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.join("\r\n")
}
