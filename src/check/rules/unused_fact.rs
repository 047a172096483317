//! A fact that nothing refers to: it will be forgotten when it changes.

use super::{Check, Rule, reference_signs};
use crate::diag::{Diagnostic, code, text};
use crate::facts::{Expression, Promise, Stated};
use crate::near::{NearIndex, folded};
use crate::site::Site;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) const RULE: Rule = Rule {
    code: code::UNUSED_FACT,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let facts = site.timeline.base().facts;
    // A closure is used by the calendar.
    let facts_told = facts
        .iter()
        .filter(|one| !site.timeline.is_in_question(&one.key) && one.fact.closure().is_none());
    let keyed = facts_told.map(|stated| (stated.key.as_str(), stated));
    let mut unused: BTreeMap<&str, _> = keyed.collect();
    for used in facts.iter().flat_map(|stated| &stated.derived_from) {
        unused.remove(used.as_str());
    }
    for named in facts.iter().filter_map(|stated| stated.fact.during()) {
        unused.remove(named);
    }
    for key in named(site) {
        unused.remove(key);
    }
    // There are many uses of few facts: most often the first pages use them all.
    for used in site.uses() {
        if unused.is_empty() {
            return;
        }
        unused.remove(used.key.as_str());
    }
    for key in misspelt(site, &unused) {
        unused.remove(key);
    }
    for key in between_other_signs(site, &unused) {
        unused.remove(key);
    }
    for (key, stated) in unused {
        let label = &stated.label;
        diagnostics.push(
            Diagnostic::new(
                code::UNUSED_FACT,
                stated.place.clone(),
                text!(
                    "「{label}」（{key}）はどこでも使われていません",
                    "nothing refers to `{key}` ({label})"
                ),
            )
            .help(text!(
                "文章の中で「{{{{ {key} }}}}」と書いて使うか、この項目を消してください",
                "refer to it with `{{{{ {key} }}}}`, or delete it"
            )),
        );
    }
}

/// Of some facts those whose names stand between the signs of other programs, which is told there.
fn between_other_signs<'a>(
    site: &Site,
    unused: &BTreeMap<&'a str, &'a Arc<Stated>>,
) -> Vec<&'a str> {
    if unused.is_empty() {
        return Vec::new();
    }
    let mut heads = BTreeSet::new();
    for page in &site.pages {
        for run in page.document.runs() {
            let names = reference_signs::names_in(&run.text);
            heads.extend(names.filter_map(|name| Some(folded(name.split('.').next()?.trim()))));
        }
    }
    let is_meant = |stated: &Stated| {
        let mut known = [&stated.key, &stated.label].into_iter();
        known.any(|known| heads.contains(&folded(known)))
    };
    let meant = unused.iter().filter(|(_, stated)| is_meant(stated));
    meant.map(|(key, _)| *key).collect()
}

/// Of some facts those that a reference to nothing most likely means, by its key or its label.
fn misspelt<'a>(site: &Site, unused: &BTreeMap<&'a str, &'a Arc<Stated>>) -> Vec<&'a str> {
    let facts = &site.timeline.base().facts;
    let mentioned = site
        .pages
        .iter()
        .flat_map(|page| &page.document.mentions.facts);
    let names: BTreeSet<&str> = mentioned.map(|reference| reference.name.as_str()).collect();
    let unknown = names.into_iter().filter(|name| facts.find(name).is_err());
    let heads: BTreeSet<&str> = unknown.filter_map(|name| name.split('.').next()).collect();
    let keyed = unused.iter();
    let keyed = keyed.flat_map(|(key, stated)| [(*key, *key), (stated.label.as_str(), *key)]);
    let keyed: Vec<(&str, &'a str)> = keyed.collect();
    let known = NearIndex::new(keyed.iter().map(|(name, _)| *name));
    let meant: BTreeSet<&str> = heads.iter().flat_map(|head| known.find(head)).collect();
    let meant = keyed.iter().filter(|(name, _)| meant.contains(name));
    meant.map(|(_, key)| *key).collect()
}

/// The keys of the facts that are named elsewhere than in a text: by promises, by states and by
/// the days of pages and banners. A label is as good as a key.
fn named(site: &Site) -> Vec<&str> {
    let facts = &site.timeline.base().facts;
    let promises = site.config.promises.iter().flat_map(Promise::heads);
    let of_pages = site.pages.iter().map(|page| &page.document);
    let documents = of_pages.chain(site.hidden.iter().map(|page| &page.document));
    let of_documents = documents.flat_map(|document| document.expressions());
    let banners = site.config.banners.iter();
    let of_banners = banners.flat_map(|banner| [&banner.from, &banner.until]);
    let expressions = of_documents.chain(of_banners.flatten());
    let names = promises.chain(expressions.flat_map(Expression::heads));
    let stated = |name: &str| facts.stated(&facts.find(name).ok()?.stated.key);
    let keys = names.filter_map(stated).map(|stated| stated.key.as_str());
    keys.collect()
}
