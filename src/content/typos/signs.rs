//! Full-width signs around words: code, facts, comments, tags, ids; and addresses.

use super::Wanted;
use super::page::{self, Block, Page};
use super::reading::Kind;
use crate::content::body::Element;
use crate::diag::{Severity, text};
use crate::source::Span;
use crate::typos::Edit;
use crate::width::{is_dash, narrow, narrowed};

pub(super) fn propose(page: &Page<'_>, block: &Block, wanted: &mut Vec<Wanted>) {
    if block.kind == page::Kind::Heading
        && let Some(one) = block.lines.iter().find_map(|line| id(page, line.span))
    {
        wanted.push(one);
    }
    // What it could be begins with one of these.
    if !page.has(&['`', '{', '<']) && !page.has_wide(&[':', 't']) {
        return;
    }
    for line in &block.lines {
        let mut scan = Scan {
            page,
            line: line.span,
            from: line.span.start,
            code: None,
            has_comment_end: true,
            wanted,
        };
        scan.run();
    }
}

/// One line, read once from left to right.
struct Scan<'a, 's> {
    page: &'a Page<'a>,
    line: Span,
    /// Up to here everything belongs to a slip that is found.
    from: usize,
    /// The sign that could begin code.
    code: Option<Span>,
    /// Whether the end of a comment may still follow.
    has_comment_end: bool,
    wanted: &'s mut Vec<Wanted>,
}

impl<'a> Scan<'a, '_> {
    fn run(&mut self) {
        let seen = self.page.seen(self.line);
        let has_address = seen.contains(['：', 'ｔ'])
            && (seen.contains("：／／") || seen.contains("：//") || seen.contains("ｔｔｐ"));
        if !has_address && !seen.contains(['｀', '`', '{', '｛', '<', '＜']) {
            return;
        }
        self.has_comment_end = seen.contains(['>', '＞']);
        let has_braces = seen.contains(['}', '｝']);
        for (at, c) in seen.char_indices() {
            let at = self.line.start + at;
            if at < self.from {
                continue;
            }
            match c {
                '｀' | '`' => self.code(at, c),
                '{' | '｛' if has_braces => self.reference(at),
                '<' | '＜' => {
                    self.tag(at);
                    self.comment(at);
                }
                'h' | 'H' | 'ｈ' | 'Ｈ' if has_address => self.address(at),
                _ => {}
            }
        }
    }

    fn seen_from(&self, at: usize) -> &'a str {
        self.page.seen(Span::new(at, self.line.end))
    }

    fn report(&mut self, kind: Kind, one: Wanted) {
        let span = one.proposal.hull().unwrap_or(one.proposal.span);
        self.from = one.proposal.span.end;
        let one = one.expecting(kind, span.start).within(self.line);
        self.wanted.push(if kind == Kind::Code {
            one
        } else {
            one.hiding(span)
        });
    }

    fn code(&mut self, at: usize, c: char) {
        let sign = Span::new(at, at + c.len_utf8());
        let Some(open) = self.code.take() else {
            self.code = Some(sign);
            return;
        };
        let inside = Span::new(open.end, sign.start).slice(self.page.text);
        let is_wide = c == '｀' || open.slice(self.page.text) == "｀";
        if !is_wide || inside.trim().is_empty() {
            self.code = Some(sign);
            return;
        }
        let span = Span::new(open.start, sign.end);
        let message = text!(
            "入力例にならず、「｀」が文字のまま表示されます",
            "this is no code: visitors see the signs around it"
        );
        let edits = vec![Edit::new(open, "`"), Edit::new(sign, "`")];
        let one = Wanted::new(Severity::Warning, span, message, edits);
        let from = self.from;
        self.report(Kind::Code, one);
        // What stands in it may be told as well.
        self.from = from;
    }

    /// `｛｛ name ｝｝`
    fn reference(&mut self, at: usize) {
        let seen = self.seen_from(at);
        let Some(inside) = twice(seen, ['{', '｛']) else {
            return;
        };
        // Braces within end the search, so that it stays linear.
        let Some(end) = inside.find(['{', '｛', '}', '｝']) else {
            return;
        };
        let Some(rest) = twice(&inside[end..], ['}', '｝']) else {
            return;
        };
        let span = Span::new(at, self.line.end - rest.len());
        let signs = seen.len() - inside.len();
        let name = Span::new(at + signs, at + signs + end)
            .slice(self.page.text)
            .trim();
        let are_wide = &seen[..signs] != "{{" || inside[end..].len() - rest.len() > 2;
        if name.is_empty() || !are_wide {
            return;
        }
        let ascii = narrowed(name);
        let name = if ascii.is_ascii() {
            ascii
        } else {
            name.replace('｜', "|")
        };
        let message = text!(
            "事実の値にならず、かっこと名前が文字のまま表示されます",
            "no fact is filled in here: visitors see the braces and the name"
        );
        let edits = vec![Edit::new(span, format!("{{{{ {name} }}}}"))];
        self.report(
            Kind::Reference,
            Wanted::new(Severity::Error, span, message, edits),
        );
    }

    fn tag(&mut self, at: usize) {
        let seen = self.seen_from(at);
        let Some(end) = seen
            .char_indices()
            .take(10)
            .find(|(_, c)| ">＞".contains(*c))
        else {
            return;
        };
        let typed = &seen[..end.0 + end.1.len_utf8()];
        let tag = narrowed(typed);
        let name = tag.trim_matches(['<', '>', '/', ' ']).to_ascii_lowercase();
        let is_known = ["br", "wbr"].contains(&name.as_str())
            || Element::ALL.iter().any(|element| element.name() == name);
        if typed.is_ascii() || !is_known {
            return;
        }
        let span = Span::new(at, at + typed.len());
        let message = text!(
            "「{typed}」が効かず、文字のまま表示されます",
            "`{typed}` has no effect: visitors see it as it stands"
        );
        let kind = if name.ends_with("br") && name != "wbr" {
            Kind::Break
        } else {
            Kind::Html
        };
        let edits = vec![Edit::new(span, tag)];
        self.report(kind, Wanted::new(Severity::Warning, span, message, edits));
    }

    fn comment(&mut self, at: usize) {
        let seen = self.seen_from(at);
        let mut signs = seen.char_indices().skip(1);
        let is_mark = signs.next().is_some_and(|(_, c)| "!！".contains(c));
        let is_dash = |found: Option<(usize, char)>| found.is_some_and(|(_, c)| is_dash(c));
        let is_start = is_mark && is_dash(signs.next()) && is_dash(signs.next());
        let Some(start) = signs
            .next()
            .map(|(at, _)| at)
            .filter(|_| is_start && at >= self.from)
        else {
            return;
        };
        let opening = Span::new(at, at + start);
        let closing = Some(&seen[start..])
            .filter(|_| self.has_comment_end)
            .and_then(comment_end)
            .map(|end| end.shifted(opening.end));
        let is_ascii = &seen[..start] == "<!--";
        let mut edits = vec![Edit::new(opening, "<!--")];
        edits.extend(closing.map(|closing| Edit::new(closing, "-->")));
        edits.retain(|edit| edit.span.slice(self.page.text) != edit.text);
        if closing.is_none() {
            self.has_comment_end = false;
            edits.clear();
        }
        if edits.is_empty() && (is_ascii || closing.is_some()) {
            return;
        }
        let end = closing.map_or(opening.end, |closing| closing.end);
        let message = text!(
            "コメントにならず、中に書いたことがそのまま表示されます",
            "this is no comment: visitors read what is in it"
        );
        let one = Wanted::new(Severity::Error, Span::new(at, end), message, edits);
        let one = one.advice(text!(
            "始まりの「<!--」も終わりの「-->」も半角で書きます",
            "half-width `<!--` at the beginning and `-->` at the end"
        ));
        self.from = end;
        let one = one.expecting(Kind::Comment, at).hiding(Span::new(at, end));
        self.wanted.push(one.staying());
    }

    fn address(&mut self, at: usize) {
        let before = self.page.seen(Span::new(self.line.start, at));
        // The target of what should be a link is told with the link.
        if before
            .strip_suffix(['(', '（'])
            .is_some_and(|label| label.ends_with([']', '］']))
        {
            return;
        }
        let seen = self.seen_from(at);
        let head: String = seen.chars().take("https://".len()).map(narrow).collect();
        let head = head.to_ascii_lowercase();
        if !head.starts_with("http://") && head != "https://" {
            return;
        }
        let is_part = |c: char| {
            let ascii = narrow(c);
            ascii.is_ascii_alphanumeric()
                || c.is_ascii_graphic() && !"<>\"|[]()`*".contains(c)
                || !c.is_ascii() && "/:.-_?=&#%~+@".contains(ascii)
        };
        let end = seen.find(|c| !is_part(c)).unwrap_or(seen.len());
        let typed = seen[..end].trim_end_matches(['.', ',', '．']);
        self.from = at + end;
        let address = narrowed(typed);
        if typed.is_ascii() || address.ends_with("//") {
            return;
        }
        let span = Span::new(at, at + typed.len());
        let message = text!(
            "全角の文字があるため、リンクにも、写して使えるアドレスにもなりません",
            "with full-width characters this is no address: it can be neither opened nor copied"
        );
        let edits = vec![Edit::new(span, format!("<{address}>"))];
        self.report(
            Kind::Link,
            Wanted::new(Severity::Warning, span, message, edits),
        );
    }
}

/// What follows two signs of a kind.
fn twice(text: &str, signs: [char; 2]) -> Option<&str> {
    text.strip_prefix(signs)?.strip_prefix(signs)
}

/// The first end of a comment.
fn comment_end(text: &str) -> Option<Span> {
    text.char_indices()
        .filter(|(_, c)| ">＞".contains(*c))
        .find_map(|(at, c)| {
            let before = text[..at].char_indices().rev();
            let dashes: Vec<usize> = before
                .take_while(|(_, c)| is_dash(*c))
                .take(2)
                .map(|(at, _)| at)
                .collect();
            (dashes.len() == 2).then(|| Span::new(dashes[1], at + c.len_utf8()))
        })
}

/// The braces with an id at the end of a heading.
fn id(page: &Page<'_>, heading: Span) -> Option<Wanted> {
    let typed = heading.slice(page.text).trim_end();
    let rest = typed.strip_suffix(['}', '｝'])?;
    let open = rest.rfind(['{', '｛'])?;
    let span = Span::new(heading.start + open, heading.start + typed.len());
    let inside = rest[open..].trim_start_matches(['{', '｛']).trim();
    let id = inside.strip_prefix(['#', '＃'])?;
    let is_wide = span.slice(page.text).contains(['｛', '｝', '＃']);
    if !is_wide || id.is_empty() || id.contains(char::is_whitespace) {
        return None;
    }
    let right = format!("{{#{}}}", narrowed(id));
    let message = text!(
        "見出しの目印にならず、リンクしても飛べません",
        "this is no id: nothing can link to this heading"
    );
    let one = Wanted::new(Severity::Error, span, message, vec![Edit::new(span, right)]);
    Some(
        one.expecting(Kind::Id, heading.start)
            .hiding(span)
            .within(heading),
    )
}
