//! `annai serve`: shows the site as its sources are now, until the user ends it.

mod absence;
mod ahead;
mod change;
mod desk;
mod greeting;
mod session;

use super::Exit;
use super::args::{self, Common};
use super::report::Reporter;
use crate::server::{self, Gate, Reach, Server};
use annai::diag::Text;
use annai::text;
use session::Session;
use std::io;
use std::net::{IpAddr, SocketAddr};

/// So many ports are tried before giving up.
const TRIES: u16 = 20;

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
            reporter.failure(&no_port(address, &error));
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
    let desk = desk::desk(arguments, session.root(), reporter);
    let desk = match desk {
        Ok(desk) => desk,
        Err(exit) => return exit,
    };
    let server = match Server::start(
        listener,
        gate,
        desk,
        session.generation(),
        server::connections(),
    ) {
        Ok(server) => server,
        Err(error) => {
            reporter.failure(&text!(
                "サーバーを始められません（{error}）",
                "cannot start the server: {error}"
            ));
            return Exit::Io;
        }
    };
    greeting::greet(arguments, port, reporter);
    session.watch(&server)
}

/// Why nobody can be listened to at an address, and what to type instead.
fn no_port(address: SocketAddr, error: &io::Error) -> Text {
    let port = address.port();
    let free = server::next_free(address, TRIES);
    match (error.kind(), free) {
        (io::ErrorKind::AddrInUse, Some(free)) => text!(
            "ポート {port} は、ほかのプログラムが使っています。--port {free} なら使えます",
            "port {port} is used by another program; --port {free} is free"
        ),
        (io::ErrorKind::AddrInUse, None) => text!(
            "ポート {port} は、ほかのプログラムが使っています。--port でほかの番号を指定してください",
            "port {port} is used by another program; name another one with --port"
        ),
        (io::ErrorKind::PermissionDenied, _) => text!(
            "ポート {port} を使う権限がありません。--port で 1024 以上の番号を指定してください",
            "port {port} needs permission; name one of 1024 or more with --port"
        ),
        (io::ErrorKind::AddrNotAvailable, _) => text!(
            "アドレス {host} は、このパソコンのものではありません。--host を確かめてください",
            "{host} is no address of this machine; look at --host",
            host = address.ip()
        ),
        _ => text!(
            "{address} で待ち受けられません（{error}）。--port でほかの番号を指定してください",
            "cannot listen on {address}: {error}; name another port with --port"
        ),
    }
}

pub(super) const fn reach(host: IpAddr) -> Reach {
    if host.is_loopback() {
        Reach::Loopback
    } else {
        Reach::Network
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_said_in_japanese() {
        // Documentation addresses (RFC 5737), at which nobody listens.
        let address = SocketAddr::from(([192, 0, 2, 1], 4000));
        let reasons = [
            io::ErrorKind::AddrInUse,
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::AddrNotAvailable,
            io::ErrorKind::TimedOut,
        ];
        let said = reasons.map(|kind| no_port(address, &kind.into()).japanese);
        assert_eq!(
            said,
            [
                "ポート 4000 は、ほかのプログラムが使っています。--port でほかの番号を指定してください",
                "ポート 4000 を使う権限がありません。--port で 1024 以上の番号を指定してください",
                "アドレス 192.0.2.1 は、このパソコンのものではありません。--host を確かめてください",
                "192.0.2.1:4000 で待ち受けられません（timed out）。--port でほかの番号を指定してください",
            ]
        );
    }
}
