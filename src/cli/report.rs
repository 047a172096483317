//! What people see: findings, a closing line, progress. Results go to standard output, all
//! else to standard error; colour and progress only where a person looks.

use super::Exit;
use super::args::{Common, When};
use super::clock::Stopwatch;
use super::terminal::{Stream, Terminal};
use annai::build::{Build, FaultIn};
use annai::calendar::format::Dated;
use annai::diag::print::{Color, Escaped, Format, Style, summary};
use annai::diag::{Diagnostic, Severity, Text};
use annai::fix;
use annai::language::Language;
use annai::proof::Proof;
use annai::snapshot::Snapshot;
use annai::text;
use annai::trace::position;
use std::ffi::OsString;

/// Shows things to people.
#[derive(Clone)]
pub(super) struct Reporter {
    language: Language,
    format: Option<String>,
    color: When,
    quiet: bool,
    terminal: Terminal,
}

/// How many findings a command shows in full that was asked for something else: more push what
/// it did off the screen.
const MAX_BESIDE: usize = 20;

impl Reporter {
    pub(super) fn new(common: &Common, terminal: Terminal) -> Self {
        Self {
            language: common.lang.or_else(environment).unwrap_or_default(),
            format: common.format.clone(),
            color: common.color,
            quiet: common.quiet,
            terminal,
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
            width: stream.width(),
        };
        let format = self.known_format();
        self.terminal
            .write(&format.print(found, &read, &style), stream);
        let is_above = stream == Stream::Error || stream.is_terminal();
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

    /// Shows a document for programs, which has its line ends.
    pub(super) fn document(&self, text: &str) {
        self.terminal.write_exactly(text);
    }

    /// Shows what was asked for, as JSON.
    pub(super) fn json(&self, value: &impl serde::Serialize) {
        self.terminal.write(&Escaped::json(value), Stream::Output);
    }

    /// Shows what came of the work, unless it should be quiet.
    pub(super) fn done(&self, words: &Text) {
        if !self.quiet {
            self.say(words);
        }
    }

    /// Shows why the work cannot be done.
    pub(super) fn failure(&self, words: &Text) {
        failure(words, self.language, &self.terminal);
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
            self.terminal
                .replace_line(&Escaped::of(&format!("{words}…")));
        }
    }

    /// Takes the line of [`Reporter::progress`] away.
    pub(super) fn end_progress(&self) {
        if self.shows_progress() {
            self.terminal.replace_line(&Escaped::default());
        }
    }

    fn shows_progress(&self) -> bool {
        !self.quiet && Stream::Error.is_terminal()
    }

    /// Shows what has to be known even where it should be quiet.
    pub(super) fn say(&self, words: &Text) {
        let words = words.in_language(self.language);
        self.print(&format!("{words}\n"), Stream::Error);
    }

    fn color(&self, stream: Stream) -> Color {
        match self.color {
            When::Always => Color::On,
            When::Auto if stream.is_terminal() && !no_color() => Color::On,
            When::Auto | When::Never => Color::Off,
        }
    }

    fn print(&self, text: &str, stream: Stream) {
        self.terminal.write(&Escaped::of(text), stream);
    }
}

/// Says on standard error why the work cannot be done.
pub(super) fn failure(words: &Text, language: Language, terminal: &Terminal) {
    let head = text!("エラー", "error");
    let (head, words) = (head.in_language(language), words.in_language(language));
    let line = Escaped::of(&format!("{head}: {words}\n"));
    terminal.write(&line, Stream::Error);
}

/// How the program ends that would end like this: if what was asked for did not arrive, that is
/// said, and the end is another.
pub(super) fn delivered(exit: Exit, language: Language, terminal: &Terminal) -> Exit {
    let Some(error) = terminal.failure() else {
        return exit;
    };
    let words = text!(
        "結果を最後まで書き出せませんでした（{error}）。書き出す先の空き容量を確かめてください",
        "the result could not be written to its end ({error}); see whether there is space left where it goes"
    );
    failure(&words, language, terminal);
    Exit::Io
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
