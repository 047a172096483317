//! The real program as a child, and a client that speaks HTTP to it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than anything takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) const DAY: &str = "2024-03-15";

/// A running preview.
pub(crate) struct Preview {
    pub(crate) child: Child,
    pub(crate) port: u16,
    /// The line that says where it listens.
    pub(crate) greeting: String,
    /// What it says after that, line by line.
    pub(crate) lines: Receiver<String>,
}

/// The program, with nothing of the environment that could change what it says.
pub(crate) fn annai(root: &Path) -> Command {
    annai_in("en", root)
}

/// The program, in a language.
pub(crate) fn annai_in(language: &str, root: &Path) -> Command {
    let mut command = crate::program::annai();
    command.args(["serve", "--lang", language, "--root"]);
    command.arg(root);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(Stdio::piped());
    command
}

impl Preview {
    pub(crate) fn start(root: &Path) -> Self {
        let mut command = annai(root);
        command.args(["--as-of", DAY]);
        Self::of(command)
    }

    /// Waits until the program says where it listens.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        let (line, lines) = channel();
        thread::spawn(move || {
            for text in errors.lines().map_while(Result::ok) {
                if line.send(text).is_err() {
                    break;
                }
            }
        });
        let mut preview = Self {
            child,
            port: 0,
            greeting: String::new(),
            lines,
        };
        preview.greeting = preview.line_with("http://");
        let (_, rest) = preview.greeting.split_once("http://").unwrap();
        let address = rest.split('/').next().unwrap();
        preview.port = address.rsplit(':').next().unwrap().parse().unwrap();
        preview
    }

    /// The next line that holds `part`.
    pub(crate) fn line_with(&self, part: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("the program did not say {part:?}"));
            if line.contains(part) {
                return line;
            }
        }
    }

    pub(crate) fn connect(&self) -> Client {
        self.connect_to("127.0.0.1")
    }

    /// A connection to a name or an address of this machine, as it stands in a URL.
    pub(crate) fn connect_to(&self, host: &str) -> Client {
        let bare = host.trim_matches(['[', ']']);
        let stream = TcpStream::connect((bare, self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Client {
            answers: BufReader::new(stream.try_clone().unwrap()),
            stream,
            host: format!("{host}:{}", self.port),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.connect().get(path)
    }

    /// Asks again and again until the answer is as wanted.
    pub(crate) fn wait_for(&self, path: &str, is_wanted: impl Fn(&Answer) -> bool) -> Answer {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.get(path);
            if is_wanted(&answer) {
                return answer;
            }
            assert!(Instant::now() < deadline, "{path} did not become as wanted");
            thread::yield_now();
        }
    }

    pub(crate) fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Sends a signal by its name, and waits for the end.
    pub(crate) fn end_by(&mut self, signal: &str) -> std::process::ExitStatus {
        let id = self.child.id().to_string();
        let kill = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(kill.unwrap().success());
        self.child.wait().unwrap()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One connection.
pub(crate) struct Client {
    pub(crate) stream: TcpStream,
    answers: BufReader<TcpStream>,
    host: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Client {
    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask(path);
        self.answer().unwrap()
    }

    /// All of these, asked for in one go.
    pub(crate) fn get_all(&mut self, paths: &[String]) -> Vec<Answer> {
        // In parts that cannot fill the buffers of both sides.
        let parts = paths.chunks(16).map(|part| {
            let requests = part.iter().map(|path| self.request("GET", path));
            let requests: String = requests.collect();
            self.stream.write_all(requests.as_bytes()).unwrap();
            let answers = part.iter().map(|_| self.answer().unwrap());
            answers.collect::<Vec<_>>()
        });
        parts.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn ask(&mut self, path: &str) {
        let request = self.request("GET", path);
        self.stream.write_all(request.as_bytes()).unwrap();
    }

    fn request(&self, method: &str, path: &str) -> String {
        format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host)
    }

    /// Sends these bytes and takes whatever comes back; nothing where the connection ends.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> Option<Answer> {
        // The server may end the connection before it has read everything.
        let _ = self.stream.write_all(bytes);
        self.answer()
    }

    fn answer(&mut self) -> Option<Answer> {
        let mut line = String::new();
        self.answers.read_line(&mut line).ok()?;
        let status = line.split(' ').nth(1)?.parse().ok()?;
        let mut headers = BTreeMap::new();
        loop {
            line.clear();
            self.answers.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                break;
            };
            headers.insert(name.to_ascii_lowercase(), value.to_owned());
        }
        let length = headers.get("content-length");
        let length = length.map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        self.answers.read_exact(&mut body).ok()?;
        Some(Answer {
            status,
            headers,
            body,
        })
    }

    /// The next line of an answer that goes on for ever.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        line
    }
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body without what is injected.
    pub(crate) fn plain(&self) -> Vec<u8> {
        let mut plain = self.text();
        let starts = [
            "<script src=\"/.annai/",
            "<script type=\"module\" src=\"/.annai/",
        ];
        for start in starts {
            while let Some(at) = plain.find(start) {
                let end = "</script>";
                let length = plain[at..].find(end).unwrap() + end.len();
                plain.replace_range(at..at + length, "");
            }
        }
        while let Some(at) = plain.find("data-published=\"") {
            let rest = &plain[at..];
            let mut parts = rest.split('"');
            let published = unescaped(parts.nth(1).unwrap());
            let own = parts.next().unwrap();
            assert!([" action=", " formaction="].contains(&own), "{rest:.200}");
            assert!(parts.next().unwrap().starts_with("/.annai/form/"));
            let length = rest.match_indices('"').nth(3).unwrap().0 + 1;
            plain.replace_range(at..at + length, &published);
        }
        if plain.len() == self.text().len() {
            return self.body.clone();
        }
        plain.into_bytes()
    }

    /// Where the form of the page is sent to.
    pub(crate) fn action(&self) -> String {
        let text = self.text();
        let (_, form) = text.split_once(" method=\"post\"").unwrap();
        let (_, action) = form.split_once(" action=\"").unwrap();
        unescaped(action.split('"').next().unwrap())
    }

    /// The secret that the page was given.
    pub(crate) fn token(&self) -> String {
        let text = self.text();
        let (_, rest) = text.split_once("data-token=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}

/// What was meant by what `render::html::escape` has written.
fn unescaped(html: &str) -> String {
    let html = html.replace("&quot;", "\"").replace("&#39;", "'");
    let html = html.replace("&lt;", "<").replace("&gt;", ">");
    html.replace("&amp;", "&")
}
