//! Opens a file of the site in the user's editor: only a file that is one of the sources now,
//! only for our own pages, and only where nobody else can reach the server.

use super::Shared;
use super::answer::{finish, refused};
use super::door::Known;
use annai::language::Language;
use axum::extract::{Query, State};
use axum::http::StatusCode;
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

    /// The command line for a place in a file. No shell reads it: whatever the name holds, it
    /// is a part of one word.
    fn command(&self, file: &str, line: usize, column: usize) -> Vec<String> {
        let (line, column) = (line.to_string(), column.to_string());
        let filled = self.arguments.iter().map(|word| {
            // The name comes last: it may hold what looks like one of the places.
            let word = word.replace("{line}", &line).replace("{column}", &column);
            word.replace("{file}", file)
        });
        std::iter::once(self.program.clone())
            .chain(filled)
            .collect()
    }

    /// Starts the editor, and does not wait for its end.
    fn open(&self, file: &Path, line: usize, column: usize) -> io::Result<()> {
        let file = file.to_str().ok_or(io::ErrorKind::InvalidInput)?;
        let command = self.command(file, line, column);
        let mut child = Command::new(&self.program)
            .args(&command[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        // Somebody has to take note of its end, or the system keeps a record of it.
        thread::spawn(move || child.wait());
        Ok(())
    }
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
    Query(wanted): Query<Wanted>,
) -> Response {
    let Opening::With(editor) = &shared.desk.opening else {
        return refused();
    };
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
        Editor::parse(template).unwrap().command(file, 3, 9)
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
    fn half_a_command_is_none() {
        assert_eq!(Editor::parse(""), None);
        assert_eq!(Editor::parse("  "), None);
        assert_eq!(Editor::parse("code \"{file}"), None);
    }
}
