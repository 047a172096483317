//! How a file is opened when somebody points at it in the preview.

use super::reach;
use crate::cli::Exit;
use crate::cli::args;
use crate::cli::report::Reporter;
use crate::server::{Desk, Editor, Opening, Reach};
use annai::text;
use std::path::Path;

/// Editors with a window of their own, and how each is told a place. Of others nobody knows
/// whether they need a terminal, which the preview does not have.
const GRAPHICAL: &[(&str, &str)] = &[
    ("code", "-g {file}:{line}:{column}"),
    ("code-insiders", "-g {file}:{line}:{column}"),
    ("codium", "-g {file}:{line}:{column}"),
    ("cursor", "-g {file}:{line}:{column}"),
    ("gedit", "+{line}:{column} {file}"),
    ("gnome-text-editor", "+{line} {file}"),
    ("gvim", "+{line} {file}"),
    ("kate", "-l {line} -c {column} {file}"),
    ("mate", "-l {line}:{column} {file}"),
    ("mousepad", "-l {line} -c {column} {file}"),
    ("notepad++", "-n{line} -c{column} {file}"),
    ("subl", "{file}:{line}:{column}"),
    ("zed", "{file}:{line}:{column}"),
];

/// What the preview has to know of the desk it stands on.
///
/// # Errors
/// How the program has to end where `--editor` cannot be read; why has been told.
pub(super) fn desk(
    arguments: &args::Serve,
    root: &Path,
    reporter: &Reporter,
) -> Result<Desk, Exit> {
    let opening = match (&arguments.editor, reach(arguments.host)) {
        (_, Reach::Network) => Opening::Never,
        (Some(command), Reach::Loopback) => {
            let editor = Editor::parse(command).ok_or_else(|| {
                reporter.failure(&text!(
                    "--editor の値を読み取れません。--editor \"code -g {{file}}:{{line}}:{{column}}\" のように書いてください",
                    "`--editor` cannot be read; write it like --editor \"code -g {{file}}:{{line}}:{{column}}\""
                ));
                Exit::Usage
            })?;
            Opening::With(editor)
        }
        (None, Reach::Loopback) => environment().map_or(Opening::ByLink, Opening::With),
    };
    Ok(Desk {
        language: reporter.language(),
        root: root.to_owned(),
        opening,
    })
}

/// The editor of the environment, where it has a window.
#[expect(clippy::disallowed_methods, reason = "the environment is read in cli")]
fn environment() -> Option<Editor> {
    let set = ["VISUAL", "EDITOR"];
    let mut set = set.iter().filter_map(|name| std::env::var(name).ok());
    set.find_map(|command| graphical(&command))
}

/// The editor that a command such as `/usr/bin/code --wait` starts.
fn graphical(command: &str) -> Option<Editor> {
    let program = command.split(' ').next()?;
    let name = program.rsplit(['/', '\\']).next()?;
    let ends = [".exe", ".cmd"];
    let bare = ends.iter().find_map(|end| name.strip_suffix(end));
    let name = bare.unwrap_or(name);
    let (_, place) = GRAPHICAL.iter().find(|(known, _)| *known == name)?;
    Editor::parse(&format!("{program} {place}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_editors_with_a_window_are_started() {
        let code = Editor::parse("/usr/bin/code -g {file}:{line}:{column}");
        assert_eq!(graphical("/usr/bin/code --wait"), code);
        let script = Editor::parse("code.cmd -g {file}:{line}:{column}");
        assert_eq!(graphical("code.cmd --wait"), script);
        for other in ["", "vi", "nano", "emacs -nw", "/opt/code/vi"] {
            assert_eq!(graphical(other), None, "{other}");
        }
    }
}
