//! Writes XML. Names come from the lists, so only values and text have signs to be masked.

/// A document that is being written.
#[derive(Debug, Default)]
pub(super) struct Writer {
    written: String,
    /// Whether the last start tag may still get attributes.
    is_tag_open: bool,
}

impl Writer {
    pub(super) fn start(&mut self, name: &'static str) {
        self.close_tag();
        self.written.push('<');
        self.written.push_str(name);
        self.is_tag_open = true;
    }

    /// Adds an attribute to the element that was started last.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) {
        self.written.push(' ');
        self.written.push_str(name);
        self.written.push_str("=\"");
        self.masked(value, |c| {
            matches!(c, '&' | '<' | '>' | '"' | '\t' | '\n' | '\r')
        });
        self.written.push('"');
    }

    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.close_tag();
        self.masked(text, |c| matches!(c, '&' | '<' | '>' | '\r'));
    }

    pub(super) fn end(&mut self, name: &'static str) {
        if std::mem::take(&mut self.is_tag_open) {
            self.written.push_str("/>");
        } else {
            self.written.push_str("</");
            self.written.push_str(name);
            self.written.push('>');
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.written.into_bytes()
    }

    fn close_tag(&mut self) {
        if std::mem::take(&mut self.is_tag_open) {
            self.written.push('>');
        }
    }

    fn masked(&mut self, text: &str, is_sign: impl Fn(char) -> bool) {
        for c in text.chars() {
            match c {
                c if !is_sign(c) => self.written.push(c),
                '&' => self.written.push_str("&amp;"),
                '<' => self.written.push_str("&lt;"),
                '>' => self.written.push_str("&gt;"),
                '"' => self.written.push_str("&quot;"),
                c => self.written.push_str(&format!("&#{};", u32::from(c))),
            }
        }
    }
}
