//! `full`: the source line with carets, the message and what to do.
//!
//! ```text
//! error[unknown-fact]: there is no fact `renewl`
//!  --> content/faq/deadline.md:3:10
//!   |
//! 3 | until {{ renewl.end }}
//!   |          ^^^^^^
//!   |
//!   = help: write `renewal`
//! ```
//!
//! The frame is ASCII: East Asian terminals may draw box characters in two cells.

use super::excerpt::Excerpt;
use super::files::Files;
use super::{Color, Style, visible, wrap};
use crate::diag::{Diagnostic, Fix, Label, Severity, Text};
use crate::language::Language;
use crate::text;
use annotate_snippets::{AnnotationKind, Element, Level, Message, Origin, Renderer, Snippet};

/// Of more labels than this the rest is only counted.
pub(super) const MOST_LABELS: usize = 12;

/// Narrower than this, an excerpt says nothing; let the terminal wrap it.
const LEAST_WIDTH: usize = 24;

/// More cells than any excerpt has, for it is cut before the renderer sees it.
const UNCUT: usize = 1 << 20;

/// How much of a replacement is quoted.
const LONGEST_QUOTE: usize = 80;

/// Stands for an address until the frame is drawn. No text that is shown has it.
const ADDRESS: char = '\u{1}';

pub(super) fn print(diagnostics: &[Diagnostic], files: &Files<'_>, style: &Style) -> String {
    let renderer = match style.color {
        Color::Off => Renderer::plain(),
        Color::On => Renderer::styled(),
    };
    let renderer = renderer.term_width(UNCUT);
    let mut shown = String::new();
    for finding in diagnostics {
        if !shown.is_empty() {
            shown.push('\n');
        }
        shown.push_str(&Sheet::new(finding, files, style).render(&renderer));
        shown.push('\n');
    }
    shown
}

/// What is shown of one finding.
struct Sheet<'a> {
    finding: &'a Diagnostic,
    style: &'a Style,
    /// How many digits the line numbers take at most.
    digits: usize,
    /// Where each excerpt is, in their order.
    addresses: Vec<String>,
    /// The finding itself, then the labels that are not near it.
    elements: Vec<Element<'a>>,
    /// Lines of text under the excerpts.
    messages: Vec<Message<'a>>,
}

impl<'a> Sheet<'a> {
    fn new(finding: &'a Diagnostic, files: &'a Files<'_>, style: &'a Style) -> Self {
        let mut sheet = Self {
            finding,
            style,
            digits: 0,
            addresses: Vec::new(),
            elements: Vec::new(),
            messages: Vec::new(),
        };
        let labels = &finding.labels;
        let (shown, rest) = labels.split_at(labels.len().min(MOST_LABELS));
        sheet.digits = digits(finding, shown, files);
        let apart = sheet.add_primary(shown, files);
        for label in apart {
            sheet.add_label(label, files);
        }
        if !rest.is_empty() {
            let count = rest.len();
            let more = text!("ほかに{count}か所あります", "further places: {count}");
            sheet.note(&more);
        }
        for remedy in remedies(finding, files, style) {
            sheet.help(&remedy);
        }
        sheet
    }

    /// Shows the finding with the labels that are near it; gives the others back.
    fn add_primary(&mut self, labels: &'a [Label], files: &'a Files<'_>) -> Vec<&'a Label> {
        let place = &self.finding.place;
        let address = files.address(place);
        let Some(file) = files.excerptable(place) else {
            self.elements.push(Origin::path(address).into());
            return labels.iter().collect();
        };
        let mut excerpt = Excerpt::new(file, place.span, self.room());
        let mut texts = vec![None];
        let mut apart = Vec::new();
        for label in labels {
            let is_in_file = label.place.source == place.source;
            let has_excerpt = files.excerptable(&label.place).is_some();
            if is_in_file && has_excerpt && excerpt.join(label.place.span) {
                texts.push(Some(label.text.in_language(self.style.language)));
            } else {
                apart.push(label);
            }
        }
        self.add_excerpt(&excerpt, AnnotationKind::Primary, &texts, address);
        apart
    }

    fn add_label(&mut self, label: &Label, files: &'a Files<'_>) {
        let place = &label.place;
        let words = label.text.in_language(self.style.language);
        let address = files.address(place);
        let Some(file) = files.excerptable(place) else {
            self.note(&Text::same(format!("{address}: {words}")));
            return;
        };
        // The words stand behind the carets.
        let room = self.room().saturating_sub(wrap::visible_cells(words) + 1);
        let excerpt = Excerpt::new(file, place.span, room.max(LEAST_WIDTH));
        self.add_excerpt(&excerpt, AnnotationKind::Context, &[Some(words)], address);
    }

    fn add_excerpt(
        &mut self,
        excerpt: &Excerpt<'_>,
        first: AnnotationKind,
        texts: &[Option<&str>],
        address: String,
    ) {
        let drawing = excerpt.draw();
        let kinds = std::iter::once(first).chain(std::iter::repeat(AnnotationKind::Context));
        let marks = drawing.marks.into_iter().zip(texts).zip(kinds);
        let annotations =
            marks.map(|((mark, text), kind)| kind.span(mark).label(text.map(visible::joined)));
        // The renderer would count the column within the excerpt, which may be cut. And it
        // draws equal paths as one file, so the placeholders differ.
        let path = format!("{ADDRESS}{}", self.addresses.len());
        let snippet = Snippet::source(drawing.text)
            .line_start(drawing.first_line)
            .path(path)
            .annotations(annotations);
        self.addresses.push(address);
        self.elements.push(snippet.into());
    }

    fn note(&mut self, words: &Text) {
        let words = visible::joined(words.in_language(self.style.language));
        self.message(&words, Level::NOTE, NOTE);
    }

    fn help(&mut self, words: &str) {
        self.message(words, Level::HELP, HELP);
    }

    /// Adds lines below the excerpts, behind a frame and the name of their level.
    fn message(&mut self, words: &str, level: Level<'a>, name: Name) {
        let language = self.style.language;
        let before = self.digits + " = : ".len() + name.cells(language);
        let words = wrap::lines(words, self.rest(before));
        let level = level.with_name(name.in_language(language));
        self.messages.push(level.message(words));
    }

    fn render(self, renderer: &Renderer) -> String {
        let language = self.style.language;
        let finding = self.finding;
        let code = finding.code.name();
        let name = severity_name(finding.severity);
        let before = name.cells(language) + code.len() + "[]: ".len();
        let message = wrap::lines(finding.message.in_language(language), self.rest(before));
        let group = severity_level(finding.severity)
            .with_name(name.in_language(language))
            .primary_title(message)
            .id(code)
            .elements(self.elements)
            .elements(self.messages);
        with_addresses(&renderer.render(&[group]), &self.addresses)
    }

    /// How many cells of a line are left for the source, beside the line number and the frame.
    fn room(&self) -> usize {
        self.rest(self.digits + " |  | ".len())
    }

    /// How many cells of a line are left behind so many.
    fn rest(&self, before: usize) -> usize {
        self.style.width.saturating_sub(before).max(LEAST_WIDTH)
    }
}

/// How many digits the numbers of the lines have that are shown, at most.
fn digits(finding: &Diagnostic, labels: &[Label], files: &Files<'_>) -> usize {
    let labels = labels.iter().map(|label| &label.place);
    let places = std::iter::once(&finding.place).chain(labels);
    let last = places.map(|place| files.end(place).line).max();
    last.unwrap_or_default().to_string().len()
}

/// Puts the addresses where the renderer has put its own, `\u{1}0:line:column`.
fn with_addresses(drawn: &str, addresses: &[String]) -> String {
    let mut parts = drawn.split(ADDRESS);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for (part, address) in parts.zip(addresses) {
        shown += address;
        shown += part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    }
    shown
}

/// What to do about a finding, each as a sentence.
pub(super) fn remedies(finding: &Diagnostic, files: &Files<'_>, style: &Style) -> Vec<String> {
    let help = finding.help.as_ref();
    let help = help.map(|help| help.in_language(style.language).to_owned());
    let fix = finding.fix.as_ref();
    let fix = fix.filter(|fix| !is_told(finding, fix, style));
    let fix = fix.map(|fix| fix_sentence(finding, fix, files));
    let fix = fix.map(|sentence| sentence.in_language(style.language).to_owned());
    help.into_iter().chain(fix).collect()
}

/// Whether the help already says what to write; to remove what the carets mark, it need not
/// quote anything.
fn is_told(finding: &Diagnostic, fix: &Fix, style: &Style) -> bool {
    let Some(help) = &finding.help else {
        return false;
    };
    let help = help.in_language(style.language);
    let new = &fix.replacement;
    if new.is_empty() {
        return fix.place == finding.place;
    }
    if help.contains(&format!("`{new}`")) || help.contains(&format!("「{new}」")) {
        return true;
    }
    // A mark at the beginning of a line is told with the line, with or without what is before it.
    [new.as_str(), new.trim_start()].into_iter().any(|new| {
        let first = new.lines().next().unwrap_or_default();
        !first.is_empty()
            && (help.contains(&format!("`{first}")) || help.contains(&format!("「{first}")))
    })
}

fn fix_sentence(finding: &Diagnostic, fix: &Fix, files: &Files<'_>) -> Text {
    let new = quote(&fix.replacement);
    let old = quote(files.text(&fix.place));
    let is_insertion = fix.place.span.start == fix.place.span.end;
    if fix.place == finding.place {
        return match (is_insertion, new.is_empty()) {
            (true, _) => text!("ここに「{new}」を入れてください", "insert `{new}` here"),
            (false, true) => text!("「{old}」を消してください", "remove `{old}`"),
            (false, false) => text!("「{new}」と書いてください", "write `{new}`"),
        };
    }
    let at = files.address(&fix.place);
    match (is_insertion, new.is_empty()) {
        (true, _) => text!(
            "{at} に「{new}」を入れてください",
            "at {at}, insert `{new}`"
        ),
        (false, true) => text!(
            "{at} の「{old}」を消してください",
            "at {at}, remove `{old}`"
        ),
        (false, false) => text!(
            "{at} の「{old}」を「{new}」に書き換えてください",
            "at {at}, write `{new}` instead of `{old}`"
        ),
    }
}

/// A text as it is quoted in a sentence: on one line and not too long.
fn quote(text: &str) -> String {
    let mut characters = text.chars();
    let start: String = characters.by_ref().take(LONGEST_QUOTE).collect();
    let ellipsis = if characters.next().is_some() {
        "…"
    } else {
        ""
    };
    visible::line(&start) + ellipsis
}

/// What a level is called, in Japanese and in English.
#[derive(Clone, Copy)]
struct Name(&'static str, &'static str);

const ERROR: Name = Name("エラー", "error");
const WARNING: Name = Name("警告", "warning");
const NOTE: Name = Name("参考", "note");
const HELP: Name = Name("対処", "help");

impl Name {
    const fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Japanese => self.0,
            Language::English => self.1,
        }
    }

    fn cells(self, language: Language) -> usize {
        self.in_language(language).chars().map(visible::cells).sum()
    }
}

const fn severity_name(severity: Severity) -> Name {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Note => NOTE,
    }
}

/// The level that the renderer colours as a severity.
const fn severity_level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}
