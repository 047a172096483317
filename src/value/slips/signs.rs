//! Signs of full width and what they stand for.

use unicode_normalization::UnicodeNormalization;

/// Signs that open or close text in some way of writing.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '″' | '＂' | '〝' | '〟')
}

/// The sign that closes text which begins with a sign that is not TOML's.
pub(super) fn closing(open: char) -> Option<fn(char) -> bool> {
    match open {
        '「' => Some(|c| c == '」'),
        '『' => Some(|c| c == '』'),
        '‘' | '’' | '＇' => Some(|c| matches!(c, '‘' | '’' | '＇' | '\'')),
        '"' => None,
        _ if is_quote(open) => Some(is_quote),
        _ => None,
    }
}

/// Whether text that ends before `rest` ends there without doubt.
pub(super) fn ends_before(rest: &str) -> bool {
    let next = rest
        .trim_start_matches([' ', '\t', '\u{3000}'])
        .chars()
        .next();
    next.is_none_or(|c| "\r\n#＃,，、]］}｝".contains(c))
}

/// The bracket or comma that a sign of full width stands for.
pub(super) const fn sign(c: char) -> Option<char> {
    Some(match c {
        '［' | '【' => '[',
        '］' | '】' => ']',
        '｛' => '{',
        '｝' => '}',
        '，' | '、' => ',',
        '＝' => '=',
        _ => return None,
    })
}

/// Text in half width, with one kind of hyphen.
pub(super) fn narrow(text: &str) -> String {
    let hyphen = |c| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{2500}' => '-',
        _ => c,
    };
    text.nfkc().map(hyphen).collect()
}

/// Whether that is a key, or several with dots between, that need no quotes.
pub(super) fn is_bare_key(key: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut parts = key.split('.').map(str::trim);
    parts.all(|part| !part.is_empty() && part.chars().all(plain))
}
