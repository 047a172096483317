//! What went wrong in a template, as a finding with its place there.

use crate::diag::{Diagnostic, Place, code, text};
use crate::source::{SourceId, Span};
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
    Diagnostic::new(
        code::TEMPLATE_ERROR,
        place,
        text!(
            "テンプレートの誤りです: {detail}",
            "mistake in a template: {detail}"
        ),
    )
}
