//! The real program as a child.

use std::process::Command;

/// The program, with nothing of the environment that could change what it says.
pub(crate) fn annai() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annai"));
    for name in [
        "LANG",
        "LC_ALL",
        "LC_MESSAGES",
        "NO_COLOR",
        "SOURCE_DATE_EPOCH",
    ] {
        command.env_remove(name);
    }
    command
}
