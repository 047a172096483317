//! The published pages and how they lead to each other. Knows paths and HTML, and nothing of
//! where the pages come from.

use crate::markup::{self, Refused};
use crate::output::Output;
use crate::path::{self, OutputPath};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// The address that a site has, for telling which links stay within it.
#[derive(Clone, Debug, Hash)]
pub struct Base {
    url: Option<String>,
    folder: String,
}

impl Base {
    /// The base of a site at `url`, which has no `/` at its end; of one that does not know
    /// where it will stand, the root of some host.
    pub fn new(url: Option<&str>) -> Self {
        let host = url.and_then(|url| url.split_once("://"));
        let path = host.and_then(|(_, rest)| rest.split_once('/'));
        Self {
            url: url.map(str::to_owned),
            folder: path.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}/")),
        }
    }

    /// The path of the site: `/`, or `/support/` where it stands below another.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The file that a full address of the site names, and perhaps a part of it.
    pub fn own(&self, address: &str) -> Option<(String, Option<String>)> {
        let is_full = address.contains("://");
        self.find("", address).filter(|_| is_full)
    }

    /// The file that `address` names in the page at `from`, and perhaps a part of it; `None`
    /// where it leaves the site. A path that goes above the site stays as it is, and is the
    /// name of no file.
    fn find(&self, from: &str, address: &str) -> Option<(String, Option<String>)> {
        let address = address.trim();
        let own = self.url.as_ref().and_then(|url| {
            let rest = address.strip_prefix(url.as_str())?;
            let ends = rest.is_empty() || rest.starts_with(['/', '?', '#']);
            ends.then_some(rest)
        });
        let is_own = own.is_some();
        let address = own.unwrap_or(address);
        let scheme = address.find([':', '/', '?', '#']);
        if address.starts_with("//") || scheme.is_some_and(|at| address[at..].starts_with(':')) {
            return None;
        }
        let (path, part) = match address.split_once('#') {
            Some((path, part)) => (path, Some(decoded(part).into_owned())),
            None => (address, None),
        };
        // `#` and `#top` are the top of any page (HTML, 7.4.6.3).
        let part = part.filter(|part| !part.is_empty() && part != "top");
        let path = decoded(path.split('?').next().unwrap_or_default());
        let below = match path.strip_prefix('/') {
            Some(below) if is_own => joined("", below),
            Some(_) => joined("", path.strip_prefix(self.folder.as_str())?),
            None if is_own => joined("", &path),
            None if path.is_empty() => from.to_owned(),
            None => joined(from.rsplit_once('/').map_or("", |(above, _)| above), &path),
        };
        Some((below, part))
    }
}

/// The file that `path` names in a folder.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let is_folder = path.is_empty() || path.ends_with('/') || path.ends_with('.');
    if is_folder {
        parts.push("index.html");
    }
    parts.join("/")
}

/// What a part of an address means; what nobody can decode is taken as it stands.
fn decoded(text: &str) -> Cow<'_, str> {
    path::decoded(text).unwrap_or(Cow::Borrowed(text))
}

/// A published page, with what it leads to. Keeps names as numbers: there are very many.
#[derive(Debug)]
pub struct Page {
    /// The file.
    pub output: Output,
    /// The ids that it has twice.
    pub twice: Vec<String>,
    /// What a browser would refuse in it.
    pub refused: Vec<Refused<'static>>,
    ids: Box<[u64]>,
    /// Where it leads to within the site, each once.
    leads: Box<[Lead]>,
    /// The ids and addresses in it, as a number.
    markup: u64,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Lead {
    file: u64,
    part: Option<u64>,
}

impl Lead {
    fn new(file: &str, part: Option<&str>) -> Self {
        Self {
            file: number(file),
            part: part.map(number),
        }
    }
}

/// A name as a number. Two names have the same one once in some billion sites.
fn number(name: &str) -> u64 {
    hashed(name)
}

fn hashed<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Page {
    /// The page of that HTML, published at `path`.
    pub fn new(html: String, path: &OutputPath, base: &Base) -> Self {
        let markup = markup::scan(&html);
        let all = hashed(&(&markup.ids, &markup.addresses));
        let mut seen = HashSet::with_capacity(markup.ids.len());
        let ids = markup.ids.iter().map(Cow::as_ref);
        let twice = ids.filter(|id: &&str| !seen.insert(*id));
        let twice: BTreeSet<String> = twice.map(str::to_owned).collect();
        let mut ids: Vec<u64> = seen.into_iter().map(number).collect();
        ids.sort_unstable();
        let found = |address: &Cow<'_, str>| {
            let (file, part) = base.find(path.as_str(), address)?;
            Some(Lead::new(&file, part.as_deref()))
        };
        let mut leads: Vec<Lead> = markup.addresses.iter().filter_map(found).collect();
        leads.sort_unstable();
        leads.dedup();
        let mut refused: Vec<_> = markup
            .refused
            .into_iter()
            .map(Refused::into_owned)
            .collect();
        refused.sort_unstable();
        refused.dedup();
        Self {
            twice: twice.into_iter().collect(),
            refused,
            ids: ids.into(),
            leads: leads.into(),
            markup: all,
            output: Output::new(html.into_bytes()),
        }
    }

    fn has(&self, part: u64) -> bool {
        self.ids.binary_search(&part).is_ok()
    }

    /// Of the addresses in it that lead to one of `wanted` the first, as it stands in the page, with
    /// the file and the part that it names.
    fn addresses(&self, wanted: &BTreeSet<Lead>, path: &OutputPath, base: &Base) -> Vec<Lost> {
        let html = str::from_utf8(self.output.bytes()).unwrap_or_default();
        let mut lost = BTreeMap::new();
        for address in markup::scan(html).addresses {
            let Some((file, part)) = base.find(path.as_str(), &address) else {
                continue;
            };
            let whole = Lead::new(&file, part.as_deref());
            // Where the file is not there, its parts are not asked for.
            for lead in [
                Lead {
                    part: None,
                    ..whole
                },
                whole,
            ] {
                if wanted.contains(&lead) {
                    lost.entry(lead).or_insert_with(|| Lost {
                        address: address.to_string(),
                        file: file.clone(),
                        part: part.clone().filter(|_| lead.part.is_some()),
                        lead,
                        pages: Vec::new(),
                    });
                }
            }
        }
        lost.into_values().collect()
    }
}

/// A published file: a page, or another one.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path.
    pub path: OutputPath,
    /// The page, if it is one.
    pub page: Option<Arc<Page>>,
    /// The path as a number.
    number: u64,
}

impl File {
    /// The file at `path`, with the page that it is, if it is one.
    pub fn new(path: OutputPath, page: Option<Arc<Page>>) -> Self {
        Self {
            number: number(path.as_str()),
            path,
            page,
        }
    }
}

/// A link that leads to nothing.
#[derive(Debug)]
pub struct Lost {
    /// The address, as it stands in the first of the pages.
    pub address: String,
    /// The file that it names.
    pub file: String,
    /// The part that the file does not have; none where the file is not there at all.
    pub part: Option<String>,
    /// The places in the list of files of the pages that it stands in.
    pub pages: Vec<usize>,
    lead: Lead,
}

/// How the files of a site lead to each other.
#[derive(Debug, Default)]
pub struct Survey {
    /// The links that lead to nothing, each once.
    pub lost: Vec<Lost>,
    /// For each file, whether one gets to it from the home page; nothing where there is none.
    pub reached: Option<Vec<bool>>,
    /// All that it depends on, as a number.
    key: u64,
}

/// Numbers that are hashes need none.
#[derive(Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only numbers are hashed");
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// Follows every link of `files`, unless nothing in which they lead to each other has changed
/// since `kept` was made. Linear in the number of links.
pub fn survey(files: &[File], base: &Base, kept: Option<Arc<Survey>>) -> Arc<Survey> {
    let marks = files.iter().map(|file| {
        let markup = file.page.as_ref().map(|page| page.markup);
        (file.number, markup)
    });
    let key = hashed(&(base, marks.collect::<Vec<_>>()));
    let known = kept.filter(|kept| kept.key == key);
    known.unwrap_or_else(|| {
        let fresh = follow_all(files, base);
        Arc::new(Survey { key, ..fresh })
    })
}

fn follow_all(files: &[File], base: &Base) -> Survey {
    let numbers = files.iter().map(|file| file.number);
    let numbers = numbers.enumerate().map(|(at, number)| (number, at));
    let known: HashMap<u64, usize, BuildHasherDefault<Same>> = numbers.collect();
    let home = known.get(&number("index.html")).copied();
    let mut reached = vec![false; files.len()];
    let mut lost: BTreeMap<Lead, Vec<usize>> = BTreeMap::new();
    let mut follow = |at: usize, found: &mut dyn FnMut(usize)| {
        let Some(page) = &files[at].page else { return };
        for lead in &page.leads {
            let to = known.get(&lead.file).copied();
            to.into_iter().for_each(&mut *found);
            let missing = match (to.map(|to| &files[to].page), lead.part) {
                (Some(Some(page)), Some(part)) if !page.has(part) => *lead,
                (Some(_), _) => continue,
                (None, _) => Lead {
                    part: None,
                    ..*lead
                },
            };
            let pages = lost.entry(missing).or_default();
            if pages.last() != Some(&at) {
                pages.push(at);
            }
        }
    };
    let mut next: Vec<usize> = home.into_iter().collect();
    next.iter().for_each(|home| reached[*home] = true);
    while let Some(at) = next.pop() {
        follow(at, &mut |to| {
            if !reached[to] {
                reached[to] = true;
                next.push(to);
            }
        });
    }
    for (at, is_reached) in reached.iter().enumerate() {
        if !is_reached {
            follow(at, &mut |_| {});
        }
    }
    let mut lost = name(lost, files, base);
    lost.sort_by(|a, b| (&a.file, &a.part).cmp(&(&b.file, &b.part)));
    Survey {
        lost,
        reached: home.map(|_| reached),
        key: 0,
    }
}

/// The links that lead to nothing, as they stand in the first page of each. A page is read once,
/// however many of them are in it.
fn name(lost: BTreeMap<Lead, Vec<usize>>, files: &[File], base: &Base) -> Vec<Lost> {
    let mut by_page: BTreeMap<usize, BTreeSet<Lead>> = BTreeMap::new();
    for (lead, pages) in &lost {
        if let Some(first) = pages.iter().min() {
            by_page.entry(*first).or_default().insert(*lead);
        }
    }
    let mut named = Vec::new();
    for (first, leads) in by_page {
        let file = &files[first];
        let page = file.page.iter();
        named.extend(page.flat_map(|page| page.addresses(&leads, &file.path, base)));
    }
    for one in &mut named {
        one.pages = lost.get(&one.lead).cloned().unwrap_or_default();
        one.pages.sort_unstable();
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(base: Option<&str>, from: &str, address: &str) -> Option<String> {
        let found = Base::new(base).find(from, address);
        found.map(|(file, part)| match part {
            Some(part) => format!("{file}#{part}"),
            None => file,
        })
    }

    #[test]
    fn addresses_name_files() {
        let here = "faq/a/index.html";
        for (address, file) in [
            ("", "faq/a/index.html"),
            ("#b", "faq/a/index.html#b"),
            ("#top", "faq/a/index.html"),
            ("b.png", "faq/a/b.png"),
            ("../", "faq/index.html"),
            ("..", "faq/index.html"),
            ("../../", "index.html"),
            ("../../../", "../index.html"),
            ("../b/?q=1#c", "faq/b/index.html#c"),
            ("/contact/", "contact/index.html"),
            ("/", "index.html"),
            ("%E3%81%82/#%E3%81%84", "faq/a/あ/index.html#い"),
            ("100%/", "faq/a/100%/index.html"),
        ] {
            assert_eq!(
                find(None, here, address).as_deref(),
                Some(file),
                "{address}"
            );
        }
        for address in [
            "https://e.jp/",
            "mailto:a@e.jp",
            "//e.jp/",
            "tel:1",
            "data:x",
        ] {
            assert_eq!(find(None, here, address), None, "{address}");
        }
    }

    #[test]
    fn a_site_may_stand_below_another() {
        let base = Some("https://e.jp/support");
        for (address, file) in [
            ("/support/faq/", Some("faq/index.html")),
            ("/faq/", None),
            ("https://e.jp/support/faq/#a", Some("faq/index.html#a")),
            ("https://e.jp/support", Some("index.html")),
            ("https://e.jp/supporters/", None),
            ("https://e.jp/", None),
        ] {
            let found = find(base, "404.html", address);
            assert_eq!(found.as_deref(), file, "{address}");
        }
    }
}
