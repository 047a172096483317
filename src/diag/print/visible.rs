//! Makes characters harmless that a terminal would obey, or that nobody would see.

/// How many cells a tab is shown as.
const TAB: &str = "    ";

/// One line of text as it may be shown: control characters become their pictures (`␛`),
/// other invisible ones `�`, a tab four spaces. A line end within it becomes `␊`.
///
/// It works character by character, so that a part of the result is the result of a part.
pub(super) fn line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\t' {
            shown.push_str(TAB);
        } else {
            shown.push(picture(character));
        }
    }
    shown
}

/// Text of several lines, each as [`line`] shows it.
pub(super) fn lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(line).collect();
    lines.join("\n")
}

/// Text of several lines as one line.
pub(super) fn joined(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|part| line(part.trim())).collect();
    lines.join(" ")
}

/// At most how many cells a character takes. East Asian terminals draw much that Unicode
/// calls ambiguous in two, so whatever may be wide counts as two.
pub(super) const fn cells(character: char) -> usize {
    match character {
        '\t' => TAB.len(),
        '\u{0}'..='\u{10ff}' | '\u{ff61}'..='\u{ff9f}' => 1,
        _ => 2,
    }
}

/// Whether a terminal might obey the character, or show it as nothing at all. The joiner
/// of emoji is not among them: it only changes how its neighbours are drawn.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// What is shown for a character.
pub(super) fn picture(character: char) -> char {
    match character {
        // The block of control pictures is in the order of the controls.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        hidden if is_hidden(hidden) => '\u{fffd}',
        shown => shown,
    }
}
