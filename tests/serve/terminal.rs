//! What the terminal says while the preview runs, and where it sends the browser.

use crate::preview::{DAY, Preview, annai};
use crate::site::{Site, page};
use serde_json::Value;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::net::{TcpListener, UdpSocket};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

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

#[test]
fn a_browser_is_sent_to_an_address_that_answers() {
    let site = Site::new(1);
    let mut launcher = Launcher::new(&site);
    for (host, name) in [("0.0.0.0", "localhost"), ("127.0.0.2", "127.0.0.2")] {
        let preview = launcher.start(&site, &["--host", host]);
        let (_, asked) = launcher.let_go(&preview);
        assert_eq!(asked, format!("http://{name}:{}/", preview.port), "{host}");
    }
}

/// The names or addresses in the URLs of a line, all of the port of the preview.
fn hosts(line: &str, port: u16) -> Vec<String> {
    let urls = line.split("http://").skip(1);
    let hosts = urls.map(|url| {
        let (address, _) = url.split_once('/').unwrap();
        address
            .strip_suffix(&format!(":{port}"))
            .unwrap()
            .to_owned()
    });
    hosts.collect()
}

/// The address by which this machine leaves for another one, as it stands in a URL.
fn outgoing(from: &str, to: &str) -> Option<String> {
    let socket = UdpSocket::bind(from).ok()?;
    socket.connect(to).ok()?;
    let own = socket.local_addr().ok()?.to_string();
    let (host, _) = own.rsplit_once(':')?;
    Some(host.to_owned())
}

#[test]
fn every_address_that_is_told_leads_to_the_site() {
    let four = outgoing("0.0.0.0:0", "203.0.113.9:9");
    let six = outgoing("[::]:0", "[2001:db8::9]:9");
    let network: Vec<String> = four.iter().cloned().collect();
    let both: Vec<String> = four.into_iter().chain(six).collect();
    for (host, own, others) in [
        ("127.0.0.1", "localhost", &[][..]),
        ("localhost", "localhost", &[]),
        ("127.0.0.2", "127.0.0.2", &[]),
        ("::1", "[::1]", &[]),
        ("0.0.0.0", "localhost", &network),
        ("::", "localhost", &both),
    ] {
        let address = if host == "localhost" {
            "127.0.0.1"
        } else {
            host
        };
        if TcpListener::bind((address, 0)).is_err() {
            println!("this system has no {host}");
            continue;
        }
        let site = Site::new(1);
        let words = format!("{host}で待ち受けます。");
        site.write("content/faq/p0.md", &page("faq", &words));
        let mut command = annai(&site.root());
        command.args(["--as-of", DAY, "--host", host]);
        let preview = Preview::of(command);
        let mut told = hosts(&preview.greeting, preview.port);
        assert_eq!(told, [own], "{host}");
        if matches!(host, "0.0.0.0" | "::") {
            let line = preview.line_with("drafts included");
            assert_eq!(hosts(&line, preview.port), others, "{host}");
            told.extend(hosts(&line, preview.port));
            preview.line_with("add --allow-host NAME");
        }
        for name in told {
            let answer = preview.connect_to(&name).get("/faq/p0/");
            assert_eq!(answer.status, 200, "{host}: {name}");
            assert!(answer.text().contains(&words), "{host}: {name}");
        }
    }
}

/// Waits until the window tells of so many errors; the text of all that it tells.
fn findings(preview: &Preview, errors: u64) -> String {
    let token = preview.get("/faq/p0/").token();
    let address = format!("/.annai/findings?page=/faq/p0/&token={token}");
    let answer = preview.wait_for(&address, |answer| {
        let told: Value = serde_json::from_str(&answer.text()).unwrap();
        told["errors"].as_u64() == Some(errors)
    });
    answer.text()
}

#[test]
fn that_the_folder_of_the_site_is_gone_is_told_and_that_it_is_back() {
    let site = Site::new(3);
    let preview = Preview::start(&site.root());
    let away = site.beside("away");
    let folder = site.root().display().to_string();
    for words in [None, Some("よそで直しました。")] {
        fs::rename(site.root(), &away).unwrap();
        // Nothing is said of what was missing while it went away.
        let line = preview.line_with("");
        assert!(line.contains("cannot read the folder"), "{line}");
        assert!(line.contains(&folder), "{line}");
        assert!(line.contains("put it back"), "{line}");
        let told = findings(&preview, 1);
        assert!(told.contains(&folder), "{told}");
        if let Some(words) = words {
            fs::write(away.join("content/faq/p0.md"), page("faq", words)).unwrap();
        }
        fs::rename(&away, site.root()).unwrap();
        let line = preview.line_with("can be read again");
        assert!(line.contains(&folder), "{line}");
        findings(&preview, 0);
        if let Some(words) = words {
            preview.wait_for("/faq/p0/", |page| page.text().contains(words));
            let line = preview.line_with("content/faq/p0.md");
            assert!(line.contains(" files changed in "), "{line}");
        }
    }
}

#[test]
fn of_a_folder_that_is_away_for_a_moment_nothing_is_said() {
    let site = Site::new(3);
    let preview = Preview::start(&site.root());
    let away = site.beside("away");
    let start = Instant::now();
    fs::rename(site.root(), &away).unwrap();
    // The program has looked by then.
    while start.elapsed() < Duration::from_millis(300) {
        assert_eq!(preview.get("/faq/p0/").status, 200);
    }
    fs::rename(&away, site.root()).unwrap();
    let moment = start.elapsed();
    site.write("content/faq/p0.md", &page("faq", "また来ました。"));
    let line = loop {
        let line = preview.line_with("");
        if line.contains("faq/p0.md") || line.contains("cannot read") {
            break line;
        }
    };
    // A machine that is too busy for that has made it more than a moment.
    assert!(
        !line.contains("cannot read") || moment > Duration::from_millis(900),
        "{line}"
    );
}

#[test]
fn a_line_names_an_error_and_says_what_is_shown_meanwhile() {
    let site = Site::new(3);
    let preview = Preview::start(&site.root());
    let broken = |fact: &str| page("faq", &format!("電話は{{{{ {fact} }}}}です。"));
    site.write("content/faq/p0.md", &broken("phne"));
    let line = preview.line_with("faq/p0.md");
    let end = "; 1 error — content/faq/p0.md:6 unknown-fact; the last good site stays shown";
    assert!(line.ends_with(end), "{line}");
    // Of several, one of the file that was saved.
    site.write("content/guide/p1.md", &page("guide", "{{ fone }}です。"));
    let line = preview.line_with("guide/p1.md");
    assert!(
        line.contains("; 2 errors — content/guide/p1.md:5 "),
        "{line}"
    );
}

#[test]
fn no_site_is_said_to_stay_where_there_was_none() {
    let site = Site::new(3);
    site.write("content/faq/p0.md", &page("faq", "{{ phne }}です。"));
    let preview = Preview::start(&site.root());
    site.write("content/faq/p0.md", &page("faq", "{{ phn }}です。"));
    let line = preview.line_with("files changed");
    assert!(
        line.ends_with(" — content/faq/p0.md:6 unknown-fact"),
        "{line}"
    );
}
