//! Which files may be published beside the pages: an allow-list of endings, each with a look at
//! what the file holds. Everything else is refused, with what to do about it.
//!
//! A host tells browsers by the ending what a file is, and some hosts tell nothing; then browsers
//! look at its first bytes (WHATWG MIME Sniffing). So the ending has to be known, and what it
//! says has to be true.

mod archive;
mod findings;
mod kinds;
mod names;

pub use self::findings::refused_ending;
pub use self::names::is_unfinished;

use self::kinds::Kind;
use self::names::Named;
use crate::diag::Diagnostic;
use crate::picture::{self, Content, Format};
use crate::source::Source;

/// The folder of what is asked for without any link (RFC 8615).
const WELL_KNOWN: &str = "content/.well-known/";

/// The type that a host gives to a file of that name (IANA Media Types); none for one that is
/// only let in, and is to be saved and not shown.
pub fn media_type(name: &str) -> Option<&'static str> {
    kinds::of_ending(ending(name)?).map(|kind| kind.media_type)
}

/// Whether files with that ending, without its dot, are published without being let in.
pub fn is_known(ending: &str) -> bool {
    kinds::of_ending(ending).is_some()
}

/// The finding for a file that has no place beside pages, whoever leads to it: it would run as a
/// program, steer the host, or give away a secret.
pub fn forbidden(source: &Source, let_in: &[String]) -> Option<Diagnostic> {
    match Named::of(source, let_in) {
        Named::Steering => Some(findings::steering(source.id())),
        Named::Active(ending) => Some(findings::active(source.id(), &ending)),
        Named::Secret => Some(findings::secret(source.id())),
        Named::Dump => Some(findings::dump(source.id())),
        Named::Macros(_)
        | Named::Unfinished
        | Named::Unshown(_)
        | Named::Known(_)
        | Named::LetIn
        | Named::WellKnown
        | Named::Nothing
        | Named::Unknown(_) => None,
    }
}

/// Whether no file with such a name is published.
pub fn is_refused_by_name(source: &Source, let_in: &[String]) -> bool {
    !matches!(
        Named::of(source, let_in),
        Named::Known(_) | Named::LetIn | Named::WellKnown
    )
}

/// The finding for a file that somebody leads to and that cannot be published. What is wrong with
/// a picture is for those who show it to find out.
pub fn refused(source: &Source, let_in: &[String]) -> Option<Diagnostic> {
    let id = source.id();
    match Named::of(source, let_in) {
        Named::Steering | Named::Active(_) | Named::Secret | Named::Dump => {
            forbidden(source, let_in)
        }
        Named::Macros(plain) => Some(findings::macros(id, Some(plain))),
        Named::Unfinished => Some(findings::unfinished(id)),
        Named::Unshown(ending) => Some(findings::unshown(id, &ending)),
        Named::Nothing => Some(findings::nothing(id, source.bytes())),
        Named::Unknown(ending) => Some(findings::unknown(id, &ending, let_in)),
        Named::Known(kind) => misheld(source, kind),
        Named::LetIn | Named::WellKnown => unlooked(source),
    }
}

/// Whether a file has the name of a picture and holds something that browsers might take for a
/// page or a program where a host does not say that it is a picture.
pub fn is_disguised(name: &str, content: Content) -> bool {
    match (Format::of_name(name), content) {
        (None, _) => false,
        (Some(named), Content::Shown(held)) => (named == Format::Svg) != (held == Format::Svg),
        (Some(_), _) => true,
    }
}

/// The finding for a file that does not hold what its ending says.
fn misheld(source: &Source, kind: &'static Kind) -> Option<Diagnostic> {
    let bytes = source.bytes();
    match (kind.look)(bytes) {
        kinds::Look::Right if holds_key(bytes) => Some(findings::secret(source.id())),
        kinds::Look::Right => None,
        kinds::Look::Macros => Some(findings::macros(source.id(), None)),
        kinds::Look::Markup => Some(findings::markup(source.id())),
        kinds::Look::Wrong => Some(findings::misheld(
            source.id(),
            kind,
            picture::content(bytes),
        )),
    }
}

/// The finding for a file of which nobody knows what it should hold.
fn unlooked(source: &Source) -> Option<Diagnostic> {
    let bytes = source.bytes();
    if holds_key(bytes) {
        return Some(findings::secret(source.id()));
    }
    if kinds::begins_like_markup(bytes) {
        return Some(findings::markup(source.id()));
    }
    // Photos hold the place where they were taken, and only in some formats it is taken out.
    match picture::content(bytes) {
        Content::Unshown(format) => Some(findings::unshown(source.id(), format)),
        _ => None,
    }
}

/// Whether a text begins with a private key (RFC 7468, 10 and 11; PuTTY).
fn holds_key(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let has = |mark: &[u8]| head.windows(mark.len()).any(|part| part == mark);
    has(b"PRIVATE KEY-----")
        || has(b"PRIVATE KEY BLOCK-----")
        || head.starts_with(b"PuTTY-User-Key")
}

/// The ending of a name, without its dot; none where there is nothing before or behind the dot.
fn ending(name: &str) -> Option<&str> {
    let name = name.rsplit('/').next()?;
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.is_empty() && !ending.is_empty()).then_some(ending)
}

#[cfg(test)]
mod tests;
