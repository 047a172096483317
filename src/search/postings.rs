//! Which units hold which terms, in buckets that are loaded one by one.
//!
//! A posting is one number, `term << 22 | unit << 2 | weight`, so that a sorted list of them is
//! in the order in which it is written.

use super::term::{Term, Weight};
use super::unit::Unit;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// The postings of some terms, ascending.
#[derive(Debug)]
pub(super) struct Bucket(Vec<u64>);

/// How many bits number a unit.
const UNIT: u32 = 20;
/// How many postings a bucket has at most, as a rule.
const PER_BUCKET: usize = 4096;
/// Of sites of fewer units, every term counts.
const FEW: usize = 256;

/// How many buckets the postings of these units fill: a power of two, so that hardly any edit
/// changes it. A small site has one.
pub(super) fn bucket_count(units: &[Arc<Unit>]) -> usize {
    let postings: usize = units.iter().map(|unit| unit.terms.len()).sum();
    if postings <= 4 * PER_BUCKET {
        return 1;
    }
    (postings / PER_BUCKET).next_power_of_two()
}

/// How many letters decide where a word is, so that words that begin alike lie together.
const BEGINNING: usize = 3;

/// The bucket of a term: as the browser finds it, from the UTF-16 of what it writes.
fn bucket(term: Term, text: &mut String, count: usize) -> usize {
    text.clear();
    write!(text, "{term}").expect("a string takes everything");
    if term.is_word() {
        text.truncate(BEGINNING);
    }
    let hash = text.encode_utf16().fold(0_u32, |hash, unit| {
        hash.wrapping_mul(31).wrapping_add(u32::from(unit))
    });
    let mixed = (hash ^ hash >> 15).wrapping_mul(0x9E37_79B1);
    (mixed >> 8) as usize % count
}

/// The postings of all units.
pub(super) fn gather(units: &[Arc<Unit>]) -> Vec<Arc<Bucket>> {
    let count = bucket_count(units);
    let chunk = units.len().div_ceil(rayon::current_num_threads()).max(1);
    let parts: Vec<Vec<Vec<u64>>> = units
        .par_chunks(chunk)
        .enumerate()
        .map(|(part, units)| {
            let mut buckets = vec![Vec::new(); count];
            let mut text = String::new();
            for (at, unit) in units.iter().enumerate() {
                for &term in &unit.terms {
                    let bucket = bucket(Term::of_bits(term >> 2), &mut text, count);
                    buckets[bucket].push(posting(term, part * chunk + at));
                }
            }
            buckets
        })
        .collect();
    (0..count)
        .into_par_iter()
        .map(|bucket| {
            let parts = parts.iter().map(|part| &part[bucket][..]);
            let mut all = parts.collect::<Vec<_>>().concat();
            all.sort_unstable();
            Arc::new(Bucket(all))
        })
        .collect()
}

/// The postings after some units have changed, each given with its number, as it was and as it
/// is. The buckets without a change are shared.
pub(super) fn patch<'a>(
    buckets: &[Arc<Bucket>],
    changed: impl Iterator<Item = (usize, &'a Unit, &'a Unit)>,
) -> Vec<Arc<Bucket>> {
    let mut edits: BTreeMap<usize, (Vec<u64>, Vec<u64>)> = BTreeMap::new();
    let mut text = String::new();
    for (number, old, new) in changed {
        for &term in without(&old.terms, &new.terms) {
            let bucket = bucket(Term::of_bits(term >> 2), &mut text, buckets.len());
            edits
                .entry(bucket)
                .or_default()
                .0
                .push(posting(term, number));
        }
        for &term in without(&new.terms, &old.terms) {
            let bucket = bucket(Term::of_bits(term >> 2), &mut text, buckets.len());
            edits
                .entry(bucket)
                .or_default()
                .1
                .push(posting(term, number));
        }
    }
    let mut patched = buckets.to_vec();
    let edited: Vec<_> = edits
        .into_par_iter()
        .map(|(at, (mut gone, come))| {
            gone.sort_unstable();
            let old = buckets[at].0.iter().copied();
            let kept = old.filter(|posting| gone.binary_search(posting).is_err());
            let mut all: Vec<u64> = kept.chain(come).collect();
            all.sort_unstable();
            (at, Arc::new(Bucket(all)))
        })
        .collect();
    for (at, bucket) in edited {
        patched[at] = bucket;
    }
    patched
}

/// The terms of one sorted list that another one does not have.
fn without<'a>(list: &'a [u64], other: &'a [u64]) -> impl Iterator<Item = &'a u64> {
    list.iter()
        .filter(|term| other.binary_search(term).is_err())
}

fn posting(term: u64, unit: usize) -> u64 {
    term >> 2 << (UNIT + 2) | (unit as u64) << 2 | term & 3
}

impl Bucket {
    /// As the browser reads it: terms, each with up to four lists parted by spaces, the
    /// lightest weight first; a list holds the distance of each unit from the one before it. A
    /// term that more than every fourth unit of many has tells nothing: it has a `*`, and only
    /// the units that are about it. No folded text holds a sign that anything is parted by.
    pub(super) fn script(&self, units: usize) -> String {
        let mut script = "\"".to_owned();
        for postings in self.0.chunk_by(|a, b| a >> (UNIT + 2) == b >> (UNIT + 2)) {
            if script.len() > 1 {
                script.push(',');
            }
            let term = Term::of_bits(postings[0] >> (UNIT + 2));
            write!(script, "{term}:").expect("a string takes everything");
            let is_common = units >= FEW && postings.len() > units / 4;
            if is_common {
                script.push('*');
            }
            let start = script.len();
            for weight in Weight::ALL {
                if weight != Weight::Text {
                    script.push(' ');
                }
                if !is_common || weight >= Weight::Heading {
                    list(postings, weight, &mut script);
                }
            }
            let end = script[start..].trim_end().len();
            script.truncate(start + end);
        }
        script.push('"');
        script
    }
}

/// The units that have a term in one weight: how far each is from the one before it; of many
/// neighbours, a `.` and how many.
fn list(postings: &[u64], weight: Weight, script: &mut String) {
    let ours = postings
        .iter()
        .filter(|posting| *posting & 3 == weight as u64);
    let units: Vec<u64> = ours
        .map(|posting| posting >> 2 & ((1 << UNIT) - 1))
        .collect();
    let mut next = 0;
    for neighbours in units.chunk_by(|a, b| a + 1 == *b) {
        number(neighbours[0] - next, script);
        next = neighbours[0] + neighbours.len() as u64;
        let others = neighbours.len() - 1;
        if others > 3 {
            script.push('.');
            number(others as u64, script);
        } else {
            script.extend(std::iter::repeat_n('0', others));
        }
    }
}

const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

/// A number in digits of five bits, the lowest first; the sixth bit says that one follows.
fn number(mut number: u64, script: &mut String) {
    loop {
        let more = if number > 31 { 32 } else { 0 };
        script.push(char::from(DIGITS[(number % 32 + more) as usize]));
        number /= 32;
        if number == 0 {
            return;
        }
    }
}
