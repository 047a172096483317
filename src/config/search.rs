//! `[search]`: what the search of the site knows of its words.

use crate::diag::text;
use crate::value::{Node, Reader, Value};

/// Reads `[search]`: the groups of words that mean the same.
pub(super) fn read(mut reader: Reader<'_, '_>) -> Vec<Vec<String>> {
    let mut groups = Vec::new();
    if let Some(node) = reader.node("synonyms") {
        for group in reader.items("synonyms", node) {
            let words = reader.items("synonyms", group);
            let words: Vec<String> = words.iter().filter_map(|word| reader.read(word)).collect();
            if matches!(&group.value, Value::Array(items) if items.len() < 2) {
                report_lonely(&mut reader, group);
            }
            groups.push(words);
        }
    }
    reader.finish();
    groups
}

fn report_lonely(reader: &mut Reader<'_, '_>, group: &Node) {
    reader.invalid(
        group.span,
        text!(
            "同じ意味の言葉が、二つ以上並んでいません",
            "this group of synonyms has fewer than two words"
        ),
        text!(
            "「[\"営業時間\", \"受付時間\"]」のように、二つ以上並べてください",
            "write two or more, like `[\"price\", \"fee\"]`"
        ),
    );
}
