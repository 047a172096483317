//! The forms that pages send, and how the preview has them sent to itself instead: what is
//! published leads to the real endpoint, what is shown never does.

use super::inject::escaped;
use annai::markup;
use annai::path::{OutputPath, UrlPath};
use annai::render::SentForm;
use annai::site::Site;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where a form is sent to in the preview; the address of its page comes behind it.
pub(super) const ENDPOINT: &str = "/.annai/form";

/// The form of a page.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// The address of the page.
    pub(super) url: UrlPath,
    /// What is sent, and where to.
    pub(super) sent: SentForm,
}

/// The forms of a site, by the files of their pages.
pub(crate) type Forms = BTreeMap<OutputPath, Form>;

/// The forms of the pages of `site` that are sent somewhere.
pub(crate) fn forms(site: &Site) -> Forms {
    let forms = site.pages.iter().filter_map(|page| {
        let sent = SentForm::of(page)?;
        let url = page.url.clone();
        Some((page.path.clone(), Form { url, sent }))
    });
    forms.collect()
}

impl Form {
    /// Where it is sent to in the preview, with this behind the `?`.
    fn action(&self, query: &str) -> String {
        escaped(&format!("{ENDPOINT}{}?{query}", self.url.encoded()))
    }

    /// The page with its form sent to us. What stood there stays beside it, so that it can be
    /// told what the page says when it is published.
    pub(super) fn brought_home<'a>(&self, html: &'a [u8], query: &str) -> Cow<'a, [u8]> {
        let Ok(text) = str::from_utf8(html) else {
            return Cow::Borrowed(html);
        };
        let own = self.action(query);
        let mut page = String::with_capacity(html.len() + 2 * own.len());
        let mut from = 0;
        for action in markup::scan(text).actions {
            if action.address.trim() != self.sent.endpoint {
                continue;
            }
            let published = escaped(&text[action.place.clone()]);
            page.push_str(&text[from..action.place.start]);
            page.push_str(&format!(
                "data-published=\"{published}\" {}=\"{own}\"",
                action.name
            ));
            from = action.place.end;
        }
        page.push_str(&text[from..]);
        Cow::Owned(page.into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annai::language::Language;

    fn shown(html: &str) -> String {
        let form = Form {
            url: UrlPath::page(&["お問い合わせ"]).unwrap(),
            sent: SentForm {
                endpoint: "https://e.jp/a?b&c".to_owned(),
                fields: Vec::new(),
                language: Language::Japanese,
            },
        };
        let page = form.brought_home(html.as_bytes(), "token=7&as-of=x");
        String::from_utf8(page.into_owned()).unwrap()
    }

    #[test]
    fn a_form_is_sent_to_us_and_says_where_it_was_sent() {
        let own = "action=\"/.annai/form/%E3%81%8A%E5%95%8F%E3%81%84%E5%90%88%E3%82%8F%E3%81%9B/\
                   ?token=7&amp;as-of=x\"";
        for (html, published) in [
            (
                "<form action=\"https://e.jp/a?b&amp;c\">",
                "action=&quot;https://e.jp/a?b&amp;amp;c&quot;",
            ),
            (
                "<form action='https://e.jp/a?b&c'>",
                "action=&#39;https://e.jp/a?b&amp;c&#39;",
            ),
            (
                "<form action=https:&#x2F;/e.jp/a?b&c>",
                "action=https:&amp;#x2F;/e.jp/a?b&amp;c",
            ),
        ] {
            assert_eq!(
                shown(html),
                format!("<form data-published=\"{published}\" {own}>")
            );
        }
        assert!(
            shown("<button formaction=\"https://e.jp/a?b&c\">").contains(&format!(" form{own}>"))
        );
    }

    #[test]
    fn what_is_sent_elsewhere_is_left_to_the_policy() {
        for html in [
            "<form action=\"/search/\">",
            "<form action=\"https://e.jp/a\">",
            "<p>action=\"https://e.jp/a?b&c\"</p>",
            "<a href=\"https://e.jp/a?b&c\">",
        ] {
            assert_eq!(shown(html), html);
        }
    }
}
