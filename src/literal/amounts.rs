//! Yen: 21,000円, ２万１千円, ¥21,000.

use super::cursor::Cursor;
use super::fold::{is_kanji, kanji_digit, kanji_myriad, kanji_power};
use super::place::{Place, Reading};
use super::{Literal, Value, ranges};

/// More than all the money there is.
const MOST: u64 = 10_000_000_000_000_000;

/// The most parts of a number: 1億2,000万 has four.
const MOST_PARTS: usize = 32;

/// What makes another word of 円.
const NOT_BEHIND: &str = "玉札形周滑高安盤卓熟";

/// Reads a sum whose number stands at the place.
pub(super) fn read(place: Place<'_>) -> Option<Reading> {
    let mut back = place.cursor();
    back.gap_back();
    let signed = back.back_over("¥") || back.back_over("jpy");
    let start = if signed { back.at() } else { place.start };
    if !place.is_free(start) {
        return None;
    }
    let mut cursor = place.cursor();
    let first = sum(&mut cursor)?;
    let first_end = cursor.at();
    // 関東一円 is a region.
    let number = place.cursor();
    let region = number.peek() == Some('一') && number.before().is_some_and(is_kanji);
    if region && first == 1 {
        return None;
    }
    let mut end = cursor;
    if yen(&mut end) || signed && ends(cursor) {
        return Some(Reading::new(Value::Amount(first), start, end.at()));
    }
    if !ranges::dash(&mut cursor) {
        return None;
    }
    let last_start = cursor.at();
    let last = sum(&mut cursor).filter(|&last| last > first)?;
    yen(&mut cursor).then(|| {
        Reading::new(Value::Amount(first), start, first_end).to(Literal::new(
            Value::Amount(last),
            last_start,
            cursor.at(),
        ))
    })
}

/// Takes the word for yen.
fn yen(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    ahead.gap();
    let found = if ahead.eat('円') {
        !ahead.peek().is_some_and(|c| NOT_BEHIND.contains(c))
    } else {
        (ahead.eat_word("yen") || ahead.eat_word("jpy"))
            && !ahead.peek().is_some_and(|c| c.is_ascii_alphanumeric())
    };
    if found {
        *cursor = ahead;
    }
    found
}

/// Whether a number behind ¥ ends at the cursor.
fn ends(mut cursor: Cursor<'_>) -> bool {
    match cursor.peek() {
        Some(c) if c.is_ascii_alphanumeric() => false,
        Some('.' | ',') => {
            cursor.bump();
            !cursor.peek().is_some_and(|c| c.is_ascii_digit())
        }
        _ => true,
    }
}

/// Takes a number of digits and kanji: 21,000, 2万1千, 1億2,000万, 1.5万.
fn sum(cursor: &mut Cursor<'_>) -> Option<i64> {
    let (mut total, mut section, mut digits) = (0_u64, 0_u64, 0_u64);
    for _ in 0..MOST_PARTS {
        let Some(c) = cursor.peek() else { break };
        if c.is_ascii_digit() {
            let (value, tenths) = grouped(cursor)?;
            if tenths > 1 {
                let power = cursor.peek().and_then(kanji_myriad)?;
                cursor.bump();
                total = total.checked_add(value.checked_mul(power / tenths)?)?;
                continue;
            }
            digits = value;
            continue;
        }
        if let Some(digit) = kanji_digit(c) {
            digits = digits.checked_mul(10)?.checked_add(digit)?;
        } else if let Some(power) = kanji_power(c) {
            section = section.checked_add(digits.max(1).checked_mul(power)?)?;
            digits = 0;
        } else if let Some(power) = kanji_myriad(c) {
            let whole = section.checked_add(digits)?;
            total = total.checked_add(whole.checked_mul(power)?)?;
            (section, digits) = (0, 0);
        } else {
            break;
        }
        cursor.bump();
    }
    let sum = total.checked_add(section)?.checked_add(digits)?;
    i64::try_from(sum).ok().filter(|_| sum < MOST)
}

/// Takes digits, in groups of three or in one, and up to four decimals. Gives them as a
/// whole number, and the power of ten by which it is to be divided.
fn grouped(cursor: &mut Cursor<'_>) -> Option<(u64, u64)> {
    let zero = cursor.peek() == Some('0');
    let first = cursor.digits()?;
    // 1 000円 is not 0円.
    if zero && first.digits > 1 {
        return None;
    }
    let mut value = first.value;
    let mut ahead = *cursor;
    if first.digits <= 3 {
        while ahead.eat(',') {
            let group = ahead.digits().filter(|group| group.digits == 3)?;
            value = value.checked_mul(1_000)?.checked_add(group.value)?;
            *cursor = ahead;
        }
    }
    let mut tenths = 1;
    if ahead.eat('.') {
        let decimals = ahead.digits().filter(|number| number.digits <= 4)?;
        tenths = 10_u64.pow(u32::try_from(decimals.digits).ok()?);
        value = value.checked_mul(tenths)?.checked_add(decimals.value)?;
        *cursor = ahead;
    }
    Some((value, tenths))
}
