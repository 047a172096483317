//! What surrounds every page: the site's name, its menu, whom to call.

use super::address::{Addresses, nfc};
use super::keys;
use super::print::Printer;
use super::{Line, PageId, Resource, Visibility};
use crate::config::Config;
use crate::diag::{Diagnostic, Place, code, text};
use crate::facts::Opening;
use crate::near::near_misses;
use crate::source::Span;

/// What surrounds every page.
#[derive(Debug, Default)]
pub struct Frame {
    /// What the site is called.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// Who is responsible for it.
    pub operator: Option<String>,
    /// The telephone number.
    pub phone: Option<Line>,
    /// When somebody answers it.
    pub hours: Option<Line>,
    /// The same, for those who reckon with it.
    pub opening: Option<Opening>,
    /// The menu.
    pub navigation: Vec<NavigationEntry>,
}

/// An entry of the menu.
#[derive(Debug)]
pub struct NavigationEntry {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub page: PageId,
}

pub(super) fn resolve(config: &Config, addresses: &Addresses, printer: &mut Printer<'_>) -> Frame {
    let mut frame = Frame {
        title: printer.text(&config.title),
        description: config.description.as_ref().map(|line| printer.text(line)),
        operator: config.operator.as_ref().map(|line| printer.text(line)),
        phone: config.phone.as_ref().map(|line| printer.line(line)),
        hours: config.hours.as_ref().map(|line| printer.line(line)),
        opening: config.hours.as_ref().and_then(|line| {
            let mut found = line
                .references()
                .filter_map(|one| printer.facts.find(&one.name).ok());
            found.find_map(|found| found.fact.opening())
        }),
        navigation: Vec::new(),
    };
    let labels = config.navigation.iter().map(|entry| &entry.label);
    for line in labels.chain(std::iter::once(&config.title)) {
        // A title that is missing altogether has been reported.
        if line.is_blank() && line.span != Span::default() {
            let place = Place::new(&config.source, line.span);
            printer.diagnostics.push(keys::blank(place));
        }
    }
    for entry in &config.navigation {
        let label = printer.text(&entry.label);
        let path = format!("content/{}", entry.link.value.trim_start_matches('/'));
        match addresses.by_source.get(&nfc(&path)) {
            Some(Resource::Page(page)) => {
                if addresses.pages[page.0].visibility == Visibility::Draft {
                    let place = Place::new(&config.source, entry.link.span);
                    printer.diagnostics.push(draft(place));
                }
                frame
                    .navigation
                    .push(NavigationEntry { label, page: *page });
            }
            Some(Resource::Hidden(page)) => {
                // A page that will come by itself comes into the menu with it.
                if addresses.hidden[page.0].visibility == Visibility::Draft {
                    let place = Place::new(&config.source, entry.link.span);
                    printer.diagnostics.push(draft(place));
                }
            }
            Some(Resource::File(_)) | None => {
                let place = Place::new(&config.source, entry.link.span);
                printer
                    .diagnostics
                    .push(broken(&entry.link.value, place, addresses));
            }
        }
    }
    frame
}

fn draft(place: Place) -> Diagnostic {
    Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "メニューの行き先は下書きで、公開されません",
            "the menu leads to a draft, which is not published"
        ),
    )
    .help(text!(
        "行き先の draft = true を消すか、メニューから外してください",
        "take `draft = true` out of it, or take the entry out"
    ))
}

fn broken(link: &str, place: Place, addresses: &Addresses) -> Diagnostic {
    let known = addresses.by_source.keys();
    let known = known.filter_map(|path| path.strip_prefix("content/"));
    let near = near_misses(link, known.filter(|path| path.ends_with(".md")));
    let diagnostic = Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "メニューの行き先「{link}」のページがありません",
            "the menu leads to `{link}`, which is not there"
        ),
    );
    match near.first() {
        Some(near) => diagnostic.help(text!(
            "「{near}」ではありませんか",
            "did you mean `{near}`?"
        )),
        None => diagnostic.help(text!(
            "content フォルダーの中のファイルを「news/index.md」のように書いてください",
            "name a file below `content/`, like `news/index.md`"
        )),
    }
}
