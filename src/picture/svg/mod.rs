//! Drawings (SVG). What is published is not the file but what was read of it and may stand in a
//! drawing, written anew: names by allow-lists (`names.rs`), CSS by another (`css.rs`), references
//! only to parts of the same drawing and to embedded pixels (`reference.rs`).

mod css;
mod names;
mod namespaces;
mod reader;
mod reference;
mod writer;

use super::inspect::Structure;
use crate::source::Span;

/// So many kinds of things that are left out are told.
const MAX_TOLD: usize = 6;

/// What was found in a drawing besides what is to be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// Why it is not published.
    pub danger: Option<Danger>,
    /// What it is published without: each kind once, and only a few of them. What is of no effect
    /// is not named: remarks, and what drawing programs keep for themselves.
    pub left_out: Vec<String>,
    /// Where the danger is, or the first of what is left out.
    pub span: Span,
}

/// Why a drawing is not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Danger {
    /// It runs something, by the name of what does.
    Active(String),
    /// It is in another encoding than UTF-8, or says so, by the name where it has one.
    Encoding(Option<String>),
    /// It declares entities, or something else that changes how it is read.
    Declarations,
}

/// Reads a drawing.
pub(super) fn read(bytes: &[u8]) -> Structure {
    match std::str::from_utf8(bytes) {
        Ok(text) => reader::read(text),
        Err(error) => Structure {
            drawing: Drawing {
                danger: Some(Danger::Encoding(None)),
                span: Span::new(error.valid_up_to(), error.valid_up_to()),
                ..Drawing::default()
            },
            published: Some(nothing()),
            ..Structure::default()
        },
    }
}

/// What is published in the place of something that is no drawing, or not a whole one: a browser
/// runs what stands in a file before it sees that the end is missing.
pub(super) fn nothing() -> Vec<u8> {
    br#"<svg xmlns="http://www.w3.org/2000/svg"/>"#.to_vec()
}

#[cfg(test)]
mod tests {
    use super::super::inspect::Flaw;
    use super::*;

    fn flaw(text: &str) -> Option<Flaw> {
        read(text.as_bytes()).flaw
    }

    /// What is published, and what is told to be missing in it.
    fn written(inside: &str) -> (String, Vec<String>) {
        let start = "<svg xmlns=\"http://www.w3.org/2000/svg\">";
        let text = start.replace('>', " xmlns:xlink='http://www.w3.org/1999/xlink'>");
        let structure = read(format!("{text}{inside}</svg>").as_bytes());
        assert_eq!(
            (structure.flaw, structure.drawing.danger),
            (None, None),
            "{inside}"
        );
        let published = String::from_utf8(structure.published.unwrap()).unwrap();
        let again = read(published.as_bytes());
        assert_eq!(again.published.as_deref(), Some(published.as_bytes()));
        assert_eq!(again.drawing, Drawing::default(), "{published}");
        // Of a root with nothing in it nothing is left.
        let inside = published.strip_prefix(start).unwrap_or_default();
        let inside = inside.strip_suffix("</svg>").unwrap_or_default();
        (inside.to_owned(), structure.drawing.left_out)
    }

    fn danger(text: &str) -> Option<(Danger, String)> {
        let drawing = read(text.as_bytes()).drawing;
        Some((drawing.danger?, drawing.span.slice(text).to_owned()))
    }

    #[test]
    fn whole_drawings_are_whole() {
        for text in [
            "<svg/>",
            "<svg></svg>\n",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C\" \"http://x\">\n<svg><g><path id='M0>0'/></g></svg>",
            "<svg><!-- < --><text>a<![CDATA[ <b> ]]></text></svg>",
            "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:g ></s:g ></s:svg>",
            "\u{feff}<?xml version='1.0' encoding='utf-8' standalone='no'?><svg/>",
        ] {
            let structure = read(text.as_bytes());
            assert_eq!(
                (structure.flaw, structure.drawing),
                (None, Drawing::default()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_drawing_without_its_end_is_cut_off() {
        let whole = "<svg a=\"b\"><g><path d=\"M0\"/><!-- c --></g></svg>";
        for length in 1..whole.len() {
            let structure = read(&whole.as_bytes()[..length]);
            assert_eq!(structure.flaw, Some(Flaw::CutOff), "{length}");
            assert_eq!(structure.published, Some(nothing()));
        }
    }

    #[test]
    fn what_is_no_xml_is_damaged() {
        for text in [
            "words",
            "<svg><g></svg>",
            "<svg>< </svg>",
            "<svg/><svg/>",
            "<svg/>text",
            "<svg a='1' a='2'/>",
            "<svg a/>",
            "<svg a=b/>",
            "<svg a='<'/>",
            "<svg>R&D</svg>",
            "<svg>&nbsp;</svg>",
            "<svg a='&nbsp;'/>",
            "<svg>&#1;</svg>",
            "<svg a='&#xFFFF;'/>",
            "<svg>\u{1b}</svg>",
            "<svg x:a='1'/>",
            "<svg><x:a/></svg>",
            "<svg>]]></svg>",
            "<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>",
            "<svg xmlns='urn:x'/>",
        ] {
            assert_eq!(flaw(text), Some(Flaw::Damaged), "{text}");
        }
    }

    #[test]
    fn what_runs_is_refused_with_its_place() {
        let active = |what: &str| Danger::Active(what.to_owned());
        for (inside, what, place) in [
            ("<script>x</script>", "<script>", "<script>"),
            ("<g onclick='x'/>", "onclick", "onclick='x'"),
            (
                "<a href='&#9;java&#10;script:x'/>",
                "javascript:",
                "href='&#9;java&#10;script:x'",
            ),
            (
                "<a xlink:href=' JAVASCRIPT:x'/>",
                "javascript:",
                "xlink:href=' JAVASCRIPT:x'",
            ),
            (
                "<h:script xmlns:h='http://www.w3.org/1999/xhtml'/>",
                "<script>",
                "<h:script xmlns:h='http://www.w3.org/1999/xhtml'/>",
            ),
        ] {
            let text = format!(
                "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{inside}</svg>"
            );
            assert_eq!(
                danger(&text),
                Some((active(what), place.to_owned())),
                "{inside}"
            );
        }
    }

    #[test]
    fn what_changes_how_it_is_read_is_refused() {
        let encoding =
            |name: &str| Some((Danger::Encoding(Some(name.to_owned())), name.to_owned()));
        for name in ["ISO-2022-JP", "UTF-7", "UTF-16", "Shift_JIS", "us-ascii"] {
            let text = format!("<?xml version='1.0' encoding='{name}'?><svg/>");
            assert_eq!(danger(&text), encoding(name));
        }
        assert_eq!(danger("<?xml version='1.0' encoding='UTF-8'?><svg/>"), None);
        let subset = "<!DOCTYPE svg [<!ENTITY a 'b'>]>";
        let found = danger(&format!("{subset}<svg/>"));
        assert_eq!(found, Some((Danger::Declarations, subset.to_owned())));
        let structure = read(b"<svg>\x83\x65</svg>");
        assert_eq!(structure.drawing.danger, Some(Danger::Encoding(None)));
        assert_eq!(structure.drawing.span.start, 5);
        assert_eq!(structure.published, Some(nothing()));
    }

    #[test]
    fn what_may_stand_there_is_written_anew() {
        for (inside, expected) in [
            (
                "<g  id = 'a'><path d='M0&#10;0\n1'/><title id='a&#10;b'/></g>",
                "<g id=\"a\"><path d=\"M0 0 1\"/><title id=\"a&#10;b\"/></g>",
            ),
            (
                "<text>a &lt; b &amp; c<![CDATA[<]]> > \"</text>",
                "<text>a &lt; b &amp; c&lt; &gt; \"</text>",
            ),
            (
                "<use xlink:href='#a'/><use href='#b' xlink:href='#c'/>",
                "<use href=\"#a\"/><use href=\"#b\"/>",
            ),
            (
                "<image href='data:image/PNG;base64,iVB\n ORw0K=='/>",
                "<image href=\"data:image/png;base64,iVBORw0K==\"/>",
            ),
            (
                "<style>.a{fill:red}</style>",
                "<style>.a{fill:red}\n</style>",
            ),
            (
                "<animate attributeName='x' values='1;2'/>",
                "<animate attributeName=\"x\" values=\"1;2\"/>",
            ),
            (
                "<text xml:space='preserve'> a\r\n</text>",
                "<text xml:space=\"preserve\"> a\n</text>",
            ),
            // What nobody sees is not told.
            (
                "<!-- a --><?xpacket x?><metadata><a/></metadata><g data-name='x'/>",
                "<g/>",
            ),
            (
                "<i:b xmlns:i='urn:i' i:c='d'><rect/></i:b><g xmlns:i='urn:i' i:c='d'/>",
                "<g/>",
            ),
            (
                "<switch><foreignObject requiredExtensions='urn:x'><x/></foreignObject><g/></switch>",
                "<switch><g/></switch>",
            ),
        ] {
            assert_eq!(
                written(inside),
                (expected.to_owned(), Vec::new()),
                "{inside}"
            );
        }
    }

    /// What is published of the first, and what is told of it first.
    fn assert_told(cases: &[(&str, &str, &str)]) {
        for (inside, expected, told) in cases {
            let (published, left_out) = written(inside);
            assert_eq!(published, *expected, "{inside}");
            assert_eq!(
                left_out.first().map(String::as_str),
                Some(*told),
                "{inside}"
            );
        }
    }

    #[test]
    fn what_leads_elsewhere_is_left_out_and_told() {
        assert_told(&[
            (
                "<switch><foreignObject><p/></foreignObject><text/></switch>",
                "<switch><text/></switch>",
                "<foreignObject>",
            ),
            (
                "<a href='https://x'><text/></a>",
                "<a><text/></a>",
                "<a href>",
            ),
            ("<image href='http://x/a.png'/>", "<image/>", "<image href>"),
            (
                "<image href='data:image/svg+xml;base64,AAAA'/>",
                "<image/>",
                "<image href>",
            ),
            (
                "<image href='data:image/png,x'/>",
                "<image/>",
                "<image href>",
            ),
            ("<use href='a.svg#b'/>", "<use/>", "<use href>"),
            (
                "<use href='data:image/png;base64,AAAA'/>",
                "<use/>",
                "<use href>",
            ),
        ]);
        let many = "<a href='x'/><foreignObject/>".repeat(50);
        assert_eq!(written(&many).1, ["<a href>", "<foreignObject>"]);
    }

    #[test]
    fn what_loads_is_left_out_and_told() {
        assert_told(&[
            ("<rect fill='url(//x#a)' x='1'/>", "<rect x=\"1\"/>", "fill"),
            (
                "<rect style='fill:red;filter:url(x)'/>",
                "<rect style=\"fill:red\"/>",
                "filter",
            ),
            ("<set attributeName='href' to='x'/>", "", "<set>"),
            (
                "<animate attributeName='onclick' values='x'/>",
                "",
                "<animate>",
            ),
            (
                "<animate attributeName='fill' values='url(http://x);red'/>",
                "<animate attributeName=\"fill\"/>",
                "values",
            ),
            (
                "<style>@import 'x';<![CDATA[.a{fill:u\\72l(x)}]]></style>",
                "<style>.a{}\n</style>",
                "@import",
            ),
            ("<style type='text/xsl'>x</style>", "", "<style>"),
            (
                "<?xml-stylesheet href='x'?><g/>",
                "<g/>",
                "<?xml-stylesheet?>",
            ),
            (
                "<h:img xmlns:h='http://www.w3.org/1999/xhtml' src='x'/><g/>",
                "<g/>",
                "<img>",
            ),
        ]);
    }

    #[test]
    fn sizes_are_read_from_the_root() {
        let size = |text: &str| read(text.as_bytes()).size;
        assert_eq!(
            size("<svg width=\"480\" height='320px'/>"),
            Some((480, 320))
        );
        assert_eq!(
            size("<svg width='100%' height='1' viewBox=\"0 0 16 9\"/>"),
            Some((16, 9))
        );
        assert_eq!(
            size("<svg viewBox='0,0 , 16,9.2' stroke-width='3'/>"),
            Some((16, 9))
        );
        assert_eq!(size("<svg/>"), None);
    }

    #[test]
    fn much_of_anything_takes_no_time() {
        let start = "<svg xmlns='http://www.w3.org/2000/svg'>";
        for part in [
            "<g>",
            "<!--",
            "<![",
            "<![CDATA[",
            "<?",
            "&amp;",
            "&",
            "<g a='",
            "<a href='x'/>",
            "<foreignObject>",
            "<x:",
            "<!DOCTYPE",
            "<style>",
            "<g xmlns:a='b'>",
            "</g>",
        ] {
            let _ = read(format!("{start}{}", part.repeat(20_000)).as_bytes());
        }
        let many = |part: &dyn Fn(usize) -> String| (0..20_000).map(part).collect::<String>();
        let attributes = many(&|at| format!(" a{at}='x'"));
        assert_eq!(flaw(&format!("<svg{attributes}/>")), None);
        let bound = many(&|at| format!("<g xmlns:a{at}='x'>"));
        assert_eq!(
            flaw(&format!("{start}{bound}{}</svg>", "</g>".repeat(20_000))),
            None
        );
        let value = "&amp;".repeat(20_000);
        assert_eq!(flaw(&format!("<svg id='{value}'>{value}</svg>")), None);
    }
}
