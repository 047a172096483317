//! A form whose text is to be mailed to what is no address for mail.

use super::{Check, Rule};
use crate::diag::{Diagnostic, Place, code, text};
use crate::facts::{EMAIL, Facts};
use crate::site::Site;

pub(super) const RULE: Rule = Rule {
    code: code::WRONG_KIND,
    check: Check::Site(check),
};

fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        let form = page.document.front.form.as_ref();
        let Some(mail) = form.and_then(|form| form.mail.as_ref()) else {
            continue;
        };
        for reference in mail.references() {
            // One that leads nowhere has been reported.
            let Ok(found) = page.in_force.find(&reference.name) else {
                continue;
            };
            if !found.stated.is(&EMAIL) {
                let place = Place::new(&page.document.source, reference.name_span);
                diagnostics.push(finding(&found.name, &page.in_force, place));
            }
        }
    }
}

fn finding(name: &str, facts: &Facts, place: Place) -> Diagnostic {
    let message = text!(
        "「{name}」はメールアドレスではありません",
        "`{name}` is no address for mail"
    );
    let addresses = facts.iter().filter(|stated| stated.is(&EMAIL));
    let addresses: Vec<&str> = addresses.map(|stated| stated.key.as_str()).collect();
    let addresses = addresses.join(", ");
    let help = if addresses.is_empty() {
        text!(
            "site.toml の [facts.support_mail] に「email = \"support@example.jp\"」のように書き、その名前を書いてください",
            "state one in site.toml, like `email = \"support@example.jp\"` below `[facts.support_mail]`, and name it here"
        )
    } else {
        text!("書けるのは: {addresses}", "it can be: {addresses}")
    };
    Diagnostic::new(code::WRONG_KIND, place, message).help(help)
}
