//! `annai leaflet`: a page as a PDF, printed by the browser that is installed.

use super::Exit;
use super::args::{self, Common};
use super::browser::{self, Failure};
use super::report::Reporter;
use super::site::{self, Built};
use annai::content::Layout;
use annai::diag::Text;
use annai::disk::{self, CreateError, Scratch};
use annai::near::near_misses;
use annai::output::Outputs;
use annai::path::OutputPath;
use annai::site::{Page, Site};
use annai::text;
use std::path::{Path, PathBuf};

/// What the browser writes into the scratch folder. A page cannot have this name: all of
/// theirs end in `.html`.
const PRINTED: &str = "leaflet.pdf";

pub(super) fn run(arguments: &args::Leaflet, common: &Common, reporter: &Reporter) -> Exit {
    match print(arguments, common, reporter) {
        Ok(()) => Exit::Ok,
        Err(exit) => exit,
    }
}

fn print(arguments: &args::Leaflet, common: &Common, reporter: &Reporter) -> Result<(), Exit> {
    let built = site::resolve(common, reporter)?;
    let Some(site) = built.site().filter(|_| !built.build.has_errors()) else {
        return Err(built.fail(reporter));
    };
    let page = find(site, &arguments.page).map_err(|words| {
        reporter.failure(&words);
        Exit::Usage
    })?;
    let file = match &arguments.output_file {
        Some(file) => file.clone(),
        None => PathBuf::from(format!("{}.pdf", name(page))),
    };
    let pdf = pdf(arguments, &built, page, reporter)?;
    disk::put(&file, &pdf).map_err(|error| {
        let file = file.display();
        reporter.failure(&text!(
            "「{file}」に書き込めません（{error}）",
            "cannot write to `{file}`: {error}"
        ));
        Exit::Io
    })?;
    reporter.done(&closing(&file, sheets(&pdf), page.layout()));
    Ok(())
}

/// The page that is meant: by its file, with or without `content/`, or by its address.
fn find<'a>(site: &'a Site, typed: &str) -> Result<&'a Page, Text> {
    let wanted = typed.replace('\\', "/");
    let wanted = wanted.trim_start_matches("./");
    let wanted = wanted.strip_prefix("content/").unwrap_or(wanted);
    let is_meant = |page: &&Page| {
        let address = page.url.as_str().trim_matches('/');
        file(page) == wanted || typed.starts_with('/') && address == wanted.trim_matches('/')
    };
    site.pages.iter().find(is_meant).ok_or_else(|| {
        let near = near_misses(wanted, site.pages.iter().map(file));
        if near.is_empty() {
            return text!(
                "「{typed}」というページはありません。「renewal/index.md」のように、content の中のファイルを書いてください（一覧は「annai list」）",
                "there is no page `{typed}`; name a file of `content` like `renewal/index.md` (`annai list` shows all)"
            );
        }
        let near = near.join(", ");
        text!(
            "「{typed}」というページはありません。近い名前: {near}",
            "there is no page `{typed}`; did you mean: {near}"
        )
    })
}

/// The file of a page, below `content/`.
fn file(page: &Page) -> &str {
    let source = page.document.source.as_str();
    source.strip_prefix("content/").unwrap_or(source)
}

/// What a file of the page is called.
fn name(page: &Page) -> &str {
    match page.url.as_str().trim_matches('/').rsplit('/').next() {
        Some(name) if !name.is_empty() => name,
        _ => "index",
    }
}

fn pdf(
    arguments: &args::Leaflet,
    built: &Built,
    page: &Page,
    reporter: &Reporter,
) -> Result<Vec<u8>, Exit> {
    let files = files(&built.build.outputs, &page.path);
    let scratch = Scratch::with(&files).map_err(|error| {
        if let CreateError::Io { path, source } = error {
            let path = path.display();
            reporter.failure(&text!(
                "「{path}」に書き込めません（{source}）",
                "cannot write to `{path}`: {source}"
            ));
        }
        Exit::Io
    })?;
    reporter.progress(&text!("印刷しています", "printing"));
    let source = scratch.path().join(page.path.as_str());
    let printed = browser::print(arguments.browser.as_deref(), &source, &scratch, PRINTED);
    reporter.end_progress();
    printed.map_err(|failure| {
        reporter.failure(&told(&failure));
        match failure {
            Failure::NotNamed { .. } => Exit::Usage,
            Failure::None | Failure::Slow | Failure::Nothing { .. } => Exit::Io,
        }
    })
}

/// What the browser needs to print the page: the page, and what pages show. Their scripts are
/// left out: they would print what is true today, and the page is to speak for its own day.
fn files(outputs: &Outputs, page: &OutputPath) -> Outputs {
    let endings = [
        ".css", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp",
    ];
    let is_loaded = |path: &str| {
        let path = path.to_ascii_lowercase();
        endings.iter().any(|ending| path.ends_with(ending))
    };
    let needed = outputs
        .iter()
        .filter(|(path, _)| *path == page || is_loaded(path.as_str()));
    needed
        .map(|(path, output)| (path.clone(), output.clone()))
        .collect()
}

fn told(failure: &Failure) -> Text {
    match failure {
        Failure::None => text!(
            "PDF を作るには、Google Chrome か Microsoft Edge、または Chromium が必要です。インストールするか、--browser でプログラムの場所を示してください。ブラウザーでページを開いて印刷しても、同じものができます",
            "a PDF needs Google Chrome, Microsoft Edge or Chromium: install one, or name the program with --browser. Opening the page in a browser and printing it gives the same"
        ),
        Failure::NotNamed { program, error } => text!(
            "「{program}」を実行できません（{error}）。--browser にはブラウザーのプログラムの場所を書いてください",
            "cannot run `{program}`: {error}; --browser takes the path of a browser's program"
        ),
        Failure::Slow => text!(
            "ブラウザーが2分たっても印刷を終えないため、やめました",
            "the browser had not printed the page after two minutes, and was stopped"
        ),
        Failure::Nothing { program, said } => text!(
            "「{program}」は PDF を作りませんでした（{said}）",
            "`{program}` made no PDF: {said}"
        ),
    }
}

/// How many sheets a PDF has: its page objects, which browsers write in the clear.
fn sheets(pdf: &[u8]) -> usize {
    const PAGE: &[u8] = b"/Type /Page";
    let starts = pdf.windows(PAGE.len() + 1);
    let is_page = |window: &&[u8]| window.starts_with(PAGE) && window[PAGE.len()] != b's';
    starts.filter(is_page).count()
}

fn closing(file: &Path, sheets: usize, layout: Option<Layout>) -> Text {
    let file = file.display();
    match (sheets, layout) {
        (0 | 1, _) => text!("{file} を作りました（1枚）", "wrote {file} (one sheet)"),
        (_, None) => text!(
            "{file} を作りました（{sheets}枚）",
            "wrote {file} ({sheets} sheets)"
        ),
        (_, Some(Layout::Leaflet)) => text!(
            "{file} を作りました（{sheets}枚になりました。1枚に収めるには、文章を短くしてください）",
            "wrote {file} ({sheets} sheets; shorten the text to fit it on one)"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_is_said_in_japanese() {
        let program = || "chromium".to_owned();
        let failures = [
            Failure::None,
            Failure::NotNamed {
                program: program(),
                error: std::io::ErrorKind::TimedOut.into(),
            },
            Failure::Slow,
            Failure::Nothing {
                program: program(),
                said: "no display".to_owned(),
            },
        ];
        let said = failures.map(|failure| told(&failure).japanese);
        assert_eq!(
            said,
            [
                "PDF を作るには、Google Chrome か Microsoft Edge、または Chromium が必要です。インストールするか、--browser でプログラムの場所を示してください。ブラウザーでページを開いて印刷しても、同じものができます",
                "「chromium」を実行できません（timed out）。--browser にはブラウザーのプログラムの場所を書いてください",
                "ブラウザーが2分たっても印刷を終えないため、やめました",
                "「chromium」は PDF を作りませんでした（no display）",
            ]
        );
        let file = Path::new("renewal.pdf");
        let ends = [(1, None), (3, None), (2, Some(Layout::Leaflet))];
        let said = ends.map(|(sheets, layout)| closing(file, sheets, layout).japanese);
        assert_eq!(
            said,
            [
                "renewal.pdf を作りました（1枚）",
                "renewal.pdf を作りました（3枚）",
                "renewal.pdf を作りました（2枚になりました。1枚に収めるには、文章を短くしてください）",
            ]
        );
    }
}
