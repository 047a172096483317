//! The numbers at the end of an address: 1丁目2番3号, 一丁目二番三号, 1-2-3, 123番地.

use super::cursor::Cursor;
use super::fold::{fold, is_kanji, is_kanji_numeral};
use super::{Literal, Value};

/// The most numbers of an address: of the block, of the house, of the room.
const MOST: usize = 5;

/// The most digits of one of them.
const LONGEST: usize = 5;

/// All numbers of addresses in the text, in order. A name of a place has to stand before them.
pub(super) fn read(text: &str) -> Vec<Literal> {
    let mut found: Vec<Literal> = Vec::new();
    let mut before = None;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let last = before.replace(c);
        let begins = fold(c).is_ascii_digit() || is_kanji_numeral(c);
        if at < end || !begins {
            continue;
        }
        let last = last.map(fold).filter(|c| *c != ' ');
        let named = last.is_some_and(|c| is_kanji(c) || matches!(c, '\u{3040}'..='\u{30FF}'));
        if !(named || at > 0 && last.is_none()) {
            continue;
        }
        let mut cursor = Cursor::new(text, at, at);
        if let Some(numbers) = numbers(&mut cursor) {
            end = cursor.at();
            found.push(Literal::new(Value::Lot(numbers), at, end));
        }
    }
    found
}

/// Takes the numbers, with what stands between them.
fn numbers(cursor: &mut Cursor<'_>) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    let mut end = *cursor;
    let mut is_lot = false;
    while numbers.len() < MOST {
        let Some(number) = end.number().filter(|number| number.digits <= LONGEST) else {
            break;
        };
        numbers.push(u32::try_from(number.value).ok()?);
        *cursor = end;
        is_lot |= numbers.len() > 1;
        if end.eat_word("丁目") {
            *cursor = end;
            end.gap();
        } else if end.eat_word("番地") {
            is_lot = true;
            *cursor = end;
            end.eat('の');
        } else if end.eat('番') {
            // 3番組 is no address.
            let goes_on = end
                .peek()
                .is_some_and(|c| c.is_ascii_digit() || is_kanji_numeral(c));
            if goes_on || numbers.len() > 1 {
                *cursor = end;
            }
            if !goes_on {
                break;
            }
        } else if end.eat('号') {
            *cursor = end;
            break;
        } else if !end.dash() {
            break;
        }
    }
    let ends = !cursor.peek().is_some_and(|c| c.is_ascii_alphanumeric());
    (is_lot && ends).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<Vec<u32>> {
        let lots = read(text).into_iter().filter_map(|lot| match lot.value {
            Value::Lot(numbers) => Some(numbers),
            _ => None,
        });
        lots.collect()
    }

    #[test]
    fn numbers_of_addresses_are_read_in_all_their_spellings() {
        for text in [
            "中央1丁目2番3号",
            "中央１－２－３",
            "中央一丁目二番三号",
            "中央1丁目2-3",
            "中央 1-2-3",
            "中央1丁目2番地の3",
            "中央1丁目2番地3",
        ] {
            assert_eq!(numbers(text), [[1, 2, 3]], "{text}");
        }
        assert_eq!(numbers("青葉123番地"), [[123]]);
    }

    #[test]
    fn other_numbers_are_not() {
        for text in [
            "3番組",
            "第3番",
            "中央1丁目",
            "1-2-3",
            "表1",
            "受付3番窓口",
            "二番町",
        ] {
            assert!(numbers(text).is_empty(), "{text}");
        }
    }
}
