//! What surrounds every page: the site's name, its menu, whom to call.

use super::address::{Addresses, nfc};
use super::banner::Banner;
use super::keys;
use super::print::Printer;
use super::{Line, PageId, Resource, Visibility};
use crate::config::{Config, Entry};
use crate::diag::{Diagnostic, Place, code, text};
use crate::facts::Opening;
use crate::near::near_misses;
use crate::source::Span;
use crate::value::Spanned;

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
    /// What the foot of each page leads to, beside the menu.
    pub footer: Vec<NavigationEntry>,
    /// What every page says above its text on some days.
    pub banners: Vec<Banner>,
}

/// An entry of the menu or of the foot.
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
        footer: Vec::new(),
        banners: Vec::new(),
    };
    let entries = || config.navigation.iter().chain(&config.footer);
    let labels = entries().map(|entry| &entry.label);
    for line in labels.chain(std::iter::once(&config.title)) {
        // A title that is missing altogether has been reported.
        if line.is_blank() && line.span != Span::default() {
            let place = Place::new(&config.source, line.span);
            printer.diagnostics.push(keys::blank(place));
        }
    }
    frame.navigation = resolved(&config.navigation, &MENU, config, addresses, printer);
    frame.footer = resolved(&config.footer, &FOOT, config, addresses, printer);
    frame
}

fn resolved(
    entries: &[Entry],
    pointer: &Pointer,
    config: &Config,
    addresses: &Addresses,
    printer: &mut Printer<'_>,
) -> Vec<NavigationEntry> {
    let mut resolved = Vec::new();
    for entry in entries {
        let label = printer.text(&entry.label);
        let diagnostics = &mut printer.diagnostics;
        let page = destination(&entry.link, pointer, config, addresses, diagnostics);
        resolved.extend(page.map(|page| NavigationEntry { label, page }));
    }
    resolved
}

/// What leads to a page, as findings call it.
pub(super) struct Pointer {
    pub(super) japanese: &'static str,
    pub(super) english: &'static str,
}

const MENU: Pointer = Pointer {
    japanese: "メニュー",
    english: "the menu",
};

const FOOT: Pointer = Pointer {
    japanese: "ページの下のリンク（footer）",
    english: "the footer",
};

/// The page that a link of `site.toml` leads to. Nothing, with a finding, where visitors will
/// not find one; nothing but that where the page will come by itself.
pub(super) fn destination(
    link: &Spanned<String>,
    pointer: &Pointer,
    config: &Config,
    addresses: &Addresses,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PageId> {
    let path = format!("content/{}", link.value.trim_start_matches('/'));
    let place = Place::new(&config.source, link.span);
    let (page, visibility) = match addresses.by_source.get(&nfc(&path)) {
        Some(Resource::Page(page)) => (Some(*page), addresses.pages[page.0].visibility),
        Some(Resource::Hidden(page)) => (None, addresses.hidden[page.0].visibility),
        Some(Resource::File(_)) | None => {
            diagnostics.push(broken(&link.value, pointer, place, addresses));
            return None;
        }
    };
    if visibility == Visibility::Draft {
        diagnostics.push(draft(pointer, place));
    }
    page
}

fn draft(pointer: &Pointer, place: Place) -> Diagnostic {
    let Pointer { japanese, english } = pointer;
    Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "{japanese}の行き先は下書きで、公開されません",
            "{english} leads to a draft, which is not published"
        ),
    )
    .help(text!(
        "行き先の draft = true を消すか、{japanese}から外してください",
        "take `draft = true` out of it, or take the entry out"
    ))
}

fn broken(link: &str, pointer: &Pointer, place: Place, addresses: &Addresses) -> Diagnostic {
    let Pointer { japanese, english } = pointer;
    let known = addresses.by_source.keys();
    let known = known.filter_map(|path| path.strip_prefix("content/"));
    let near = near_misses(link, known.filter(|path| path.ends_with(".md")));
    let diagnostic = Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "{japanese}の行き先「{link}」のページがありません",
            "{english} leads to `{link}`, which is not there"
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
