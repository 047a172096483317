//! The folder of the site may be away for a moment, as when a program puts another one in its
//! place. Where it stays away, somebody has moved it, and has to be told.

use crate::cli::clock::Stopwatch;
use annai::diag::{Diagnostic, Place, Text, code};
use annai::disk::LoadError;
use annai::source::SourceId;
use annai::{config, text};
use std::path::Path;

/// So many milliseconds are a moment.
const MOMENT: u128 = 1_000;

/// The folder of the site cannot be read.
pub(super) struct Absence {
    since: Stopwatch,
    is_told: bool,
}

impl Absence {
    /// From now on.
    pub(super) fn begin() -> Self {
        Self {
            since: Stopwatch::start(),
            is_told: false,
        }
    }

    /// Whether it has to be told now: once, when it is more than a moment.
    pub(super) fn is_news(&mut self) -> bool {
        self.is_news_after(self.since.milliseconds())
    }

    fn is_news_after(&mut self, milliseconds: u128) -> bool {
        let is_news = !self.is_told && milliseconds >= MOMENT;
        self.is_told |= is_news;
        is_news
    }

    /// Whether it was told.
    pub(super) fn is_told(&self) -> bool {
        self.is_told
    }
}

/// What is said of it.
pub(super) fn told(time: &str, error: &LoadError) -> Text {
    let Text { japanese, english } = error.text();
    text!(
        "{time} {japanese}。元の場所に戻すか、新しい場所で annai serve を始め直してください",
        "{time} {english}; put it back, or start annai in its new place"
    )
}

/// What is said when it is over.
pub(super) fn over(time: &str, root: &Path) -> Text {
    let root = root.display();
    text!(
        "{time} サイトのフォルダー「{root}」を、また読み込めるようになりました",
        "{time} the folder of the site, `{root}`, can be read again"
    )
}

/// The same as a finding.
pub(super) fn finding(error: &LoadError) -> Diagnostic {
    let place = Place::file(&SourceId::new(config::FILE));
    Diagnostic::new(code::UNREADABLE_FILE, place, error.text()).help(text!(
        "フォルダーを元の場所に戻すか、新しい場所で annai serve を始め直してください",
        "put the folder back, or start annai in its new place"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_more_than_a_moment_is_told_once() {
        let mut absence = Absence::begin();
        assert!(!absence.is_news_after(0) && !absence.is_news_after(MOMENT - 1));
        assert!(!absence.is_told());
        assert!(absence.is_news_after(MOMENT) && absence.is_told());
        assert!(!absence.is_news_after(2 * MOMENT) && absence.is_told());
    }
}
