//! Whether there is something at an address: asked politely, and followed where it has moved to.

use super::address::{Address, Refused};
use super::client::{Client, Failure, Method, Reply};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many redirects are followed.
pub(super) const REDIRECTS: usize = 5;

/// The longest time for which a server that is busy is waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// The answers to `HEAD` that many servers give to that alone.
const NOT_FOR_HEAD: [u16; 4] = [403, 404, 405, 501];

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Answer {
    /// There is something.
    Fine,
    /// It is elsewhere now, for good.
    Moved(String),
    /// There is nothing, and why.
    Dead(Dead),
    /// It cannot be told, and why.
    Unclear(Unclear),
}

/// Why there is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Dead {
    /// The server says so, with this status code.
    Gone(u16),
    /// There is no server of that name.
    Unnamed(String),
    /// Nothing came in time.
    Silent,
    /// There is no connection.
    Unreachable(String),
    /// There is no secure connection.
    Insecure(String),
    /// It redirects to what is no address on the web.
    Astray(String),
    /// It redirects on and on.
    Circling,
    /// By itself it belongs to a network of its own.
    Inside,
}

/// Why it cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Unclear {
    /// The server answers this status code, which says neither.
    Status(u16),
    /// It leads into a network of its own, and was not asked.
    Withheld,
    /// It is no address that can be asked.
    Unreadable,
}

impl From<Refused> for Answer {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unreadable => Self::Unclear(Unclear::Unreadable),
            Refused::Private => Self::Dead(Dead::Inside),
        }
    }
}

/// Asks, with manners: one request to a host at a time, a pause before the next, and none to
/// who wants to be left alone.
pub(super) struct Visitor {
    client: Client,
    pause: Duration,
    wait: Wait,
    hosts: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
    has_heard: AtomicBool,
}

/// How time is let pass.
pub(super) type Wait = Box<dyn Fn(Duration) + Send + Sync>;

type Heard = Result<Reply, Failure>;

#[derive(Default)]
struct Host {
    last: Option<Instant>,
    /// What holds for all that is at a scheme and port.
    verdicts: BTreeMap<String, Heard>,
}

impl Visitor {
    /// One that lets `pause` pass between two requests to a host.
    pub(super) fn new(client: Client, pause: Duration, wait: Wait) -> Self {
        Self {
            client,
            pause,
            wait,
            hosts: Mutex::default(),
            has_heard: AtomicBool::new(false),
        }
    }

    /// Whether anybody has been heard of so far, if only that it is not to be asked.
    pub(super) fn has_heard(&self) -> bool {
        self.has_heard.load(Ordering::Relaxed)
    }

    /// What is at an address.
    pub(super) fn visit(&self, start: &Address) -> Answer {
        let mut at = start.clone();
        // Where it has moved to for good, as far as that goes.
        let mut home = start.clone();
        for _ in 0..=REDIRECTS {
            let reply = match self.reply(&at) {
                Ok(reply) => reply,
                Err(failure) => return failed(failure, &at, start),
            };
            let location = match reply.status {
                200..=299 if home == *start => return Answer::Fine,
                200..=299 => return Answer::Moved(home.as_str().to_owned()),
                404 | 410 => return Answer::Dead(Dead::Gone(reply.status)),
                301 | 302 | 303 | 307 | 308 => reply.location,
                _ => None,
            };
            let Some(location) = location else {
                return Answer::Unclear(Unclear::Status(reply.status));
            };
            let next = match at.follow(&location) {
                Ok(next) => next,
                Err(Refused::Private) => return Answer::Unclear(Unclear::Withheld),
                Err(Refused::Unreadable) => return astray(&location),
            };
            if home == at && [301, 308].contains(&reply.status) {
                home = next.clone();
            }
            at = next;
        }
        Answer::Dead(Dead::Circling)
    }

    fn reply(&self, address: &Address) -> Heard {
        let host = Arc::clone(
            lock(&self.hosts)
                .entry(address.host().to_owned())
                .or_default(),
        );
        let mut host = lock(&host);
        let origin = address.origin();
        if let Some(verdict) = host.verdicts.get(&origin) {
            return verdict.clone();
        }
        let mut heard = self.hear(Method::Head, address, &mut host);
        if matches!(&heard, Ok(reply) if NOT_FOR_HEAD.contains(&reply.status)) {
            heard = self.hear(Method::Get, address, &mut host);
        }
        if holds_for_all(&heard) {
            host.verdicts.insert(origin, heard.clone());
        }
        heard
    }

    /// Asks, and once more where that may help.
    fn hear(&self, method: Method, address: &Address, host: &mut Host) -> Heard {
        let first = self.ask(method, address, host);
        match &first {
            Err(Failure::Silent | Failure::Unreachable(_)) => self.ask(method, address, host),
            Ok(reply) if reply.is_busy() => match reply.retry_after {
                Some(wait) if wait <= LONGEST_WAIT => {
                    (self.wait)(wait);
                    self.ask(method, address, host)
                }
                Some(_) | None => first,
            },
            Ok(_) | Err(Failure::Unnamed | Failure::Private | Failure::Insecure(_)) => first,
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the program keeps its distance")]
    fn ask(&self, method: Method, address: &Address, host: &mut Host) -> Heard {
        if let Some(last) = host.last {
            let rest = self.pause.saturating_sub(last.elapsed());
            if !rest.is_zero() {
                (self.wait)(rest);
            }
        }
        let heard = self.client.ask(method, address);
        host.last = Some(Instant::now());
        match &heard {
            Ok(_) | Err(Failure::Private | Failure::Insecure(_)) => {
                self.has_heard.store(true, Ordering::Relaxed);
            }
            Err(Failure::Unnamed | Failure::Silent | Failure::Unreachable(_)) => {}
        }
        heard
    }
}

fn holds_for_all(heard: &Heard) -> bool {
    match heard {
        Ok(reply) => reply.is_busy(),
        Err(Failure::Unnamed | Failure::Private | Failure::Insecure(_)) => true,
        Err(Failure::Silent | Failure::Unreachable(_)) => false,
    }
}

fn failed(failure: Failure, at: &Address, start: &Address) -> Answer {
    Answer::Dead(match failure {
        Failure::Unnamed => Dead::Unnamed(at.host().to_owned()),
        Failure::Private if at == start && at.is_numeric() => Dead::Inside,
        Failure::Private => return Answer::Unclear(Unclear::Withheld),
        Failure::Silent => Dead::Silent,
        Failure::Insecure(reason) => Dead::Insecure(reason),
        Failure::Unreachable(reason) => Dead::Unreachable(reason),
    })
}

/// The beginning says enough.
fn astray(location: &str) -> Answer {
    Answer::Dead(Dead::Astray(location.chars().take(80).collect()))
}

/// What others have left half done is no reason to stop: each value is whole at every moment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
