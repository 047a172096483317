//! The lines that set front matter off: `+++`, and what people and other programs write for them.

use super::{SHAPE, yaml};
use crate::diag::Applicability;
use crate::diag::{Diagnostic, Fix, Place, Text, code, text};
use crate::source::{SourceId, Span};
use crate::width::{is_blank, is_unseen, narrowed, sign};

/// What sets front matter off.
const FENCE: &str = "+++";

/// A file cut at its `+++` lines.
pub(in crate::content) struct Split<'a> {
    /// The TOML.
    pub(in crate::content) front: Option<Front<'a>>,
    /// Where the body starts in the text; `None` where that cannot be told.
    pub(in crate::content) body: Option<usize>,
    /// Whether the file could be cut into the two. If not, nothing is missing from them.
    pub(in crate::content) is_whole: bool,
}

/// The TOML between two fences.
#[derive(Clone, Copy)]
pub(in crate::content) struct Front<'a> {
    pub(in crate::content) toml: &'a str,
    /// Where it starts in the text.
    pub(in crate::content) start: usize,
    /// The fence above it.
    pub(in crate::content) fence: Span,
}

/// Cuts a text at its fences. What stands in their place, and can be told to be meant for them,
/// is a finding, and taken for them. `offset` is where the text starts in its source.
pub(in crate::content) fn split<'a>(
    source: &SourceId,
    text: &'a str,
    offset: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Split<'a> {
    let mut cutter = Cutter {
        source,
        text,
        offset,
        diagnostics,
    };
    let Some(first) = lines(text, 0).find(|line| !is_empty(line.slice(text))) else {
        return Split {
            front: None,
            body: Some(0),
            is_whole: true,
        };
    };
    match fence(first.slice(text)) {
        Some(Fence::Plus) => cutter.opened(first),
        Some(Fence::Dash) => cutter.dashed(first),
        None if is_entry(first.slice(text)) => cutter.not_opened(first),
        None if is_yaml_title(first.slice(text)) => {
            let finding = yaml_found(cutter.place(cutter.words_span(first)));
            cutter.diagnostics.push(finding.help(yaml::by_hand()));
            Split::broken(None)
        }
        None => cutter.behind_text(first),
    }
}

/// What a line may be that sets front matter off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fence {
    /// `+++`, or what an input method makes of it.
    Plus,
    /// `---`, as other programs have it.
    Dash,
}

/// The fence that a line is or was to be.
fn fence(line: &str) -> Option<Fence> {
    let words = line.trim_matches(is_gap);
    let count = words.chars().count();
    let is_all = |wanted| words.chars().all(|c| sign(c) == Some(wanted));
    match count {
        3.. if is_all('+') => Some(Fence::Plus),
        3 if is_all('-') => Some(Fence::Dash),
        _ => None,
    }
}

/// Whether a line states a key of front matter.
fn is_entry(line: &str) -> bool {
    line.split_once(['=', '＝'])
        .is_some_and(|(key, _)| SHAPE.key(&bare(key)).is_some())
}

/// Whether a line states what a page is called, in YAML.
fn is_yaml_title(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(key, _)| ["title", "question"].contains(&key))
}

/// A key in half width, without blanks.
fn bare(key: &str) -> String {
    narrowed(key).chars().filter(|c| !is_gap(*c)).collect()
}

fn is_empty(line: &str) -> bool {
    line.chars().all(is_gap)
}

/// Whether `c` is a blank, the end of a line, or nothing is seen of it.
fn is_gap(c: char) -> bool {
    is_blank(c) || is_unseen(c) || matches!(c, '\r' | '\n')
}

/// The lines of a text from `start` on, with their ends.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Span> {
    let mut at = start;
    text[start..].split_inclusive('\n').map(move |line| {
        let span = Span::new(at, at + line.len());
        at = span.end;
        span
    })
}

struct Cutter<'a, 'd> {
    source: &'d SourceId,
    text: &'a str,
    offset: usize,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a> Cutter<'a, '_> {
    /// A text that begins with `+++`.
    fn opened(&mut self, open: Span) -> Split<'a> {
        let close = self.fence_from(open.end, |fence| fence.is_some());
        // A rule across the text does not close what text stands below.
        let end = self.end_of_entries(open.end).unwrap_or(usize::MAX);
        let is_meant = |close: &Span| {
            let between = self.text.get(end..close.start).unwrap_or_default();
            fence(close.slice(self.text)) == Some(Fence::Plus) || is_empty(between)
        };
        let Some(close) = close.filter(is_meant) else {
            return self.not_closed(open);
        };
        self.check(open);
        self.check(close);
        self.cut(open, open.end, close.start, close.end)
    }

    /// A text that begins with `---`: YAML, or TOML between the wrong lines.
    fn dashed(&mut self, open: Span) -> Split<'a> {
        let Some(close) = self.fence_from(open.end, |fence| fence.is_some()) else {
            // One line alone is none; nobody knows where the other one belongs.
            let mut finding = self.fence_finding(open);
            finding.fix = None;
            self.diagnostics.push(finding);
            return Split::broken(None);
        };
        let inside = Span::new(open.end, close.start);
        let mut entries = lines(self.text, open.end)
            .take_while(|line| line.start < close.start)
            .map(|line| line.slice(self.text))
            .filter(|line| !is_empty(line) && !line.starts_with('#'));
        let is_toml = entries.next().is_none_or(|line| {
            let equals = line.find(['=', '＝']);
            equals.is_some_and(|at| !line[..at].contains([':', '：']))
        });
        if is_toml {
            self.check(open);
            self.check(close);
            return self.cut(open, open.end, close.start, close.end);
        }
        let place = self.place(Span::new(open.start, close.start + self.words(close).len()));
        let mut finding = match yaml::converted(inside.slice(self.text)) {
            Ok(toml) => {
                let lines: Vec<&str> = toml.lines().collect();
                let (japanese, english) = (lines.join("」「"), lines.join("` `"));
                yaml_found(place)
                    .help(text!(
                        "次の行を順に書いてください: 「+++」「{japanese}」「+++」",
                        "write these lines: `+++` `{english}` `+++`"
                    ))
                    .replace_with(format!("{FENCE}\n{toml}{FENCE}"))
            }
            Err((span, help)) => {
                let at = span.shifted(inside.start);
                yaml_found(self.place(at)).help(help)
            }
        };
        if finding.fix.is_some() {
            finding.place = self.place(self.words_span(open));
        }
        self.diagnostics.push(finding);
        Split::broken(Some(close.end))
    }

    /// `+++` that is not closed. Where text begins behind the keys, that is where it was to be.
    fn not_closed(&mut self, open: Span) -> Split<'a> {
        let end = self.end_of_entries(open.end);
        let finding = Diagnostic::new(
            code::SYNTAX,
            self.place(self.words_span(open)),
            text!(
                "先頭の設定が「+++」の行で閉じられていません",
                "the front matter is not closed with a `+++` line"
            ),
        );
        let Some(end) = end else {
            self.diagnostics.push(finding.help(text!(
                "設定が終わるところ（本文の上）に「+++」だけの行を加えてください",
                "add a line `+++` where the front matter ends, above the text"
            )));
            return Split::broken(None);
        };
        let last = self.last_line(end);
        let finding = finding.help(text!(
            "「{last}」の下に「+++」だけの行を加えてください",
            "add a line `+++` below `{last}`"
        ));
        let fix = self.insertion(end);
        self.push(finding, fix);
        self.check(open);
        self.cut(open, open.end, end, end)
    }

    /// Keys at the beginning of a text, with no `+++` above them.
    fn not_opened(&mut self, first: Span) -> Split<'a> {
        let close = self.fence_from(first.start, |fence| fence == Some(Fence::Plus));
        let end = self.end_of_entries(first.start);
        let is_near = |close: &Span| {
            end.is_none_or(|end| is_empty(&self.text[end.min(close.start)..close.start]))
        };
        let close = close.filter(is_near);
        let (Some(end), Some(body)) = (
            close.map(|close| close.start).or(end),
            close.map(|close| close.end).or(end),
        ) else {
            return Split {
                front: None,
                body: Some(0),
                is_whole: true,
            };
        };
        let missing = Diagnostic::new(
            code::SYNTAX,
            self.place(self.words_span(first)),
            text!(
                "設定の上に「+++」の行がありません",
                "there is no line `+++` above the front matter"
            ),
        );
        let mut fix = self.insertion(first.start);
        let help = if close.is_some() {
            text!(
                "この行の上に「+++」だけの行を加えてください",
                "add a line `+++` above this one"
            )
        } else {
            let last = self.last_line(end);
            let entries = &self.text[first.start..end];
            fix.place.span = Span::new(first.start, end).shifted(self.offset);
            fix.replacement = format!("{FENCE}\n{entries}{FENCE}\n");
            text!(
                "この行の上と、「{last}」の下に、「+++」だけの行を加えてください",
                "add a line `+++` above this one, and another below `{last}`"
            )
        };
        self.push(missing.help(help), fix);
        if let Some(close) = close {
            self.check(close);
        }
        self.cut(Span::new(first.start, first.start), first.start, end, body)
    }

    /// A text that does not begin with front matter, but may have it further down.
    fn behind_text(&mut self, first: Span) -> Split<'a> {
        let text = self.text;
        // Examples of front matter stand in code.
        let is_code = |line: &Span| {
            let line = line.slice(text).trim_start();
            line.starts_with("```") || line.starts_with("~~~")
        };
        let open = lines(text, first.end)
            .take_while(|line| !is_code(line))
            .find(|line| fence(line.slice(text)) == Some(Fence::Plus));
        let open = open.filter(|open| {
            let mut below = lines(text, open.end).map(|line| line.slice(text));
            below.find(|line| !is_empty(line)).is_some_and(is_entry)
        });
        let close =
            open.and_then(|open| self.fence_from(open.end, |fence| fence == Some(Fence::Plus)));
        let (Some(open), Some(close)) = (open, close) else {
            return Split {
                front: None,
                body: Some(0),
                is_whole: true,
            };
        };
        let place = self.place(self.words_span(first));
        let finding = Diagnostic::new(
            code::SYNTAX,
            place,
            text!(
                "「+++」で囲んだ設定の前に、文があります",
                "text stands before the front matter"
            ),
        )
        .help(text!(
            "「+++」の行から次の「+++」の行までを、ファイルの先頭に移してください",
            "move the lines from `+++` to `+++` to the beginning of the file"
        ));
        let before = &text[first.start..open.start];
        let inside = &text[open.end..close.start];
        let fix = Fix {
            place: self.place(Span::new(first.start, close.end)),
            replacement: format!("{FENCE}\n{inside}{FENCE}\n\n{before}"),
            applicability: Applicability::Mechanical,
        };
        self.push(finding, fix);
        let mut split = self.cut(open, open.end, close.start, close.end);
        split.is_whole = false;
        split
    }

    fn cut(&self, fence: Span, start: usize, end: usize, body: usize) -> Split<'a> {
        Split {
            front: Some(Front {
                toml: &self.text[start..end],
                start,
                fence: self.words_span(fence),
            }),
            body: Some(body),
            is_whole: true,
        }
    }

    /// The first line from `start` on whose fence is wanted.
    fn fence_from(&self, start: usize, is_wanted: impl Fn(Option<Fence>) -> bool) -> Option<Span> {
        lines(self.text, start).find(|line| is_wanted(fence(line.slice(self.text))))
    }

    /// Where the keys end that stand from `start` on, one below the other; `None` where there is
    /// none, or where one goes on for lines.
    fn end_of_entries(&self, start: usize) -> Option<usize> {
        let mut end = None;
        for line in lines(self.text, start) {
            let words = line.slice(self.text);
            if is_entry(words) {
                let count = |c| words.matches(c).count();
                if words.contains("\"\"\"") || count('[') != count(']') || count('{') != count('}')
                {
                    return None;
                }
                end = Some(line.end);
            } else if !is_empty(words) {
                break;
            }
        }
        end
    }

    /// Tells what is wrong with a line that was to be `+++`.
    fn check(&mut self, line: Span) {
        // Blanks behind it are nobody's concern.
        if line.slice(self.text).trim_end() != FENCE {
            self.report_fence(line);
        }
    }

    fn report_fence(&mut self, line: Span) {
        let finding = self.fence_finding(line);
        self.diagnostics.push(finding);
    }

    fn fence_finding(&self, line: Span) -> Diagnostic {
        let whole = line.slice(self.text).trim_end_matches(['\r', '\n']);
        let words = whole.trim_matches(is_gap);
        let odd = whole.char_indices().find(|(_, c)| is_gap(*c) && *c != ' ');
        let odd = odd.or_else(|| whole.char_indices().find(|(_, c)| is_gap(*c)));
        let (span, message) = match odd {
            Some((at, c)) if words == FENCE => {
                let start = line.start + at;
                (Span::new(start, start + c.len_utf8()), beside_fence(c))
            }
            _ => {
                let start = line.start + (whole.len() - whole.trim_start_matches(is_gap).len());
                let message = text!(
                    "「{words}」は、先頭の設定の区切りになりません",
                    "`{words}` does not set the front matter off"
                );
                (Span::new(start, start + words.len()), message)
            }
        };
        let place = self.place(Span::new(line.start, line.start + whole.len()));
        let mut finding = Diagnostic::new(code::SYNTAX, place, message)
            .help(text!(
                "この行を半角の「+++」だけにしてください（設定は「項目 = \"値\"」の形で書きます）",
                "write this line as `+++`; between the two such lines stand `key = \"value\"`"
            ))
            .replace_with(FENCE);
        finding.place = self.place(span);
        finding
    }

    fn push(&mut self, mut finding: Diagnostic, fix: Fix) {
        finding.fix = Some(fix);
        self.diagnostics.push(finding);
    }

    /// The fix that adds a line `+++`.
    fn insertion(&self, at: usize) -> Fix {
        let before = &self.text[..at];
        let is_in_line = !before.is_empty() && !before.ends_with('\n');
        Fix {
            place: self.place(Span::new(at, at)),
            replacement: format!("{}{FENCE}\n", if is_in_line { "\n" } else { "" }),
            applicability: Applicability::Mechanical,
        }
    }

    /// The last line before `end`, as it is quoted.
    fn last_line(&self, end: usize) -> &'a str {
        let line = self.text[..end].lines().next_back();
        line.unwrap_or_default().trim_matches(is_gap)
    }

    fn words(&self, line: Span) -> &'a str {
        line.slice(self.text).trim_end_matches(is_gap)
    }

    fn words_span(&self, line: Span) -> Span {
        Span::new(line.start, line.start + self.words(line).len())
    }

    fn place(&self, span: Span) -> Place {
        Place::new(self.source, span.shifted(self.offset))
    }
}

impl Split<'_> {
    /// A file that cannot be cut into the two.
    const fn broken(body: Option<usize>) -> Self {
        Self {
            front: None,
            body,
            is_whole: false,
        }
    }
}

/// What is said of a blank, or of something that nobody sees, beside `+++`.
fn beside_fence(c: char) -> Text {
    let point = u32::from(c);
    if is_unseen(c) {
        return text!(
            "「+++」の行に、目に見えない文字（U+{point:04X}）があります",
            "there is a character beside `+++` that cannot be seen (U+{point:04X})"
        );
    }
    match c {
        '\u{3000}' => text!(
            "「+++」の行に、全角の空白があります",
            "there is a full-width space beside `+++`"
        ),
        _ => text!(
            "「+++」の行に、空白があります",
            "there is a space beside `+++`"
        ),
    }
}

fn yaml_found(place: Place) -> Diagnostic {
    Diagnostic::new(
        code::SYNTAX,
        place,
        text!(
            "先頭の設定が、別の書き方（YAML）になっています",
            "the front matter is written in YAML, which is not read here"
        ),
    )
}
