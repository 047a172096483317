//! Reads a drawing and writes what may stand in it. The only module that knows the `quick_xml`
//! crate, which tells tags, text and attributes apart; what they mean is decided here.

use super::names::{self, Value};
use super::namespaces::{self, Namespace, Namespaces};
use super::reference::{self, Reference};
use super::writer::Writer;
use super::{Danger, Drawing, MAX_TOLD, css, nothing};
use crate::picture::inspect::{Flaw, Structure};
use crate::source::Span;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesDecl, BytesRef, Event};
use quick_xml::name::QName;
use quick_xml::{Error, XmlVersion, escape};
use std::borrow::Cow;

/// Elements that run something, whatever stands in them.
const ACTIVE: [&str; 3] = ["script", "handler", "listener"];

/// Attributes that ask other hosts where browsers know them.
const ASKING: [&str; 3] = ["ping", "src", "srcset"];

/// Elements that change the attribute named in `attributeName`.
const ANIMATIONS: [&str; 3] = ["animate", "animateTransform", "set"];

/// Reads a drawing. What cannot be shown, or must not, is published as nothing.
pub(super) fn read(text: &str) -> Structure {
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut reader = Reader::new(&text[mark..]);
    let stopped = reader.read();
    let mut drawing = reader.drawing;
    let (flaw, published) = match stopped {
        Ok(()) => (None, reader.writer.finish()),
        Err(Stop::Flaw(flaw)) => (Some(flaw), nothing()),
        Err(Stop::Danger(danger, span)) => {
            drawing.danger = Some(danger);
            drawing.span = span;
            (None, nothing())
        }
    };
    if drawing != Drawing::default() {
        drawing.span = drawing.span.shifted(mark);
    }
    Structure {
        size: reader.size,
        flaw,
        published: Some(published),
        drawing,
    }
}

/// Why a drawing is not read to its end.
enum Stop {
    Flaw(Flaw),
    Danger(Danger, Span),
}

const DAMAGED: Stop = Stop::Flaw(Flaw::Damaged);

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Flaw(match error {
            Error::Syntax(_) => Flaw::CutOff,
            _ => Flaw::Damaged,
        })
    }
}

struct Reader<'a> {
    text: &'a str,
    xml: quick_xml::Reader<&'a [u8]>,
    namespaces: Namespaces<'a>,
    /// The elements that are open and written.
    open: Vec<Open>,
    /// How many are open that are left out, one in the other.
    left_out: usize,
    has_root: bool,
    /// Whether the root has no namespace: it has been copied out of an HTML page.
    is_bare: bool,
    size: Option<(u32, u32)>,
    /// The style sheet that is being read.
    sheet: Option<(String, Span)>,
    writer: Writer,
    drawing: Drawing,
}

/// An element that is open.
struct Open {
    name: &'static str,
    /// How many prefixes it has bound.
    bound: usize,
}

/// An attribute of the element that is being read.
struct Attribute<'a> {
    prefix: &'a str,
    name: &'a str,
    value: Cow<'a, str>,
    span: Span,
}

/// The start tag that is being read.
struct Tag<'a> {
    namespace: Namespace,
    name: &'a str,
    attributes: Vec<Attribute<'a>>,
    bound: usize,
    span: Span,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let mut xml = quick_xml::Reader::from_str(text);
        xml.config_mut().expand_empty_elements = true;
        xml.config_mut().check_comments = true;
        Self {
            text,
            xml,
            namespaces: Namespaces::default(),
            open: Vec::new(),
            left_out: 0,
            has_root: false,
            is_bare: false,
            size: None,
            sheet: None,
            writer: Writer::default(),
            drawing: Drawing::default(),
        }
    }

    fn read(&mut self) -> Result<(), Stop> {
        loop {
            let start = self.position();
            let event = self.xml.read_event()?;
            let span = Span::new(start, self.position());
            match event {
                Event::Start(_) | Event::Empty(_) => self.start(span)?,
                Event::End(_) => self.end(),
                Event::Text(text) => {
                    if text.contains("]]>") {
                        return Err(DAMAGED);
                    }
                    self.characters(&text.xml10_content())?;
                }
                Event::CData(text) => self.characters(&text.xml10_content())?,
                Event::GeneralRef(reference) => self.reference(&reference)?,
                Event::Decl(declaration) => encoding(&declaration, self.text, span)?,
                Event::PI(instruction) if instruction.target() == "xml-stylesheet" => {
                    self.tell("<?xml-stylesheet?>", span);
                }
                Event::DocType(text) if text.contains('[') => {
                    return Err(Stop::Danger(Danger::Declarations, span));
                }
                Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof => break,
            }
        }
        if !self.open.is_empty() || self.left_out > 0 {
            return Err(Stop::Flaw(Flaw::CutOff));
        }
        let is_whole = self.has_root && self.text.chars().all(is_character);
        if is_whole { Ok(()) } else { Err(DAMAGED) }
    }

    fn position(&self) -> usize {
        usize::try_from(self.xml.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Notes that something is left out.
    fn tell(&mut self, what: &str, span: Span) {
        let told = &mut self.drawing.left_out;
        if told.is_empty() {
            self.drawing.span = span;
        }
        if told.len() < MAX_TOLD && !told.iter().any(|known| known == what) {
            told.push(what.to_owned());
        }
    }

    fn start(&mut self, span: Span) -> Result<(), Stop> {
        if self.left_out > 0 {
            self.left_out += 1;
            return Ok(());
        }
        let tag = self.tag(span)?;
        let is_own = self.is_own(tag.namespace);
        if !self.has_root {
            if !(is_own || tag.namespace == Namespace::None) || tag.name != "svg" {
                return Err(DAMAGED);
            }
            self.is_bare = !is_own;
            self.size = size(&tag.attributes);
        } else if self.open.is_empty() {
            return Err(DAMAGED);
        }
        if matches!(tag.namespace, Namespace::Xhtml) || self.is_own(tag.namespace) {
            let active = ACTIVE.iter().find(|one| tag.name.eq_ignore_ascii_case(one));
            if let Some(name) = active {
                return Err(Stop::Danger(Danger::Active(format!("<{name}>")), span));
            }
        }
        self.element(&tag)
    }

    /// The names of a start tag and its attributes, with their namespaces.
    fn tag(&mut self, span: Span) -> Result<Tag<'a>, Stop> {
        let text = self.text;
        let raw = span.slice(text);
        let raw = raw.strip_prefix('<').and_then(|raw| raw.strip_suffix('>'));
        let raw = raw.ok_or(DAMAGED)?;
        let raw = raw.strip_suffix('/').unwrap_or(raw);
        let name_end = raw.find([' ', '\t', '\r', '\n']).unwrap_or(raw.len());
        let (prefix, name) = namespaces::split(&raw[..name_end]).ok_or(DAMAGED)?;
        let mut attributes = Vec::new();
        let mut bound = 0;
        for attribute in Attributes::new(raw, name_end) {
            let attribute = attribute.map_err(|_| DAMAGED)?;
            let value = attribute.normalized_value(XmlVersion::Explicit1_0)?;
            if attribute.value.contains('<') || !value.chars().all(is_character) {
                return Err(DAMAGED);
            }
            let QName(key) = attribute.key;
            match namespaces::split(key).ok_or(DAMAGED)? {
                ("", "xmlns") => self.namespaces.bind("", &value),
                ("xmlns", prefix) => self.namespaces.bind(prefix, &value),
                (prefix, name) => {
                    let start = offset(text, key);
                    let end = offset(text, &attribute.value) + attribute.value.len() + 1;
                    let span = Span::new(start, end);
                    attributes.push(Attribute {
                        prefix,
                        name,
                        value,
                        span,
                    });
                    continue;
                }
            }
            bound += 1;
        }
        let bound_to = |prefix: &str| self.namespaces.get(prefix).ok_or(DAMAGED);
        for attribute in &attributes {
            bound_to(attribute.prefix)?;
        }
        Ok(Tag {
            namespace: bound_to(prefix)?,
            name,
            attributes,
            bound,
            span,
        })
    }

    fn is_own(&self, namespace: Namespace) -> bool {
        namespace == Namespace::Svg || self.is_bare && namespace == Namespace::None
    }

    /// Writes an element, or leaves it out with all that stands in it.
    fn element(&mut self, tag: &Tag<'a>) -> Result<(), Stop> {
        let is_own = self.is_own(tag.namespace);
        let name = names::element(tag.name).filter(|_| is_own && self.sheet.is_none());
        let mut written = Vec::new();
        let mut is_kept = name.is_some();
        if let Some(name) = name {
            is_kept = self.attributes(name, tag, &mut written)?;
        }
        let Some(name) = name.filter(|_| is_kept) else {
            let is_seen = is_own && !is_of_a_program(tag) || tag.namespace == Namespace::Xhtml;
            if is_seen {
                self.tell(&format!("<{}>", told(tag.name)), tag.span);
            }
            self.namespaces.unbind(tag.bound);
            self.left_out = 1;
            return Ok(());
        };
        self.writer.start(name);
        if !self.has_root {
            self.writer.attribute("xmlns", "http://www.w3.org/2000/svg");
        }
        for (name, value) in written {
            self.writer.attribute(name, &value);
        }
        self.has_root = true;
        self.sheet = (name == "style").then(|| (String::new(), tag.span));
        let bound = tag.bound;
        self.open.push(Open { name, bound });
        Ok(())
    }

    /// The attributes that are written; whether the element can stand with them.
    fn attributes(
        &mut self,
        element: &'static str,
        tag: &Tag<'a>,
        written: &mut Vec<(&'static str, String)>,
    ) -> Result<bool, Stop> {
        let mut reference: Option<&Attribute<'a>> = None;
        let mut changes = !ANIMATIONS.contains(&element);
        for attribute in &tag.attributes {
            match (self.namespaces.get(attribute.prefix), attribute.name) {
                (_, "space") if attribute.prefix == "xml" => {
                    written.push(("xml:space", attribute.value.to_string()));
                }
                (_, "lang") if attribute.prefix == "xml" => {
                    written.push(("xml:lang", attribute.value.to_string()));
                }
                (Some(Namespace::Xlink), "href") => {
                    reference = reference.or(Some(attribute));
                }
                _ if !attribute.prefix.is_empty() => {}
                (_, "href") => reference = Some(attribute),
                (_, "type") if element == "style" => {
                    let kind = attribute.value.trim();
                    if !(kind.is_empty() || kind.eq_ignore_ascii_case("text/css")) {
                        return Ok(false);
                    }
                }
                (_, name) if is_handler(name) => {
                    let danger = Danger::Active(told(name).to_owned());
                    return Err(Stop::Danger(danger, attribute.span));
                }
                (_, name) if ASKING.contains(&name) => self.tell(name, attribute.span),
                _ => {
                    let value = self.value(attribute);
                    changes |= matches!(value, Some(("attributeName", _)));
                    written.extend(value);
                }
            }
        }
        if let Some(attribute) = reference {
            match reference::judge(element, &attribute.value) {
                Reference::Kept(value) => written.push(("href", value)),
                Reference::LeftOut => self.tell(&format!("<{element} href>"), attribute.span),
                Reference::Active => {
                    let danger = Danger::Active("javascript:".to_owned());
                    return Err(Stop::Danger(danger, attribute.span));
                }
            }
        }
        Ok(changes)
    }

    /// An attribute without a namespace as it is written, if it is.
    fn value(&mut self, attribute: &Attribute<'a>) -> Option<(&'static str, String)> {
        // What no browser knows is not missed.
        let (name, kind) = names::attribute(attribute.name)?;
        let value = &*attribute.value;
        let written = match kind {
            Value::Free => Some(value.to_owned()),
            Value::Css => css::value(value),
            Value::CssList => css::values(value),
            Value::Declarations => {
                let mut left_out = Vec::new();
                let written = css::declarations(value, &mut left_out);
                left_out
                    .iter()
                    .for_each(|name| self.tell(name, attribute.span));
                return Some((name, written));
            }
            // The animation is told as a whole.
            Value::Animated => {
                let animated = value.trim();
                return names::is_animated(animated).then(|| (name, animated.to_owned()));
            }
        };
        if written.is_none() {
            self.tell(name, attribute.span);
        }
        Some((name, written?))
    }

    fn end(&mut self) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        let Some(Open { name, bound }) = self.open.pop() else {
            return;
        };
        if let Some((sheet, span)) = self.sheet.take() {
            let mut left_out = Vec::new();
            let written = css::sheet(&sheet, &mut left_out);
            left_out.iter().for_each(|name| self.tell(name, span));
            self.writer.text(&written);
        }
        self.writer.end(name);
        self.namespaces.unbind(bound);
    }

    /// `&…;`: only what XML itself knows.
    fn reference(&mut self, reference: &BytesRef<'a>) -> Result<(), Stop> {
        if let Some(character) = reference.resolve_char_ref()? {
            return self.characters(character.encode_utf8(&mut [0; 4]));
        }
        let known = escape::resolve_xml_entity(reference).ok_or(DAMAGED)?;
        self.characters(known)
    }

    fn characters(&mut self, text: &str) -> Result<(), Stop> {
        let is_outside = self.open.is_empty() && self.left_out == 0;
        let is_stray = is_outside && !text.chars().all(|c| c.is_ascii_whitespace());
        if is_stray || !text.chars().all(is_character) {
            return Err(DAMAGED);
        }
        if is_outside || self.left_out > 0 {
            return Ok(());
        }
        match &mut self.sheet {
            Some((sheet, _)) => sheet.push_str(text),
            None => self.writer.text(text),
        }
        Ok(())
    }
}

/// Looks at what the XML declaration says of the encoding.
fn encoding(declaration: &BytesDecl<'_>, text: &str, span: Span) -> Result<(), Stop> {
    let Some(name) = declaration.encoding() else {
        return Ok(());
    };
    let name = name.map_err(|_| DAMAGED)?;
    if name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("utf8") {
        return Ok(());
    }
    let at = span.slice(text).find(&*name).unwrap_or_default();
    let span = Span::new(span.start + at, span.start + at + name.len());
    Err(Stop::Danger(
        Danger::Encoding(Some(told(&name).to_owned())),
        span,
    ))
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(text.as_ptr().addr())
}

/// Whether a character may stand in XML 1.0.
fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether an attribute holds a script.
fn is_handler(name: &str) -> bool {
    name.get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("on"))
}

/// As much of a name as is told.
fn told(name: &str) -> &str {
    &name[..name.floor_char_boundary(40)]
}

/// Whether an element is for the program that drew it, and no browser shows it.
fn is_of_a_program(tag: &Tag<'_>) -> bool {
    let needs = tag
        .attributes
        .iter()
        .find(|one| one.prefix.is_empty() && one.name == "requiredExtensions");
    let needs = needs.map(|one| one.value.trim());
    tag.name == "metadata"
        || tag.name == "foreignObject"
            && needs.is_some_and(|needs| !needs.is_empty() && !needs.contains("w3.org"))
}

/// From `width` and `height`, else from `viewBox`.
fn size(attributes: &[Attribute<'_>]) -> Option<(u32, u32)> {
    let value = |name: &str| {
        let mut own = attributes.iter().filter(|one| one.prefix.is_empty());
        own.find(|one| one.name == name).map(|one| &*one.value)
    };
    let number = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let whole = |number: f64| {
        let is_usual = (1.0..=100_000.0).contains(&number);
        is_usual.then_some(number.round() as u32)
    };
    let side = |name| value(name).and_then(number).and_then(whole);
    if let (Some(width), Some(height)) = (side("width"), side("height")) {
        return Some((width, height));
    }
    let parts = value("viewBox")?.split([' ', ',', '\n', '\t']);
    let numbers: Vec<f64> = parts
        .filter(|part| !part.is_empty())
        .filter_map(number)
        .collect();
    match numbers[..] {
        [_, _, width, height] => Some((whole(width)?, whole(height)?)),
        _ => None,
    }
}
