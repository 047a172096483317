//! What one reads in a published page, sentence by sentence.

use crate::markup;

/// Elements whose content nobody reads as text.
const UNREAD: [&str; 4] = ["script", "style", "svg", "head"];

/// Elements that stand in a line of text; all others begin a new one.
const INLINE: [&str; 20] = [
    "a", "b", "code", "del", "em", "i", "kbd", "mark", "rp", "rt", "ruby", "s", "small", "span",
    "strong", "sub", "sup", "time", "wbr", "abbr",
];

/// The sentences of a page that we wrote, in reading order: the title, the description, then
/// the body. A state that is hidden on the day of the page is no part of it.
pub fn sentences(html: &str) -> Vec<String> {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        reader.text(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let end = end_of_tag(rest);
        reader.tag(&rest[1..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    reader.text(rest);
    reader.finish_line();
    reader.sentences
}

/// The same without what stands around the page: its head and its `<main>`, where it has one.
pub(super) fn own_sentences(html: &str) -> Vec<String> {
    let Some((before, main)) = html.split_once("<main") else {
        return sentences(html);
    };
    let head = before.split_once("<body").map_or("", |(head, _)| head);
    let main = main.split_once("</main>").map_or(main, |(main, _)| main);
    sentences(&format!("{head}<main{main}"))
}

#[derive(Default)]
struct Reader {
    /// The elements that are open, where the content of one of them is not read.
    unread: Vec<String>,
    line: String,
    sentences: Vec<String>,
}

impl Reader {
    fn text(&mut self, text: &str) {
        if self.unread.is_empty() {
            self.line.push_str(&markup::decode(text));
        }
    }

    /// A tag without its brackets.
    fn tag(&mut self, tag: &str) {
        let is_end = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let is_void = ["br", "hr", "img", "input", "link", "meta", "wbr"].contains(&name.as_str());
        if !self.unread.is_empty() {
            match (is_end, is_void) {
                (true, _) => drop(self.unread.pop()),
                (false, false) if !tag.ends_with('/') => self.unread.push(name.clone()),
                (false, _) => {}
            }
            if name == "title" && !is_end {
                // The title stands in the head, and is read.
                self.unread.clear();
            }
            if !self.unread.is_empty() {
                self.description(tag, &name);
                return;
            }
        }
        let hidden = !is_end && !is_void && attributes(tag).any(|(name, _)| name == "hidden");
        if !is_end && (UNREAD.contains(&name.as_str()) || hidden) {
            self.finish_line();
            self.unread.push(name);
            return;
        }
        if let Some(alt) = value(tag, "alt") {
            self.line.push_str(&markup::decode(alt));
        }
        if name == "title" && is_end {
            self.finish_line();
            self.unread.push("head".to_owned());
        } else if !INLINE.contains(&name.as_str()) {
            self.finish_line();
        }
    }

    fn description(&mut self, tag: &str, name: &str) {
        if name == "meta"
            && value(tag, "name") == Some("description")
            && let Some(content) = value(tag, "content")
        {
            self.line.push_str(&markup::decode(content));
            self.finish_line();
        }
    }

    /// Ends a line, and cuts it into sentences.
    fn finish_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut sentence = String::new();
        for c in words.join(" ").chars() {
            sentence.push(c);
            if "。！？".contains(c) {
                self.sentence(&std::mem::take(&mut sentence));
            }
        }
        self.sentence(&sentence);
    }

    fn sentence(&mut self, sentence: &str) {
        let sentence = sentence.trim();
        if !sentence.is_empty() {
            self.sentences.push(sentence.to_owned());
        }
    }
}

/// Where the tag ends that `rest` begins with; quotes may hold a `>`.
fn end_of_tag(rest: &str) -> usize {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    rest.len()
}

/// The attributes of a tag, with their values as they are written.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let space = |c: char| c.is_ascii_whitespace() || c == '/';
    let mut rest = tag
        .split_once(char::is_whitespace)
        .map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(space);
        if rest.is_empty() {
            return None;
        }
        let (name, value, behind) = markup::attribute(rest);
        rest = behind;
        Some((name, value))
    })
}

fn value<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    attributes(tag).find_map(|(name, value)| (name == wanted).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_itself_stands_in_its_head_and_its_main() {
        let html = "<html><head><title>題名</title></head><body><header>サイト</header>\
                    <main id=\"main\"><h1>題名</h1><p>本文</p></main><footer>電話</footer></body></html>";
        assert_eq!(own_sentences(html), ["題名", "題名", "本文"]);
        assert_eq!(own_sentences("<p>本文</p>"), ["本文"]);
    }

    #[test]
    fn a_page_is_read_as_its_visitor_reads_it() {
        let html = "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"description\" \
                    content=\"説明 &amp; 期限\"><title>題名</title><script src=\"x\"></script></head>\
                    <body><h1>見出し</h1><p>受付は<time datetime=\"2024-04-09\">4月9日</time>まで。次は\
                    <a href=\"x\">こちら</a>。</p><svg><text>1</text></svg>\
                    <div class=\"state\" hidden><p>見えない</p></div><img src=\"a\" alt=\"図\">\
                    <!-- 注 --></body></html>";
        assert_eq!(
            sentences(html),
            [
                "説明 & 期限",
                "題名",
                "見出し",
                "受付は4月9日まで。",
                "次はこちら。",
                "図"
            ]
        );
    }

    #[test]
    fn values_are_read_in_all_the_ways_they_are_written() {
        for tag in [
            "<img src='a.png' alt='図 \"一\"'>",
            "<img src=a.png alt=\"図 &quot;一&quot;\">",
            "<img =x data-a='>' alt = '図 &#34;一&#34;'>",
        ] {
            assert_eq!(sentences(tag), ["図 \"一\""], "{tag}");
        }
        assert_eq!(sentences("<p hidden=''>x</p><p data-y=hidden>z</p>"), ["z"]);
    }

    #[test]
    fn broken_html_is_no_reason_to_stop() {
        for html in [
            "<",
            "<a",
            "<a href=\"",
            "a<!--",
            "</p></p>x",
            "<svg><svg></svg>x",
        ] {
            let _ = sentences(html);
        }
    }
}
