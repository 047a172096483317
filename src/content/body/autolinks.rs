//! Addresses on the web and for mail that are typed as they are, without brackets: they become
//! links, much as GitHub's Markdown has it (GFM, 6.9), and end where the address ends, which in
//! Japanese is before the next Japanese character.

use super::{Inline, Link, Words};
use crate::content::mask::{Hidden, Masked};
use crate::content::phrase::Piece;
use crate::mail::is_public_mail_address;
use crate::source::Span;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// The longest part of an address for mail before the `@`, in bytes (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL_BYTES: usize = 64;

/// What ends a sentence rather than an address.
const TRAILING: &str = "?!.,:;*_~'|";

/// An address in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::content) struct Address {
    /// Where.
    pub(in crate::content) span: Span,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// With its scheme.
    Whole,
    /// `www.example.jp`: what is left out is `https://`.
    Www,
    /// For mail.
    Mail,
}

impl Address {
    /// Where it leads, with `typed` as its text.
    fn target(self, typed: &str) -> String {
        match self.kind {
            Kind::Whole => typed.to_owned(),
            Kind::Www => format!("https://{typed}"),
            Kind::Mail => format!("mailto:{typed}"),
        }
    }
}

/// What a character that stands for something else is in an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StandIn {
    /// The value of a fact.
    Fact,
    /// A sign of the address that the Markdown parser should not see.
    Sign,
}

/// The places of `_` and `~` in the addresses of a text: in an address they emphasise nothing and
/// strike nothing out.
pub(in crate::content) fn signs(text: &str) -> Vec<usize> {
    if !text.contains(['_', '~']) || !may_hold(text) {
        return Vec::new();
    }
    let inside = |address: Address| {
        let signs = address.span.slice(text).match_indices(['_', '~']);
        signs.map(move |(at, _)| address.span.start + at)
    };
    find(text, |_| None).into_iter().flat_map(inside).collect()
}

/// Has the addresses among the events of a parsed text be links. Code, links and the alternative
/// texts of pictures stay as they are.
pub(super) fn linked<'a>(
    events: Vec<(Event<'a>, Range<usize>)>,
    masked: &Masked<'_>,
) -> Vec<(Event<'a>, Range<usize>)> {
    if !may_hold(&masked.text) {
        return events;
    }
    let mut linker = Linker {
        masked,
        events: Vec::with_capacity(events.len()),
        texts: Vec::new(),
    };
    let mut closed_to_links = 0_usize;
    let mut is_key = false;
    for (event, range) in events {
        match event {
            Event::Text(_) if closed_to_links == 0 && !is_key => {
                linker.texts.push((event, range));
                continue;
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                closed_to_links += 1;
            }
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                closed_to_links = closed_to_links.saturating_sub(1);
            }
            // What stands on a key is an example of what to type.
            Event::InlineHtml(ref html) if html.starts_with("<kbd") => is_key = true,
            Event::InlineHtml(ref html) if html.starts_with("</kbd") => is_key = false,
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => is_key = false,
            _ => {}
        }
        linker.flush();
        linker.events.push((event, range));
    }
    linker.flush();
    linker.events
}

/// Words without markup, with the addresses among them as links.
pub(super) fn inlines(words: Words) -> Vec<Inline> {
    let addresses = if may_hold(&words.text) {
        find(&words.text, |_| None)
    } else {
        Vec::new()
    };
    if addresses.is_empty() {
        return vec![Inline::Text(words)];
    }
    let is_exact = words.span.end - words.span.start == words.text.len();
    let part = |span: Span| Words {
        text: span.slice(&words.text).to_owned(),
        span: if is_exact {
            span.shifted(words.span.start)
        } else {
            words.span
        },
    };
    let mut inlines = Vec::new();
    let mut at = 0;
    for address in addresses {
        inlines.push(Inline::Text(part(Span::new(at, address.span.start))));
        let said = part(address.span);
        let target = Words {
            text: address.target(&said.text),
            span: said.span,
        };
        inlines.push(Inline::Link(Link {
            target: vec![Piece::Words(target)],
            title: Vec::new(),
            is_label: false,
            span: said.span,
            target_span: said.span,
            content: vec![Inline::Text(said)],
        }));
        at = address.span.end;
    }
    inlines.push(Inline::Text(part(Span::new(at, words.text.len()))));
    inlines.retain(|inline| !matches!(inline, Inline::Text(words) if words.text.is_empty()));
    inlines
}

/// Whether there can be an address in a text at all.
fn may_hold(text: &str) -> bool {
    text.contains("://") || text.contains('@') || text.contains("www.") || text.contains("WWW.")
}

/// Puts links among events.
struct Linker<'a, 'b> {
    masked: &'b Masked<'b>,
    /// What is done.
    events: Vec<(Event<'a>, Range<usize>)>,
    /// Neighbouring pieces of text. The parser cuts at every sign that might have been markup.
    texts: Vec<(Event<'a>, Range<usize>)>,
}

/// A piece of text, as it stands in the joined text.
struct Part {
    start: usize,
    length: usize,
    /// Its place in the masked text.
    range: Range<usize>,
    /// Whether it stands there as it is.
    is_verbatim: bool,
}

impl Linker<'_, '_> {
    fn flush(&mut self) {
        if self.texts.is_empty() {
            return;
        }
        let texts = std::mem::take(&mut self.texts);
        let (text, parts) = self.joined(&texts);
        let found = if may_hold(&text) {
            find(&text, |c| self.stand_in(c))
        } else {
            Vec::new()
        };
        let addresses: Vec<Address> = found
            .into_iter()
            .filter(|address| !self.is_escaped(*address, &text, &parts))
            .collect();
        if addresses.is_empty() {
            self.events.extend(texts);
            return;
        }
        let mut at = 0;
        for address in addresses {
            self.push_text(&text, &parts, Span::new(at, address.span.start));
            self.push_link(&text, &parts, address);
            at = address.span.end;
        }
        self.push_text(&text, &parts, Span::new(at, text.len()));
    }

    fn joined(&self, texts: &[(Event<'_>, Range<usize>)]) -> (String, Vec<Part>) {
        let mut text = String::new();
        let mut parts = Vec::with_capacity(texts.len());
        for (event, range) in texts {
            let Event::Text(words) = event else { continue };
            parts.push(Part {
                start: text.len(),
                length: words.len(),
                range: range.clone(),
                is_verbatim: self.masked.text.get(range.clone()) == Some(words),
            });
            text.push_str(words);
        }
        (text, parts)
    }

    fn stand_in(&self, c: char) -> Option<StandIn> {
        let token = self.masked.token(c)?;
        match token.hidden {
            Hidden::Reference(_) => Some(StandIn::Fact),
            Hidden::Private if ["_", "~"].contains(&&*token.original) => Some(StandIn::Sign),
            Hidden::Conditional(_)
            | Hidden::Braces
            | Hidden::Malformed
            | Hidden::Fence
            | Hidden::Private => None,
        }
    }

    /// Whether somebody has put a backslash into what makes it an address, so that it is none:
    /// `info\@example.jp`. In a path a backslash says nothing: editors put it before every `_`.
    fn is_escaped(&self, address: Address, text: &str, parts: &[Part]) -> bool {
        let typed = address.span.slice(text);
        let head = match address.kind {
            Kind::Mail => typed.len(),
            Kind::Www => host_length(typed),
            Kind::Whole => typed.find("://").map_or(typed.len(), |at| {
                let host = at + "://".len();
                host + host_length(&typed[host..])
            }),
        };
        let head = Span::new(address.span.start, address.span.start + head);
        let first = parts.partition_point(|part| part.start <= head.start);
        let within = parts[first..].iter();
        let mut within = within.take_while(|part| part.start < head.end);
        within.any(|part| self.masked.text[..part.range.start].ends_with('\\'))
            || self.masked.text[..self.place(parts, head.start)].ends_with('\\')
    }

    /// The place in the masked text of a byte of the joined text.
    fn place(&self, parts: &[Part], at: usize) -> usize {
        let next = parts.partition_point(|part| part.start <= at);
        let Some(part) = next.checked_sub(1).map(|last| &parts[last]) else {
            return 0;
        };
        if part.is_verbatim {
            part.range.start + at - part.start
        } else {
            part.range.start
        }
    }

    fn push_link(&mut self, text: &str, parts: &[Part], address: Address) {
        let span = address.span;
        let typed = span.slice(text);
        let last = parts.partition_point(|part| part.start < span.end);
        let end = match last.checked_sub(1).map(|last| &parts[last]) {
            Some(part) if part.is_verbatim => part.range.start + span.end - part.start,
            Some(part) => part.range.end,
            None => 0,
        };
        let range = self.place(parts, span.start)..end;
        let (link_type, target) = match address.kind {
            // The builder adds the scheme.
            Kind::Mail => (LinkType::Email, typed.to_owned()),
            Kind::Whole | Kind::Www => (LinkType::Autolink, address.target(typed)),
        };
        let tag = Tag::Link {
            link_type,
            dest_url: CowStr::from(target),
            title: CowStr::from(""),
            id: CowStr::from(""),
        };
        self.events.push((Event::Start(tag), range.clone()));
        self.push_text(text, parts, span);
        self.events.push((Event::End(TagEnd::Link), range));
    }

    /// The pieces of text of a part of the joined text.
    fn push_text(&mut self, text: &str, parts: &[Part], span: Span) {
        let first = parts.partition_point(|part| part.start + part.length <= span.start);
        let inside = parts[first..].iter();
        for part in inside.take_while(|part| part.start < span.end) {
            let start = part.start.max(span.start);
            let end = (part.start + part.length).min(span.end);
            let range = if part.is_verbatim {
                let shift = |at: usize| part.range.start + at - part.start;
                shift(start)..shift(end)
            } else {
                part.range.clone()
            };
            let words = CowStr::from(text[start..end].to_owned());
            self.events.push((Event::Text(words), range));
        }
    }
}

/// The addresses of a text, in their order. Linear in the length of the text.
fn find(text: &str, stand_in: impl Fn(char) -> Option<StandIn>) -> Vec<Address> {
    let reader = Reader { text, stand_in };
    let mut found: Vec<Address> = Vec::new();
    // Where the next one may begin.
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if at < from {
            continue;
        }
        let read = match byte {
            b':' if text[at..].starts_with("://") => reader.web(from, at),
            b'w' | b'W' => reader.www(from, at),
            b'@' => reader.mail(from, at),
            _ => continue,
        };
        match read {
            Ok(address) => {
                from = address.span.end;
                found.push(address);
            }
            Err(end) => from = from.max(end),
        }
    }
    found
}

/// How long the host is that a text begins with, with its port.
fn host_length(text: &str) -> usize {
    text.find(['/', '?', '#']).unwrap_or(text.len())
}

/// Reads addresses. One that is none is an error: up to where none begins.
struct Reader<'a, F> {
    text: &'a str,
    stand_in: F,
}

impl<F: Fn(char) -> Option<StandIn>> Reader<'_, F> {
    /// The address whose `://` stands at `at`.
    fn web(&self, from: usize, at: usize) -> Result<Address, usize> {
        let host = at + "://".len();
        let scheme = ["https", "http"].into_iter().find_map(|scheme| {
            let start = at
                .checked_sub(scheme.len())
                .filter(|start| *start >= from)?;
            let typed = self.text.get(start..at)?;
            typed.eq_ignore_ascii_case(scheme).then_some(start)
        });
        let start = scheme.ok_or(host)?;
        let before = self.text[from..start].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) {
            return Err(host);
        }
        let end = self.end(host, |authority| {
            authority.contains(|c| (self.stand_in)(c).is_some()) || is_host(authority)
        })?;
        Ok(Address {
            span: Span::new(start, end),
            kind: Kind::Whole,
        })
    }

    /// The address that begins with the `www.` at `at`.
    fn www(&self, from: usize, at: usize) -> Result<Address, usize> {
        let prefix = self.text.get(at..at + "www.".len());
        let is_www = prefix.is_some_and(|typed| typed.eq_ignore_ascii_case("www."));
        let before = self.text[from..at].chars().next_back();
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_./@:".contains(c);
        if !is_www || before.is_some_and(is_part) {
            return Err(at + 1);
        }
        let end = self.end(at, |authority| {
            is_host(authority) && authority.matches('.').count() > 1 && ends_in_letters(authority)
        })?;
        Ok(Address {
            span: Span::new(at, end),
            kind: Kind::Www,
        })
    }

    /// Where an address ends whose host begins at `host`, if `is_good` takes that host.
    fn end(&self, host: usize, is_good: impl Fn(&str) -> bool) -> Result<usize, usize> {
        let rest = &self.text[host..];
        let extent = |from: usize, is_part: fn(char) -> bool| {
            let mut before = '/';
            let length = rest[from..].find(|c: char| {
                let goes_on = match (self.stand_in)(c) {
                    Some(StandIn::Sign) => true,
                    // Behind a word it is more likely that of a sentence.
                    Some(StandIn::Fact) => !before.is_ascii_alphanumeric(),
                    None => is_part(c),
                };
                before = c;
                !goes_on
            });
            length.map_or(rest.len(), |length| from + length)
        };
        let authority = extent(0, |c| c.is_ascii_alphanumeric() || "-.:[]".contains(c));
        let behind = &rest[authority..];
        if behind.starts_with(['/', '?', '#']) {
            if !is_good(&rest[..authority]) {
                return Err(host + authority);
            }
            let whole = &rest[..extent(authority, is_part)];
            let typed = self.without_end_of_sentence(whole);
            return Ok(host + typed.len().max(authority));
        }
        let typed = self.without_end_of_sentence(&rest[..authority]);
        // What is cut there is no host.
        if is_good(typed) && !behind.starts_with(['@', '_', '%']) {
            Ok(host + typed.len())
        } else {
            Err(host + authority)
        }
    }

    /// An address without the signs of the sentence it stands in: those at its end, and brackets
    /// that it does not open itself.
    fn without_end_of_sentence<'t>(&self, typed: &'t str) -> &'t str {
        let count = |sign: char| typed.matches(sign).count();
        let mut pairs = [('(', ')'), ('[', ']'), ('{', '}')]
            .map(|(open, close)| (close, count(open), count(close)));
        let mut rest = typed;
        while let Some(last) = rest.chars().next_back() {
            let pair = pairs.iter_mut().find(|(close, ..)| *close == last);
            let is_of_sentence = match pair {
                Some((_, opened, closed)) if *closed > *opened => {
                    *closed -= 1;
                    true
                }
                Some(_) => false,
                None => TRAILING.contains(last) || (self.stand_in)(last) == Some(StandIn::Sign),
            };
            if !is_of_sentence {
                break;
            }
            rest = &rest[..rest.len() - last.len_utf8()];
        }
        rest
    }

    /// The address for mail around the `@` at `at`.
    fn mail(&self, from: usize, at: usize) -> Result<Address, usize> {
        let behind = at + 1;
        let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_+".contains(byte);
        let local = self.text.as_bytes()[from..at].iter().rev();
        let local = local
            .take(MAX_LOCAL_BYTES + 1)
            .take_while(|byte| is_local(byte));
        let start = at - local.count();
        let before = &self.text[from..start];
        let rest = &self.text[behind..];
        let host = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-.".contains(c));
        let host = host.unwrap_or(rest.len());
        let is_cut = rest[host..].starts_with(['@', '_']) || before.ends_with(['/', '@']);
        let host = rest[..host].trim_end_matches(['.', '-']);
        let end = behind + host.len();
        let is_mail = at - start <= MAX_LOCAL_BYTES
            && !is_cut
            && ends_in_letters(host)
            && is_public_mail_address(&self.text[start..end]);
        if !is_mail {
            return Err(end);
        }
        let scheme = before.len().checked_sub("mailto:".len());
        let scheme = scheme.and_then(|at| before.get(at..));
        if scheme.is_some_and(|typed| typed.eq_ignore_ascii_case("mailto:")) {
            return Ok(Address {
                span: Span::new(start - "mailto:".len(), end),
                kind: Kind::Whole,
            });
        }
        Ok(Address {
            span: Span::new(start, end),
            kind: Kind::Mail,
        })
    }
}

/// Whether a character can be part of an address as one types it.
fn is_part(c: char) -> bool {
    c.is_ascii_graphic() && !"<>\"`\\".contains(c)
}

/// Whether it is a host, perhaps with a port.
fn is_host(text: &str) -> bool {
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) if !text.ends_with(']') => (name, port),
        _ => (text, "0"),
    };
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let is_number = name.starts_with('[') && name.ends_with(']');
    port.parse::<u16>().is_ok() && (is_number || name.split('.').all(is_label))
}

/// Whether the last part of a host is one of letters, as all on the open network are.
fn ends_in_letters(host: &str) -> bool {
    let host = host.split(':').next().unwrap_or_default();
    let last = host.rsplit('.').next().unwrap_or_default();
    last.len() > 1 && last.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let found = find(text, |_| None);
        found.iter().map(|one| one.span.slice(text)).collect()
    }

    #[test]
    fn an_address_ends_where_it_ends() {
        for (text, addresses) in [
            (
                "申込みは https://example.jp/apply 。お問い合わせは support@example.jp か www.example.jp です。",
                vec![
                    "https://example.jp/apply",
                    "support@example.jp",
                    "www.example.jp",
                ],
            ),
            (
                "https://www.example.jp/をご覧ください。",
                vec!["https://www.example.jp/"],
            ),
            ("info@example.jpへ", vec!["info@example.jp"]),
            ("（https://example.jp/a_b）", vec!["https://example.jp/a_b"]),
            (
                "(see https://example.jp/a_(b)).",
                vec!["https://example.jp/a_(b)"],
            ),
            ("(https://example.jp)", vec!["https://example.jp"]),
            ("[https://example.jp/]", vec!["https://example.jp/"]),
            (
                "「HTTPS://Example.JP/A?b=1&c=%20#d」",
                vec!["HTTPS://Example.JP/A?b=1&c=%20#d"],
            ),
            (
                "https://example.jp/~tanaka/, と",
                vec!["https://example.jp/~tanaka/"],
            ),
            ("'https://example.jp/!'", vec!["https://example.jp/"]),
            (
                "URL:https://example.jp:8080/a",
                vec!["https://example.jp:8080/a"],
            ),
            (
                "http://localhost:3579/faq/",
                vec!["http://localhost:3579/faq/"],
            ),
            ("http://[::1]:3579/", vec!["http://[::1]:3579/"]),
            (
                "a.b+c_d@sub.example.co.jp.",
                vec!["a.b+c_d@sub.example.co.jp"],
            ),
            ("mailto:a@example.jpへ", vec!["mailto:a@example.jp"]),
            (
                "https://a.jp,https://b.jp;www.a.jp",
                vec!["https://a.jp", "https://b.jp", "www.a.jp"],
            ),
            ("WWW.EXAMPLE.JP", vec!["WWW.EXAMPLE.JP"]),
            (
                "https://a.jp/https://b.jp/ x@a.jp",
                vec!["https://a.jp/https://b.jp/", "x@a.jp"],
            ),
        ] {
            assert_eq!(found(text), addresses, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_stays_text() {
        for text in [
            "「https://」で始まる",
            "https://例え.jp/",
            "xhttps://example.jp",
            "ftp://example.jp/",
            "https://user@example.jp/",
            "https://user:a@example.jp/",
            "https://a_b.example.jp/",
            "https://a%20b/",
            "www.",
            "www.example",
            "awww.example.jp",
            "a@b",
            "@annai",
            "3@1.5",
            "a@example.jp@b",
            "a@example_b.jp",
            "1個@100.50",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn nothing_is_read_twice() {
        for part in [
            "http://",
            "http://!/",
            "www.",
            "www.a",
            "a@",
            "@",
            "a.",
            "://",
            "www.a.b/(",
        ] {
            let text = part.repeat(200_000 / part.len());
            let _ = found(&text);
        }
    }
}
