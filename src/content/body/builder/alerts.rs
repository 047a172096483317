//! Notes that stand out, under names and in forms of other programs: `:::note`, `> [!注意]`.

use super::Builder;
use super::frame::{Frame, Open};
use crate::content::body::AlertKind;
use crate::content::mask::Token;
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::near::{folded, near_misses};
use crate::source::Span;
use pulldown_cmark::Tag;
use std::ops::RangeInclusive;

/// What kind of alert other programs and Japanese offices mean by a name. The first two of each
/// are the name and what the page shows for it.
const NAMES: [(AlertKind, &[&str]); 5] = [
    (
        AlertKind::Note,
        &[
            "note",
            "メモ",
            "info",
            "information",
            "補足",
            "参考",
            "備考",
            "情報",
            "注記",
            "memo",
            "message",
        ],
    ),
    (
        AlertKind::Tip,
        &["tip", "ヒント", "hint", "コツ", "ポイント", "success"],
    ),
    (AlertKind::Important, &["important", "重要", "大切", "必読"]),
    (
        AlertKind::Warning,
        &[
            "warning",
            "注意",
            "注意事項",
            "ご注意",
            "warn",
            "attention",
            "alert",
        ],
    ),
    (
        AlertKind::Caution,
        &[
            "caution", "警告", "danger", "危険", "error", "禁止", "critical",
        ],
    ),
];

/// Shorter names are near to too much, and longer ones to nothing.
const GUESSED: RangeInclusive<usize> = 4..=20;

/// The kind of alert that a name means, and whether it is the name that the kind has here.
#[derive(Clone, Copy)]
struct Named {
    kind: AlertKind,
    is_own: bool,
}

impl Named {
    fn read(name: &str) -> Option<Self> {
        let name = folded(name.trim());
        let (kind, names) = NAMES
            .iter()
            .find(|(_, names)| names.contains(&name.as_str()))?;
        Some(Self {
            kind: *kind,
            is_own: names[..2].contains(&name.as_str()),
        })
    }

    /// As [`Self::read`], or what the name is near to.
    fn guess(name: &str) -> Option<Self> {
        if name.chars().nth(*GUESSED.end()).is_some() {
            return None;
        }
        Self::read(name).or_else(|| {
            let all = NAMES.iter().flat_map(|(_, names)| names.iter().copied());
            let near = near_misses(name, all);
            let found = Self::read(near.first()?)?;
            Some(Self {
                is_own: false,
                ..found
            })
        })
    }

    fn sign(self) -> String {
        format!("[!{}]", self.kind.name().to_ascii_uppercase())
    }
}

impl AlertKind {
    /// The kind that is meant by one of its names, here or in other programs.
    pub fn meant(name: &str) -> Option<Self> {
        Named::read(name).map(|named| named.kind)
    }
}

/// A `:::note` that is open.
pub(super) struct OpenAlert {
    named: Named,
    /// What stands behind the name.
    title: String,
    /// How many frames are open in it.
    depth: usize,
    /// Its finding.
    finding: usize,
    /// Its first line.
    span: Span,
    /// Whether there are further lines with `:::` in it.
    has_directives: bool,
}

/// The finding for a directive's name that is that of an alert elsewhere.
pub(super) struct AlertName {
    named: Named,
    title: String,
}

impl AlertName {
    /// Reads the name of a directive, and what stands behind it on its line.
    pub(super) fn read(name: &str, rest: &str) -> Option<Self> {
        let name = name.trim_matches(['{', '}']);
        let (name, title) = name.split_once('[').unwrap_or((name, rest));
        let title = title.trim().trim_end_matches(']').trim_start_matches('[');
        let of_title = Named::read(title).filter(|_| name == "message");
        Some(Self {
            title: if of_title.is_some() { "" } else { title }.to_owned(),
            named: of_title.or_else(|| Named::read(name))?,
        })
    }

    /// What a name is near to.
    pub(super) fn guess(name: &str, rest: &str) -> Option<Self> {
        let is_name = GUESSED.contains(&name.chars().take(*GUESSED.end() + 1).count());
        let named = is_name.then(|| Named::guess(name)).flatten()?;
        let title = rest.trim().to_owned();
        Some(Self { named, title })
    }

    pub(super) fn help(&self) -> Text {
        let sign = self.named.sign();
        text!(
            "目立たせる囲みは「> {sign}」の行で始め、続くどの行の先頭にも「> 」を付けてください。「:::」の行は消します",
            "begin with a line `> {sign}`, write `> ` at the beginning of each line below it, and take the lines with `:::` out"
        )
    }
}

impl Builder<'_> {
    /// The directive on top is an alert, of which the last finding tells.
    pub(super) fn open_alert(&mut self, name: AlertName, span: Span) {
        let AlertName { named, title } = name;
        self.alerts.push(OpenAlert {
            named,
            title,
            depth: self.frames.len(),
            finding: self.diagnostics.len().saturating_sub(1),
            span,
            has_directives: false,
        });
    }

    /// A line with `:::`, which ends the directive on top if it is one that ends.
    pub(super) fn fence_in_alert(&mut self, token: &Token, is_end: bool) {
        let depth = self.frames.len();
        while self.alerts.pop_if(|alert| alert.depth > depth).is_some() {}
        let Some(alert) = self.alerts.pop_if(|alert| is_end && alert.depth == depth) else {
            if let Some(alert) = self.alerts.last_mut() {
                alert.has_directives = true;
            }
            return;
        };
        if let Some(outer) = self.alerts.last_mut() {
            outer.has_directives = true;
        }
        self.mend_alert(&alert, token.span);
    }

    /// Proposes the quotation that takes the place of an alert which ends at `end`.
    fn mend_alert(&mut self, alert: &OpenAlert, end: Span) {
        let source = self.masked.source();
        let offset = self.masked.offset();
        let whole = Span::new(alert.span.start, end.end);
        let at = whole.shifted_back(offset);
        let (before, behind) = (&source[..at.start], &source[at.end..]);
        let inside = Span::new(alert.span.end, end.start).shifted_back(offset);
        let inside = inside.slice(source).trim_matches(['\n', '\r']);
        let is_at_margin = before.is_empty() || before.ends_with(['\n', '\r']);
        if alert.has_directives || !is_at_margin || inside.trim().is_empty() {
            return;
        }
        let mut text = String::new();
        // What stands right above would be in the quotation, or it in that.
        let above = before.trim_end_matches(['\n', '\r']);
        if !above.is_empty() && before[above.len()..].matches('\n').count() < 2 {
            text.push('\n');
        }
        text += &format!("> {}", alert.named.sign());
        if !alert.title.is_empty() {
            text += &format!("\n> **{}**\n>", alert.title);
        }
        text += &quoted(inside);
        let below = behind.split('\n').nth(1).unwrap_or_default();
        if !below.trim().is_empty() {
            text.push('\n');
        }
        let is_certain = alert.named.is_own && alert.title.is_empty();
        let place = Place::new(self.source, whole);
        let finding = &mut self.diagnostics[alert.finding];
        let mended = Diagnostic::new(finding.code, place, finding.message.clone());
        finding.fix = if is_certain {
            mended.replace_with(text).fix
        } else {
            mended.suggest(text).fix
        };
    }

    /// A quotation that is no alert begins at `span`; tells if it was meant as one.
    pub(super) fn quotation(&mut self, span: Span) {
        let text = self.masked.source_slice(span);
        let Some(marks) = text.strip_prefix('>') else {
            return;
        };
        let line = marks.split(['\n', '\r']).next().unwrap_or_default();
        let Some(sign) = Sign::read(line.trim_start()) else {
            return;
        };
        let start = span.start + 1 + line.len() - line.trim_start().len();
        let is_only = marks[line.len()..].trim().is_empty();
        let tail = sign.tail;
        let typed = Span::new(start, start + sign.typed.len());
        let Some(named) = Named::guess(sign.name) else {
            let finding = self.other_alert(sign.typed, typed);
            self.diagnostics.push(finding.help(kinds()));
            return;
        };
        let right = named.sign();
        let source = self.masked.source();
        let before = &source[..span.start - self.masked.offset()];
        let is_at_margin = before.is_empty() || before.ends_with(['\n', '\r']);
        let finding = self.other_alert(sign.typed, typed);
        let finding = finding.help(if tail.is_empty() {
            text!("「> {right}」と書いてください", "write `> {right}`")
        } else {
            text!(
                "「> {right}」とだけ書き、文は次の行に「> 」を付けて書いてください",
                "write `> {right}` alone, and the words in the next line behind `> `"
            )
        });
        let place = finding.place.clone();
        let end = start + line.trim_start().trim_end().len();
        let whole = Diagnostic {
            place: Place::new(self.source, Span::new(start, end)),
            ..finding
        };
        let replacement = if tail.is_empty() {
            right
        } else {
            format!("{right}\n> {tail}")
        };
        let is_certain = named.is_own && sign.is_clear && (!is_only || !tail.is_empty());
        let mended = if !is_at_margin && !tail.is_empty() {
            whole
        } else if is_certain {
            whole.replace_with(replacement)
        } else {
            whole.suggest(replacement)
        };
        self.diagnostics.push(Diagnostic { place, ..mended });
    }

    /// A paragraph that begins with the sign of an alert, and is no quotation.
    pub(super) fn paragraph_of_alert(&mut self, span: Span) {
        let text = self.masked.source_slice(span).trim_end();
        let Some(sign) = text
            .starts_with("[!")
            .then(|| Sign::read(text.split(['\n', '\r']).next().unwrap_or_default()))
            .flatten()
        else {
            return;
        };
        let Some(named) = Named::read(sign.name) else {
            return;
        };
        // That of a quotation is told with it.
        if matches!(self.top().open, Open::Tag(Tag::BlockQuote(_))) {
            return;
        }
        let is_plain = |frame: &Frame<'_>| matches!(frame.open, Open::Root | Open::Directive(_));
        let typed = Span::new(span.start, span.start + sign.typed.len());
        let right = named.sign();
        let finding = self.other_alert(sign.typed, typed).help(text!(
            "「> {right}」と書き、続くどの行の先頭にも「> 」を付けてください",
            "write `> {right}`, and `> ` at the beginning of each line below it"
        ));
        if !self.frames.iter().all(is_plain) {
            self.diagnostics.push(finding);
            return;
        }
        let place = finding.place.clone();
        let whole = Diagnostic {
            place: Place::new(self.source, Span::new(span.start, span.start + text.len())),
            ..finding
        };
        let behind = text[sign.typed.len()..].trim_start_matches([' ', '\t', '\n', '\r']);
        let mended = whole.suggest(format!("> {right}{}", quoted(behind)));
        self.diagnostics.push(Diagnostic { place, ..mended });
    }

    fn other_alert(&self, typed: &str, span: Span) -> Diagnostic {
        let message = text!(
            "囲みにならず、「{typed}」が文字のまま表示されます",
            "this is no note that stands out: visitors see `{typed}`"
        );
        Diagnostic::new(code::LOST_MARKUP, Place::new(self.source, span), message)
    }
}

/// Lines, each behind a line end and the mark of a quotation.
fn quoted(lines: &str) -> String {
    let mut quoted = String::new();
    for line in lines.lines().filter(|_| !lines.is_empty()) {
        quoted += if line.trim().is_empty() {
            "\n>"
        } else {
            "\n> "
        };
        quoted += line.trim_end();
    }
    quoted
}

fn kinds() -> Text {
    text!(
        "使えるのは「[!NOTE]」（メモ）、「[!TIP]」（ヒント）、「[!IMPORTANT]」（重要）、「[!WARNING]」（注意）、「[!CAUTION]」（警告）です",
        "it can be `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]`"
    )
}

/// `[!注意]` at the beginning of a quotation.
struct Sign<'a> {
    /// The brackets and what stands in them.
    typed: &'a str,
    name: &'a str,
    /// What stands behind them on the line.
    tail: &'a str,
    /// Whether it has the exclamation mark that tells it from words in brackets.
    is_clear: bool,
}

impl<'a> Sign<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let inside = line.strip_prefix(['[', '［'])?;
        let name = inside.trim_start().strip_prefix(['!', '！']);
        let end = inside.find([']', '］'])?;
        let closing = inside[end..].chars().next().map_or(1, char::len_utf8);
        let length = line.len() - inside.len() + end + closing;
        let tail = line[length..].trim();
        let is_clear = name.is_some();
        let name = name.unwrap_or(inside);
        let name = name[..name.find([']', '］'])?].trim();
        // Words in brackets may be the label of a link, or words.
        let is_meant = is_clear || tail.is_empty() && name.chars().all(|c| c.is_ascii_uppercase());
        let is_known = is_clear || Named::read(name).is_some_and(|named| named.is_own);
        let fits = is_meant && is_known && !name.is_empty() && !name.contains(['[', '(']);
        fits.then(|| Self {
            typed: &line[..length],
            name,
            // Some programs fold what is marked so.
            tail: tail.trim_start_matches(['-', '+']).trim(),
            is_clear,
        })
    }
}
