//! Every page at every width, with and without script, in light and dark: nothing that axe-core
//! finds, nothing to scroll sideways, nothing in the console, nothing that the policy forbids,
//! nothing asked of others.

use crate::chromium::Chromium;
use crate::served::{Served, real_site, site_that_sends};
use serde_json::Value;
use std::fs;
use std::path::Path;

const WIDTHS: [u32; 3] = [320, 768, 1280];
const SCHEMES: [&str; 2] = ["light", "dark"];

/// Both kinds of banners, on every day.
pub(crate) const BANNERS: &str = r#"
[[banners]]
kind  = "emergency"
title = "電話がつながりにくくなっています"
text  = "時間をおいて、{{ support_phone }}までおかけ直しください。"

[[banners]]
title = "受付は{{ renewal.end | weekday }}までです"
link  = "renewal/index.md"
"#;

/// What is wrong in a page as it is now, in a line each.
const LOOK: &str = r#"(async () => {
  const wrong = [];
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) wrong.push(`${scrollWidth} px wide`);
  const small = [...document.querySelectorAll("body *")].filter((it) => it.checkVisibility()
    && [...it.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && !it.closest("svg") && parseFloat(getComputedStyle(it).fontSize) < 13);
  wrong.push(...small.map((it) => `small: ${it.outerHTML.slice(0, 80)}`));
  if (typeof axe !== "undefined") {
    const found = await axe.run({ resultTypes: ["violations"] });
    for (const { id, nodes } of found.violations) {
      wrong.push(...nodes.map((node) => `${id}: ${node.html.slice(0, 120)}: ${node.failureSummary}`));
    }
  }
  return wrong;
})()"#;

/// The text of axe-core, which `.ci/run` fetches; where it is missing, the pages are looked at
/// without it.
fn axe() -> Option<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join("axe/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&path).ok();
    if axe.is_none() {
        let prefix = folder.join("axe");
        let how = format!("npm install --prefix {} axe-core@4.14.1", prefix.display());
        println!("without axe-core: {how}");
    }
    axe
}

/// Looks at a page as it is now in every width and scheme. What is wrong, in a line each.
pub(crate) fn look(chromium: &mut Chromium, name: &str) -> Vec<String> {
    if let Some(axe) = axe()
        && chromium.ask("typeof axe") == "undefined"
    {
        chromium.ask(&format!("{axe}; 0"));
    }
    let mut wrong = Vec::new();
    for width in WIDTHS {
        for scheme in SCHEMES {
            let features = [
                ("prefers-color-scheme", scheme),
                // Colours are looked at, not their transitions.
                ("prefers-reduced-motion", "reduce"),
            ];
            chromium.width(width);
            chromium.prefers("screen", &features);
            let Value::Array(found) = chromium.ask(LOOK) else {
                panic!("{name}: no list");
            };
            let found = found.iter().filter_map(Value::as_str);
            wrong.extend(found.map(|found| format!("{name} {width} {scheme}: {found}")));
        }
    }
    wrong
}

/// Opens pages once each and looks at them.
fn visit(site: &Served, pages: &[String], scripts: bool) {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let mut wrong = Vec::new();
    for page in pages {
        chromium.scripts(scripts);
        chromium.width(1280);
        chromium.open(&format!("{}{page}", site.base));
        // What was not run by now does not run any more; what looks at the page has to.
        chromium.scripts(true);
        wrong.extend(look(&mut chromium, &format!("/{page} script: {scripts}")));
        // The page of 404.html is there, whatever its address says.
        let complaints = chromium.complaints(&site.base);
        wrong.extend(complaints.into_iter().map(|it| format!("/{page}: {it}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_can_be_used_at_every_width_with_script() {
    let site = real_site("2024-03-10", BANNERS);
    visit(&site, &site.pages(), true);
}

#[test]
fn every_page_can_be_used_at_every_width_without_script() {
    let site = real_site("2024-03-10", BANNERS);
    visit(&site, &site.pages(), false);
}

#[test]
fn the_period_can_be_read_before_it_begins() {
    let site = real_site("2024-02-20", "");
    visit(&site, &[String::new(), "renewal/".to_owned()], false);
}

#[test]
fn a_form_that_sends_can_be_used_at_every_width() {
    let site = site_that_sends("2024-03-10");
    for scripts in [true, false] {
        visit(
            &site,
            &["contact/".to_owned(), "privacy/".to_owned()],
            scripts,
        );
    }
}
