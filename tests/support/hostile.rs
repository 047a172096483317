//! A site with a payload in every field that a person fills in.

use std::collections::BTreeMap;

/// What would become markup where it is not escaped; each begins with a marker.
pub(crate) const PAYLOADS: [&str; 6] = [
    "zq<script>alert(1)</script>",
    "zq\"onerror=alert(1) x=\"",
    "zq'onclick=alert(1) x='",
    "zq--><img src=x onerror=alert(1)>",
    "zq</title></textarea></style><svg onload=alert(1)>",
    "zq&lt;script&gt;",
];

/// A site with `payload` wherever it can stand, by path.
pub(crate) fn site(payload: &str) -> BTreeMap<String, String> {
    let quoted = format!("'''{payload}'''");
    let body = body(payload);
    let below = body
        .replace("(b.md", "(../b.md")
        .replace("(a.svg", "(../a.svg");
    let page = |front: &str, body: &str| format!("+++\n{front}\n+++\n{body}\n");
    let files = [
        ("site.toml", config(&quoted)),
        ("content/index.md", page("title = \"ホーム\"", "本文")),
        (
            "content/a.svg",
            "<svg width=\"48\" height=\"32\"></svg>".to_owned(),
        ),
        (
            "content/a.md",
            page(
                &format!(
                    "title = {quoted}\ndescription = {quoted}\naliases = [\"/old/\"]\nkeywords = [{quoted}]"
                ),
                &body,
            ),
        ),
        (
            "content/b.md",
            page(
                "title = \"{{ words }}\"\ndescription = \"{{ name }}\"",
                "本文",
            ),
        ),
        (
            "content/faq/index.md",
            page("title = \"質問\"\nchildren = \"faq\"", ""),
        ),
        (
            "content/faq/q.md",
            page(
                &format!("question = {quoted}\ndescription = {quoted}\ncategory = {quoted}"),
                &below,
            ),
        ),
        (
            "content/news/index.md",
            page("title = \"お知らせ\"\nchildren = \"announcement\"", ""),
        ),
        (
            "content/news/n.md",
            page(
                &format!("title = {quoted}\ndescription = {quoted}\ndate = 2024-03-04"),
                "本文",
            ),
        ),
    ];
    let owned = files.map(|(path, text)| (path.to_owned(), text));
    owned.into_iter().collect()
}

fn config(quoted: &str) -> String {
    format!(
        "[site]\ntitle = {quoted}\ndescription = {quoted}\noperator = {quoted}\n\
         phone = {quoted}\nhours = {quoted}\nbase_url = \"https://example.jp\"\n\
         [[navigation]]\nlabel = {quoted}\nlink = \"a.md\"\n\
         [facts.words]\nlabel = \"言葉\"\ntext = {quoted}\n\
         [facts.name]\nlabel = \"名前\"\nterm = {quoted}\n\
         [check]\nlost-text = \"off\"\nstray-literal = \"off\"\n"
    )
}

fn body(payload: &str) -> String {
    // Escaped so that it is text to Markdown, and has to come out whole.
    let mut typed = String::new();
    for c in payload.chars() {
        if c.is_ascii_punctuation() {
            typed.push('\\');
        }
        typed.push(c);
    }
    format!(
        "## {typed}\n\n## 二つめ {{{{ words }}}}\n\n{typed} {{{{ words }}}} {{{{ name }}}} `{payload}`\n\n\
         [{typed}](b.md \"{typed}\") [x](b.md '{{{{ words }}}}') \
         ![{typed}{{{{ words }}}}](a.svg \"{typed}\")\n\n\
         ```{payload}\n{payload}\n```\n\n\
         | {typed} | {{{{ name }}}} |\n|---|---|\n| {typed} | {{{{ words }}}} |\n\n\
         - [ ] {typed}{{{{ words }}}}\n\n脚注[^1]\n\n[^1]: {typed}\n\n\
         :::details {typed}{{{{ words }}}}\n{typed}\n:::\n\n\
         :::figure\n![{typed}](a.svg)\n\n- 10%, 20%: {typed}{{{{ name }}}}\n\n{typed}\n:::\n"
    )
}
