//! What a page gets when it is shown, and never when it is built: the script of the preview.

use annai::render::html::escape;
use std::ops::Range;

/// What a page is, as the script is told.
pub(super) struct Shown<'a> {
    /// The secret of this run.
    pub(super) token: &'a str,
    /// The number of the state of the site.
    pub(super) generation: u64,
    /// The hash of the page.
    pub(super) hash: String,
    /// The hash of the page without the hashes in the names of style sheets: where only this is
    /// the same, only the looks have changed.
    pub(super) shape: String,
    /// Why visitors do not see the page, if they do not.
    pub(super) mark: Option<&'a str>,
}

/// The page with the preview's script at its end.
pub(super) fn into_page(html: &[u8], shown: &Shown<'_>) -> Vec<u8> {
    let Shown {
        token,
        generation,
        hash,
        shape,
        mark,
    } = shown;
    let mark = mark.map(escaped);
    let note = mark.as_ref().map_or_else(String::new, |mark| {
        format!("<p class=\"annai-mark\" role=\"note\">{mark}</p>")
    });
    let mark = mark.map_or_else(String::new, |mark| format!(" data-draft=\"{mark}\""));
    let tags = format!(
        "<link rel=\"stylesheet\" href=\"/.annai/preview.css\">{note}\
         <script src=\"/.annai/preview.js\" data-token=\"{token}\" \
         data-generation=\"{generation}\" data-hash=\"{hash}\" data-shape=\"{shape}\"{mark} defer></script>"
    );
    let end = b"</body>";
    let at = html
        .windows(end.len())
        .rposition(|part| part == end)
        .unwrap_or(html.len());
    let mut page = Vec::with_capacity(html.len() + tags.len());
    page.extend_from_slice(&html[..at]);
    page.extend_from_slice(tags.as_bytes());
    page.extend_from_slice(&html[at..]);
    page
}

fn escaped(text: &str) -> String {
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

    fn shown(html: &str) -> String {
        marked(html, None)
    }

    fn marked(html: &str, mark: Option<&str>) -> String {
        let shown = Shown {
            token: "t",
            generation: 7,
            hash: "h".to_owned(),
            shape: "s".to_owned(),
            mark,
        };
        String::from_utf8(into_page(html.as_bytes(), &shown)).unwrap()
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_page() {
        let page = shown("<body>x</body></html>");
        assert!(page.starts_with("<body>x<link ") && page.ends_with("</script></body></html>"));
        assert!(page.contains("data-generation=\"7\""));
        assert!(shown("no body").starts_with("no body<link "));
    }

    #[test]
    fn a_page_that_visitors_do_not_see_says_so() {
        let page = marked("<body></body>", Some("下書き & \"x\""));
        let text = "下書き &amp; &quot;x&quot;";
        assert!(page.contains(&format!("<p class=\"annai-mark\" role=\"note\">{text}</p>")));
        assert!(page.contains(&format!(" data-draft=\"{text}\" defer>")));
        assert!(!shown("<body></body>").contains("draft"));
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
