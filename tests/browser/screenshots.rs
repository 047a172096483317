//! Pictures of each kind of page, to be looked at by people:
//!
//!     cargo test --test browser screenshots -- --ignored --nocapture

use crate::chromium::Chromium;
use crate::served::{Served, real_site, site_that_sends};
use crate::visits::BANNERS;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What is looked at: a name, the address, and what is done there before.
type Sight = (&'static str, &'static str, &'static str);

const SIGHTS: [Sight; 15] = [
    ("home", "", ""),
    ("home-english", "en/", ""),
    ("renewal", "renewal/", ""),
    ("faq", "faq/", ""),
    ("faq-open", "faq/#form-access", ""),
    ("question", "faq/license-expiry/", ""),
    ("news", "news/", ""),
    ("announcement", "news/renewal-2024/", ""),
    ("contact", "contact/", ""),
    (
        "contact-copied",
        "contact/?copied",
        "document.querySelectorAll('.form-field').forEach((it, at) => { \
           const field = it.querySelector('input, select, textarea'); \
           field.value = ['山田太郎', 'あんない', 'その他', '1370100011', '0312345678', \
             'taro@example.jp', '画面が開きません。'][at]; }); \
         document.querySelector('.form-button').click()",
    ),
    ("accessibility", "accessibility/", ""),
    ("not-found", "404.html", ""),
    (
        "menu",
        "contact/?menu",
        "document.querySelector('.menu').open = true",
    ),
    ("search", "search/?q=%E5%8F%8D%E6%98%A0", SEARCHED),
    (
        "search-nothing",
        "search/?q=%E9%A7%90%E8%BB%8A%E5%A0%B4",
        SEARCHED,
    ),
];

/// Until the search has answered.
const SEARCHED: &str = "await new Promise((done) => { const look = () => \
    document.querySelector('[data-search-status]').textContent ? done() : setTimeout(look, 20); \
    look(); })";

/// A form that can be sent: as it comes, and sent too early.
const SENDS: [Sight; 2] = [
    ("form", "contact/", ""),
    (
        "form-errors",
        "contact/?errors",
        "document.getElementById('field-email').value = 'taro'; \
         document.getElementById('field-office-number').value = '１３７０１０００１１'; \
         document.querySelector('.form-button').click()",
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
    let sites = [
        ("2024-03-11", real_site("2024-03-11", ""), &SIGHTS[..]),
        ("2024-03-11", site_that_sends("2024-03-11"), &SENDS),
        (
            "2024-03-11",
            real_site("2024-03-11", BANNERS),
            &[("banners", "", "")],
        ),
        (
            "2024-02-20",
            real_site("2024-02-20", ""),
            &[("before", "renewal/", "")],
        ),
        (
            "2024-04-15",
            real_site("2024-04-15", ""),
            &[("after", "", "")],
        ),
    ];
    for (day, site, sights) in &sites {
        take(&mut chromium, day, site, sights, &folder);
    }
    let leaflet = [("leaflet", "renewal/leaflet/", "")];
    take(&mut chromium, "2024-03-11", &sites[0].1, &leaflet, &folder);
    print(&mut chromium, &sites[0].1, &folder);
    println!("look at {}", folder.display());
}

/// Pictures of pages as they are on a day, at each width in both schemes.
fn take(chromium: &mut Chromium, day: &str, site: &Served, sights: &[Sight], folder: &Path) {
    let clock = chromium.clock(day);
    for (name, address, act) in sights {
        for (device, width) in [("phone", 320), ("tablet", 768), ("desktop", 1280)] {
            for scheme in ["light", "dark"] {
                chromium.width(width);
                chromium.prefers("screen", &[("prefers-color-scheme", scheme)]);
                chromium.open("about:blank");
                chromium.open(&format!("{}{address}", site.base));
                chromium.ask(&format!("(async () => {{ {act}; }})()"));
                chromium.settle();
                let file = format!("{name}-{device}-{scheme}.png");
                fs::write(folder.join(file), chromium.picture()).unwrap();
            }
        }
    }
    chromium.call("Page.removeScriptToEvaluateOnNewDocument", clock);
}

/// The sheet that goes with a letter, as a printer gets it, and as a picture where there is a
/// program for that.
fn print(chromium: &mut Chromium, site: &Served, folder: &Path) {
    chromium.clock("2024-03-11");
    chromium.prefers("", &[]);
    chromium.open(&format!("{}renewal/leaflet/?paper", site.base));
    let path = folder.join("leaflet.pdf");
    fs::write(&path, chromium.pdf()).unwrap();
    let picture = Command::new("pdftoppm")
        .args(["-r", "110", "-png"])
        .args([&path, &folder.join("leaflet-paper")])
        .status();
    if !picture.is_ok_and(|status| status.success()) {
        println!("no picture of {}: no pdftoppm", path.display());
    }
}
