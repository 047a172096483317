//! A publish that is killed: the output is the old site or the new one, and the next run
//! goes on as if nothing had been.
//!
//! The killed process is this test program itself, which runs a test that is ignored
//! otherwise.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk and run themselves, and a failure is a failed test"
)]

mod site_folder;

use annai::disk::{Disk, Operation, RealDisk, publish};
use site_folder::{SiteFolder, options, outputs, public, tree_of};
use std::env;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

const PAGES: usize = 40;
const ROOT: &str = "ANNAI_TEST_ROOT";
const OPERATIONS: &str = "ANNAI_TEST_OPERATIONS";

/// One of two versions of a site: some pages are the same in both, some differ, and some are
/// in one only.
fn version(version: &str) -> Vec<(String, String)> {
    let page = |number: usize| match number % 3 {
        0 => (format!("same/{number}/index.html"), "same".repeat(99)),
        1 => (format!("page/{number}/index.html"), version.repeat(9999)),
        _ => (format!("{version}/{number}.html"), version.repeat(9)),
    };
    (0..PAGES).map(page).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect()
}

/// A variable of the environment, for the process that is to be killed.
fn told(name: &str) -> Option<String> {
    env::var(name).ok()
}

/// This program, running one of the ignored tests.
fn child(test: &str, root: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(ROOT, root)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// Whether the output is one of the two versions, and which.
fn which(site: &SiteFolder) -> &'static str {
    let public = site.public();
    ["a", "b"]
        .into_iter()
        .find(|name| public == tree_of(&borrowed(&version(name))))
        .unwrap_or_else(|| panic!("neither version: {:?}", public.keys()))
}

fn settle(site: &SiteFolder) {
    let files = version("a");
    site.publish(&borrowed(&files)).unwrap();
    assert_eq!(which(site), "a");
    assert_eq!(site.names(), ["content", "public", "site.toml"]);
}

/// Tells of every operation by one byte on standard output.
struct Telling;

impl Disk for Telling {
    fn before(&self, _: Operation, _: &Path) -> io::Result<()> {
        io::stdout().write_all(b".")
    }
}

#[test]
#[ignore = "runs until it is killed; other tests start it"]
fn publishes_for_ever() {
    let Some(root) = told(ROOT).map(PathBuf::from) else {
        return;
    };
    let versions = ["b", "a"].map(|name| outputs(&borrowed(&version(name))));
    for outputs in versions.iter().cycle() {
        publish(outputs, &options(&root), &Telling).unwrap();
    }
}

#[test]
fn killed_at_any_moment_it_leaves_a_whole_site() {
    let kills = told("ANNAI_TEST_KILLS").map_or(60, |kills| kills.parse().unwrap());
    let site = SiteFolder::new();
    settle(&site);
    let mut seen = Vec::new();
    let mut random: u64 = 0x5eed;
    for _ in 0..kills {
        // Knuth's generator: any moment will do, but the same ones each time.
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let mut child = child("publishes_for_ever", &site.path("")).spawn().unwrap();
        // Several publishes are awaited byte by byte; where the child is by then is chance.
        let mut heard = vec![0; 400 + usize::try_from(random >> 54).unwrap()];
        child.stdout.take().unwrap().read_exact(&mut heard).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        seen.push(which(&site));
        if random >> 63 == 0 {
            settle(&site);
        }
    }
    assert!(seen.contains(&"a") && seen.contains(&"b"), "{seen:?}");
    settle(&site);
}

/// Ends the process, without a word to anybody, before an operation.
struct Deadly {
    left: AtomicUsize,
    exchanges: Exchanges,
}

enum Exchanges {
    Known,
    Unknown,
    Forbidden,
}

impl Disk for Deadly {
    fn before(&self, operation: Operation, _: &Path) -> io::Result<()> {
        if self.left.fetch_sub(1, Ordering::SeqCst) == 0 {
            std::process::abort();
        }
        match (&self.exchanges, operation) {
            (Exchanges::Unknown, Operation::Exchange) => Err(io::ErrorKind::Unsupported.into()),
            (Exchanges::Forbidden, Operation::Exchange) => {
                Err(io::ErrorKind::CrossesDevices.into())
            }
            _ => Ok(()),
        }
    }
}

fn publish_and_die(exchanges: Exchanges) {
    let (Some(root), Some(left)) = (told(ROOT), told(OPERATIONS)) else {
        return;
    };
    let disk = Deadly {
        left: AtomicUsize::new(left.parse().unwrap()),
        exchanges,
    };
    publish(&small("b"), &options(Path::new(&root)), &disk).unwrap();
}

/// A small version of the site, so that there are few operations to die at.
fn small(name: &str) -> annai::output::Outputs {
    outputs(&borrowed(&version(name)[..4]))
}

#[test]
#[ignore = "aborts; other tests start it"]
fn dies_with_exchange() {
    publish_and_die(Exchanges::Known);
}

#[test]
#[ignore = "aborts; other tests start it"]
fn dies_without_exchange() {
    publish_and_die(Exchanges::Unknown);
}

#[test]
#[ignore = "aborts; other tests start it"]
fn dies_in_place() {
    publish_and_die(Exchanges::Forbidden);
}

/// Lets a child die before its first, second, third… operation, until one lives; `check` sees
/// what each left. Returns the number of deaths.
fn die_everywhere(test: &str, check: impl Fn(&SiteFolder)) -> usize {
    for operations in 0.. {
        let site = SiteFolder::new();
        publish(&small("a"), &options(&site.path("")), &RealDisk).unwrap();
        let status = child(test, &site.path(""))
            .env(OPERATIONS, operations.to_string())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        check(&site);
        publish(&small("b"), &options(&site.path("")), &RealDisk).unwrap();
        assert_eq!(site.public(), tree_of(&borrowed(&version("b")[..4])));
        assert_eq!(site.names(), ["content", "public", "site.toml"]);
        if status.success() {
            return operations;
        }
    }
    unreachable!("there are fewer operations than numbers")
}

fn is_whole(site: &SiteFolder) -> bool {
    ["a", "b"]
        .iter()
        .any(|name| site.public() == tree_of(&borrowed(&version(name)[..4])))
}

#[test]
fn it_may_die_before_any_operation() {
    let deaths = die_everywhere("dies_with_exchange", |site| assert!(is_whole(site)));
    assert!(deaths > 40, "{deaths}");
}

#[test]
fn without_exchange_a_death_between_two_renames_is_mended() {
    let between = AtomicUsize::new(0);
    die_everywhere("dies_without_exchange", |site| {
        if !site.path("public").exists() {
            between.fetch_add(1, Ordering::SeqCst);
            // Whatever is published next, what was not ours comes back with the old site.
            site.write(".public.old/CNAME", "help.example.jp");
            publish(&small("a"), &options(&site.path("")), &RealDisk).unwrap();
            let cname = site.path("public/CNAME");
            assert_eq!(std::fs::read(&cname).unwrap(), b"help.example.jp");
            std::fs::remove_file(cname).unwrap();
        }
        assert!(is_whole(site));
    });
    assert_eq!(between.into_inner(), 1);
}

/// Where the folder cannot be moved there is a mixture for some time, but each file is whole, and
/// the next run makes either site of it.
#[test]
fn in_place_each_file_is_whole_and_the_next_run_goes_on() {
    let mixed = AtomicUsize::new(0);
    let deaths = die_everywhere("dies_in_place", |site| {
        let [old, new] = ["a", "b"].map(|name| tree_of(&borrowed(&version(name)[..4])));
        let mut public = site.public();
        public.retain(|path, _| !path.starts_with(".annai-next"));
        if public != old && public != new {
            mixed.fetch_add(1, Ordering::SeqCst);
        }
        for (path, text) in &public {
            let known = [&old, &new].iter().any(|tree| tree.get(path) == Some(text));
            assert!(known, "{path} is torn");
        }
        let both = old.keys().filter(|path| new.contains_key(*path));
        for path in both {
            assert!(public.contains_key(path), "{path} is missing");
        }
    });
    assert!(deaths > 50, "{deaths}");
    assert!(mixed.into_inner() > 5);
}

/// The mask of a process can be set without unsafe code only by a shell before it starts.
#[test]
fn no_umask_shows_in_the_output() {
    use std::os::unix::fs::PermissionsExt;
    for umask in ["000", "022", "027", "077", "777"] {
        let site = SiteFolder::new();
        let program = env::current_exe().unwrap();
        let status = Command::new("sh")
            .args([
                "-c",
                "umask \"$1\" && exec \"$0\" --exact publishes_once --ignored",
            ])
            .arg(program)
            .arg(umask)
            .env(ROOT, site.path(""))
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success());
        assert_eq!(
            public(&site.path("")).len(),
            tree_of(&borrowed(&version("a"))).len()
        );
        for (path, traces) in site_folder::traces(&site.path("public")) {
            let full = site.path("public").join(&path);
            let mode = full.symlink_metadata().unwrap().permissions().mode() & 0o777;
            let wanted = if full.is_dir() { 0o755 } else { 0o644 };
            assert_eq!(mode, wanted, "{path} under {umask} {traces:?}");
        }
    }
}

#[test]
#[ignore = "another test starts it"]
fn publishes_once() {
    if let Some(root) = told(ROOT) {
        let files = version("a");
        publish(
            &outputs(&borrowed(&files)),
            &options(Path::new(&root)),
            &RealDisk,
        )
        .unwrap();
    }
}
