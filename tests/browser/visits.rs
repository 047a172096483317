//! Every page at every width, with and without script, in light and dark: nothing that axe-core
//! finds, nothing to scroll sideways, nothing in the console, nothing that the policy forbids,
//! nothing asked of others.

use crate::chromium::Chromium;
use crate::looks::look;
use crate::served::{Served, real_site, site_that_sends};

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
