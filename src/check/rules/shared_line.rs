//! Words of one language in the header of another: the telephone number and the hours are said
//! once for all languages, and have Japanese words around their facts.

use super::{Check, Rule};
use crate::content::{Phrase, Piece};
use crate::diag::{Diagnostic, Place, code, text};
use crate::japanese;
use crate::language::Language;
use crate::site::Site;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: code::STALE_TRANSLATION,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let config = &site.config;
    let foreign = config.others.iter();
    for other in foreign.filter(|other| other.language != Language::Japanese) {
        let lines = [
            ("phone", &config.phone, &other.words.phone),
            ("hours", &config.hours, &other.words.hours),
        ];
        for (key, shared, own) in lines {
            let shared = shared.as_ref().filter(|_| own.is_none());
            if let Some((span, words)) = shared.and_then(japanese_words) {
                let place = Place::new(&config.source, span);
                diagnostics.push(finding(key, words, other.language, place));
            }
        }
    }
}

fn japanese_words(line: &Phrase) -> Option<(Span, &str)> {
    line.pieces.iter().find_map(|piece| match piece {
        Piece::Words(words) if words.text.contains(japanese::is_letter) => {
            Some((words.span, words.text.trim()))
        }
        Piece::Words(_) | Piece::Fact(_) => None,
    })
}

fn finding(key: &str, words: &str, language: Language, place: Place) -> Diagnostic {
    let tag = language.tag();
    let (japanese, english) = language.names();
    Diagnostic::new(
        code::STALE_TRANSLATION,
        place,
        text!(
            "「{words}」が、{japanese}のページにも日本語のまま出ます",
            "`{words}` is shown in Japanese on pages in {english} too"
        ),
    )
    .help(text!(
        "[languages.{tag}] に「{key} = \"…\"」の行を加えて、{japanese}での言い方を書いてください",
        "add a line `{key} = \"…\"` to `[languages.{tag}]` that says it in {english}"
    ))
}
