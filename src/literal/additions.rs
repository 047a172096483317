//! What stands beside a value and belongs to it: whether tax is in a sum, the extension of a
//! telephone number.

use super::cursor::Cursor;
use super::{Added, Addition, Literal, Span, Tax, Value};

/// The words for tax beside a sum, the longer ones first.
const TAXES: [(&str, Tax); 19] = [
    ("消費税込み", Tax::Included),
    ("消費税込", Tax::Included),
    ("消費税別", Tax::Excluded),
    ("税込み", Tax::Included),
    ("税込", Tax::Included),
    ("内税", Tax::Included),
    ("税抜き", Tax::Excluded),
    ("税抜", Tax::Excluded),
    ("税別", Tax::Excluded),
    ("外税", Tax::Excluded),
    ("tax included", Tax::Included),
    ("tax inclusive", Tax::Included),
    ("including tax", Tax::Included),
    ("incl. tax", Tax::Included),
    ("tax excluded", Tax::Excluded),
    ("tax exclusive", Tax::Excluded),
    ("excluding tax", Tax::Excluded),
    ("excl. tax", Tax::Excluded),
    ("plus tax", Tax::Excluded),
];

/// The words before an extension.
const EXTENSIONS: [&str; 5] = ["内線番号", "内線", "extension", "ext.", "ext"];

/// The most digits of an extension.
const LONGEST_EXTENSION: usize = 8;

/// What belongs to a literal that is not yet among those found; looking back ends at `floor`.
pub(super) fn beside(text: &str, floor: usize, literal: &Literal) -> Option<Addition> {
    let Span { start, end } = literal.span;
    let behind = Cursor::new(text, floor, end);
    match literal.value {
        Value::Phone(_) => {
            let (number, end) = bracketed(behind, extension)?;
            let value = Added::Extension(number);
            Some(Addition {
                value,
                span: Span::new(start, end),
            })
        }
        Value::Amount(_) => {
            if let Some((tax, end)) = bracketed(behind, tax) {
                let span = Span::new(start, end);
                let value = Added::Tax(tax);
                return Some(Addition { value, span });
            }
            let mut back = Cursor::new(text, floor, start);
            back.gap_back();
            let (_, tax) = TAXES.iter().find(|(word, _)| back.back_over(word))?;
            Some(Addition {
                value: Added::Tax(*tax),
                span: Span::new(back.at(), end),
            })
        }
        _ => None,
    }
}

/// What `read` takes at the cursor, perhaps in brackets, and where that ends.
fn bracketed<T>(
    mut cursor: Cursor<'_>,
    read: impl Fn(&mut Cursor<'_>) -> Option<T>,
) -> Option<(T, usize)> {
    cursor.gap();
    let opened = cursor.eat('(');
    cursor.gap();
    let value = read(&mut cursor)?;
    if opened {
        cursor.gap();
        if !cursor.eat(')') {
            return None;
        }
    }
    Some((value, cursor.at()))
}

fn tax(cursor: &mut Cursor<'_>) -> Option<Tax> {
    let (_, tax) = TAXES.iter().find(|(word, _)| cursor.eat_word(word))?;
    Some(*tax)
}

fn extension(cursor: &mut Cursor<'_>) -> Option<String> {
    cursor.eat('、');
    cursor.eat(',');
    cursor.gap();
    if !cursor.eat_any(&EXTENSIONS) {
        return None;
    }
    cursor.gap();
    cursor.eat(':');
    cursor.gap();
    let mut digits = String::new();
    while let Some(digit) = cursor.peek().filter(char::is_ascii_digit) {
        digits.push(digit);
        cursor.bump();
    }
    (1..=LONGEST_EXTENSION)
        .contains(&digits.len())
        .then_some(digits)
}
