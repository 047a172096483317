//! Findings that are allowed in place: a comment in the source names them, and says why.

use super::{Applicability, Code, Diagnostic, Fix, Place, Text, code};
use crate::near::near_misses;
use crate::source::{SourceId, Span};
use crate::text;

/// How comments are written where an allowance stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comment {
    /// `<!-- … -->`
    Markdown,
    /// `# …` up to the end of the line
    Toml,
    /// `{# … #}`
    Template,
}

/// A comment that allows findings: `<!-- allow: broken-link, dead-anchor the reason -->`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The comment.
    pub place: Place,
    /// The codes it allows; at least one.
    pub codes: Vec<Code>,
    /// What it covers, in the same file: an empty span for nothing.
    pub covered: Span,
    /// Whether there is nothing beside it in its line.
    pub stands_alone: bool,
    /// The codes as they are written.
    list: Span,
    /// What to take away with it, so that no trace is left.
    removal: Span,
}

impl Allowance {
    /// Reads the comment that stands at `comment` in `text`, which starts at `offset` in its
    /// source. `None` for a comment that allows nothing. What is wrong with an allowance is
    /// a finding; it covers nothing yet.
    pub fn read(
        kind: Comment,
        source: &SourceId,
        (text, offset): (&str, usize),
        comment: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let words = Words::read(kind, text, comment)?;
        let place = |span: Span| Place::new(source, span.shifted(offset));
        let mut codes = Vec::new();
        for &(name, span) in &words.names {
            match Code::from_name(name) {
                Some(code) if !code.is_adjustable() => {
                    diagnostics.push(not_allowed(place(span), code));
                }
                Some(code) if codes.contains(&code) => {}
                Some(code) => codes.push(code),
                None => diagnostics.push(unknown(place(span), name)),
            }
        }
        if words.names.is_empty() {
            diagnostics.push(names_nothing(place(comment), kind));
        }
        let (first, last) = (words.names.first()?.1, words.names.last()?.1);
        if !codes.is_empty() && !words.has_reason {
            diagnostics.push(without_reason(place(comment), kind, &codes));
        }
        let (removal, stands_alone) = removal(kind, text, comment);
        (!codes.is_empty()).then(|| Self {
            place: place(comment),
            codes,
            covered: Span::default(),
            stands_alone,
            list: Span::new(first.start, last.end).shifted(offset),
            removal: removal.shifted(offset),
        })
    }

    /// The finding for the codes among its own that it allows without need.
    pub fn unused(&self, unused: &[Code]) -> Diagnostic {
        let names = joined(unused);
        let used = |code: &Code| !unused.contains(code);
        let used: Vec<Code> = self.codes.iter().copied().filter(used).collect();
        let (span, fix, help) = if used.is_empty() {
            let help = text!("このコメントを消してください", "delete this comment");
            (self.place.span, (self.removal, String::new()), help)
        } else {
            let help = text!(
                "このコメントから「{names}」を消してください",
                "delete `{names}` from this comment"
            );
            (self.list, (self.list, joined(&used)), help)
        };
        let at = |span| Place::new(&self.place.source, span);
        let mut diagnostic = Diagnostic::new(
            code::UNUSED_ALLOWANCE,
            at(span),
            text!(
                "「{names}」を許可していますが、許可の範囲にその指摘はありません",
                "this allows `{names}`, but there is no such finding in what it covers"
            ),
        );
        diagnostic.fix = Some(Fix {
            place: at(fix.0),
            replacement: fix.1,
            applicability: Applicability::Mechanical,
        });
        diagnostic.help(help)
    }
}

/// What an allowance says.
struct Words<'a> {
    names: Vec<(&'a str, Span)>,
    has_reason: bool,
}

impl<'a> Words<'a> {
    fn read(kind: Comment, text: &'a str, comment: Span) -> Option<Self> {
        let (open, close) = kind.signs();
        let inside = comment.slice(text).strip_prefix(open)?;
        let inside = inside.strip_suffix(close).unwrap_or(inside);
        let end = comment.start + open.len() + inside.len();
        let span = |from: &str, to: &str| Span::new(end - from.len(), end - to.len());
        let after = inside
            .trim_start_matches('-')
            .trim_start()
            .strip_prefix("allow")?;
        let mut rest = after.trim_start();
        if let Some(marked) = rest.strip_prefix([':', '：']) {
            rest = marked.trim_start();
        } else if rest.len() == after.len() || Code::from_name(name(rest).0).is_none() {
            // Any other comment may begin with that word.
            return None;
        }
        let mut names = Vec::new();
        loop {
            let (name, behind) = name(rest);
            if !name.is_empty() {
                names.push((name, span(rest, behind)));
            }
            rest = behind;
            let more = behind.trim_start().strip_prefix([',', '，', '、']);
            match more.map(str::trim_start) {
                Some(more) if !name.is_empty() && more.starts_with(is_of_name) => rest = more,
                Some(_) | None => break,
            }
        }
        Some(Self {
            names,
            has_reason: rest.contains(char::is_alphanumeric),
        })
    }
}

impl Comment {
    const fn signs(self) -> (&'static str, &'static str) {
        match self {
            Self::Markdown => ("<!--", "-->"),
            Self::Toml => ("#", ""),
            Self::Template => ("{#", "#}"),
        }
    }

    /// An allowance as it is to be typed.
    fn form(self, codes: &str, reason: &str) -> String {
        let (open, close) = self.signs();
        format!("{open} allow: {codes} {reason} {close}")
            .trim_end()
            .to_owned()
    }
}

/// The name that `rest` begins with, and what is behind it. Behind a name in ASCII, Japanese
/// may follow at once; a name in full width is a name too, though not of any code.
fn name(rest: &str) -> (&str, &str) {
    rest.split_at(rest.find(|c| !is_of_name(c)).unwrap_or(rest.len()))
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '_' | '－' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn joined(codes: &[Code]) -> String {
    let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
    names.join(", ")
}

/// What to take away with a comment, and whether that is a whole line. Looks no further than
/// to the lines above and below.
fn removal(kind: Comment, text: &str, comment: Span) -> (Span, bool) {
    const BLANK: [char; 3] = [' ', '\t', '\u{3000}'];
    let begins_line = |before: &str| before.is_empty() || before.ends_with('\n');
    let ends_line = |after: &str| after.is_empty() || after.starts_with(['\n', '\r']);
    let (before, after) = (&text[..comment.start], &text[comment.end..]);
    let (kept, rest) = (
        before.trim_end_matches(BLANK),
        after.trim_start_matches(BLANK),
    );
    let line = Span::new(kept.len(), text.len() - rest.len());
    let is_alone = begins_line(kept) && ends_line(rest);
    if !is_alone {
        let removal = match (ends_line(rest), rest.len() < after.len()) {
            // At the end of a line, nothing is left behind the words.
            (true, _) => line,
            // Between words, one of the two spaces is left.
            (false, true) if !begins_line(kept) => Span::new(line.start, comment.end),
            (false, _) => comment,
        };
        return (removal, false);
    }
    let end = rest.strip_prefix('\r').unwrap_or(rest);
    let end = end.strip_prefix('\n').unwrap_or(end);
    let above = kept.strip_suffix('\n').unwrap_or(kept);
    let above = above.strip_suffix('\r').unwrap_or(above);
    let is_between =
        !begins_line(above.trim_end_matches(BLANK)) && !ends_line(end.trim_start_matches(BLANK));
    if kind == Comment::Markdown && is_between {
        // Without any line between them, the blocks above and below could become one.
        return (line, true);
    }
    (Span::new(line.start, text.len() - end.len()), true)
}

fn finding(place: Place, message: Text, help: Text) -> Diagnostic {
    Diagnostic::new(code::INVALID_ALLOWANCE, place, message).help(help)
}

fn names_nothing(place: Place, kind: Comment) -> Diagnostic {
    let japanese = kind.form("broken-link", "理由");
    let english = kind.form("broken-link", "the reason");
    finding(
        place,
        text!(
            "どの指摘を許可するのかが書かれていません",
            "this does not say which finding it allows"
        ),
        text!(
            "「{japanese}」のように、指摘に出ている英語の名前と理由を書いてください",
            "write `{english}`, with the name that the finding has"
        ),
    )
}

fn unknown(place: Place, name: &str) -> Diagnostic {
    let adjustable = code::ALL.iter().filter(|code| code.is_adjustable());
    let near = near_misses(name, adjustable.map(|code| code.name()));
    let message = text!(
        "「{name}」という指摘はありません",
        "there is no finding `{name}`"
    );
    let Some(&nearest) = near.first() else {
        return finding(
            place,
            message,
            text!(
                "指摘に出ている英語の名前（broken-link など）を書いてください。「annai explain」で、すべての名前を見られます",
                "write the name that the finding has; `annai explain` lists them"
            ),
        );
    };
    let diagnostic = finding(
        place,
        message,
        text!("「{nearest}」ではありませんか", "did you mean `{nearest}`?"),
    );
    if near.len() == 1 {
        return diagnostic.replace_with(nearest);
    }
    diagnostic
}

fn not_allowed(place: Place, code: Code) -> Diagnostic {
    finding(
        place,
        text!("「{code}」は許可できません", "`{code}` cannot be allowed"),
        text!(
            "許可を消して、指摘されたところを直してください。そのままでは正しいサイトになりません",
            "delete the allowance and mend what was found: the site would not be right without"
        ),
    )
}

fn without_reason(place: Place, kind: Comment, codes: &[Code]) -> Diagnostic {
    let codes = joined(codes);
    let japanese = kind.form(&codes, "理由");
    let english = kind.form(&codes, "the reason");
    finding(
        place,
        text!(
            "許可する理由が書かれていません",
            "this allowance gives no reason"
        ),
        text!(
            "「{japanese}」のように、後で読む人のための理由を添えてください",
            "write `{english}`, for those who read it later"
        ),
    )
}
