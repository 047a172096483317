//! The program and the folder that it publishes to: what it refuses, what it says, and how it goes
//! on where the system makes it hard.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the tests look at the disk by themselves, and a failure is a failed test"
)]

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;

use ran::Ran;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = program::annai();
    command.current_dir(folder).args(arguments);
    command
        .args(["--as-of", "2024-03-10"])
        .output()
        .unwrap()
        .into()
}

fn new_site() -> TempDir {
    let folder = TempDir::new().unwrap();
    let ran = run(folder.path(), &["new", "."]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder
}

/// Every file below a folder.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            (path.display().to_string(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// A script in a mount namespace of its own, at the end of which the program runs; nothing where
/// the system allows no such thing.
fn run_mounted(site: &Path, script: &str) -> Option<Ran> {
    let run = |script: &str| {
        let mut command = Command::new("unshare");
        command
            .args(["--user", "--map-root-user", "--mount", "sh", "-euc", script])
            .env("ANNAI", env!("CARGO_BIN_EXE_annai"))
            .env("LANG", "en_US.UTF-8")
            .current_dir(site);
        command.output().ok()
    };
    let can = run("mkdir -p mnt && mount -t tmpfs tmpfs mnt && umount mnt && rmdir mnt");
    if !can.is_some_and(|can| can.status.success()) {
        eprintln!("no mount namespaces here: not tried");
        return None;
    }
    Some(run(script).unwrap().into())
}

#[test]
fn no_command_takes_sources_for_its_output() {
    let site = new_site();
    let before = tree(site.path());
    for output in [
        "content",
        "content/faq",
        "content/new",
        ".annai",
        "themes",
        "..",
        ".",
        "/",
    ] {
        for command in ["build", "check", "list"] {
            let ran = run(site.path(), &[command, "--output", output, "--lang", "en"]);
            assert_eq!(
                (ran.code, ran.out.as_str()),
                (2, ""),
                "{command} {output}: {}",
                ran.err
            );
            let said = ["lies among the sources", "would delete the sources"];
            assert!(
                said.iter().any(|said| ran.err.contains(said)),
                "{output}: {}",
                ran.err
            );
        }
    }
    assert_eq!(tree(site.path()), before);
}

#[test]
fn what_a_build_refuses_a_check_tells() {
    let cases: [(&str, &[&str], &str); 4] = [
        (
            "public/notes.txt",
            &[],
            "holds files that annai did not write",
        ),
        (".public.next/thesis.txt", &[], "did not make what is there"),
        (
            "unrelated",
            &["--output", "missing/public"],
            "does not exist; make it first",
        ),
        ("public", &[], "is not a folder"),
    ];
    for (file, arguments, said) in cases {
        let site = new_site();
        let file = site.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "precious").unwrap();
        let before = tree(site.path());
        for command in ["check", "build"] {
            let ran = run(
                site.path(),
                &[&[command, "--lang", "en"], arguments].concat(),
            );
            assert_eq!(ran.code, 2, "{command}: {}{}", ran.out, ran.err);
            assert!(ran.err.contains(said), "{command}: {}", ran.err);
        }
        assert_eq!(tree(site.path()), before);
    }
    // Nor does what is there keep a check from telling the findings.
    let site = new_site();
    fs::create_dir(site.path().join("public")).unwrap();
    fs::write(site.path().join("public/notes.txt"), "precious").unwrap();
    fs::write(
        site.path().join("content/index.md"),
        "+++\ntitle = \"h\"\n+++\n{{ no }}\n",
    )
    .unwrap();
    let ran = run(site.path(), &["check", "--lang", "en"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("unknown-fact"), "{}", ran.out);
}

#[test]
fn a_folder_that_cannot_be_entered_is_said_to_be_one() {
    let folder = TempDir::new().unwrap();
    std::os::unix::fs::symlink("circle", folder.path().join("circle")).unwrap();
    let ran = run(
        folder.path(),
        &["check", "--root", "circle", "--lang", "en"],
    );
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(
        ran.err.contains("cannot read the folder of the site"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("there is no"), "{}", ran.err);
    let ran = run(
        folder.path(),
        &["check", "--root", "missing", "--lang", "en"],
    );
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("there is no"), "{}", ran.err);
}

#[test]
fn a_file_too_large_for_the_system_is_told() {
    let site = new_site();
    let built = Command::new("sh")
        .args([
            "-c",
            "ulimit -f 4 && exec \"$0\" build --lang en --as-of 2024-03-10",
        ])
        .arg(env!("CARGO_BIN_EXE_annai"))
        .current_dir(site.path())
        .output()
        .unwrap();
    // A program that dies of a signal has no code.
    let ran: Ran = built.into();
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(
        ran.err.contains("larger than the system allows"),
        "{}",
        ran.err
    );
    assert!(!site.path().join("public").exists());
}

const BUILD: &str = "\"$ANNAI\" build --as-of 2024-03-10";

#[test]
fn a_mount_is_published_to_file_by_file() {
    for mount in ["mount --bind public public", "mount -t tmpfs tmpfs public"] {
        let site = new_site();
        fs::create_dir(site.path().join("public")).unwrap();
        let script = format!(
            "{mount}; {BUILD} --lang ja; echo 追加 >> content/faq/index.md; {BUILD}; {BUILD}; \
             {BUILD} --output fresh; diff -r public fresh && echo same; ls -A public"
        );
        let Some(ran) = run_mounted(site.path(), &script) else {
            return;
        };
        assert_eq!(ran.code, 0, "{mount}: {}", ran.err);
        for said in [
            "このフォルダーは丸ごと入れ替えられないため、ファイルを一つずつ入れ替えました（ページが使うファイル、ページ、削除の順）",
            "replaced one by one",
            "nothing has changed",
        ] {
            assert_eq!(ran.err.matches(said).count(), 1, "{mount}: {}", ran.err);
        }
        assert!(ran.out.contains("same"), "{mount}: {}", ran.out);
        assert!(!ran.out.contains(".annai-next"), "{}", ran.out);
    }
}

#[test]
fn a_lower_layer_is_published_to_file_by_file() {
    let site = new_site();
    assert_eq!(run(site.path(), &["build"]).code, 0);
    let layers = TempDir::new().unwrap();
    let script = format!(
        "mount -t tmpfs tmpfs {layers}; cd {layers}; mkdir upper work merged; \
         mount -t overlay overlay -o lowerdir={site},upperdir=upper,workdir=work merged; \
         cd merged; echo 追加 >> content/faq/index.md; {BUILD}; {BUILD}; {BUILD} --output fresh; \
         diff -r public fresh && echo same; \
         ls -A",
        layers = layers.path().display(),
        site = site.path().display(),
    );
    let Some(ran) = run_mounted(site.path(), &script) else {
        return;
    };
    if ran.err.contains("overlay") && ran.code != 0 {
        eprintln!("no overlay here: not tried");
        return;
    }
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("replaced one by one"), "{}", ran.err);
    assert!(ran.err.contains("nothing has changed"), "{}", ran.err);
    assert!(ran.out.contains("same"), "{}", ran.out);
    assert!(!ran.out.contains(".public."), "{}", ran.out);
}

#[test]
fn a_disk_without_inodes_is_told_from_one_without_bytes() {
    for (options, said) in [
        ("size=64m,nr_inodes=30", "no inodes left"),
        ("size=64k", "bytes must be free"),
    ] {
        let site = new_site();
        let script = format!(
            "mkdir disk; mount -t tmpfs -o {options} tmpfs disk; {BUILD} --output disk/public"
        );
        let Some(ran) = run_mounted(site.path(), &script) else {
            return;
        };
        assert_eq!(ran.code, 3, "{}", ran.err);
        assert!(ran.err.contains(said), "{options}: {}", ran.err);
    }
}

#[test]
fn the_ends_of_lines_change_no_byte_of_the_site() {
    let ends = ["\n", "\r\n", "\r"];
    let built = ends.map(|end| {
        let site = new_site();
        for entry in walkdir::WalkDir::new(site.path()) {
            let entry = entry.unwrap();
            let path = entry.path();
            let is_text = path
                .extension()
                .is_some_and(|end| end == "md" || end == "toml");
            if is_text {
                let text = fs::read_to_string(path).unwrap();
                fs::write(path, text.replace('\n', end)).unwrap();
            }
        }
        let ran = run(site.path(), &["build", "--lang", "en"]);
        assert_eq!(ran.code, 0, "{end:?}: {}", ran.err);
        tree(&site.path().join("public"))
    });
    for (end, other) in ends.iter().zip(&built) {
        for (path, bytes) in &built[0] {
            assert!(
                other.get(path) == Some(bytes),
                "{path} differs with {end:?}"
            );
        }
        assert_eq!(built[0].len(), other.len());
    }
}
