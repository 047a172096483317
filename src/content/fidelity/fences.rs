//! Blocks of code: what stands behind the signs that open them, and whether they are closed.

use super::Walk;
use crate::content::body::code_language;
use crate::diag::text;
use pulldown_cmark::CodeBlockKind;
use std::ops::Range;

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
    let words = info[language.map_or(0, str::len)..].trim_start();
    if words.is_empty() {
        return;
    }
    let lost = start + info.len() - words.len()..start + info.len();
    let finding = report.lost(&lost).help(text!(
        "入力例の枠の上に、文として書いてください。枠の始まりの行には、記号と「js」のような言語の名前だけを書きます",
        "write it as a sentence above the block: the line that opens one holds the signs and the name of a language, like `js`"
    ));
    report.tell(finding);
}
