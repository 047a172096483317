//! Styles without what browsers do not read: a visitor on a slow line should not wait for our
//! comments.

/// The same styles in fewer bytes: without comments, but for those that begin with `/*!` (they
/// hold licences), without space that means nothing, and without the nought of `0.5`. What cannot
/// be read is left as it is.
pub(super) fn compact(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    // The sign that was written last, if it means itself: no letter, nothing in a string.
    let mut sign = Some('}');
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        let (token, behind) = rest.split_at(length(rest, c));
        rest = behind;
        let is_comment = token.starts_with("/*") && token.ends_with("*/");
        let is_space = c.is_ascii_whitespace() || is_comment && !token.starts_with("/*!");
        if is_space && sign.is_some_and(|sign| "{};,:> ".contains(sign)) {
            continue;
        }
        if token == "0" && is_nought(&out, rest) {
            continue;
        }
        if "{};,>!".contains(c) && sign == Some(' ') {
            out.pop();
        }
        if c == '}' && out.ends_with(';') && sign == Some(';') {
            out.pop();
        }
        out.push_str(if is_space { " " } else { token });
        sign = match token.len() {
            _ if is_space => Some(' '),
            1 => Some(c),
            _ => None,
        };
    }
    out
}

/// Whether the `0` between these begins a number that says the same without it: none that goes
/// on, as in `10.5`, and no name that a class follows, as in `.a0.b`.
fn is_nought(before: &str, behind: &str) -> bool {
    let before = before.strip_suffix(['-', '+']).unwrap_or(before);
    let mut behind = behind.chars();
    before.ends_with([' ', ':', ',', '('])
        && behind.next() == Some('.')
        && behind.next().is_some_and(|c| c.is_ascii_digit())
}

/// How long what begins here is, which nothing may be taken out of: a string, an address, a
/// comment, space, an escape or one character.
fn length(text: &str, first: char) -> usize {
    match first {
        'u' | 'U' if is_address(text) => text.find(')').map_or(text.len(), |end| end + 1),
        '"' | '\'' => string(text, first),
        '/' if text.starts_with("/*") => text.find("*/").map_or(text.len(), |end| end + 2),
        '\\' => 1 + text.chars().nth(1).map_or(0, char::len_utf8),
        _ if first.is_ascii_whitespace() => {
            text.len()
                - text
                    .trim_start_matches(|c: char| c.is_ascii_whitespace())
                    .len()
        }
        _ => first.len_utf8(),
    }
}

/// Whether an address begins here that stands in no quotes, so that its signs mean themselves.
fn is_address(text: &str) -> bool {
    let start = text.get(..4);
    start.is_some_and(|start| start.eq_ignore_ascii_case("url("))
        && !text[4..].trim_start().starts_with(['"', '\''])
}

/// How long the string is that begins here: up to its quote, or to the end of its line where
/// that has none.
fn string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if (c == quote || c == '\n') && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn space_and_comments_that_mean_nothing_go() {
        let css = "/* 見出し */\n.a > b,\n.c :hover {\n  margin: 0 auto;\n  --x: calc(1px + 2px);\n}\n\n@media (min-width: 60em) and print {\n  .d::after { content: \" ; /* \"; }\n}\n";
        assert_eq!(
            compact(css),
            ".a>b,.c :hover{margin:0 auto;--x:calc(1px + 2px)}@media (min-width:60em) and print{.d::after{content:\" ; /* \"}}"
        );
    }

    #[test]
    fn numbers_lose_a_nought_that_means_nothing() {
        assert_eq!(
            compact("a > b { margin: 0.5em -0.25em 0 10.5px !important; d: calc(1em + 0.5em) }"),
            "a>b{margin:.5em -.25em 0 10.5px!important;d:calc(1em + .5em)}"
        );
        for css in [
            ".a0.b{c:d}",
            ".a-0.b{c:d}",
            "@layer a 0.b",
            "a{b:0}",
            "a{b:00.5}",
        ] {
            assert_eq!(compact(css), css);
        }
    }

    #[test]
    fn addresses_are_left_alone() {
        for address in ["url(0.5.png)", "URL(a:  b, c/*d*/)", "url( \"a , b\")"] {
            let css = format!("a{{b:{address}}}");
            assert_eq!(compact(&css), css);
        }
    }

    #[test]
    fn licences_stay() {
        let css = "/*! MIT */\na { b: c; }\n";
        assert_eq!(compact(css), "/*! MIT */ a{b:c}");
    }

    #[test]
    fn what_cannot_be_read_stays() {
        for css in ["a{b:\"c", "/* open", "'it\n}", "\\", "a{b:c\\"] {
            assert_eq!(compact(css), css);
        }
    }

    #[test]
    fn escapes_mean_themselves() {
        let css = r".a\: b{c:d}.e\ ,f{g:h}";
        assert_eq!(compact(css), css);
    }

    #[test]
    fn twice_is_once() {
        let once = compact(include_str!("../../themes/helpdesk/assets/site.css"));
        assert_eq!(compact(&once), once);
    }
}
