//! What can be found: a page or a question, with its terms and what a result shows of it.

use super::term::{Term, Weight, Word};
use crate::content::body::{Body, Element, Inline, Seen, plain_text};
use crate::content::{Form, OBJECT, PageKind, Run};
use crate::facts::Meaning;
use crate::hash::Hash;
use crate::japanese::fold::{Folded, fold};
use crate::literal::{self, Value};
use crate::site::{Line, LinePart, Page, Printed, Site};

/// A page or a question.
#[derive(Debug)]
pub(super) struct Unit {
    /// What it was made from.
    pub(super) key: Key,
    /// Its terms with their weights: `term << 2 | weight`, ascending, each term once.
    pub(super) terms: Vec<u64>,
    /// Its address without the first `/`.
    pub(super) address: String,
    /// Its title.
    pub(super) title: String,
    /// Where it stands: the title of its section.
    pub(super) section: String,
    /// What it says on every day.
    pub(super) text: String,
}

/// The texts that results quote from are cut after so many bytes: enough for some screens.
const LONGEST: usize = 12_000;

/// So many times is again and again.
const OFTEN: usize = 3;

/// All that a unit is made from, as hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    page: Hash,
    section: Option<Hash>,
}

impl Key {
    pub(super) fn of(site: &Site, page: &Page) -> Self {
        Self {
            page: page.fingerprint.whole,
            section: section(site, page).map(|section| section.fingerprint.card),
        }
    }
}

/// The section that a page stands in, unless that is the whole site.
fn section<'a>(site: &'a Site, page: &Page) -> Option<&'a Page> {
    let section = page.parent.map(|parent| site.page(parent));
    section.filter(|section| section.parent.is_some())
}

impl Unit {
    pub(super) fn of(site: &Site, page: &Page, key: Key) -> Self {
        let mut terms = Terms::default();
        // The title of news says what was told on a day, which pages may say for good.
        let title = match page.kind {
            PageKind::Announcement => Weight::Heading,
            _ => Weight::Title,
        };
        terms.line(&page.title, title);
        let front = &page.document.front;
        let headings = [&page.description, &page.category].into_iter().flatten();
        let keywords = front.keywords.iter().map(|keyword| &keyword.value);
        for heading in headings.chain(keywords) {
            terms.text(heading, Weight::Heading);
            terms.written_days(heading, Weight::Heading);
        }
        if let Some(date) = front.date {
            terms.dates(Term::of_date(date), Weight::Text);
        }
        terms.readings(&page.document.body);
        let mut text = String::new();
        let form = front.form.iter().flat_map(Form::phrases);
        let body = page.document.body_runs().into_iter();
        let body = body.filter(|run| !run.is_address);
        for run in body.chain(form.map(Run::of_phrase)) {
            let weight = if run.is_heading {
                Weight::Heading
            } else {
                Weight::Text
            };
            let words = terms.run(page, &run, weight);
            // What is true on some days only is found, but a result may not promise it.
            let is_quoted = !run.is_passing && !words.starts_with("tel:");
            if is_quoted && text.len() + words.len() <= LONGEST {
                text.push_str(&words);
                text.push('\n');
            }
        }
        Self {
            key,
            terms: terms.sorted(),
            address: page.url.encoded()[1..].to_owned(),
            title: page.title.text(),
            section: section(site, page).map_or_else(String::new, |page| page.title.text()),
            text,
        }
    }
}

/// Terms as they are met.
#[derive(Default)]
struct Terms(Vec<u64>);

impl Terms {
    fn add(&mut self, term: Term, weight: Weight) {
        self.0.push(term.bits() << 2 | weight as u64);
    }

    fn dates(&mut self, terms: impl IntoIterator<Item = Term>, weight: Weight) {
        for term in terms {
            self.add(term, weight);
        }
    }

    /// The terms of a text that is read in one go. Signs that a telephone number may be written
    /// with do not count, and pairs of Latin letters say nothing: their words do.
    fn text(&mut self, text: &str, weight: Weight) {
        let folded = fold(text);
        self.words(text, &folded, weight);
        let mut before = None;
        for c in folded.text().chars().filter(|c| *c != '-') {
            if c == OBJECT {
                before = None;
                continue;
            }
            let is_letter = |c: char| c.is_ascii_lowercase();
            if let Some(before) = before.filter(|before| !(is_letter(*before) && is_letter(c))) {
                self.add(Term::pair(before, c), weight);
            }
            if weight >= Weight::Heading && !is_letter(c) {
                self.add(Term::single(c), weight);
            }
            before = Some(c);
        }
    }

    /// The words in Latin letters. Of those that only signs part, `e-mail`, the whole is one too.
    fn words(&mut self, text: &str, folded: &Folded, weight: Weight) {
        let (mut word, mut whole, mut parts) = (Word::default(), Word::default(), 0);
        let mut end = 0;
        let letters = folded.text().char_indices();
        let letters = letters.filter(|(_, c)| c.is_ascii_lowercase() || *c == OBJECT);
        for (at, c) in letters {
            let source = folded.source(at..at + c.len_utf8());
            // A sign of several letters, like ℡, is where all of them come from.
            let between = text.get(end..source.start).unwrap_or_default();
            end = source.end;
            if !between.is_empty() || c == OBJECT {
                parts += usize::from(self.word(&mut word, weight));
                if c == OBJECT
                    || between
                        .chars()
                        .any(|c| c.is_whitespace() || c.is_alphanumeric())
                {
                    self.whole(&mut whole, &mut parts, weight);
                }
            }
            if c != OBJECT {
                word.push(c);
                whole.push(c);
            }
        }
        parts += usize::from(self.word(&mut word, weight));
        self.whole(&mut whole, &mut parts, weight);
    }

    fn word(&mut self, word: &mut Word, weight: Weight) -> bool {
        let word = std::mem::take(word);
        if !word.is_empty() {
            self.add(Term::word(word), weight);
        }
        !word.is_empty()
    }

    fn whole(&mut self, whole: &mut Word, parts: &mut usize, weight: Weight) {
        let whole = std::mem::take(whole);
        if std::mem::take(parts) > 1 {
            self.add(Term::word(whole), weight);
        }
    }

    /// The readings of ruby: whoever cannot write a word looks for what it sounds like.
    fn readings(&mut self, body: &Body) {
        body.visit(&mut |seen| {
            let Seen::Inline(Inline::Element(Element::Ruby, content)) = seen else {
                return;
            };
            let mut reading = String::new();
            for inline in content {
                if let Inline::Element(Element::Rt, words) = inline {
                    reading += &plain_text(words, &mut |_| String::new());
                }
            }
            self.text(&reading, Weight::Text);
        });
    }

    /// The days that somebody has written into a text.
    fn written_days(&mut self, text: &str, weight: Weight) {
        if text.contains(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９' | '月')) {
            for literal in literal::read(text) {
                if let Value::Date(day) = literal.value {
                    self.dates(Term::of_day(day), weight);
                }
            }
        }
    }

    fn line(&mut self, line: &Line, weight: Weight) {
        for part in &line.parts {
            match part {
                LinePart::Fact(printed) => self.fact(printed, weight),
                LinePart::Words(words) => self.written_days(words, weight),
            }
        }
        self.text(&line.text(), weight);
    }

    /// A fact in any form is found by the day that it names.
    fn fact(&mut self, printed: &Printed, weight: Weight) {
        for part in &printed.parts {
            if let Meaning::Date(point) = part.meaning {
                self.dates(Term::of_date(point.date), weight);
            }
        }
    }

    /// A run of text with the facts in it; returns its words.
    fn run(&mut self, page: &Page, run: &Run<'_>, weight: Weight) -> String {
        let mut words = String::with_capacity(run.text.len());
        let mut done = 0;
        for (at, reference) in &run.references {
            words.push_str(&run.text[done..*at]);
            done = at + OBJECT.len_utf8();
            if let Some(printed) = page.fact(reference.span) {
                self.fact(printed, weight);
                words.push_str(&printed.text());
            }
        }
        words.push_str(&run.text[done..]);
        self.text(&words, weight);
        self.written_days(&run.text, weight);
        words.replace([OBJECT, '\n'], " ")
    }

    /// Each term once, with its largest weight.
    fn sorted(mut self) -> Vec<u64> {
        self.0.sort_unstable();
        let mut terms: Vec<u64> = Vec::with_capacity(self.0.len() / 2);
        for same in self.0.chunk_by(|a, b| a >> 2 == b >> 2) {
            let &largest = same.last().expect("a chunk is not empty");
            let often = Weight::Often as u64;
            let is_text = largest & 3 == Weight::Text as u64;
            terms.push(if is_text && same.len() >= OFTEN {
                largest | often
            } else {
                largest
            });
        }
        terms
    }
}
