//! `annai check --external`: whether what the site links to is still there.
//!
//! A part of the program alone: the library lists the links of a site and asks nobody, so that
//! no build depends on the network.

mod address;
mod client;
mod findings;
mod memory;
mod visit;

#[cfg(test)]
mod tests;

use super::report::Reporter;
use super::site::Built;
use super::{Exit, clock};
use address::Address;
use annai::diag::{Diagnostic, Place, Text};
use annai::site::Site;
use annai::{disk, host, text};
use client::Client;
use memory::Memory;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;
use ureq::unversioned::resolver::DefaultResolver;
use visit::{Answer, Visitor};

/// The file in which the answers are remembered.
const FILE: &str = "external-links.json";

/// The longest time for a reply.
const PATIENCE: Duration = Duration::from_secs(10);

/// The time between two requests to one host.
const PAUSE: Duration = Duration::from_millis(500);

/// How many hosts are asked at a time.
const WORKERS: usize = 8;

/// Adds to the findings of a build what is wrong with its links to other sites.
///
/// # Errors
/// How the program has to end where the network cannot be used; that has been told.
pub(super) fn check(built: &mut Built, reporter: &Reporter) -> Result<(), Exit> {
    let Some(site) = built.site() else {
        // Without a config there are no links; that has been reported.
        return Ok(());
    };
    let resolver = DefaultResolver::default();
    let client = Client::new(resolver, host::is_global, PATIENCE);
    let visitor = Visitor::new(client, PAUSE, Box::new(thread::sleep));
    let now = clock::seconds();
    let kept = disk::recall(&built.root, FILE).unwrap_or_default();
    let looked = look(
        site,
        Memory::read(&kept, now),
        now,
        &visitor,
        &|done, all| {
            reporter.progress(&text!(
                "外部へのリンクを確かめています（{done}/{all}）",
                "asking other sites ({done}/{all})"
            ));
        },
    );
    reporter.end_progress();
    let looked = looked.map_err(|hosts| {
        reporter.failure(&no_network(&hosts));
        Exit::Io
    })?;
    if let Err(error) = disk::remember(&built.root, FILE, &looked.memory.write()) {
        reporter.done(&text!(
            "確かめた結果を .annai フォルダーに残せませんでした（{error}）。次の回に、もう一度確かめます",
            "the answers could not be kept in `.annai` ({error}); the next run asks again"
        ));
    }
    built.add(looked.diagnostics);
    Ok(())
}

fn no_network(hosts: &[String]) -> Text {
    let (count, hosts) = (hosts.len(), hosts[..hosts.len().min(3)].join(", "));
    text!(
        "外部のサーバーに一つもつながりません（{hosts} など{count}件）。ネットワークにつながっているか確かめてください",
        "no other server can be reached ({hosts}; {count} in all); look whether there is a network"
    )
}

/// The places of each address, and what was typed there.
type Links<'a> = BTreeMap<Address, BTreeSet<(Place, &'a str)>>;

/// What a look at all links has shown.
struct Looked {
    diagnostics: Vec<Diagnostic>,
    memory: Memory,
}

/// Asks for each address of the site once, unless that is remembered. `tell` hears how many
/// have been asked, and of how many.
///
/// # Errors
/// The hosts, where not one of them can be reached, and it is the network that is missing.
fn look(
    site: &Site,
    mut memory: Memory,
    now: i64,
    visitor: &Visitor,
    tell: &dyn Fn(usize, usize),
) -> Result<Looked, Vec<String>> {
    let mut links = Links::new();
    let mut diagnostics = Vec::new();
    for (typed, place) in site.outside_links() {
        // That nobody else gets there is found without asking.
        if host::of_address(typed).is_some_and(host::is_private) {
            continue;
        }
        match Address::parse(typed) {
            Ok(address) => {
                links.entry(address).or_default().insert((place, typed));
            }
            Err(refused) => diagnostics.extend(findings::finding(typed, place, &refused.into())),
        }
    }
    let is_new = |address: &&Address| memory.answer(address).is_none();
    let new: Vec<&Address> = links.keys().filter(is_new).collect();
    let answers = visit_all(&new, visitor, tell);
    if !new.is_empty() && is_network_missing(&links, &memory, &new, visitor) {
        let hosts: BTreeSet<String> = new.iter().map(|one| one.host().to_owned()).collect();
        return Err(hosts.into_iter().collect());
    }
    for (address, answer) in answers {
        memory.insert(address, answer, now);
    }
    let used: BTreeSet<&str> = links.keys().map(Address::as_str).collect();
    memory.retain(|address| used.contains(address));
    for (address, places) in links {
        let Some(answer) = memory.answer(&address) else {
            continue;
        };
        let found = places.into_iter();
        let found = found.filter_map(|(place, typed)| findings::finding(typed, place, answer));
        diagnostics.extend(found);
    }
    Ok(Looked {
        diagnostics,
        memory,
    })
}

/// Asks for all addresses, a few hosts at a time, each host by one worker.
fn visit_all<'a>(
    addresses: &[&'a Address],
    visitor: &Visitor,
    tell: &dyn Fn(usize, usize),
) -> BTreeMap<&'a Address, Answer> {
    let mut by_host: BTreeMap<&str, Vec<&Address>> = BTreeMap::new();
    for address in addresses {
        by_host.entry(address.host()).or_default().push(address);
    }
    let workers = by_host.len().min(WORKERS);
    let queue: Mutex<VecDeque<Vec<&Address>>> = Mutex::new(by_host.into_values().collect());
    let next = || {
        queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front()
    };
    let (sender, answers) = mpsc::channel();
    let mut told = BTreeMap::new();
    thread::scope(|scope| {
        for _ in 0..workers {
            let sender = sender.clone();
            scope.spawn(move || {
                while let Some(addresses) = next() {
                    for address in addresses {
                        // Who listens stays until all have been told.
                        let _ = sender.send((address, visitor.visit(address)));
                    }
                }
            });
        }
        drop(sender);
        for (address, answer) in answers {
            told.insert(address, answer);
            tell(told.len(), addresses.len());
        }
    });
    told
}

/// Whether nobody at all can be heard of. One that was there the last time can tell that;
/// without one, a single host that is missing may just be gone.
fn is_network_missing(
    links: &Links<'_>,
    memory: &Memory,
    new: &[&Address],
    visitor: &Visitor,
) -> bool {
    if visitor.has_heard() {
        return false;
    }
    let was_there = |address: &&Address| {
        let answer = memory.answer(address);
        matches!(answer, Some(Answer::Fine | Answer::Moved(_)))
    };
    match links.keys().find(was_there) {
        Some(known) => {
            visitor.visit(known);
            !visitor.has_heard()
        }
        None => new.iter().any(|one| one.host() != new[0].host()),
    }
}
