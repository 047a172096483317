//! What a publish does to the output folder.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

mod site_folder;

use annai::disk::{Disk, MANIFEST, Operation, PublishError, Refusal, Way};
use site_folder::{SiteFolder, outputs, read_tree, traces, tree_of};
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

const FIRST: &[(&str, &str)] = &[
    ("index.html", "home"),
    ("faq/a/index.html", "a"),
    ("faq/b/index.html", "b"),
];
const SECOND: &[(&str, &str)] = &[("index.html", "new home"), ("faq/a/index.html", "a")];

/// The refusal of a publish that must have been refused.
fn refusal(site: &SiteFolder, files: &[(&str, &str)]) -> Refusal {
    match site.publish(files) {
        Err(PublishError::Refused { refusal, .. }) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn the_first_publish_makes_the_folder() {
    let site = SiteFolder::new();
    let published = site.publish(FIRST).unwrap();
    assert_eq!(site.public(), tree_of(FIRST));
    assert_eq!((published.written, published.kept), (3, 0));
    assert_eq!(published.bytes, 6);
    assert_eq!(site.names(), ["content", "public", "site.toml"]);
}

#[test]
fn an_empty_folder_may_be_published_to() {
    let site = SiteFolder::new();
    fs::create_dir(site.path("public")).unwrap();
    site.publish(FIRST).unwrap();
    assert_eq!(site.public(), tree_of(FIRST));
}

#[test]
fn a_folder_that_version_control_keeps_may_be_published_to() {
    let site = SiteFolder::new();
    fs::create_dir(site.path("public")).unwrap();
    fs::write(site.path("public").join(".gitignore"), "*\n").unwrap();
    let published = site.publish(&[("index.html", "home")]).unwrap();
    assert_eq!(published.foreign, 1);
    assert_eq!(
        fs::read_to_string(site.path("public").join(".gitignore")).unwrap(),
        "*\n"
    );
}

#[test]
fn a_change_writes_what_changed_and_removes_what_went() {
    let site = SiteFolder::new();
    site.publish(FIRST).unwrap();
    let kept = fs::metadata(site.path("public/faq/a/index.html")).unwrap();
    let published = site.publish(SECOND).unwrap();
    assert_eq!(site.public(), tree_of(SECOND));
    let done = (published.written, published.kept, published.removed);
    assert_eq!(done, (1, 1, 1));
    assert!(published.way == Way::Exchange && !published.unchanged);
    assert_eq!(published.leftover, None);
    let still = fs::metadata(site.path("public/faq/a/index.html")).unwrap();
    assert_eq!((kept.ino(), still.nlink()), (still.ino(), 1));
    assert_eq!(site.names(), ["content", "public", "site.toml"]);
}

#[test]
fn nothing_to_do_touches_nothing() {
    let site = SiteFolder::new();
    site.publish(FIRST).unwrap();
    let before = traces(&site.path("public"));
    let published = site.publish(FIRST).unwrap();
    assert!(published.unchanged);
    assert_eq!((published.written, published.kept), (0, 3));
    assert_eq!(traces(&site.path("public")), before);
    assert_eq!(site.names(), ["content", "public", "site.toml"]);
}

#[test]
fn an_edit_in_the_output_is_undone_even_with_its_old_time() {
    let site = SiteFolder::new();
    site.publish(FIRST).unwrap();
    let page = site.path("public/index.html");
    let modified = fs::metadata(&page).unwrap().modified().unwrap();
    fs::write(&page, "hone").unwrap();
    let file = fs::File::options().write(true).open(&page).unwrap();
    file.set_modified(modified).unwrap();
    assert_eq!(site.publish(FIRST).unwrap().written, 1);
    assert_eq!(site.public(), tree_of(FIRST));
}

#[test]
fn wrong_permissions_are_mended() {
    let site = SiteFolder::new();
    site.publish(FIRST).unwrap();
    let set = |path: &str, mode| {
        fs::set_permissions(site.path(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    set("public/index.html", 0o600);
    assert_eq!(site.publish(FIRST).unwrap().written, 1);
    set("public/faq", 0o700);
    assert!(!site.publish(FIRST).unwrap().unchanged);
    set("public", 0o700);
    assert!(!site.publish(FIRST).unwrap().unchanged);
    for (path, traces) in traces(&site.path("public")) {
        let wanted = if site.path("public").join(&path).is_dir() {
            0o755
        } else {
            0o644
        };
        assert_eq!(traces[2] & 0o777, wanted, "{path}");
    }
    assert!(site.publish(FIRST).unwrap().unchanged);
}

#[test]
fn what_is_not_ours_is_carried_over() {
    let site = SiteFolder::new();
    site.publish(FIRST).unwrap();
    site.write("public/CNAME", "help.example.jp");
    site.write("public/.well-known/security.txt", "Contact: …");
    site.write("public/faq/b/notes.txt", "beside a page that goes away");
    fs::create_dir(site.path("public/empty")).unwrap();
    fs::create_dir(site.path("public/private")).unwrap();
    site.write("public/private/key", "secret");
    fs::set_permissions(
        site.path("public/private"),
        fs::Permissions::from_mode(0o500),
    )
    .unwrap();
    symlink("/etc", site.path("public/link")).unwrap();
    fs::set_permissions(site.path("public/CNAME"), fs::Permissions::from_mode(0o600)).unwrap();
    let cname = fs::metadata(site.path("public/CNAME")).unwrap();

    let published = site.publish(SECOND).unwrap();
    assert_eq!((published.foreign, published.leftover), (5, None));
    let mut expected = tree_of(SECOND);
    expected.extend(tree_of(&[
        ("CNAME", "help.example.jp"),
        (".well-known/security.txt", "Contact: …"),
        ("faq/b/notes.txt", "beside a page that goes away"),
        ("private/key", "secret"),
        ("link", "→ /etc"),
    ]));
    expected.insert("empty".to_owned(), "/".to_owned());
    assert_eq!(site.public(), expected);
    let now = fs::metadata(site.path("public/CNAME")).unwrap();
    assert_eq!((now.ino(), now.mode()), (cname.ino(), cname.mode()));
    let private = fs::metadata(site.path("public/private")).unwrap();
    assert_eq!(private.mode() & 0o777, 0o500);
    assert!(site.publish(SECOND).unwrap().unchanged);
}

#[test]
fn without_hard_links_files_are_copied() {
    struct NoLinks;
    impl Disk for NoLinks {
        fn before(&self, operation: Operation, _: &Path) -> io::Result<()> {
            match operation {
                Operation::Link => Err(io::ErrorKind::PermissionDenied.into()),
                _ => Ok(()),
            }
        }
    }
    let site = SiteFolder::new();
    site.publish(FIRST).unwrap();
    site.write("public/CNAME", "help.example.jp");
    symlink("nowhere", site.path("public/link")).unwrap();
    site.publish_on(SECOND, &NoLinks).unwrap();
    let mut expected = tree_of(SECOND);
    expected.extend(tree_of(&[
        ("CNAME", "help.example.jp"),
        ("link", "→ nowhere"),
    ]));
    assert_eq!(site.public(), expected);
}

#[test]
fn what_is_not_ours_is_not_replaced() {
    let in_the_way: [(&str, &[(&str, &str)]); 4] = [
        ("CNAME", &[("CNAME", "ours")]),
        ("news", &[("news/index.html", "news")]),
        ("info/x/y.txt", &[("info", "ours")]),
        ("info/x/y.txt", &[("info/x", "ours")]),
    ];
    for (theirs, ours) in in_the_way {
        let site = SiteFolder::new();
        site.publish(FIRST).unwrap();
        site.write(&format!("public/{theirs}"), "theirs");
        let before = traces(&site.path("public"));
        let Refusal::Foreign(path) = refusal(&site, ours) else {
            panic!("{theirs} should be in the way of {ours:?}");
        };
        assert_eq!(path, Path::new(theirs));
        assert_eq!(traces(&site.path("public")), before);
    }
}

#[test]
fn nothing_is_written_through_a_planted_link() {
    let plants: [(&str, &str, &str); 3] = [
        (
            "public/faq/a/index.html",
            "../../../../victim/file",
            "faq/a/index.html",
        ),
        ("public/faq", "../../victim", "faq"),
        ("public/index.html", "../../victim/missing", "index.html"),
    ];
    for (plant, target, named) in plants {
        let yard = SiteFolder::new();
        let site = SiteFolder::new();
        yard.write("victim/file", "precious");
        site.publish(FIRST).unwrap();
        let plant = site.path(plant);
        if plant.is_dir() {
            fs::remove_dir_all(&plant).unwrap();
        } else {
            fs::remove_file(&plant).unwrap();
        }
        let target = yard.path(target.trim_start_matches("../"));
        symlink(target, &plant).unwrap();
        assert_eq!(refusal(&site, SECOND), Refusal::Foreign(named.into()));
        // With nothing to put in its place it stays what it is: a link that is not ours.
        site.publish(&[("other.html", "other")]).unwrap();
        assert!(plant.is_symlink());
        assert_eq!(read_tree(&yard.path("victim")).len(), 1);
        assert_eq!(
            fs::read_to_string(yard.path("victim/file")).unwrap(),
            "precious"
        );
    }
}

#[test]
fn a_planted_stage_or_lock_is_not_followed() {
    let site = SiteFolder::new();
    site.write("victim/file", "precious");
    for name in [".public.next", ".public.old"] {
        symlink("victim", site.path(name)).unwrap();
        assert!(matches!(refusal(&site, FIRST), Refusal::Neighbour(path) if path.ends_with(name)));
        assert!(site.path(name).is_symlink());
        fs::remove_file(site.path(name)).unwrap();
    }
    symlink("victim/file", site.path(".public.lock")).unwrap();
    let error = site.publish(FIRST).unwrap_err();
    assert!(matches!(
        error,
        PublishError::Io {
            operation: Operation::Lock,
            ..
        }
    ));
    assert_eq!(
        read_tree(&site.path("victim")),
        tree_of(&[("file", "precious")])
    );
}

#[test]
fn leftovers_of_a_killed_run_go_away() {
    let site = SiteFolder::new();
    site.publish(FIRST).unwrap();
    for leftover in [".public.next", ".public.old"] {
        site.write(&format!("{leftover}/{MANIFEST}"), "");
        site.write(&format!("{leftover}/faq/half"), "written");
    }
    site.write(".public.lock", "");
    assert!(site.publish(FIRST).unwrap().unchanged);
    assert_eq!(site.names(), ["content", "public", "site.toml"]);
}

/// A disk that holds everybody to the modes of folders, a superuser too.
struct Strict;

impl Disk for Strict {
    fn before(&self, operation: Operation, path: &Path) -> io::Result<()> {
        let folder = match operation {
            Operation::List => path,
            Operation::MakeFolder
            | Operation::Create
            | Operation::Link
            | Operation::Copy
            | Operation::Exchange
            | Operation::Rename
            | Operation::RemoveFile
            | Operation::RemoveFolder => path.parent().unwrap(),
            _ => return Ok(()),
        };
        let needed = if operation == Operation::List {
            0o500
        } else {
            0o300
        };
        match fs::symlink_metadata(folder) {
            Ok(metadata) if metadata.mode() & needed != needed => {
                Err(io::ErrorKind::PermissionDenied.into())
            }
            _ => Ok(()),
        }
    }
}

#[test]
fn a_folder_that_forbids_changes_is_replaced_and_leaves_nothing() {
    let set = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let site = SiteFolder::new();
    site.publish(FIRST).unwrap();
    for round in 0..3 {
        set(&site.path("public"), 0o555);
        set(&site.path("public/faq"), 0o555);
        let files = if round % 2 == 0 { SECOND } else { FIRST };
        let published = site.publish_on(files, &Strict).unwrap();
        assert_eq!(published.leftover, None);
        assert_eq!(site.public(), tree_of(files));
        assert_eq!(site.names(), ["content", "public", "site.toml"]);
    }
    for mode in [0o555, 0o000] {
        site.write(&format!(".public.next/{MANIFEST}"), "");
        site.write(".public.next/faq/half", "written");
        set(&site.path(".public.next"), mode);
        assert!(site.publish_on(SECOND, &Strict).unwrap().leftover.is_none());
        assert_eq!(site.names(), ["content", "public", "site.toml"]);
    }
    // What is not ours keeps its mode.
    site.write(".public.next/thesis.txt", "years of work");
    set(&site.path(".public.next"), 0o500);
    assert!(matches!(refusal(&site, SECOND), Refusal::Neighbour(_)));
    let mode = fs::metadata(site.path(".public.next")).unwrap().mode();
    assert_eq!(mode & 0o777, 0o500);
}

/// A disk on which another user's folders cannot be emptied.
struct Shared<'a>(&'a [&'a str]);

impl Disk for Shared<'_> {
    fn before(&self, operation: Operation, path: &Path) -> io::Result<()> {
        let theirs = |path: &Path| {
            let names = path.iter().filter_map(|name| name.to_str());
            names.into_iter().any(|name| self.0.contains(&name))
        };
        match operation {
            Operation::RemoveFile | Operation::SetMode if theirs(path) => {
                Err(io::ErrorKind::PermissionDenied.into())
            }
            _ => Ok(()),
        }
    }
}

#[test]
fn what_another_user_has_left_keeps_nobody_from_publishing() {
    for theirs in [
        &[".public.next"][..],
        &[".public.old"],
        &[".public.next", ".public.old-2"],
    ] {
        let site = SiteFolder::new();
        site.publish(FIRST).unwrap();
        for name in theirs {
            site.write(&format!("{name}/{MANIFEST}"), "");
            site.write(&format!("{name}/faq/half"), "written");
        }
        for files in [SECOND, FIRST, FIRST] {
            let published = site.publish_on(files, &Shared(theirs)).unwrap();
            let leftover = published.leftover.unwrap();
            assert_eq!(
                leftover,
                site.path(theirs.last().unwrap()).canonicalize().unwrap()
            );
            assert_eq!(site.public(), tree_of(files));
        }
        // Once they can be removed, they are.
        assert_eq!(site.publish(SECOND).unwrap().leftover, None);
        assert_eq!(site.names(), ["content", "public", "site.toml"]);
    }
    let all = [
        ".public.next",
        ".public.next-2",
        ".public.next-3",
        ".public.next-4",
    ];
    let site = SiteFolder::new();
    for name in all {
        site.write(&format!("{name}/{MANIFEST}"), "");
    }
    let error = site.publish_on(FIRST, &Shared(&all)).unwrap_err();
    assert!(matches!(
        error,
        PublishError::Io {
            operation: Operation::RemoveFile,
            ..
        }
    ));
}

#[test]
fn a_neighbour_that_is_not_ours_is_left_alone() {
    for name in [".public.next", ".public.old"] {
        let site = SiteFolder::new();
        site.publish(FIRST).unwrap();
        site.write(&format!("{name}/thesis.txt"), "years of work");
        assert!(matches!(refusal(&site, SECOND), Refusal::Neighbour(_)));
        assert_eq!(site.public(), tree_of(FIRST));
        assert_eq!(
            read_tree(&site.path(name)),
            tree_of(&[("thesis.txt", "years of work")])
        );
    }
}

#[test]
fn a_damaged_manifest_is_refused() {
    let site = SiteFolder::new();
    site.publish(FIRST).unwrap();
    let manifest = site.path("public").join(MANIFEST);
    let whole = fs::read_to_string(&manifest).unwrap();
    let damaged = [
        String::new(),
        whole[..whole.len() / 2].to_owned(),
        whole.replace("faq/a", "faq/c"),
        whole.replace("\"format\": 1", "\"format\": 2"),
    ];
    for text in damaged {
        fs::write(&manifest, &text).unwrap();
        let before = traces(&site.path("public"));
        assert_eq!(refusal(&site, SECOND), Refusal::Manifest, "{text}");
        assert_eq!(traces(&site.path("public")), before);
    }
    fs::remove_file(&manifest).unwrap();
    symlink("index.html", &manifest).unwrap();
    assert_eq!(refusal(&site, SECOND), Refusal::Manifest);
}

#[test]
fn outputs_that_contradict_each_other_are_refused() {
    let site = SiteFolder::new();
    let both = [("a", "file"), ("a-b", "file"), ("a/b", "in a folder")];
    assert_eq!(
        refusal(&site, &both),
        Refusal::FileAndFolder("a".to_owned())
    );
    for name in [MANIFEST, ".annai-next"] {
        for path in [name.to_owned(), format!("{name}/below")] {
            assert_eq!(refusal(&site, &[(&path, "ours")]), Refusal::Reserved(name));
        }
    }
    assert_eq!(site.names(), ["content", "site.toml"]);
}

#[test]
fn equal_sites_have_equal_manifests() {
    let read = |site: &SiteFolder| fs::read(site.path("public").join(MANIFEST)).unwrap();
    let (one, other) = (SiteFolder::new(), SiteFolder::new());
    one.publish(FIRST).unwrap();
    one.publish(SECOND).unwrap();
    other.publish(SECOND).unwrap();
    assert_eq!(read(&one), read(&other));
    assert_eq!(outputs(SECOND).len(), 2);
}
