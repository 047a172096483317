//! `files` in `[site]`: the endings of further files that may be published.

use crate::diag::{Diagnostic, code, text};
use crate::file_type;
use crate::value::{Reader, Spanned};

/// Reads the list. The endings that it gives have no dot.
pub(super) fn read(site: &mut Reader<'_, '_>) -> Vec<String> {
    let typed = site.list::<String>("files").into_iter();
    typed.filter_map(|one| ending(site, &one)).collect()
}

fn ending(site: &mut Reader<'_, '_>, typed: &Spanned<String>) -> Option<String> {
    let written = &typed.value;
    let ending = meant(written);
    if let Some(refused) = file_type::refused_ending(&ending) {
        let help = text!(
            "files から「{written}」を消してください",
            "take `{written}` out of `files`"
        );
        site.invalid(typed.span, refused, help);
        return None;
    }
    let is_plain = is_plain(&ending);
    if is_plain && *written == format!(".{ending}") {
        return Some(ending);
    }
    let finding = Diagnostic::new(
        code::INVALID_VALUE,
        site.place(typed.span),
        text!(
            "「{written}」は拡張子として正しくありません",
            "`{written}` is not the ending of a name"
        ),
    );
    site.report(if is_plain {
        let right = format!("\".{ending}\"");
        let help = text!("「{right}」と書いてください", "write `{right}`");
        finding.help(help).suggest(right)
    } else {
        finding.help(text!(
            "「\".xyz\"」のように、点と半角の英小文字・数字で書いてください",
            "write it like `\".xyz\"`: a dot, then small letters and digits"
        ))
    });
    None
}

/// The ending that somebody means: of `*.XYZ`, of a name, and of `.tar.gz` the last part.
fn meant(written: &str) -> String {
    let narrow = crate::width::narrowed(written.trim())
        .replace('。', ".")
        .to_ascii_lowercase();
    let last = narrow.rsplit('.').next().unwrap_or_default();
    last.to_owned()
}

fn is_plain(ending: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (1..=16).contains(&ending.len()) && ending.chars().all(is_plain)
}
