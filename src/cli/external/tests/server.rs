//! A web of this machine: one small server behind all names, which ends with the test.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// What a server answers: by method, host and path, the status line and headers.
pub(super) type Script = fn(&str, &str, &str) -> String;

/// A server that answers by a script.
pub(super) struct Server {
    pub(super) place: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(script: Script) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let place = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let is_over = Arc::new(AtomicBool::new(false));
        let (log, over) = (Arc::clone(&asked), Arc::clone(&is_over));
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                // Who hangs up has had enough.
                let _ = stream.and_then(|stream| answer(stream, script, &log));
            }
        });
        Self {
            place,
            asked,
            is_over,
            thread: Some(thread),
        }
    }

    /// What it has been asked since the last time, sorted.
    pub(super) fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.sort();
        asked
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // Wakes it up.
        let _ = TcpStream::connect(self.place);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn answer(mut stream: TcpStream, script: Script, log: &Mutex<Vec<String>>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let lines: Vec<String> = BufReader::new(stream.try_clone()?)
        .lines()
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .collect();
    let Some([method, path, _]) = lines.first().and_then(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        <[&str; 3]>::try_from(words).ok()
    }) else {
        return write!(stream, "HTTP/1.1 400 This is no HTTP\r\n\r\n");
    };
    let header = |name: &str| {
        lines.iter().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    };
    let host = header("host").unwrap_or_default();
    assert_eq!(
        header("user-agent"),
        Some(concat!("annai/", env!("CARGO_PKG_VERSION")))
    );
    log.lock().unwrap().push(format!("{method} {host}{path}"));
    let head = script(method, host, path);
    write!(
        stream,
        "HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
}

/// The names of this web, and where each leads the first time, the second time, and so on.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(Arc<Mutex<BTreeMap<String, Vec<Vec<SocketAddr>>>>>);

impl Names {
    /// Has a name lead to these places.
    pub(super) fn with(self, name: &str, places: &[SocketAddr]) -> Self {
        self.then(name, places)
    }

    /// Has it lead to these from the next time on.
    pub(super) fn then(self, name: &str, places: &[SocketAddr]) -> Self {
        let mut names = self.0.lock().unwrap();
        names
            .entry(name.to_owned())
            .or_default()
            .push(places.to_vec());
        drop(names);
        self
    }
}

impl Resolver for Names {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().unwrap();
        let mut found = self.empty();
        let number = host.trim_matches(['[', ']']).parse::<IpAddr>();
        if let Ok(number) = number {
            found.push(SocketAddr::new(number, uri.port_u16().unwrap_or(80)));
            return Ok(found);
        }
        let mut names = self.0.lock().unwrap();
        let turns = names.get_mut(host).ok_or(Error::HostNotFound)?;
        let places = match turns.len() {
            1 => turns[0].clone(),
            _ => turns.remove(0),
        };
        for place in places {
            found.push(place);
        }
        Ok(found)
    }
}
