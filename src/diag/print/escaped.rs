//! Text that is ready for a terminal.

use super::{json, visible};
use serde::Serialize;

/// Text of which a terminal obeys nothing but line ends, tabs and our own colours: whatever comes
/// from a site, the system or the command line has become pictures. There is no other way to make
/// one, so whoever prints nothing else cannot forget it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Escaped(String);

impl Escaped {
    /// Any text. Its lines, and the tabs in them, stay.
    pub fn of(text: &str) -> Self {
        if !text.contains(visible::is_hidden) {
            return Self(text.to_owned());
        }
        let mut shown = String::with_capacity(text.len());
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '\n' | '\t' => shown.push(c),
                // A line end of Windows, and of calendars (RFC 5545, 3.1).
                '\r' if rest.peek() == Some(&'\n') => shown.push(c),
                _ => shown.push(visible::picture(c)),
            }
        }
        Self(shown)
    }

    /// A value as JSON, whose strings have escapes for what a terminal would obey.
    pub fn json(value: &impl Serialize) -> Self {
        let json = serde_json::to_string_pretty(value);
        let json = json.expect("what we print holds strings, numbers and lists only");
        Self(json::escaped(&json) + "\n")
    }

    /// What a format has laid out of texts that it has made harmless, in colours perhaps.
    pub(super) const fn laid_out(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_tabs_stay_and_all_else_becomes_a_picture() {
        for (text, shown) in [
            ("期限\t3月\r\n次\n", "期限\t3月\r\n次\n"),
            ("a\u{1b}]0;x\u{7}b", "a␛]0;x␇b"),
            ("\u{9b}31m\u{7f}\u{202e}\u{2066}", "�31m␡��"),
            ("100%\r上書き", "100%␍上書き"),
            ("\r", "␍"),
        ] {
            assert_eq!(Escaped::of(text).as_str(), shown, "{text:?}");
        }
    }

    #[test]
    fn json_says_the_very_characters_in_escapes() {
        let shown = Escaped::json(&"a\u{9b}\u{202e}\u{7f}\u{1b}");
        assert_eq!(shown.as_str(), "\"a\\u009b\\u202e\\u007f\\u001b\"\n");
        let read: String = serde_json::from_str(shown.as_str()).unwrap();
        assert_eq!(read, "a\u{9b}\u{202e}\u{7f}\u{1b}");
    }
}
