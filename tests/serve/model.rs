//! Random operations on the sources; after each, every address equals a clean build.

use crate::preview::{Client, PATIENCE, Preview};
use crate::site::{CONFIG, SECTIONS, Site, address, page};
use annai::memo::Cache;
use annai::output::Outputs;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

const FOOTER: &str = "themes/helpdesk/templates/footer.html";

/// A small generator of numbers (splitmix64), the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }

    fn choose<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

/// The ways in which programs save a file.
const STYLES: [&str; 7] = [
    "in place",
    "renamed",
    "vim",
    "jetbrains",
    "deleted and made",
    "moved in",
    "made writable",
];

fn save(site: &Site, style: &str, below: &str, text: &str) {
    let path = site.path(below);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let beside = |end: &str| path.with_file_name(format!("{}{end}", name(&path)));
    match style {
        "renamed" => {
            let fresh = path.with_file_name(format!(".{}.tmp", name(&path)));
            fs::write(&fresh, text).unwrap();
            fs::rename(fresh, path).unwrap();
        }
        "vim" if path.exists() => {
            fs::rename(&path, beside("~")).unwrap();
            fs::write(&path, text).unwrap();
            fs::remove_file(beside("~")).unwrap();
        }
        "jetbrains" if path.exists() => {
            fs::write(beside("___jb_tmp___"), text).unwrap();
            fs::rename(&path, beside("___jb_old___")).unwrap();
            fs::rename(beside("___jb_tmp___"), &path).unwrap();
            fs::remove_file(beside("___jb_old___")).unwrap();
        }
        "deleted and made" if path.exists() => {
            fs::remove_file(&path).unwrap();
            fs::write(path, text).unwrap();
        }
        "moved in" => {
            let elsewhere = site.beside("elsewhere.md");
            fs::write(&elsewhere, text).unwrap();
            fs::rename(elsewhere, path).unwrap();
        }
        "made writable" if path.exists() => {
            let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode));
            mode(0o600).unwrap();
            fs::write(&path, text).unwrap();
            mode(0o644).unwrap();
        }
        _ => fs::write(path, text).unwrap(),
    }
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// The site as it was changed.
struct Model<'a> {
    site: &'a Site,
    dice: Dice,
    pages: BTreeSet<String>,
    /// What is broken: the file, and what mends it; none where the file has to go.
    broken: Option<(String, Option<String>)>,
    number: usize,
}

impl<'a> Model<'a> {
    fn new(site: &'a Site, pages: usize, seed: u64) -> Self {
        let name = |number: usize| format!("content/{}/p{number}.md", SECTIONS[number % 3].0);
        Self {
            site,
            dice: Dice(seed),
            pages: (0..pages).map(name).collect(),
            broken: None,
            number: 0,
        }
    }

    fn any_page(&mut self) -> String {
        let pages: Vec<&String> = self.pages.iter().collect();
        (*self.dice.choose(&pages)).clone()
    }

    fn words(&self, path: &str) -> String {
        // From folders further down, the link would lead nowhere.
        let text = page(section(path), &format!("{}番目の文です。", self.number));
        match path.matches('/').count() {
            2 => text,
            _ => text.replace("[質問](../faq/index.md)", "質問"),
        }
    }

    /// Does something, and says what.
    fn operate(&mut self) -> String {
        self.number += 1;
        if let Some((path, cure)) = self.broken.take_if(|_| self.dice.roll(2) == 0) {
            match cure {
                Some(text) => save(self.site, "renamed", &path, &text),
                None => fs::remove_file(self.site.path(&path)).unwrap(),
            }
            return format!("mend {path}");
        }
        match self.dice.roll(16) {
            0..7 => self.edit(),
            7 => self.delete(),
            8 => self.rename(),
            9 => self.make_folders(),
            10 => self.check_out(),
            11 => self.move_away_and_back(),
            12 => self.hide(),
            13 => self.picture(),
            _ if self.broken.is_none() => self.damage(),
            _ => self.edit(),
        }
    }

    fn edit(&mut self) -> String {
        let style = *self.dice.choose(&STYLES);
        let path = self.any_page();
        save(self.site, style, &path, &self.words(&path));
        format!("edit {path}, {style}")
    }

    fn delete(&mut self) -> String {
        let path = self.any_page();
        // What is broken is not mended by taking it away.
        if self.pages.len() < 10 || self.is_broken(&path) {
            return self.edit();
        }
        fs::remove_file(self.site.path(&path)).unwrap();
        self.pages.remove(&path);
        format!("delete {path}")
    }

    fn rename(&mut self) -> String {
        let path = self.any_page();
        if self.is_broken(&path) {
            return self.edit();
        }
        let fresh = format!("content/{}/r{}.md", section(&path), self.number);
        fs::rename(self.site.path(&path), self.site.path(&fresh)).unwrap();
        self.pages.remove(&path);
        self.pages.insert(fresh.clone());
        format!("rename {path} to {fresh}")
    }

    fn make_folders(&mut self) -> String {
        let path = format!("content/guide/d{}/b/c/p.md", self.number);
        save(self.site, "in place", &path, &self.words(&path));
        self.pages.insert(path.clone());
        format!("make {path} with its folders")
    }

    /// As a change of branches does it: many files at once, each taken away and made anew.
    fn check_out(&mut self) -> String {
        for path in self.pages.iter().step_by(3) {
            if !self.is_broken(path) {
                save(self.site, "deleted and made", path, &self.words(path));
            }
        }
        "replace a third of the pages".to_owned()
    }

    fn move_away_and_back(&mut self) -> String {
        let away = self.site.beside("away");
        let content = self.site.path("content");
        fs::rename(&content, &away).unwrap();
        if self.dice.roll(2) == 0 {
            // Long enough for it to be noticed, or not.
            thread::yield_now();
        }
        fs::rename(away, content).unwrap();
        "move the content away and back".to_owned()
    }

    fn hide(&mut self) -> String {
        let path = self.any_page();
        let key = *self
            .dice
            .choose(&["draft = true", "publish_from = 2024-12-01"]);
        let text = self
            .words(&path)
            .replacen("+++\n", &format!("+++\n{key}\n"), 1);
        save(self.site, "renamed", &path, &text);
        format!("{key} in {path}")
    }

    fn picture(&mut self) -> String {
        let path = format!("content/guide/picture{}.svg", self.dice.roll(3));
        if self.site.path(&path).exists() {
            fs::remove_file(self.site.path(&path)).unwrap();
            return format!("delete {path}");
        }
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"2\"/>",
            self.number
        );
        save(self.site, "in place", &path, &text);
        format!("make {path}")
    }

    fn damage(&mut self) -> String {
        let (path, bad, cure) = match self.dice.roll(3) {
            0 => {
                let bad = format!("{CONFIG}\n[[[");
                ("site.toml".to_owned(), bad, Some(CONFIG.to_owned()))
            }
            1 => (FOOTER.to_owned(), "{% if".to_owned(), None),
            _ => {
                let path = self.any_page();
                let good = self.words(&path);
                (
                    path,
                    format!("{good}\n{{{{ nothing_of_the_kind }}}}\n"),
                    Some(good),
                )
            }
        };
        save(self.site, "renamed", &path, &bad);
        let words = format!("break {path}");
        self.broken = Some((path, cure));
        words
    }

    fn is_broken(&self, path: &str) -> bool {
        self.broken
            .as_ref()
            .is_some_and(|(broken, _)| broken == path)
    }
}

fn section(path: &str) -> &str {
    path.split('/').nth(1).unwrap()
}

/// What the preview shows is what a clean build gives, or the last one without errors; nothing
/// where it is. What differs otherwise.
fn difference(client: &mut Client, wanted: &Outputs, gone: &BTreeSet<String>) -> Option<String> {
    let paths: Vec<String> = wanted.keys().map(|path| address(path.as_str())).collect();
    let answers = client.get_all(&paths);
    for ((path, output), answer) in wanted.iter().zip(answers) {
        if answer.status != 200 || answer.plain() != **output.bytes() {
            return Some(format!("{} ({})", path.as_str(), answer.status));
        }
    }
    let paths: Vec<String> = gone.iter().cloned().collect();
    let answers = client.get_all(&paths);
    let still = paths
        .iter()
        .zip(answers)
        .find(|(_, answer)| answer.status != 404);
    still.map(|(path, answer)| format!("{path} is still there ({})", answer.status))
}

/// A number from the environment, for long runs by hand.
pub(crate) fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

pub(crate) fn run() {
    let operations = number("ANNAI_SERVE_OPERATIONS", 100);
    let seed = number("ANNAI_SERVE_SEED", 1);
    let pages = usize::try_from(number("ANNAI_SERVE_PAGES", 50)).unwrap();
    let patience = Duration::from_millis(number("ANNAI_SERVE_PATIENCE_MS", 10_000));
    let site = Site::new(pages);
    let preview = Preview::start(&site.root());
    let mut client = preview.connect();
    let mut model = Model::new(&site, pages, seed);
    let mut cache = Cache::default();
    let mut wanted = site.build(&mut cache).unwrap();
    assert_eq!(difference(&mut client, &wanted, &BTreeSet::new()), None);
    let mut waits = Vec::new();
    let mut shown = 0;
    for at in 0..operations {
        let operation = model.operate();
        let done = Instant::now();
        // Clean ones take their time without optimisation.
        if at % 10 == 0 || operations > 100 {
            cache = Cache::default();
        }
        if let Some(outputs) = site.build(&mut cache) {
            let before: BTreeSet<String> = wanted.keys().map(|p| address(p.as_str())).collect();
            let after: BTreeSet<String> = outputs.keys().map(|p| address(p.as_str())).collect();
            let gone = &before - &after;
            shown += usize::from(outputs != wanted);
            wanted = outputs;
            converge(&preview, &mut client, &wanted, &gone, done + patience)
                .unwrap_or_else(|what| panic!("seed {seed}, {at}: after {operation}: {what}"));
        } else {
            // The last good site stays.
            assert_eq!(
                difference(&mut client, &wanted, &BTreeSet::new()),
                None,
                "seed {seed}, {at}: after {operation}"
            );
        }
        waits.push(done.elapsed());
    }
    waits.sort();
    println!(
        "seed {seed}: {operations} operations, {shown} changes shown, seen after {:?} in the middle, {:?} at worst",
        waits[waits.len() / 2],
        waits[waits.len() - 1]
    );
    assert!(
        shown as u64 > operations / 3,
        "the operations hardly changed anything"
    );
}

/// Waits until the preview shows what it should. The connection is made anew when the server
/// has ended one that was silent for long.
fn converge(
    preview: &Preview,
    client: &mut Client,
    wanted: &Outputs,
    gone: &BTreeSet<String>,
    deadline: Instant,
) -> Result<(), String> {
    assert!(deadline < Instant::now() + PATIENCE);
    *client = preview.connect();
    loop {
        let Some(what) = difference(client, wanted, gone) else {
            return Ok(());
        };
        if Instant::now() > deadline {
            return Err(what);
        }
        thread::yield_now();
    }
}
