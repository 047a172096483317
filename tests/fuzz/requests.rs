//! Requests to the preview: the real program, and whatever a client may send.

use crate::run::run;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// No answer is read further.
const MAX_ANSWER_BYTES: u64 = 100_000;

#[test]
fn requests() {
    let preview = Preview::start();
    run("requests", 1_000, |input| preview.check(input));
}

struct Preview {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl Preview {
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let annai = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_annai"));
            command.current_dir(folder.path()).env("LANG", "C");
            command
        };
        let made = annai().args(["new", ".", "--quiet"]).status().unwrap();
        assert!(made.success());
        let mut command = annai();
        command.args(["serve", "--port", "0"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines.find_map(|line| {
            let line = line.unwrap();
            let (_, address) = line.split_once("http://")?;
            Some(address.split('/').next().unwrap().to_owned())
        });
        // Nobody may have to wait until somebody reads what it says.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        let address = address.unwrap();
        Self {
            child,
            port: address.rsplit(':').next().unwrap().parse().unwrap(),
            _folder: folder,
        }
    }

    /// Whatever is sent, the server does not fail, and goes on.
    fn check(&self, input: &[u8]) {
        let input = String::from_utf8_lossy(input).replace("PORT", &self.port.to_string());
        let answer = self.send(input.as_bytes(), Then::Closed);
        assert!(
            !answer.starts_with(b"HTTP/1.1 5"),
            "{}",
            answer.escape_ascii()
        );
        let home = format!(
            "GET / HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n",
            self.port
        );
        let answer = self.send(home.as_bytes(), Then::Open);
        assert!(
            answer.starts_with(b"HTTP/1.1 200"),
            "{}",
            answer.escape_ascii()
        );
    }

    fn send(&self, bytes: &[u8], then: Then) -> Vec<u8> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // It may end the connection before it has read everything.
        let _ = stream.write_all(bytes);
        if then == Then::Closed {
            let _ = stream.shutdown(Shutdown::Write);
        }
        let mut answer = Vec::new();
        let _ = stream.take(MAX_ANSWER_BYTES).read_to_end(&mut answer);
        answer
    }
}

/// What a client does when it has sent all.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// Waits.
    Open,
    /// Says that nothing more will come, so that nobody waits for it; the server may take this for
    /// the end of the connection.
    Closed,
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
