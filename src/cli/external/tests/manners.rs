//! How servers are asked that are slow, busy or not there.

use super::super::client::Client;
use super::super::visit::{Answer, Dead, Unclear, Visitor};
use super::server::{Names, Server};
use super::{PATIENT, is_this_machine, visit, visitor};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A visitor that notes down how long it would have waited.
fn patient_visitor(server: &Server, pause: Duration) -> (Visitor, Arc<Mutex<Vec<Duration>>>) {
    let names = Names::default().with("a.example", &[server.place]);
    let waits = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&waits);
    let wait = Box::new(move |time| noted.lock().unwrap().push(time));
    let client = Client::new(names, is_this_machine, PATIENT);
    (Visitor::new(client, pause, wait), waits)
}

#[test]
fn a_host_gets_a_pause_between_two_requests() {
    let server = Server::start(|_, _, _| "200 OK".to_owned());
    let pause = Duration::from_secs(600);
    let (visitor, waits) = patient_visitor(&server, pause);
    for path in ["", "1", "2"] {
        visit(&visitor, &format!("http://a.example/{path}"));
    }
    let waits = waits.lock().unwrap();
    assert_eq!(waits.len(), 2);
    let nearly = |wait: &Duration| *wait <= pause && *wait > pause / 2;
    assert!(waits.iter().all(nearly), "{waits:?}");
}

#[test]
fn a_busy_host_is_left_alone() {
    let server = Server::start(|_, _, path| {
        let head = match path {
            "/soon" => "429 x\r\nRetry-After: 7",
            "/later" => "503 x\r\nRetry-After: Wed, 21 Oct 2026 07:28:00 GMT",
            "/down" => "503 x",
            _ => "200 OK",
        };
        head.to_owned()
    });
    let (visitor, waits) = patient_visitor(&server, Duration::ZERO);
    let unclear = |status| Answer::Unclear(Unclear::Status(status));
    assert_eq!(visit(&visitor, "http://a.example/down"), unclear(503));
    assert_eq!(visit(&visitor, "http://a.example/"), Answer::Fine);
    assert_eq!(waits.lock().unwrap().len(), 0);
    server.asked();
    assert_eq!(visit(&visitor, "http://a.example/soon"), unclear(429));
    assert_eq!(*waits.lock().unwrap(), [Duration::from_secs(7)]);
    assert_eq!(visit(&visitor, "http://a.example/"), unclear(429));
    assert_eq!(server.asked(), ["HEAD a.example/soon"; 2]);
    let (visitor, waits) = patient_visitor(&server, Duration::ZERO);
    assert_eq!(visit(&visitor, "http://a.example/later"), unclear(503));
    assert_eq!(visit(&visitor, "http://a.example/"), unclear(503));
    assert_eq!(waits.lock().unwrap().len(), 0);
    assert_eq!(server.asked(), ["HEAD a.example/later"]);
}

#[test]
fn who_says_nothing_is_asked_twice() {
    // Whoever connects is kept waiting.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let place = listener.local_addr().unwrap();
    let names = Names::default().with("a.example", &[place]);
    let impatient = visitor(names, Duration::from_millis(50));
    let answer = visit(&impatient, "http://a.example/");
    assert_eq!(answer, Answer::Dead(Dead::Silent));
    listener.set_nonblocking(true).unwrap();
    let connections = std::iter::from_fn(|| listener.accept().ok());
    assert_eq!(connections.count(), 2);
}

#[test]
fn who_is_not_there_or_speaks_another_language_is_dead() {
    let server = Server::start(|_, _, path| {
        let head = if path == "/garbled" {
            "what\u{0}"
        } else {
            "200 OK"
        };
        head.to_owned()
    });
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let closed = free.local_addr().unwrap();
    drop(free);
    let names = Names::default()
        .with("a.example", &[server.place])
        .with("closed.example", &[closed]);
    let visitor = visitor(names, PATIENT);
    for (address, is_expected) in [
        ("http://a.example/garbled", "unreachable"),
        ("http://closed.example/", "unreachable"),
        // The server speaks no TLS.
        ("https://a.example/", "insecure"),
    ] {
        let answer = visit(&visitor, address);
        let kind = match &answer {
            Answer::Dead(Dead::Unreachable(_)) => "unreachable",
            Answer::Dead(Dead::Insecure(_)) => "insecure",
            _ => "other",
        };
        assert_eq!(kind, is_expected, "{address}: {answer:?}");
    }
}
