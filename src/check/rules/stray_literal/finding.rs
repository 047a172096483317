//! The findings: what stands there, what it should be, what to type instead.

use super::difference::apart;
use super::{Copy, Judge};
use crate::calendar::{Date, format};
use crate::check::lexicon::{Entry, Share};
use crate::check::writing::{Medium, Writing};
use crate::content::Run;
use crate::diag::{Applicability, Diagnostic, Fix, Place, Text, code, text};
use crate::facts::{Difference, Form};
use crate::language::Language;
use crate::literal::{self, Flaw, RangeEnd};
use crate::source::Span;
use std::cmp::Reverse;
use std::fmt::Display;

impl Judge<'_> {
    /// What says the same as a fact and does not follow it; the facts that it may be, the most
    /// likely first. Where several are as likely, all are named and nothing is chosen.
    pub(super) fn copy(&self, copies: &[Copy<'_>]) -> Option<Diagnostic> {
        let best = *copies.first()?;
        let rivals = copies.iter().filter(|one| one.score >= best.score);
        let rivals: Vec<Copy<'_>> = rivals.copied().collect();
        let (span, form) = self.printed_at(best);
        let entry = best.entry;
        let typed = span.slice(&self.run.text);
        if let [_, _, ..] = rivals[..] {
            let names: Vec<&str> = rivals.iter().map(|one| one.entry.name.as_str()).collect();
            let references: Vec<String> = rivals
                .iter()
                .map(|one| one.entry.reference(self.printed_at(*one).1))
                .collect();
            let message = repeats_several(typed, &names);
            return Some(self.finding(span, message).help(which_of(&references)));
        }
        let diagnostic = self.finding(span, repeats(typed, entry));
        let reference = entry.reference(form);
        let says_more = match entry.share {
            Share::All => false,
            Share::Several => entry.in_form(form) != Some(typed),
            Share::Part => true,
        };
        if says_more {
            return Some(diagnostic.help(self.remedy(text!(
                "「{reference}」は、この時間を含む全体を表示します。それで足りるように文を書きかえてください。この部分だけを書くときは、前の行に「<!-- allow: stray-literal 理由 -->」と書きます",
                "`{reference}` says all the hours, these among them: write the sentence around it; to say only these, put `<!-- allow: stray-literal reason -->` on the line before"
            ))));
        }
        if self.run.needs_space_before(span) {
            return Some(diagnostic.help(self.remedy(with_space(&reference))));
        }
        let diagnostic = diagnostic.help(self.remedy(text!(
            "事実が変わったときに食いちがわないように、「{reference}」と書いてください",
            "write `{reference}`, which follows the fact"
        )));
        if self.leaves_its_unit_to_another(span) {
            return Some(diagnostic);
        }
        // Who left out the prefecture may have meant to.
        let applicability = if best.is_whole {
            Applicability::Mechanical
        } else {
            Applicability::Guess
        };
        Some(self.with_fix(diagnostic, span, reference, applicability))
    }

    /// What is close to a fact but is not it.
    pub(super) fn conflict(&self, span: Span, entry: &Entry, difference: Difference) -> Diagnostic {
        let typed = span.slice(&self.run.text);
        let (called, name, value) = (&entry.called, &entry.name, entry.value());
        let apart = apart(difference);
        let (japanese, english) = (apart.japanese, apart.english);
        let reference = entry.reference(Form::Default);
        self.finding(
            span,
            text!(
                "「{typed}」は、{called}（{name}）の値「{value}」と{japanese}",
                "`{typed}` is {english} the fact `{name}`, `{value}`"
            ),
        )
        .help(self.remedy(text!(
            "同じもののことなら「{reference}」と書いてください。別のもののことなら、前の行に「<!-- allow: stray-literal 理由 -->」と書きます",
            "if that is what is meant, write `{reference}`; if not, say so on the line before: `<!-- allow: stray-literal reason -->`"
        )))
    }

    /// A day with the day of the week of another.
    pub(super) fn weekday(&self, day: Date, copy: Option<&Copy<'_>>) -> Diagnostic {
        let span = self.literal().span;
        let typed = span.slice(&self.run.text);
        let iso = format::iso(day);
        let name = |language| format::weekday_name(day.weekday(), language);
        let (long, japanese) = (
            format::long(day, Language::Japanese),
            name(Language::Japanese),
        );
        let english = name(Language::English);
        let diagnostic = self.finding(
            span,
            text!(
                "「{typed}」の曜日がちがいます。{long}は{japanese}です",
                "`{typed}`: {iso} is a {english}"
            ),
        );
        match copy {
            Some(copy) => {
                let reference = copy.entry.reference(copy.form);
                let diagnostic = diagnostic.help(self.remedy(text!(
                    "「{reference}」と書けば、日付も曜日も自動で合います",
                    "write `{reference}`, and both are always right"
                )));
                // Which of the two was meant is not for a program to say.
                self.with_fix(diagnostic, span, reference, Applicability::Guess)
            }
            None => diagnostic.help(text!(
                "日付か曜日の、まちがっているほうを直してください",
                "correct the day or the day of the week"
            )),
        }
    }

    /// What cannot be what it seems.
    pub(super) fn flawed(&self, flaw: Flaw) -> Diagnostic {
        let span = self.literal().span;
        let typed = span.slice(&self.run.text);
        match flaw {
            Flaw::Impossible => self
                .finding(
                    span,
                    text!(
                        "「{typed}」という日はありません",
                        "there is no day `{typed}`"
                    ),
                )
                .help(text!("日付を確かめてください", "look the day up")),
            Flaw::YearsDiffer => self
                .finding(
                    span,
                    text!(
                        "「{typed}」の西暦と元号の年が合いません",
                        "`{typed}`: the year of the era is another year"
                    ),
                )
                .help(text!(
                    "どちらかの年を直してください",
                    "correct one of the two years"
                )),
        }
    }

    /// What no fact states.
    pub(super) fn unknown(&self) -> Diagnostic {
        let span = self.literal().span;
        let typed = span.slice(&self.run.text);
        let place = Place::new(self.writing.source, self.run.place(span));
        Diagnostic::new(
            code::UNKNOWN_LITERAL,
            place,
            text!(
                "「{typed}」は、site.toml の [facts] に登録されていません",
                "no fact states `{typed}`"
            ),
        )
        .help(text!(
            "ほかでも使う値なら、site.toml の [facts] に加えて「{{{{ … }}}}」で書いてください。ここだけの値なら、前の行に「<!-- allow: unknown-literal 理由 -->」と書きます",
            "if it stands elsewhere too, state it in `[facts]` of site.toml and refer to it; if not, say so on the line before: `<!-- allow: unknown-literal reason -->`"
        ))
    }

    /// Whether `span` is the first end of a range that is read with the unit of the last: the 3
    /// of 3～5営業日, the 4月9 of 4月9～12日. Without it the last would say something else.
    fn leaves_its_unit_to_another(&self, span: Span) -> bool {
        let literal = self.literal();
        literal.range == Some(RangeEnd::Start)
            && span == literal.span
            && literal::read(span.slice(&self.run.text)).is_empty()
    }

    /// The longest form of the fact that stands there as it would be printed, and how far it
    /// goes; else the form that says as much as what was typed.
    fn printed_at(&self, copy: Copy<'_>) -> (Span, Form) {
        let span = copy.span;
        let text = &self.run.text[span.start..];
        let length = span.end - span.start;
        let longest = copy
            .entry
            .printed
            .iter()
            .filter(|(_, printed)| printed.len() >= length && text.starts_with(printed.as_str()))
            // Of two that say the same the simpler one.
            .max_by_key(|(form, printed)| (printed.len(), Reverse(*form)));
        match longest {
            Some((form, printed)) => (Span::new(span.start, span.start + printed.len()), *form),
            None => (span, copy.form),
        }
    }

    fn finding(&self, span: Span, message: Text) -> Diagnostic {
        let place = Place::new(self.writing.source, self.run.place(span));
        Diagnostic::new(code::STRAY_LITERAL, place, message)
    }

    /// What to do: a theme cannot refer to facts.
    fn remedy(&self, remedy: Text) -> Text {
        match self.writing.medium {
            Medium::Content => remedy,
            Medium::Theme => text!(
                "テーマには値を書けません。content/ の文章か、site.toml の [site] に書いてください",
                "a theme cannot hold values: put it into a page, or into `[site]` of site.toml"
            ),
        }
    }

    fn with_fix(
        &self,
        diagnostic: Diagnostic,
        span: Span,
        replacement: String,
        applicability: Applicability,
    ) -> Diagnostic {
        let fix = fix(self.writing, self.run, span, replacement, applicability);
        Diagnostic { fix, ..diagnostic }
    }
}

/// Puts a reference in the place of a part of a run, where one can stand there.
pub(super) fn fix(
    writing: &Writing<'_>,
    run: &Run<'_>,
    span: Span,
    replacement: String,
    applicability: Applicability,
) -> Option<Fix> {
    let can_refer = writing.medium == Medium::Content;
    let place = run.replaceable(span).filter(|_| can_refer)?;
    Some(Fix {
        place: Place::new(writing.source, place),
        replacement,
        applicability,
    })
}

/// A literal that says what a fact says.
pub(super) fn repeats(typed: &str, entry: &Entry) -> Text {
    let (called, name) = (&entry.called, &entry.name);
    // A name is its own value.
    if called.trim_matches(['「', '」']) == typed {
        return text!(
            "「{typed}」は、site.toml に登録されている名前（{name}）です",
            "`{typed}` repeats the fact `{name}`"
        );
    }
    text!(
        "「{typed}」は、{called}（{name}）の値です",
        "`{typed}` repeats the fact `{name}`"
    )
}

/// A literal that says what each of these facts says.
pub(super) fn repeats_several(typed: &str, names: &[&str]) -> Text {
    let (japanese, english) = (names.join("・"), names.join("` and `"));
    text!(
        "「{typed}」は、site.toml の {japanese} の値です",
        "`{typed}` repeats the facts `{english}`"
    )
}

/// To write a reference behind a sign that would make something else of its braces.
pub(super) fn with_space(reference: &str) -> Text {
    text!(
        "すぐ前の記号とのあいだに半角の空白を入れて、「 {reference}」と書いてください",
        "write ` {reference}`, with a space between it and the sign before it"
    )
}

/// To write one of these.
pub(super) fn which_of<T: Display>(references: &[T]) -> Text {
    let japanese: Vec<String> = references.iter().map(|one| format!("「{one}」")).collect();
    let english: Vec<String> = references.iter().map(|one| format!("`{one}`")).collect();
    let (japanese, english) = (japanese.join("か"), english.join(" or "));
    text!(
        "意味の合うものを選んで、{japanese}と書いてください",
        "write the one that is meant: {english}"
    )
}
