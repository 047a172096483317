//! What follows from another mistake is not told as a second one.

use crate::diag::{Code, Diagnostic, Severity, code, text};
use crate::snapshot::Snapshot;
use crate::source::SourceId;
use std::collections::{BTreeMap, BTreeSet};

/// How many places beside the first a finding shows.
const MAX_PLACES_SHOWN: usize = 5;

/// Mistakes that keep a page from saying what facts it speaks of.
const HIDES_A_PAGE: [Code; 8] = [
    code::BAD_ENCODING,
    code::DUPLICATE_URL,
    code::MISSING_FILE,
    code::SYNTAX,
    code::TOO_LARGE,
    code::UNKNOWN_LANGUAGE,
    code::UNPORTABLE_NAME,
    code::UNREADABLE_FILE,
];

/// Takes out of all that was found what follows from other findings.
pub fn without_consequences(diagnostics: &mut Vec<Diagnostic>, snapshot: &Snapshot) {
    without_links_home(diagnostics);
    without_uses_of_lost_pages(diagnostics, snapshot);
    without_files_of_wrong_pages(diagnostics, snapshot);
}

/// What leads to a home page that is not there.
fn without_links_home(diagnostics: &mut Vec<Diagnostic>) {
    let missing = diagnostics
        .iter()
        .filter(|one| one.code == code::MISSING_FILE);
    let missing = missing.map(|one| one.place.source.as_str());
    let missing: BTreeSet<String> = missing
        .filter_map(|path| path.strip_suffix("/index.md"))
        .map(str::to_owned)
        .collect();
    diagnostics.retain(|one| {
        let cause = one
            .cause
            .as_deref()
            .filter(|_| one.code == code::BROKEN_LINK);
        !cause.is_some_and(|cause| missing.contains(cause))
    });
}

/// Facts that a page uses which is not read, or perhaps the home page that is not there.
fn without_uses_of_lost_pages(diagnostics: &mut Vec<Diagnostic>, snapshot: &Snapshot) {
    let is_unused = |one: &Diagnostic| one.code == code::UNUSED_FACT;
    if !diagnostics.iter().any(is_unused) {
        return;
    }
    let hides = |one: &&Diagnostic| {
        let is_page = one.place.source.as_str().ends_with(".md");
        is_page && one.is_error() && HIDES_A_PAGE.contains(&one.code)
    };
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut is_all_lost = false;
    for one in diagnostics.iter().filter(hides) {
        match snapshot.get(one.place.source.as_str()) {
            Some(source) => names.extend(referred(&String::from_utf8_lossy(source.bytes()))),
            // There is nothing to look at, and it may have said everything.
            None => is_all_lost |= one.code == code::MISSING_FILE,
        }
    }
    diagnostics.retain(|one| {
        // The message calls it by its label and by its key.
        let is_named = |name: &String| {
            let message = &one.message.japanese;
            message.contains(&format!("「{name}」")) || message.contains(&format!("（{name}）"))
        };
        !is_unused(one) || !is_all_lost && !names.iter().any(is_named)
    });
}

/// The names of the facts that a text refers to.
fn referred(text: &str) -> impl Iterator<Item = String> {
    let references = text.split("{{").skip(1);
    references.filter_map(|reference| {
        let name = reference.split(['}', '|', '.', '\n']).next()?.trim();
        (!name.is_empty()).then(|| name.to_owned())
    })
}

/// A file that no page leads to is no mistake by itself where a page names it and has an error,
/// such as a link that is none.
fn without_files_of_wrong_pages(diagnostics: &mut Vec<Diagnostic>, snapshot: &Snapshot) {
    let is_unlinked = |one: &Diagnostic| one.code == code::UNLINKED_FILE;
    if !diagnostics.iter().any(is_unlinked) {
        return;
    }
    let mut wrong: Vec<_> = diagnostics
        .iter()
        .filter(|one| one.is_error() && one.place.source.as_str().ends_with(".md"))
        .filter_map(|one| snapshot.get(one.place.source.as_str()))
        .collect();
    wrong.dedup_by_key(|source| source.id().clone());
    let texts: Vec<_> = wrong
        .iter()
        .map(|source| String::from_utf8_lossy(source.bytes()))
        .collect();
    diagnostics.retain(|one| {
        let path = one.place.source.as_str();
        let name = path.rsplit('/').next().unwrap_or_default();
        !(is_unlinked(one) && texts.iter().any(|text| text.contains(name)))
    });
}

/// Takes out of what is left after all that is allowed what follows from it: a translation whose
/// original is gone has lost what it took from that.
pub fn without_keys_of_lost_originals(found: &mut Vec<Diagnostic>) {
    let is_of = |one: &Diagnostic, code| one.code == code;
    let sources = |code: Code| -> BTreeSet<SourceId> {
        let of_code = found.iter().filter(|one| is_of(one, code));
        of_code.map(|one| one.place.source.clone()).collect()
    };
    let lone = sources(code::LONE_TRANSLATION);
    let incomplete = sources(code::MISSING_KEY);
    found.retain(|one| !is_of(one, code::MISSING_KEY) || !lone.contains(&one.place.source));
    for one in found
        .iter_mut()
        .filter(|one| is_of(one, code::LONE_TRANSLATION))
    {
        if incomplete.contains(&one.place.source) {
            one.severity = Severity::Error;
        }
    }
}

/// Findings of one code with one cause as one: at the first place, which is that of the site's own
/// file where it has one, with the others beside it. What is allowed is no longer among them.
pub fn merged(found: Vec<Diagnostic>, config: &SourceId) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, one) in found.iter().enumerate() {
        if let Some(cause) = &one.cause {
            let group = groups.entry((one.code.name(), cause)).or_default();
            group.push(at);
        }
    }
    let mut others: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let mut in_config = group
            .iter()
            .filter(|at| found[**at].place.source == *config);
        let first = *in_config.next().unwrap_or(&group[0]);
        others.insert(first, group.into_iter().filter(|at| *at != first).collect());
    }
    if others.is_empty() {
        return found;
    }
    let places: Vec<_> = found.iter().map(|one| one.place.clone()).collect();
    let told_elsewhere: BTreeSet<usize> = others.values().flatten().copied().collect();
    let kept = found.into_iter().enumerate();
    let kept = kept.filter(|(at, _)| !told_elsewhere.contains(at));
    kept.map(|(at, one)| {
        let others = others.get(&at).into_iter().flatten();
        others.take(MAX_PLACES_SHOWN).fold(one, |one, other| {
            one.label(
                places[*other].clone(),
                text!("ここからもリンクしています", "this leads there too"),
            )
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::build::{Options, build};
    use crate::calendar::{AsOf, parse_iso};
    use crate::diag::Diagnostic;
    use crate::memo::Cache;
    use crate::snapshot::Snapshot;
    use crate::source::{Source, SourceId};
    use std::sync::Arc;

    fn found(files: &[(&str, &str)]) -> Vec<Diagnostic> {
        let source = |&(path, text): &(&str, &str)| {
            let text: Arc<[u8]> = Arc::from(text.as_bytes());
            Arc::new(Source::new(SourceId::new(path), text))
        };
        let snapshot = Snapshot::new(files.iter().map(source), Vec::new());
        let day = AsOf::new(parse_iso("2024-03-15").unwrap());
        build(&snapshot, &Options::new(day), &mut Cache::default()).diagnostics
    }

    /// Each finding as its code, its place and those beside it.
    fn places(found: &[Diagnostic]) -> Vec<String> {
        let place = |place: &crate::diag::Place| format!("{}:{}", place.source, place.span.start);
        let all = found.iter().map(|one| {
            let beside = one.labels.iter().map(|label| place(&label.place));
            let beside: Vec<String> = beside.collect();
            format!("{} {} [{}]", one.code, place(&one.place), beside.join(" "))
        });
        all.collect()
    }

    #[test]
    fn a_page_that_is_gone_is_told_once_with_all_that_leads_there() {
        let menu = "[site]\ntitle = \"a\"\n[[navigation]]\nlabel = \"b\"\nlink = \"b/index.md\"\n";
        let home = "+++\ntitle = \"a\"\n+++\n\n[b](b/index.md) [c](b/c.md)\n\n<!-- allow: broken-link x -->\n[d](b/d.md)\n";
        let files = [("site.toml", menu), ("content/index.md", home)];
        assert_eq!(
            places(&found(&files)),
            ["broken-link site.toml:53 [content/index.md:25 content/index.md:41]"]
        );
    }

    #[test]
    fn a_draft_is_told_once_with_all_that_leads_there() {
        let files = [
            ("site.toml", "[site]\ntitle = \"a\"\n"),
            (
                "content/index.md",
                "+++\ntitle = \"a\"\n+++\n\n[b](b.md) [b](b.md)\n",
            ),
            (
                "content/b.md",
                "+++\ntitle = \"b\"\ndraft = true\n+++\n\nb\n",
            ),
        ];
        assert_eq!(
            places(&found(&files)),
            ["broken-link content/index.md:25 [content/index.md:35]"]
        );
    }

    #[test]
    fn a_wrong_name_is_told_with_the_links_to_write_otherwise() {
        let files = [
            ("site.toml", "[site]\ntitle = \"a\"\n"),
            (
                "content/index.md",
                "+++\ntitle = \"a\"\n+++\n\n[b](<f/My Form.pdf>)\n",
            ),
            ("content/f/My Form.pdf", "x"),
        ];
        let found = found(&files);
        assert_eq!(
            places(&found),
            ["unportable-name content/f/My Form.pdf:0 [content/index.md:26]"]
        );
        let label = &found[0].labels[0].text;
        assert!(
            label.japanese.contains("「f/my-form.pdf」と書きます"),
            "{label:?}"
        );
    }

    #[test]
    fn a_translation_without_original_lacks_nothing_else() {
        let files = [
            (
                "site.toml",
                "[site]\ntitle = \"a\"\n[languages.en]\ntitle = \"a\"\n",
            ),
            (
                "content/index.md",
                "+++\ntitle = \"a\"\n+++\n\n[b](b/index.md)\n",
            ),
            (
                "content/index.en.md",
                "+++\ntitle = \"a\"\n+++\n\n[b](b/index.md)\n",
            ),
            (
                "content/b/index.md",
                "+++\ntitle = \"b\"\nchildren = \"faq\"\n+++\n\nb\n",
            ),
            ("content/b/index.en.md", "+++\ntitle = \"b\"\n+++\n\nb\n"),
            ("content/b/c.en.md", "+++\nquestion = \"c?\"\n+++\n\nc\n"),
        ];
        let found = found(&files);
        assert_eq!(places(&found), ["lone-translation content/b/c.en.md:4 []"]);
        // Without a category it could not be published.
        assert!(found[0].is_error());
    }
}
