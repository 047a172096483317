//! What is wrong with the looks of a page, in every width and scheme.

use crate::chromium::Chromium;
use serde_json::Value;
use std::fs;
use std::path::Path;

const WIDTHS: [u32; 3] = [320, 768, 1280];
const SCHEMES: [&str; 2] = ["light", "dark"];

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
