//! Who may ask. A server on the own machine can be reached by every page that a browser
//! there has open: through a name that was made to lead to it (DNS rebinding), or by simply
//! sending it a request.

use std::net::IpAddr;

/// What a request says of where it comes from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Origin<'a> {
    /// The header `Host`; none where there is none, or more than one.
    pub(crate) host: Option<&'a str>,
    /// The header `Origin`.
    pub(crate) origin: Option<&'a str>,
    /// The header `Sec-Fetch-Site`.
    pub(crate) site: Option<&'a str>,
    /// The header `Sec-Fetch-Mode`.
    pub(crate) mode: Option<&'a str>,
    /// The header `Sec-Fetch-Dest`.
    pub(crate) dest: Option<&'a str>,
}

/// Who may ask.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    /// The port that the server listens on.
    pub(crate) port: u16,
    /// Whether others than this machine may ask.
    pub(crate) reach: Reach,
    /// Further names that lead here.
    pub(crate) allowed: Vec<String>,
}

/// From where the server can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// This machine only.
    Loopback,
    /// Its network. No page can make an address lead elsewhere, so that any will do.
    Network,
}

/// What somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To look at a page.
    Look,
    /// To do or to learn what only our own pages may.
    Act,
}

impl Gate {
    /// Whether a request may be answered.
    pub(crate) fn lets_in(&self, from: Origin<'_>, purpose: Purpose) -> bool {
        let is_known = from.host.is_some_and(|host| self.is_own(host));
        let is_ours = from.origin.is_none_or(|origin| self.is_own_origin(origin));
        is_known && is_ours && from.is_no_stranger(purpose) && !from.wants_to_stay()
    }

    fn is_own_origin(&self, origin: &str) -> bool {
        origin
            .strip_prefix("http://")
            .is_some_and(|host| self.is_own(host))
    }

    /// Whether `host`, a name or address and perhaps a port, is what this server is called.
    fn is_own(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, Some(port)),
            Some(_) | None => (host, None),
        };
        let is_port = match port {
            None => self.port == 80,
            Some(port) => port == self.port.to_string(),
        };
        is_port && self.is_own_name(name)
    }

    fn is_own_name(&self, name: &str) -> bool {
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let bare = name
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'));
        let address = match bare {
            Some(bare) => bare.parse().ok().map(IpAddr::V6),
            None => name.parse().ok().map(IpAddr::V4),
        };
        match address {
            Some(address) => address.is_loopback() || self.reach == Reach::Network,
            None => self
                .allowed
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known)),
        }
    }
}

impl Origin<'_> {
    /// Whether the browser, where it tells, says that no other site is behind the request.
    /// A link that leads here may be followed from anywhere.
    fn is_no_stranger(&self, purpose: Purpose) -> bool {
        match self.site {
            None | Some("same-origin" | "none") => true,
            Some(_) => purpose == Purpose::Look && self.mode == Some("navigate"),
        }
    }

    /// Whether, where the browser tells, a script asks, as ours do: no form, no link, no picture
    /// of any page can.
    pub(crate) fn is_script(&self) -> bool {
        self.mode.is_none_or(|mode| mode == "cors") && self.dest.is_none_or(|dest| dest == "empty")
    }

    /// Whether a script is asked for that would answer all later requests in our place (W3C,
    /// Service Workers). Nothing of ours is one.
    fn wants_to_stay(&self) -> bool {
        self.dest == Some("serviceworker")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN_HOSTS: [&str; 4] = [
        "localhost:4000",
        "LOCALHOST:4000",
        "127.0.0.1:4000",
        "[::1]:4000",
    ];
    const STRANGE_HOSTS: [&str; 30] = [
        "",
        "localhost",
        "localhost:80",
        "localhost:4001",
        "localhost:04000",
        "localhost.:4000",
        "localhost.evil.example:4000",
        "evil.example",
        "evil.example:4000",
        "127.0.0.1.evil.example:4000",
        "127.0.0.1.nip.io:4000",
        "0.0.0.0:4000",
        "192.168.0.10:4000",
        "10.0.0.1:4000",
        "[fe80::1]:4000",
        "[::]:4000",
        "[::1",
        "::1",
        "::1:4000",
        "[::1]",
        "2130706433:4000",
        "0x7f000001:4000",
        "127.1:4000",
        "user@localhost:4000",
        "localhost:4000@evil.example",
        "localhost:4000/",
        " localhost:4000",
        "localhost:4000,evil.example",
        "localhost\t:4000",
        "ｌocalhost:4000",
    ];
    const OWN_ORIGINS: [Option<&str>; 4] = [
        None,
        Some("http://localhost:4000"),
        Some("http://127.0.0.1:4000"),
        Some("http://[::1]:4000"),
    ];
    const STRANGE_ORIGINS: [&str; 12] = [
        "null",
        "",
        "https://localhost:4000",
        "http://localhost",
        "http://localhost:4001",
        "http://evil.example",
        "http://evil.example:4000",
        "http://localhost:4000.evil.example",
        "file://",
        "chrome-extension://abc",
        "http://localhost:4000/",
        "HTTP://localhost:4000",
    ];
    const SITES: [(Option<&str>, Option<&str>); 6] = [
        (None, None),
        (Some("same-origin"), Some("cors")),
        (Some("none"), Some("navigate")),
        (Some("same-site"), Some("no-cors")),
        (Some("cross-site"), Some("navigate")),
        (Some("cross-site"), Some("no-cors")),
    ];

    fn gate(reach: Reach) -> Gate {
        Gate {
            port: 4000,
            reach,
            allowed: vec!["preview.example".to_owned()],
        }
    }

    #[test]
    fn only_our_own_names_and_pages_are_let_in() {
        let hosts = OWN_HOSTS.iter().map(|host| (*host, true));
        let hosts = hosts.chain(STRANGE_HOSTS.iter().map(|host| (*host, false)));
        for (host, own_host) in hosts {
            let origins = OWN_ORIGINS.iter().map(|origin| (*origin, true));
            let strange = STRANGE_ORIGINS.iter().map(|origin| (Some(*origin), false));
            for (origin, own_origin) in origins.chain(strange) {
                for (site, mode) in SITES {
                    let from = Origin {
                        host: Some(host),
                        origin,
                        site,
                        mode,
                        dest: None,
                    };
                    let is_ours = matches!(site, None | Some("same-origin" | "none"));
                    let own = own_host && own_origin;
                    let gate = gate(Reach::Loopback);
                    let looks = own && (is_ours || mode == Some("navigate"));
                    assert_eq!(gate.lets_in(from, Purpose::Look), looks, "{from:?}");
                    assert_eq!(gate.lets_in(from, Purpose::Act), own && is_ours, "{from:?}");
                }
            }
        }
        assert!(!gate(Reach::Loopback).lets_in(Origin::default(), Purpose::Look));
    }

    #[test]
    fn nobody_gets_a_script_that_stays() {
        for (dest, is_let_in) in [
            ("document", true),
            ("script", true),
            ("serviceworker", false),
        ] {
            let from = Origin {
                host: Some("localhost:4000"),
                dest: Some(dest),
                ..Origin::default()
            };
            assert_eq!(
                gate(Reach::Loopback).lets_in(from, Purpose::Look),
                is_let_in
            );
        }
    }

    #[test]
    fn a_network_may_use_addresses_but_no_names() {
        let lets_in = |host| {
            let from = Origin {
                host: Some(host),
                ..Origin::default()
            };
            gate(Reach::Network).lets_in(from, Purpose::Look)
        };
        assert!(lets_in("192.168.0.10:4000") && lets_in("[fe80::1]:4000"));
        assert!(lets_in("preview.example:4000"));
        assert!(!lets_in("evil.example:4000"));
    }
}
