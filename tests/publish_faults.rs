//! A publish on a disk that fails: whatever fails, the output is the old site or the new one.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

mod site_folder;

use annai::disk::{Disk, Operation, PublishError, Published};
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
        if operation == Operation::Exchange && self.exchange == Exchange::Unknown {
            return Err(Errno::INVAL.into());
        }
        Ok(())
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
