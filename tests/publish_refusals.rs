//! Output folders that are never replaced.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

mod site_folder;

use annai::diag::Text;
use annai::disk::{PublishError, RealDisk, Refusal, publish, rehearse};
use site_folder::{SiteFolder, outputs, traces};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

/// A site in `home/work/site` with everything in it that could be lost.
fn layout() -> SiteFolder {
    let yard = SiteFolder::new();
    for file in [
        "home/letter.txt",
        "home/work/site/site.toml",
        "home/work/site/content/index.md",
        "home/work/site/content/faq/a.md",
        "home/work/site/themes/annai/theme.toml",
        "home/work/site/src/main.rs",
        "home/work/site/.git/config",
        "home/work/site/.annai/external.json",
        "home/work/site/photos/party.jpg",
        "elsewhere/book.txt",
    ] {
        yard.write(file, "precious");
    }
    for (link, target) in [
        ("home/work/site/to-content", "content"),
        ("home/work/site/to-nowhere", "nowhere"),
        ("home/work/site/to-elsewhere", "../../../elsewhere"),
        ("to-site", "home/work/site"),
    ] {
        symlink(target, yard.path(link)).unwrap();
    }
    yard
}

/// Publishes to `output` and returns why that was refused, having seen that nothing at all
/// was touched.
fn refusal(yard: &SiteFolder, output: &Path) -> (Refusal, Text) {
    let mut options = site_folder::options(&yard.path("home/work/site"));
    options.output = output.to_owned();
    options.forbidden = vec![yard.path("home"), yard.path("missing")];
    let before = traces(&yard.path(""));
    let result = publish(&outputs(&[("index.html", "new")]), &options, &RealDisk);
    assert_eq!(traces(&yard.path("")), before, "{}", output.display());
    match result {
        Err(error @ PublishError::Refused { .. }) => {
            let text = error.text();
            let PublishError::Refused { refusal, .. } = error else {
                unreachable!("matched above");
            };
            (refusal, text)
        }
        other => panic!("{}: not refused: {other:?}", output.display()),
    }
}

#[test]
fn dangerous_outputs_are_refused() {
    let yard = layout();
    let dangerous = [
        ("home/work/site", Refusal::HoldsSite),
        ("home/work/site/", Refusal::HoldsSite),
        ("home/work/site/.", Refusal::HoldsSite),
        ("home/work/site/content/..", Refusal::HoldsSite),
        ("home/work/site/photos/../../site", Refusal::HoldsSite),
        ("to-site/../site", Refusal::HoldsSite),
        ("home/work", Refusal::HoldsSite),
        ("home", Refusal::HoldsSite),
        ("home/work/..", Refusal::HoldsSite),
        ("home/work/site/content", Refusal::Sources),
        ("home/work/site/content/", Refusal::Sources),
        ("home/work/site/content/faq", Refusal::Sources),
        ("home/work/site/content/new", Refusal::Sources),
        ("home/work/site/content/faq/../../content", Refusal::Sources),
        ("home/work/site/Content", Refusal::Sources),
        ("home/work/site/CONTENT", Refusal::Sources),
        ("home/work/site/themes", Refusal::Sources),
        ("home/work/site/themes/annai", Refusal::Sources),
        ("home/work/site/themes/annai/public", Refusal::Sources),
        ("home/work/site/src", Refusal::Sources),
        ("home/work/site/.annai", Refusal::Sources),
        ("home/work/site/.annai/public", Refusal::Sources),
        ("home/work/site/.git", Refusal::Sources),
        ("home/work/site/.git/public", Refusal::Sources),
        ("home/work/site/site.toml", Refusal::Sources),
        ("home/work/site/to-content/new", Refusal::Sources),
        ("to-site/content", Refusal::Sources),
        ("home/work/site/photos", Refusal::NotOurs),
        ("home/work/site/to-elsewhere/../elsewhere", Refusal::NotOurs),
        ("elsewhere", Refusal::NotOurs),
        ("to-site", Refusal::Link),
        ("to-site/", Refusal::Link),
        ("home/work/site/to-content", Refusal::Link),
        ("home/work/site/to-content/", Refusal::Link),
        ("home/work/site/to-nowhere", Refusal::Link),
        ("home/work/site/to-elsewhere/.", Refusal::Link),
        ("home/letter.txt", Refusal::NotFolder),
        ("home/work/site/photos/party.jpg", Refusal::NotFolder),
        ("home/letter.txt/public", Refusal::NoParent),
        ("home/work/site/missing/public", Refusal::NoParent),
        ("home/work/site/missing/..", Refusal::NoParent),
        ("home/work/site/to-nowhere/public", Refusal::NoParent),
    ];
    for (output, expected) in dangerous {
        let (refusal, _) = refusal(&yard, &yard.path(output));
        assert_eq!(refusal, expected, "{output}");
    }
}

#[test]
fn a_whole_disk_is_refused() {
    let yard = layout();
    for root in ["/", "//", "/..", "/."] {
        let (refusal, _) = refusal(&yard, Path::new(root));
        assert_eq!(refusal, Refusal::HoldsSite, "{root}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_mounted_is_refused() {
    let (refusal, _) = refusal(&layout(), Path::new("/proc"));
    assert_eq!(refusal, Refusal::MountPoint);
}

#[test]
fn an_empty_folder_that_may_not_be_written_to_is_refused() {
    let yard = layout();
    let output = yard.path("home/empty");
    fs::create_dir(&output).unwrap();
    fs::set_permissions(&output, fs::Permissions::from_mode(0o555)).unwrap();
    let owner = fs::metadata(&output).unwrap().uid();
    let (refusal, text) = refusal(&yard, &output);
    let expected = Refusal::ReadOnly {
        owner: Some(owner),
        mode: 0o555,
    };
    assert_eq!(refusal, expected);
    assert!(
        text.japanese.contains(&format!("番号 {owner}、モード 555")),
        "{}",
        text.japanese
    );
}

#[test]
fn a_rehearsal_refuses_what_a_publish_refuses_and_touches_nothing() {
    let yard = layout();
    fs::create_dir(yard.path("home/work/site/.public.next")).unwrap();
    yard.write("home/work/site/.public.next/thesis.txt", "years of work");
    let root = yard.path("home/work/site");
    let options = |output: &str| {
        let mut options = site_folder::options(&root);
        options.output = root.join(output);
        options
    };
    let before = traces(&yard.path(""));
    let refused = |files: &[(&str, &str)], output: &str| match rehearse(
        &outputs(files),
        &options(output),
        &RealDisk,
    ) {
        Err(PublishError::Refused { refusal, .. }) => Some(refusal),
        Err(other) => panic!("{other}"),
        Ok(()) => None,
    };
    let page = [("index.html", "new")];
    assert!(matches!(
        refused(&page, "public"),
        Some(Refusal::Neighbour(_))
    ));
    assert_eq!(refused(&page, "content"), Some(Refusal::Sources));
    assert_eq!(refused(&page, "photos"), Some(Refusal::NotOurs));
    let both = [("a", "file"), ("a/b", "in a folder")];
    assert_eq!(
        refused(&both, "www"),
        Some(Refusal::FileAndFolder("a".to_owned()))
    );
    assert_eq!(refused(&page, "www"), None);
    assert_eq!(traces(&yard.path("")), before);
}

#[test]
fn forbidden_folders_and_what_contains_them_are_refused() {
    let yard = SiteFolder::new();
    fs::create_dir_all(yard.path("users/hanako")).unwrap();
    fs::create_dir(yard.path("site")).unwrap();
    for output in ["users/hanako", "users"] {
        let mut options = site_folder::options(&yard.path("site"));
        options.output = yard.path(output);
        options.forbidden = vec![yard.path("users/hanako")];
        let result = publish(&outputs(&[]), &options, &RealDisk);
        let Err(PublishError::Refused { refusal, .. }) = result else {
            panic!("{output}: {result:?}");
        };
        assert_eq!(refusal, Refusal::Forbidden);
    }
}

#[test]
fn a_folder_inside_of_a_forbidden_one_is_fine() {
    let yard = layout();
    let mut options = site_folder::options(&yard.path("home/work/site"));
    options.forbidden = vec![yard.path("home")];
    options.output = yard.path("home/www");
    publish(&outputs(&[("index.html", "home")]), &options, &RealDisk).unwrap();
    assert_eq!(fs::read(yard.path("home/www/index.html")).unwrap(), b"home");
}

#[test]
fn a_refusal_names_the_folder_as_it_was_given() {
    let yard = layout();
    let output: PathBuf = yard.path("home/work/site/content/");
    let (_, text) = refusal(&yard, &output);
    let output = output.display().to_string();
    assert!(text.english.contains(&output), "{}", text.english);
    assert!(text.japanese.contains(&output), "{}", text.japanese);
}
