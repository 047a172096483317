//! `[check]`: how much the findings of a code weigh in this site.

use crate::diag::{Code, Diagnostic, Level, Levels, code, text};
use crate::value::{Node, Reader};

/// Reads `[check]`: each key is a code, each value the name of a level.
pub(super) fn read(mut reader: Reader<'_, '_>) -> Levels {
    let mut levels = Levels::default();
    for &code in code::ALL {
        if code.is_adjustable()
            && let Some(node) = reader.node(code.name())
            && let Some(level) = level(&mut reader, node)
        {
            levels.set(code, level);
        }
    }
    let fixed = |code: &Code| !code.is_adjustable();
    for entry in reader.entries() {
        if let Some(code) = Code::from_name(&entry.key).filter(fixed) {
            reader.tolerate(&entry.key);
            reader.invalid(
                entry.key_span,
                text!(
                    "「{code}」の扱いは変えられません",
                    "the level of `{code}` cannot be changed"
                ),
                text!(
                    "この行を消してください。この指摘を直さないと、正しいサイトになりません",
                    "delete this line: with such a mistake the site would not be right"
                ),
            );
        }
    }
    reader.finish();
    levels
}

fn level(reader: &mut Reader<'_, '_>, node: &Node) -> Option<Level> {
    let name = reader.read::<String>(node)?;
    if let Some(level) = Level::from_name(&name) {
        return Some(level);
    }
    let names = Level::ALL.map(Level::names);
    let japanese = names.map(|[english, japanese]| format!("{english}（{japanese}）"));
    let english = names.map(|[english, _]| english);
    let (japanese, english) = (japanese.join("、"), english.join(", "));
    let place = reader.place(node.span);
    reader.report(
        Diagnostic::new(
            code::INVALID_VALUE,
            place,
            text!(
                "「{name}」は、指摘の扱いとして書けません",
                "`{name}` is not a level of findings"
            ),
        )
        .help(text!("書けるのは: {japanese}", "it can be: {english}")),
    );
    None
}
