//! Facts as HTML: what they mean becomes markup, and each carries its name, so that every
//! occurrence in a published page can be traced.

use super::escape::{attribute, words};
use super::phrases::phrased;
use crate::calendar::format;
use crate::facts::{Meaning, Part};
use crate::language::Language;
use crate::path::mailto;
use crate::site::{Line, LinePart, Printed};

/// Whether a link may be written, or stands around already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// A telephone number becomes a link.
    Allowed,
    /// It does not.
    None,
}

/// A fact in a text in `language`.
pub fn printed_html(printed: &Printed, language: Language, links: Links, out: &mut String) {
    if let [only] = &printed.parts[..] {
        part(only, Some(&printed.name), language, links, out);
        return;
    }
    out.push_str("<span");
    attribute("data-fact", &printed.name, out);
    out.push('>');
    for one in &printed.parts {
        part(one, None, language, links, out);
    }
    out.push_str("</span>");
}

/// A line of text with facts in it, as it stands in large letters: see `phrased`.
pub fn title_html(line: &Line, language: Language) -> String {
    phrased(&line_html(line, language, Links::None)).into_owned()
}

/// A line of text in `language` with facts in it.
pub fn line_html(line: &Line, language: Language, links: Links) -> String {
    let mut out = String::new();
    for part in &line.parts {
        match part {
            LinePart::Words(text) => words(text, language, &mut out),
            LinePart::Fact(printed) => printed_html(printed, language, links, &mut out),
        }
    }
    out
}

/// The address of a telephone, as RFC 3966 has it. What would begin a fragment is escaped.
fn telephone(digits: &str, extension: Option<&str>) -> String {
    let digits = digits.replace('#', "%23");
    let extension = extension.map(|extension| format!(";ext={extension}"));
    format!("tel:{digits}{}", extension.unwrap_or_default())
}

fn part(part: &Part, name: Option<&str>, language: Language, links: Links, out: &mut String) {
    let link = |href: String| (links == Links::Allowed).then_some(("a", "href", href));
    let markup = match &part.meaning {
        Meaning::Plain | Meaning::Fax(_) => None,
        Meaning::Date(point) => Some(("time", "datetime", point.to_string())),
        Meaning::Time(time) => Some(("time", "datetime", format::iso_time(*time))),
        Meaning::Duration(iso) => Some(("time", "datetime", iso.clone())),
        Meaning::Phone { digits, extension } => link(telephone(digits, extension.as_deref())),
        Meaning::Email(address) => link(mailto(address)),
        Meaning::Url(address) => link(address.clone()),
    };
    let element = match &markup {
        Some((element, ..)) => element,
        None if name.is_some() => "span",
        None => {
            words(&part.text, language, out);
            return;
        }
    };
    out.push('<');
    out.push_str(element);
    if let Some((_, key, value)) = &markup {
        attribute(key, value, out);
    }
    if let Some(name) = name {
        attribute("data-fact", name, out);
    }
    out.push('>');
    words(&part.text, language, out);
    out.push_str("</");
    out.push_str(element);
    out.push('>');
}
