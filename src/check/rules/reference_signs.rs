//! The name of a fact between the signs of other programs: `{ renewal.end }`, `[[ renewal.end ]]`,
//! `${renewal.end}`. Visitors read the name, and not the day.

use super::{Check, Rule};
use crate::check::lexicon::{Entry, Lexicon};
use crate::check::writing::{Medium, Writing};
use crate::content::{OBJECT, Run};
use crate::diag::{Diagnostic, Place, Severity, code, text};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: code::LOST_MARKUP,
    check: Check::Writing(check),
};

/// What stands before and behind the name. Of those that begin alike the longer is first.
const SIGNS: [(&str, &str); 17] = [
    ("<%=", "%>"),
    ("<%", "%>"),
    ("<<", ">>"),
    ("＜＜", "＞＞"),
    ("≪", "≫"),
    ("[[", "]]"),
    ("［［", "］］"),
    ("[", "]"),
    ("［", "］"),
    ("{%", "%}"),
    ("{=", "=}"),
    ("${", "}"),
    ("#{", "}"),
    ("%{", "}"),
    ("{", "}"),
    ("｛", "｝"),
    ("【", "】"),
];

/// Signs that stand around words as well. A fact is meant only by a name that no word is.
const COMMON: [&str; 3] = ["[", "［", "【"];

/// More than any name with the name of a form, in bytes: signs that nothing closes take no longer.
const MAX_NAME_BYTES: usize = 120;

fn check(writing: &Writing<'_>, diagnostics: &mut Vec<Diagnostic>) {
    // A theme knows no facts.
    if writing.medium == Medium::Theme {
        return;
    }
    let runs = writing.runs.iter().filter(|run| !run.is_address);
    for run in runs {
        for signed in scan(&run.text) {
            diagnostics.extend(finding(writing, run, &signed));
        }
    }
}

/// The names in `text` that stand between signs.
pub(super) fn names_in(text: &str) -> impl Iterator<Item = &str> {
    scan(text).into_iter().map(|signed| signed.name)
}

/// A name between signs.
struct Signed<'a> {
    /// Where it stands in the run, signs included.
    span: Span,
    opening: &'static str,
    name: &'a str,
    /// The name of a form, if one is there.
    form: Option<&'a str>,
}

/// All that stands between signs in `text`.
fn scan(text: &str) -> Vec<Signed<'_>> {
    let mut found = Vec::new();
    let begins = ['{', '｛', '[', '［', '<', '＜', '≪', '$', '#', '%', '【'];
    let mut from = 0;
    while let Some(at) = text[from..].find(begins).map(|at| from + at) {
        let one = read(text, at);
        let width = text[at..].chars().next().map_or(1, char::len_utf8);
        from = one.as_ref().map_or(at + width, |one| one.span.end);
        found.extend(one);
    }
    found
}

fn read(text: &str, at: usize) -> Option<Signed<'_>> {
    let rest = &text[at..];
    let (opening, closing) = SIGNS
        .iter()
        .find(|(opening, _)| rest.starts_with(opening))?;
    let inside = &rest[opening.len()..];
    let mut reach = inside.len().min(MAX_NAME_BYTES);
    while !inside.is_char_boundary(reach) {
        reach -= 1;
    }
    let length = inside[..reach].find(closing)?;
    let inside = &inside[..length];
    if inside.contains(['\n', OBJECT, '{', '｛', '[', '［', '<', '＜']) {
        return None;
    }
    let end = at + opening.len() + length + closing.len();
    // Two braces are for facts, and have been read.
    let doubles = |text: &str| text.starts_with(['}', '｝']);
    if *closing == "}" && doubles(&text[end..]) || text[..at].ends_with(['{', '｛']) {
        return None;
    }
    let (name, form) = match inside.split_once(['|', '｜']) {
        Some((name, form)) => (name, Some(form.trim())),
        None => (inside, None),
    };
    Some(Signed {
        span: Span::new(at, end),
        opening,
        name: name.trim(),
        form: form.filter(|form| !form.is_empty()),
    })
}

fn finding(writing: &Writing<'_>, run: &Run<'_>, signed: &Signed<'_>) -> Option<Diagnostic> {
    let (entry, is_certain) = find(writing.lexicon, signed)?;
    let form = signed.form.map(|form| format!(" | {form}"));
    let name = &entry.name;
    let right = format!("{{{{ {name}{} }}}}", form.unwrap_or_default());
    let typed = signed.span.slice(&run.text);
    let place = run.place(signed.span);
    let mut diagnostic = Diagnostic::new(
        code::LOST_MARKUP,
        Place::new(writing.source, place),
        text!(
            "「{typed}」は登録した値にならず、文字のまま表示されます",
            "no fact is filled in here: visitors see `{typed}`"
        ),
    )
    .help(text!("「{right}」と書いてください", "write `{right}`"));
    diagnostic.severity = if is_certain {
        Severity::Error
    } else {
        Severity::Warning
    };
    let is_whole = run.replaceable(signed.span) == Some(place);
    Some(match (is_whole, is_certain) {
        (true, true) => diagnostic.replace_with(right),
        (true, false) => diagnostic.suggest(right),
        (false, _) => diagnostic,
    })
}

/// The fact that a name means, and whether there is no doubt about it.
fn find<'a>(lexicon: &'a Lexicon, signed: &Signed<'_>) -> Option<(&'a Entry, bool)> {
    let name = signed.name.replace('．', ".");
    let is_key = name.contains(['.', '_']);
    if name.is_empty() || COMMON.contains(&signed.opening) && !is_key {
        return None;
    }
    if let Some(entry) = lexicon.called(&name) {
        return Some((entry, is_key && entry.name == name));
    }
    // A word that is like a name is a word.
    if !is_key || COMMON.contains(&signed.opening) {
        return None;
    }
    Some((lexicon.near(&name)?, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_between_the_signs_of_other_programs() {
        for text in [
            "{ a.end }",
            "{a.end}",
            "｛ a.end ｝",
            "[[ a.end ]]",
            "［［a.end］］",
            "{% a.end %}",
            "${a.end}",
            "#{a.end}",
            "<<a.end>>",
            "＜＜a.end＞＞",
            "<%= a.end %>",
            "{ a.end | short }",
        ] {
            assert!(names_in(text).eq(["a.end"]), "{text}");
        }
        assert_eq!(scan("{ a.end｜short }")[0].form, Some("short"));
    }

    #[test]
    fn what_is_read_already_is_left_alone() {
        for text in [
            "{{ a.end }}",
            "{{{ a.end }}}",
            "{ \u{FFFC} }",
            "{ a.end",
            "{\na.end }",
        ] {
            assert_eq!(names_in(text).count(), 0, "{text}");
        }
        assert!(scan(&"[[".repeat(50_000)).is_empty());
    }
}
