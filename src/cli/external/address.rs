//! Addresses that may be asked: on the web, of a place that everybody can reach.
//!
//! What stands in a page is not ours, and where a redirect leads even less: neither may have
//! this machine talk to its own network.

use annai::host::is_private_name;
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

#[cfg(test)]
mod tests {
    use super::*;

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
