//! Findings as lines of carets below the line that they are in.

use annai::diag::{Diagnostic, code};

/// A file without its lines of carets.
pub(crate) fn without(lines: &[String]) -> Vec<&str> {
    let lines = lines.iter().map(String::as_str);
    lines.filter(|line| code_of(line).is_none()).collect()
}

/// The code of a line of carets; `None` for any other line.
pub(crate) fn code_of(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(' ');
    let rest = match line.strip_prefix('|') {
        Some(rest) => rest,
        None => line.trim_start_matches('^'),
    };
    if rest.len() == line.len() {
        return None;
    }
    let more = |c: char| c.is_ascii_digit() || "+:".contains(c);
    let rest = rest.trim_start_matches(more).strip_prefix(' ')?;
    let name = rest.split([':', ' ']).next()?;
    code::ALL
        .iter()
        .any(|code| code.name() == name)
        .then_some(name)
}

/// The line of carets of a finding, and the line it is in, from 0. `text` is the file as it
/// was built.
pub(crate) fn draw(diagnostic: &Diagnostic, text: &[u8]) -> (usize, String) {
    let span = diagnostic.place.span;
    let (line, column) = position(text, span.start);
    let (last, end) = position(text, span.end);
    let indent = " ".repeat(column);
    let first_end = text[span.start..]
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(text.len(), |at| span.start + at);
    let carets = if span.start == span.end {
        "|".to_owned()
    } else if last == line {
        "^".repeat(end - column)
    } else {
        // So many lines on, and the column there.
        let width = characters(&text[span.start..first_end]).max(1);
        format!("{}+{}:{end}", "^".repeat(width), last - line)
    };
    (line, format!("{indent}{carets} {}", sentence(diagnostic)))
}

/// What a finding says, in English: `code: message — help`.
pub(crate) fn sentence(diagnostic: &Diagnostic) -> String {
    let code = diagnostic.code;
    let severity = if diagnostic.severity == code.severity() {
        String::new()
    } else {
        format!(" ({:?})", diagnostic.severity).to_lowercase()
    };
    let message = &diagnostic.message.english;
    let help = match &diagnostic.help {
        Some(help) => format!(" — {}", help.english),
        None => String::new(),
    };
    format!("{code}{severity}: {message}{help}").replace('\n', "⏎")
}

/// What a finding says in Japanese: `code: message — help`, and each label in a line of its own.
pub(crate) fn japanese(diagnostic: &Diagnostic) -> Vec<String> {
    let code = diagnostic.code;
    let help = match &diagnostic.help {
        Some(help) => format!(" — {}", help.japanese),
        None => String::new(),
    };
    let labels = diagnostic.labels.iter();
    let labels = labels.map(|label| format!("{code} (label): {}", label.text.japanese));
    let message = format!("{code}: {}{help}", diagnostic.message.japanese);
    let all = std::iter::once(message).chain(labels);
    all.map(|line| line.replace('\n', "⏎")).collect()
}

/// Line and column of a byte, both from 0. Lines end at `\n`: the block shows no other.
pub(crate) fn position(text: &[u8], at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line = before.iter().filter(|&&byte| byte == b'\n').count();
    let start = before.iter().rposition(|&byte| byte == b'\n');
    (
        line,
        characters(&before[start.map_or(0, |start| start + 1)..]),
    )
}

fn characters(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).chars().count()
}
