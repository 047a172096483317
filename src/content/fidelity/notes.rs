//! Footnotes of which one half is missing: marks without a note stay as text, and notes that
//! nothing refers to stand at the foot of the page by themselves.

use super::Report;
use crate::diag::{Diagnostic, code, text};
use crate::near::{folded, near_misses};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Among so many labels at most the nearest is looked for.
const MAX_COMPARED_LABELS: usize = 50;
/// Of a shorter label, every other is one letter off.
const MIN_GUESSED_CHARACTERS: usize = 3;
/// A longer text in brackets is no label.
const MAX_LABEL_BYTES: usize = 60;

/// What is known of the footnotes of a body.
#[derive(Default)]
pub(super) struct Notes {
    /// The labels of marks that the parser found, folded.
    referred: HashSet<String>,
    notes: Vec<Note>,
    /// Text in which the parser found no mark, each piece as long as it goes on.
    texts: Vec<Range<usize>>,
}

/// `[^label]:`
struct Note {
    label: String,
    /// The label with its brackets.
    range: Range<usize>,
}

/// `[^label]` in running text.
struct Mark<'a> {
    label: &'a str,
    range: Range<usize>,
    /// Whether a colon stands behind it at the beginning of a line.
    is_note: bool,
}

impl Notes {
    pub(super) fn refer(&mut self, label: &str) {
        self.referred.insert(folded(label));
    }

    pub(super) fn define(&mut self, label: &str, range: Range<usize>) {
        let label = label.to_owned();
        self.notes.push(Note { label, range });
    }

    /// Running text that stands at `range`.
    pub(super) fn see(&mut self, range: &Range<usize>) {
        match self.texts.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.texts.push(range.clone()),
        }
    }

    /// Tells what lacks its other half.
    pub(super) fn tell(&self, report: &mut Report<'_>) {
        let text = &report.masked.text;
        if !(text.contains('^') || text.contains('＾')) {
            return;
        }
        let mut marks = Vec::new();
        for piece in &self.texts {
            find_marks(text, piece, &mut marks);
        }
        let mut first: HashMap<String, &Note> = HashMap::new();
        let mut open: Vec<&Note> = Vec::new();
        for note in &self.notes {
            let label = folded(&note.label);
            if first.contains_key(&label) {
                report.tell(second(report, note));
                continue;
            }
            if !self.referred.contains(&label) {
                open.push(note);
            }
            first.insert(label, note);
        }
        let meant: HashSet<String> = marks.iter().map(|mark| folded(mark.label)).collect();
        let free = open.iter().map(|note| note.label.as_str());
        let free: Vec<&str> = free
            .filter(|label| !meant.contains(&folded(label)))
            .collect();
        let near = &free[..free.len().min(MAX_COMPARED_LABELS)];
        // Of a note that is none, its marks follow.
        let written = marks.iter().filter(|mark| mark.is_note);
        let written: HashSet<String> = written.map(|mark| folded(mark.label)).collect();
        let mut taken = HashSet::new();
        for mark in &marks {
            if !mark.is_note && written.contains(&folded(mark.label)) {
                continue;
            }
            let note = first.get(&folded(mark.label)).copied().or_else(|| {
                let is_only = marks.len() == 1 && near.len() == 1;
                let only = near.first().copied().filter(|_| is_only);
                let label = nearest(mark.label, near).or(only)?;
                first.get(&folded(label)).copied()
            });
            taken.extend(note.map(|note| note.range.start));
            report.tell(mark.finding(report, note));
        }
        for note in open {
            if !taken.contains(&note.range.start) {
                report.tell(alone(report, note));
            }
        }
    }
}

/// The label that somebody most likely meant.
fn nearest<'a>(label: &str, labels: &[&'a str]) -> Option<&'a str> {
    let wanted = folded(label);
    let is_part = |other: &&&str| {
        let other = folded(other);
        other.contains(&wanted) || wanted.contains(&other)
    };
    if let Some(found) = labels.iter().find(is_part) {
        return Some(found);
    }
    let is_long = wanted.chars().count() >= MIN_GUESSED_CHARACTERS;
    let near = near_misses(label, labels.iter().copied());
    near.first().copied().filter(|_| is_long)
}

/// The marks in a piece of running text.
fn find_marks<'a>(text: &'a str, piece: &Range<usize>, marks: &mut Vec<Mark<'a>>) {
    let typed = &text[piece.clone()];
    let mut from = 0;
    while let Some(found) = typed[from..].find(['[', '［']) {
        let start = from + found;
        let width = if typed[start..].starts_with('[') {
            1
        } else {
            3
        };
        from = start + width;
        // What a backslash escapes begins a new piece.
        if start == 0 && text[..piece.start].ends_with('\\') {
            continue;
        }
        let Some(inside) = typed[from..].strip_prefix(['^', '＾']) else {
            continue;
        };
        let at = typed.len() - inside.len();
        let mut reach = inside.len().min(MAX_LABEL_BYTES);
        while !inside.is_char_boundary(reach) {
            reach -= 1;
        }
        let is_end = |c: char| "[［]］\n".contains(c);
        let Some(length) = inside[..reach].find(is_end) else {
            continue;
        };
        let Some(behind) = inside[length..].strip_prefix([']', '］']) else {
            continue;
        };
        let label = &inside[..length];
        if label.trim().is_empty() {
            continue;
        }
        let range = piece.start + start..piece.start + typed.len() - behind.len();
        let before = text[..range.start].trim_end_matches([' ', '>']);
        let is_first = before.is_empty() || before.ends_with(['\n', '\r']);
        marks.push(Mark {
            label: &text[piece.start + at..piece.start + at + length],
            range,
            is_note: is_first && behind.starts_with([':', '：']),
        });
        from = typed.len() - behind.len();
    }
}

impl Mark<'_> {
    fn finding(&self, report: &Report<'_>, note: Option<&Note>) -> Diagnostic {
        let typed = report.typed(&self.range);
        if self.is_note {
            return self.no_note(report);
        }
        let message = text!(
            "「{typed}」に当たる注がなく、文字のまま表示されます",
            "there is no note for `{typed}`: visitors see the brackets"
        );
        let finding = report.new_finding(code::LOST_MARKUP, &self.range, message);
        let Some(note) = note else {
            let label = self.label;
            return finding.help(text!(
                "ページの終わりに「[^{label}]: 注の文」の行を加えてください。かっこを見せるときは「\\[」と書きます",
                "add a line `[^{label}]: what the note says` at the end of the page; to show the brackets, write `\\[`"
            ));
        };
        let right = format!("[^{}]", note.label);
        let finding = finding
            .help(text!("「{right}」と書いてください", "write `{right}`"))
            .label(
                report.place(&note.range),
                text!("注はここにあります", "the note is here"),
            );
        if folded(&note.label) == folded(self.label) {
            finding.replace_with(right)
        } else {
            finding.suggest(right)
        }
    }

    /// A note that stands below other text is a part of that.
    fn no_note(&self, report: &Report<'_>) -> Diagnostic {
        let message = text!(
            "注にならず、上の文に続けて表示されます",
            "this is no note: it is shown with the text above"
        );
        let right = format!("[^{}]:", self.label);
        let finding = report.new_finding(code::LOST_MARKUP, &self.range, message);
        finding.help(text!(
            "上に空の行を入れ、行の先頭に半角で「{right}」と書いてください",
            "put an empty line above it, and begin the line with `{right}`"
        ))
    }
}

fn second(report: &Report<'_>, note: &Note) -> Diagnostic {
    let typed = report.typed(&note.range);
    let message = text!(
        "「{typed}」という注がもう一つ上にあり、こちらはどこからも開けません",
        "there is a note `{typed}` above: nothing refers to this one"
    );
    let finding = report.new_finding(code::LOST_MARKUP, &note.range, message);
    finding.help(text!(
        "ほかの名前を付け、文の中の印も同じ名前にしてください",
        "give it another name, and the mark in the text too"
    ))
}

fn alone(report: &Report<'_>, note: &Note) -> Diagnostic {
    let label = &note.label;
    let message = text!(
        "この注を指す印が文の中になく、ページの終わりに注だけが並びます",
        "nothing refers to this note: it stands at the end of the page by itself"
    );
    let finding = report.new_finding(code::LOST_MARKUP, &note.range, message);
    finding.help(text!(
        "注を付ける言葉の後ろに「[^{label}]」と書いてください。要らなければ消してください",
        "write `[^{label}]` behind the words that it is about; if it is not needed, take it out"
    ))
}
