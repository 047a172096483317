//! HTML as it is published: what a page leads to, the ids it has, and what the policy that
//! goes with it would keep a browser from running. Knows nothing of sites.
//!
//! Reads tags as browsers do (HTML, 13.2.5) as far as that matters for what our templates can
//! write: quotes, entities, comments, and elements whose content is no markup.

use std::borrow::Cow;
use std::ops::Range;

/// What a page says beside its words.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Markup<'a> {
    /// Its ids, in their order.
    pub ids: Vec<Cow<'a, str>>,
    /// The addresses of its links, pictures and scripts, and of forms that ask for a page, in
    /// their order.
    pub addresses: Vec<Cow<'a, str>>,
    /// Where its forms are sent to, in their order.
    pub actions: Vec<Action<'a>>,
    /// What a browser would refuse.
    pub refused: Vec<Refused<'a>>,
}

/// An attribute that says where a form is sent to.
#[derive(Debug, PartialEq, Eq)]
pub struct Action<'a> {
    /// Its place in the page, from its name to the end of its value, in bytes.
    pub place: Range<usize>,
    /// Its name: `action`, or `formaction` of a button.
    pub name: &'a str,
    /// The address.
    pub address: Cow<'a, str>,
}

/// What a policy of "files of this site, and nothing else" keeps from working (W3C, Content
/// Security Policy Level 3, 6.1 and 6.7).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refused<'a> {
    /// A script that stands in the page itself.
    Script,
    /// A `<style>` element.
    Style,
    /// A `style` or `onclick` attribute, by its name.
    Attribute(Cow<'a, str>),
    /// Something that would be loaded from elsewhere.
    Foreign(Cow<'a, str>),
}

impl Refused<'_> {
    /// The same, for longer than the page.
    pub fn into_owned(self) -> Refused<'static> {
        match self {
            Self::Script => Refused::Script,
            Self::Style => Refused::Style,
            Self::Attribute(name) => Refused::Attribute(Cow::Owned(name.into_owned())),
            Self::Foreign(address) => Refused::Foreign(Cow::Owned(address.into_owned())),
        }
    }
}

/// Elements whose content is text, whatever it looks like.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// Attributes that hold one address.
const ADDRESSES: [&str; 7] = [
    "href",
    "src",
    "formaction",
    "poster",
    "data",
    "cite",
    "xlink:href",
];

/// Reads a page. Linear in its length.
pub fn scan(html: &str) -> Markup<'_> {
    let mut markup = Markup::default();
    let mut rest = html;
    while let Some(at) = position(rest, |byte| byte == b'<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            rest = markup.tag(rest, html.len());
        }
    }
    markup
}

impl<'a> Markup<'a> {
    /// Reads the tag that `html`, the end of a page of so many bytes, begins with, and returns
    /// what is behind it, and behind what it holds if that is no markup.
    fn tag(&mut self, html: &'a str, page: usize) -> &'a str {
        let end = position(html, |byte| is_space(byte) || matches!(byte, b'/' | b'>'));
        let (name, mut rest) = html.split_at(end.unwrap_or(html.len()));
        let mut attributes = Attributes::default();
        loop {
            let start = position(rest, |byte| !is_space(byte) && byte != b'/');
            rest = &rest[start.unwrap_or(rest.len())..];
            if rest.is_empty() {
                break;
            }
            if let Some(behind) = rest.strip_prefix('>') {
                rest = behind;
                break;
            }
            let (attribute, value, behind) = attribute(rest);
            let is = |known: &str| attribute.eq_ignore_ascii_case(known);
            if is("action") || is("formaction") {
                self.actions.push(Action {
                    place: page - rest.len()..page - behind.len(),
                    name: attribute,
                    address: decode(value),
                });
            }
            rest = behind;
            self.attribute(name, attribute, value, &mut attributes);
        }
        self.element(name, &attributes);
        match RAW.iter().find(|raw| name.eq_ignore_ascii_case(raw)) {
            Some(raw) => behind_raw(rest, raw),
            None => rest,
        }
    }

    fn attribute(
        &mut self,
        element: &str,
        name: &'a str,
        value: &'a str,
        seen: &mut Attributes<'a>,
    ) {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("id") {
            self.ids.push(decode(value));
        } else if ADDRESSES.iter().any(|known| is(known)) {
            let address = decode(value);
            if !is("href") || element.eq_ignore_ascii_case("link") {
                seen.loaded = Some(address.clone());
            }
            seen.has_source |= is("src");
            self.addresses.push(address);
        } else if is("srcset") {
            // Candidates are parted by commas, each an address and perhaps a width.
            for candidate in value.split(',') {
                if let Some(address) = candidate.split_ascii_whitespace().next() {
                    self.addresses.push(decode(address));
                    seen.loaded = Some(decode(address));
                }
            }
        } else if is("content") && element.eq_ignore_ascii_case("meta") {
            seen.content = value;
        } else if is("http-equiv") {
            seen.refreshes = value.eq_ignore_ascii_case("refresh");
        } else if is("rel") {
            seen.rel = value;
        } else if is("type") {
            seen.kind = value;
        } else if is("action") {
            seen.action = Some(decode(value));
        } else if is("method") {
            seen.posts = value.eq_ignore_ascii_case("post");
        } else if is("style") || is_handler(name) {
            self.refused.push(Refused::Attribute(Cow::Borrowed(name)));
        }
    }

    /// What can be told when all attributes of an element are known.
    fn element(&mut self, name: &str, attributes: &Attributes<'a>) {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if attributes.refreshes
            && let Some((_, address)) = attributes.content.split_once("url=")
        {
            self.addresses.push(decode(address.trim()));
        }
        // What is posted is received by a program, which is no file even on the site's own host.
        if let Some(action) = attributes.action.as_ref().filter(|_| !attributes.posts) {
            self.addresses.push(action.clone());
        }
        // A script of data is none that runs (HTML, 4.12.1.1).
        let runs = ["", "module", "text/javascript"].contains(&attributes.kind);
        if is("script") && runs && !attributes.has_source {
            self.refused.push(Refused::Script);
        }
        if is("style") {
            self.refused.push(Refused::Style);
        }
        let foreign = |address: &&Cow<'_, str>| {
            ["https://", "http://", "//"]
                .iter()
                .any(|start| address.starts_with(start))
        };
        let loads = || match name.to_ascii_lowercase().as_str() {
            "link" => ["stylesheet", "icon", "preload", "manifest"]
                .iter()
                .any(|rel| attributes.rel.contains(rel)),
            "script" | "img" | "source" | "video" | "audio" | "iframe" | "object" | "embed"
            | "track" => true,
            _ => false,
        };
        if let Some(address) = attributes.loaded.as_ref().filter(foreign)
            && loads()
        {
            self.refused.push(Refused::Foreign(address.clone()));
        }
    }
}

/// Whether an attribute of that name holds a script: `onclick`.
fn is_handler(name: &str) -> bool {
    let start = name.get(..2).filter(|_| name.len() > 2);
    start.is_some_and(|start| start.eq_ignore_ascii_case("on"))
}

/// What the attributes of one element say together.
#[derive(Default)]
struct Attributes<'a> {
    loaded: Option<Cow<'a, str>>,
    has_source: bool,
    refreshes: bool,
    content: &'a str,
    rel: &'a str,
    kind: &'a str,
    action: Option<Cow<'a, str>>,
    posts: bool,
}

/// The attribute that `html` begins with: its name, its value as it is written, and what is
/// behind it, which is less than `html` unless that is empty.
pub fn attribute(html: &str) -> (&str, &str, &str) {
    let space = [' ', '\t', '\n', '\r'];
    // A sign of equality at the start belongs to the name.
    let first = html.chars().next().map_or(0, char::len_utf8);
    let end = position(&html[first..], |byte| {
        is_space(byte) || matches!(byte, b'/' | b'>' | b'=')
    });
    let (name, rest) = html.split_at(end.map_or(html.len(), |end| first + end));
    let Some(value) = rest.trim_start_matches(space).strip_prefix('=') else {
        return (name, "", rest);
    };
    let value = value.trim_start_matches(space);
    for quote in [b'"', b'\''] {
        if value.as_bytes().first() == Some(&quote) {
            let value = &value[1..];
            let end = position(value, |byte| byte == quote);
            let rest = end.map_or("", |end| &value[end + 1..]);
            return (name, &value[..end.unwrap_or(value.len())], rest);
        }
    }
    let end = position(value, |byte| is_space(byte) || byte == b'>');
    let (value, rest) = value.split_at(end.unwrap_or(value.len()));
    (name, value, rest)
}

/// Where the first ASCII byte stands that `is_wanted` accepts.
fn position(text: &str, is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    text.bytes().position(is_wanted)
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// What is behind the content of an element that holds no markup; its end tag comes next.
fn behind_raw<'a>(html: &'a str, name: &str) -> &'a str {
    let is_end = |at: &usize| {
        let tail = &html.as_bytes()[at + 2..];
        tail.get(..name.len())
            .is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
    };
    let mut ends = html.match_indices("</").map(|(at, _)| at);
    ends.find(is_end).map_or("", |at| &html[at..])
}

/// No entity that we know is longer, in bytes behind its `&`; many `&` that begin none take no
/// longer to read.
const LONGEST: usize = 10;

/// A text or an attribute's value as it is meant. Of the named entities only those are known that
/// we write; what is no entity stands for itself.
pub fn decode(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut decoded = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, entity)) = rest.split_once('&') {
        decoded.push_str(before);
        let end = entity.bytes().take(LONGEST).position(|byte| byte == b';');
        let known = end.and_then(|end| Some((character(&entity[..end])?, &entity[end + 1..])));
        let (character, behind) = known.unwrap_or(('&', entity));
        decoded.push(character);
        rest = behind;
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

fn character(name: &str) -> Option<char> {
    let number = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_in_all_the_ways_they_are_written() {
        let html = "<a href=\"a?x=1&amp;y=2#z\">1</a><A HREF='b'><img src=c alt=\"<a href='no'>\">\
            <img srcset=\"d 1x, e 2x\"><form action = \"f\"><use xlink:href=\"g#h\"/>\
            <form action=no method=POST>\
            <meta http-equiv=\"refresh\" content=\"0; url=&#x2F;i&#47;\"><a data-x href>";
        let addresses = scan(html).addresses;
        let expected = ["a?x=1&y=2#z", "b", "c", "d", "e", "f", "g#h", "/i/", ""];
        assert_eq!(addresses, expected);
    }

    #[test]
    fn where_a_form_is_sent_to_is_told_with_its_place() {
        let html = "<p title=\"action='no'\"><FORM method=post Action='a?b&amp;c'>\
            <button formaction=d>1</button><form action = \"e\"><!-- <form action=\"f\"> -->";
        let markup = scan(html);
        let seen = |action: &Action<'_>| {
            let whole = html[action.place.clone()].to_owned();
            (whole, action.name.to_owned(), action.address.to_string())
        };
        let actions: Vec<_> = markup.actions.iter().map(seen).collect();
        let expected = [
            ("Action='a?b&amp;c'", "Action", "a?b&c"),
            ("formaction=d", "formaction", "d"),
            ("action = \"e\"", "action", "e"),
        ];
        let expected = expected
            .map(|(whole, name, address)| (whole.to_owned(), name.to_owned(), address.to_owned()));
        assert_eq!(actions, expected);
    }

    #[test]
    fn what_is_no_markup_is_no_link() {
        for html in [
            "<!-- <a href=\"x\"> --> text",
            "<title><a href=\"x\" id=\"y\"></title>",
            "<script src=\"\">'<a href=\"x\">'</SCRIPT>",
            "a < b href=\"x\"",
            "&lt;a href=\"x\" id=\"y\"&gt;",
            "</a href=\"x\">",
            "<!-- <a href=\"x\">",
        ] {
            let markup = scan(html);
            let lost: Vec<_> = markup.addresses.iter().filter(|one| *one == "x").collect();
            assert!(lost.is_empty() && markup.ids.is_empty(), "{html}");
        }
        assert_eq!(scan("<title>x</title><p id=\"y\">").ids, ["y"]);
        assert_eq!(scan("<p title='id=\"no\"' id=y>").ids, ["y"]);
    }

    #[test]
    fn what_a_browser_would_refuse_is_told() {
        let html = "<script src=\"a.js\"></script><script type=\"application/ld+json\">{}</script>\
            <script>x()</script><p style=\"color:red\" onclick=\"x()\"><style>p{}</style>\
            <img src=\"https://e.jp/a.png\"><a href=\"https://e.jp/\">\
            <link rel=\"canonical\" href=\"https://e.jp/\"><link rel=\"stylesheet\" href=\"//e.jp/\">";
        let expected = [
            Refused::Script,
            Refused::Attribute("style".into()),
            Refused::Attribute("onclick".into()),
            Refused::Style,
            Refused::Foreign("https://e.jp/a.png".into()),
            Refused::Foreign("//e.jp/".into()),
        ];
        assert_eq!(scan(html).refused, expected);
    }

    #[test]
    fn nothing_that_is_cut_off_is_too_much() {
        let html = "<a href=\"あ&amp;い\" id='う'><script>え</script><!-- お --><p x = か き>";
        let borders = (0..=html.len()).filter(|at| html.is_char_boundary(*at));
        for at in borders {
            scan(&html[..at]);
        }
    }
}
