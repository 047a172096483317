//! What people, and their input methods, do to TOML: `＝`, `“…”`, `２０２４／４／９`, a quote that is
//! forgotten.
//!
//! Only a text that the parser refuses comes here. It is read leniently, entry by entry; what is
//! not TOML becomes a slip, with what was most likely meant in its place. Each entry goes to the
//! parser with its slips put right: only what then can be read is put right without anybody
//! looking at it. The whole text with all slips put right is parsed after that, so that one slip
//! is one finding and hides no other; what is left alone here, the parser still finds. Linear: no
//! character is looked at more than a few times.

mod entry;
mod scalar;
mod strings;
mod words;

pub use self::scalar::{boolean, number};
pub(super) use self::scalar::{draft, time};
pub(super) use self::strings::{
    backslashes_doubled, is_path, is_sign, lost_backslash, number_escape,
};

use super::toml::is_document;
use crate::diag::{Diagnostic, Text, text};
use crate::source::{SourceId, Span};
use crate::typos::{self, Corrected, Edit, Proposal};
use crate::width::{is_blank, is_dash, is_unseen, sign};
use unicode_normalization::UnicodeNormalization;
use words::Mistake;

/// The longest line, in characters, that is typed out as it should be.
const MAX_SHOWN_CHARACTERS: usize = 200;

/// A text with its slips put right, and what is to be said of them.
pub(super) struct Repaired<'a> {
    /// The text as it was and as it is now.
    pub(super) corrected: Corrected<'a>,
    /// What is to be said, once for a line.
    lines: Vec<Proposal>,
    /// The places in the corrected text at which values are not what their author wrote.
    pub(super) spoilt: Vec<Span>,
    /// The places of all slips in the original.
    pub(super) slips: Vec<Span>,
    /// Whether text in three quotes goes on to the end, which the parser then finds as well.
    pub(super) ends_open: bool,
}

impl<'a> Repaired<'a> {
    /// Finds the slips of a text and puts them right.
    pub(super) fn new(text: &'a str) -> Self {
        let slips = slips(text);
        let is_same_line = |a: &Slip, b: &Slip| {
            !Span::new(a.edit.span.end, b.edit.span.start)
                .slice(text)
                .contains('\n')
        };
        let lines: Vec<Proposal> = slips
            .chunk_by(is_same_line)
            .map(|slips| line(text, slips))
            .collect();
        let corrected = Corrected::new(text, &lines);
        let place = |span: Span| {
            let start = corrected.corrected_offset(span.start);
            Span::new(start, corrected.corrected_offset(span.end).max(start))
        };
        let spoilt = slips.iter().filter(|slip| slip.mistake.spoils_value);
        Self {
            spoilt: spoilt.map(|slip| place(slip.edit.span)).collect(),
            slips: slips.iter().map(|slip| slip.edit.span).collect(),
            ends_open: slips
                .last()
                .is_some_and(|slip| slip.mistake.is_never_closed),
            lines,
            corrected,
        }
    }

    /// What is to be said; the text starts at `offset` in its source.
    pub(super) fn findings(
        &self,
        source: &SourceId,
        offset: usize,
    ) -> impl Iterator<Item = Diagnostic> {
        self.lines.iter().map(move |line| {
            let mut finding = typos::finding(line, &self.corrected, source, offset);
            if !line.is_certain {
                finding.fix = None;
                finding.help.clone_from(&line.advice);
                return finding;
            }
            let right = self.corrected.slice(line.shown);
            let right = right.trim();
            finding.help = typed_out(right);
            // The whole line is put there, which is what the help tells.
            if let Some(fix) = finding.fix.as_mut().filter(|_| finding.help.is_some()) {
                fix.place.span = line.shown.shifted(offset);
                fix.replacement = right.to_owned();
            }
            finding
        })
    }
}

/// What is to be said of the slips of one line.
fn line(text: &str, slips: &[Slip]) -> Proposal {
    let (first, last) = (&slips[0], &slips[slips.len() - 1]);
    let start = text[..first.edit.span.start]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let end = last.edit.span.end;
    let end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let line = text[start..end].trim_end_matches([' ', '\t', '\r']);
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    let edits = slips.iter().map(|slip| slip.edit.clone()).collect();
    let mistake = &first.mistake;
    let message = mistake.message.clone();
    let mut proposal = Proposal::new(mistake.code, first.edit.span, message, edits);
    proposal.shown = Span::new(start + indent, (start + line.len()).max(last.edit.span.end));
    proposal.advice = Some(mistake.help.clone().unwrap_or_else(words::the_form));
    proposal.is_certain = slips.iter().all(|slip| slip.is_certain);
    proposal
}

/// What to type instead of a line; `None` where that is too long to be typed out.
fn typed_out(right: &str) -> Option<Text> {
    let lines: Vec<&str> = right.lines().map(str::trim).collect();
    if right.chars().count() > MAX_SHOWN_CHARACTERS {
        return None;
    }
    Some(match lines[..] {
        [] => text!(
            "この行の空白を消してください",
            "delete the spaces on this line"
        ),
        [line] => text!(
            "この行を「{line}」と書いてください",
            "write the line as `{line}`"
        ),
        _ => {
            let (japanese, english) = (lines.join("」「"), lines.join("` `"));
            let count = lines.len();
            text!(
                "この行を「{japanese}」の{count}行に分けて書いてください",
                "write this on {count} lines: `{english}`"
            )
        }
    })
}

/// Something that is not TOML.
#[derive(Clone, Debug)]
struct Slip {
    /// Its bytes, and what most likely was meant instead.
    edit: Edit,
    /// What it is.
    mistake: Mistake,
    /// Whether that was meant without doubt.
    is_certain: bool,
}

/// Reads leniently, from the start of the text to its end.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The key at hand, where it stands on a line of its own.
    key: &'a str,
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
        key: "",
        last: 0,
        end: 0,
        depth: 0,
        begins_anew: false,
        slips: Vec::new(),
    };
    while scanner.at < text.len() {
        let (start, first) = (scanner.at, scanner.slips.len());
        while scanner.line() {}
        scanner.try_out(start, first);
    }
    scanner.slips
}

impl<'a> Scanner<'a> {
    /// Parses what was read since `start` with its slips, from the `first` on, put right. What
    /// cannot be read even so was not meant for certain.
    fn try_out(&mut self, start: usize, first: usize) {
        if first == self.slips.len() {
            return;
        }
        // What can be read is as it was meant, whatever the lenient reading takes it for.
        if is_document(Span::new(start, self.at).slice(self.text)) {
            self.slips.truncate(first);
            return;
        }
        let slips = &mut self.slips[first..];
        slips.sort_by_key(|slip| slip.edit.span);
        if slips.iter().all(|slip| !slip.is_certain) {
            return;
        }
        let mut entry = String::new();
        let mut from = start;
        for Edit { span, text } in slips.iter().map(|slip| &slip.edit) {
            entry.push_str(Span::new(from, span.start).slice(self.text));
            entry.push_str(text);
            from = span.end;
        }
        entry.push_str(Span::new(from, self.at).slice(self.text));
        if !is_document(&entry) {
            slips.iter_mut().for_each(|slip| slip.is_certain = false);
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The sign of TOML that comes next, or that is meant by what does.
    fn next_sign(&self) -> Option<char> {
        self.peek().and_then(sign)
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

    /// Goes on by one character, which is to be `meant`.
    fn pass_sign(&mut self, meant: char) {
        let Some(c) = self.peek() else { return };
        if c != meant {
            self.slip(self.at, c.len_utf8(), meant, Mistake::wide(c, meant));
        }
        self.pass(c.len_utf8());
    }

    fn skip_line(&mut self) {
        self.at += self.rest_of_line().len();
        let rest = self.rest();
        let behind = rest.strip_prefix('\r').unwrap_or(rest);
        let behind = behind.strip_prefix('\n').unwrap_or(behind);
        self.at = self.text.len() - behind.len();
    }

    /// Notes a slip of so many bytes.
    fn slip(&mut self, at: usize, length: usize, meant: impl Into<String>, mistake: Mistake) {
        let span = Span::new(at, at + length);
        let (edit, is_certain) = (Edit::new(span, meant), mistake.is_certain);
        match self.slips.last_mut() {
            // Several things may be missing in one place.
            Some(last) if length == 0 && last.edit.span == span => {
                last.edit.text.push_str(&edit.text);
                last.is_certain &= is_certain;
            }
            _ => self.slips.push(Slip {
                edit,
                mistake,
                is_certain,
            }),
        }
    }

    /// Reads one line, or more where brackets or quotes go on. Whether another entry stands in
    /// the same line.
    fn line(&mut self) -> bool {
        self.blanks();
        match self.next_sign() {
            Some('[') => self.header(),
            Some('#') => {}
            _ if matches!(self.peek(), None | Some('\n' | '\r')) => {}
            _ => self.entry(),
        }
        !std::mem::take(&mut self.begins_anew) && self.end_of_line()
    }

    /// Blanks of a line; those that are not of ASCII are slips.
    fn blanks(&mut self) {
        let rest = self.rest();
        let blanks = &rest[..rest.len() - rest.trim_start_matches(is_gap).len()];
        if let Some(odd) = blanks.chars().find(|c| !c.is_ascii()) {
            self.slip(self.at, blanks.len(), " ", Mistake::blank(odd));
        }
        self.at += blanks.len();
    }

    /// A comment and the end of the line; anything else there is a slip. Whether it is another
    /// entry, which is still to be read.
    fn end_of_line(&mut self) -> bool {
        self.blanks();
        match self.peek() {
            Some('＃') => self.pass_sign('#'),
            None | Some('\n' | '\r' | '#') => {}
            Some(_) => {
                if self.another_entry() {
                    return true;
                }
                self.left_over();
            }
        }
        self.skip_line();
        false
    }

    /// `, date = …` behind a value belongs on a line of its own, and is read as one.
    fn another_entry(&mut self) -> bool {
        let line = self.rest_of_line();
        let entry = line.trim_start_matches(|c| sign(c) == Some(',') || is_gap(c));
        let key = entry.split(is_equals).next().unwrap_or_default();
        let is_entry = key.len() < entry.len() && is_bare_key(key.trim());
        let comma = line.len() - entry.len();
        if is_entry {
            self.slip(self.at, comma, "\n", Mistake::two_entries());
            self.pass(comma);
        }
        is_entry
    }

    /// What stands behind a value.
    fn left_over(&mut self) {
        let line = self.rest_of_line();
        let left = before_comment(line);
        let is_mark = |c: char| matches!(sign(c), Some(',' | ';' | '.' | ']' | '}')) || c == '。';
        let mistake = Mistake::left_over(left).certain(left.chars().all(is_mark));
        self.slip(self.at, left.len(), "", mistake);
        self.at += left.len();
    }
}

/// The part of a line before its comment, without blanks at the end.
fn before_comment(line: &str) -> &str {
    let comment = line.find(['#', '＃']).unwrap_or(line.len());
    line[..comment].trim_end_matches(is_gap)
}

fn is_equals(c: char) -> bool {
    sign(c) == Some('=')
}

/// Whether `c` is a blank, or nothing is seen of it.
fn is_gap(c: char) -> bool {
    is_blank(c) || is_unseen(c)
}

/// Text in half width, with one kind of hyphen, and without what nobody sees.
pub(super) fn narrow(text: &str) -> String {
    let seen = text.nfkc().filter(|c| !is_unseen(*c));
    seen.map(|c| if is_dash(c) { '-' } else { c }).collect()
}

/// Whether that is a key, or several with dots between, that need no quotes.
fn is_bare_key(key: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut parts = key.split('.').map(str::trim);
    parts.all(|part| !part.is_empty() && part.chars().all(plain))
}
