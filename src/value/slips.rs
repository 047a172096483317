//! What people, and their input methods, do to TOML: `＝`, `“…”`, `２０２４／４／９`, a quote that is
//! forgotten.
//!
//! Only a text that the parser refuses comes here. It is read leniently, line by line; what is
//! not TOML becomes a slip, with what was most likely meant in its place. The text with all slips
//! mended goes to the parser again, so that one slip is one finding and hides no other. What is
//! left alone here, the parser still finds. Linear: no character is looked at more than a few
//! times.

mod entry;
mod mended;
mod scalar;
mod signs;
mod strings;
mod words;

pub(super) use self::mended::{Mended, mend};

use std::ops::Range;
use words::Mistake;

/// Something that is not TOML.
#[derive(Clone, Debug)]
struct Slip {
    /// Its bytes.
    at: Range<usize>,
    /// What most likely was meant instead.
    meant: String,
    /// What it is.
    mistake: Mistake,
    /// Whether that was meant without doubt.
    is_certain: bool,
}

/// Reads leniently, from the start of the text to its end.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The end of what was last read that is no blank.
    last: usize,
    /// The end of the line at hand, as far as it is known.
    end: usize,
    /// How many brackets are open.
    depth: usize,
    /// Whether brackets were left open because something else begins with the line at hand.
    begins_anew: bool,
    slips: Vec<Slip>,
}

/// Where a value stands, which says what ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Behind `key =`: the end of the line ends it.
    Line,
    /// Among others: a comma or a closing bracket ends it.
    Brackets,
}

/// The slips of a text, in its order.
fn slips(text: &str) -> Vec<Slip> {
    let mut scanner = Scanner {
        text,
        at: 0,
        last: 0,
        end: 0,
        depth: 0,
        begins_anew: false,
        slips: Vec::new(),
    };
    while scanner.at < text.len() {
        scanner.line();
    }
    scanner
        .slips
        .sort_by_key(|slip| (slip.at.start, slip.at.end));
    scanner.slips
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The rest of the line, without its end.
    fn rest_of_line(&mut self) -> &'a str {
        if self.end < self.at || self.end == 0 {
            let rest = self.rest();
            let end = rest.find('\n').unwrap_or(rest.len());
            self.end = self.at + rest[..end].trim_end_matches('\r').len();
        }
        &self.text[self.at..self.end]
    }

    /// Goes on by `length` bytes that are no blanks.
    fn pass(&mut self, length: usize) {
        self.at += length;
        self.last = self.at;
    }

    fn skip_line(&mut self) {
        self.at += self.rest_of_line().len();
        if self.rest().starts_with('\r') {
            self.at += 1;
        }
        if self.rest().starts_with('\n') {
            self.at += 1;
        }
    }

    fn slip(&mut self, at: Range<usize>, meant: impl Into<String>, mistake: Mistake) {
        self.slips.push(Slip {
            at,
            meant: meant.into(),
            mistake,
            is_certain: true,
        });
    }

    /// A slip of which it is not sure what was meant.
    fn guess(&mut self, at: Range<usize>, meant: impl Into<String>, mistake: Mistake) {
        self.slip(at, meant, mistake);
        if let Some(slip) = self.slips.last_mut() {
            slip.is_certain = false;
        }
    }

    /// Reads one line, or more where brackets or quotes go on.
    fn line(&mut self) {
        self.blanks();
        match self.peek() {
            None | Some('\n' | '\r' | '#' | '＃') => {}
            Some('[' | '［' | '【') => self.header(),
            Some(_) => self.entry(),
        }
        if std::mem::take(&mut self.begins_anew) {
            return;
        }
        self.end_of_line();
    }

    /// Blanks of a line; full-width ones are slips.
    fn blanks(&mut self) {
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\u{3000}');
        let rest = self.rest();
        let blanks = &rest[..rest.len() - rest.trim_start_matches(is_blank).len()];
        let (start, length) = (self.at, blanks.len());
        if blanks.contains('\u{3000}') {
            self.slip(start..start + length, " ", Mistake::WideBlank);
        }
        self.at += length;
    }

    /// A comment and the end of the line; anything else there is a slip.
    fn end_of_line(&mut self) {
        self.blanks();
        match self.peek() {
            Some('＃') => {
                let at = self.at..self.at + '＃'.len_utf8();
                self.slip(at, "#", Mistake::Wide('＃', '#'));
            }
            None | Some('\n' | '\r' | '#') => {}
            Some(_) => {
                if self.another_entry() {
                    return;
                }
                self.left_over();
            }
        }
        self.skip_line();
    }

    /// `, date = …` behind a value belongs on a line of its own, and is read as one.
    fn another_entry(&mut self) -> bool {
        let line = self.rest_of_line();
        let entry = line.trim_start_matches([',', '，', '、', ' ', '\u{3000}']);
        let key = entry.split(['=', '＝']).next().unwrap_or_default();
        let is_entry = key.len() < entry.len() && signs::is_bare_key(key.trim());
        let comma = line.len() - entry.len();
        if is_entry {
            self.slip(self.at..self.at + comma, "\n", Mistake::TwoEntries);
            self.pass(comma);
        }
        is_entry
    }

    /// What stands behind a value.
    fn left_over(&mut self) {
        let line = self.rest_of_line();
        let comment = line.find(['#', '＃']).unwrap_or(line.len());
        let left = line[..comment].trim_end();
        let at = self.at..self.at + left.len();
        let is_mark = left.chars().all(|c| ",;，；、。.．]］}｝".contains(c));
        let mistake = Mistake::LeftOver(left.to_owned());
        if is_mark {
            self.slip(at.clone(), "", mistake);
        } else {
            self.guess(at.clone(), "", mistake);
        }
        self.at = at.end;
    }
}
