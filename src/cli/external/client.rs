//! One request, to no place but an allowed one. The only module that knows the HTTP client.

use super::address::Address;
use std::fmt;
use std::io;
use std::net::IpAddr;
use std::time::Duration;
use ureq::config::Config;
use ureq::http::{Response, Uri, header};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error};

/// Which places may be connected to.
pub(super) type Reach = fn(IpAddr) -> bool;

/// Asks servers.
pub(super) struct Client(Agent);

/// How to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// For what is said of a page.
    Head,
    /// For the page; it is not read.
    Get,
}

/// What a server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    /// The status code (RFC 9110, 15).
    pub(super) status: u16,
    /// Where to ask instead.
    pub(super) location: Option<String>,
    /// How long not to ask; for ever where that is given as a date.
    pub(super) retry_after: Option<Duration>,
}

/// Why there is no reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The name of the host leads nowhere.
    Unnamed,
    /// It leads to no place that may be connected to.
    Private,
    /// Nothing came in time.
    Silent,
    /// There is no secure connection; what the machine says of it.
    Insecure(String),
    /// There is no connection, or nothing that could be read; what the machine says of it.
    Unreachable(String),
}

impl Reply {
    /// Whether the server asks to be left alone for now.
    pub(super) fn is_busy(&self) -> bool {
        self.status == 429 || self.status == 503 && self.retry_after.is_some()
    }
}

impl Client {
    /// A client that finds hosts with `resolver`, connects only to places within `reach`, and
    /// waits as long as `patience` for each reply.
    pub(super) fn new(resolver: impl Resolver, reach: Reach, patience: Duration) -> Self {
        let config = Config::builder()
            .user_agent(concat!("annai/", env!("CARGO_PKG_VERSION")))
            // A proxy would connect for us, to wherever.
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(patience))
            .build();
        let within = Within { resolver, reach };
        let connector = DefaultConnector::default();
        Self(Agent::with_parts(config, connector, within))
    }

    /// Asks once.
    pub(super) fn ask(&self, method: Method, address: &Address) -> Result<Reply, Failure> {
        let url = address.as_str();
        let asked = match method {
            Method::Head => self.0.head(url).call(),
            Method::Get => self.0.get(url).call(),
        };
        asked
            .map(|response| reply(&response))
            .map_err(|error| failure(error, address))
    }
}

fn reply(response: &Response<Body>) -> Reply {
    let value = |name| response.headers().get(name);
    let location = value(header::LOCATION).map(|value| in_ascii(value.as_bytes()));
    let retry_after = value(header::RETRY_AFTER).map(|value| {
        let seconds = value.to_str().ok().and_then(|text| text.parse().ok());
        seconds.map_or(Duration::MAX, Duration::from_secs)
    });
    Reply {
        status: response.status().as_u16(),
        location,
        retry_after,
    }
}

/// Some servers send letters as they are, in whatever encoding; percent-encoded (RFC 3986, 2.1)
/// they lead to the same place.
fn in_ascii(bytes: &[u8]) -> String {
    let mut ascii = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte.is_ascii() {
            ascii.push(char::from(byte));
        } else {
            ascii.push_str(&format!("%{byte:02X}"));
        }
    }
    ascii
}

fn failure(error: Error, address: &Address) -> Failure {
    match error {
        Error::HostNotFound => Failure::Unnamed,
        Error::Timeout(_) => Failure::Silent,
        Error::Other(other) if other.is::<OutOfReach>() => Failure::Private,
        Error::Rustls(_) | Error::Tls(_) => Failure::Insecure(error.to_string()),
        // So a handshake fails.
        Error::Io(error) if error.kind() == io::ErrorKind::InvalidData && address.is_secure() => {
            Failure::Insecure(error.to_string())
        }
        Error::Io(error) => Failure::Unreachable(error.to_string()),
        error => Failure::Unreachable(error.to_string()),
    }
}

/// Finds hosts, and keeps what is out of reach from whoever connects. Since exactly these
/// addresses are connected to, a name that leads elsewhere a moment later changes nothing.
#[derive(Debug)]
struct Within<R> {
    resolver: R,
    reach: Reach,
}

impl<R: Resolver> Resolver for Within<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = match self.resolver.resolve(uri, config, timeout) {
            Err(Error::Timeout(reason)) => return Err(Error::Timeout(reason)),
            found => found.map_err(|_| Error::HostNotFound)?,
        };
        let mut within = self.empty();
        for place in found.iter().filter(|place| (self.reach)(place.ip())) {
            within.push(*place);
        }
        if within.is_empty() {
            return Err(Error::Other(Box::new(OutOfReach)));
        }
        Ok(within)
    }
}

#[derive(Debug)]
struct OutOfReach;

impl std::error::Error for OutOfReach {}

impl fmt::Display for OutOfReach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("out of reach")
    }
}
