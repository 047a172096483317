//! Lines that should be the items of a list: what to type, and how deep they are nested.

use super::Wanted;
use super::marks::{What, word_level};
use super::page::{Line, Page, columns};
use super::reading::Kind;
use super::starts::{Marked, edit, place};
use crate::diag::{Severity, Text, text};
use crate::source::Span;
use crate::typos::Edit;
use crate::width::is_blank;

/// An item that a line may belong to: one that is there, or of a line before.
struct Level {
    /// How far it is indented as it is typed.
    typed: usize,
    /// The columns of its mark and of its words as they will be.
    column: usize,
    content: usize,
    /// The last character of its mark, if it is there.
    there: Option<char>,
    number: Option<u32>,
}

/// Where a line has to begin.
struct Placed {
    edit: Edit,
    /// How many items it stands in, itself counted; 0 where that is not known.
    depth: usize,
    /// Whether an empty line has to stand before it: words can be followed at once only by a
    /// list that begins with 1.
    needs_blank: bool,
    /// Whether its number is the one that the page would show.
    is_counted: bool,
}

/// The list that the lines of a run should be. `behind` is a line below it that is none of its
/// items; `are_right` says that their marks are, so that they only stand in a wrong place.
pub(super) fn list(
    page: &Page<'_>,
    run: &[Marked<'_>],
    behind: Option<&Line>,
    are_right: bool,
) -> Option<Wanted> {
    let first = &run[0];
    let placed = placed(page, run);
    let are_counted = placed.iter().flatten().all(|one| one.is_counted);
    // In a text that is set in short lines, any of them may begin with a number.
    if are_right && first.mark.what == What::Number && (!are_counted || placed.is_none()) {
        return None;
    }
    let start = placed
        .as_ref()
        .map_or(&first.mark.sign, |all| &all[0].edit.text);
    let needs_blank = placed.as_ref().is_some_and(|all| all[0].needs_blank);
    let advice = advice(first, start, needs_blank, are_right);
    let span = place(page, first);
    let message = message(first, span.slice(page.text));
    let mut wanted = Wanted::new(Severity::Warning, span, message, Vec::new()).advice(advice);
    wanted = wanted.lost_if(are_right || run.iter().all(|one| one.mark.is_foreign));
    // Different indentation may mean a list within the list.
    let Some(placed) = placed else {
        let words = Span::new(edit(first).span.end, first.line.span.end).slice(page.text);
        return Some(wanted.right(start.to_owned() + words));
    };
    // Numbers that the page would show otherwise, and bullets of several kinds without
    // indentation, are for the editor to decide.
    let is_like = |one: &Marked<'_>| one.mark.typed == first.mark.typed;
    let is_word = |one: &Marked<'_>| word_level(one.mark.typed).is_some();
    let is_known = |one: &Marked<'_>| is_like(one) || !one.mark.lead.is_empty();
    wanted.proposal.is_certain =
        are_counted && (run.iter().all(is_word) || run.iter().all(is_known));
    wanted = wanted.showing(Span::new(placed[0].edit.span.start, first.line.span.end));
    let is_missing = |one: &Placed| one.edit.span.slice(page.text) == one.edit.text;
    if placed.iter().all(is_missing) {
        // An empty line is all that there is to type.
        wanted = wanted.right(String::new());
    }
    for (one, line) in placed.into_iter().zip(run) {
        wanted
            .expected
            .push((Kind::Item, one.edit.span.start, one.depth));
        let blank = one.needs_blank.then(|| page.blank_before(line.line));
        wanted.proposal.edits.extend(blank);
        wanted.proposal.edits.push(one.edit);
    }
    let blank = behind.map(|line| page.blank_before(line));
    wanted.proposal.edits.extend(blank);
    Some(wanted.staying())
}

fn message(first: &Marked<'_>, typed: &str) -> Text {
    if first.mark.what == What::Number {
        text!(
            "番号付きの箇条書きにならず、「{typed}」から始まる行が続けて表示されます",
            "this is no numbered list: the lines from `{typed}` on run together"
        )
    } else {
        text!(
            "箇条書きにならず、「{typed}」から始まる行が続けて表示されます",
            "this is no list: the lines from `{typed}` on run together"
        )
    }
}

/// How far each line has to be indented; nothing where that is not clear.
fn placed(page: &Page<'_>, run: &[Marked<'_>]) -> Option<Vec<Placed>> {
    let first = &run[0];
    let margin = |one: &Marked<'_>| page.margin(one.line).slice(page.text);
    // In a quotation, or behind another mark, the lines stay where they are.
    let is_open = run.iter().all(|one| margin(one).chars().all(is_blank));
    let is_alike = run.iter().all(|one| one.mark.lead == first.mark.lead);
    if !is_open && !is_alike {
        return None;
    }
    let is_word = run.iter().all(|one| word_level(one.mark.typed).is_some());
    let mut kinds: Vec<char> = Vec::new();
    let mut levels = if is_open {
        levels(page, first)
    } else {
        Vec::new()
    };
    let mut placed = Vec::new();
    for one in run {
        let rank = kinds.iter().position(|kind| *kind == one.mark.typed);
        let rank = rank.unwrap_or(kinds.len());
        if rank == kinds.len() {
            kinds.push(one.mark.typed);
        }
        let rank = word_level(one.mark.typed)
            .filter(|_| is_word)
            .unwrap_or(rank);
        let margin = if is_open { margin(one) } else { "" };
        let typed = columns(&format!("{margin}{}", one.mark.lead)) + 2 * rank;
        let mut next = place_one(one, typed, margin, &mut levels)?;
        next.depth = if is_open { next.depth } else { 0 };
        placed.push(next);
    }
    Some(placed)
}

/// The items around the first line, from the outermost.
fn levels(page: &Page<'_>, first: &Marked<'_>) -> Vec<Level> {
    let block = &page.blocks[first.block];
    let is_indented = !first.mark.lead.is_empty();
    let before = first.block.checked_sub(1).filter(|_| is_indented);
    // A blank that Markdown does not know keeps a line out of the list above.
    let mut item = block.item.or_else(|| page.blocks[before?].item);
    let mut levels = Vec::new();
    while let Some(Some(one)) = item.map(|at| page.items.get(at)) {
        levels.push(Level {
            typed: one.column,
            column: one.column,
            content: one.content,
            there: Some(one.sign),
            number: one.number,
        });
        item = one.parent;
    }
    levels.reverse();
    levels
}

fn place_one(
    one: &Marked<'_>,
    typed: usize,
    margin: &str,
    levels: &mut Vec<Level>,
) -> Option<Placed> {
    let mut sibling = None;
    while let Some(level) = levels.pop_if(|level| level.typed >= typed) {
        sibling = Some(level);
    }
    let column = match (&sibling, levels.last()) {
        // Between two levels, or left of the first.
        (Some(sibling), _) if sibling.typed != typed && sibling.there.is_none() => return None,
        (Some(sibling), _) => sibling.column,
        (None, Some(parent)) => parent.content,
        (None, None) => 0,
    };
    let there = sibling.as_ref().and_then(|sibling| sibling.there);
    let sign = match there {
        Some(mark @ ('*' | '+')) if one.mark.what == What::Bullet => format!("{mark} "),
        _ => one.mark.sign.clone(),
    };
    let number = sign.trim_end().trim_end_matches(['.', ')']).parse().ok();
    let before = sibling.as_ref().and_then(|sibling| sibling.number);
    levels.push(Level {
        typed,
        column,
        content: column + sign.len(),
        there,
        number,
    });
    let start = one.line.span.start;
    let indent = " ".repeat(column);
    let (start, right) = if one.mark.lead.is_empty() && margin == indent {
        (start, sign)
    } else {
        (start - margin.len(), indent + &sign)
    };
    Some(Placed {
        edit: Edit::new(
            Span::new(start, one.line.span.start + one.mark.length),
            right,
        ),
        depth: levels.len(),
        needs_blank: before.is_none() && number.is_some_and(|number| number != 1) && !one.is_first,
        is_counted: before
            .zip(number)
            .is_none_or(|(before, number)| number == before + 1 || number == 1 && before == 1),
    })
}

/// What to say beside the line that is typed out.
fn advice(first: &Marked<'_>, start: &str, needs_blank: bool, are_right: bool) -> Text {
    let sign = first.mark.sign.trim_end();
    let column = start.len() - start.trim_start().len();
    let mut advice = if first.mark.what == What::Bullet {
        text!(
            "半角の「-」の後ろに半角の空白を入れます",
            "a half-width `-` and a space behind it"
        )
    } else if sign.ends_with(')') {
        text!(
            "数字と「)」は半角で書き、後ろに半角の空白を入れます",
            "half-width digits and parenthesis, and a space behind them"
        )
    } else {
        text!(
            "数字と「.」は半角で書き、後ろに半角の空白を入れます",
            "half-width digits and point, and a space behind them"
        )
    };
    let mut add = |more: Text| {
        if are_right && advice.english.starts_with(['a', 'h']) {
            advice = more;
        } else {
            advice.japanese = format!("{}。{}", advice.japanese, more.japanese);
            advice.english = format!("{}; {}", advice.english, more.english);
        }
    };
    if column > 0 {
        add(text!(
            "親の項目の中に入るように、行の先頭には半角の空白を{column}つ入れます",
            "with {column} spaces before it, it stands within the item above"
        ));
    }
    if needs_blank {
        add(text!(
            "1 で始まらない番号は、上に空の行を入れないと箇条書きになりません",
            "a list that does not begin with 1 takes an empty line before it"
        ));
    }
    advice
}
