//! `annai diff` in a repository that somebody else has made: git runs no program that the
//! repository names, fetches nothing, and what annai says of it is true.
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
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A site in a repository with one commit, beside a program that leaves a trace when it runs.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let repository = Self { folder };
        let program = repository.program();
        let trace = repository.trace();
        let script = format!("#!/bin/sh\necho ran >> '{}'\nexit 1\n", trace.display());
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let site = repository.site();
        let new = ["new", "site", "--as-of", "2024-03-10"];
        let ran = program::annai()
            .args(new)
            .current_dir(repository.folder.path())
            .status();
        assert!(ran.unwrap().success());
        git(&site, &["init", "--quiet"]);
        git(&site, &["add", "."]);
        git(&site, &["commit", "--quiet", "-m", "x"]);
        repository
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("git-remote-tripwire")
    }

    fn trace(&self) -> PathBuf {
        self.folder.path().join("trace")
    }

    fn set(&self, key: &str, value: &str) {
        git(&self.site(), &["config", key, value]);
    }

    /// Takes the object of a file away.
    fn lose(&self, file: &str) {
        let hash = git(&self.site(), &["rev-parse", &format!("HEAD:{file}")]);
        let (folder, name) = hash.trim().split_at(2);
        let object = self.site().join(".git/objects").join(folder).join(name);
        fs::remove_file(object).unwrap();
    }

    fn diff(&self) -> Ran {
        diff(&self.site(), &["--base", "HEAD"])
    }

    fn assert_nothing_ran(&self, what: &str) {
        assert!(!self.trace().exists(), "{what}: a program has run");
    }
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let name = ["-c", "user.name=x", "-c", "user.email=x@example.jp"];
    let ran = Command::new("git")
        .args([&name, arguments].concat())
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{arguments:?}: {ran:?}");
    String::from_utf8(ran.stdout).unwrap()
}

fn diff_command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = program::annai();
    command
        .args(["diff", "--as-of", "2024-03-10", "--lang", "ja"])
        .args(arguments)
        .current_dir(folder);
    command
}

fn diff(folder: &Path, arguments: &[&str]) -> Ran {
    diff_command(folder, arguments).output().unwrap().into()
}

/// Settings that name a program, by git-config(1).
const PROGRAMS: &[&str] = &[
    "core.fsmonitor",
    "core.sshCommand",
    "core.askPass",
    "core.pager",
    "core.editor",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "pager.ls-tree",
    "pager.rev-parse",
    "pager.config",
    "credential.helper",
    "diff.external",
    "diff.x.command",
    "diff.x.textconv",
    "filter.x.clean",
    "filter.x.smudge",
    "filter.x.process",
    "gpg.program",
    "gpg.ssh.program",
    "merge.x.driver",
    "sequence.editor",
    "uploadpack.packObjectsHook",
    "remote.origin.uploadpack",
    "remote.origin.receivepack",
    "interactive.diffFilter",
    "trailer.x.command",
];

const HOOKS: &[&str] = &[
    "post-checkout",
    "post-index-change",
    "reference-transaction",
    "pre-auto-gc",
    "fsmonitor-watchman",
];

#[test]
fn no_program_runs_that_a_repository_names() {
    let repository = Repository::new();
    let program = repository.program();
    let named = program.to_str().unwrap();
    for key in PROGRAMS {
        repository.set(key, named);
    }
    for command in ["ls-tree", "rev-parse", "cat-file", "config"] {
        repository.set(&format!("alias.{command}"), &format!("!{named}"));
    }
    repository.set("log.showSignature", "true");
    let hooks = repository.folder.path().join("hooks");
    for folder in [repository.site().join(".git/hooks"), hooks.clone()] {
        fs::create_dir_all(&folder).unwrap();
        for hook in HOOKS {
            fs::copy(&program, folder.join(hook)).unwrap();
        }
    }
    repository.set("core.hooksPath", hooks.to_str().unwrap());
    let attributes = repository.site().join(".git/info/attributes");
    fs::create_dir_all(attributes.parent().unwrap()).unwrap();
    fs::write(attributes, "* filter=x diff=x merge=x\n").unwrap();
    // What git has done so far may have run some of it.
    let _ = fs::remove_file(repository.trace());
    let ran = repository.diff();
    assert_eq!(ran.code, 0, "{}", ran.err);
    repository.assert_nothing_ran("settings");
}

#[test]
fn an_object_that_is_promised_is_not_fetched_and_that_is_told() {
    let tripwire = |repository: &Repository| repository.program().display().to_string();
    type Setting = fn(&str) -> [(&'static str, String); 2];
    let remotes: [(&str, Setting); 3] = [
        ("ext", |program| {
            [
                ("remote.origin.url", format!("ext::{program}")),
                ("protocol.ext.allow", "always".to_owned()),
            ]
        }),
        ("vcs", |_| {
            [
                ("remote.origin.url", "x".to_owned()),
                ("remote.origin.vcs", "tripwire".to_owned()),
            ]
        }),
        ("ssh", |program| {
            [
                ("remote.origin.url", "ssh://x.invalid/x".to_owned()),
                ("core.sshCommand", program.to_owned()),
            ]
        }),
    ];
    for (name, settings) in remotes {
        let repository = Repository::new();
        repository.lose("content/index.md");
        repository.set("core.repositoryFormatVersion", "1");
        repository.set("extensions.partialClone", "origin");
        repository.set("remote.origin.promisor", "true");
        for (key, value) in settings(&tripwire(&repository)) {
            repository.set(key, &value);
        }
        let path = std::env::var("PATH").unwrap();
        let path = format!("{}:{path}", repository.folder.path().display());
        let mut command = diff_command(&repository.site(), &["--base", "HEAD"]);
        let ran: Ran = command.env("PATH", path).output().unwrap().into();
        assert_eq!(
            (ran.code, ran.err.as_str()),
            (
                2,
                "エラー: 「HEAD」の版の一部が、まだここに取得されていません（partial clone）。\
                 「git fetch --refetch --no-filter」を実行してください\n"
            ),
            "{name}"
        );
        repository.assert_nothing_ran(name);
    }
}

#[test]
fn what_a_partial_clone_is_told_to_do_completes_it() {
    let repository = Repository::new();
    repository.set("uploadpack.allowFilter", "true");
    let from = format!("file://{}", repository.site().display());
    let above = repository.folder.path();
    git(
        above,
        &["clone", "--quiet", "--filter=blob:none", &from, "clone"],
    );
    let clone = above.join("clone");
    // The newest version is here, the one before is not.
    let page = repository.site().join("content/index.md");
    let text = fs::read_to_string(&page).unwrap() + "\n追加した文です。\n";
    fs::write(page, text).unwrap();
    git(&repository.site(), &["commit", "--quiet", "-a", "-m", "y"]);
    git(&clone, &["fetch", "--quiet"]);
    let base = ["--base", "origin/HEAD"];
    let ran = diff(&clone, &base);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("partial clone"), "{}", ran.err);
    git(&clone, &["fetch", "--quiet", "--refetch", "--no-filter"]);
    let ran = diff(&clone, &base);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("追加した文です"), "{}", ran.out);
}

#[test]
fn what_is_lost_and_what_was_never_there_are_told_apart() {
    let repository = Repository::new();
    let ran = diff(&repository.site(), &["--base", "no-such-revision"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("という版もファイルもありません"),
        "{}",
        ran.err
    );
    let nobody = "0123456789abcdef0123456789abcdef01234567";
    let ran = diff(&repository.site(), &["--base", nobody]);
    assert!(
        ran.err.contains("という版もファイルもありません"),
        "{}",
        ran.err
    );
    repository.lose("content/index.md");
    let ran = repository.diff();
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("git の中で失われています"), "{}", ran.err);
}

#[test]
fn the_environment_of_git_is_not_taken_over() {
    let repository = Repository::new();
    let trace = repository.trace();
    let program = repository.program();
    let mut command = diff_command(&repository.site(), &["--base", "HEAD"]);
    let ran: Ran = command
        .env("GIT_DIR", "/nonexistent")
        .env("GIT_TRACE", &trace)
        .env("GIT_TRACE2_EVENT", &trace)
        .env("GIT_EXTERNAL_DIFF", &program)
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "core.fsmonitor")
        .env("GIT_CONFIG_VALUE_0", &program)
        .output()
        .unwrap()
        .into();
    assert_eq!(ran.code, 0, "{}", ran.err);
    repository.assert_nothing_ran("environment");
}

#[test]
fn no_git_and_no_repository_are_told_apart() {
    let folder = TempDir::new().unwrap();
    let new = program::annai()
        .args(["new", ".", "--as-of", "2024-03-10"])
        .current_dir(folder.path())
        .status();
    assert!(new.unwrap().success());
    let ran = diff(folder.path(), &["--base", "HEAD"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("git で管理されていません"), "{}", ran.err);
    let mut command = diff_command(folder.path(), &["--base", "HEAD"]);
    let ran: Ran = command.env("PATH", "/nonexistent").output().unwrap().into();
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("git が入っていません"), "{}", ran.err);
}

#[test]
fn whose_repository_it_is_is_told() {
    let repository = Repository::new();
    let site = repository.site();
    let trusted = Command::new("git")
        .args(["config", "--get-all", "safe.directory"])
        .current_dir(repository.folder.path())
        .output()
        .unwrap();
    let nobody = Some(12_345);
    let given = std::os::unix::fs::chown(&site, nobody, None)
        .and_then(|()| std::os::unix::fs::chown(site.join(".git"), nobody, None));
    // Only root can give a folder away, and some machines trust every one.
    if given.is_err() || !trusted.stdout.is_empty() {
        return;
    }
    let ran = repository.diff();
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(
        ran.err.contains("別の利用者なので、git が中を読みません"),
        "{}",
        ran.err
    );
}
