//! The CSS of a drawing by an allow-list: properties, functions and at-rules by name, references
//! only to parts of the same drawing, no escapes. What comes out is written anew from what was
//! read, and reads the same again.

use super::names::{is_function, is_property};

/// At-rules that hold rules and load nothing.
const AT_RULES: [&str; 3] = ["media", "keyframes", "-webkit-keyframes"];

/// How deep at-rules may stand in each other.
const MAX_DEPTH: usize = 8;

/// So many bytes of a name are told.
const MAX_NAME: usize = 40;

/// A value without its comments, if all of it may stand there.
pub(super) fn value(text: &str) -> Option<String> {
    let mut reader = Reader::new(text);
    let value = reader.value()?;
    reader.rest.is_empty().then_some(value)
}

/// The same of values with `;` between them.
pub(super) fn values(text: &str) -> Option<String> {
    let values: Option<Vec<String>> = text.split(';').map(value).collect();
    Some(values?.join(";"))
}

/// Those of the declarations in a `style` that may stand there. What is left out is told by name.
pub(super) fn declarations(text: &str, left_out: &mut Vec<String>) -> String {
    Reader::new(text).declarations(left_out)
}

/// Those of the rules of a style sheet that may stand there. What is left out is told by name.
pub(super) fn sheet(text: &str, left_out: &mut Vec<String>) -> String {
    let mut reader = Reader::new(text);
    let mut written = String::new();
    let mut depth = 0;
    loop {
        reader.skip_space();
        if reader.rest.is_empty() {
            break;
        }
        if reader.eat("<!--") || reader.eat("-->") {
        } else if reader.eat("}") {
            if depth > 0 {
                written.push_str("}\n");
                depth -= 1;
            }
        } else if reader.eat("@") {
            if let Some(rule) = reader.at_rule(depth < MAX_DEPTH, left_out) {
                written.push_str(&rule);
                depth += 1;
            }
        } else if let Some(selector) = reader.prelude() {
            let declarations = reader.declarations(left_out);
            reader.eat("}");
            written.push_str(&format!("{selector}{{{declarations}}}\n"));
        } else {
            tell(left_out, "style");
            reader.skip_rule();
        }
    }
    written.push_str(&"}\n".repeat(depth));
    written
}

fn tell(left_out: &mut Vec<String>, name: &str) {
    if left_out.len() < super::MAX_TOLD {
        let end = name.floor_char_boundary(MAX_NAME);
        left_out.push(name[..end].to_owned());
    }
}

/// What is still to be read.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    fn eat(&mut self, start: &str) -> bool {
        let rest = self.rest.strip_prefix(start);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes so many bytes.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Skips white space and comments; whether there was any.
    fn skip_space(&mut self) -> bool {
        let before = self.rest.len();
        loop {
            self.rest = self.rest.trim_start_matches(is_space);
            if !self.rest.starts_with("/*") {
                return self.rest.len() < before;
            }
            let end = self.rest[2..].find("*/");
            self.rest = end.map_or("", |end| &self.rest[end + 4..]);
        }
    }

    /// The name that starts here; empty where none does.
    fn name(&mut self) -> &'a str {
        let end = self.rest.find(|c| !is_name(c));
        self.take(end.unwrap_or(self.rest.len()))
    }

    /// What stands in quotation marks from here on, with them. None where it has an escape or does
    /// not end in its line.
    fn string(&mut self) -> Option<&'a str> {
        let quote = self.peek()?;
        let inside = &self.rest[1..];
        let end = inside.find(|c: char| c == quote || c == '\\' || c.is_control())?;
        inside[end..].starts_with(quote).then(|| self.take(end + 2))
    }

    /// One at-rule up to its `{`, if it may stand here. Else all of it is skipped.
    fn at_rule(&mut self, may_nest: bool, left_out: &mut Vec<String>) -> Option<String> {
        let name = self.name();
        if may_nest
            && AT_RULES.contains(&name.to_ascii_lowercase().as_str())
            && let Some(prelude) = self.prelude()
        {
            return Some(format!("@{name} {prelude}{{\n"));
        }
        // The encoding is that of the drawing.
        if name != "charset" {
            tell(left_out, &format!("@{name}"));
        }
        self.skip_rule();
        None
    }

    /// What stands before a `{`, which is skipped: a selector, or the condition of an at-rule. None
    /// where something stands in it that may not; what follows is unread.
    fn prelude(&mut self) -> Option<String> {
        let mut written = String::new();
        loop {
            if self.skip_space() && !written.is_empty() {
                written.push(' ');
            }
            match self.peek()? {
                '{' => {
                    self.take(1);
                    written.truncate(written.trim_end().len());
                    let loads = written.to_ascii_lowercase().contains("url(");
                    return (!written.is_empty() && !loads).then_some(written);
                }
                '"' | '\'' => written.push_str(self.string()?),
                c if is_name(c) || "#.:*>+~,[]()=^$|%/".contains(c) => {
                    written.push_str(self.take(c.len_utf8()));
                }
                _ => return None,
            }
        }
    }

    /// Declarations up to the end or a `}`.
    fn declarations(&mut self, left_out: &mut Vec<String>) -> String {
        let mut written: Vec<String> = Vec::new();
        loop {
            self.skip_space();
            if self.eat(";") {
                continue;
            }
            if self.rest.is_empty() || self.rest.starts_with('}') {
                return written.join(";");
            }
            let name = self.name();
            match self.declaration(name) {
                Some(declaration) => written.push(declaration),
                None => {
                    self.skip_declaration();
                    if !is_of_a_vendor(name) {
                        tell(left_out, if name.is_empty() { "style" } else { name });
                    }
                }
            }
        }
    }

    fn declaration(&mut self, name: &str) -> Option<String> {
        self.skip_space();
        let known = name.to_ascii_lowercase();
        let is_custom = name.starts_with("--") && name.len() > 2;
        if !self.eat(":") || !(is_custom || is_property(&known)) {
            return None;
        }
        let value = self.value()?;
        let ends = self.rest.is_empty() || self.rest.starts_with([';', '}']);
        ends.then(|| format!("{}:{value}", if is_custom { name } else { &known }))
    }

    /// A value up to the end, a `;` or a `}`.
    fn value(&mut self) -> Option<String> {
        let mut written = String::new();
        let mut depth = 0_usize;
        loop {
            if self.skip_space() && !written.is_empty() {
                written.push(' ');
            }
            let Some(next) = self.peek().filter(|c| !matches!(c, ';' | '}')) else {
                written.truncate(written.trim_end().len());
                return (depth == 0).then_some(written);
            };
            match next {
                '"' | '\'' => {
                    written.push_str(self.string()?);
                    continue;
                }
                '(' => depth += 1,
                ')' => depth = depth.checked_sub(1)?,
                c if is_name(c) => {
                    let name = self.name();
                    if self.rest.starts_with('(') && !self.function(name, &mut written)? {
                        continue;
                    }
                    written.push_str(name);
                    continue;
                }
                '.' | ',' | '#' | '%' | '+' | '*' | '/' | '!' => {}
                _ => return None,
            }
            written.push_str(self.take(1));
        }
    }

    /// What follows on the name of a function. Whether the name is still to be written; None where
    /// it may not stand there.
    fn function(&mut self, name: &str, written: &mut String) -> Option<bool> {
        let name = name.to_ascii_lowercase();
        if name != "url" {
            return is_function(&name).then_some(true);
        }
        let inside = &self.rest[1..];
        let end = inside.find([')', '(', ';', '{', '}', '\\'])?;
        let rest = inside[end..].strip_prefix(')')?;
        let inside = inside[..end].trim_matches(is_space);
        let quoted = ['"', '\'']
            .into_iter()
            .find_map(|quote| inside.strip_prefix(quote)?.strip_suffix(quote));
        let part = quoted.unwrap_or(inside).strip_prefix('#')?;
        let is_plain = |c: char| !(c.is_whitespace() || c.is_control() || "\"'<>".contains(c));
        if part.is_empty() || !part.chars().all(is_plain) {
            return None;
        }
        written.push_str(&format!("url(#{part})"));
        self.rest = rest;
        Some(false)
    }

    /// Skips the rest of a declaration, with whatever stands in brackets.
    fn skip_declaration(&mut self) {
        self.skip_until(|c| matches!(c, ';' | '}'));
        self.eat(";");
    }

    /// Skips the rest of a rule, with its block.
    fn skip_rule(&mut self) {
        self.skip_until(|c| matches!(c, ';' | '{' | '}'));
        if self.eat("{") {
            self.skip_until(|c| c == '}');
            self.eat("}");
        } else {
            self.eat(";");
        }
    }

    /// Skips up to such a character outside of brackets, strings and comments.
    fn skip_until(&mut self, is_end: impl Fn(char) -> bool) {
        let mut depth = 0_usize;
        loop {
            self.skip_space();
            let Some(next) = self.peek() else { return };
            if depth == 0 && is_end(next) {
                return;
            }
            match next {
                '{' | '(' | '[' => depth += 1,
                '}' | ')' | ']' => depth = depth.saturating_sub(1),
                '"' | '\'' => {
                    self.skip_string(next);
                    continue;
                }
                '\\' => {
                    self.take(1);
                    let Some(escaped) = self.peek() else { return };
                    self.take(escaped.len_utf8());
                    continue;
                }
                _ => {}
            }
            self.take(next.len_utf8());
        }
    }

    /// Skips a string, which ends with its line at the latest.
    fn skip_string(&mut self, quote: char) {
        self.take(1);
        while let Some(next) = self.peek() {
            self.take(next.len_utf8());
            if next == quote || next == '\n' {
                return;
            }
            if next == '\\' {
                let escaped = self.peek().map_or(0, char::len_utf8);
                self.take(escaped);
            }
        }
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || (!c.is_ascii() && !c.is_control())
}

/// Whether a property is one that only one program knows.
fn is_of_a_vendor(name: &str) -> bool {
    name.starts_with('-') && !name.starts_with("--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_load_nothing() {
        for (text, written) in [
            ("red", "red"),
            ("  url( '#a' )  none/* x */", "url(#a) none"),
            ("URL(#a-1_2:3)", "url(#a-1_2:3)"),
            ("color(display-p3 0.1 .2 3%)", "color(display-p3 0.1 .2 3%)"),
            (
                "light-dark(#fff, var(--x, #121212))",
                "light-dark(#fff, var(--x, #121212))",
            ),
            (
                "'ＭＳ ゴシック', \"a b\",serif",
                "'ＭＳ ゴシック', \"a b\",serif",
            ),
            (
                "calc((1px + 2px) * 3) !important",
                "calc((1px + 2px) * 3) !important",
            ),
            ("0 0 0 -1.5e-3 0", "0 0 0 -1.5e-3 0"),
            ("a / /**/ * b", "a / * b"),
        ] {
            assert_eq!(value(text).as_deref(), Some(written), "{text}");
            assert_eq!(value(written).as_deref(), Some(written), "{written}");
        }
        for text in [
            "url(http://x)",
            "url(//x#a)",
            "u\\72l(#a)",
            "\\75rl(http://x)",
            "url('#a'/**/",
            "url(\"#a)\") url(http://x)",
            "url(#a b)",
            "url()",
            "url(#)",
            "image-set('a.png' 1x)",
            "src('a')",
            "expression(alert(1))",
            "rgb(0",
            "rgb(0))",
            "'a",
            "'a\\'",
            "a;b",
            "a}b",
            "<b",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn declarations_are_kept_by_name() {
        let mut left_out = Vec::new();
        let text = "Fill:red;;-inkscape-x:1; behavior:url(x); fill:url(http://x;y:z);\
                    background-image:url(x);stroke:url(#b);--a: b; content:'}';opacity:.5";
        let kept = declarations(text, &mut left_out);
        assert_eq!(kept, "fill:red;stroke:url(#b);--a:b;opacity:.5");
        assert_eq!(
            left_out,
            ["behavior", "fill", "background-image", "content"]
        );
        assert_eq!(declarations(&kept, &mut left_out), kept);
    }

    #[test]
    fn sheets_are_kept_rule_by_rule() {
        let mut left_out = Vec::new();
        let text = "@charset 'UTF-8'; @import url(x); <!-- .a,.b > c{fill:red}-->\
                    @font-face{font-family:a;src:url(x)} .d[x='}']{fill:u\\72l(x);stroke:red}\
                    @media (prefers-color-scheme: dark){.a{fill:#fff}.e{fill:url('http://x')}}\
                    @keyframes k{from{opacity:0}50%{opacity:1}} .f{fill:red;@import 'x';&:hover{x:y}}\
                    .g\\{}{x:y} @IMPORT 'x'; @media url(x){.i{fill:red}} .h{fill:blue";
        let kept = sheet(text, &mut left_out);
        assert_eq!(
            kept,
            ".a,.b > c{fill:red}\n.d[x='}']{stroke:red}\n@media (prefers-color-scheme: dark){\n\
             .a{fill:#fff}\n.e{}\n}\n@keyframes k{\nfrom{opacity:0}\n50%{opacity:1}\n}\n\
             .f{fill:red}\n.h{fill:blue}\n"
        );
        assert_eq!(sheet(&kept, &mut Vec::new()), kept);
        assert_eq!(left_out[..3], ["@import", "@font-face", "fill"]);
    }

    #[test]
    fn nothing_takes_long() {
        for part in [
            "{",
            "}",
            "@media a{",
            "a{",
            "(",
            "url(",
            "'",
            "/*",
            "\\",
            "@",
            "--",
            "a:b;",
            "[",
        ] {
            let text = part.repeat(20_000);
            let _ = (value(&text), declarations(&text, &mut Vec::new()));
            let kept = sheet(&text, &mut Vec::new());
            assert_eq!(sheet(&kept, &mut Vec::new()), kept, "{part}");
        }
    }
}
