//! A site in a temporary folder, and what a clean build makes of it.

use crate::preview::DAY;
use annai::build::{self, Options};
use annai::calendar::{AsOf, parse_iso};
use annai::disk;
use annai::memo::Cache;
use annai::output::Outputs;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) const CONFIG: &str = "\
[site]
title = \"窓口\"

[facts.phone]
label = \"電話\"
phone = \"0120-584-708\"

[[navigation]]
label = \"よくある質問\"
link = \"faq/index.md\"
";

/// Where the form of the site is sent to when it is published: to nobody who exists.
pub(crate) const ENDPOINT: &str = "https://forms.example.jp/send?to=desk&lang=ja";

const CONTACT: &str = "\
+++
title = \"お問い合わせ\"
kind  = \"contact\"

[form]
endpoint = \"https://forms.example.jp/send?to=desk&lang=ja\"
privacy  = \"faq/index.md\"

[[form.fields]]
name     = \"office\"
label    = \"事業所番号\"
type     = \"office-number\"

[[form.fields]]
name     = \"tel\"
label    = \"電話番号 <{{ phone }} の方>\"
type     = \"phone\"
required = true

[[form.fields]]
name     = \"about\"
label    = \"ご用件\"
type     = \"select\"
options  = [\"更新\", \"その他\"]

[[form.fields]]
name     = \"words\"
label    = \"お問い合わせの内容\"
type     = \"multiline\"
+++

お電話でも承ります。
";

pub(crate) const SECTIONS: [(&str, &str); 3] =
    [("faq", "faq"), ("guide", "page"), ("news", "announcement")];

pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// A site of so many pages, beside those of the sections.
    pub(crate) fn new(pages: usize) -> Self {
        let site = Self {
            folder: TempDir::new().unwrap(),
        };
        fs::create_dir(site.root()).unwrap();
        site.write("site.toml", CONFIG);
        site.write(
            "content/index.md",
            "+++\ntitle = \"トップ\"\n+++\n\nようこそ。[お問い合わせ](contact.md)\n",
        );
        site.write("content/contact.md", CONTACT);
        for (section, kind) in SECTIONS {
            let index = format!("+++\ntitle = \"{section}\"\nchildren = \"{kind}\"\n+++\n");
            site.write(&format!("content/{section}/index.md"), &index);
        }
        for number in 0..pages {
            let (section, _) = SECTIONS[number % 3];
            let path = format!("content/{section}/p{number}.md");
            site.write(&path, &page(section, "はじめの文です。"));
        }
        site
    }

    /// The folder of the site; beside it there is room for other things.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root().join(below)
    }

    pub(crate) fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The files of a build for editors; nothing where there are errors. With an empty cache
    /// it is a clean build; that any other gives the same is held by the tests of the memo.
    pub(crate) fn build(&self, cache: &mut Cache) -> Option<Outputs> {
        let root = self.root();
        let snapshot = disk::load(&root, &root.join("public")).unwrap();
        let options = Options::new(AsOf::new(parse_iso(DAY).unwrap())).preview();
        let built = build::build(&snapshot, &options, cache);
        (!built.has_errors()).then_some(built.outputs)
    }
}

/// A page of a section with some words in it.
pub(crate) fn page(section: &str, words: &str) -> String {
    let head = match section {
        "faq" => "question = \"どうすればよいですか\"\ncategory = \"はじめに\"",
        "news" => "title = \"お知らせ\"\ndate = 2024-03-01",
        _ => "title = \"手引き\"",
    };
    format!(
        "+++\n{head}\n+++\n\n{words}\n\n電話は{{{{ phone }}}}、[質問](../faq/index.md)もどうぞ。\n"
    )
}

/// The address of a file of the site.
pub(crate) fn address(path: &str) -> String {
    match path.strip_suffix("index.html") {
        Some(folder) => format!("/{folder}"),
        None => format!("/{path}"),
    }
}

/// Every file below a folder.
pub(crate) fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            files.insert(entry.path().to_owned(), fs::read(entry.path()).unwrap());
        }
    }
    files
}
