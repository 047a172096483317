//! Where somebody is reached: mail addresses, addresses on the web, postal codes, short
//! telephone numbers. They are looked for by the signs that they cannot be without.

use super::cursor::Cursor;
use super::fold::fold;
use super::place::{Place, ends};
use super::{Cue, Literal, Span, Value, cues};
use crate::mail::{is_public_mail_address, may_stand_before_at};

/// The words before a postal code.
const POSTAL: [&str; 4] = ["郵便番号", "postal code", "post code", "zip code"];

/// The longest address that is looked at, in characters: RFC 5321 has 254.
const LONGEST_MAIL: usize = 254;

/// All of these in the text, in order.
pub(super) fn read(text: &str) -> Vec<Literal> {
    let mut found = web(text);
    let webs: Vec<Span> = found.iter().map(|literal| literal.span).collect();
    let is_outside = |literal: &Literal| {
        let inside = |web: &&Span| web.start < literal.span.end && literal.span.start < web.end;
        !webs.iter().any(|web| inside(&web))
    };
    let signs = text.char_indices().filter_map(|(at, c)| {
        let sign = fold(c);
        match sign {
            '@' => mail(text, at),
            '#' => short_number(text, at),
            '0'..='9' => {
                let before = text[..at].chars().next_back().map(fold);
                let begins = !before.is_some_and(|c| c.is_ascii_digit());
                begins
                    .then(|| postal(text, at).or_else(|| short_number(text, at)))
                    .flatten()
            }
            _ => None,
        }
    });
    found.extend(signs.filter(is_outside));
    found.sort_by_key(|literal| literal.span.start);
    found
}

/// The mail address around the sign at `at`.
fn mail(text: &str, at: usize) -> Option<Literal> {
    let mut start = Cursor::new(text, 0, at);
    for _ in 0..LONGEST_MAIL {
        if !start.before().is_some_and(may_stand_before_at) {
            break;
        }
        start.back();
    }
    let mut end = Cursor::new(text, 0, at);
    end.bump();
    let mut last = end.at();
    for _ in 0..LONGEST_MAIL {
        let Some(c) = end
            .peek()
            .filter(|c| c.is_ascii_alphanumeric() || ".-".contains(*c))
        else {
            break;
        };
        end.bump();
        // A sentence may end behind it.
        if c.is_ascii_alphanumeric() {
            last = end.at();
        }
    }
    let span = Span::new(start.at(), last);
    let address: String = span.slice(text).chars().map(fold).collect();
    is_public_mail_address(&address).then(|| {
        Literal::new(
            Value::Email(address.to_ascii_lowercase()),
            span.start,
            span.end,
        )
    })
}

/// Addresses that say themselves that they are on the web.
fn web(text: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("://").map(|at| from + at) {
        let before = &text.as_bytes()[from..at];
        let scheme = before
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_alphabetic());
        let start = at - scheme.count();
        let is_part = |c: char| c.is_ascii_graphic() && !"<>\"`".contains(c);
        let rest = &text[at..];
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let end = at
            + rest[..end]
                .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\''])
                .len();
        let address = &text[start..end];
        let scheme = text[start..at].to_ascii_lowercase();
        if ["http", "https"].contains(&scheme.as_str()) && end > at + "://".len() {
            found.push(Literal::new(Value::Url(web_address(address)), start, end));
        }
        from = usize::max(end, at + "://".len());
    }
    found
}

/// An address on the web as it is compared: scheme and host in lower case, without the `/`
/// that an address without a path may leave out.
pub fn web_address(address: &str) -> String {
    let path = address.find("://").map_or(0, |at| at + "://".len());
    let path = address[path..]
        .find(['/', '?', '#'])
        .map_or(address.len(), |at| path + at);
    let (host, path) = address.split_at(path);
    let path = if path == "/" { "" } else { path };
    format!("{}{path}", host.to_ascii_lowercase())
}

/// The postal code that begins at `at`: 100-0000, 〒1000000. Without its sign or the word for
/// it, seven digits are one only with the dash.
fn postal(text: &str, at: usize) -> Option<Literal> {
    let place = Place::alone(text, at);
    let mut back = place.cursor();
    back.gap_back();
    let sign = back.back_over("〒");
    let mut word = if sign { back } else { place.cursor() };
    for _ in 0..2 {
        word.gap_back();
        word.back_over(":");
        word.back_over("は");
    }
    let told = sign || POSTAL.iter().any(|name| word.back_over(name));
    let mut cursor = place.cursor();
    let mut digits = String::new();
    let mut dashed = false;
    while let Some(digit) = cursor.peek().filter(char::is_ascii_digit) {
        digits.push(digit);
        cursor.bump();
        if digits.len() == 3 {
            dashed = cursor.dash();
        }
    }
    let whole = digits.len() == 7 && ends(cursor) && (sign || place.is_free(at));
    (whole && (dashed || told)).then(|| {
        let start = if sign { back.at() } else { at };
        let mut literal = Literal::new(Value::Postal { digits, sign }, start, cursor.at());
        if told {
            literal.cues = literal.cues.with(Cue::Postal);
        }
        literal
    })
}

/// The short number that begins at `at`: #9110, 110番, 電話 119 (総務省 電気通信番号計画).
fn short_number(text: &str, at: usize) -> Option<Literal> {
    let place = Place::alone(text, at);
    let mut cursor = place.cursor();
    let hash = cursor.eat('#');
    let mut digits = String::new();
    while let Some(digit) = cursor.peek().filter(char::is_ascii_digit) {
        digits.push(digit);
        cursor.bump();
    }
    if !ends(cursor) || !place.is_free(at) {
        return None;
    }
    let number = match (hash, digits.len()) {
        (true, 4) => format!("#{digits}"),
        (_, 3) if digits.starts_with('1') => {
            let mut behind = cursor;
            let is_called =
                behind.eat('番') && !behind.peek().is_some_and(|c| "地号目線台".contains(c));
            let is_told = cues::before_phone(place, at).has(Cue::Phone);
            if !hash && !is_called && !is_told {
                return None;
            }
            digits
        }
        _ => return None,
    };
    Some(Literal::new(Value::Phone(number), at, cursor.at()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<Value> {
        read(text)
            .into_iter()
            .map(|literal| literal.value)
            .collect()
    }

    #[test]
    fn what_says_itself_what_it_is_is_read() {
        let mail = |text: &str| vec![Value::Email(text.to_owned())];
        assert_eq!(values("は info＠Example.jp. です"), mail("info@example.jp"));
        assert_eq!(values("info@example.jpへ"), mail("info@example.jp"));
        let web = |text: &str| vec![Value::Url(text.to_owned())];
        assert_eq!(
            values("HTTPS://Example.JP/を見る"),
            web("https://example.jp")
        );
        assert_eq!(
            values("（https://example.jp/A?b）"),
            web("https://example.jp/A?b")
        );
        for text in ["110番", "電話 119", "#9110", "＃９１１０へ"] {
            assert!(matches!(values(text)[..], [Value::Phone(_)]), "{text}");
        }
        for text in [
            "〒100-0013",
            "郵便番号: 1000013",
            "〒１００ー００１３",
            "100-0013",
        ] {
            assert!(matches!(values(text)[..], [Value::Postal { .. }]), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_not() {
        for text in [
            "@annai",
            "a@b",
            "https://example",
            "https://",
            "110番地",
            "119番目",
            "#12345",
            "A#1234",
            "1000013",
            "0100-0013",
            "100-00130",
            "03-100-0013",
            "150円",
            "x://example.jp/",
        ] {
            let found = values(text);
            let found: Vec<_> = found
                .iter()
                .filter(|one| !matches!(one, Value::Url(_)))
                .collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }
}
