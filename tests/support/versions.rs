//! A small site, and texts that its files take turns in.

pub(crate) const SITE: &str = r#"[site]
title = "案内"
phone = "{{ support_phone }}"
hours = "{{ support_hours | full }}"

[facts.renewal]
label = "受付期間"
window = { start = 2024-03-04, end = 2024-04-09 }

[facts.reflected]
label = "反映日"
date = "renewal.end + 2 business days"

[facts.support_phone]
label = "電話"
phone = "0120-584-708"

[facts.support_hours]
label = "受付時間"
hours = { open = 09:00, close = 17:00, closed = ["saturday", "holiday"] }

[[navigation]]
label = "質問"
link = "faq/index.md"
"#;

/// What changes in `site.toml`.
const EDITS: &[(&str, &str)] = &[
    // The same words, and another day.
    ("end = 2024-04-09", "end = 2025-04-09"),
    ("end = 2024-04-09", "end = 2024-04-12"),
    // The same words, and another kind.
    ("phone = \"0120-584-708\"", "text = \"0120-584-708\""),
    ("[site]", "[site]\nlanguage = \"en\""),
    ("title = \"案内\"", "titel = \"案内\""),
    ("label = \"質問\"", "label = \"よくある質問\""),
];

/// The other files; the first text is that of the site at the beginning.
const FILES: &[(&str, &[Option<&str>])] = &[
    (
        "content/index.md",
        &[
            Some(
                "+++\ntitle = \"ホーム\"\n+++\n{{ renewal.end | short }}まで。\
                 [質問](faq/a.md#見出し)、{{ support_phone }}",
            ),
            Some("+++\ntitle = \"{{ renewal }}\"\n+++\n本文[^1][^1]\n\n[^1]: 注"),
            Some("+++\ntitle = \"ホーム\"\n+++\n[質問](faq/b.md)![図](faq/a.svg)"),
            None,
        ],
    ),
    (
        "content/faq/index.md",
        &[
            Some("+++\ntitle = \"質問\"\nchildren = \"faq\"\n+++\n"),
            Some("+++\ntitle = \"質問\"\n+++\n"),
        ],
    ),
    (
        "content/faq/a.md",
        &[
            Some(
                "+++\nquestion = \"いつ\"\ncategory = \"期限\"\n+++\n\
                 ## 見出し\n\n{{ reflected }}",
            ),
            Some("+++\nquestion = \"いつ\"\ncategory = \"期限\"\norder = 9\n+++\n![図](a.svg)"),
            Some("+++\nquestion = \"いつ\"\ncategory = \"別\"\nslug = \"b\"\n+++\n{{ renwal }}"),
            None,
        ],
    ),
    (
        "content/faq/c.md",
        &[
            Some("+++\nquestion = \"どこ\"\ncategory = \"期限\"\n+++\n[いつ](a.md)"),
            Some("+++\ntitle = \"どこ\"\naliases = [\"/faq/b/\"]\n+++\n本文"),
            None,
        ],
    ),
    (
        "content/faq/a.svg",
        &[
            Some("<svg width=\"48\" height=\"32\"></svg>"),
            Some("<svg width=\"96\" height=\"32\"></svg>"),
            None,
        ],
    ),
    (
        "themes/helpdesk/templates/page.html",
        &[None, Some("<p>{{ page.title }}</p>"), Some("{{ x")],
    ),
];

/// The texts that a file takes turns in; `None` is no file.
pub(crate) struct Versions {
    pub(crate) path: &'static str,
    pub(crate) texts: Vec<Option<String>>,
}

/// All files of the site with their texts; that of `site.toml` comes first.
pub(crate) fn versions() -> Vec<Versions> {
    let edited = EDITS.iter().map(|(from, to)| Some(SITE.replace(from, to)));
    let site = Versions {
        path: "site.toml",
        texts: [Some(SITE.to_owned())].into_iter().chain(edited).collect(),
    };
    let files = FILES.iter().map(|(path, texts)| Versions {
        path,
        texts: texts.iter().map(|text| text.map(str::to_owned)).collect(),
    });
    [site].into_iter().chain(files).collect()
}
