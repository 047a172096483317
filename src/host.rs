//! Hosts: which of them everybody can reach, and which mean something else in every network.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The host of an address on the web, without its port; none where it names none.
pub fn of_address(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let is_web = ["http", "https"]
        .into_iter()
        .any(|web| web.eq_ignore_ascii_case(scheme));
    let authority = rest.split(['/', '?', '#']).next().filter(|_| is_web)?;
    if let Some(inside) = authority.strip_prefix('[') {
        return Some(inside.split_once(']')?.0);
    }
    let host = authority.split(':').next().unwrap_or_default();
    (!host.is_empty() && !host.contains('@')).then_some(host)
}

/// Whether a host is the very machine that one sits at (RFC 6761, 6.3; RFC 1122, 3.2.1.3).
pub fn is_own_machine(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(ip) => ip.to_canonical().is_loopback() || ip.is_unspecified(),
        Err(_) => {
            let host = host.trim_end_matches('.').to_ascii_lowercase();
            host == "localhost" || host.ends_with(".localhost")
        }
    }
}

/// Whether a host belongs to a network of its own: nobody else gets there.
pub fn is_private(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(ip) => !is_global(ip),
        Err(_) => is_private_name(&host.to_ascii_lowercase()),
    }
}

/// Names that never belong to the open network: RFC 6761 (`localhost`), RFC 6762 (`local`),
/// RFC 8375 (`home.arpa`), what ICANN has kept for that in 2024 (`internal`), and names without
/// a dot, which mean something else in each network.
pub fn is_private_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_home = name == "home.arpa" || name.ends_with(".home.arpa");
    ["localhost", "local", "internal"].contains(&last) || is_home || !name.contains('.')
}

/// Whether an address of the network layer belongs to the open network.
pub fn is_global(ip: IpAddr) -> bool {
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
    fn the_host_of_an_address_is_told_from_the_rest() {
        for (address, host) in [
            ("https://example.jp/a", Some("example.jp")),
            ("HTTP://localhost:3579/a:b", Some("localhost")),
            ("http://[::1]:3579/", Some("::1")),
            ("https://例え.jp?q", Some("例え.jp")),
            ("mailto:a@example.jp", None),
            ("https:///a", None),
            ("https://a@b.jp/", None),
        ] {
            assert_eq!(of_address(address), host, "{address}");
        }
    }

    #[test]
    fn the_own_machine_has_many_names() {
        for host in [
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "127.0.0.1",
            "::1",
            "0.0.0.0",
        ] {
            assert!(is_own_machine(host) && is_private(host), "{host}");
        }
        for host in ["example.jp", "192.168.0.1", "intra", "localhost.jp"] {
            assert!(!is_own_machine(host), "{host}");
        }
        assert!(is_private("192.168.0.1") && is_private("intra"));
        assert!(!is_private("example.jp") && !is_private("8.8.8.8"));
    }
}
