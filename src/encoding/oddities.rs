//! Findings for characters that nobody sees, or that look like another one.

use crate::characters::{self, Oddity, oddities};
use crate::diag::{Diagnostic, Place, Severity, Text, code, text};
use crate::source::Span;

/// So many of one kind in a line have findings of their own; of more, one tells.
const MAX_PER_LINE: usize = 3;

/// So many characters are named in a sentence.
const MAX_NAMED: usize = 3;

/// A place in a text and the odd character that stands there, as it is or as an escape.
pub type Found = (Span, char, Oddity);

/// What is told together: one cause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    NotACharacter,
    Private,
    Direction,
    Invisible,
    LineEnd,
    Lost,
    LookAlike,
    Mark,
}

/// Reports the odd characters of a text line by line; `place` says where a part of it stands.
pub(super) fn report_lines(
    text: &str,
    place: &dyn Fn(Span) -> Place,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut line: Vec<Found> = Vec::new();
    let mut line_end = 0;
    for found in oddities(text) {
        let start = found.0.start;
        if start >= line_end {
            report(text, &line, place, diagnostics);
            line.clear();
            line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        }
        line.push(found);
    }
    report(text, &line, place, diagnostics);
}

/// Reports the odd characters `found` in one line or string of a text.
pub fn report(
    text: &str,
    found: &[Found],
    place: &dyn Fn(Span) -> Place,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if found.is_empty() {
        return;
    }
    for group in [
        Group::NotACharacter,
        Group::Private,
        Group::Direction,
        Group::Invisible,
        Group::LineEnd,
        Group::Lost,
        Group::LookAlike,
        Group::Mark,
    ] {
        let of_group = found.iter().copied();
        let of_group: Vec<Found> = of_group
            .filter(|found| group_of(found.2) == group)
            .collect();
        for run in runs(group, &of_group) {
            diagnostics.push(finding(text, group, run, place));
        }
    }
}

const fn group_of(oddity: Oddity) -> Group {
    match oddity {
        Oddity::NotACharacter => Group::NotACharacter,
        Oddity::Private => Group::Private,
        Oddity::Direction => Group::Direction,
        Oddity::Invisible => Group::Invisible,
        Oddity::LineEnd => Group::LineEnd,
        Oddity::Lost => Group::Lost,
        Oddity::LookAlike(_) => Group::LookAlike,
        Oddity::Mark(_) => Group::Mark,
    }
}

/// What is told in one finding each. What a whole line was pasted with has one cause.
fn runs(group: Group, found: &[Found]) -> Vec<&[Found]> {
    if found.is_empty() {
        return Vec::new();
    }
    let is_one = matches!(group, Group::LookAlike | Group::Mark);
    // Each of these is an accident, or a trick, of its own.
    let is_each = matches!(
        group,
        Group::NotACharacter | Group::Private | Group::Direction
    );
    let runs: Vec<&[Found]> = found
        .chunk_by(|one, next| is_one || !is_each && one.0.end == next.0.start)
        .collect();
    if runs.len() > MAX_PER_LINE {
        vec![found]
    } else {
        runs
    }
}

fn finding(text: &str, group: Group, run: &[Found], place: &dyn Fn(Span) -> Place) -> Diagnostic {
    let (first, last) = (run[0], run[run.len() - 1]);
    let span = match group {
        // With the character that the mark belongs to.
        Group::Mark => Span::new(before(text, first.0.start), last.0.end),
        _ => Span::new(first.0.start, last.0.end),
    };
    let place = place(span);
    let number = u32::from(first.1);
    match group {
        Group::NotACharacter => {
            not_a_character(place, first.1).replace_with(mended(text, span, run))
        }
        // It stands for one that somebody saw: part of a name, say.
        Group::Private => private(place, first.1).suggest(mended(text, span, run)),
        Group::Direction => direction(place, first.1).replace_with(mended(text, span, run)),
        // A picture may have stood there, and this one is as wide as a space.
        Group::Invisible
            if run
                .iter()
                .any(|(_, c, _)| matches!(c, '\u{FFFC}' | '\u{3164}')) =>
        {
            invisible(place, run).suggest(mended(text, span, run))
        }
        Group::Invisible => invisible(place, run).replace_with(mended(text, span, run)),
        Group::LineEnd => Diagnostic::new(
            code::INVISIBLE_CHARACTER,
            place,
            text!(
                "改行の代わりの、目に見えない文字（U+{number:04X}）が入っています",
                "an invisible character (U+{number:04X}) stands for a line break"
            ),
        )
        .help(text!(
            "この文字を消して、改行するか、空の行を入れてください",
            "delete it, and begin a new line or leave a line empty"
        )),
        Group::Lost => Diagnostic::new(
            code::INVISIBLE_CHARACTER,
            place,
            text!(
                "文字が失われています（�）",
                "a character has been lost here (�)"
            ),
        )
        .help(text!(
            "元の文章を見て、正しい文字を打ち直してください",
            "look at the original, and type it again"
        )),
        Group::LookAlike => look_alike(place, run).replace_with(mended(text, span, run)),
        Group::Mark => apart(place, run).replace_with(mended(text, span, run)),
    }
}

fn not_a_character(place: Place, c: char) -> Diagnostic {
    let number = u32::from(c);
    let message = if c == '\0' {
        text!(
            "文字ではないもの（NUL）が入っています",
            "this is not a character (NUL)"
        )
    } else {
        text!(
            "文字ではないもの（U+{number:04X}）が入っています",
            "this is not a character (U+{number:04X})"
        )
    };
    forbidden(place, message)
}

fn private(place: Place, c: char) -> Diagnostic {
    let number = u32::from(c);
    forbidden(
        place,
        text!(
            "外字（U+{number:04X}）は、ほかの人の画面では表示されません",
            "this private-use character (U+{number:04X}) cannot be seen by others"
        ),
    )
}

fn direction(place: Place, c: char) -> Diagnostic {
    let number = u32::from(c);
    let mut diagnostic = forbidden(
        place,
        text!(
            "文字の並ぶ向きを変える、目に見えない文字（U+{number:04X}）が入っています",
            "an invisible character (U+{number:04X}) turns the direction of the text"
        ),
    );
    diagnostic.severity = Severity::Warning;
    diagnostic
}

fn forbidden(place: Place, message: Text) -> Diagnostic {
    Diagnostic::new(code::FORBIDDEN_CHARACTER, place, message)
        .help(text!("この文字を消してください", "delete this character"))
}

fn invisible(place: Place, run: &[Found]) -> Diagnostic {
    let mut kinds: Vec<char> = run.iter().map(|(_, c, _)| *c).collect();
    kinds.dedup();
    let number = u32::from(kinds[0]);
    let (japanese, english) = characters::name(kinds[0]);
    let count = run.len();
    let message = if count == 1 {
        text!(
            "目に見えない文字（{japanese} U+{number:04X}）が入っています",
            "an invisible character stands here ({english}, U+{number:04X})"
        )
    } else {
        text!(
            "目に見えない文字（{japanese} U+{number:04X} など）が {count} 個入っています",
            "{count} invisible characters stand here ({english}, U+{number:04X}, …)"
        )
    };
    Diagnostic::new(code::INVISIBLE_CHARACTER, place, message).help(text!(
        "消してください。見えないときは、前後の文字ごと消して打ち直します",
        "delete it; where you cannot see it, type the characters beside it again"
    ))
}

fn look_alike(place: Place, run: &[Found]) -> Diagnostic {
    let pairs = distinct(run.iter().filter_map(|(_, c, oddity)| match oddity {
        Oddity::LookAlike(meant) => Some((*c, *meant)),
        _ => None,
    }));
    let written = quoted(pairs.iter().map(|(written, _)| *written));
    let meant = quoted(pairs.iter().map(|(_, meant)| *meant));
    let is_radical = |c: char| ('\u{2E80}'..='\u{2FD5}').contains(&c);
    let message = if pairs.iter().all(|(written, _)| is_radical(*written)) {
        text!(
            "{written}は部首を表す字で、漢字の{meant}ではありません",
            "{written}: a radical that looks like {meant}"
        )
    } else {
        text!(
            "{written}は形の同じ別の字で、ふつうの漢字の{meant}ではありません",
            "{written}: another character that looks like {meant}"
        )
    };
    Diagnostic::new(code::INVISIBLE_CHARACTER, place, message).help(text!(
        "{meant}と打ち直してください（PDF から写した文章に、よく紛れ込みます）",
        "type {meant} instead; such characters come out of PDF files"
    ))
}

fn apart(place: Place, run: &[Found]) -> Diagnostic {
    let wholes = distinct(run.iter().filter_map(|(_, _, oddity)| match oddity {
        Oddity::Mark(whole) => Some(*whole),
        _ => None,
    }));
    let meant = quoted(wholes.into_iter());
    Diagnostic::new(
        code::INVISIBLE_CHARACTER,
        place,
        text!(
            "{meant}の点が、別の文字に分かれています",
            "{meant}: the mark is a character of its own"
        ),
    )
    .help(text!(
        "{meant}と打ち直してください（Mac のファイル名を写すと、こうなります）",
        "type {meant} again; names of files come like this from macOS"
    ))
}

/// What the part of a text becomes when its odd characters are mended.
fn mended(text: &str, span: Span, run: &[Found]) -> String {
    let mut mended = String::with_capacity(span.end - span.start);
    let mut at = span.start;
    for (place, _, oddity) in run {
        mended.push_str(&text[at..place.start]);
        match oddity {
            Oddity::LookAlike(meant) => mended.push(*meant),
            Oddity::Mark(whole) => {
                mended.pop();
                mended.push(*whole);
            }
            Oddity::NotACharacter
            | Oddity::Private
            | Oddity::Direction
            | Oddity::Invisible
            | Oddity::LineEnd
            | Oddity::Lost => {}
        }
        at = place.end;
    }
    mended.push_str(&text[at..span.end]);
    mended
}

/// The first few that differ, in order.
fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut found: Vec<T> = Vec::new();
    for one in all {
        if found.len() < MAX_NAMED && !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn quoted(characters: impl Iterator<Item = char>) -> String {
    characters.map(|c| format!("「{c}」")).collect()
}

/// Where the character before `at` begins.
fn before(text: &str, at: usize) -> usize {
    let last = text[..at].chars().next_back();
    at - last.map_or(0, char::len_utf8)
}
