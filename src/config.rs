//! `site.toml`: the site, its navigation, its calendar and the facts as they are written.

mod banner;
mod calendar;
mod check;
mod files;
mod languages;
mod search;
mod shape;

pub use self::banner::{Banner, BannerKind};
pub use self::languages::{OtherLanguage, Words};
pub use self::shape::SHAPE;

use crate::calendar::{AsOf, Date, Zone};
use crate::content::Phrase;
use crate::diag::{Allowance, Checked, Diagnostic, Levels, Place, code, text};
use crate::encoding::decode;
use crate::facts::{Promise, Statements};
use crate::language::Language;
use crate::near::near_misses;
use crate::path::is_web_address;
use crate::snapshot::Snapshot;
use crate::source::{SourceId, Span};
use crate::value::{self, Node, Reader, Spanned};

/// The name of the file.
pub const FILE: &str = "site.toml";

/// What `site.toml` says. Facts have no values yet: those depend on the day.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file.
    pub source: SourceId,
    /// What the site is called.
    pub title: Phrase,
    /// What it is about.
    pub description: Option<Phrase>,
    /// Where it will stand, without a `/` at the end: `https://support.example.jp`.
    pub base_url: Option<String>,
    /// Former addresses that nothing takes the place of.
    pub gone: Vec<Spanned<String>>,
    /// The endings, without their dots, of files that may be published beside those that are
    /// published on every site.
    pub files: Vec<String>,
    /// The language of the site.
    pub language: Language,
    /// The other languages in which it speaks.
    pub others: Vec<OtherLanguage>,
    /// The zone whose midnight begins a day.
    pub zone: Zone,
    /// The name of the theme.
    pub theme: Spanned<String>,
    /// Who is responsible for it.
    pub operator: Option<Phrase>,
    /// The telephone number that every page shows.
    pub phone: Option<Phrase>,
    /// The hours that every page shows.
    pub hours: Option<Phrase>,
    /// The menu.
    pub navigation: Vec<Entry>,
    /// What the foot of each page leads to, beside the menu.
    pub footer: Vec<Entry>,
    /// What every page says above its text on some days.
    pub banners: Vec<Banner>,
    /// How much what is found weighs here.
    pub check: Levels,
    /// What its comments allow.
    pub allowances: Vec<Allowance>,
    /// The days on which the office is open although everything else says closed.
    pub open: Vec<Date>,
    /// Whether its syntax is right: if not, facts may stand there that could not be read.
    pub is_whole: bool,
    /// `[facts]`, unread.
    pub facts: Option<Node>,
    /// `[[cycles]]`, unread.
    pub cycles: Option<Node>,
    /// `[[promises]]`
    pub promises: Vec<Promise>,
    /// Words that a search takes for each other, group by group.
    pub synonyms: Vec<Vec<String>>,
}

/// An entry of the menu or of the foot.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it says.
    pub label: Phrase,
    /// What it says in other languages than the site's own.
    pub labels: Vec<(Language, Phrase)>,
    /// Where it leads: a file below `content/`.
    pub link: Spanned<String>,
}

impl Config {
    /// What it says of facts, to be resolved for a day.
    pub fn statements(&self, as_of: AsOf) -> Statements<'_> {
        Statements {
            source: &self.source,
            is_whole: self.is_whole,
            facts: self.facts.as_ref(),
            cycles: self.cycles.as_ref(),
            open: &self.open,
            as_of,
        }
    }
}

/// Reads `site.toml`. `None`, with findings, where there is none or it is not text.
pub fn parse(snapshot: &Snapshot) -> Checked<Option<Config>> {
    let mut diagnostics = Vec::new();
    let Some(source) = snapshot.get(FILE) else {
        return Checked::default();
    };
    let Some(decoded) = decode(source, &mut diagnostics) else {
        return Checked::new(None, diagnostics);
    };
    let (text, offset) = (&*decoded.text, decoded.offset);
    let node = value::parse(source.id(), text, offset).unpack(&mut diagnostics);
    let is_whole = !diagnostics.iter().any(|one| one.code == code::SYNTAX);
    let mut config = read(source.id(), &node, &mut diagnostics);
    config.is_whole = is_whole;
    config.allowances = value::allowances(source.id(), text, offset, &mut diagnostics);
    Checked::new(Some(config), diagnostics)
}

/// The zone of a site that names none.
pub fn default_zone() -> Zone {
    Zone::named("Asia/Tokyo").expect("the bundled database holds Japan")
}

fn read(source: &SourceId, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Config {
    let mut reader = Reader::new(source, node, &SHAPE, diagnostics);
    let mut config = Config {
        source: source.clone(),
        title: Phrase::default(),
        description: None,
        base_url: None,
        gone: Vec::new(),
        files: Vec::new(),
        language: Language::default(),
        others: Vec::new(),
        zone: default_zone(),
        theme: Spanned {
            value: "helpdesk".to_owned(),
            span: Span::default(),
        },
        operator: None,
        phone: None,
        hours: None,
        navigation: Vec::new(),
        footer: Vec::new(),
        banners: Vec::new(),
        check: Levels::default(),
        allowances: Vec::new(),
        open: Vec::new(),
        is_whole: true,
        facts: None,
        cycles: None,
        promises: Vec::new(),
        synonyms: Vec::new(),
    };
    if let Some(site) = reader.table("site") {
        read_site(site, &mut config);
    }
    if let Some(languages) = reader.table("languages") {
        config.others = languages::read(languages, config.language);
    }
    config.navigation = reader.tables("navigation", read_entry);
    config.footer = reader.tables("footer", read_entry);
    config.banners = reader.tables("banners", banner::read);
    if let Some(calendar) = reader.table("calendar") {
        config.open = calendar::read(calendar);
    }
    if let Some(levels) = reader.table("check") {
        config.check = check::read(levels);
    }
    if let Some(search) = reader.table("search") {
        config.synonyms = search::read(search);
    }
    config.facts = reader.node("facts").cloned();
    config.cycles = reader.node("cycles").cloned();
    config.promises = reader.tables("promises", Promise::read);
    reader.finish();
    config
}

fn read_site(mut reader: Reader<'_, '_>, config: &mut Config) {
    let site = &mut reader;
    config.title = Phrase::optional(site, "title").unwrap_or_default();
    config.description = Phrase::optional(site, "description");
    config.base_url = site.spanned("base_url").and_then(|url| base_url(site, url));
    config.gone = site.list("gone");
    config.files = files::read(site);
    if let Some(tag) = site.spanned::<String>("language") {
        config.language = language(site, &tag).unwrap_or_default();
    }
    if let Some(name) = site.spanned::<String>("timezone")
        && let Some(zone) = zone(site, &name)
    {
        config.zone = zone;
    }
    if let Some(theme) = site.spanned("theme") {
        config.theme = theme;
    }
    config.operator = Phrase::optional(site, "operator");
    config.phone = Phrase::optional(site, "phone");
    config.hours = Phrase::optional(site, "hours");
    reader.finish();
}

fn base_url(site: &mut Reader<'_, '_>, url: Spanned<String>) -> Option<String> {
    let trimmed = url.value.trim_end_matches('/');
    if is_web_address(trimmed) && !trimmed.contains(['?', '#']) {
        return Some(trimmed.to_owned());
    }
    let typed = &url.value;
    let place = site.place(url.span);
    site.report(
        Diagnostic::new(
            code::INVALID_VALUE,
            place,
            text!(
                "「{typed}」はサイトのアドレスとして正しくありません",
                "`{typed}` cannot be the address of a site"
            ),
        )
        .help(text!(
            "「https://support.example.jp」のように書いてください",
            "write it like `https://support.example.jp`"
        )),
    );
    None
}

fn language(site: &mut Reader<'_, '_>, tag: &Spanned<String>) -> Option<Language> {
    let language = Language::from_tag(&tag.value);
    if language.is_none() {
        let typed = &tag.value;
        let place = site.place(tag.span);
        site.report(
            Diagnostic::new(
                code::INVALID_VALUE,
                place,
                text!(
                    "「{typed}」という言語は使えません",
                    "there is no language `{typed}`"
                ),
            )
            .help(text!("書けるのは: ja, en", "it can be: ja, en")),
        );
    }
    language
}

fn zone(site: &mut Reader<'_, '_>, name: &Spanned<String>) -> Option<Zone> {
    let zone = Zone::named(&name.value);
    if zone.is_none() {
        let typed = &name.value;
        let place = site.place(name.span);
        site.report(
            Diagnostic::new(
                code::INVALID_VALUE,
                place,
                text!(
                    "「{typed}」という時間帯はありません",
                    "there is no time zone `{typed}`"
                ),
            )
            .help(text!(
                "日本の時間は「Asia/Tokyo」です",
                "the time of Japan is `Asia/Tokyo`"
            )),
        );
    }
    zone
}

fn read_entry(mut entry: Reader<'_, '_>) -> Option<Entry> {
    let label = Phrase::optional(&mut entry, "label");
    let labels = Language::ALL.into_iter();
    let labels = labels
        .filter_map(|language| {
            let label = Phrase::optional(&mut entry, language.tag())?;
            Some((language, label))
        })
        .collect();
    let link = entry.spanned("link");
    entry.finish();
    Some(Entry {
        label: label?,
        labels,
        link: link?,
    })
}

/// The finding for a theme that is not there.
pub fn missing_theme(config: &Config, known: &[&str]) -> Diagnostic {
    let name = &config.theme.value;
    let near = near_misses(name, known.iter().copied());
    let offered = near.first().copied().unwrap_or("helpdesk");
    Diagnostic::new(
        code::MISSING_FILE,
        Place::new(&config.source, config.theme.span),
        text!(
            "テーマ「{name}」がありません（themes/{name}/）",
            "there is no theme `{name}` (themes/{name}/)"
        ),
    )
    .help(text!(
        "「{offered}」ではありませんか",
        "did you mean `{offered}`?"
    ))
}
