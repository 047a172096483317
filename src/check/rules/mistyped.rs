//! What somebody may have meant with the target of a link that is none: an address without its
//! beginning or with a wrong one, a file of their own computer, a path as Windows writes it.

use crate::diag::{Diagnostic, Text, text};
use crate::mail::is_public_mail_address;
use crate::path::{decoded, is_web_address};
use crate::site::portable;

/// What a target was meant as.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mistyped {
    /// As this address.
    Address(String),
    /// As a file of the computer that it was typed on, which has this name.
    OwnFile(String),
    /// As this path.
    Backslashes(String),
    /// As a file with a space in its name, for which this is the nearest one.
    Space(Option<String>),
}

/// The last parts of the hosts that an address without its beginning is known by: other words
/// behind a dot are endings of files.
const TOP_LEVEL: [&str; 8] = ["jp", "com", "net", "org", "info", "biz", "tokyo", "asia"];

impl Mistyped {
    /// What `typed` was meant as, if it is known by its form.
    pub(super) fn read(typed: &str) -> Option<Self> {
        if let Some(name) = own_file(typed) {
            return Some(Self::OwnFile(name.to_owned()));
        }
        if let Some(address) = address(typed) {
            return Some(Self::Address(address));
        }
        if typed.contains('\\') && !typed.starts_with("\\\\") && !has_scheme(typed) {
            return Some(Self::Backslashes(typed.replace('\\', "/")));
        }
        if typed.contains(char::is_whitespace) && !has_scheme(typed) {
            let (path, part) = typed.split_at(typed.find('#').unwrap_or(typed.len()));
            let parts = path.split('/').map(|part| match part {
                "." | ".." | "" => Some(part.to_owned()),
                part => portable(part),
            });
            let path: Option<Vec<String>> = parts.collect();
            return Some(Self::Space(path.map(|path| path.join("/") + part)));
        }
        None
    }

    /// The finding for it, made of one that only says that the target is none.
    pub(super) fn finding(&self, typed: &str, plain: Diagnostic) -> Diagnostic {
        Diagnostic {
            message: self.message(typed),
            ..plain.help(self.cure())
        }
    }

    fn message(&self, typed: &str) -> Text {
        match self {
            Self::Address(_) => text!(
                "リンク先「{typed}」は、アドレスの形になっていません",
                "`{typed}` is meant as an address and is none"
            ),
            Self::OwnFile(_) => text!(
                "「{typed}」は、お使いのパソコンの中の場所です。ほかの方は開けません",
                "`{typed}` is a place on your own computer, where nobody else gets to"
            ),
            Self::Backslashes(_) => text!(
                "リンク先「{typed}」の区切りが「\\」になっています",
                "the parts of `{typed}` have backslashes between them"
            ),
            Self::Space(_) => text!(
                "「{typed}」に空白があるため、リンク先にできません",
                "`{typed}` has a space in it, so it cannot be the target of a link"
            ),
        }
    }

    fn cure(&self) -> Text {
        match self {
            Self::Address(address) => {
                text!("「{address}」と書いてください", "write `{address}`")
            }
            Self::OwnFile(name) => own_file_cure(name),
            Self::Backslashes(path) => text!(
                "区切りは「/」です。「{path}」と書いてください",
                "write `{path}`"
            ),
            Self::Space(Some(path)) => text!(
                "ファイルの名前の空白を「-」に変え、ここにも「{path}」と書いてください",
                "put hyphens for the spaces in the name of the file, and write `{path}`"
            ),
            Self::Space(None) => text!(
                "ファイルを、空白のない半角の英小文字・数字・ハイフン（-）の名前に変え、ここにもその名前を書いてください",
                "give the file a name of small letters, digits and hyphens, and write that name here"
            ),
        }
    }
}

fn has_scheme(typed: &str) -> bool {
    let end = typed.find([':', '/', '\\']);
    end.is_some_and(|at| typed[at..].starts_with(':'))
}

fn own_file_cure(name: &str) -> Text {
    if name.is_empty() {
        return text!(
            "見せたいファイルを、この文章と同じフォルダーに入れて、その名前だけを書いてください",
            "put the file into the folder of this one, and write its name alone"
        );
    }
    match portable(name) {
        Some(portable) if portable == name => text!(
            "ファイルをこの文章と同じフォルダーに入れて、「{name}」とだけ書いてください",
            "copy the file into the folder of this one, and write `{name}`"
        ),
        Some(portable) => text!(
            "ファイルを「{portable}」という名前でこの文章と同じフォルダーに入れて、「{portable}」とだけ書いてください",
            "copy the file into the folder of this one as `{portable}`, and write `{portable}`"
        ),
        None => text!(
            "ファイルを、半角の英小文字・数字・ハイフン（-）の名前でこの文章と同じフォルダーに入れて、その名前だけを書いてください",
            "copy the file into the folder of this one under a name of small letters, digits and hyphens, and write that name"
        ),
    }
}

/// The name of the file that a place on somebody's own computer leads to.
fn own_file(typed: &str) -> Option<String> {
    let lower = typed.to_ascii_lowercase();
    let bytes = lower.as_bytes();
    let is_drive = bytes.first().is_some_and(u8::is_ascii_lowercase)
        && bytes.get(1) == Some(&b':')
        && (typed.contains('\\') || bytes.get(2) == Some(&b'/'));
    let server = typed.strip_prefix("\\\\");
    let is_server = server.is_some_and(|rest| rest.trim_start_matches('\\').contains('\\'));
    let is_file = lower.starts_with("file:");
    // Where Macs keep what somebody has made.
    let is_home = typed.starts_with("~/") || typed.starts_with("/Users/");
    if !(is_drive || is_server || is_file || is_home) {
        return None;
    }
    let name = typed.rsplit(['\\', '/', ':']).next().unwrap_or_default();
    Some(decoded(name).unwrap_or(name.into()).into_owned())
}

/// The address that was meant where its beginning is missing or mistyped.
fn address(typed: &str) -> Option<String> {
    let good = |address: String| is_web_address(&address).then_some(address);
    if is_public_mail_address(typed) && !typed.contains('/') {
        return Some(format!("mailto:{typed}"));
    }
    if is_telephone(typed) {
        return Some(format!("tel:{typed}"));
    }
    let rest = typed.trim_start_matches(['/', '.']);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let last = host
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_host = host.contains('.') && TOP_LEVEL.contains(&&*last);
    let is_www = host.to_ascii_lowercase().starts_with("www.") && host.matches('.').count() > 1;
    let begins = rest.len() == typed.len() || typed.starts_with("//");
    if begins && !host.contains(':') && (is_host || is_www) {
        return good(format!("https://{rest}"));
    }
    let letters = typed.find(|c: char| !c.is_ascii_alphabetic())?;
    let (scheme, rest) = typed.split_at(letters);
    let host = rest.trim_start_matches([':', ';', '/', '.', ',', '\\']);
    let signs = &rest[..rest.len() - host.len()];
    let scheme = scheme_of(scheme)?;
    let right = format!("{scheme}://{host}");
    let is_mistyped = signs.contains([':', ';', '/']) && right != typed;
    is_mistyped.then(|| good(right)).flatten()
}

/// The scheme of the web that was meant. One letter off is near enough: no file begins so and goes
/// on as an address does.
fn scheme_of(typed: &str) -> Option<&'static str> {
    let typed = typed.to_ascii_lowercase();
    let exact = ["https", "http"]
        .into_iter()
        .find(|scheme| *scheme == typed);
    let near = || {
        let mut near = ["https", "http"].into_iter();
        near.find(|scheme| crate::near::is_one_letter_off(&typed, scheme))
    };
    exact.or_else(near)
}

/// Whether it is a number to call.
fn is_telephone(typed: &str) -> bool {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let is_number = |c: char| c.is_ascii_digit() || c == '-';
    typed.starts_with('0') && typed.chars().all(is_number) && (10..=11).contains(&digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_known_by_its_form() {
        let address = |text: &str| Some(Mistyped::Address(text.to_owned()));
        for (typed, right) in [
            ("www.city.example.jp", "https://www.city.example.jp"),
            ("city.example.jp/a.html", "https://city.example.jp/a.html"),
            ("//www.example.jp/", "https://www.example.jp/"),
            ("https;//x.jp", "https://x.jp"),
            ("http:/x", "http://x"),
            ("https:/www.example.jp/a", "https://www.example.jp/a"),
            ("https:///www.example.jp", "https://www.example.jp"),
            ("htps://x.jp/", "https://x.jp/"),
            ("ttps://x.jp/", "https://x.jp/"),
            ("http.//x.jp", "http://x.jp"),
            ("https//x.jp", "https://x.jp"),
            ("https:x.jp", "https://x.jp"),
            ("https:\\\\x.jp", "https://x.jp"),
            ("info@example.jp", "mailto:info@example.jp"),
            ("0120-584-708", "tel:0120-584-708"),
        ] {
            assert_eq!(Mistyped::read(typed), address(right), "{typed}");
        }
        for typed in [
            "late.md",
            "../contact/index.md",
            "permit.png",
            "www",
            "http.md",
            "javascript:alert(1)",
            "https://bank@evil.jp",
            "data:text/html,x",
            "2024-04-09",
        ] {
            assert_eq!(Mistyped::read(typed), None, "{typed}");
        }
    }

    #[test]
    fn places_on_a_computer_name_a_file() {
        for (typed, name) in [
            ("C:\\Users\\tanaka\\Desktop\\permit.png", "permit.png"),
            ("c:/docs/my form.pdf", "my form.pdf"),
            ("C:_a.pdf\\b.pdf", "b.pdf"),
            ("\\\\server\\share\\form.pdf", "form.pdf"),
            ("file:///C:/a/my%20form.pdf", "my form.pdf"),
            ("/Users/tanaka/a.png", "a.png"),
        ] {
            let read = Mistyped::read(typed);
            assert_eq!(read, Some(Mistyped::OwnFile(name.to_owned())), "{typed}");
        }
    }

    #[test]
    fn paths_are_mended_as_a_whole() {
        let path = Mistyped::read("..\\contact\\index.md");
        assert_eq!(
            path,
            Some(Mistyped::Backslashes("../contact/index.md".to_owned()))
        );
        for (typed, right) in [
            ("my form.pdf", Some("my-form.pdf")),
            (
                "../a/My\u{3000}Form (1).pdf#page=2",
                Some("../a/my-form-1.pdf#page=2"),
            ),
            ("申請書 2.pdf", None),
        ] {
            let right = right.map(str::to_owned);
            assert_eq!(
                Mistyped::read(typed),
                Some(Mistyped::Space(right)),
                "{typed}"
            );
        }
    }
}
