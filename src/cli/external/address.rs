//! Addresses that may be asked: on the web, of a place that everybody can reach.
//!
//! What stands in a page is not ours, and where a redirect leads even less: neither may have
//! this machine talk to its own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// The longest address that is asked, in bytes, as servers are asked to take (RFC 9110, 4.1: 8,000).
const LONGEST: usize = 8_000;

/// An address to ask, as a browser would read it. Its fragment is left out: servers never see it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address(Url);

/// Why an address is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is none on the web, or one that hides where it leads.
    Unreadable,
    /// By its name it belongs to a network of its own.
    Private,
}

impl Address {
    /// Reads an address as it was typed.
    pub(super) fn parse(typed: &str) -> Result<Self, Refused> {
        Self::check(Url::parse(typed).map_err(|_| Refused::Unreadable)?)
    }

    /// Where a redirect from here leads.
    pub(super) fn follow(&self, location: &str) -> Result<Self, Refused> {
        Self::check(self.0.join(location).map_err(|_| Refused::Unreadable)?)
    }

    fn check(mut url: Url) -> Result<Self, Refused> {
        let is_web = ["http", "https"].contains(&url.scheme());
        let has_user = !url.username().is_empty() || url.password().is_some();
        if !is_web || has_user || url.as_str().len() > LONGEST {
            return Err(Refused::Unreadable);
        }
        match url.host() {
            None => return Err(Refused::Unreadable),
            Some(Host::Domain(name)) if is_private_name(name) => return Err(Refused::Private),
            // Numbers are checked like those that a name leads to: by the resolver.
            Some(Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_)) => {}
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The address, in ASCII.
    pub(super) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether the connection is to be secure.
    pub(super) fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether it names its host by numbers.
    pub(super) fn is_numeric(&self) -> bool {
        !matches!(self.0.host(), Some(Host::Domain(_)))
    }

    /// The host.
    pub(super) fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Scheme, host and port.
    pub(super) fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }
}

/// Names that never belong to the open network: RFC 6761 (`localhost`), RFC 6762 (`local`),
/// RFC 8375 (`home.arpa`), what ICANN has kept for that in 2024 (`internal`), and names without
/// a dot, which mean something else in each network.
fn is_private_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_home = name == "home.arpa" || name.ends_with(".home.arpa");
    ["localhost", "local", "internal"].contains(&last) || is_home || !name.contains('.')
}

/// Whether an address of the network layer belongs to the open network.
pub(super) fn is_global(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_global_v4(ip),
        IpAddr::V6(ip) => is_global_v6(ip),
    }
}

/// All but what the IANA IPv4 Special-Purpose Address Registry takes away, and multicast
/// (RFC 5771).
fn is_global_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = match a {
        // "This network", private use (RFC 1918), loopback.
        0 | 10 | 127 => true,
        // Shared by carriers (RFC 6598).
        100 => b & 0b1100_0000 == 64,
        // Link-local, and the metadata of cloud machines (RFC 3927).
        169 => b == 254,
        172 => b & 0b1111_0000 == 16,
        // Protocols, documentation (RFC 5737), 6to4 relays (RFC 7526), private use.
        192 => matches!((b, c), (0, 0 | 2) | (88, 99) | (168, _)),
        // Benchmarks (RFC 2544), documentation.
        198 => b & 0b1111_1110 == 18 || (b, c) == (51, 100),
        203 => (b, c) == (0, 113),
        // Multicast, reserved, broadcast.
        _ => a >= 224,
    };
    !is_special
}

/// Global unicast as far as it is given out, 2000::/3 (RFC 4291, 2.4), without documentation
/// (RFC 3849, RFC 9637), protocols such as Teredo (2001::/23) and 6to4, which carry an IPv4
/// address in them. Loopback, mapped, translated (64:ff9b::), unique local, link-local and
/// multicast addresses all lie outside of it.
fn is_global_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let is_unicast = first & 0xe000 == 0x2000;
    let is_special = match first {
        0x2001 => second < 0x200 || second == 0xdb8,
        0x2002 => true,
        0x3fff => second < 0x1000,
        _ => false,
    };
    is_unicast && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_open_network_is_global() {
        let special = "0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 127.255.0.1 \
            169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.1.1 \
            198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 \
            255.255.255.255 :: ::1 ::ffff:8.8.8.8 ::8.8.8.8 64:ff9b::8.8.8.8 64:ff9b:1::1 100::1 \
            2001::1 2001:db8::1 2002:a00:1:: 3fff::1 5f00::1 fc00::1 fd12::1 fe80::1 fec0::1 ff02::1";
        for ip in special.split_whitespace() {
            assert!(!is_global(ip.parse().unwrap()), "{ip}");
        }
        // What lies beside them.
        let global = "1.1.1.1 9.0.0.1 11.0.0.1 100.63.0.1 100.128.0.1 126.0.0.1 128.0.0.1 \
            169.253.0.1 172.15.0.1 172.32.0.1 192.0.1.1 192.88.98.1 192.167.0.1 198.17.0.1 \
            198.20.0.1 198.51.101.1 203.0.112.1 223.255.255.1 2001:200::1 2001:db9::1 2003::1 \
            2400:cb00::1 2606:4700::1111 3fff:1000::1";
        for ip in global.split_whitespace() {
            assert!(is_global(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn names_of_a_network_of_its_own_are_refused() {
        let private = "localhost LOCALHOST localhost. a.localhost printer.local x.internal \
            nas.home.arpa home.arpa intra";
        for name in private.split_whitespace() {
            let read = Address::parse(&format!("http://{name}/"));
            assert_eq!(read, Err(Refused::Private), "{name}");
        }
        for name in [
            "localhost.example.jp",
            "local.jp",
            "internal.jp",
            "home.arpa.jp",
        ] {
            assert!(Address::parse(&format!("http://{name}/")).is_ok(), "{name}");
        }
    }

    #[test]
    fn an_address_says_where_it_leads() {
        for typed in [
            "ftp://a.jp/",
            "https://bank@a.jp/",
            "https://:x@a.jp/",
            "a.jp",
            "https://",
        ] {
            let read = Address::parse(typed);
            assert_eq!(read, Err(Refused::Unreadable), "{typed}");
        }
        let endless = format!("https://a.jp/{}", "a".repeat(LONGEST));
        assert_eq!(Address::parse(&endless), Err(Refused::Unreadable));
        let start = Address::parse("https://a.jp/b/c?d#e").unwrap();
        assert_eq!(start.as_str(), "https://a.jp/b/c?d");
        let follow = |to: &str| start.follow(to).map(|next| next.as_str().to_owned());
        assert_eq!(follow("f"), Ok("https://a.jp/b/f".to_owned()));
        assert_eq!(follow("/f"), Ok("https://a.jp/f".to_owned()));
        assert_eq!(follow("//b.jp"), Ok("https://b.jp/".to_owned()));
        assert_eq!(follow("file:///etc/passwd"), Err(Refused::Unreadable));
    }
}
