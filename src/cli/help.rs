//! The command line in one language: what is written in both beside each command and flag is
//! taken apart, and what clap says of its own is replaced.

use super::args::Arguments;
use annai::language::Language;
use clap::{Arg, Command, CommandFactory};

/// What stands between the Japanese and the English sentence.
const BETWEEN: &str = " / ";

/// What clap adds by itself, by id.
const BUILT_IN: [(&str, &str); 2] = [
    ("help", "使い方を表示します / Shows how to use it"),
    ("version", "annai の版を表示します / Shows the version"),
];

/// What values are called in Japanese.
const VALUES: [(&str, &str); 15] = [
    ("ADDRESS", "アドレス"),
    ("CODE", "指摘の名前"),
    ("COLOR", "auto|always|never"),
    ("COMMAND", "コマンド"),
    ("DATE", "日付"),
    ("DIR", "フォルダー"),
    ("FILE", "ファイル"),
    ("FORMAT", "書き方"),
    ("LANG", "言語"),
    ("NAME", "名前"),
    ("PAGE", "ページ"),
    ("PORT", "番号"),
    ("PROGRAM", "プログラム"),
    ("REF|FILE", "版|ファイル"),
    ("OPTIONS", "オプション"),
];

/// The command line as it is read, with all that it says in one language.
pub(super) fn command(language: Language) -> Command {
    let mut command = Arguments::command();
    command.build();
    translated(command, language)
}

/// What a usage line says: `annai check [オプション]`.
pub(super) fn usage(line: &str, language: Language) -> String {
    let line = line.trim().trim_start_matches("Usage:").trim();
    if language == Language::English {
        return line.to_owned();
    }
    VALUES
        .iter()
        .fold(line.to_owned(), |line, (english, japanese)| {
            let line = line.replace(&format!("<{english}>"), &format!("<{japanese}>"));
            line.replace(&format!("[{english}]"), &format!("[{japanese}]"))
        })
}

fn translated(command: Command, language: Language) -> Command {
    let about = match BUILT_IN.iter().find(|(id, _)| *id == command.get_name()) {
        Some((_, about)) => Some((*about).to_owned()),
        None => command.get_about().map(ToString::to_string),
    };
    let line = usage(&command.clone().render_usage().to_string(), language);
    let (heading, commands) = match language {
        Language::Japanese => ("使い方", "コマンド"),
        Language::English => ("Usage", "Commands"),
    };
    let template = format!("{{about-with-newline}}\n{heading}: {{usage}}\n\n{{all-args}}");
    command
        .about(side(&about.unwrap_or_default(), language))
        .override_usage(line)
        .help_template(template)
        .subcommand_help_heading(commands)
        .mut_args(|arg| argument(arg, language))
        .mut_subcommands(|one| translated(one, language))
}

fn argument(arg: Arg, language: Language) -> Arg {
    let help = match BUILT_IN.iter().find(|(id, _)| arg.get_id() == id) {
        Some((_, help)) => Some((*help).to_owned()),
        None => arg.get_help().map(ToString::to_string),
    };
    let heading = match (language, arg.is_positional()) {
        (Language::Japanese, true) => "引数",
        (Language::Japanese, false) => "オプション",
        (Language::English, true) => "Arguments",
        (Language::English, false) => "Options",
    };
    let names = arg.get_value_names().unwrap_or_default();
    let known = |name: &str| VALUES.iter().find(|(english, _)| *english == name);
    let names: Option<Vec<&str>> = names.iter().map(|name| Some(known(name)?.1)).collect();
    let help = side(&help.unwrap_or_default(), language);
    let arg = arg
        .help(help.clone())
        .long_help(help)
        .help_heading(heading)
        // Columns are counted in characters, and Japanese ones are two cells wide.
        .next_line_help(language == Language::Japanese)
        .hide_default_value(true)
        .hide_possible_values(true);
    match names {
        Some(names) if language == Language::Japanese && !names.is_empty() => {
            arg.value_names(names)
        }
        _ => arg,
    }
}

/// The sentence in one of the two languages.
fn side(both: &str, language: Language) -> String {
    let (japanese, english) = both.split_once(BETWEEN).unwrap_or((both, both));
    let side = match language {
        Language::Japanese => japanese,
        Language::English => english,
    };
    // Lines of Japanese are joined without a space.
    side.trim().replace("、 ", "、")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that the help of a command and its subcommands says, with its place.
    fn sentences(command: &Command, language: Language) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let mut open = vec![command.clone()];
        while let Some(command) = open.pop() {
            let name = command.get_name().to_owned();
            let about = command.get_about().map(ToString::to_string);
            all.push((name.clone(), about.unwrap_or_default()));
            for arg in command.get_arguments() {
                let help = arg.get_help().map(ToString::to_string);
                let place = format!("{name} {} {language:?}", arg.get_id());
                all.push((place, help.unwrap_or_default()));
            }
            open.extend(command.get_subcommands().cloned());
        }
        all
    }

    fn is_japanese(text: &str) -> bool {
        text.chars().any(|c| ('ぁ'..='ヿ').contains(&c))
    }

    #[test]
    fn everything_is_said_in_the_language_of_the_reader() {
        for (place, sentence) in sentences(&command(Language::Japanese), Language::Japanese) {
            assert!(is_japanese(&sentence), "{place}: {sentence}");
            assert!(!sentence.contains(BETWEEN), "{place}: {sentence}");
        }
        for (place, sentence) in sentences(&command(Language::English), Language::English) {
            assert!(!sentence.is_empty(), "{place}");
            assert!(!is_japanese(&sentence), "{place}: {sentence}");
        }
    }

    #[test]
    fn usage_lines_name_what_they_take() {
        let line = usage("Usage: annai check [OPTIONS]\n", Language::Japanese);
        assert_eq!(line, "annai check [オプション]");
        let line = usage("Usage: annai new [OPTIONS] <DIR>", Language::English);
        assert_eq!(line, "annai new [OPTIONS] <DIR>");
    }
}
