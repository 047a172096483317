//! Folding and the finder of terms, from outside: by tables, and for any text.

use annai::japanese::fold::fold;
use annai::japanese::terms::{Finder, Hit, HitKind, Term};
use proptest::prelude::*;

/// `cell` with `\n` and `\uXXXX`, `\UXXXXXXXX` resolved.
fn unescaped(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some((before, escaped)) = rest.split_once('\\') {
        text.push_str(before);
        let digits = match escaped.as_bytes().first() {
            Some(b'u') => 4,
            Some(b'U') => 8,
            _ => 0,
        };
        let code = u32::from_str_radix(&escaped[1..=digits], 16).unwrap_or(0x0A);
        text.push(char::from_u32(code).expect("an escaped character exists"));
        rest = &escaped[1 + digits..];
    }
    text + rest
}

#[test]
fn the_table_of_folds_holds() {
    let mut wrong = Vec::new();
    for line in include_str!("data/folds.tsv").lines() {
        let (input, folded) = line.split_once('\t').expect("a line has two columns");
        let seen = fold(&unescaped(input)).into_text();
        if seen != unescaped(folded) {
            wrong.push(format!("{input}\t{seen} instead of {folded}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One line of hits: `wrong:…` or `near:…`, parted by ` | `.
fn shown(hits: &[Hit], text: &str) -> String {
    let hit = |hit: &Hit| {
        let kind = match hit.kind {
            HitKind::Right => "right",
            HitKind::Wrong => "wrong",
            HitKind::Near => "near",
        };
        format!("{kind}:{}", &text[hit.span.clone()])
    };
    hits.iter().map(hit).collect::<Vec<_>>().join(" | ")
}

#[test]
fn the_table_of_terms_holds() {
    let mut failures = Vec::new();
    for line in include_str!("data/terms.tsv").lines() {
        let cells: Vec<String> = line.split('\t').map(unescaped).collect();
        let [terms, wrong, text, hits] = &cells[..] else {
            panic!("a line has four columns: {line}");
        };
        // What is not to be written belongs to the first term.
        let wrong: Vec<&str> = wrong.split('|').filter(|wrong| !wrong.is_empty()).collect();
        let mut terms: Vec<Term<'_>> = terms
            .split('|')
            .map(|spelling| Term {
                spelling,
                wrong: Vec::new(),
            })
            .collect();
        terms[0].wrong = wrong;
        let seen = shown(&misspelt(&terms, text), text);
        if seen != *hits {
            failures.push(format!("{line}\n  found {seen}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The places where a term is not spelt as it should be.
fn misspelt(terms: &[Term<'_>], text: &str) -> Vec<Hit> {
    let mut hits = Finder::new(terms).find(text);
    hits.retain(|hit| hit.kind != HitKind::Right);
    hits
}

#[test]
fn the_right_spelling_is_told_apart() {
    let terms = [Term {
        spelling: "専用申込フォーム",
        wrong: vec!["専用申請フォーム"],
    }];
    let kinds = |text: &str| {
        let hits = Finder::new(&terms).find(text);
        hits.iter().map(|hit| hit.kind).collect::<Vec<_>>()
    };
    assert_eq!(
        kinds("専用申込フォームと専用申請フォーム"),
        [HitKind::Right, HitKind::Wrong]
    );
}

#[test]
fn a_hit_says_which_term_and_where() {
    let terms = [
        Term {
            spelling: "受付期間",
            wrong: vec!["募集期間"],
        },
        Term {
            spelling: "専用申込フォーム",
            wrong: vec!["専用申請フォーム"],
        },
    ];
    let text = "募集期間に専用申込ﾌｫｰﾑから。";
    let hits = misspelt(&terms, text);
    let expected = [
        Hit {
            term: 0,
            span: 0..12,
            kind: HitKind::Wrong,
        },
        Hit {
            term: 1,
            span: 15..39,
            kind: HitKind::Near,
        },
    ];
    assert_eq!(hits, expected);
}

#[test]
fn every_character_folds_once_and_for_all() {
    // The planes between hold ideographs without decomposition, or nothing.
    let planes = [
        '\0'..='\u{1FFFF}',
        '\u{2F800}'..='\u{2FFFF}',
        '\u{E0000}'..='\u{E0FFF}',
    ];
    for c in planes.into_iter().flatten() {
        let once = fold(c.encode_utf8(&mut [0; 4])).into_text();
        let twice = fold(&once);
        assert_eq!(twice.text(), once, "U+{:04X}", c as u32);
    }
}

/// Text of what folding has rules for, and of anything else.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[申込みしもう問合い〆切締受付け々ゝゞー\\-～‐カかガﾊﾞﾟﾞ12１aAＢ 　、。\u{3099}\u{FFFC}]",
        2 => prop::sample::select(vec![
            "専用申込フォーム", "申し込み", "取引", "継続", "引き継", "割引", "ﾌｫｰﾑ", "Help Desk",
            "㋿", "㈫", "㌔", "問い合わせ", "フォーム", "もうしこみ", "\n\n", "葛\u{E0100}",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn to_fold_twice_is_to_fold_once(text in text()) {
        let once = fold(&text);
        let twice = fold(once.text());
        prop_assert_eq!(twice.text(), once.text());
    }

    #[test]
    fn the_map_ascends_and_keeps_to_characters(text in text()) {
        let folded = fold(&text);
        let mut before = 0..0;
        for (at, c) in folded.text().char_indices() {
            let source = folded.source(at..at + c.len_utf8());
            prop_assert!(!text[source.clone()].is_empty());
            prop_assert!(source.start >= before.start && source.end >= before.end);
            let up_to = folded.source(0..at + c.len_utf8());
            prop_assert_eq!(up_to.end, source.end);
            before = source;
        }
        prop_assert!(before.end <= text.len());
    }

    /// What a character comes from folds to it, if it is no part of something replaced.
    #[test]
    fn the_map_leads_to_where_a_character_comes_from(text in "[ぁ-んァ-ヶ一-三ｦ-ﾟａ-ｚA-Z、。 ]{0,24}") {
        let folded = fold(&text);
        for (at, c) in folded.text().char_indices() {
            let source = folded.source(at..at + c.len_utf8());
            let alone = fold(&text[source]).into_text();
            prop_assert_eq!(alone, c.to_string());
        }
    }

    #[test]
    fn hits_lie_apart_and_on_characters(text in text()) {
        let terms = [
            Term { spelling: "専用申込フォーム", wrong: vec!["申請", "a"] },
            Term { spelling: "申込", wrong: vec!["申し込み", "申込み"] },
            Term { spelling: "お問い合わせ", wrong: vec!["問合せ", "カ"] },
            Term { spelling: "Help Desk", wrong: vec![] },
            Term { spelling: "フォーム", wrong: vec!["ﾌｫｰﾑ", "", "\u{FFFC}"] },
        ];
        let mut end = 0;
        for hit in misspelt(&terms, &text) {
            prop_assert!(hit.span.start >= end && !hit.span.is_empty());
            let written = text.get(hit.span.clone());
            let is_text = written.is_some_and(|written| !written.contains('\u{FFFC}'));
            prop_assert!(is_text);
            prop_assert!(written != Some(terms[hit.term].spelling));
            end = hit.span.end;
        }
    }
}
