//! What links become on paper, where nobody can click: addresses to be typed.

use super::{Writer, with_fragment};
use crate::content::body::Inline;
use crate::japanese::width::is_wide;
use crate::path::decoded;
use crate::site::Target;
use std::mem;

impl Writer<'_> {
    /// What a page on paper says of where a link leads. Nothing where its text says that already,
    /// where it stays on its page, and where the site has no address.
    pub(super) fn typed(&self, target: &Target, text: &[Inline]) -> Option<String> {
        let address = match target {
            Target::Page { page, fragment } => {
                let url = &self.site.page(*page).url;
                let address = self.site.canonical(url).filter(|_| url != self.host)?;
                readable(&with_fragment(address, fragment.as_deref()))
            }
            Target::File { file, fragment } => {
                let address = self.site.canonical(&self.site.file(*file).url)?;
                readable(&with_fragment(address, fragment.as_deref()))
            }
            Target::Outside(address) => match address.split_once(':')? {
                ("mailto", mail) => decoded(mail.split('?').next()?)?.into_owned(),
                ("http" | "https", _) => readable(address),
                // A telephone number stands below every page.
                _ => return None,
            },
            Target::Here(_)
            | Target::Placeholder
            | Target::Preview { .. }
            | Target::Unsafe(_)
            | Target::Hidden(_)
            | Target::Refused(_)
            | Target::NoPicture(_)
            | Target::MissingPicture { .. }
            | Target::Broken { .. } => return None,
        };
        (bare(&readable(&self.plain(text))) != bare(&address)).then_some(address)
    }
}

/// What is left of an address where people write it short.
fn bare(address: &str) -> &str {
    let address = address.trim().trim_end_matches('/');
    let rest = address.strip_prefix("https://");
    rest.or_else(|| address.strip_prefix("http://"))
        .unwrap_or(address)
}

/// An address as people can read and type it: letters stand for themselves, where they were
/// percent-encoded too, and nothing in it looks like its end.
fn readable(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut encoded = String::new();
    let mut rest = address;
    while let Some(first) = rest.chars().next() {
        let byte = rest.get(..3).filter(|three| is_beyond_ascii(three));
        if let Some(byte) = byte {
            encoded.push_str(byte);
            rest = &rest[byte.len()..];
            continue;
        }
        letters(&mem::take(&mut encoded), &mut out);
        match first {
            ' ' => out.push_str("%20"),
            _ => out.push(first),
        }
        rest = &rest[first.len_utf8()..];
    }
    letters(&encoded, &mut out);
    out
}

/// Whether this is a percent-encoded byte of a letter that is not ASCII.
fn is_beyond_ascii(three: &str) -> bool {
    let byte = three.strip_prefix('%');
    let byte = byte.and_then(|digits| u8::from_str_radix(digits, 16).ok());
    byte.is_some_and(|byte| !byte.is_ascii())
}

/// What is `encoded`, as letters if it is nothing else: signs that cannot be seen, or end a line,
/// stay as they are.
fn letters(encoded: &str, out: &mut String) {
    let is_letter = |c: char| !c.is_whitespace() && (c.is_alphanumeric() || is_wide(c));
    match decoded(encoded).filter(|text| text.chars().all(is_letter)) {
        Some(text) => out.push_str(&text),
        None => out.push_str(encoded),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_and_the_rest_is_typed_as_it_is() {
        for (address, read) in [
            (
                "https://example.jp/a%20b/?q=%26#c",
                "https://example.jp/a%20b/?q=%26#c",
            ),
            (
                "https://example.jp/%E6%A1%88%e5%86%85/a",
                "https://example.jp/案内/a",
            ),
            ("https://example.jp/%E3%83%BC", "https://example.jp/ー"),
            (
                "https://example.jp/案内 図.pdf",
                "https://example.jp/案内%20図.pdf",
            ),
            // No letters: half of one, a space, a sign that turns the direction.
            ("https://example.jp/%E6%A1", "https://example.jp/%E6%A1"),
            (
                "https://example.jp/%E3%80%80",
                "https://example.jp/%E3%80%80",
            ),
            (
                "https://example.jp/%E2%80%AE",
                "https://example.jp/%E2%80%AE",
            ),
            ("https://example.jp/100%", "https://example.jp/100%"),
            ("https://example.jp/%+fa", "https://example.jp/%+fa"),
        ] {
            assert_eq!(readable(address), read);
        }
    }

    #[test]
    fn an_address_is_the_same_without_its_ends() {
        assert_eq!(bare("https://example.jp/"), bare("example.jp"));
        assert_ne!(bare("https://example.jp/a"), bare("https://example.jp/"));
    }
}
