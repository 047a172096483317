//! What the formats of the kinds look like; each is the code of the pattern beside it in
//! [`super::KINDS`].

pub(super) fn is_office_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| {
            let is_letter = byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'O' | b'Q');
            byte.is_ascii_digit() || at == 2 && is_letter
        })
}

pub(super) fn is_phone(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes.iter().all(u8::is_ascii_digit) {
        return false;
    }
    match bytes {
        [b'0', b'2'..=b'9', b'0', ..] => bytes.len() == 11,
        [b'0', b'1'..=b'9', b'1'..=b'9', ..] => bytes.len() == 10,
        _ => false,
    }
}

/// Whether the last digit is that of modulus 10, weights 2-1, the digits of products summed
/// (as ISO/IEC 7812-1, annex B, has it). Numbers with letters are not doubted.
pub(super) fn check_digit_fits(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits else {
        return true;
    };
    let weighted = digits.iter().rev().enumerate().map(|(at, digit)| {
        let product = digit * if at % 2 == 1 { 2 } else { 1 };
        product / 10 + product % 10
    });
    weighted.sum::<u32>().is_multiple_of(10)
}
