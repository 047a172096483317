//! Opens a file of the site in the user's editor: only a file that is one of the sources now,
//! only for our own pages, and only where nobody else can reach the server.

use super::Shared;
use super::answer::{finish, origin, refused};
use super::door::Known;
use annai::language::Language;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::{io, thread};

/// What the window has to know of the desk that it stands on.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    /// The language that its user reads.
    pub(crate) language: Language,
    /// The folder of the site.
    pub(crate) root: PathBuf,
    /// How a file is opened.
    pub(crate) opening: Opening,
}

/// How a file is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// By starting a program.
    With(Editor),
    /// By a link that an editor has registered for.
    ByLink,
    /// Not at all: others can reach the server, and nothing shall start here on their word.
    Never,
}

/// An editor, as a command line with places for `{file}`, `{line}` and `{column}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Editor {
    program: String,
    arguments: Vec<String>,
}

impl Editor {
    /// Reads a command line. Words are separated by spaces; quotation marks hold one together.
    /// Where nothing says where the file goes, it goes to the end. Nothing where there is no
    /// word, or a quotation mark has no partner.
    pub(crate) fn parse(command: &str) -> Option<Self> {
        let mut words = words(command)?.into_iter();
        let program = words.next()?;
        let mut arguments: Vec<String> = words.collect();
        if !arguments.iter().any(|word| word.contains("{file}")) {
            arguments.push("{file}".to_owned());
        }
        Some(Self { program, arguments })
    }

    /// The words after the program for a place in a file. No shell reads them: whatever the name
    /// holds, it is a part of one word.
    fn arguments(&self, file: &str, line: usize, column: usize) -> Vec<String> {
        let (line, column) = (line.to_string(), column.to_string());
        let filled = self.arguments.iter().map(|word| {
            // The name comes last: it may hold what looks like one of the places.
            let word = word.replace("{line}", &line).replace("{column}", &column);
            word.replace("{file}", file)
        });
        filled.collect()
    }

    /// Starts the editor, and does not wait for its end.
    fn open(&self, file: &Path, line: usize, column: usize) -> io::Result<()> {
        let file = file.to_str().ok_or(io::ErrorKind::InvalidInput)?;
        let arguments = self.arguments(file, line, column);
        let start = |program: &String| {
            Command::new(program)
                .args(&arguments)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
        };
        let mut child = first_found(&programs(&self.program, cfg!(windows)), start)?;
        // Somebody has to take note of its end, or the system keeps a record of it.
        thread::spawn(move || child.wait());
        Ok(())
    }
}

/// What a program may be called on the disk. Windows looks for `NAME.exe` by itself, and for
/// nothing else, while some editors are started by a script.
fn programs(program: &str, is_windows: bool) -> Vec<String> {
    let mut programs = vec![program.to_owned()];
    let lower = program.to_ascii_lowercase();
    let ends = [".exe", ".com", ".cmd", ".bat"];
    if is_windows && !ends.iter().any(|end| lower.ends_with(end)) {
        programs.push(format!("{program}.cmd"));
    }
    programs
}

/// Starts the first of some programs that is there.
fn first_found<T>(programs: &[String], start: impl Fn(&String) -> io::Result<T>) -> io::Result<T> {
    let mut missing = io::ErrorKind::NotFound.into();
    for program in programs {
        match start(program) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => missing = error,
            started => return started,
        }
    }
    Err(missing)
}

/// The words of a command line.
fn words(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in command.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (Some(_) | None, _) => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// Which place is to be opened.
#[derive(Deserialize)]
pub(super) struct Wanted {
    file: String,
    line: usize,
    column: usize,
}

/// Opens a file.
pub(super) async fn open(
    State(shared): State<Arc<Shared>>,
    _: Known,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    let Opening::With(editor) = &shared.desk.opening else {
        return refused();
    };
    if !origin(&headers).is_script() {
        return refused();
    }
    // The name is only ever compared; the path is made from that of the source.
    let generation = shared.generation();
    let Some(source) = generation.snapshot.get(&wanted.file) else {
        return finish(StatusCode::NOT_FOUND.into_response(), 0);
    };
    let path = shared.desk.root.join(source.id().as_str());
    let status = match editor.open(&path, wanted.line, wanted.column) {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::BAD_GATEWAY,
    };
    finish(status.into_response(), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(template: &str, file: &str) -> Vec<String> {
        let editor = Editor::parse(template).unwrap();
        let arguments = editor.arguments(file, 3, 9).into_iter();
        std::iter::once(editor.program).chain(arguments).collect()
    }

    #[test]
    fn a_place_is_filled_into_the_words_of_the_command() {
        assert_eq!(
            command("code -g {file}:{line}:{column}", "/site/a b.md"),
            ["code", "-g", "/site/a b.md:3:9"]
        );
        assert_eq!(command("gedit +{line}", "/a.md"), ["gedit", "+3", "/a.md"]);
        assert_eq!(
            command(r#""C:\Program Files\e.exe" '{file}' """#, "/a.md"),
            [r"C:\Program Files\e.exe", "/a.md", ""]
        );
    }

    #[test]
    fn a_name_stays_one_word_whatever_it_holds() {
        let name = "/site/'; rm -rf $(x) {line} \".md";
        assert_eq!(command("e {file}", name), ["e", name]);
    }

    #[test]
    fn on_windows_an_editor_may_be_a_script() {
        let windows = |program| programs(program, true);
        assert_eq!(windows("code"), ["code", "code.cmd"]);
        assert_eq!(
            windows(r"C:\a.b\code"),
            [r"C:\a.b\code", r"C:\a.b\code.cmd"]
        );
        for program in ["code.exe", "Code.EXE", "code.cmd", "code.bat"] {
            assert_eq!(windows(program), [program]);
        }
        assert_eq!(programs("code", false), ["code"]);
    }

    #[test]
    fn what_is_not_there_is_followed_by_the_next_name_and_any_other_failure_by_none() {
        let start = |present: &'static str, kind: io::ErrorKind| {
            first_found(&programs("code", true), move |program| match program {
                program if program == present => Ok(program.clone()),
                _ => Err(kind.into()),
            })
        };
        let kind = |started: io::Result<String>| started.unwrap_err().kind();
        let (missing, denied) = (io::ErrorKind::NotFound, io::ErrorKind::PermissionDenied);
        assert_eq!(start("code", missing).unwrap(), "code");
        assert_eq!(start("code.cmd", missing).unwrap(), "code.cmd");
        assert_eq!(kind(start("code.cmd", denied)), denied);
        assert_eq!(kind(start("vi", missing)), missing);
    }

    #[test]
    fn half_a_command_is_none() {
        assert_eq!(Editor::parse(""), None);
        assert_eq!(Editor::parse("  "), None);
        assert_eq!(Editor::parse("code \"{file}"), None);
    }
}
