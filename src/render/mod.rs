//! The site as files: each channel says which there are, and they are made in parallel,
//! each only once for as long as nothing in it changes.

pub mod channels;
mod clock;
mod form;
pub mod html;
mod jobs;
mod languages;
mod rendered;
mod shell;
mod shown;
mod view;
mod workshop;

pub use self::channels::CHANNELS;
pub use self::form::SentForm;
pub use self::jobs::Jobs;
pub use self::rendered::{Published, Rendered, render};

use crate::site::Site;
use crate::theme::Theme;

/// A channel: a way in which the site is published.
#[derive(Clone, Copy)]
pub struct Channel {
    /// Its name.
    pub name: &'static str,
    /// Says which files there are. Looks at everything but the bodies of pages, for it is not
    /// asked again while nothing else changes; bodies are for views.
    pub files: fn(&Site, &Theme, &mut Jobs),
}

/// What a browser may load for a page: files of the site itself, and nothing else (W3C,
/// Content Security Policy Level 3).
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// The end of [`POLICY`]: where forms may be sent to, such as the search.
const FORMS: &str = "; form-action 'self'";

/// [`POLICY`] without what it says of forms.
fn policy_but_forms() -> &'static str {
    POLICY.strip_suffix(FORMS).unwrap_or(POLICY)
}
