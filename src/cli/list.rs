//! `annai list`: every page, and why one is not shown.

use super::Exit;
use super::args::Common;
use super::report::Reporter;
use super::site;
use annai::calendar::Point;
use annai::calendar::format::Dated;
use annai::content::FrontMatter;
use annai::diag::Text;
use annai::language::Language;
use annai::site::{Site, Visibility};
use annai::text;
use serde::Serialize;

/// A page in the list.
#[derive(Serialize)]
struct Row {
    source: String,
    url: Option<String>,
    state: &'static str,
    reason: Option<String>,
    #[serde(skip)]
    words: Text,
}

pub(super) fn run(common: &Common, reporter: &Reporter) -> Exit {
    let format = match reporter.format(&["text", "json"]) {
        Ok(format) => format,
        Err(exit) => return exit,
    };
    let built = match site::resolve(common, reporter) {
        Ok(built) => built,
        Err(exit) => return exit,
    };
    let Some(site) = built.site() else {
        return built.fail(reporter);
    };
    let rows = rows(site, reporter.language());
    if format == "json" {
        reporter.json(&rows);
    } else {
        for row in &rows {
            let words = row.words.in_language(reporter.language());
            let url = row.url.as_deref().unwrap_or("—");
            reporter.result(&format!("{url}\t{}\t{words}", row.source));
        }
    }
    Exit::Ok
}

fn rows(site: &Site, language: Language) -> Vec<Row> {
    let shown = site.pages.iter().map(|page| {
        let (state, words) = match (&page.over_since, &page.past_cycle) {
            (Some(day), _) => {
                let day = Dated::from(*day);
                ("over", text!("{day:#}に終わった案内", "over since {day}"))
            }
            (None, Some(cycle)) => (
                "past",
                text!("過去の年度（{cycle}）", "of a past cycle ({cycle})"),
            ),
            (None, None) => ("shown", text!("公開", "shown")),
        };
        row(
            &page.document.source,
            Some(page.url.to_string()),
            state,
            words,
            language,
        )
    });
    let hidden = site.hidden.iter().map(|page| {
        let (state, words) = match page.visibility {
            Visibility::From(day) => ("later", later(&page.document.front, day)),
            Visibility::Draft | Visibility::Shown | Visibility::Over(_) => (
                "draft",
                text!("下書き（draft = true）", "a draft (`draft = true`)"),
            ),
        };
        row(&page.document.source, None, state, words, language)
    });
    let mut rows: Vec<Row> = shown.chain(hidden).collect();
    rows.sort_by(|a, b| a.source.cmp(&b.source));
    rows
}

fn later(front: &FrontMatter, day: Point) -> Text {
    let is_date = front.date.map(Point::day) == Some(day);
    let day = Dated::from(day);
    if is_date {
        text!("{day:#}から公開（date）", "shown from {day}, its `date`")
    } else if front.publish_from.is_some() {
        text!(
            "{day:#}から公開（publish_from）",
            "shown from {day} (`publish_from`)"
        )
    } else {
        text!(
            "{day:#}から公開（もとのページと同じ日から）",
            "shown from {day}, with its original"
        )
    }
}

fn row(
    source: &annai::source::SourceId,
    url: Option<String>,
    state: &'static str,
    words: Text,
    language: Language,
) -> Row {
    Row {
        source: source.to_string(),
        url,
        state,
        reason: (state != "shown").then(|| words.in_language(language).to_owned()),
        words,
    }
}
