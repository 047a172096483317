//! Blocks of code: what stands behind the signs that open them, and whether they are closed.

use super::{Report, Walk};
use crate::content::body::code_language;
use crate::diag::{Severity, code, text};
use pulldown_cmark::CodeBlockKind;
use std::ops::Range;

/// Fewer signs begin no block.
const MIN_SIGNS: usize = 3;

/// A block of code begins. What stands behind its signs is the language, and no text.
pub(super) fn open(walk: &mut Walk<'_>, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
    if matches!(kind, CodeBlockKind::Indented) {
        return;
    }
    let typed = &walk.text()[range.clone()];
    let line = typed.lines().next().unwrap_or_default();
    let signs = line.trim_start_matches(['`', '~']);
    let start = range.start + line.len() - signs.trim_start().len();
    let info = signs.trim();
    walk.claim(range.start..range.start + line.len());
    let report = &mut walk.report;
    let language = code_language(info);
    let words = info[language.map_or(0, str::len)..].trim_start_matches([' ', '\t', ':', ',']);
    if words.is_empty() {
        return;
    }
    let lost = start + info.len() - words.len()..start + info.len();
    let mut finding = report.lost(&lost);
    if words.starts_with('{') && words.ends_with('}') {
        // Lines to be marked, as other tools know them: no words.
        finding.severity = Severity::Warning;
        report.tell(finding.help(text!(
            "行を目立たせる指定は効きません。消してください",
            "lines cannot be marked here: take it out"
        )));
        return;
    }
    report.tell(finding.help(text!(
        "入力例の枠の上に、文として書いてください。枠の始まりの行には、記号と「js」のような言語の名前だけを書きます",
        "write it as a sentence above the block: the line that opens one holds the signs and the name of a language, like `js`"
    )));
}

/// A block of code ends: the line that should close it may be missing.
pub(super) fn close(report: &mut Report<'_>, range: &Range<usize>) {
    let typed = &report.masked.text[range.clone()];
    let mut lines = Lines::of(typed);
    let Some((_, opening)) = lines.next() else {
        return;
    };
    let signs = signs(opening);
    if signs.is_empty() {
        return;
    }
    let is_fence = |line: &str| self::signs(line).starts_with(signs);
    let mut is_closed = false;
    let mut is_behind_space = false;
    let mut code = 0..0;
    let mut prose: Option<Range<usize>> = None;
    let mut next: Option<Range<usize>> = None;
    for (at, line) in lines {
        let info = line.trim_start_matches(['`', '~']).trim();
        is_closed = is_fence(line) && info.is_empty();
        if next.is_none() && is_fence(line) && code_language(info) == Some(info) {
            next = Some(at..at + line.len());
        }
        if prose.is_none() && is_behind_space && is_prose(line) {
            prose = Some(code.clone());
        }
        is_behind_space = line.is_empty();
        if !is_behind_space && prose.is_none() {
            code = at..at + line.len();
        }
    }
    if is_closed && next.is_none() {
        return;
    }
    let shown = range.start..range.start + opening.len();
    let message = text!(
        "この「{signs}」を閉じる行がなく、下の文も入力例の枠に入ります",
        "nothing closes this \"{signs}\": the text below it is shown as code"
    );
    let finding = report.new_finding(code::LOST_MARKUP, &shown, message);
    let mut finding = finding.help(text!(
        "入力例の終わりに「{signs}」だけの行を書いてください",
        "write a line that is only \"{signs}\" where the code ends"
    ));
    finding.severity = Severity::Error;
    let within = |part: Range<usize>| range.start + part.start..range.start + part.end;
    if let Some(last) = prose.filter(|last| !last.is_empty()) {
        let label = text!(
            "入力例がここまでなら、この下に書きます",
            "below this, if the code ends here"
        );
        finding = finding.label(report.place(&within(last)), label);
    } else if let Some(next) = next {
        let label = text!(
            "ここから次の入力例なら、これより上に書きます",
            "above this, if another block begins here"
        );
        finding = finding.label(report.place(&within(next)), label);
    }
    report.tell(finding);
}

/// The signs that a line of a block begins with.
fn signs(line: &str) -> &str {
    let sign = line.chars().next().filter(|c| "`~".contains(*c));
    let length = sign.map_or(0, |sign| line.len() - line.trim_start_matches(sign).len());
    if length < MIN_SIGNS {
        ""
    } else {
        &line[..length]
    }
}

/// Whether a line is rather text of the page than code.
fn is_prose(line: &str) -> bool {
    let begins = ["# ", "## ", "### ", "- ", "|", ":::", "<!--"];
    line.contains('。') || begins.iter().any(|sign| line.starts_with(sign))
}

/// The lines of a block without what they have around them: indentation, signs of quotations,
/// line ends. Each with its place.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    const fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.text[self.at..].split_inclusive('\n').next()?;
        let start = self.at;
        self.at += line.len();
        let inside = line.trim_start_matches([' ', '\t', '>']);
        Some((start + line.len() - inside.len(), inside.trim_end()))
    }
}
