//! What went wrong in a template, as a finding with its place there.

use super::limits;
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::source::{LineIndex, SourceId, Span};
use tera::{Error, ErrorKind, Tera};

/// The finding for a mistake in the syntax of one template; `None` where there is none. What
/// other templates have to say about it comes when all are loaded.
pub(super) fn syntax(name: &str, text: &str, folder: &str) -> Option<Diagnostic> {
    let error = Tera::default().add_raw_template(name, text).err()?;
    matches!(error.kind(), ErrorKind::SyntaxError(report) if !about_others(report.message()))
        .then(|| diagnostic(&error, name, folder))
}

/// Whether a message is about a template or component that is not loaded yet.
fn about_others(message: &str) -> bool {
    ["include", "component", "template"]
        .iter()
        .any(|word| message.to_ascii_lowercase().contains(word))
}

/// The finding for an error; `template` is what was rendered, where the error does not say.
pub(super) fn diagnostic(error: &Error, template: &str, folder: &str) -> Diagnostic {
    let source = |name: &str| SourceId::new(format!("{folder}templates/{name}"));
    let (place, detail) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let name = match report.filename() {
                "" => template,
                name => name,
            };
            let span = Span::from(report.span().range.clone());
            (Place::new(&source(name), span), report.message().to_owned())
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            (Place::file(&source(tpl)), error.to_string())
        }
        ErrorKind::MissingParent { current, .. } => {
            (Place::file(&source(current)), error.to_string())
        }
        _ => (Place::file(&source(template)), error.to_string()),
    };
    told(place, &detail)
}

/// The findings for an error about several templates together. For what one template wants of
/// another, the engine hands out only a text, with its places written into it.
pub(super) fn diagnostics(
    error: &Error,
    templates: &[(&str, &str)],
    folder: &str,
) -> Vec<Diagnostic> {
    let ErrorKind::Msg(report) = error.kind() else {
        return vec![diagnostic(error, "", folder)];
    };
    let found: Vec<Diagnostic> = report
        .split("error: ")
        .filter_map(|part| placed(part, templates, folder))
        .collect();
    if found.is_empty() {
        return vec![diagnostic(error, "", folder)];
    }
    found
}

/// Reads a message whose second line is ` --> NAME:LINE:COLUMN`, with as many `^` below the
/// source line as the place is long.
fn placed(part: &str, templates: &[(&str, &str)], folder: &str) -> Option<Diagnostic> {
    let mut lines = part.lines();
    let message = lines.next()?;
    let place = lines.next()?.trim().strip_prefix("--> ")?;
    let (place, column) = place.rsplit_once(':')?;
    let (name, line) = place.rsplit_once(':')?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let (_, text) = templates.iter().find(|(known, _)| *known == name)?;
    let line = LineIndex::new(text).line(line);
    let before: usize = line
        .slice(text)
        .chars()
        .take(column.saturating_sub(1))
        .map(char::len_utf8)
        .sum();
    let start = line.start + before;
    let length: usize = text[start..line.end]
        .chars()
        .take(lines.map(|line| line.matches('^').count()).max()?)
        .map(char::len_utf8)
        .sum();
    let source = SourceId::new(format!("{folder}templates/{name}"));
    let place = Place::new(&source, Span::new(start, start + length));
    Some(told(place, message))
}

/// The finding for what the engine says.
fn told(place: Place, detail: &str) -> Diagnostic {
    let said = || text!("{detail}", "{detail}");
    finding(place, &limits::exceeded(detail).unwrap_or_else(said))
}

pub(super) fn finding(place: Place, detail: &Text) -> Diagnostic {
    let Text { japanese, english } = detail;
    Diagnostic::new(
        code::TEMPLATE_ERROR,
        place,
        text!(
            "テンプレートに誤りがあります: {japanese}",
            "mistake in a template: {english}"
        ),
    )
    .help(text!(
        "デザインの担当者に、この表示を添えてお知らせください。文章の誤りではありません",
        "show this to whoever keeps the theme; it is no mistake of the text"
    ))
}
