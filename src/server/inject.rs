//! What a page gets when it is shown, and never when it is built: the script of the preview.

use annai::render::html::escape;
use std::ops::Range;

/// What a page is, as the script is told.
#[derive(Default)]
pub(super) struct Shown<'a> {
    /// The secret of this run, for those who may know it; nobody else gets the tools that need it.
    pub(super) token: Option<&'a str>,
    /// The number of the state of the site.
    pub(super) generation: u64,
    /// The hash of the page; empty where there is none.
    pub(super) hash: String,
    /// The hash of the page without the hashes in the names of style sheets: where only this is
    /// the same, only the looks have changed.
    pub(super) shape: String,
    /// Why visitors do not see the page, if they do not.
    pub(super) mark: Option<&'a str>,
    /// The day that it speaks for.
    pub(super) as_of: String,
    /// Whether its address asks for that day.
    pub(super) is_asked_for: bool,
    /// The zone of the site, where the page must take the day for today whatever the clock says.
    pub(super) zone: Option<&'a str>,
}

impl Shown<'_> {
    /// What has to stand in the address of a question to be answered for this page.
    pub(super) fn query(&self) -> String {
        let Self { as_of, .. } = self;
        let token = self.token.unwrap_or_default();
        let day = if self.is_asked_for {
            format!("&as-of={as_of}")
        } else {
            String::new()
        };
        format!("token={token}{day}")
    }
}

/// The page with the preview's script at its end, and the clock before its own scripts.
pub(super) fn into_page(html: &[u8], shown: &Shown<'_>) -> Vec<u8> {
    let token = shown.token;
    let script = token.map_or_else(String::new, |token| script(token, shown));
    let as_of = &shown.as_of;
    let clock = shown.zone.map_or_else(String::new, |zone| {
        let zone = escaped(zone);
        format!(
            "<script src=\"/.annai/clock.js\" data-day=\"{as_of}\" data-zone=\"{zone}\"></script>"
        )
    });
    let find = |end: &[u8]| html.windows(end.len()).position(|part| part == end);
    let head = find(b"</head>").unwrap_or(0);
    let end = b"</body>";
    let body = html.windows(end.len()).rposition(|part| part == end);
    let body = body.unwrap_or(html.len()).max(head);
    let parts = [
        &html[..head],
        clock.as_bytes(),
        &html[head..body],
        script.as_bytes(),
        &html[body..],
    ];
    parts.concat()
}

/// The script that brings the tools.
fn script(token: &str, shown: &Shown<'_>) -> String {
    let Shown {
        generation,
        hash,
        shape,
        as_of,
        ..
    } = shown;
    let mark = shown.mark.map(escaped);
    let mark = mark.map_or_else(String::new, |mark| format!(" data-draft=\"{mark}\""));
    let day = if shown.is_asked_for {
        format!(" data-day=\"{as_of}\"")
    } else {
        String::new()
    };
    format!(
        "<script type=\"module\" src=\"/.annai/preview.js\" data-token=\"{token}\" \
         data-generation=\"{generation}\" data-hash=\"{hash}\" data-shape=\"{shape}\" \
         data-as-of=\"{as_of}\"{day}{mark}></script>"
    )
}

/// Text as it stands in content and in quoted attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    html
}

/// The page without the hashes in the names of its style sheets (`site.0123456789.css`).
pub(super) fn shape(html: &[u8]) -> Vec<u8> {
    let html = String::from_utf8_lossy(html);
    let mut shape = Vec::with_capacity(html.len());
    let mut from = 0;
    for (at, _) in html.match_indices(".css\"") {
        if let Some(hash) = hash_before(html.as_bytes(), at) {
            shape.extend_from_slice(&html.as_bytes()[from..hash.start]);
            from = hash.end;
        }
    }
    shape.extend_from_slice(&html.as_bytes()[from..]);
    shape
}

/// The hash that ends at `at`, after a dot.
fn hash_before(html: &[u8], at: usize) -> Option<Range<usize>> {
    const HASH: usize = 10;
    let start = at.checked_sub(HASH)?;
    let is_hash = html[start..at].iter().all(u8::is_ascii_hexdigit);
    (is_hash && start.checked_sub(1).map(|dot| html[dot]) == Some(b'.')).then_some(start..at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str, shown: &Shown<'_>) -> String {
        String::from_utf8(into_page(html.as_bytes(), shown)).unwrap()
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_page() {
        let own = Shown {
            token: Some("5"),
            generation: 7,
            ..Shown::default()
        };
        let page = shown("<head></head><body>x</body></html>", &own);
        assert!(page.starts_with("<head></head><body>x<script type=\"module\" "));
        assert!(page.ends_with("></script></body></html>"));
        assert!(page.contains(" data-generation=\"7\" "));
        assert!(!page.contains("data-day") && !page.contains("data-draft"));
        assert!(shown("no body", &own).starts_with("no body<script "));
    }

    #[test]
    fn a_page_that_visitors_do_not_see_says_why() {
        let own = Shown {
            token: Some("5"),
            mark: Some("下書き & \"x\""),
            ..Shown::default()
        };
        let page = shown("<body></body>", &own);
        assert!(page.contains(" data-draft=\"下書き &amp; &quot;x&quot;\">"));
    }

    #[test]
    fn the_clock_comes_before_the_scripts_of_a_page_of_another_day() {
        let own = Shown {
            token: Some("5"),
            as_of: "2024-04-10".to_owned(),
            is_asked_for: true,
            zone: Some("Asia/Tokyo"),
            ..Shown::default()
        };
        let clock = "<script src=\"/.annai/clock.js\" data-day=\"2024-04-10\" data-zone=\"Asia/Tokyo\"></script>";
        let page = shown("<head><script defer></script></head><body></body>", &own);
        assert!(page.contains(&format!("{clock}</head>")), "{page}");
        assert!(page.contains(" data-day=\"2024-04-10\"></script></body>"));
    }

    #[test]
    fn who_may_not_know_the_secret_gets_the_page_alone() {
        let own = Shown {
            zone: Some("Asia/Tokyo"),
            ..Shown::default()
        };
        let page = shown("<head></head><body>x</body>", &own);
        assert!(page.contains("/.annai/clock.js"), "{page}");
        assert!(page.ends_with("</head><body>x</body>"), "{page}");
        assert_eq!(own.query(), "token=");
    }

    #[test]
    fn only_hashes_of_style_sheets_are_left_out() {
        let html =
            |hash: &str| format!("<link href=\"a/site.{hash}.css\"><img src=\"b.{hash}.png\">");
        let shape = |hash: &str| shape(html(hash).as_bytes());
        assert_eq!(
            shape("0123456789"),
            b"<link href=\"a/site..css\"><img src=\"b.0123456789.png\">"
        );
        assert_ne!(shape("0123456789"), shape("abcdef0123"));
        assert_eq!(super::shape(b".css\""), b".css\"");
    }
}
