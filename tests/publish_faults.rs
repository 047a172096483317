//! A publish on a disk that fails: whatever fails, the output is the old site or the new one.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

mod site_folder;

use annai::disk::{Disk, Left, Operation, PublishError, Published, Way};
use rustix::io::Errno;
use site_folder::{SiteFolder, Tree, traces, tree_of};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const OLD: &[(&str, &str)] = &[
    ("index.html", "home"),
    ("faq/a/index.html", "a"),
    ("faq/b/index.html", "b"),
];
const NEW: &[(&str, &str)] = &[
    ("index.html", "new home"),
    ("faq/a/index.html", "a"),
    ("news/index.html", "news"),
];
const FOREIGN: (&str, &str) = ("CNAME", "help.example.jp");

const ERRORS: [Errno; 8] = [
    Errno::NOSPC,
    Errno::IO,
    Errno::ACCESS,
    Errno::ROFS,
    Errno::MFILE,
    Errno::DQUOT,
    Errno::XDEV,
    Errno::INTR,
];

/// Which operations fail.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fails {
    /// The one of this number.
    Only(usize),
    /// The one of this number and every later one.
    From(usize),
}

/// Whether the disk can exchange two folders.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Exchange {
    Known,
    Unknown,
    /// It cannot even rename the output.
    Forbidden,
}

struct FaultyDisk {
    fails: Fails,
    error: Errno,
    exchange: Exchange,
    count: AtomicUsize,
}

impl Disk for FaultyDisk {
    fn before(&self, operation: Operation, _: &Path) -> io::Result<()> {
        let number = self.count.fetch_add(1, Ordering::SeqCst);
        let fails = match self.fails {
            Fails::Only(which) => number == which,
            Fails::From(first) => number >= first,
        };
        if fails {
            return Err(self.error.into());
        }
        match (operation, self.exchange) {
            (Operation::Exchange, Exchange::Unknown) => Err(Errno::INVAL.into()),
            (Operation::Exchange, Exchange::Forbidden) => Err(Errno::BUSY.into()),
            _ => Ok(()),
        }
    }
}

/// A site with the old version published, and a file in it that is not ours.
fn published() -> SiteFolder {
    let site = SiteFolder::new();
    site.publish(OLD).unwrap();
    site.write(&format!("public/{}", FOREIGN.0), FOREIGN.1);
    site
}

fn with_foreign(files: &[(&str, &str)]) -> Tree {
    let mut tree = tree_of(files);
    tree.extend(tree_of(&[FOREIGN]));
    tree
}

/// Publishes the new version on a faulty disk; returns how that went, and whether the fault
/// was met at all.
fn publish_new(site: &SiteFolder, disk: &FaultyDisk) -> (Result<Published, PublishError>, bool) {
    let result = site.publish_on(NEW, disk);
    let (Fails::Only(first) | Fails::From(first)) = disk.fails;
    (result, disk.count.load(Ordering::SeqCst) > first)
}

/// Fails operation after operation until a publish gets through untouched; after each, looks
/// at the output, and then at what a healthy run makes of it. Returns the number of faults.
fn every_operation(
    error: Errno,
    exchange: Exchange,
    fails: fn(usize) -> Fails,
    check: impl Fn(&SiteFolder, &str),
) -> usize {
    for number in 0.. {
        let site = published();
        let disk = FaultyDisk {
            fails: fails(number),
            error,
            exchange,
            count: AtomicUsize::new(0),
        };
        let (result, met) = publish_new(&site, &disk);
        if !met {
            result.unwrap();
            return number;
        }
        let case = format!("{error:?}, {exchange:?}, {:?}: {result:?}", disk.fails);
        if result.is_ok() {
            assert_eq!(site.public(), with_foreign(NEW), "{case}");
        }
        check(&site, &case);
        let healed = site.publish(NEW).unwrap();
        assert_eq!(healed.foreign, 1, "{case}");
        assert_eq!(site.public(), with_foreign(NEW), "{case}");
        assert_eq!(site.names(), ["content", "public", "site.toml"], "{case}");
    }
    unreachable!("there are fewer operations than numbers")
}

fn is_old_or_new(site: &SiteFolder, case: &str) {
    let public = site.public();
    let whole = public == with_foreign(OLD) || public == with_foreign(NEW);
    assert!(whole, "{case} left {public:?}");
}

#[test]
fn any_operation_may_fail_once() {
    for error in ERRORS {
        let faults = every_operation(error, Exchange::Known, Fails::Only, is_old_or_new);
        assert!(faults > 40, "only {faults} operations");
    }
}

#[test]
fn the_disk_may_fail_for_good_at_any_operation() {
    for error in ERRORS {
        every_operation(error, Exchange::Known, Fails::From, is_old_or_new);
    }
}

#[test]
fn any_operation_may_fail_where_folders_cannot_be_exchanged() {
    for error in ERRORS {
        every_operation(error, Exchange::Unknown, Fails::Only, is_old_or_new);
    }
}

/// Where the folder cannot be moved, each file is the old one or the new one, no file is lost that
/// is in both, nothing that is not ours goes away, and no page is newer than what it loads.
fn each_file_is_whole(site: &SiteFolder, case: &str) {
    let mut public = site.public();
    public.retain(|path, _| !path.starts_with(".annai-next"));
    let (old, new) = (with_foreign(OLD_IN_PLACE), with_foreign(NEW_IN_PLACE));
    for (path, text) in &public {
        let known = [&old, &new].iter().any(|tree| tree.get(path) == Some(text));
        assert!(known, "{case}: {path}: {text}");
    }
    // What is a file in one and a folder in the other is neither for a moment.
    let is_file = |tree: &Tree, path: &str| tree.get(path).is_some_and(|text| text != "/");
    let files = old
        .keys()
        .filter(|path| is_file(&old, path) && is_file(&new, path));
    for path in files {
        assert!(public.contains_key(path), "{case}: {path} is missing");
    }
    for (page, asset) in [
        ("index.html", "assets/new.css"),
        ("news/index.html", "news/n.png"),
    ] {
        let is_new = new.get(page) == public.get(page) && new.get(page) != old.get(page);
        assert!(
            !is_new || public.contains_key(asset),
            "{case}: {page} before {asset}"
        );
    }
}

const OLD_IN_PLACE: &[(&str, &str)] = &[
    ("index.html", "home"),
    ("assets/old.css", "old"),
    ("faq/a/index.html", "a"),
    ("faq/b/index.html", "b"),
    ("news", "a file where a folder comes"),
    ("info/x/y.txt", "a folder where a file comes"),
    ("sitemap.xml", "old"),
];
const NEW_IN_PLACE: &[(&str, &str)] = &[
    ("index.html", "new home"),
    ("assets/new.css", "new"),
    ("faq/a/index.html", "a"),
    ("news/index.html", "news"),
    ("news/n.png", "picture"),
    ("info", "file"),
    ("sitemap.xml", "new"),
];

#[test]
fn any_operation_may_fail_where_the_folder_cannot_be_moved() {
    // All errors are treated alike, but for the one that says that it cannot be moved.
    for (error, fails) in [
        (Errno::IO, Fails::Only as fn(_) -> _),
        (Errno::IO, Fails::From),
        (Errno::XDEV, Fails::Only),
    ] {
        let mut mixed = 0;
        for number in 0.. {
            let site = SiteFolder::new();
            site.publish(OLD_IN_PLACE).unwrap();
            site.write(&format!("public/{}", FOREIGN.0), FOREIGN.1);
            let disk = FaultyDisk {
                fails: fails(number),
                error,
                exchange: Exchange::Forbidden,
                count: AtomicUsize::new(0),
            };
            let result = site.publish_on(NEW_IN_PLACE, &disk);
            if disk.count.into_inner() <= number {
                assert_eq!(result.unwrap().way, Way::FileByFile);
                assert_eq!(site.public(), with_foreign(NEW_IN_PLACE));
                assert!(number > 70, "only {number} operations");
                break;
            }
            let case = format!("{error:?} {number} {result:?}");
            each_file_is_whole(&site, &case);
            match &result {
                Ok(_) => assert_eq!(site.public(), with_foreign(NEW_IN_PLACE), "{case}"),
                Err(PublishError::Io { left, .. }) => {
                    let public = site.public();
                    match left {
                        Left::Old => assert!(
                            without_inside(public) == with_foreign(OLD_IN_PLACE),
                            "{case}"
                        ),
                        Left::New => assert!(
                            without_inside(public) == with_foreign(NEW_IN_PLACE),
                            "{case}"
                        ),
                        Left::Mixed => mixed += 1,
                    }
                }
                Err(other) => panic!("{case}: {other}"),
            }
            site.publish(NEW_IN_PLACE).unwrap();
            assert_eq!(site.public(), with_foreign(NEW_IN_PLACE), "{case}");
            assert_eq!(site.names(), ["content", "public", "site.toml"], "{case}");
        }
        assert!(mixed > 10, "only {mixed} in the middle");
    }
}

/// What is in the output but for the folder where new files wait.
fn without_inside(mut public: Tree) -> Tree {
    public.retain(|path, _| !path.starts_with(".annai-next"));
    public
}

#[test]
fn where_the_folder_cannot_be_moved_no_page_comes_before_what_it_loads() {
    struct Watching<'a>(&'a SiteFolder, Mutex<Vec<Tree>>);
    impl Disk for Watching<'_> {
        fn before(&self, operation: Operation, path: &Path) -> io::Result<()> {
            each_file_is_whole(self.0, &format!("{operation:?} {}", path.display()));
            self.1.lock().unwrap().push(without_inside(self.0.public()));
            match operation {
                Operation::Exchange => Err(Errno::XDEV.into()),
                _ => Ok(()),
            }
        }
    }
    let site = SiteFolder::new();
    site.publish(OLD_IN_PLACE).unwrap();
    site.write(&format!("public/{}", FOREIGN.0), FOREIGN.1);
    let watching = Watching(&site, Mutex::default());
    let published = site.publish_on(NEW_IN_PLACE, &watching).unwrap();
    assert_eq!(published.way, Way::FileByFile);
    assert_eq!(
        (published.written, published.kept, published.removed),
        (6, 1, 4)
    );
    let mut seen = watching.1.into_inner().unwrap();
    seen.dedup();
    assert!(seen.len() > 8, "{}", seen.len());
    assert!(site.publish(NEW_IN_PLACE).unwrap().unchanged);
}

#[test]
fn where_no_folder_can_be_moved_the_first_publish_makes_one() {
    struct NoRename;
    impl Disk for NoRename {
        fn before(&self, operation: Operation, path: &Path) -> io::Result<()> {
            match operation {
                Operation::Rename if path.ends_with("public") => Err(Errno::XDEV.into()),
                _ => Ok(()),
            }
        }
    }
    let site = SiteFolder::new();
    let published = site.publish_on(OLD, &NoRename).unwrap();
    assert_eq!((published.way, published.written), (Way::FileByFile, 3));
    assert_eq!(site.public(), tree_of(OLD));
    assert_eq!(site.names(), ["content", "public", "site.toml"]);
    assert!(site.publish(OLD).unwrap().unchanged);
}

/// A folder is left in the middle, and another site is published over it.
#[test]
fn what_is_ours_stays_ours_in_the_middle() {
    for number in (30..150).step_by(3) {
        let site = SiteFolder::new();
        site.publish(OLD_IN_PLACE).unwrap();
        let disk = FaultyDisk {
            fails: Fails::From(number),
            error: Errno::IO,
            exchange: Exchange::Forbidden,
            count: AtomicUsize::new(0),
        };
        let _ = site.publish_on(NEW_IN_PLACE, &disk);
        site.publish(OLD).unwrap();
        assert_eq!(site.public(), tree_of(OLD), "{number}");
    }
}

/// Between two renames there is no output. A disk that fails just then and for good leaves it
/// so; the old site is whole beside it, and the next run, which `every_operation` does, puts
/// it back.
#[test]
fn a_disk_that_dies_between_two_renames_loses_nothing() {
    let between = AtomicUsize::new(0);
    let check = |site: &SiteFolder, case: &str| {
        if site.path("public").exists() {
            return is_old_or_new(site, case);
        }
        between.fetch_add(1, Ordering::SeqCst);
        let mut old = site_folder::read_tree(&site.path(".public.old"));
        old.remove(annai::disk::MANIFEST);
        assert_eq!(old, with_foreign(OLD), "{case}");
    };
    every_operation(Errno::IO, Exchange::Unknown, Fails::From, check);
    assert_eq!(between.into_inner(), 1);
}

#[test]
fn a_failure_before_the_exchange_touches_nothing() {
    // What a hard link changes of its file: the number of its names and the time of that.
    let lasting = |site: &SiteFolder| {
        let mut traces = traces(&site.path("public"));
        for trace in traces.values_mut() {
            trace[6..].fill(0);
        }
        traces
    };
    let mut failed = 0;
    for number in 0.. {
        let site = published();
        let before = lasting(&site);
        let disk = FaultyDisk {
            fails: Fails::Only(number),
            error: Errno::NOSPC,
            exchange: Exchange::Known,
            count: AtomicUsize::new(0),
        };
        let (result, met) = publish_new(&site, &disk);
        if !met {
            break;
        }
        if site.public() == with_foreign(OLD) {
            assert!(result.is_err());
            assert_eq!(lasting(&site), before, "{result:?}");
            assert!(!site.path(".public.next").exists(), "{result:?}");
            failed += 1;
        }
    }
    assert!(failed > 20, "only {failed} failures");
}

#[test]
fn a_full_disk_says_how_much_it_needs() {
    struct Full;
    impl Disk for Full {
        fn before(&self, operation: Operation, _: &Path) -> io::Result<()> {
            match operation {
                Operation::Write => Err(Errno::NOSPC.into()),
                _ => Ok(()),
            }
        }
    }
    let site = SiteFolder::new();
    let error = site.publish_on(OLD, &Full).unwrap_err();
    let text = error.text();
    assert!(text.english.contains(".public.next"), "{}", text.english);
    assert!(
        text.english.contains("at least 6 bytes"),
        "{}",
        text.english
    );
    assert!(text.japanese.contains("6 バイト以上"), "{}", text.japanese);
    assert_eq!(site.names(), ["content", "site.toml"]);
}

#[test]
fn a_disk_without_inodes_says_how_many_files_it_needs() {
    struct Full;
    impl Disk for Full {
        fn before(&self, operation: Operation, _: &Path) -> io::Result<()> {
            match operation {
                Operation::Create => Err(Errno::NOSPC.into()),
                _ => Ok(()),
            }
        }
        fn lacks_inodes(&self, _: &Path) -> bool {
            true
        }
    }
    let site = SiteFolder::new();
    let text = site.publish_on(OLD, &Full).unwrap_err().text();
    // Three files and three folders, the manifest and the folder of all.
    assert!(text.english.contains("no inodes"), "{}", text.english);
    assert!(text.english.contains("8 more files"), "{}", text.english);
    assert!(text.japanese.contains("あと 8 個"), "{}", text.japanese);
}

#[test]
fn when_only_the_last_step_fails_the_new_site_is_said_to_be_there() {
    struct Unconfirmed;
    impl Disk for Unconfirmed {
        fn before(&self, operation: Operation, _: &Path) -> io::Result<()> {
            match operation {
                Operation::SyncFolder => Err(Errno::NOSPC.into()),
                _ => Ok(()),
            }
        }
    }
    for first in [true, false] {
        let site = SiteFolder::new();
        if !first {
            site.publish(OLD).unwrap();
        }
        let text = site.publish_on(NEW, &Unconfirmed).unwrap_err().text();
        assert_eq!(site.public(), tree_of(NEW));
        assert!(
            text.english.contains("the new site is published"),
            "{}",
            text.english
        );
        assert!(!text.english.contains("as it was"), "{}", text.english);
        assert!(!text.japanese.contains("元のまま"), "{}", text.japanese);
        assert!(site.publish(NEW).unwrap().unchanged);
        assert_eq!(site.names(), ["content", "public", "site.toml"]);
    }
}

#[test]
fn at_every_operation_the_output_is_whole() {
    struct Watching<'a>(&'a SiteFolder, Mutex<Vec<Tree>>);
    impl Disk for Watching<'_> {
        fn before(&self, _: Operation, _: &Path) -> io::Result<()> {
            let mut seen = self.1.lock().unwrap();
            seen.push(self.0.public());
            seen.dedup();
            Ok(())
        }
    }
    let site = published();
    let watching = Watching(&site, Mutex::default());
    site.publish_on(NEW, &watching).unwrap();
    let seen = watching.1.into_inner().unwrap();
    assert_eq!(seen, [with_foreign(OLD), with_foreign(NEW)]);
}

#[test]
fn all_is_on_the_disk_before_it_takes_its_place() {
    struct Recording(Mutex<Vec<Operation>>);
    impl Disk for Recording {
        fn before(&self, operation: Operation, _: &Path) -> io::Result<()> {
            self.0.lock().unwrap().push(operation);
            Ok(())
        }
    }
    let site = published();
    let recording = Recording(Mutex::default());
    site.publish_on(NEW, &recording).unwrap();
    let operations = recording.0.into_inner().unwrap();
    let exchange = operations
        .iter()
        .position(|&operation| operation == Operation::Exchange);
    let (before, after) = operations.split_at(exchange.unwrap());
    assert_eq!(before.last(), Some(&Operation::Sync));
    // Until the exchange is on the disk, the old site is not removed.
    assert_eq!(after[1], Operation::SyncFolder);
    let written = |operation: &Operation| *operation == Operation::Write;
    assert!(before.iter().any(written) && !after.iter().any(written));
}

#[test]
fn a_second_publisher_is_locked_out() {
    struct Meanwhile<'a>(&'a SiteFolder, AtomicUsize);
    impl Disk for Meanwhile<'_> {
        fn before(&self, operation: Operation, _: &Path) -> io::Result<()> {
            if operation != Operation::Lock && self.0.path(".public.lock").exists() {
                let second = self.0.publish(OLD);
                assert!(
                    matches!(second, Err(PublishError::Locked { .. })),
                    "{second:?}"
                );
                self.1.fetch_add(1, Ordering::SeqCst);
            }
            Ok(())
        }
    }
    let site = published();
    let meanwhile = Meanwhile(&site, AtomicUsize::new(0));
    site.publish_on(NEW, &meanwhile).unwrap();
    assert!(meanwhile.1.into_inner() > 30);
    assert_eq!(site.public(), with_foreign(NEW));
    site.publish(OLD).unwrap();
}

#[test]
fn a_lock_on_a_file_that_is_gone_is_no_lock() {
    /// Removes the lock's file just after it was locked, as the publisher before would that
    /// ends at this moment.
    struct Vanishing<'a>(&'a SiteFolder, AtomicUsize, AtomicUsize);
    impl Disk for Vanishing<'_> {
        fn before(&self, operation: Operation, _: &Path) -> io::Result<()> {
            if operation == Operation::Lock && self.1.fetch_add(1, Ordering::SeqCst) == 1 {
                fs::remove_file(self.0.path(".public.lock"))?;
            }
            if operation == Operation::Sync {
                let second = self.0.publish(OLD);
                assert!(
                    matches!(second, Err(PublishError::Locked { .. })),
                    "{second:?}"
                );
                self.2.fetch_add(1, Ordering::SeqCst);
            }
            Ok(())
        }
    }
    let site = published();
    let disk = Vanishing(&site, AtomicUsize::new(0), AtomicUsize::new(0));
    site.publish_on(NEW, &disk).unwrap();
    assert_eq!(disk.2.into_inner(), 1);
}

#[test]
fn of_many_publishers_each_succeeds_whole_or_is_locked_out() {
    let site = published();
    let succeeded = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let (site, succeeded) = (&site, &succeeded);
            scope.spawn(move || {
                for round in 0..25 {
                    let files = if (worker + round) % 2 == 0 { OLD } else { NEW };
                    match site.publish(files) {
                        Ok(_) => drop(succeeded.fetch_add(1, Ordering::SeqCst)),
                        Err(PublishError::Locked { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
    });
    assert!(succeeded.into_inner() > 0);
    is_old_or_new(&site, "the race");
    assert_eq!(site.names(), ["content", "public", "site.toml"]);
}

#[test]
fn what_appears_in_the_old_tree_at_the_last_moment_is_not_deleted() {
    struct Late<'a>(&'a SiteFolder);
    impl Disk for Late<'_> {
        fn before(&self, operation: Operation, _: &Path) -> io::Result<()> {
            if operation == Operation::Exchange {
                self.0.write("public/late.txt", "somebody's");
            }
            Ok(())
        }
    }
    let site = published();
    let leftover = site
        .publish_on(NEW, &Late(&site))
        .unwrap()
        .leftover
        .unwrap();
    assert_eq!(fs::read(leftover.join("late.txt")).unwrap(), b"somebody's");
    assert_eq!(site.public(), with_foreign(NEW));
}
