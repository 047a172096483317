//! Lines that should begin a heading, a list, a quotation, a rule or code, and do not; and lines
//! with marks of their own that would run together.

use super::marks::{self, Mark, What};
use super::page::{Block, Kind, Line, Page};
use super::reading;
use super::{Wanted, lists};
use crate::diag::{Severity, code, text};
use crate::source::Span;
use crate::typos::Edit;
use crate::width::is_blank;

/// A line with its mark.
pub(super) struct Marked<'a> {
    pub(super) mark: Mark<'a>,
    pub(super) line: &'a Line,
    pub(super) block: usize,
    /// Whether its block begins with it.
    pub(super) is_first: bool,
}

/// Looks at the beginning of each line of the paragraphs.
pub(super) fn propose(page: &mut Page<'_>, wanted: &mut Vec<Wanted>) {
    fences(page, wanted);
    let page = &*page;
    let mut run: Vec<Marked<'_>> = Vec::new();
    for (at, block) in page.blocks.iter().enumerate() {
        if block.kind != Kind::Paragraph {
            finish(page, std::mem::take(&mut run), None, wanted);
            continue;
        }
        for (number, line) in block.lines.iter().enumerate() {
            let mark = marks::read(page.seen(line.span));
            if !continues(page, &run, mark.as_ref(), at, number) {
                let behind = Some(line).filter(|_| {
                    let is_kept = matches!(&mark, Some(mark) if matches!(mark.what, What::Kept(_)));
                    is_kept && run.last().is_some_and(|last| last.block == at)
                });
                finish(page, std::mem::take(&mut run), behind, wanted);
            }
            if let Some(mut mark) = mark {
                if mark.what == What::Rule {
                    rule_sign(page, block, line).clone_into(&mut mark.sign);
                }
                run.push(Marked {
                    mark,
                    line,
                    block: at,
                    is_first: number == 0,
                });
            }
        }
    }
    finish(page, run, None, wanted);
}

/// Whether a line of the block `at` belongs to the lines before it.
fn continues(
    page: &Page<'_>,
    run: &[Marked<'_>],
    mark: Option<&Mark<'_>>,
    at: usize,
    number: usize,
) -> bool {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return true;
    };
    let is_same = last.block == at;
    let follows = last.block + 1 == at
        && number == 0
        && page.blocks[last.block].container == page.blocks[at].container;
    let Some(mark) = mark else {
        return is_same || follows;
    };
    let is_like = |one: &Marked<'_>| one.mark.typed == mark.typed && one.mark.lead == mark.lead;
    // An indented line may stand within the item before, and the next one on its level again.
    let are_items = mark.what.is_item() && last.mark.what.is_item();
    let is_alike = is_like(last) || are_items && (!mark.lead.is_empty() || is_like(first));
    let may_part = !mark.is_foreign && !matches!(mark.what, What::Kept(_));
    let is_kind = last.mark.what == mark.what || are_items;
    is_kind && (is_same || follows && is_alike && may_part)
}

/// `---` below words would make a heading of them.
fn rule_sign(page: &Page<'_>, block: &Block, line: &Line) -> &'static str {
    let is_at_margin = page.margin(line).start == line.span.start;
    if is_at_margin && block.lines[0].span == line.span {
        "---"
    } else {
        "***"
    }
}

/// Code between lines of full-width backticks, or of backticks with a blank before them.
fn fences(page: &mut Page<'_>, wanted: &mut Vec<Wanted>) {
    let mut open: Option<Edit> = None;
    let mut found = Vec::new();
    let is_fence = page.view.contains("｀｀｀");
    let paragraphs = page
        .blocks
        .iter()
        .filter(|block| is_fence && block.kind == Kind::Paragraph);
    for line in paragraphs.flat_map(|block| &block.lines) {
        let seen = page.seen(line.span);
        let rest = seen.trim_start_matches(is_blank);
        let info = rest.trim_start_matches(['｀', '`']);
        let count = rest.chars().count() - info.chars().count();
        if count < 3 || !info.trim().chars().all(|c| c.is_ascii_alphanumeric()) {
            continue;
        }
        let start = line.span.start;
        let edit = Edit::new(
            Span::new(start, start + seen.len() - info.len()),
            "`".repeat(count),
        );
        match open.take() {
            Some(first) => found.push(vec![first, edit]),
            None => open = Some(edit),
        }
    }
    found.extend(open.map(|edit| vec![edit]));
    for code in &page.long_codes {
        let lead = Span::new(page.line_start(code.start), code.start);
        let typed = code.slice(page.text);
        let is_fence = typed.starts_with("```") && !lead.slice(page.text).is_empty();
        if is_fence && lead.slice(page.text).chars().all(is_blank) {
            let mut edits = vec![Edit::new(lead, "")];
            let last = code.end - (typed.len() - typed.trim_end_matches('`').len());
            let lead = Span::new(page.line_start(last), last);
            if lead.slice(page.text).chars().all(is_blank) {
                edits.push(Edit::new(lead, ""));
            }
            found.push(edits);
        }
    }
    for edits in found {
        wanted.push(fence(page, edits));
    }
}

fn fence(page: &mut Page<'_>, mut edits: Vec<Edit>) -> Wanted {
    let start = edits[0].span;
    let (start, right) = if edits[0].text.is_empty() {
        (Span::new(start.end, start.end + 3), None)
    } else {
        let lead = start.slice(page.text).len()
            - start.slice(page.text).trim_start_matches(is_blank).len();
        (
            Span::new(start.start + lead, start.end),
            Some(edits[0].text.clone()),
        )
    };
    let typed = start.slice(page.text);
    let message = text!(
        "入力例の枠にならず、「{typed}」という文字のまま表示されます",
        "this begins no code: visitors see `{typed}`"
    );
    let at = edits[0].span.start;
    // What is code between backticks so far becomes a block of it.
    let whole = edits
        .last()
        .map_or(start, |last| Span::new(start.start, last.span.end));
    let advice = if right.is_some() {
        text!(
            "始まりと終わりの行を、どちらも半角で書きます",
            "half-width signs in the first line and in the last"
        )
    } else {
        text!(
            "行の先頭の全角の空白を取ります",
            "take out the full-width space at the beginning of the line"
        )
    };
    match edits.last() {
        Some(last) if edits.len() > 1 => page.hide(Span::new(start.end, last.span.start)),
        // Where the code ends is not for us to say.
        _ => edits.clear(),
    }
    let wanted = Wanted::new(Severity::Warning, start, message, edits).advice(advice);
    let wanted = wanted.right(right.unwrap_or_default());
    wanted
        .expecting(reading::Kind::Fence, at)
        .hiding(whole)
        .staying()
}

/// Reports the lines of a run, together if they belong together. `behind` is a line below a list
/// that is none of its items.
fn finish(
    page: &Page<'_>,
    mut run: Vec<Marked<'_>>,
    behind: Option<&Line>,
    wanted: &mut Vec<Wanted>,
) {
    let Some(first) = run.first() else { return };
    match first.mark.what {
        What::Heading | What::Rule => {
            run.retain(|one| {
                one.mark.what == What::Rule || !one.mark.is_right(page.seen(one.line.span))
            });
            wanted.extend(run.iter().map(|one| alone(page, one)));
        }
        What::Kept(_) => wanted.extend(kept(page, &run)),
        What::Quote => wanted.extend(quote(page, &run)),
        What::Bullet | What::Number => {
            let are_right = run
                .iter()
                .all(|one| one.mark.is_right(page.seen(one.line.span)));
            let several = run.len() > 1 && !is_broken_by_hand(&run);
            // Below the words of an item even one line can mean nothing else.
            let is_alone = |one: &Marked<'_>| {
                let is_right = one.mark.is_right(page.seen(one.line.span));
                let is_below = page.blocks[one.block].item.is_some() && !one.is_first;
                one.mark.alone && !is_right || is_below && first.mark.what == What::Bullet
            };
            if several || run.iter().any(is_alone) {
                wanted.extend(lists::list(page, &run, behind, are_right));
            }
        }
    }
}

/// Whether an editor has ended each line so that it shows: the marks are meant as words.
fn is_broken_by_hand(run: &[Marked<'_>]) -> bool {
    run.windows(2)
        .all(|pair| pair[0].block == pair[1].block && pair[0].line.is_broken)
}

pub(super) fn edit(one: &Marked<'_>) -> Edit {
    let start = one.line.span.start;
    let span = Span::new(start, start + one.mark.length);
    Edit::new(span, one.mark.sign.clone())
}

/// The mark itself, without the space around it.
pub(super) fn place(page: &Page<'_>, one: &Marked<'_>) -> Span {
    let span = edit(one).span;
    let length = span.slice(page.text).trim_end().len();
    Span::new(
        span.start + one.mark.lead.len().min(length),
        span.start + length,
    )
}

fn alone(page: &Page<'_>, one: &Marked<'_>) -> Wanted {
    let span = if one.mark.length == one.mark.lead.len() {
        edit(one).span
    } else {
        place(page, one)
    };
    let typed = span.slice(page.text);
    let at = one.line.span.start;
    let mut edits = vec![edit(one)];
    if one.mark.what == What::Rule {
        let message = text!(
            "区切り線にならず、「{typed}」という文字のまま表示されます",
            "this is no rule: visitors see `{typed}`"
        );
        let wanted = Wanted::new(Severity::Warning, span, message, edits);
        return wanted.expecting(reading::Kind::Rule, at);
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
    // The signs at its end are shown if no space stands before them.
    let seen = page.seen(one.line.span).trim_end();
    let closed = seen.trim_end_matches(['#', '＃']).trim_end();
    if closed.len() < seen.len() {
        edits.push(Edit::new(Span::new(at + closed.len(), at + seen.len()), ""));
    }
    Wanted::new(Severity::Error, span, message, edits)
        .showing(one.line.span)
        .advice(text!(
            "「#」は行の先頭に半角で書き、後ろに半角の空白を入れます",
            "a half-width `#` at the beginning of the line, and a space behind it"
        ))
        .expecting(reading::Kind::Heading, at)
}

fn quote(page: &Page<'_>, run: &[Marked<'_>]) -> Option<Wanted> {
    let first = run
        .iter()
        .find(|one| !one.mark.is_right(page.seen(one.line.span)))?;
    let span = place(page, first);
    let typed = span.slice(page.text);
    let message = text!(
        "引用にならず、「{typed}」が付いた文として表示されます",
        "this is no quotation: visitors see the words with `{typed}` before them"
    );
    let wanted = Wanted::new(
        Severity::Warning,
        span,
        message,
        run.iter().map(edit).collect(),
    );
    let wanted = wanted.expecting(reading::Kind::Quote, first.line.span.start);
    let wanted = wanted.showing(first.line.span);
    Some(
        wanted
            .advice(text!("「>」は半角で書きます", "a half-width `>`"))
            .staying(),
    )
}

/// Lines that begin with a mark that is theirs, and are shown as one line.
fn kept(page: &Page<'_>, run: &[Marked<'_>]) -> Option<Wanted> {
    if run.len() < 2 || is_broken_by_hand(run) {
        return None;
    }
    let block = &page.blocks[run[0].block];
    let mut before = block.lines.iter().peekable();
    let mut ends = Vec::new();
    for one in run {
        let mut last = None;
        while let Some(line) = before.next_if(|line| line.span.start < one.line.span.start) {
            last = Some(line);
        }
        ends.extend(last.filter(|line| !line.is_broken));
    }
    let first = ends.first()?.span;
    let edit = |line: &&Line| Edit::new(Span::new(line.span.end, line.span.end), "<br>");
    let edits: Vec<Edit> = ends.iter().map(edit).collect();
    let sign = run[0].line.span.start + run[0].mark.lead.len();
    let span = Span::new(sign, sign + run[0].mark.sign.len());
    let typed = span.slice(page.text);
    let message = text!(
        "「{typed}」などで始まる行が分かれず、一行に続けて表示されます",
        "the lines from `{typed}` on are no lines of their own: they run together"
    );
    let breaks: Vec<usize> = edits.iter().map(|edit| edit.span.start).collect();
    let wanted = Wanted::new(Severity::Warning, span, message, edits);
    let wanted = wanted.code(code::LOST_MARKUP).showing(first).advice(text!(
        "行を分けるには、前の行の終わりに「<br>」を付けます。箇条書きにするなら「- 」で始めてください",
        "`<br>` at the end of a line keeps the next apart; a list begins with `- `"
    ));
    let wanted = wanted.within(Span::new(
        block.lines[0].span.start,
        run.last()?.line.span.end,
    ));
    let expecting = |wanted: Wanted, at| wanted.expecting(reading::Kind::Break, at);
    Some(breaks.into_iter().fold(wanted, expecting))
}
