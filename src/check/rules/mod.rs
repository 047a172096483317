//! The rules, one file each, named after the mistake.

mod broken_link;
mod broken_promise;
mod category_spelling;
mod dead_anchor;
mod duplicate_id;
mod duplicate_question;
mod early_cycle;
mod empty_link;
mod empty_page;
mod form_mail;
mod future_date;
mod heading_skip;
mod leaflet_address;
mod lone_translation;
mod lost_address;
mod missing_alt;
mod missing_closure;
mod mistyped;
mod orphan_page;
mod past_date;
mod placeholder_link;
mod private_link;
mod reference_signs;
mod refused;
mod rendered_link;
mod review_due;
mod shared_line;
mod stale_translation;
mod state_gap;
mod stray_literal;
mod stripped_svg;
mod unguarded_term;
mod unlinked_file;
mod unpublishable_file;
mod unsafe_link;
mod unshowable_picture;
mod unused_fact;
mod wrong_cycle;
mod wrong_period;

use super::{Check, Moment, Rule};

/// Every rule.
pub const RULES: &[Rule] = &[
    broken_link::RULE,
    broken_promise::RULE,
    category_spelling::RULE,
    dead_anchor::RULE,
    duplicate_id::RULE,
    duplicate_question::RULE,
    early_cycle::RULE,
    empty_link::RULE,
    empty_page::RULE,
    form_mail::RULE,
    future_date::RULE,
    heading_skip::RULE,
    leaflet_address::RULE,
    lone_translation::RULE,
    lost_address::RULE,
    missing_alt::RULE,
    missing_closure::RULE,
    orphan_page::RULE,
    past_date::RULE,
    placeholder_link::RULE,
    private_link::RULE,
    reference_signs::RULE,
    refused::RULE,
    rendered_link::BROKEN,
    rendered_link::DEAD,
    review_due::RULE,
    shared_line::RULE,
    stale_translation::RULE,
    state_gap::RULE,
    stray_literal::RULE,
    stripped_svg::RULE,
    unguarded_term::RULE,
    unlinked_file::RULE,
    unpublishable_file::RULE,
    unpublishable_file::OF_THEME,
    unsafe_link::RULE,
    unshowable_picture::RULE,
    unshowable_picture::OF_THEME,
    unused_fact::RULE,
    wrong_cycle::RULE,
    wrong_period::RULE,
];

use crate::diag::{Diagnostic, Place};
use crate::site::{Site, Target};

/// Looks at every link that leads nowhere, or to a draft.
fn each_lost(
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
    mut look: impl FnMut(Place, &Target) -> Option<Diagnostic>,
) {
    for page in &site.pages {
        for (span, target) in page.targets() {
            if target.leads() && !site.leads_to_draft(page, target) {
                continue;
            }
            let place = Place::new(&page.document.source, span);
            diagnostics.extend(look(place, target));
        }
    }
}
