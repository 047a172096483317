//! The program: reads the command line, calls the library, shows what came of it.

#![warn(clippy::print_stderr, clippy::print_stdout)]

mod cli;
mod server;

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cli::run(std::env::args_os()).code())
}
