//! What surrounds every page: the site's name, its menu, whom to call.

use super::address::{Addresses, nfc};
use super::banner::Banner;
use super::keys;
use super::link::{find_address, own_path, page_path};
use super::print::Printer;
use super::{Line, PageId, Resource, Visibility, translation};
use crate::config::{Config, Entry, OtherLanguage};
use crate::content::Phrase;
use crate::diag::{Diagnostic, Place, code, text};
use crate::facts::{HOURS, Stated, TIME};
use crate::language::Language;
use crate::source::Span;
use crate::value::Spanned;
use std::sync::Arc;

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
    /// The fact that says it, for those who reckon with it: none where the line refers to more
    /// than one, of which nobody can tell how they belong together.
    pub opening: Option<Arc<Stated>>,
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
    /// What it says; nothing where it says what the page is called.
    pub label: Option<String>,
    /// Where it leads.
    pub page: PageId,
}

/// What one language says of the site.
struct Said<'a> {
    title: &'a Phrase,
    description: Option<&'a Phrase>,
    operator: Option<&'a Phrase>,
    phone: Option<&'a Phrase>,
    hours: Option<&'a Phrase>,
}

/// What surrounds every page in the language of the site.
pub(super) fn resolve(config: &Config, addresses: &Addresses, printer: &mut Printer<'_>) -> Frame {
    let mut frame = frame(
        &Said {
            title: &config.title,
            description: config.description.as_ref(),
            operator: config.operator.as_ref(),
            phone: config.phone.as_ref(),
            hours: config.hours.as_ref(),
        },
        printer,
    );
    let entries = config.navigation.iter().chain(&config.footer);
    let labels = entries.flat_map(|entry| {
        let others = entry.labels.iter().map(|(_, label)| label);
        std::iter::once(&entry.label).chain(others)
    });
    let titles = config.others.iter().map(|other| &other.words.title);
    for line in labels.chain(std::iter::once(&config.title)).chain(titles) {
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

/// What surrounds every page in each of the other languages.
pub(super) fn others(
    config: &Config,
    addresses: &Addresses,
    printer: &mut Printer<'_>,
) -> Vec<(Language, Frame)> {
    let frames = config.others.iter().map(|other| {
        printer.language = other.language;
        (
            other.language,
            translated(config, other, addresses, printer),
        )
    });
    frames.collect()
}

fn translated(
    config: &Config,
    other: &OtherLanguage,
    addresses: &Addresses,
    printer: &mut Printer<'_>,
) -> Frame {
    let words = &other.words;
    // The number and the hours are facts, which every language can print: what the site says of
    // them serves here too. These are no uses of their own.
    let (uses, found) = (printer.uses.len(), printer.diagnostics.len());
    let shared = |own: &Option<Phrase>, site: &Option<Phrase>, printer: &mut Printer<'_>| {
        let line = site.as_ref().filter(|_| own.is_none())?;
        Some(printer.line(line))
    };
    let phone = shared(&words.phone, &config.phone, printer);
    let hours = shared(&words.hours, &config.hours, printer);
    printer.uses.truncate(uses);
    let found = printer.diagnostics.split_off(found);
    let new = |one: &Diagnostic| !printer.diagnostics.contains(one);
    let new: Vec<Diagnostic> = found.into_iter().filter(new).collect();
    printer.diagnostics.extend(new);
    let mut frame = frame(
        &Said {
            title: &words.title,
            description: words.description.as_ref(),
            operator: words.operator.as_ref(),
            phone: words.phone.as_ref(),
            hours: words.hours.as_ref(),
        },
        printer,
    );
    frame.phone = frame.phone.or(phone);
    frame.hours = frame.hours.or(hours);
    frame.navigation = in_language(&config.navigation, other.language, addresses, printer);
    frame.footer = in_language(&config.footer, other.language, addresses, printer);
    frame
}

fn frame(said: &Said<'_>, printer: &mut Printer<'_>) -> Frame {
    Frame {
        title: printer.text(said.title),
        description: said.description.map(|line| printer.text(line)),
        operator: said.operator.map(|line| printer.text(line)),
        phone: said.phone.map(|line| printer.telephone(line)),
        hours: said.hours.map(|line| printer.line(line)),
        opening: said.hours.and_then(|line| opening(line, printer)),
        navigation: Vec::new(),
        footer: Vec::new(),
        banners: Vec::new(),
    }
}

/// The only fact that says when somebody is there. A time beside it, such as that of a break,
/// says more than the fact.
fn opening(line: &Phrase, printer: &Printer<'_>) -> Option<Arc<Stated>> {
    let found = line.references();
    let found = found.filter_map(|one| printer.facts.find(&one.name).ok());
    let tells_time = |stated: &Arc<Stated>| stated.is(&HOURS) || stated.is(&TIME);
    let mut stated: Vec<Arc<Stated>> = found.map(|found| found.stated).collect();
    stated.retain(tells_time);
    stated.dedup_by(|one, other| one.key == other.key);
    match &stated[..] {
        [only] if only.fact.opening().is_some() => Some(Arc::clone(only)),
        _ => None,
    }
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
        resolved.extend(page.map(|page| NavigationEntry {
            label: Some(label),
            page,
        }));
    }
    resolved
}

/// The entries whose pages there are in a language.
fn in_language(
    entries: &[Entry],
    language: Language,
    addresses: &Addresses,
    printer: &mut Printer<'_>,
) -> Vec<NavigationEntry> {
    let mut found = Vec::new();
    for entry in entries {
        let mut labels = entry.labels.iter().filter(|(one, _)| *one == language);
        let label = labels.next().map(|(_, label)| printer.text(label));
        let path = format!("content/{}", entry.link.value.trim_start_matches('/'));
        let Some(Resource::Page(page)) = addresses.by_source.get(&nfc(&path)) else {
            continue;
        };
        let page = translation::in_language(&addresses.pages, *page, language);
        if addresses.pages[page.0].language == language {
            found.push(NavigationEntry { label, page });
        }
    }
    found
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
        // It is there, and what is wrong with it has been told.
        None if addresses.refused(&path).is_some() => return None,
        Some(Resource::File(_)) | None => {
            diagnostics.push(broken(&link.value, pointer, place, addresses));
            return None;
        }
    };
    if visibility == Visibility::Draft {
        diagnostics.push(draft(pointer, place).caused_by(nfc(&path)));
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
    let near = addresses.near_pages().near(link);
    let diagnostic = Diagnostic::new(
        code::BROKEN_LINK,
        place,
        text!(
            "{japanese}の行き先「{link}」のページがありません",
            "{english} leads to `{link}`, which is not there"
        ),
    );
    let path = format!("content/{}", link.trim_start_matches('/'));
    let own = own_path(link, addresses).and_then(|own| find_address(own, addresses));
    if let Some(Resource::Page(page)) = own {
        let source = addresses.pages[page.0].document.source.as_str();
        let right = source.strip_prefix("content/").unwrap_or(source);
        let message = text!(
            "{japanese}の行き先「{link}」が、ファイルの名前ではなくアドレスになっています",
            "{english} leads to an address, `{link}`, where the name of a file belongs"
        );
        return Diagnostic {
            message,
            ..diagnostic
        }
        .help(text!(
            "「\"{right}\"」と書いてください",
            "write `\"{right}\"`"
        ));
    }
    match near.first() {
        Some(near) => diagnostic.help(text!(
            "「{near}」ではありませんか",
            "did you mean `{near}`?"
        )),
        None => diagnostic.caused_by(addresses.missing_part(page_path(&path))).help(text!(
            "なくしたページなら、この項目を消してください。あるページなら、content フォルダーの中のファイルを「news/index.md」のように書いてください",
            "if the page is gone, take the entry out; if not, name its file below `content/`, like `news/index.md`"
        )),
    }
}
