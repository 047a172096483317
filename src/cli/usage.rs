//! What is said of a command line that cannot be followed.

use super::args::{Arguments, Reason};
use super::help;
use super::terminal::{Stream, Terminal};
use annai::diag::Text;
use annai::diag::print::Escaped;
use annai::language::Language;
use annai::near::near_misses;
use annai::text;
use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;

/// Shows what is wrong, or what was asked for: the help, or the version.
pub(super) fn show(error: &clap::Error, language: Language, terminal: &Terminal) {
    let words = match message(error) {
        None => error.render().to_string(),
        Some(message) => words(error, &message, language),
    };
    let stream = if error.use_stderr() {
        Stream::Error
    } else {
        Stream::Output
    };
    terminal.write(&Escaped::of(&words), stream);
}

/// The message, the usage line, and where there is more to read.
fn words(error: &clap::Error, message: &Text, language: Language) -> String {
    let head = text!("エラー", "error");
    let head = head.in_language(language);
    let mut words = format!("{head}: {}\n", message.in_language(language));
    if let Some(cure) = cure(error) {
        words.push_str(&format!("  {}\n", cure.in_language(language)));
    }
    let line = error.get(ContextKind::Usage).map(ToString::to_string);
    let line = help::usage(&line.unwrap_or_default(), language);
    // `annai check` of `annai check [OPTIONS]`.
    let is_name = |word: &&str| !word.starts_with(['[', '<', '-']);
    let named: Vec<&str> = line
        .split_whitespace()
        .take_while(is_name)
        .take(2)
        .collect();
    let named = if named.is_empty() {
        "annai".to_owned()
    } else {
        named.join(" ")
    };
    let more = text!(
        "使い方は「{named} --help」で見られます",
        "`{named} --help` shows how to use it"
    );
    if !line.is_empty() {
        let usage = text!("使い方: {line}", "usage: {line}");
        words.push_str(&format!("\n{}\n", usage.in_language(language)));
    }
    words.push_str(&format!("{}\n", more.in_language(language)));
    words
}

/// What is wrong; none where nothing is, and for the help that comes without a command.
fn message(error: &clap::Error) -> Option<Text> {
    let argument = said(error, ContextKind::InvalidArg);
    let value = said(error, ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::DisplayVersion => return None,
        ErrorKind::InvalidSubcommand => {
            let command = said(error, ContextKind::InvalidSubcommand);
            text!(
                "「{command}」というコマンドはありません",
                "there is no command `{command}`"
            )
        }
        ErrorKind::MissingSubcommand => text!("コマンドが書かれていません", "there is no command"),
        ErrorKind::UnknownArgument if argument.starts_with('-') => text!(
            "「{argument}」というオプションはありません",
            "there is no option `{argument}`"
        ),
        ErrorKind::UnknownArgument => text!(
            "「{argument}」が余分です",
            "`{argument}` is not expected here"
        ),
        ErrorKind::InvalidValue if value.is_empty() => text!(
            "「{argument}」に値が書かれていません",
            "`{argument}` has no value"
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => text!(
            "「{value}」は「{argument}」に使えません",
            "`{value}` cannot be the value of `{argument}`"
        ),
        ErrorKind::TooManyValues => text!(
            "「{argument}」に値「{value}」は付けられません",
            "`{argument}` takes no value `{value}`"
        ),
        ErrorKind::MissingRequiredArgument => text!(
            "「{argument}」が書かれていません",
            "`{argument}` is missing"
        ),
        ErrorKind::ArgumentConflict => text!(
            "「{argument}」は一度だけ書きます",
            "`{argument}` is written once only"
        ),
        ErrorKind::InvalidUtf8 => text!(
            "文字コードが UTF-8 ではない文字が入っています",
            "the command line is not UTF-8"
        ),
        _ => text!(
            "コマンドの書き方が正しくありません",
            "the command line cannot be read"
        ),
    })
}

/// What to type instead.
fn cure(error: &clap::Error) -> Option<Text> {
    if let Some(Reason(text)) = error.source().and_then(|source| source.downcast_ref()) {
        return Some(text.clone());
    }
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let mut suggested = suggested.into_iter().map(|kind| said(error, kind));
    let meant = command_near(&said(error, ContextKind::InvalidSubcommand));
    if let Some(meant) = meant.or_else(|| suggested.find(|meant| !meant.is_empty())) {
        return Some(text!(
            "「{meant}」ではありませんか",
            "did you mean `{meant}`?"
        ));
    }
    let known = said(error, ContextKind::ValidValue);
    (!known.is_empty()).then(|| text!("書けるのは: {known}", "it can be: {known}"))
}

/// The command that was meant: clap's own guess for `chek` begins with `schema`.
fn command_near(typed: &str) -> Option<String> {
    let all = Arguments::command();
    let names = all.get_subcommands().map(clap::Command::get_name);
    let near = near_misses(typed, names);
    near.first().map(|name| (*name).to_owned())
}

/// A part of what clap knows of the mistake; empty where there is none.
fn said(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(", "),
        _ => String::new(),
    }
}
