//! Telephone numbers of Japan, with every kind of sign between their groups.

use super::cursor::Cursor;
use super::place::{Place, Reading};
use super::{Cue, Value, cues};

/// The most digits of a number.
const LONGEST: usize = 11;

/// A number by its national digits, and how it is written.
#[derive(Clone, Copy)]
struct Groups {
    digits: [u8; LONGEST],
    length: usize,
    lengths: [usize; 3],
    count: usize,
    /// Whether only blanks stand between its groups.
    spaced: bool,
}

impl Groups {
    fn new() -> Self {
        Self {
            digits: [b'0'; LONGEST],
            length: 0,
            lengths: [0; 3],
            count: 0,
            spaced: true,
        }
    }

    /// Takes a group of digits.
    fn take(&mut self, cursor: &mut Cursor<'_>) -> bool {
        let before = self.length;
        while let Some(c) = cursor.peek().filter(char::is_ascii_digit) {
            if self.length == LONGEST {
                return false;
            }
            self.digits[self.length] = c as u8;
            self.length += 1;
            cursor.bump();
        }
        let length = self.length - before;
        if length == 0 || self.count == 3 {
            return false;
        }
        self.lengths[self.count] = length;
        self.count += 1;
        true
    }

    /// Whether the digits and their groups are those of a telephone number: ten, or eleven
    /// where it begins as only those do.
    fn is_number(&self, international: bool) -> bool {
        let digits = &self.digits[..self.length];
        let eleven: [&[u8]; 6] = [b"050", b"060", b"070", b"080", b"090", b"020"];
        let right = match digits.len() {
            10 => !digits.starts_with(b"00"),
            11 => eleven.iter().any(|start| digits.starts_with(start)),
            _ => false,
        };
        let area = if international { 1 } else { 2 };
        let grouped = match (self.count, self.lengths) {
            (1, _) => true,
            (2, [first, last, _]) => (area..=5).contains(&first) && (5..=8).contains(&last),
            (_, [first, middle, last]) => {
                (area..=5).contains(&first) && (1..=4).contains(&middle) && (3..=4).contains(&last)
            }
        };
        digits.starts_with(b"0") && right && grouped
    }
}

/// Reads a telephone number whose first digit stands at the place.
pub(super) fn read(place: Place<'_>) -> Option<Reading> {
    let mut cursor = place.cursor();
    let mut back = cursor;
    let international = cursor.eat_word("81") && back.back_over("+");
    if !international && place.cursor().peek() != Some('0') {
        return None;
    }
    let mut groups = Groups::new();
    if international {
        // The trunk's 0, which is not dialled from abroad.
        groups.length = 1;
        trunk(&mut cursor);
    }
    let opened = !international && back.back_over("(");
    if !groups.take(&mut cursor) {
        return None;
    }
    if opened && !cursor.eat(')') {
        back = place.cursor();
    } else if opened {
        groups.spaced = false;
    }
    while !groups.is_number(international) {
        (groups, cursor) = next(groups, cursor, opened)?;
    }
    let told = ends(cursor, &groups) && is_told(place, back, &groups, international);
    told.then(|| {
        let digits = groups.digits[..groups.length].iter().copied();
        let phone = Value::Phone(digits.map(char::from).collect());
        Reading::new(phone, back.at(), cursor.at())
    })
}

/// Takes what stands behind the code of the country: a sign, and the (0) of the trunk.
fn trunk(cursor: &mut Cursor<'_>) {
    separator(cursor);
    cursor.eat_word("(0)");
    separator(cursor);
}

/// Takes a sign and the next group; a group in brackets and the one behind it together.
fn next(mut groups: Groups, mut cursor: Cursor<'_>, opened: bool) -> Option<(Groups, Cursor<'_>)> {
    let first = groups.count == 1;
    let mut ahead = cursor;
    ahead.gap();
    if first && !opened && ahead.eat('(') {
        groups.spaced = false;
        let bracketed = groups.take(&mut ahead) && ahead.eat(')');
        separator(&mut ahead);
        return (bracketed && groups.take(&mut ahead)).then_some((groups, ahead));
    }
    match separator(&mut cursor) {
        Some(blank) => groups.spaced &= blank,
        // Behind (0120) no sign is needed.
        None if first && opened => {}
        None => return None,
    }
    groups.take(&mut cursor).then_some((groups, cursor))
}

/// Takes the sign between two groups, and says whether it is only a blank.
fn separator(cursor: &mut Cursor<'_>) -> Option<bool> {
    let mut ahead = *cursor;
    ahead.gap();
    let sign = ahead.dash() || ahead.eat('・') || ahead.eat('.');
    ahead.gap();
    let found = ahead.at() > cursor.at();
    *cursor = ahead;
    found.then_some(!sign)
}

/// Whether the number ends where it seems to: nothing of its kind goes on.
fn ends(cursor: Cursor<'_>, groups: &Groups) -> bool {
    let glued = |c: char| c.is_ascii_alphanumeric() || "_@%".contains(c);
    if cursor.peek().is_some_and(glued) {
        return false;
    }
    let mut behind = cursor;
    let blank = match separator(&mut behind) {
        Some(blank) => blank,
        None => return true,
    };
    let digit = behind.peek().is_some_and(|c| c.is_ascii_digit());
    !digit || blank && !groups.spaced
}

/// Whether it is a telephone number that is written there, and no other: without signs it
/// needs a word for it, and the word for another number speaks against it.
fn is_told(place: Place<'_>, start: Cursor<'_>, groups: &Groups, international: bool) -> bool {
    let cues = cues::before_phone(place, start.at());
    if cues.has(Cue::Phone) || cues.has(Cue::Fax) {
        return true;
    }
    let apart = groups.count > 1 || international;
    apart && place.is_free(start.at()) && !cues::is_other_number(place, start.at())
}
