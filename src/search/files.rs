//! The index as scripts.

use super::Index;
use super::postings::Bucket;
use super::synonyms;
use super::unit::Unit;
use crate::japanese::fold::fold;
use crate::japanese::okurigana::OKURIGANA;
use crate::language::Language;
use crate::output::Output;
use crate::path::OutputPath;
use crate::site::Site;
use rayon::prelude::*;
use serde_json::json;
use std::sync::Arc;

/// How many units stand in a file of titles; a result needs one such file.
const TITLES: usize = 8;
/// How many units stand in a file of texts.
const TEXTS: usize = 4;

/// Where the files stand whose names change with what is in them.
pub const FOLDER: &str = "assets/search/";

/// The files of an index.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The folder of the language: `en/`; empty for that of the site's own.
    folder: String,
    terms: Vec<File>,
    texts: Vec<File>,
    titles: Vec<File>,
    /// `search/index.js`
    root: Option<File>,
}

type File = (OutputPath, Output);

impl Files {
    /// The files of these units and buckets; those of `kept` that were made of the same are
    /// taken from there.
    pub(super) fn of(
        site: &Site,
        language: Language,
        (units, buckets): (&[Arc<Unit>], &[Arc<Bucket>]),
        kept: &Index,
    ) -> Self {
        let folder = site.config.folder(language);
        let folder = folder.map_or_else(String::new, |folder| format!("{folder}/"));
        let is_small = buckets.len() == 1;
        if is_small {
            return Self::small((site, language), folder, units, buckets);
        }
        let old = &kept.files;
        // Terms know their units by number, files their folder; one file has no parts to take.
        let is_alike =
            !old.terms.is_empty() && old.folder == folder && kept.units.len() == units.len();
        let terms = made((&folder, "t"), buckets.len(), &old.terms, |at| {
            let kept = kept.buckets.get(at).filter(|_| is_alike);
            let is_kept = kept.is_some_and(|kept| Arc::ptr_eq(kept, &buckets[at]));
            (!is_kept).then(|| buckets[at].script(units.len()))
        });
        let is_kept = |from: usize, size: usize| {
            let range = from * size..units.len().min((from + 1) * size);
            is_alike
                && range
                    .clone()
                    .zip(&units[range])
                    .all(|(at, unit)| Arc::ptr_eq(&kept.units[at], unit))
        };
        let texts = made(
            (&folder, "x"),
            units.len().div_ceil(TEXTS),
            &old.texts,
            |at| (!is_kept(at, TEXTS)).then(|| texts(chunk(units, at, TEXTS))),
        );
        let titles = made(
            (&folder, "c"),
            units.len().div_ceil(TITLES),
            &old.titles,
            |at| {
                let texts = &texts[at * TITLES / TEXTS..];
                (!is_kept(at, TITLES)).then(|| titles(chunk(units, at, TITLES), texts))
            },
        );
        let names = |files: &[File]| files.iter().map(|(path, _)| version(path)).collect();
        let own = (site, language);
        let root = root(own, &folder, units.len(), [names(&terms), names(&titles)]);
        Self {
            root: Some(index(
                &folder,
                format!("annai.search.put(\"r\",0,{root})\n"),
            )),
            folder,
            terms,
            texts,
            titles,
        }
    }

    fn small(
        own: (&Site, Language),
        folder: String,
        units: &[Arc<Unit>],
        buckets: &[Arc<Bucket>],
    ) -> Self {
        let root = root(own, &folder, units.len(), Default::default());
        let terms: String = buckets
            .iter()
            .map(|bucket| bucket.script(units.len()))
            .collect();
        let mut script =
            format!("annai.search.put(\"r\",0,{root})\nannai.search.put(\"t\",0,{terms})\n");
        for (at, units) in units.chunks(TITLES).enumerate() {
            script.push_str(&put("c", at, &titles(units, &[])));
        }
        for (at, units) in units.chunks(TEXTS).enumerate() {
            script.push_str(&put("x", at, &texts(units)));
        }
        Self {
            root: Some(index(&folder, script)),
            folder,
            ..Self::default()
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &File> {
        let parts = self.terms.iter().chain(&self.texts).chain(&self.titles);
        parts.chain(&self.root)
    }
}

/// `count` files: those whose data `make` makes, and the others as they were.
fn made(
    (folder, kind): (&str, &str),
    count: usize,
    old: &[File],
    make: impl Fn(usize) -> Option<String> + Sync,
) -> Vec<File> {
    let file = |at: usize| {
        let Some(data) = make(at) else {
            return old[at].clone();
        };
        let output = Output::new(put(kind, at, &data).into_bytes());
        let hash = output.hash().short();
        (
            path(&format!(
                "{FOLDER}{folder}{kind}{at}.{}.js",
                &hash[..VERSION]
            )),
            output,
        )
    };
    (0..count).into_par_iter().map(file).collect()
}

/// A script that hands its data over.
fn put(kind: &str, at: usize, data: &str) -> String {
    format!("annai.search.put(\"{kind}\",{at},{data})\n")
}

fn chunk(units: &[Arc<Unit>], at: usize, size: usize) -> &[Arc<Unit>] {
    &units[at * size..units.len().min((at + 1) * size)]
}

/// The texts that results quote from.
fn texts(units: &[Arc<Unit>]) -> String {
    let texts: Vec<&str> = units.iter().map(|unit| unit.text.as_str()).collect();
    written(&json!(texts))
}

/// What results show: address, title, section; and which version the file of the text has.
fn titles(units: &[Arc<Unit>], texts: &[File]) -> String {
    let titles: Vec<_> = units
        .iter()
        .enumerate()
        .map(|(at, unit)| {
            let text = texts.get(at / TEXTS).map_or("", |(path, _)| version(path));
            json!([unit.address, unit.title, unit.section, text])
        })
        .collect();
    written(&json!(titles))
}

/// What every search needs.
fn root(
    (site, language): (&Site, Language),
    folder: &str,
    units: usize,
    [terms, titles]: [String; 2],
) -> String {
    let okurigana: Vec<String> = OKURIGANA
        .iter()
        .map(|(full, others, stem)| format!("{full} {others} {stem}").trim_end().to_owned())
        .collect();
    let own = site.config.synonyms.iter();
    let own = own.map(|group| group.iter().map(String::as_str).collect());
    let groups = synonyms::of(language).iter();
    let groups = groups.map(|group| group.to_vec()).chain(own);
    let groups: Vec<String> = groups.map(|group| folded(&group).join("|")).collect();
    let [around, ending] = synonyms::around(language);
    written(&json!({
        "around": around,
        "ending": ending,
        "units": units,
        "folder": format!("{FOLDER}{folder}"),
        "okurigana": okurigana.join("|"),
        "synonyms": groups.join("/"),
        "terms": terms,
        "titles": titles,
        "sizes": [TITLES, TEXTS],
    }))
}

/// Words as a query has them; no folded word holds what they are parted by.
fn folded(words: &[&str]) -> Vec<String> {
    let folded = words.iter().map(|word| match word.is_ascii() {
        true => {
            let parts = word.split_whitespace().map(|part| fold(part).into_text());
            parts.collect::<Vec<_>>().join(" ")
        }
        false => fold(word).into_text(),
    });
    folded.filter(|word| !word.is_empty()).collect()
}

/// A value as a script has it, and as no page could take it for markup.
fn written(value: &serde_json::Value) -> String {
    let mut script = value.to_string();
    for (sign, escaped) in [('<', "\\u003c"), ('&', "\\u0026"), ('\'', "\\u0027")] {
        if script.contains(sign) {
            script = script.replace(sign, escaped);
        }
    }
    script
}

/// How many digits of the hash tell the versions of a file apart.
const VERSION: usize = 6;

fn version(path: &OutputPath) -> &str {
    let name = path.as_str().trim_end_matches(".js");
    &name[name.len() - VERSION..]
}

fn index(folder: &str, script: String) -> File {
    (
        path(&format!("{folder}search/index.js")),
        Output::new(script.into_bytes()),
    )
}

fn path(name: &str) -> OutputPath {
    OutputPath::parse(name).expect("our own names can be stored everywhere")
}
