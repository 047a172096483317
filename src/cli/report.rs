//! What people see: findings, a closing line, progress. Results go to standard output, all
//! else to standard error; colour and progress only where a person looks.

use super::Exit;
use super::args::{Common, When};
use super::clock::Stopwatch;
use annai::build::{Build, FaultIn};
use annai::calendar::format::Dated;
use annai::diag::print::{Color, Format, Style, harmless, summary};
use annai::diag::{Diagnostic, Severity, Text};
use annai::fix;
use annai::language::Language;
use annai::proof::Proof;
use annai::snapshot::Snapshot;
use annai::text;
use annai::trace::position;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::ops::RangeInclusive;
use terminal_size::terminal_size_of;

/// Shows things to people.
#[derive(Clone)]
pub(super) struct Reporter {
    language: Language,
    format: Option<String>,
    color: When,
    quiet: bool,
}

/// How many cells a line has where no terminal tells.
const USUAL_WIDTH: usize = 80;

/// In fewer cells excerpts cannot be read, in more the eye does not find the next line.
const WIDTHS: RangeInclusive<usize> = 60..=120;

/// How many findings a command shows in full that was asked for something else: more push what
/// it did off the screen.
const MAX_BESIDE: usize = 20;

/// Where findings go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    /// They are what was asked for.
    Output,
    /// They come beside what was asked for.
    Error,
}

impl Reporter {
    pub(super) fn new(common: &Common) -> Self {
        Self {
            language: common.lang.or_else(environment).unwrap_or_default(),
            format: common.format.clone(),
            color: common.color,
            quiet: common.quiet,
        }
    }

    /// The language to speak.
    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// The format that was asked for, which has to be one of `known`; the first of them where
    /// none was.
    ///
    /// # Errors
    /// How the program has to end where it is none of them; that has been told.
    pub(super) fn format<'a>(&'a self, known: &[&'a str]) -> Result<&'a str, Exit> {
        let Some(asked) = &self.format else {
            return Ok(known.first().copied().unwrap_or_default());
        };
        if let Some(found) = known.iter().find(|known| *known == asked) {
            return Ok(found);
        }
        let known = known.join(", ");
        self.failure(&text!(
            "「--format {asked}」はここでは使えません。使えるのは: {known}",
            "`--format {asked}` cannot be used here; it can be: {known}"
        ));
        Err(Exit::Usage)
    }

    /// The format of findings, for the commands whose result they are.
    ///
    /// # Errors
    /// As [`Reporter::format`].
    pub(super) fn findings_format(&self) -> Result<Format, Exit> {
        let known: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        let name = self.format(&known)?;
        Ok(Format::from_name(name).unwrap_or(Format::Full))
    }

    /// Shows findings.
    pub(super) fn findings(&self, build: &Build, snapshot: &Snapshot, stream: Stream) {
        self.show(&build.diagnostics, build, snapshot, stream);
    }

    /// Shows the first findings, errors before others, and counts the rest by code: for a
    /// command that was not asked for them.
    pub(super) fn first_findings(&self, build: &Build, snapshot: &Snapshot) {
        let all = &build.diagnostics;
        if self.known_format() != Format::Full || all.len() <= MAX_BESIDE {
            return self.findings(build, snapshot, Stream::Error);
        }
        let mut sorted = all.clone();
        sorted.sort_by_key(|one| one.severity);
        let (first, rest) = sorted.split_at(MAX_BESIDE);
        self.show(first, build, snapshot, Stream::Error);
        if self.quiet && rest.iter().all(|one| one.severity == Severity::Note) {
            return;
        }
        let codes = counted(rest);
        self.say(&text!(
            "ほかに {count}件あります（{codes}）。すべて見るには annai check を実行してください",
            "and {count} more ({codes}); `annai check` shows them all",
            count = rest.len()
        ));
    }

    fn show(&self, found: &[Diagnostic], build: &Build, snapshot: &Snapshot, stream: Stream) {
        let is_note = |one: &Diagnostic| one.severity == Severity::Note;
        if self.quiet && found.iter().all(is_note) && stream == Stream::Error {
            return;
        }
        let read = |id: &annai::source::SourceId| {
            let source = snapshot.get(id.as_str());
            source.map_or_else(|| build.source(id), |source| Some(&**source.bytes()))
        };
        let style = Style {
            language: self.language,
            color: self.color(stream),
            width: width(stream),
        };
        let format = self.known_format();
        self.print(&format.print(found, &read, &style), stream);
        let is_above = stream == Stream::Error || std::io::stdout().is_terminal();
        if format == Format::Full && !found.is_empty() && is_above {
            // Sets the closing line off from the last finding.
            self.print("\n", Stream::Error);
        }
    }

    /// The closing line: how many findings there are, and what it took to find them. Programs
    /// that read findings have no use for it.
    pub(super) fn closing(&self, build: &Build, watch: Option<&Stopwatch>) {
        if !self.known_format().is_for_people() {
            return;
        }
        let counts = summary(&build.diagnostics, self.language);
        let (pages, seconds) = (build.pages, watch.map(Stopwatch::seconds));
        let plural = plural(pages);
        let words = match seconds {
            None => Text::same(counts),
            Some(seconds) => text!(
                "{counts}。{pages} ページを調べました（{seconds} 秒）",
                "{counts} ({pages} page{plural} checked in {seconds} s)"
            ),
        };
        self.close(build, &words);
    }

    fn close(&self, build: &Build, words: &Text) {
        let is_note = |one: &Diagnostic| one.severity == Severity::Note;
        if build.diagnostics.iter().all(is_note) {
            self.done(words);
        } else {
            self.say(words);
        }
    }

    /// The closing line of a check, which says how far the site is proven, too.
    pub(super) fn closing_of_check(&self, build: &Build, proof: &Proof, watch: &Stopwatch) {
        if !self.known_format().is_for_people() {
            return;
        }
        let counts = summary(&build.diagnostics, self.language);
        let (pages, moments, seconds) = (build.pages, proof.moments, watch.seconds());
        let (plural, many) = (plural(pages), plural(moments));
        let until = Dated::from(proof.until);
        self.close(
            build,
            &text!(
                "{counts}。{pages} ページを、{until:#}までの {moments} 時点で調べました（{seconds} 秒）",
                "{counts} ({pages} page{plural} checked at {moments} moment{many} up to {until} in {seconds} s)"
            ),
        );
    }

    /// Says how many of the findings a program can mend, if any.
    pub(super) fn fixable(&self, build: &Build, snapshot: &Snapshot) {
        let count = fix::count(snapshot, &build.diagnostics);
        if count > 0 && self.known_format().is_for_people() {
            self.done(&text!(
                "このうち {count}件は annai check --fix で直せます",
                "{count} of them can be mended by `annai check --fix`"
            ));
        }
    }

    /// The format of findings, where the command has others of its own.
    fn known_format(&self) -> Format {
        let named = self.format.as_deref().and_then(Format::from_name);
        named.unwrap_or(Format::Full)
    }

    /// Shows what was asked for.
    pub(super) fn result(&self, words: &str) {
        self.print(&format!("{words}\n"), Stream::Output);
    }

    /// Shows what was asked for, which has its line ends: byte for byte to a file or a pipe,
    /// without what a terminal would obey to a terminal.
    pub(super) fn document(&self, text: &str) {
        if !std::io::stdout().is_terminal() {
            return self.print(text, Stream::Output);
        }
        for line in text.split_terminator('\n') {
            self.result(&harmless(line));
        }
    }

    /// Shows what was asked for, as JSON.
    pub(super) fn json(&self, value: &impl serde::Serialize) {
        let json = serde_json::to_string_pretty(value);
        self.result(&json.expect("what we print holds strings, numbers and lists only"));
    }

    /// Shows what came of the work, unless it should be quiet.
    pub(super) fn done(&self, words: &Text) {
        if !self.quiet {
            self.say(words);
        }
    }

    /// Shows why the work cannot be done.
    pub(super) fn failure(&self, words: &Text) {
        let head = text!("エラー", "error");
        let head = head.in_language(self.language);
        let words = words.in_language(self.language);
        self.print(&format!("{head}: {words}\n"), Stream::Error);
    }

    /// Shows that annai itself failed, and with which file, if it was reading one.
    pub(super) fn internal(&self, fault: Option<&FaultIn>) {
        if let Some(FaultIn(file)) = fault {
            self.failure(&text!(
                "{file} を読んでいるときに止まりました",
                "it stopped while reading {file}"
            ));
        }
        self.failure(&text!(
            "annai 自身の不具合です。公開用フォルダーはそのままです。上の表示を添えて開発者に知らせてください",
            "annai itself failed; the published site is as it was. Please report what stands above"
        ));
    }

    /// Shows what is being done, on a terminal only, in a line that the next one replaces.
    pub(super) fn progress(&self, words: &Text) {
        if self.shows_progress() {
            let words = words.in_language(self.language);
            self.print(&format!("\r\x1b[K{words}…"), Stream::Error);
        }
    }

    /// Takes the line of [`Reporter::progress`] away.
    pub(super) fn end_progress(&self) {
        if self.shows_progress() {
            self.print("\r\x1b[K", Stream::Error);
        }
    }

    fn shows_progress(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// Shows what has to be known even where it should be quiet.
    pub(super) fn say(&self, words: &Text) {
        let words = words.in_language(self.language);
        self.print(&format!("{words}\n"), Stream::Error);
    }

    fn color(&self, stream: Stream) -> Color {
        let terminal = match stream {
            Stream::Output => std::io::stdout().is_terminal(),
            Stream::Error => std::io::stderr().is_terminal(),
        };
        match self.color {
            When::Always => Color::On,
            When::Auto if terminal && !no_color() => Color::On,
            When::Auto | When::Never => Color::Off,
        }
    }

    /// A closed pipe is no failure of ours: who reads has seen enough.
    fn print(&self, text: &str, stream: Stream) {
        let _ = match stream {
            Stream::Output => std::io::stdout().write_all(text.as_bytes()),
            Stream::Error => std::io::stderr().write_all(text.as_bytes()),
        };
    }
}

/// A finding in a line: `content/faq/late.md:3:5: error[broken-link]: …`.
pub(super) fn line(one: &Diagnostic, snapshot: &Snapshot, language: Language) -> String {
    let (line, column) = position(snapshot, &one.place);
    let (source, code) = (&one.place.source, one.code);
    let message = one.message.in_language(language);
    format!("{source}:{line}:{column}: error[{code}]: {message}")
}

/// The end of an English noun.
const fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// How many findings there are of each code, in the order of the first of each.
fn counted(found: &[Diagnostic]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for one in found {
        let name = one.code.name();
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let counts = counts
        .iter()
        .map(|(name, count)| format!("{name}: {count}"));
    counts.collect::<Vec<_>>().join(", ")
}

/// How many cells a line of findings may have: those of the terminal within reason, and the
/// same everywhere for a file or a pipe.
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
fn width(stream: Stream) -> usize {
    let (terminal, size) = match stream {
        Stream::Output => {
            let stream = std::io::stdout();
            (stream.is_terminal(), terminal_size_of(stream))
        }
        Stream::Error => {
            let stream = std::io::stderr();
            (stream.is_terminal(), terminal_size_of(stream))
        }
    };
    if !terminal {
        return USUAL_WIDTH;
    }
    let columns = std::env::var("COLUMNS").ok();
    let told = columns.and_then(|columns| columns.parse().ok());
    let seen = size.map(|(width, _)| usize::from(width.0));
    let width = told.or(seen).unwrap_or(USUAL_WIDTH);
    width.clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// The language to speak before the command line has been read, which may not be possible.
pub(super) fn language(arguments: &[OsString]) -> Language {
    let flags = arguments.iter().filter_map(|argument| argument.to_str());
    let flags: Vec<&str> = flags.take_while(|flag| *flag != "--").collect();
    let beside = flags.iter().position(|flag| *flag == "--lang");
    let beside = beside.and_then(|at| flags.get(at + 1).copied());
    let named = beside.or_else(|| flags.iter().find_map(|flag| flag.strip_prefix("--lang=")));
    let named = named.and_then(Language::from_tag);
    named.or_else(environment).unwrap_or_default()
}

/// What the shell says of the language, in the order of POSIX; `C` is English.
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
fn environment() -> Option<Language> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())?;
    Some(Language::from_tag(&set).unwrap_or(Language::English))
}

/// `NO_COLOR` (no-color.org).
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}
