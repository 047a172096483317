//! `annai serve`: shows the site as its sources are now, until the user ends it.

mod session;

use super::Exit;
use super::args::{self, Common};
use super::report::Reporter;
use crate::server::{self, Gate, Reach, Server};
use annai::text;
use session::Session;
use std::net::{IpAddr, SocketAddr};

/// So many ports are tried before giving up.
const TRIES: u16 = 20;

/// So many connections are held at a time, if the system allows it.
const CONNECTIONS: usize = 8_192;

pub(super) fn run(arguments: &args::Serve, common: &Common, reporter: &Reporter) -> Exit {
    let mut session = match Session::open(arguments, common, reporter) {
        Ok(session) => session,
        Err(exit) => return exit,
    };
    let address = SocketAddr::new(arguments.host, arguments.port.unwrap_or(args::PORT));
    let tries = if arguments.port.is_some() { 1 } else { TRIES };
    let listener = match server::listen(address, tries) {
        Ok(listener) => listener,
        Err(error) => {
            reporter.failure(&text!(
                "ポート {address} で待ち受けられません（{error}）。--port でほかの番号を指定してください",
                "cannot listen on {address}: {error}; name another port with --port"
            ));
            return Exit::Port;
        }
    };
    let port = listener
        .local_addr()
        .map_or(address.port(), |own| own.port());
    let gate = Gate {
        port,
        reach: reach(arguments.host),
        allowed: arguments.allow_host.clone(),
    };
    let server = match Server::start(listener, gate, session.generation(), CONNECTIONS) {
        Ok(server) => server,
        Err(error) => {
            reporter.failure(&text!(
                "サーバーを始められません（{error}）",
                "cannot start the server: {error}"
            ));
            return Exit::Io;
        }
    };
    greet(arguments, port, reporter);
    session.watch(&server)
}

const fn reach(host: IpAddr) -> Reach {
    if host.is_loopback() {
        Reach::Loopback
    } else {
        Reach::Network
    }
}

fn greet(arguments: &args::Serve, port: u16, reporter: &Reporter) {
    let host = match arguments.host {
        IpAddr::V4(address) if address.is_loopback() => "localhost".to_owned(),
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    };
    let url = format!("http://{host}:{port}/");
    reporter.done(&text!(
        "{url} で見られます。ファイルを保存すると、すぐに反映されます（終わるときは Ctrl+C）",
        "showing the site at {url}; every save shows at once (Ctrl+C ends it)"
    ));
    if reach(arguments.host) == Reach::Network {
        reporter.done(&text!(
            "同じネットワークのほかのパソコンからも見られます。下書きも見えることにご注意ください",
            "others in the network can see it too, drafts included"
        ));
    }
    if arguments.open {
        super::open::page(&url, reporter);
    }
}
