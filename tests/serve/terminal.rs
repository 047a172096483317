//! Where the preview sends the browser.

use crate::preview::{DAY, Preview, annai};
use crate::site::{Site, page};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

/// What opens a browser here: it writes down what it was asked for, and stays until it is let
/// go; then it has failed.
struct Launcher {
    folder: PathBuf,
    gate: File,
}

impl Launcher {
    fn new(site: &Site) -> Self {
        let folder = site.beside("bin");
        fs::create_dir(&folder).unwrap();
        let gate = folder.join("gate");
        assert!(
            Command::new("mkfifo")
                .arg(&gate)
                .status()
                .unwrap()
                .success()
        );
        for name in ["xdg-open", "open"] {
            let program = folder.join(name);
            let script = format!(
                "#!/bin/sh\necho \"$1\" $$ $(ps -o pgid= -p $$) > '{0}/asked'\n\
                 read word < '{0}/gate'\nexit 3\n",
                folder.display()
            );
            fs::write(&program, script).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        // Who holds both ends of it need not wait for the other; when it goes, so does the program.
        let gate = OpenOptions::new().read(true).write(true).open(gate);
        Self {
            folder,
            gate: gate.unwrap(),
        }
    }

    fn start(&self, site: &Site, arguments: &[&str]) -> Preview {
        let path = std::env::var("PATH").unwrap();
        let mut command = annai(&site.root());
        command.args(["--as-of", DAY, "--open"]).args(arguments);
        command.env("PATH", format!("{}:{path}", self.folder.display()));
        Preview::of(command)
    }

    /// Lets the program end; what it was asked for.
    fn let_go(&mut self, preview: &Preview) -> (String, String) {
        self.gate.write_all(b"go\n").unwrap();
        let line = preview.line_with("no browser could be started");
        let asked = fs::read_to_string(self.folder.join("asked")).unwrap();
        let words: Vec<&str> = asked.split_whitespace().collect();
        // It leads a group of its own, so that the Ctrl+C meant for the preview is not for it.
        assert_eq!(words[1], words[2], "{asked}");
        (line, words[0].to_owned())
    }
}

#[test]
fn a_browser_that_stays_open_keeps_no_edit_from_being_shown() {
    let site = Site::new(3);
    let mut launcher = Launcher::new(&site);
    let preview = launcher.start(&site, &[]);
    site.write("content/faq/p0.md", &page("faq", "開いたままです。"));
    preview.wait_for("/faq/p0/", |page| page.text().contains("開いたままです"));
    let (line, asked) = launcher.let_go(&preview);
    assert_eq!(asked, format!("http://localhost:{}/", preview.port));
    assert!(
        line.ends_with(&format!("open this address yourself: {asked}")),
        "{line}"
    );
}
