//! What is said when the preview has begun: at which addresses the site is seen, and by whom.
//! Each of them answers from this machine as it is printed.

use super::reach;
use crate::cli::args;
use crate::cli::open;
use crate::cli::report::Reporter;
use crate::server::Reach;
use annai::text;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;

/// Addresses that nobody has (RFC 5737, RFC 3849): the way to others is the way to them.
const OTHERS: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::new(198, 51, 100, 1)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)),
];

/// This machine answers itself at once, or not at all.
const PATIENCE: Duration = Duration::from_millis(500);

/// Says where the site is seen now that the server answers, and opens it where that is wanted.
pub(super) fn greet(arguments: &args::Serve, port: u16, reporter: &Reporter) {
    let url = url(arguments.host, port);
    reporter.done(&text!(
        "{url} で見られます。ファイルを保存すると、すぐに反映されます（終わるときは Ctrl+C）",
        "showing the site at {url}; every save shows at once (Ctrl+C ends it)"
    ));
    if reach(arguments.host) == Reach::Network {
        warn(arguments, port, reporter);
    }
    if arguments.open {
        open::address(&url, reporter);
    }
}

/// Says that others can see it, and how.
fn warn(arguments: &args::Serve, port: u16, reporter: &Reporter) {
    let urls: Vec<String> = own_addresses(arguments.host, port)
        .map(|address| url(address, port))
        .collect();
    let urls = urls.join(", ");
    reporter.done(&if urls.is_empty() {
        text!(
            "同じネットワークのほかのパソコンからも見られます。下書きも見えることにご注意ください",
            "others in the network can see it too, drafts included"
        )
    } else {
        text!(
            "同じネットワークのほかのパソコンからも {urls} で見られます。下書きも見えることにご注意ください",
            "others in the network can see it too at {urls}, drafts included"
        )
    });
    if arguments.allow_host.is_empty() {
        reporter.done(&text!(
            "アドレスの代わりにパソコンの名前で見るときは、--allow-host にその名前を書いてください",
            "for a name of this machine in place of its address, add --allow-host NAME"
        ));
    }
}

/// The address of the site where an address is listened at.
fn url(host: IpAddr, port: u16) -> String {
    // Any address is none that a browser can go to. Others in 127.0.0.0/8 than this one have no
    // name.
    if host.is_unspecified() || host == IpAddr::V4(Ipv4Addr::LOCALHOST) {
        format!("http://localhost:{port}/")
    } else {
        format!("http://{}/", SocketAddr::new(host, port))
    }
}

/// Where any address is listened at: those by which this machine is known to others.
fn own_addresses(host: IpAddr, port: u16) -> impl Iterator<Item = IpAddr> {
    let others = OTHERS.into_iter().filter(move |other| match host {
        IpAddr::V4(_) => host.is_unspecified() && other.is_ipv4(),
        IpAddr::V6(_) => host.is_unspecified(),
    });
    let own = others.filter_map(outgoing);
    // Whether `::` stands for the addresses of IPv4 too is for the system to say.
    own.filter(move |own| {
        TcpStream::connect_timeout(&SocketAddr::new(*own, port), PATIENCE).is_ok()
    })
}

/// The address by which this machine leaves for another one. The system is asked for the way;
/// nothing is sent.
fn outgoing(other: IpAddr) -> Option<IpAddr> {
    let any = match other {
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    // The port is that of the service that throws everything away.
    socket.connect((other, 9)).ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_unspecified() && !own.is_loopback()).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_printed_as_a_browser_takes_it() {
        for (host, printed) in [
            ("127.0.0.1", "http://localhost:4000/"),
            ("0.0.0.0", "http://localhost:4000/"),
            ("::", "http://localhost:4000/"),
            ("127.0.0.2", "http://127.0.0.2:4000/"),
            ("192.168.0.10", "http://192.168.0.10:4000/"),
            ("::1", "http://[::1]:4000/"),
            ("2001:db8::10", "http://[2001:db8::10]:4000/"),
        ] {
            assert_eq!(url(host.parse().unwrap(), 4000), printed);
        }
    }
}
