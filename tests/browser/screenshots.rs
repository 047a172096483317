//! Pictures of each kind of page, to be looked at by people:
//!
//!     cargo test --test browser screenshots -- --ignored --nocapture

use crate::chromium::Chromium;
use crate::served::real_site;
use crate::visits::BANNERS;
use std::fs;
use std::path::Path;

/// What is looked at: a name, the address, and what is done there before.
const SIGHTS: [(&str, &str, &str); 10] = [
    ("home", "", ""),
    ("renewal", "renewal/", ""),
    ("faq", "faq/#form-access", ""),
    ("question", "faq/license-expiry/", ""),
    ("news", "news/", ""),
    ("announcement", "news/renewal-2024/", ""),
    ("contact", "contact/", ""),
    ("accessibility", "accessibility/", ""),
    ("not-found", "404.html", ""),
    (
        "menu",
        "contact/?menu",
        "document.querySelector('.menu').open = true",
    ),
];

#[test]
#[ignore = "by hand: people look at its pictures"]
fn screenshots() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
    fs::create_dir_all(&folder).unwrap();
    let mut take = |day: &str, banners: &str, sights: &[(&str, &str, &str)]| {
        let site = real_site(day, banners);
        // The state of the day of the build, whatever the day of the picture.
        let clock = format!(
            "const Real = Date; globalThis.Date = class extends Real {{ \
               constructor(...parts) {{ super(...(parts.length ? parts : [Date.now()])); }} \
               static now() {{ return Real.parse('{day}T10:00:00+09:00'); }} }};"
        );
        let clock = serde_json::json!({ "source": clock });
        let clock = chromium.call("Page.addScriptToEvaluateOnNewDocument", clock);
        for (name, address, act) in sights {
            for (device, width) in [("phone", 320), ("tablet", 768), ("desktop", 1280)] {
                for scheme in ["light", "dark"] {
                    chromium.width(width);
                    chromium.prefers("screen", &[("prefers-color-scheme", scheme)]);
                    chromium.open("about:blank");
                    chromium.open(&format!("{}{address}", site.base));
                    chromium.ask(&format!("{act}; 0"));
                    chromium.settle();
                    let file = format!("{name}-{device}-{scheme}.png");
                    fs::write(folder.join(file), chromium.picture()).unwrap();
                }
            }
        }
        chromium.call("Page.removeScriptToEvaluateOnNewDocument", clock);
    };
    take("2024-03-11", "", &SIGHTS);
    take("2024-03-11", BANNERS, &[("banners", "", "")]);
    take("2024-02-20", "", &[("before", "renewal/", "")]);
    take("2024-04-15", "", &[("after", "", "")]);
    println!("look at {}", folder.display());
}
