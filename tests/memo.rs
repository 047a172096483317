//! The law of the memo: a build with any cache equals a build with an empty one.

#![expect(clippy::unwrap_used, reason = "a failure is a failed test")]

use annai::build::{Build, Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use proptest::prelude::*;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

type Files = BTreeMap<&'static str, String>;

const CONFIG: &str = r#"
[site]
title = "窓口"
base_url = "https://example.jp"
phone = "{{ phone }}"

[facts.phone]
label = "電話"
phone = "0120-584-708"

[facts.renewal]
label = "受付期間"
window = { start = 2024-03-04, end = 2024-04-09 }

[facts.form]
label = "用紙"
term = "申込用紙"
en = "Application Form"

[languages.en]
title = "Desk"

[[navigation]]
label = "お知らせ"
link = "news/index.md"
"#;

const FORM: &str = r#"title = "問合せ"
kind = "contact"

[form]
endpoint = "https://example.jp/send"
privacy = "terms.md"

[[form.fields]]
name = "form"
label = "{{ form }}の番号"
type = "multiline""#;

const PICTURE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>"#;

/// A small site with every kind of dependency between pages.
fn site() -> Files {
    let form = page(FORM, "## 送る前に {#before}\n\n{{ phone }}へも。");
    let draft = page("title = \"後\"\ndraft = true", "[控え](memo.pdf)");
    originals()
        .into_iter()
        .chain(translations())
        .chain([
            ("content/ask.md", form),
            ("content/guide/later.md", draft),
            ("content/guide/memo.pdf", "%PDF".to_owned()),
        ])
        .collect()
}

fn originals() -> Files {
    BTreeMap::from([
        ("site.toml", CONFIG.to_owned()),
        (
            "content/index.md",
            page(
                "title = \"トップ\"",
                "[期限](faq/deadline.md)、{{ renewal.end | short }}まで、{{ form }}",
            ),
        ),
        (
            "content/news/index.md",
            page("title = \"お知らせ\"\nchildren = \"announcement\"", "一覧"),
        ),
        (
            "content/news/a.md",
            page(
                "title = \"甲\"\ndate = 2024-03-01",
                "{{ renewal }}です。\n\n## 節 {#part}\n\n文",
            ),
        ),
        (
            "content/news/b.md",
            page("title = \"乙\"\ndate = 2024-03-02", "[甲](a.md#part)"),
        ),
        (
            "content/faq/index.md",
            page("title = \"質問\"\nchildren = \"faq\"", "よくあるご質問"),
        ),
        (
            "content/faq/deadline.md",
            page(
                "question = \"いつまで？\"\ncategory = \"期限\"",
                "{{ renewal.end | short }}まで。\n\n![更新の流れ](p.svg)",
            ),
        ),
        (
            "content/faq/phone.md",
            page(
                "question = \"電話は？\"\ncategory = \"連絡\"",
                "{{ phone }}へ。[期限](deadline.md)も",
            ),
        ),
        (
            "content/terms.md",
            page(
                "title = \"規約\"",
                ":::until renewal.end\n受付中\n:::\n\n:::otherwise\n終了\n:::",
            ),
        ),
        (
            "content/campaign.md",
            page("title = \"催し\"\npublish_until = \"renewal.end\"", "文"),
        ),
        ("content/guide/index.md", page("title = \"手引き\"", "文")),
        ("content/faq/p.svg", PICTURE.to_owned()),
    ])
}

/// Pages in another language, which stand for their originals in links, lists and menus.
fn translations() -> Files {
    BTreeMap::from([
        (
            "content/index.en.md",
            page(
                "title = \"Home\"",
                "[Deadline](faq/deadline.md), [terms](terms.md), {{ form }}, {{ renewal.end }}",
            ),
        ),
        (
            "content/news/index.en.md",
            page("title = \"News\"", "All news"),
        ),
        (
            "content/news/a.en.md",
            page(
                "title = \"First\"",
                "On 1 March 2024, {{ renewal }}: [the others](index.md)",
            ),
        ),
        (
            "content/guide/index.en.md",
            page("title = \"Guide\"", "text"),
        ),
        (
            "content/faq/index.en.md",
            page("title = \"Questions\"", "All questions"),
        ),
        (
            "content/faq/deadline.en.md",
            page(
                "question = \"Until when?\"\ncategory = \"Deadlines\"",
                "{{ renewal.end }}. [Phone](phone.md)",
            ),
        ),
    ])
}

fn page(front: &str, body: &str) -> String {
    format!("+++\n{front}\n+++\n\n{body}\n")
}

/// What somebody may do to a site between two builds: in a file, put one text in the place
/// of another; without a text, put or remove the file.
const EDITS: &[(&str, &str, &str)] = &[
    // Bodies and titles.
    ("content/news/a.md", "です", "でした"),
    ("content/news/a.md", "甲", "丙"),
    ("content/news/a.md", "{#part}", "{#other}"),
    ("content/news/b.md", "乙", "丁"),
    ("content/faq/deadline.md", "いつまで", "いつから"),
    ("content/faq/deadline.md", "まで。", "までです。"),
    ("content/faq/index.md", "よくある", "とてもよくある"),
    ("content/index.md", "トップ", "入口"),
    // Mistakes.
    ("content/news/b.md", "a.md", "z.md"),
    ("content/index.md", "renewal.end", "renewal.ende"),
    ("content/news/a.md", "title", "titel"),
    // Values that a fact states, typed: what is found depends on the facts, not on the page.
    (
        "content/news/a.md",
        "文",
        "締切は4月9日、電話は0120-584-709です",
    ),
    ("content/faq/deadline.md", "まで。", "4月10日まで。"),
    ("site.toml", "2024-04-09", "2024-04-10"),
    (
        "site.toml",
        "[facts.phone]",
        "[check]\nunknown-literal = \"note\"\n\n[facts.phone]",
    ),
    // What is allowed, and how much it weighs.
    (
        "content/news/b.md",
        "a.md#part)",
        "a.md#part)[旧](/old/)<!-- allow: broken-link 別のサーバーのため -->",
    ),
    (
        "content/news/b.md",
        "[甲]",
        "<!-- allow: dead-anchor, broken-link 準備中のため -->\n[甲]",
    ),
    (
        "content/news/b.md",
        "[甲]",
        "文<!-- allow: dead-anchor -->\n\n[甲]",
    ),
    (
        "content/news/a.md",
        "title",
        "# allow: unofficial-holiday 見直すため\npublish_until = \"2099-01-05 + 1 business day\"\ntitle",
    ),
    (
        "site.toml",
        "[facts.phone]",
        "[facts.spare] # allow: unused-fact 来年度のため\nlabel = \"予備\"\nnumber = 1\n\n[facts.phone]",
    ),
    (
        "site.toml",
        "[[navigation]]",
        "[check]\nbroken-link = \"warning\"\ndead-anchor = \"off\"\nunused-allowance = \"error\"\n\n[[navigation]]",
    ),
    (
        "themes/helpdesk/templates/page.html",
        "",
        "{# allow: broken-link 見本のため #}\n<p>{{ title }}</p>",
    ),
    (
        "site.toml",
        "[[navigation]]",
        "[[banners]]\ntitle = \"お知らせ\"\nlink = \"news/a.md\"\nuntil = \"renewal.end\"\n\n[[footer]]\nlabel = \"足\"\nlink = \"news/a.md\"\n\n[[navigation]]",
    ),
    // Addresses, kinds, order.
    ("content/news/a.md", "date", "slug = \"first\"\ndate"),
    ("content/news/a.md", "date", "draft = true\ndate"),
    ("content/news/a.md", "date", "aliases = [\"/old/\"]\ndate"),
    ("content/news/a.md", "2024-03-01", "2024-03-09"),
    ("content/faq/phone.md", "category", "order = 1\ncategory"),
    ("content/faq/phone.md", "連絡", "期限"),
    ("content/faq/index.md", "\"faq\"", "\"page\""),
    // Facts, the frame, the theme.
    ("site.toml", "04-09", "04-12"),
    // The same day and month of another year: the words of the short form stay.
    ("site.toml", "end = 2024", "end = 2025"),
    ("site.toml", "584-708", "584-709"),
    ("site.toml", "窓口", "受付"),
    ("site.toml", "example.jp", "example.com"),
    ("site.toml", "label = \"お知らせ\"", "label = \"最新情報\""),
    ("site.toml", "[site]", "[site]\nlanguage = \"en\""),
    (
        "themes/helpdesk/templates/footer.html",
        "",
        "<footer>{{ site.title }}</footer>",
    ),
    ("themes/helpdesk/templates/faq.html", "", "{{ broken"),
    // Links of the theme, to what other edits take away.
    (
        "themes/helpdesk/templates/neighbours.html",
        "",
        "<a href=\"{{ root }}news/a/#part\">甲</a> <a href=\"{{ root }}faq/p.svg\">図</a>",
    ),
    ("content/terms.md", "title", "review_by = 2024-03-01\ntitle"),
    // Time.
    ("content/campaign.md", "renewal.end\"", "2024-03-10\""),
    (
        "content/campaign.md",
        "publish_until = \"renewal.end\"",
        "publish_from = \"renewal.end\"",
    ),
    (
        "content/terms.md",
        ":::until renewal.end",
        ":::until renewal.start",
    ),
    // The next day on which anything changes stands in every page.
    (
        "content/guide/index.md",
        "文",
        ":::before 2024-03-20\n準備中\n:::\n\n:::otherwise\n済み\n:::",
    ),
    ("content/news/a.md", "date", "cycle = \"2025\"\ndate"),
    (
        "site.toml",
        "[[navigation]]",
        "[[cycles]]\nname = \"2024\"\nfrom = 2024-01-01\n\n[[cycles]]\nname = \"2025\"\nfrom = 2024-12-01\nfacts.renewal = { start = 2025-03-03, end = 2025-04-08 }\n\n[[navigation]]",
    ),
    // Other languages.
    ("content/news/a.md", "date", "layout = \"leaflet\"\ndate"),
    ("content/news/a.en.md", "First", "Second"),
    ("content/news/index.en.md", "News", "What is new"),
    ("content/faq/deadline.en.md", "Until", "By"),
    (
        "content/faq/deadline.en.md",
        "question",
        "slug = \"until\"\nquestion",
    ),
    (
        "content/faq/deadline.en.md",
        "question",
        "order = 1\nquestion",
    ),
    (
        "content/faq/deadline.en.md",
        "question",
        "draft = true\nquestion",
    ),
    (
        "content/news/a.en.md",
        "title",
        "publish_until = \"renewal.start\"\ntitle",
    ),
    // Its day is that of its original, which it may state.
    ("content/news/a.en.md", "1 March", "2 March"),
    (
        "site.toml",
        "[facts.phone]",
        "[check]\nunknown-literal = \"note\" # of all\n\n[facts.phone]",
    ),
    (
        "content/index.en.md",
        "[terms](terms.md)",
        "[terms](terms.md#x)",
    ),
    (
        "content/index.md",
        "期限](faq",
        "英語](index.en.md)、[期限](faq",
    ),
    ("site.toml", "Desk", "Counter"),
    ("site.toml", "Application Form", "Paper Form"),
    (
        "site.toml",
        "[languages.en]",
        "[languages.en]\nphone = \"{{ form }}\"",
    ),
    (
        "site.toml",
        "link = \"news",
        "en = \"Latest\"\nlink = \"news",
    ),
    ("site.toml", "[languages.en]", "[languages.ja]"),
    (
        "content/terms.en.md",
        "",
        "+++\ntitle = \"Terms\"\n+++\n\n{{ form }}\n",
    ),
    (
        "content/alone.en.md",
        "",
        "+++\ntitle = \"Alone\"\n+++\n\ntext\n",
    ),
    ("content/faq/index.en.md", "", "+++\ntitle = \"Q\"\n+++\n"),
    // A section that is translated as a whole no longer is.
    ("content/guide/x.md", "", "+++\ntitle = \"己\"\n+++\n\n文\n"),
    // Forms: front matter that other files than the page say as well.
    ("content/ask.md", "の番号", "に書かれた番号"),
    ("content/ask.md", "terms.md", "faq/phone.md"),
    (
        "content/ask.md",
        "endpoint = \"https://example.jp/send\"\n",
        "# none\n",
    ),
    ("content/ask.md", "へも。", "へも。[下](#before)"),
    // Bodies that stand in another page, too, and one that stands in none.
    ("content/faq/deadline.en.md", "[Phone]", "Now [Phone]"),
    (
        "content/faq/phone.md",
        "電話は？\"",
        "{{ phone }}ですか？\"",
    ),
    ("content/campaign.md", "\n\n文", "\n\n[甲](news/z.md)"),
    // What cannot be read for a while.
    ("site.toml", "[site]\n", "[site\n"),
    ("site.toml", "[site]", "[site]\ntheme = \"none\""),
    ("content/guide/index.md", "\n+++\n", "\n++\n"),
    (
        "themes/helpdesk/templates/header.html",
        "",
        "{{ site.none.at_all }}",
    ),
    (
        "themes/helpdesk/templates/announcement.html",
        "",
        "<h2 id=\"part\">{% if page.body is containing(\"でした\") %}{{ page.none.at_all }}{% endif %}</h2>",
    ),
    // Names that the search has.
    (
        "content/search.md",
        "",
        "+++\ntitle = \"探す\"\n+++\n\n文\n",
    ),
    ("content/search/index.js", "", "annai"),
    (
        "content/assets/search/a.md",
        "",
        "+++\ntitle = \"庚\"\n+++\n\n文\n",
    ),
    (
        "content/guide/index.md",
        "文",
        "文[索引](/search/index.js)[探す](../search/index.html)",
    ),
    ("themes/helpdesk/templates/search.html", "", "<h1>none</h1>"),
    // Files.
    ("content/faq/p.svg", "width=\"40\"", "width=\"50\""),
    ("content/faq/p.svg", "", PICTURE),
    // Which files are published is for the bodies of pages, and for those that are not shown.
    ("content/faq/deadline.md", "![更新の流れ](p.svg)", "図なし"),
    ("content/guide/index.md", "文", "文[図](../faq/p.svg#a)"),
    ("content/guide/form.pdf", "", "%PDF"),
    ("content/guide/index.md", "文", "文[用紙](form.pdf#page=2)"),
    ("content/guide/index.md", "文", "文![用紙の例](form.pdf)"),
    (
        "content/news/b.md",
        "[甲]",
        "[用紙](../guide/from.pdf)、[甲]",
    ),
    (
        "content/news/b.md",
        "[甲]",
        "[用紙](https://example.jp/guide/form.pdf)、[甲]",
    ),
    ("content/guide/later.md", "[控え](memo.pdf)", "控え"),
    ("content/guide/later.md", "draft = true", "order = 9"),
    ("content/guide/index.md", "文", "文[控え](memo.pdf)"),
    ("content/guide/SHOT 1.svg", "", PICTURE),
    (
        "content/guide/index.md",
        "文",
        "文![更新の画面](<SHOT 1.svg>)",
    ),
    (
        "content/guide/index (1).md",
        "",
        "+++\ntitle = \"手引き\"\n+++\n\n文\n",
    ),
    (
        "content/faq/new.md",
        "",
        "+++\nquestion = \"新しい？\"\ncategory = \"連絡\"\n+++\n\nはい。\n",
    ),
    (
        "content/news/page.md",
        "",
        "+++\ntitle = \"戊\"\ndate = 2024-03-05\n+++\n\n文\n",
    ),
    (
        "content/contact.md",
        "",
        "+++\ntitle = \"連絡先\"\nkind = \"contact\"\n+++\n\n{{ phone }}\n",
    ),
];

/// Does an edit, or undoes it.
fn edit(files: &mut Files, (path, from, to): (&'static str, &str, &str)) {
    if from.is_empty() {
        if files.remove(path).is_none() {
            files.insert(path, to.to_owned());
        }
        return;
    }
    if let Some(text) = files.get_mut(path) {
        let (from, to) = if text.contains(to) {
            (to, from)
        } else {
            (from, to)
        };
        *text = text.replacen(from, to, 1);
    }
}

/// The snapshot of those files; a file that is as it was is shared with the one before.
fn snapshot(files: &Files, previous: &Snapshot) -> Snapshot {
    let sources = files.iter().map(|(path, text)| {
        let before = previous.get(path);
        let same = before.filter(|source| **source.bytes() == *text.as_bytes());
        same.cloned().unwrap_or_else(|| {
            let id = SourceId::new(*path);
            Arc::new(Source::new(id, text.as_bytes()))
        })
    });
    Snapshot::new(sources, Vec::new())
}

fn options(day: &str) -> Options {
    Options::new(AsOf::new(parse_iso(day).unwrap()))
}

/// Builds with the cache and without, and compares.
fn check(snapshot: &Snapshot, day: &str, cache: &mut Cache) {
    let cold = build(snapshot, &options(day), &mut Cache::default());
    check_against(&cold, snapshot, day, cache);
}

/// Builds with the cache, and compares with what the same has given without.
fn check_against(cold: &Build, snapshot: &Snapshot, day: &str, cache: &mut Cache) {
    let warm = build(snapshot, &options(day), cache);
    assert_eq!(warm.diagnostics, cold.diagnostics);
    assert_eq!(warm.pages, cold.pages);
    let paths = |outputs: &annai::output::Outputs| outputs.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&warm.outputs), paths(&cold.outputs));
    for (path, output) in &warm.outputs {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let other = cold.outputs[path].bytes();
        assert_eq!(text(output.bytes()), text(other), "{path}");
    }
}

#[test]
fn the_site_has_no_mistakes_before_it_is_edited() {
    let snapshot = snapshot(&site(), &Snapshot::default());
    let built = build(&snapshot, &options("2024-03-15"), &mut Cache::default());
    assert_eq!(built.diagnostics, []);
    assert_eq!(built.pages, 17);
}

/// A day on which all is open, and one on which all is over: on the second no page says
/// when it will change, so that nothing but its own facts and states tells it apart.
const DAYS: [&str; 2] = ["2024-03-15", "2026-01-01"];

#[test]
fn each_edit_and_its_undoing_show() {
    for day in DAYS {
        let before = site();
        let first = snapshot(&before, &Snapshot::default());
        let clean = build(&first, &options(day), &mut Cache::default());
        EDITS.par_iter().for_each(|one| {
            let mut files = before.clone();
            let mut cache = Cache::default();
            check_against(&clean, &first, day, &mut cache);
            edit(&mut files, *one);
            let edited = snapshot(&files, &first);
            assert!(changed(&first, &edited), "{one:?} changes nothing");
            check(&edited, day, &mut cache);
            edit(&mut files, *one);
            let undone = snapshot(&files, &edited);
            assert!(changed(&edited, &undone), "{one:?} is not undone");
            // Where a text stands twice, undoing mends the other one.
            match files == before {
                true => check_against(&clean, &undone, day, &mut cache),
                false => check(&undone, day, &mut cache),
            }
        });
    }
}

fn changed(before: &Snapshot, after: &Snapshot) -> bool {
    let hashes = |snapshot: &Snapshot| -> Vec<_> {
        let sources = snapshot.sources();
        sources
            .map(|source| (source.id().clone(), source.hash()))
            .collect()
    };
    hashes(before) != hashes(after)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_edits_show(steps in proptest::collection::vec((0..EDITS.len(), 0..4usize), 1..12)) {
        let mut files = site();
        let mut cache = Cache::default();
        let mut last = Snapshot::default();
        for (number, day) in steps {
            edit(&mut files, EDITS[number]);
            let next = snapshot(&files, &last);
            let day = ["2024-03-15", "2024-04-10", "2026-01-01", "2026-01-01"][day];
            check(&next, day, &mut cache);
            last = next;
        }
    }
}
