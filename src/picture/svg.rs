//! SVG as far as its tags tell whether all of it is there. What may stand in it is not asked
//! here.

use super::inspect::{Flaw, Structure};

/// Reads a drawing.
pub(super) fn read(bytes: &[u8]) -> Structure {
    let text = String::from_utf8_lossy(bytes);
    let size = super::svg_size(&text);
    match flaw(&text) {
        Some(flaw) => Structure::flawed(flaw, size),
        None => Structure {
            size,
            ..Structure::default()
        },
    }
}

/// What keeps a browser from reading a drawing: XML that ends too early, or tags that do not
/// belong to each other. In one pass.
fn flaw(text: &str) -> Option<Flaw> {
    let mut open: Vec<&str> = Vec::new();
    let mut has_root = false;
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        let end = if rest.starts_with("<!--") {
            behind(rest, 4, "-->")
        } else if rest.starts_with("<![CDATA[") {
            behind(rest, 9, "]]>")
        } else if rest.starts_with("<?") {
            behind(rest, 2, "?>")
        } else if rest.starts_with("<!") {
            declaration_end(rest)
        } else {
            tag_end(rest)
        };
        let Some(end) = end else {
            return Some(Flaw::CutOff);
        };
        let tag = &rest[..end];
        rest = &rest[end..];
        if tag.starts_with("<!") || tag.starts_with("<?") {
            continue;
        }
        if let Some(name) = tag.strip_prefix("</") {
            if open.pop() != Some(name.trim_end_matches('>').trim_end()) {
                return Some(Flaw::Damaged);
            }
            continue;
        }
        let name = name(&tag[1..]);
        if name.is_empty() {
            return Some(Flaw::Damaged);
        }
        has_root = true;
        if !tag.ends_with("/>") {
            open.push(name);
        }
    }
    match (open.is_empty(), has_root) {
        (false, _) => Some(Flaw::CutOff),
        (true, false) => Some(Flaw::Damaged),
        (true, true) => None,
    }
}

/// Where `end` ends, looked for from `from` on.
fn behind(text: &str, from: usize, end: &str) -> Option<usize> {
    Some(from + text.get(from..)?.find(end)? + end.len())
}

/// Where a declaration ends, which may have others in brackets.
fn declaration_end(text: &str) -> Option<usize> {
    let end = text.find('>')?;
    match text[..end].find('[') {
        None => Some(end + 1),
        Some(bracket) => {
            let close = behind(text, bracket, "]")?;
            behind(text, close, ">")
        }
    }
}

/// Where a tag ends: at a `>` outside quotation marks.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    let found = text.bytes().position(|byte| match (byte, quote) {
        (b'>', None) => true,
        (b'"' | b'\'', None) => {
            quote = Some(byte);
            false
        }
        _ => {
            quote = quote.filter(|quote| *quote != byte);
            false
        }
    });
    Some(found? + 1)
}

fn name(tag: &str) -> &str {
    let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'));
    &tag[..end.unwrap_or(tag.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_drawings_are_whole() {
        for text in [
            "<svg/>",
            "<svg></svg>\n",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C\" \"http://x\">\n<svg><g><path d='M0>0'/></g></svg>",
            "<!DOCTYPE svg [<!ATTLIST a b CDATA \"c\">]><svg><!-- < --><text>a<![CDATA[ <b> ]]></text></svg>",
            "<s:svg xmlns:s='x'><s:g ></s:g ></s:svg>",
        ] {
            assert_eq!(flaw(text), None, "{text}");
        }
    }

    #[test]
    fn a_drawing_without_its_end_is_cut_off() {
        let whole = "<svg a=\"b\"><g><path d=\"M0\"/><!-- c --></g></svg>";
        for length in 1..whole.len() {
            assert_eq!(flaw(&whole[..length]), Some(Flaw::CutOff), "{length}");
        }
        assert_eq!(flaw("<svg><g></svg>"), Some(Flaw::Damaged));
        assert_eq!(flaw("words"), Some(Flaw::Damaged));
        assert_eq!(flaw("<svg>< </svg>"), Some(Flaw::Damaged));
    }

    #[test]
    fn many_open_tags_take_no_time() {
        assert_eq!(flaw(&"<g>".repeat(200_000)), Some(Flaw::CutOff));
        assert_eq!(flaw(&"<!--".repeat(200_000)), Some(Flaw::CutOff));
        assert_eq!(flaw(&"<![".repeat(200_000)), Some(Flaw::CutOff));
    }
}
