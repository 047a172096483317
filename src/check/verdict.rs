//! What becomes of what was found: what is allowed in place goes, what the site judges
//! otherwise weighs otherwise, and what is allowed without need is found in its turn.

use crate::content::Document;
use crate::diag::{self, Allowance, Code, Diagnostic, Level, Levels, Place, code};
use crate::site::Site;
use crate::source::{SourceId, Span};
use crate::theme::Theme;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;

/// What only those find who ask other sites, which no build does.
const OF_THE_NETWORK: [Code; 2] = [code::DEAD_EXTERNAL_LINK, code::MOVED_EXTERNAL_LINK];

/// All that a site has to say about what is found in it.
#[derive(Debug, Default)]
pub struct Verdict<'a> {
    levels: Levels,
    /// By file, and there by what they cover.
    allowances: Vec<&'a Allowance>,
    /// Files that not every rule looks at. Nobody can tell what is needed there.
    unseen: BTreeSet<&'a SourceId>,
}

impl<'a> Verdict<'a> {
    /// What the parts of a site say, as far as there are any.
    pub fn new(
        documents: impl Iterator<Item = &'a Document>,
        site: Option<&'a Site>,
        theme: Option<&'a Theme>,
    ) -> Self {
        let documents = documents.flat_map(|document| &document.allowances);
        let config = site.iter().flat_map(|site| &site.config.allowances);
        let theme = theme.iter().flat_map(|theme| theme.allowances());
        let mut allowances: Vec<_> = documents.chain(config).chain(theme).collect();
        // What covers more comes before what it holds.
        allowances.sort_by_key(|one| {
            let covered = one.covered;
            (&one.place.source, covered.start, usize::MAX - covered.end)
        });
        let hidden = site.iter().flat_map(|site| &site.hidden);
        let hidden = hidden.filter(|page| !page.document.allowances.is_empty());
        Self {
            levels: site.map_or_else(Levels::default, |site| site.config.check.clone()),
            unseen: hidden.map(|page| &page.document.source).collect(),
            allowances,
        }
    }

    /// Passes judgement on all that a build has found, which is sorted, as is what is left.
    pub fn pass(&self, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let used = self.judge(&mut found);
        // Behind such a mistake there may be what is allowed: it would be found unused, and
        // taken away, for want of a look at it.
        let hides = |one: &Diagnostic| {
            one.is_error() && !one.code.is_adjustable() && one.code != code::INVALID_ALLOWANCE
        };
        if self.allowances.is_empty() || found.iter().any(hides) {
            return found;
        }
        let before = found.len();
        found.extend(self.unused(&used));
        if found.len() > before {
            diag::sort(&mut found);
        }
        found
    }

    /// Takes out of findings, which are sorted, what is allowed or off, and gives the others
    /// their weight. Returns which allowances were needed, and for which of their codes.
    pub fn judge(&self, found: &mut Vec<Diagnostic>) -> BTreeSet<(usize, &'static str)> {
        let mut sweep = Sweep::new(&self.allowances);
        found.retain_mut(|one| {
            if !one.code.is_adjustable() {
                return true;
            }
            let Some(severity) = self.levels.level(one.code).severity() else {
                return false;
            };
            if self.levels.changed(one.code).is_some() {
                one.severity = severity;
            }
            !sweep.allows(one)
        });
        sweep.used
    }

    /// The places of some allowances, by what [`Verdict::judge`] says of them.
    pub fn places(&self, used: &BTreeSet<(usize, &'static str)>) -> Vec<Place> {
        let places = used
            .iter()
            .map(|(at, _)| self.allowances[*at].place.clone());
        places.collect()
    }

    fn unused(&self, used: &BTreeSet<(usize, &str)>) -> Vec<Diagnostic> {
        let Some(severity) = self.levels.level(code::UNUSED_ALLOWANCE).severity() else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (index, allowance) in self.allowances.iter().enumerate() {
            if self.unseen.contains(&allowance.place.source) {
                continue;
            }
            let is_unused = |code: &Code| {
                // What is not looked for is not missing.
                let is_looked_for =
                    self.levels.level(*code) != Level::Off && !OF_THE_NETWORK.contains(code);
                is_looked_for && !used.contains(&(index, code.name()))
            };
            let unused = allowance.codes.iter().copied().filter(is_unused);
            let unused: Vec<Code> = unused.collect();
            if !unused.is_empty() {
                let mut diagnostic = allowance.unused(&unused);
                diagnostic.severity = severity;
                found.push(diagnostic);
            }
        }
        found
    }
}

/// Walks along findings and allowances, both in the order of their places.
struct Sweep<'a> {
    ahead: Peekable<std::iter::Enumerate<std::slice::Iter<'a, &'a Allowance>>>,
    /// The allowances of each code that have begun, the innermost last.
    open: BTreeMap<&'static str, Vec<(usize, Span)>>,
    /// The file they are in.
    source: Option<&'a SourceId>,
    /// Which allowances were needed, and for which of their codes.
    used: BTreeSet<(usize, &'static str)>,
}

impl<'a> Sweep<'a> {
    fn new(allowances: &'a [&'a Allowance]) -> Self {
        Self {
            ahead: allowances.iter().enumerate().peekable(),
            open: BTreeMap::new(),
            source: None,
            used: BTreeSet::new(),
        }
    }

    /// Whether a finding is allowed: whether it begins in what an allowance covers. Of several
    /// the innermost is the one that was needed. A file as a whole is in no part of it.
    fn allows(&mut self, found: &Diagnostic) -> bool {
        let (source, span) = (&found.place.source, found.place.span);
        let has_begun = |allowance: &Allowance| {
            (&allowance.place.source, allowance.covered.start) <= (source, span.start)
        };
        while let Some((index, allowance)) = self.ahead.next_if(|(_, one)| has_begun(one)) {
            if self.source != Some(&allowance.place.source) {
                self.source = Some(&allowance.place.source);
                self.open.clear();
            }
            for code in &allowance.codes {
                let open = self.open.entry(code.name()).or_default();
                open.push((index, allowance.covered));
            }
        }
        if self.source != Some(source) || span == Span::default() {
            return false;
        }
        let name = found.code.name();
        let Some(open) = self.open.get_mut(name) else {
            return false;
        };
        while open
            .pop_if(|(_, span_of)| span_of.end <= span.start)
            .is_some()
        {}
        let Some(&(index, _)) = open.last() else {
            return false;
        };
        self.used.insert((index, name));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Options, build};
    use crate::calendar::{AsOf, parse_iso};
    use crate::memo::Cache;
    use crate::snapshot::Snapshot;
    use crate::source::Source;
    use std::sync::Arc;

    const SITE: &str = "[site]\ntitle = \"案内\"\n";

    fn found(files: &[(&str, &str)]) -> Vec<Diagnostic> {
        let source = |&(path, text): &(&str, &str)| {
            let text: Arc<[u8]> = Arc::from(text.as_bytes());
            Arc::new(Source::new(SourceId::new(path), text))
        };
        let snapshot = Snapshot::new(files.iter().map(source), Vec::new());
        let day = AsOf::new(parse_iso("2024-03-15").unwrap());
        build(&snapshot, &Options::new(day), &mut Cache::default()).diagnostics
    }

    /// Mends the only finding, which goes by that; the file that comes of it.
    fn mended(path: &str, text: &str) -> String {
        let home = ("content/index.md", "+++\ntitle = \"a\"\n+++\n\n文\n");
        let others = [("site.toml", SITE), home];
        let all = |text| {
            let others = others.iter().copied().filter(|one| one.0 != path);
            let files: Vec<_> = others.chain([(path, text)]).collect();
            found(&files)
        };
        let before = all(text);
        let [one] = &before[..] else {
            panic!("{before:?}");
        };
        let fix = one.fix.as_ref().unwrap();
        assert_eq!(fix.place.source.as_str(), path);
        let span = fix.place.span;
        let (head, tail) = (&text[..span.start], &text[span.end..]);
        let after = [head, &fix.replacement, tail].concat();
        assert_eq!(all(&after), []);
        after
    }

    fn mended_body(body: &str) -> String {
        let front = "+++\ntitle = \"b\"\n+++\n\n";
        let after = mended("content/b.md", &format!("{front}{body}"));
        after.strip_prefix(front).unwrap().to_owned()
    }

    #[test]
    fn a_comment_goes_with_its_line() {
        let comment = "<!-- allow: broken-link x -->";
        let paragraphs = |between: &str| format!("甲\n{between}乙\n");
        for (before, after) in [
            (format!("甲\n\n{comment}\n乙\n"), paragraphs("\n")),
            (format!("甲\n{comment}\n\n乙\n"), paragraphs("\n")),
            // Without it, the two would be one paragraph.
            (format!("甲\n{comment}\n乙\n"), paragraphs("\n")),
            (format!("甲\n\n{comment}"), "甲\n\n".to_owned()),
            (format!("  {comment}  \r\n甲\r\n"), "甲\r\n".to_owned()),
            (
                format!("甲 {comment}  \r\n乙\r\n"),
                "甲\r\n乙\r\n".to_owned(),
            ),
            (format!("甲 {comment} 乙\n"), "甲 乙\n".to_owned()),
            (format!("a {comment}b\n"), "a b\n".to_owned()),
            (format!("- {comment} a\n"), "- a\n".to_owned()),
            (format!("- {comment}a\n"), "- a\n".to_owned()),
            (format!("> {comment}\n> 甲\n"), ">\n> 甲\n".to_owned()),
        ] {
            assert_eq!(mended_body(&before), after, "{before}");
        }
    }

    #[test]
    fn a_comment_in_toml_goes_with_its_line() {
        let after = mended("site.toml", &format!("# allow: dead-anchor x\n{SITE}"));
        assert_eq!(after, SITE);
        let commented = SITE.replace("内\"\n", "内\"  # allow: dead-anchor x \n");
        assert_eq!(mended("site.toml", &commented), SITE);
    }

    #[test]
    fn of_several_codes_the_needed_ones_stay() {
        assert_eq!(
            mended_body("[甲](/x/)<!-- allow: dead-anchor， broken-link、missing-alt x -->\n"),
            "[甲](/x/)<!-- allow: broken-link x -->\n"
        );
    }

    #[test]
    fn what_is_off_is_not_found_and_not_missed() {
        let off = format!("{SITE}[check]\nbroken-link = \"off\"\n");
        let page = "+++\ntitle = \"a\"\n+++\n\n[甲](/x/) [乙](/y/)<!-- allow: broken-link z -->\n\n[丙](/z/)\n";
        assert_eq!(
            found(&[("site.toml", &off), ("content/index.md", page)]),
            []
        );
    }

    #[test]
    fn severities_decide_what_is_published() {
        let page = "+++\ntitle = \"a\"\n+++\n\n[甲](/x/)\n";
        for (level, is_error) in [("note", false), ("warning", false), ("error", true)] {
            let config = format!("{SITE}[check]\nbroken-link = \"{level}\"\n");
            let found = found(&[("site.toml", &config), ("content/index.md", page)]);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].is_error(), is_error, "{level}");
        }
    }
}
