//! Signs of emphasis that stand in the text as they were typed.

use super::page::{Block, HIDDEN, Kind, Page};
use super::{Wanted, reading};
use crate::diag::{Severity, Text, code, text};
use crate::japanese::width::is_wide;
use crate::source::Span;
use crate::typos::Edit;

/// Equal signs beside each other.
#[derive(Clone, Copy)]
struct Run {
    sign: char,
    count: usize,
    span: Span,
    /// Whether one of them is full-width.
    is_wide: bool,
    /// The number of its line in the block.
    line: usize,
}

pub(super) fn propose(page: &Page<'_>, block: &Block, wanted: &mut Vec<Wanted>) {
    if !page.has(&['*', '~', '_']) {
        return;
    }
    let mut open: [Option<Run>; 3] = [None; 3];
    for (number, line) in block.lines.iter().enumerate() {
        for run in runs(page, line.span, number) {
            let place = "*~_".find(run.sign).unwrap_or_default();
            let Some(first) = open[place].take() else {
                open[place] = Some(run);
                continue;
            };
            match pair(page, block, first, run) {
                Some(one) => wanted.push(one),
                None => {
                    wanted.extend(alone(page, block, first));
                    open[place] = Some(run);
                }
            }
        }
    }
    for run in open.into_iter().flatten() {
        wanted.extend(alone(page, block, run));
    }
}

/// The runs of two signs or more of a line.
fn runs(page: &Page<'_>, line: Span, number: usize) -> Vec<Run> {
    let seen = page.seen(line);
    if !seen.contains(['*', '＊', '~', '～', '〜', '_', '＿']) {
        return Vec::new();
    }
    let mut runs: Vec<Run> = Vec::new();
    for (at, c) in seen.char_indices() {
        let sign = match c {
            '*' | '＊' => '*',
            '~' | '～' | '〜' => '~',
            '_' | '＿' => '_',
            _ => continue,
        };
        let span = Span::new(at, at + c.len_utf8()).shifted(line.start);
        match runs.last_mut() {
            Some(last) if last.sign == sign && last.span.end == span.start => {
                last.count += 1;
                last.span.end = span.end;
                last.is_wide |= !c.is_ascii();
            }
            _ => runs.push(Run {
                sign,
                count: 1,
                span,
                is_wide: !c.is_ascii(),
                line: number,
            }),
        }
    }
    // Full-width signs in a row are a line to write on, or hide a name.
    runs.retain(|run| run.count >= 2 && !(run.is_wide && run.count > 3));
    runs
}

/// Both ends of what should be emphasis are one mistake.
fn pair(page: &Page<'_>, block: &Block, first: Run, last: Run) -> Option<Wanted> {
    let inside = Span::new(first.span.end, last.span.start);
    let words = inside.slice(page.text);
    let trimmed = words.trim();
    let is_wide = first.is_wide || last.is_wide;
    if is_wide && (first.line != last.line || trimmed.is_empty() || !is_meant(page, first, last)) {
        return None;
    }
    if first.sign == '_' && !is_wide && !is_stuck(page, first, last) {
        return None;
    }
    let signs = match first.sign {
        '~' => "~~".to_owned(),
        _ => "*".repeat(if is_wide {
            first.count.min(last.count)
        } else {
            2
        }),
    };
    let lead = words.len() - words.trim_start().len();
    let start = Span::new(first.span.start, inside.start + lead);
    let end = Span::new(start.end + trimmed.len(), last.span.end);
    let mut edits = vec![
        Edit::new(start, signs.as_str()),
        Edit::new(end, signs.as_str()),
    ];
    edits.retain(|edit| edit.span.slice(page.text) != edit.text);
    // Signs within have become emphasis that was not meant so.
    let works = !trimmed.is_empty() && !trimmed.contains(&signs);
    if is_wide && !works {
        let message = slipped(page, first);
        let one = Wanted::new(Severity::Warning, first.span, message, Vec::new());
        return Some(one.advice(sides(first.sign)));
    }
    if block.kind.is_verbatim() || !works || edits.is_empty() {
        return (first.sign != '_').then(|| lost(block, first, None));
    }
    let kind = if first.sign == '~' {
        reading::Kind::Strike
    } else {
        reading::Kind::Strong
    };
    let kind = if signs == "*" {
        reading::Kind::Emphasis
    } else {
        kind
    };
    let whole = Span::new(start.start, end.end);
    let one = if is_wide {
        let one = Wanted::new(Severity::Warning, first.span, slipped(page, first), edits);
        one.or_else(sides(first.sign))
    } else {
        lost(block, first, None).mending(edits, first.sign)
    };
    let lines = (block.lines.first()?, block.lines.last()?);
    let part = Span::new(lines.0.span.start, lines.1.span.end);
    Some(one.showing(whole).expecting(kind, start.start).within(part))
}

/// Whether full-width signs stand around words, and are neither a blank to fill in nor a
/// voice that is drawn out.
fn is_meant(page: &Page<'_>, first: Run, last: Run) -> bool {
    let words = page.seen(Span::new(first.span.end, last.span.start));
    match first.sign {
        '_' => {
            let touches =
                words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace);
            words.chars().count() > 1 && !touches
        }
        '~' => {
            let is_kana = |text: &str| {
                let last = text.chars().next_back();
                last.is_some_and(|c| matches!(c, 'ぁ'..='ヿ'))
            };
            !(is_kana(&page.view[..first.span.start]) && is_kana(words))
        }
        _ => first.count <= 3 && last.count <= 3,
    }
}

/// Whether `__` is literal because Japanese stands beside it; a name like `__init__` is meant.
fn is_stuck(page: &Page<'_>, first: Run, last: Run) -> bool {
    let before = page.view[..first.span.start].chars().next_back();
    let after = page.view[last.span.end..].chars().next();
    let is_beside = before.is_some_and(is_wide) || after.is_some_and(is_wide);
    let words = page.seen(Span::new(first.span.end, last.span.start));
    let is_name = words.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let touches = words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace);
    first.count == 2 && last.count == 2 && is_beside && !is_name && !touches
}

/// A sign without another.
fn alone(page: &Page<'_>, block: &Block, run: Run) -> Option<Wanted> {
    if run.is_wide || run.sign == '_' {
        return None;
    }
    let line = block.lines[run.line].span;
    let rest = page.seen(Span::new(run.span.end, line.end));
    let end = rest.find([HIDDEN, '*', '~']).unwrap_or(rest.len());
    let is_start = !rest.starts_with(char::is_whitespace);
    let words = Some(rest[..end].trim_end()).filter(|words| is_start && !words.is_empty());
    Some(lost(block, run, words))
}

/// `words` are what the signs should be around, if that is known.
fn lost(block: &Block, run: Run, words: Option<&str>) -> Wanted {
    let sign = run.sign;
    let signs = format!("{sign}{sign}");
    let start = run.span.start;
    let span = Span::new(start, start + 2);
    let words = words.filter(|_| !block.kind.is_verbatim());
    let advice = if block.kind.is_verbatim() {
        verbatim(block.kind, &signs)
    } else if words.is_some() {
        text!(
            "終わりにも「{signs}」が要ります。記号そのものを書くときは「\\{sign}\\{sign}」とします",
            "it takes a second `{signs}`; for the signs themselves write `\\{sign}\\{sign}`"
        )
    } else {
        sides(sign)
    };
    let message = text!(
        "「{signs}」が強調にならず、そのまま表示されます",
        "`{signs}` is no emphasis here and is shown as it stands"
    );
    let one = Wanted::new(Severity::Warning, span, message, Vec::new());
    let one = one.code(code::LOST_EMPHASIS).advice(advice);
    match words {
        Some(words) => one.right(format!("{signs}{words}{signs}")),
        None => one,
    }
}

impl Wanted {
    /// Lost emphasis and what brings it back.
    fn mending(mut self, edits: Vec<Edit>, sign: char) -> Self {
        self.proposal.edits = edits;
        let one = self.or_else(sides(sign));
        one.advice(if sign == '_' {
            text!(
                "日本語の間の「__」は効かないので、「**」を使います",
                "`__` has no effect between Japanese characters, `**` has"
            )
        } else {
            text!(
                "内側に空白を入れません。記号そのものを書くときは「\\{sign}\\{sign}」とします",
                "no space inside; for the signs themselves write `\\{sign}\\{sign}`"
            )
        })
    }
}

fn sides(sign: char) -> Text {
    let sign = if sign == '_' { '*' } else { sign };
    text!(
        "始まりと終わりの「{sign}{sign}」をそろえ、内側に空白を入れないでください。記号そのものを書くときは「\\{sign}\\{sign}」とします",
        "write `{sign}{sign}` on both sides without a space inside; for the signs themselves write `\\{sign}\\{sign}`"
    )
}

/// What to do where no emphasis can be.
fn verbatim(kind: Kind, signs: &str) -> Text {
    if kind == Kind::Conditional {
        text!(
            "「{{{{ … }}}}」の中では強調できません。「{signs}{{{{ … }}}}{signs}」のように、外側に書いてください",
            "there is no emphasis within `{{{{ … }}}}`: write it around that, `{signs}{{{{ … }}}}{signs}`"
        )
    } else {
        text!(
            "この行では強調できません。「{signs}」を消してください",
            "there is no emphasis in this line: take `{signs}` out"
        )
    }
}

fn slipped(page: &Page<'_>, run: Run) -> Text {
    let typed = run.span.slice(page.text);
    if run.sign == '~' {
        text!(
            "取り消し線にならず、「{typed}」が文字のまま表示されます",
            "this strikes nothing out: visitors see `{typed}`"
        )
    } else {
        text!(
            "太字にならず、「{typed}」が文字のまま表示されます",
            "this is not bold: visitors see `{typed}`"
        )
    }
}
