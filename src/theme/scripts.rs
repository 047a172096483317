//! Scripts without what engines do not read: comments, and space that means nothing.
//!
//! Nothing is renamed and no line is joined with the next, since the end of a line may stand for
//! a semicolon. A script of which this is not sure how it is read is published as it was written.

/// What `/` means behind what has been read.
#[derive(Clone, Copy)]
enum Slash {
    Divides,
    BeginsPattern,
    /// It takes a whole parser to know.
    Unsure,
}

/// A bracket that is not closed yet.
enum Open {
    /// Round; with what `/` means behind it.
    Round(Slash),
    Square,
    Curly,
    /// `${` in a template.
    Substitution,
}

/// What stands between two tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Line,
}

/// Signs that never grow together with their neighbours, so that space beside them means nothing.
const SIGNS: &str = "(){}[];,:=&|";

/// The same script in fewer bytes; comments that hold licences stay. `None` where it is not
/// certain that it would be the same.
pub(super) fn compact(js: &str) -> Option<String> {
    // The first two end lines, which are looked for below as they are usually written; a map of
    // the lines would no longer fit; and `#!` begins a comment of its own kind.
    let unusual = ["\u{2028}", "\u{2029}", "sourceMappingURL="];
    if unusual.iter().any(|sign| js.contains(sign)) || js.starts_with("#!") {
        return None;
    }
    let mut script = Script {
        rest: js,
        open: Vec::new(),
        slash: Slash::BeginsPattern,
        word: "",
        is_after_dot: false,
        gap: Gap::None,
        sign: None,
        out: String::with_capacity(js.len()),
    };
    while !script.rest.is_empty() {
        script.step()?;
    }
    script.open.is_empty().then_some(script.out)
}

struct Script<'a> {
    rest: &'a str,
    open: Vec<Open>,
    slash: Slash,
    /// The word that was read last, if nothing came after it; none that is the name of a property.
    word: &'a str,
    is_after_dot: bool,
    gap: Gap,
    /// The sign that was written last, if it was one.
    sign: Option<char>,
    out: String,
}

impl<'a> Script<'a> {
    /// Reads one token, a comment or space.
    fn step(&mut self) -> Option<()> {
        let rest = self.rest;
        let c = rest.chars().next()?;
        match c {
            _ if is_space(c) => self.space(rest.find(|c| !is_space(c)).unwrap_or(rest.len())),
            '/' if rest.starts_with("//") => {
                self.comment(rest.find(['\n', '\r']).unwrap_or(rest.len()));
            }
            '/' if rest.starts_with("/*") => self.comment(rest[2..].find("*/")? + 4),
            '"' | '\'' => self.token(string(rest, c)?, Slash::Divides),
            '`' => self.template(1)?,
            '/' => match self.slash {
                Slash::Divides => self.token(1, Slash::BeginsPattern),
                Slash::BeginsPattern => self.token(pattern(rest)?, Slash::Divides),
                Slash::Unsure => return None,
            },
            _ if is_letter(c) => self.word(),
            _ if c.is_ascii_punctuation() && c != '\\' => self.punctuation(c)?,
            _ => return None,
        }
        Some(())
    }

    fn word(&mut self) {
        let end = self.rest.find(|c| !is_letter(c));
        let word = &self.rest[..end.unwrap_or(self.rest.len())];
        let slash = match word {
            _ if self.is_after_dot => Slash::Divides,
            "return" | "typeof" | "instanceof" | "in" | "new" | "delete" | "void" | "throw"
            | "case" | "default" | "do" | "else" => Slash::BeginsPattern,
            "of" | "yield" | "await" | "break" | "continue" | "debugger" | "extends" => {
                Slash::Unsure
            }
            _ => Slash::Divides,
        };
        let is_name = self.is_after_dot;
        self.token(word.len(), slash);
        if !is_name {
            self.word = word;
        }
    }

    fn punctuation(&mut self, c: char) -> Option<()> {
        let rest = self.rest;
        match c {
            '(' => self.open.push(Open::Round(match self.word {
                "if" | "while" | "for" | "with" => Slash::BeginsPattern,
                "await" => Slash::Unsure,
                _ => Slash::Divides,
            })),
            '[' => self.open.push(Open::Square),
            '{' => self.open.push(Open::Curly),
            _ => {}
        }
        let (length, slash) = match (c, self.closed(c)?) {
            (_, Some(Open::Substitution)) => return self.template(1),
            (_, Some(Open::Round(slash))) => (1, slash),
            (_, Some(Open::Square)) => (1, Slash::Divides),
            // The end of a block, or of an object.
            (_, Some(Open::Curly)) => (1, Slash::Unsure),
            // Comments, in scripts that are no modules.
            _ if rest.starts_with("<!--") || rest.starts_with("-->") => return None,
            _ if rest.starts_with("...") => (3, Slash::BeginsPattern),
            ('.', _) => (1, Slash::Unsure),
            _ if rest.starts_with("++") || rest.starts_with("--") => (2, Slash::Unsure),
            _ => (1, Slash::BeginsPattern),
        };
        self.token(length, slash);
        self.sign = Some(c).filter(|c| SIGNS.contains(*c));
        self.is_after_dot = c == '.' && length == 1;
        Some(())
    }

    /// The bracket that is closed here, if one is.
    #[expect(clippy::option_option, reason = "the outer one is doubt")]
    fn closed(&mut self, c: char) -> Option<Option<Open>> {
        if !")]}".contains(c) {
            return Some(None);
        }
        let open = self.open.pop()?;
        let is_pair = match open {
            Open::Round(_) => c == ')',
            Open::Square => c == ']',
            Open::Curly | Open::Substitution => c == '}',
        };
        is_pair.then_some(Some(open))
    }

    /// Reads a template, of which `at` bytes have been read, up to its end or to what is put in.
    fn template(&mut self, mut at: usize) -> Option<()> {
        loop {
            let rest = &self.rest[at..];
            at += match rest.chars().next()? {
                '\\' => 1 + rest[1..].chars().next()?.len_utf8(),
                '`' => {
                    self.token(at + 1, Slash::Divides);
                    return Some(());
                }
                '$' if rest.starts_with("${") => {
                    self.token(at + 2, Slash::BeginsPattern);
                    self.open.push(Open::Substitution);
                    return Some(());
                }
                c => c.len_utf8(),
            };
        }
    }

    fn comment(&mut self, length: usize) {
        let comment = &self.rest[..length];
        let holds_licence = ["/*!", "//!"]
            .iter()
            .any(|start| comment.starts_with(start))
            || ["@license", "@preserve"]
                .iter()
                .any(|mark| comment.contains(mark));
        if holds_licence {
            let (slash, word, is_after_dot) = (self.slash, self.word, self.is_after_dot);
            self.token(length, slash);
            (self.word, self.is_after_dot) = (word, is_after_dot);
        } else {
            self.space(length);
        }
    }

    /// Leaves out what only keeps tokens apart.
    fn space(&mut self, length: usize) {
        let (space, rest) = self.rest.split_at(length);
        self.rest = rest;
        if space.contains(['\n', '\r']) {
            self.gap = Gap::Line;
        } else if self.gap == Gap::None {
            self.gap = Gap::Space;
        }
    }

    /// Writes the next `length` bytes as they are; behind them `/` means `slash`.
    fn token(&mut self, length: usize, slash: Slash) {
        let (token, rest) = self.rest.split_at(length);
        self.rest = rest;
        let touches = |sign: Option<char>| sign.is_some_and(|sign| SIGNS.contains(sign));
        match self.gap {
            _ if self.out.is_empty() => {}
            Gap::Line => self.out.push('\n'),
            Gap::Space if !touches(self.sign) && !touches(token.chars().next()) => {
                self.out.push(' ');
            }
            Gap::Space | Gap::None => {}
        }
        self.out.push_str(token);
        self.slash = slash;
        self.word = "";
        self.is_after_dot = false;
        self.gap = Gap::None;
        self.sign = None;
    }
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{b}'
}

/// Whether a name, a keyword or a number may hold this.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || "_$#".contains(c)
}

/// How long the string is that begins here; `None` where it does not end.
fn string(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '\n' | '\r' => return None,
            _ if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// How long the pattern is that begins here, without its flags; `None` where it does not end.
fn pattern(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    let mut is_in_class = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' | '\r' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => is_in_class = true,
            ']' => is_in_class = false,
            '/' if !is_in_class => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::compact;

    fn small(js: &str) -> String {
        compact(js).unwrap_or_else(|| panic!("given up: {js}"))
    }

    #[test]
    fn space_and_comments_that_mean_nothing_go() {
        let js = "// 先頭\n\"use strict\";\n\nfunction f(a, b) {\n  /* two\n     lines */\n  return { a: a && b, c: [1, 2] }; // end\n}\n";
        assert_eq!(
            small(js),
            "\"use strict\";\nfunction f(a,b){\nreturn{a:a&&b,c:[1,2]};\n}"
        );
    }

    #[test]
    fn lines_end_where_they_ended() {
        assert_eq!(small("a\n// b\n++\nc"), "a\n++\nc");
        assert_eq!(small("a /* b\n */ ++c"), "a\n++c");
        assert_eq!(small("return // all\r\n  1"), "return\n1");
    }

    #[test]
    fn what_would_grow_together_stays_apart() {
        for js in [
            "a + +b", "a - --b", "a < !--b", "1 .x", "in a", "a ? .5:b", "a / /b/g",
        ] {
            assert_eq!(small(js), js);
        }
        assert_eq!(small("a+/**/+b"), "a+ +b");
        assert_eq!(small("a/ /**/ /b/"), "a/ /b/");
    }

    #[test]
    fn texts_are_left_alone() {
        for js in [
            "'// a  \\' /* b'",
            "\"  \\\\\"",
            "`  // a ${`  ${'}`'}  `}  /* b\n  c */`",
            "/[/ ]  \\/* \"/g",
            "x=`\\`  ${a}  \\${  `",
        ] {
            assert_eq!(small(js), js);
        }
        assert_eq!(small("`  ${ a /* b */ }  `"), "`  ${ a}  `");
    }

    #[test]
    fn patterns_are_told_from_divisions() {
        assert_eq!(small("a = b /  c // d\n/ e"), "a=b / c\n/ e");
        assert_eq!(small("f(a) /  b // '\n+ 1"), "f(a)/ b\n+ 1");
        assert_eq!(small("a[1] /  2 // '"), "a[1]/ 2");
        assert_eq!(small("a.return /  2 // '"), "a.return / 2");
        assert_eq!(small("if (a) /  '/.test(b)"), "if(a)/  '/.test(b)");
        assert_eq!(small("a.if(b) /  c // '"), "a.if(b)/ c");
        assert_eq!(small("return /  '/.test(b)"), "return /  '/.test(b)");
        assert_eq!(small("[.../  '/.exec(b)]"), "[.../  '/.exec(b)]");
    }

    #[test]
    fn licences_stay() {
        let js = "/*! MIT\n * a */\n// @license MIT\na; // b\n//! c\n";
        assert_eq!(small(js), "/*! MIT\n * a */\n// @license MIT\na;\n//! c");
    }

    #[test]
    fn a_script_that_is_not_certain_is_given_up() {
        for js in [
            "function f() {} /a/",
            "a++ /b/ c",
            "for await (a of b) /c/",
            "yield /a/",
            "break\n/a/",
            "a <!-- b",
            "a\n--> b",
            "'a",
            "'a\nb'",
            "`a",
            "`${a",
            "x = /a",
            "/* a",
            "(a]",
            "(a",
            "a)",
            "\\u0061",
            "a\u{a0}b",
            "\u{feff}a",
            "'\u{2028}'",
            "#!/usr/bin/env node",
            "a //# sourceMappingURL=a.js.map",
        ] {
            assert_eq!(compact(js), None, "{js}");
        }
    }

    #[test]
    fn the_scripts_of_the_theme_are_understood() {
        for js in [
            include_str!("../../themes/helpdesk/assets/form.js"),
            include_str!("../../themes/helpdesk/assets/search.js"),
            include_str!("../../themes/helpdesk/assets/site.js"),
        ] {
            let once = small(js);
            assert!(once.len() < js.len() * 4 / 5);
            assert_eq!(small(&once), once);
        }
    }
}
