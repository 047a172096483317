//! Telephone numbers of Japan, as they are stated and as they are dialled.
//!
//! Ten digits, or eleven for numbers that begin with 050, 070, 080, 090 and 0800; or one of the
//! short numbers, three digits from 1, or # and four (総務省 電気通信番号計画). The hyphens are kept as they are
//! stated, because only the owner knows where they go.

use unicode_normalization::UnicodeNormalization;

/// The digits of a number at home; the short ones have three or four.
const SHORTEST_NATIONAL: usize = 10;

/// The number as it is printed, and its digits as they are dialled in Japan.
pub(super) fn parse(text: &str) -> Option<(String, String)> {
    let text: String = text.nfkc().map(hyphen).collect();
    if let Some(digits) = short(&text) {
        return Some((text, digits));
    }
    let (rest, sign) = match text.strip_prefix("+81") {
        // E.123 has blanks between the groups.
        Some(rest) => (rest.trim_start_matches(['-', ' ']), '0'.into()),
        None => (text.as_str(), String::new()),
    };
    let is_foreign = !sign.is_empty();
    let plain = |c: char| c.is_ascii_digit() || c == '-' || is_foreign && c == ' ';
    let digits = sign
        + &rest
            .chars()
            .filter(char::is_ascii_digit)
            .collect::<String>();
    let well_formed = rest.chars().all(plain)
        && !rest.contains("--")
        && !rest.ends_with(['-', ' '])
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && digits.starts_with('0');
    let eleven = ["050", "070", "080", "090", "0800"];
    let length = if eleven.iter().any(|prefix| digits.starts_with(prefix)) {
        11
    } else {
        SHORTEST_NATIONAL
    };
    (well_formed && digits.len() == length).then(|| (text.clone(), digits))
}

/// The digits of a short number: 110, #9110.
fn short(text: &str) -> Option<String> {
    let (number, is_marked) = match text.strip_prefix('#') {
        Some(number) => (number, true),
        None => (text, false),
    };
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match number.len() {
        3 if number.starts_with('1') => Some(number.to_owned()),
        4 if is_marked => Some(text.to_owned()),
        _ => None,
    }
}

/// Whether digits are those of a short number.
pub(super) fn is_short(digits: &str) -> bool {
    digits.len() < SHORTEST_NATIONAL
}

/// The many dashes that an input method offers.
pub(super) fn hyphen(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{2500}' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_any_dash_and_width() {
        for text in [
            "0120-584-708",
            "０１２０－５８４－７０８",
            "0120ー584ー708",
            "0120\u{2010}584\u{2010}708",
        ] {
            let (written, digits) = parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(written, "0120-584-708");
            assert_eq!(digits, "0120584708");
        }
        assert!(parse("080-1234-5678").is_some());
    }

    #[test]
    fn numbers_are_dialled_as_at_home() {
        for (text, digits) in [
            ("+81-3-0000-0000", "0300000000"),
            ("+81 90 0000 0000", "09000000000"),
            ("＃9110", "#9110"),
            ("110", "110"),
            ("#188", "188"),
        ] {
            let (_, dialled) = parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(dialled, digits);
        }
    }

    #[test]
    fn what_nobody_can_dial_is_refused() {
        for text in [
            "0120-584-70",
            "120-584-708",
            "0120-584-7080",
            "080-1234-567",
            "0120--584708",
            "",
            "0120\u{A0}584\u{A0}708",
            "٠١٢٠-584-708",
            "+81-03-0000-0000",
            "+1-3-0000-0000",
            "+81",
            "9110",
            "210",
            "#91100",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
