//! Standard output and standard error. Everything that annai says passes here, and only what is
//! [`Escaped`] can: nothing of a site is obeyed by a terminal.

#![expect(
    clippy::disallowed_methods,
    reason = "the two streams are written here, and COLUMNS is read"
)]

use annai::diag::print::Escaped;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, IsTerminal as _, Write};
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};
use terminal_size::terminal_size_of;

/// How many cells a line has where no terminal tells.
const USUAL_WIDTH: usize = 80;

/// In fewer cells excerpts cannot be read, in more the eye does not find the next line.
const WIDTHS: RangeInclusive<usize> = 60..=120;

/// Goes to the beginning of the line and erases it (ECMA-48, 8.3.41).
const ERASE_LINE: &str = "\r\x1b[K";

/// Where something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    /// What was asked for.
    Output,
    /// What comes beside it.
    Error,
}

impl Stream {
    /// Whether a person looks at it.
    pub(super) fn is_terminal(self) -> bool {
        match self {
            Self::Output => io::stdout().is_terminal(),
            Self::Error => io::stderr().is_terminal(),
        }
    }

    /// How many cells a line of findings may have: those of the terminal within reason, and the
    /// same everywhere for a file or a pipe.
    pub(super) fn width(self) -> usize {
        if !self.is_terminal() {
            return USUAL_WIDTH;
        }
        let size = match self {
            Self::Output => terminal_size_of(io::stdout()),
            Self::Error => terminal_size_of(io::stderr()),
        };
        let columns = std::env::var("COLUMNS").ok();
        let told = columns.and_then(|columns| columns.parse().ok());
        let seen = size.map(|(width, _)| usize::from(width.0));
        let width = told.or(seen).unwrap_or(USUAL_WIDTH);
        width.clamp(*WIDTHS.start(), *WIDTHS.end())
    }
}

/// Both streams. Clones are the same ones.
#[derive(Clone, Default)]
pub(super) struct Terminal {
    /// Why the result did not arrive, if so.
    lost: Arc<OnceLock<io::Error>>,
}

impl Terminal {
    /// Says something.
    pub(super) fn write(&self, text: &Escaped, stream: Stream) {
        self.put(text.as_str(), stream);
    }

    /// Writes a document byte for byte to a file or a pipe, for a program; to a terminal like
    /// all else.
    pub(super) fn write_exactly(&self, text: &str) {
        if Stream::Output.is_terminal() {
            self.write(&Escaped::of(text), Stream::Output);
        } else {
            self.put(text, Stream::Output);
        }
    }

    /// Says something in place of the last line of standard error.
    pub(super) fn replace_line(&self, text: &Escaped) {
        self.put(ERASE_LINE, Stream::Error);
        self.write(text, Stream::Error);
    }

    /// Why what was asked for did not arrive, if so.
    pub(super) fn failure(&self) -> Option<&io::Error> {
        self.lost.get()
    }

    /// Has panics told like all else: their messages may quote what a page says.
    pub(super) fn catch_panics(&self) {
        let terminal = self.clone();
        std::panic::set_hook(Box::new(move |panic| {
            let trace = Backtrace::capture();
            let text = match trace.status() {
                BacktraceStatus::Captured => format!("{panic}\n{trace}\n"),
                _ => format!("{panic}\n"),
            };
            terminal.write(&Escaped::of(&text), Stream::Error);
        }));
    }

    /// A closed pipe is no failure of ours: who reads has seen enough. That standard error cannot
    /// be written can be told to nobody.
    fn put(&self, text: &str, stream: Stream) {
        let written = match stream {
            Stream::Output => put(text, &mut io::stdout().lock()),
            Stream::Error => put(text, &mut io::stderr().lock()),
        };
        if let Err(error) = written
            && stream == Stream::Output
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            let _ = self.lost.set(error);
        }
    }
}

/// Writes at once: what waits for a line end would be lost without a word.
fn put(text: &str, stream: &mut impl Write) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}
