//! Where a link leads.

use super::address::{Addresses, nfc};
use super::print::Printed;
use super::{FileId, HiddenId, PageId, RefusedId, Resource, translation};
use crate::content::{Document, Piece};
use crate::language::Language;
use crate::literal::{self, Added};
use crate::near::near_misses;
use crate::path::{UrlPath, canonical, decoded};
use crate::picture;
use crate::source::{SourceId, Span};
use std::sync::Arc;

/// Where a link leads, or why it does not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// To a page, or to a part of one.
    Page {
        /// The page.
        page: PageId,
        /// The id of the part.
        fragment: Option<String>,
    },
    /// To a file of the site, or to a part of one.
    File {
        /// The file.
        file: FileId,
        /// What browsers are told to show of it: `page=12`, `t=90`.
        fragment: Option<String>,
    },
    /// To a part of the page it stands on.
    Here(String),
    /// To somewhere else: a web site, mail, telephone.
    Outside(String),
    /// To nothing: `#`, or no target at all.
    Placeholder,
    /// To something that must not be a link.
    Unsafe(String),
    /// To a page that is not shown.
    Hidden(HiddenId),
    /// To a file that is there and cannot be published.
    Refused(RefusedId),
    /// A picture that is no picture of the site; where it is another file, which.
    NoPicture(Option<FileId>),
    /// A picture whose file is not there.
    MissingPicture {
        /// What was looked for.
        wanted: String,
        /// Pictures that may have been meant, as they would have to be typed.
        near: Vec<String>,
    },
    /// To a file that is not there.
    Broken {
        /// What was looked for.
        wanted: String,
        /// What may have been meant, as it would have to be typed.
        near: Vec<String>,
    },
}

impl Target {
    /// Whether it leads anywhere.
    pub const fn leads(&self) -> bool {
        match self {
            Self::Page { .. } | Self::File { .. } | Self::Here(_) | Self::Outside(_) => true,
            Self::Placeholder
            | Self::Unsafe(_)
            | Self::Hidden(_)
            | Self::Refused(_)
            | Self::NoPicture(_)
            | Self::MissingPicture { .. }
            | Self::Broken { .. } => false,
        }
    }
}

/// Where the links of a document lead, in the order of their places. One with a fact that
/// could not be printed is left out: it has been reported.
pub(super) fn targets(
    document: &Document,
    language: Language,
    addresses: &Addresses,
    printed: impl Fn(Span) -> Option<Arc<Printed>>,
) -> Vec<(Span, Target)> {
    let text = |piece: &Piece| match piece {
        Piece::Words(words) => Some(words.text.clone()),
        Piece::Fact(reference) => printed(reference.span).map(|fact| fact.text()),
    };
    let mut targets = Vec::with_capacity(document.mentions.links.len());
    for mention in &document.mentions.links {
        let typed: Option<String> = mention.target.iter().map(text).collect();
        let Some(typed) = typed else { continue };
        let target = if mention.is_image {
            resolve_picture(&typed, &document.source, language, addresses)
        } else {
            resolve(&typed, &document.source, language, addresses)
        };
        targets.push((mention.span, target));
    }
    targets.sort_by_key(|(span, _)| *span);
    targets
}

/// Reads `target`, which stands in the file `from`. Who names a page means what it says in the
/// `language` of that file, where it says it in that.
pub(super) fn resolve(
    target: &str,
    from: &SourceId,
    language: Language,
    addresses: &Addresses,
) -> Target {
    let target = target.trim();
    if target.is_empty() || target == "#" {
        return Target::Placeholder;
    }
    if let Some(id) = target.strip_prefix('#') {
        return Target::Here(nfc(id));
    }
    let (path, fragment) = match target.split_once('#') {
        Some((path, fragment)) => (path, Some(nfc(fragment)).filter(|id| !id.is_empty())),
        None => (target, None),
    };
    if let Some(outside) = outside(target) {
        let refused = || refused(path, from, addresses);
        return match outside {
            Target::Unsafe(_) => refused().map_or(outside, Target::Refused),
            outside => outside,
        };
    }
    match find(path, from, addresses) {
        Some(Resource::Page(page)) => Target::Page {
            page: translation::in_language(&addresses.pages, page, language),
            fragment,
        },
        Some(Resource::File(file)) => Target::File { file, fragment },
        Some(Resource::Hidden(page)) => Target::Hidden(page),
        None => match refused(path, from, addresses) {
            Some(refused) => Target::Refused(refused),
            None => Target::Broken {
                near: near(path, from, &addresses.by_source.keys().collect::<Vec<_>>()),
                wanted: path.to_owned(),
            },
        },
    }
}

/// Reads `target` as that of a picture in the file `from`: only files of the site can be shown.
pub(super) fn resolve_picture(
    target: &str,
    from: &SourceId,
    language: Language,
    addresses: &Addresses,
) -> Target {
    match resolve(target, from, language, addresses) {
        Target::Page { .. } | Target::Here(_) | Target::Outside(_) | Target::Hidden(_) => {
            Target::NoPicture(None)
        }
        Target::File { file, .. } if !is_picture(addresses, file) => Target::NoPicture(Some(file)),
        Target::Broken { wanted, .. } => {
            let known = addresses.by_source.iter();
            let pictures = known.filter(|(_, resource)| match resource {
                Resource::File(file) => is_picture(addresses, *file),
                Resource::Page(_) | Resource::Hidden(_) => false,
            });
            let pictures: Vec<&String> = pictures.map(|(path, _)| path).collect();
            Target::MissingPicture {
                near: near(&wanted, from, &pictures),
                wanted,
            }
        }
        target => target,
    }
}

fn is_picture(addresses: &Addresses, file: FileId) -> bool {
    picture::is_shown(addresses.files[file.0].source.id().as_str())
}

/// A target with a scheme, or one that a browser would take for one. The schemes that may
/// stand in a link are few: all others could run a program or hide where they lead.
fn outside(target: &str) -> Option<Target> {
    let refused = || Some(Target::Unsafe(target.to_owned()));
    if let Some(telephone) = with_extension(target) {
        return Some(Target::Outside(telephone));
    }
    let hidden = |c: char| c.is_control() || c.is_whitespace();
    if target.starts_with("//") || target.contains('\\') || target.chars().any(hidden) {
        return refused();
    }
    let end = target.find([':', '/', '?', '#'])?;
    if !target[end..].starts_with(':') {
        return None;
    }
    let scheme = target[..end].to_ascii_lowercase();
    let rest = &target[end + 1..];
    match scheme.as_str() {
        "http" | "https" if crate::path::is_web_address(&format!("{scheme}:{rest}")) => {
            Some(Target::Outside(target.to_owned()))
        }
        "mailto" if !rest.is_empty() => Some(Target::Outside(target.to_owned())),
        "tel" if rest.chars().any(|c| c.is_ascii_digit()) => {
            // RFC 3966 allows hyphens; without them every telephone takes it.
            let number = rest.replace('-', "").replace('#', "%23");
            Some(Target::Outside(format!("tel:{number}")))
        }
        _ => refused(),
    }
}

/// A telephone with an extension, as facts print it and as RFC 3966 writes it.
fn with_extension(target: &str) -> Option<String> {
    let number = target.strip_prefix("tel:")?;
    let [phone] = &literal::read(number)[..] else {
        return None;
    };
    let addition = phone.addition.as_ref()?;
    let Added::Extension(extension) = &addition.value else {
        return None;
    };
    let number = phone.span.slice(number).replace('-', "");
    Some(format!("tel:{number};ext={extension}"))
}

fn find(path: &str, from: &SourceId, addresses: &Addresses) -> Option<Resource> {
    if path.starts_with('/') {
        let url = UrlPath::parse(path).ok()?;
        let key = canonical(url.as_str());
        return addresses.by_address.get(&key).copied();
    }
    let path = joined(from, path)?;
    let index = format!("{}/index.md", path.trim_end_matches('/'));
    [path, index]
        .iter()
        .find_map(|path| addresses.by_source.get(&nfc(path)).copied())
}

/// The file that `path` names, where it is there and only its name or what is in it is not as it
/// must be: that it is not there would not be true.
fn refused(path: &str, from: &SourceId, addresses: &Addresses) -> Option<RefusedId> {
    let path = decoded(path)?;
    let path = match path.strip_prefix('/') {
        Some(below) => format!("content/{below}"),
        None => joined(from, &path)?,
    };
    addresses.refused(&path)
}

/// The file of the site that a name typed in `from` leads to.
pub(super) fn file(path: &str, from: &SourceId, addresses: &Addresses) -> Option<FileId> {
    match find(path, from, addresses) {
        Some(Resource::File(file)) => Some(file),
        Some(Resource::Page(_) | Resource::Hidden(_)) | None => None,
    }
}

/// The path below the root of the site that `path` names from where `from` stands. `None`
/// where it leaves `content/`.
fn joined(from: &SourceId, path: &str) -> Option<String> {
    let folder = from
        .as_str()
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.len() <= 1 => return None,
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Those of the files `known` whose names are near to that of `path`, as one would type them in
/// `from`.
fn near(path: &str, from: &SourceId, known: &[&String]) -> Vec<String> {
    let wanted = joined(from, path).unwrap_or_else(|| path.to_owned());
    let with_ending = format!("{wanted}.md");
    let known = || known.iter().map(|path| path.as_str());
    if known().any(|known| known == with_ending) {
        return vec![relative(from, &with_ending)];
    }
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let same_name: Vec<&str> = known()
        .filter(|known| name(known) == name(&wanted) && name(&wanted) != "index.md")
        .collect();
    let mut near = if same_name.is_empty() {
        near_misses(&wanted, known())
    } else {
        same_name
    };
    near.truncate(3);
    near.into_iter().map(|path| relative(from, path)).collect()
}

/// `path` as it would have to be typed in the file `from`.
fn relative(from: &SourceId, path: &str) -> String {
    let mut from: Vec<&str> = from.as_str().split('/').collect();
    from.pop();
    let to: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = vec![".."; from.len() - shared];
    [&up[..], &to[shared..]].concat().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_few_schemes_are_links() {
        let unsafe_ones = [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:x",
            "data:text/html,x",
            "vbscript:x",
            "//evil.jp",
            "\\\\evil.jp",
            "https:/evil.jp",
            "https://bank@evil.jp",
            "file:///etc/passwd",
            "x:y",
            "tel:",
            "mailto:",
            "http://[::1",
        ];
        for target in unsafe_ones {
            assert!(
                matches!(outside(target), Some(Target::Unsafe(_))),
                "{target}"
            );
        }
        for target in [
            "https://example.jp/a#b",
            "mailto:a@example.jp",
            "tel:0120-584-708",
        ] {
            assert!(
                matches!(outside(target), Some(Target::Outside(_))),
                "{target}"
            );
        }
        for target in ["../a.md", "a.md#b:c", "/faq/", "a?b:c"] {
            assert_eq!(outside(target), None, "{target}");
        }
    }

    #[test]
    fn paths_are_joined_and_never_leave_the_site() {
        let from = SourceId::new("content/faq/a.md");
        assert_eq!(
            joined(&from, "../contact/index.md").as_deref(),
            Some("content/contact/index.md")
        );
        assert_eq!(
            joined(&from, "./b.svg").as_deref(),
            Some("content/faq/b.svg")
        );
        assert_eq!(joined(&from, "../../../etc/passwd"), None);
        assert_eq!(
            relative(&from, "content/contact/index.md"),
            "../contact/index.md"
        );
    }
}
