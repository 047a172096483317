//! Lines that should begin a heading, a list, a quotation, a rule or code, and do not.

use super::blocks::{Block, HIDDEN, Kind, Line, Page};
use super::{Edit, Slip};
use crate::diag::{Severity, text};
use crate::source::Span;

/// Spaces that Markdown does not count as indentation.
const WIDE_SPACES: [char; 3] = ['\u{3000}', '\u{a0}', ' '];
/// What is taken for a hyphen at the beginning of a line.
const DASHES: &str = "-－−‐ー";

/// The mark that a line begins with.
struct Mark {
    what: What,
    /// How many bytes of the line are to be replaced.
    length: usize,
    /// What has to stand there.
    sign: String,
    /// Whether one such line alone is a slip; otherwise there must be several.
    alone: bool,
    /// What stands before it.
    lead: String,
    /// What tells it from other marks that mean the same.
    typed: char,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Heading,
    Bullet,
    Number,
    Quote,
    Rule,
    Fence,
}

/// A line with its mark.
struct Marked<'a> {
    mark: Mark,
    line: &'a Line,
    block: usize,
}

/// Looks at the beginning of each line of the paragraphs.
pub(super) fn find(page: &Page<'_>, slips: &mut Vec<Slip>) {
    let mut run: Vec<Marked<'_>> = Vec::new();
    for (at, block) in page.blocks.iter().enumerate() {
        if block.kind != Kind::Paragraph {
            finish(page, std::mem::take(&mut run), slips);
            continue;
        }
        for (number, line) in block.lines.iter().enumerate() {
            let mark = mark(page.seen(line.span));
            let continues = run.last().is_some_and(|last| {
                let is_near = last.block == at || number == 0 && follows(page, last.block, at);
                let Some(mark) = &mark else { return is_near };
                let is_alike = last.mark.typed == mark.typed && last.mark.lead == mark.lead;
                is_near && last.mark.what == mark.what && (last.block == at || is_alike)
            });
            if !continues {
                finish(page, std::mem::take(&mut run), slips);
            }
            if let Some(mut mark) = mark {
                if mark.what == What::Rule {
                    mark.sign = rule_sign(page, block, line).to_owned();
                }
                run.push(Marked {
                    mark,
                    line,
                    block: at,
                });
            }
        }
    }
    finish(page, run, slips);
}

/// Whether the block after `last` is `at`, in the same container.
fn follows(page: &Page<'_>, last: usize, at: usize) -> bool {
    last + 1 == at && page.blocks[last].container == page.blocks[at].container
}

/// `---` below words would make a heading of them.
fn rule_sign(page: &Page<'_>, block: &Block, line: &Line) -> &'static str {
    let before = &page.text[..line.span.start];
    let is_at_margin = before.is_empty() || before.ends_with(['\n', '\r']);
    let is_first = block.lines[0].span == line.span;
    if is_at_margin && is_first {
        "---"
    } else {
        "***"
    }
}

/// Reads the beginning of a line; nothing where it is as it should be or begins with words.
fn mark(line: &str) -> Option<Mark> {
    let rest = line.trim_start_matches(WIDE_SPACES);
    let lead = &line[..line.len() - rest.len()];
    let first = rest.chars().next()?;
    let typed = match first {
        '0'..='9' | '０'..='９' => rest.chars().find(|c| !is_digit(*c)).unwrap_or(first),
        first => first,
    };
    let (what, length, sign, alone) = match first {
        '#' | '＃' => heading(rest)?,
        '＞' | '>' => quote(rest)?,
        '｀' => fence(rest)?,
        '0'..='9' | '０'..='９' => number(rest)?,
        '・' | '･' => (What::Bullet, bullet_length(rest)?, "- ".to_owned(), false),
        _ if is_rule(rest) => (What::Rule, rest.trim_end().len(), String::new(), true),
        _ => bullet(rest, first)?,
    };
    let length = lead.len() + length;
    // Behind words, a mark that is right may stand where it begins nothing.
    (what == What::Rule || line[..length] != sign).then(|| Mark {
        what,
        length,
        sign,
        alone,
        lead: lead.to_owned(),
        typed,
    })
}

type Read = (What, usize, String, bool);

fn heading(rest: &str) -> Option<Read> {
    let words = rest.trim_start_matches(['#', '＃']);
    let signs = &rest[..rest.len() - words.len()];
    let level = signs.chars().count();
    let title = words.trim_start();
    let first = title.chars().next()?;
    let has_space = title.len() < words.len();
    // `#1` is a number, `#介護 #更新` are tags.
    let is_tag = level == 1
        && (!first.is_alphabetic() && first != HIDDEN && !"「『【（".contains(first))
        || words.contains(['#', '＃']);
    let is_heading = level <= 6 && (has_space || !is_tag);
    is_heading.then(|| {
        let sign = "#".repeat(level) + " ";
        (What::Heading, rest.len() - title.len(), sign, true)
    })
}

fn quote(rest: &str) -> Option<Read> {
    let words = rest.trim_start_matches(['＞', '>']).trim_start();
    // `＞ トップ ＞ 質問` shows where one is.
    let is_quote = !words.is_empty() && !words.contains(['＞', '>']);
    let level = rest.chars().take_while(|c| "＞>".contains(*c)).count();
    is_quote.then(|| {
        let length = rest.len() - words.len();
        (What::Quote, length, "> ".repeat(level), true)
    })
}

fn fence(rest: &str) -> Option<Read> {
    let info = rest.trim_start_matches('｀');
    let count = rest.chars().take_while(|c| *c == '｀').count();
    let is_fence = count >= 3 && info.trim().chars().all(|c| c.is_ascii_alphanumeric());
    is_fence.then(|| {
        (
            What::Fence,
            rest.len() - info.len(),
            "`".repeat(count),
            true,
        )
    })
}

const fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

fn number(rest: &str) -> Option<Read> {
    let behind = rest.trim_start_matches(is_digit);
    let digits = &rest[..rest.len() - behind.len()];
    let point = behind.chars().next().filter(|c| ".．)）".contains(*c))?;
    let words = behind[point.len_utf8()..].trim_start();
    let has_space = words.len() < behind.len() - point.len_utf8();
    let first = words.chars().next()?;
    let is_number =
        has_space || first.is_alphabetic() || "「『【（".contains(first) || first == HIDDEN;
    let count = digits.chars().count();
    let ascii: String = digits.chars().map(super::target::narrow).collect();
    (count <= 3 && is_number).then(|| {
        let alone = ".．".contains(point);
        let sign = format!("{ascii}{} ", if alone { '.' } else { ')' });
        (What::Number, rest.len() - words.len(), sign, alone)
    })
}

/// How much of a line is its bullet, if there are words behind.
fn bullet_length(rest: &str) -> Option<usize> {
    let bullet = rest.chars().next()?;
    let words = rest[bullet.len_utf8()..].trim_start();
    (!words.is_empty() && !words.starts_with(bullet)).then(|| rest.len() - words.len())
}

fn bullet(rest: &str, first: char) -> Option<Read> {
    if !DASHES.contains(first) && !"*＊+＋".contains(first) {
        return None;
    }
    let length = bullet_length(rest)?;
    let has_space = length > first.len_utf8();
    let next = rest[length..].chars().next()?;
    let is_item =
        DASHES.contains(first) && first != 'ー' && (next.is_alphabetic() || next == HIDDEN);
    (has_space || is_item).then(|| (What::Bullet, length, "- ".to_owned(), has_space))
}

/// Whether a line is nothing but signs for a rule, some of them not Markdown's.
fn is_rule(rest: &str) -> bool {
    let mut count = 0;
    let mut kind = None;
    for c in rest.chars().filter(|c| !c.is_whitespace()) {
        let this = match c {
            '＊' | '*' => '*',
            '＿' | '_' => '_',
            _ if DASHES.contains(c) => '-',
            _ => return false,
        };
        if *kind.get_or_insert(this) != this {
            return false;
        }
        count += 1;
    }
    count >= 3 && !rest.is_ascii()
}

/// Reports the lines of a run, together if they belong together.
fn finish(page: &Page<'_>, run: Vec<Marked<'_>>, slips: &mut Vec<Slip>) {
    let Some(first) = run.first() else { return };
    match first.mark.what {
        What::Heading | What::Rule => {
            for one in &run {
                slips.push(alone(page, one));
            }
        }
        What::Bullet | What::Number | What::Quote | What::Fence => {
            let several = run.len() > 1 && !is_broken_by_hand(&run);
            if several || run.iter().any(|one| one.mark.alone) {
                slips.push(together(page, &run));
            }
        }
    }
}

/// Whether an editor has ended each line so that it shows: the marks are meant as words.
fn is_broken_by_hand(run: &[Marked<'_>]) -> bool {
    run.windows(2)
        .all(|pair| pair[0].block == pair[1].block && pair[0].line.is_broken)
}

fn edit(one: &Marked<'_>) -> Edit {
    let start = one.line.span.start;
    Edit::new(
        Span::new(start, start + one.mark.length),
        one.mark.sign.clone(),
    )
}

/// The mark itself, without the space around it.
fn place(page: &Page<'_>, one: &Marked<'_>) -> Span {
    let span = edit(one).span;
    let length = span.slice(page.text).trim_end().len();
    Span::new(
        span.start + one.mark.lead.len().min(length),
        span.start + length,
    )
}

fn alone(page: &Page<'_>, one: &Marked<'_>) -> Slip {
    let span = if one.mark.length == one.mark.lead.len() {
        edit(one).span
    } else {
        place(page, one)
    };
    let typed = span.slice(page.text);
    if one.mark.what == What::Rule {
        return Slip::new(
            span,
            Severity::Warning,
            text!(
                "区切り線にならず、「{typed}」という文字のまま表示されます",
                "this is no rule: visitors see `{typed}`"
            ),
            vec![edit(one)],
        );
    }
    let message = if one.mark.lead.is_empty() {
        text!(
            "見出しにならず、「{typed}」が付いた文として表示されます",
            "this is no heading: visitors see the words with `{typed}` before them"
        )
    } else {
        text!(
            "前に全角の空白があるため見出しにならず、「{typed}」が付いた文として表示されます",
            "the space before it keeps this from being a heading: visitors see the words with `{typed}` before them"
        )
    };
    Slip::new(span, Severity::Error, message, vec![edit(one)])
        .showing(one.line.span)
        .advice(text!(
            "「#」は行の先頭に半角で書き、後ろに半角の空白を入れます",
            "a half-width `#` at the beginning of the line, and a space behind it"
        ))
}

fn together(page: &Page<'_>, run: &[Marked<'_>]) -> Slip {
    let first = &run[0];
    let span = place(page, first);
    let typed = span.slice(page.text);
    let (message, advice) = match first.mark.what {
        What::Number => (
            text!(
                "番号付きの箇条書きにならず、「{typed}」から始まる行が続けて表示されます",
                "this is no numbered list: the lines from `{typed}` on run together"
            ),
            text!(
                "数字と「.」は半角で書き、後ろに半角の空白を入れます",
                "half-width digits and point, and a space behind them"
            ),
        ),
        What::Quote => (
            text!(
                "引用にならず、「{typed}」が付いた文として表示されます",
                "this is no quotation: visitors see the words with `{typed}` before them"
            ),
            text!("「>」は半角で書きます", "a half-width `>`"),
        ),
        What::Fence => (
            text!(
                "入力例の枠にならず、「{typed}」という文字のまま表示されます",
                "this begins no code: visitors see `{typed}`"
            ),
            text!(
                "始まりと終わりの行を、どちらも半角で書きます",
                "half-width signs in the first line and in the last"
            ),
        ),
        What::Bullet | What::Heading | What::Rule => (
            text!(
                "箇条書きにならず、「{typed}」から始まる行が続けて表示されます",
                "this is no list: the lines from `{typed}` on run together"
            ),
            text!(
                "半角の「-」の後ろに半角の空白を入れます。注記なら「※」で始めてください",
                "a half-width `-` and a space behind it; begin a remark with `※`"
            ),
        ),
    };
    let edits: Vec<Edit> = run.iter().map(edit).collect();
    let right = first.mark.sign.clone()
        + Span::new(edits[0].span.end, first.line.span.end).slice(page.text);
    // Different indentation may mean a list within the list; code has two ends.
    let is_certain = match first.mark.what {
        What::Fence => run.len().is_multiple_of(2),
        _ => run.iter().all(|one| one.mark.lead == first.mark.lead),
    };
    let slip = Slip::new(span, Severity::Warning, message, Vec::new()).advice(advice);
    if is_certain {
        Slip { edits, ..slip }.showing(first.line.span)
    } else {
        slip.right(right)
    }
}
