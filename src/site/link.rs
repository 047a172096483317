//! Where a link leads.

use super::address::{Addresses, nfc};
use super::nearby::{INDEX, Nearby};
use super::print::Printed;
use super::{FileId, HiddenId, PageId, RefusedId, Resource, translation};
use crate::content::{Document, Piece};
use crate::host;
use crate::language::Language;
use crate::literal::{self, Added};
use crate::path::{UrlPath, decoded, harmless_mail};
use crate::picture;
use crate::source::{SourceId, Span};
use std::borrow::Cow;
use std::sync::Arc;

/// So many files are offered for one that is not there.
const MAX_OFFERED: usize = 3;

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
    /// To the machine of whoever typed it, where the preview of the site is.
    Preview {
        /// The address.
        address: String,
        /// The page of the site that it shows there, as it would have to be typed.
        near: Option<String>,
    },
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
            | Self::Preview { .. }
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
        return Target::Here(id_of(id));
    }
    let (path, fragment) = match target.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment).filter(|id| !id.is_empty())),
        None => (target, None),
    };
    if let Some(own) = own_path(path, addresses) {
        if let Some(found) = find_address(own, addresses) {
            return leading_to(found, fragment, language, addresses);
        }
        if let Some(refused) = refused(own, from, addresses) {
            return Target::Refused(refused);
        }
    }
    if let Some(preview) = preview(target, from, addresses) {
        return preview;
    }
    if let Some(outside) = outside(target) {
        let refused = || refused(path, from, addresses);
        return match outside {
            Target::Unsafe(_) => refused().map_or(outside, Target::Refused),
            outside => outside,
        };
    }
    match find(path, from, addresses) {
        Some(found) => leading_to(found, fragment, language, addresses),
        None => match refused(path, from, addresses) {
            Some(refused) => Target::Refused(refused),
            None => Target::Broken {
                near: near(path, from, addresses.near_sources()),
                wanted: path.to_owned(),
            },
        },
    }
}

fn leading_to(
    found: Resource,
    fragment: Option<&str>,
    language: Language,
    addresses: &Addresses,
) -> Target {
    match found {
        Resource::Page(page) => Target::Page {
            page: translation::in_language(&addresses.pages, page, language),
            fragment: fragment.map(id_of),
        },
        Resource::File(file) => Target::File {
            file,
            fragment: fragment.map(str::to_owned),
        },
        Resource::Hidden(page) => Target::Hidden(page),
    }
}

/// The id that a fragment names: as browsers do, decoded (HTML, 7.4.6.3).
fn id_of(fragment: &str) -> String {
    nfc(&decoded(fragment).unwrap_or(Cow::Borrowed(fragment)))
}

/// The path below the root of the site that a full address names, if it is one of the site's own.
/// One with a query is for what answers there to read.
pub(super) fn own_path<'a>(address: &'a str, addresses: &Addresses) -> Option<&'a str> {
    let own = addresses.base.as_deref()?.split_once("://")?.1;
    let (scheme, rest) = address.split_once("://")?;
    let is_web = ["http", "https"]
        .into_iter()
        .any(|web| web.eq_ignore_ascii_case(scheme));
    let host = own.find('/').unwrap_or(own.len());
    let is_own = is_web
        && rest.get(..host)?.eq_ignore_ascii_case(&own[..host])
        && rest.get(host..own.len())? == &own[host..];
    let path = rest.get(own.len()..).filter(|_| is_own)?;
    match path {
        "" => Some("/"),
        path if path.starts_with('/') && !path.contains('?') => Some(path),
        _ => None,
    }
}

/// What the preview of the site shows at an address of the own machine.
fn preview(target: &str, from: &SourceId, addresses: &Addresses) -> Option<Target> {
    let host = host::of_address(target).filter(|host| host::is_own_machine(host))?;
    let behind = target.split_once("://")?.1;
    let port = behind.find(['/', '?', '#']).unwrap_or(behind.len());
    let (path, fragment) = match behind[port..].split_once('#') {
        Some((path, fragment)) => (path, Some(id_of(fragment))),
        None => (&behind[port..], None),
    };
    let path = path.split('?').next().unwrap_or_default();
    let base = addresses
        .base
        .as_deref()
        .and_then(|base| base.split_once("://"));
    let folder = base.and_then(|(_, own)| own.find('/').map(|at| &own[at..]));
    let below = folder.and_then(|folder| path.strip_prefix(folder));
    let found = [Some(path), below].into_iter().flatten().find_map(|path| {
        let path = if path.is_empty() { "/" } else { path };
        find_address(path, addresses)
    });
    let source = found.map(|found| match found {
        Resource::Page(page) => &addresses.pages[page.0].document.source,
        Resource::Hidden(page) => &addresses.hidden[page.0].document.source,
        Resource::File(file) => addresses.files[file.0].source.id(),
    });
    let typed = source.map(|source| {
        let part = fragment.map(|id| format!("#{id}")).unwrap_or_default();
        relative(from, source.as_str()) + &part
    });
    let is_own = addresses.base.as_deref().and_then(host::of_address) == Some(host);
    (!is_own).then(|| Target::Preview {
        address: target.to_owned(),
        near: typed,
    })
}

/// Reads `target` as that of a picture in the file `from`: only files of the site can be shown.
pub(super) fn resolve_picture(
    target: &str,
    from: &SourceId,
    language: Language,
    addresses: &Addresses,
) -> Target {
    match resolve(target, from, language, addresses) {
        Target::Page { .. }
        | Target::Here(_)
        | Target::Outside(_)
        | Target::Preview { .. }
        | Target::Hidden(_) => Target::NoPicture(None),
        Target::File { file, .. } if !is_picture(addresses, file) => Target::NoPicture(Some(file)),
        Target::Broken { wanted, .. } => Target::MissingPicture {
            near: near(&wanted, from, addresses.near_pictures()),
            wanted,
        },
        target => target,
    }
}

pub(super) fn is_picture(addresses: &Addresses, file: FileId) -> bool {
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
        "mailto" if !rest.is_empty() && harmless_mail(rest) == rest => {
            Some(Target::Outside(target.to_owned()))
        }
        "tel" if is_number(rest) => {
            // RFC 3966 allows hyphens; without them every telephone takes it.
            let number = rest.replace('-', "").replace('#', "%23");
            Some(Target::Outside(format!("tel:{number}")))
        }
        _ => refused(),
    }
}

/// Whether that is a number to call, with an extension perhaps, and nothing that a telephone would
/// take for an order: those begin with `*` or `#` and have one of them behind (3GPP TS 22.030,
/// 6.5.2). `#9110` is a number in Japan.
fn is_number(text: &str) -> bool {
    let digits = |text: &str, others: &str| {
        text.contains(|c: char| c.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || others.contains(c))
    };
    let Some(text) = decoded(text) else {
        return false;
    };
    if let Some(short) = text.strip_prefix('#') {
        return digits(short, "");
    }
    let (number, extension) = text.split_once(";ext=").unwrap_or((&text, "0"));
    digits(number, "+-().") && digits(extension, "-")
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
        return find_address(path, addresses);
    }
    let path = &*decoded(path).unwrap_or(Cow::Borrowed(path));
    let path = joined(from, path)?;
    let index = format!("{}/index.md", path.trim_end_matches('/'));
    [path, index]
        .iter()
        .find_map(|path| addresses.by_source.get(&nfc(path)).copied())
}

/// What is at an address below the root of the site; at a former address, the page that is meant.
pub(super) fn find_address(path: &str, addresses: &Addresses) -> Option<Resource> {
    let key = UrlPath::parse(path).ok()?.canonical();
    let found = addresses.by_address.get(&key);
    let former = || addresses.by_alias.get(&key).copied().map(Resource::Page);
    found.copied().or_else(former)
}

/// The file that `path` names, where it is there and only its name or what is in it is not as it
/// must be: that it is not there would not be true.
fn refused(path: &str, from: &SourceId, addresses: &Addresses) -> Option<RefusedId> {
    let path = decoded(path)?;
    let path = match path.strip_prefix('/') {
        Some(below) => format!("content/{below}"),
        None => joined(from, &path)?,
    };
    let page = path.trim_end_matches('/');
    let refused = addresses.refused(&path);
    // An address names no file.
    let of_page = || addresses.refused(&format!("{page}.md"));
    let of_folder = || addresses.refused(&format!("{page}/index.md"));
    refused.or_else(of_page).or_else(of_folder)
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

/// What is meant by `path` as it stands in the file `from`: the file or the folder of a page,
/// below the root of the site, without what both have in common.
pub fn path_from(from: &SourceId, path: &str) -> Option<String> {
    let path = match path.strip_prefix('/') {
        Some(below) => format!("content/{below}"),
        None => joined(from, path)?,
    };
    Some(page_path(&path).to_owned())
}

/// The path of a page without the name of its file where that is the page of a folder.
pub(super) fn page_path(path: &str) -> &str {
    let path = path.strip_suffix("index.md").unwrap_or(path);
    path.strip_suffix(".md")
        .unwrap_or(path)
        .trim_end_matches('/')
}

/// Those of the files `known` whose names are near to that of `path`, as one would type them in
/// `from`.
fn near(path: &str, from: &SourceId, known: &Nearby) -> Vec<String> {
    let wanted = joined(from, path).unwrap_or_else(|| path.to_owned());
    let with_ending = format!("{wanted}.md");
    if known.contains(&with_ending) {
        return vec![relative(from, &with_ending)];
    }
    // One more than is offered: it may be the page itself.
    let same_name = known.of_same_name(&wanted).take(MAX_OFFERED + 1);
    let mut near: Vec<String> = same_name.map(str::to_owned).collect();
    if near.is_empty() {
        near = known.near(&wanted);
    }
    // Few link to the page that they are on, and nobody by the name that each folder has.
    if near.len() > 1 || from.as_str().ends_with(INDEX) {
        near.retain(|path| path != from.as_str());
    }
    near.truncate(MAX_OFFERED);
    near.iter().map(|path| relative(from, path)).collect()
}

/// `path` as it would have to be typed in the file `from`.
pub fn relative(from: &SourceId, path: &str) -> String {
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
            "mailto:a@example.jp?bcc=x@evil.example",
            "MAILTO:a@example.jp?cc=x@evil.example&subject=y",
            "mailto:a@example.jp%3Fbcc=x@evil.example",
            "tel:*21*0312345678%23",
            "tel:*%2306#",
            "tel:#21#",
            "tel:0120,,1234#",
            "tel:+81312345678;phone-context=evil.example",
            "tel:0312345678;ext=*1",
            "tel:%2A21%2A03",
            "tel:03p1",
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
            "mailto:a@example.jp?subject=%E6%A1%88&body=a%0D%0Ab",
            "tel:0120-584-708",
            "tel:+81-3-1234-5678",
            "tel:(03)1234.5678",
            "tel:03-1234-5678;ext=123",
            "tel:#9110",
            "tel:%239110",
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
