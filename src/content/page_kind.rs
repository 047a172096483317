//! The kinds of page, and the front matter that each has.

use crate::value::About;

/// The kinds of page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// A page like any other.
    #[default]
    Page,
    /// News, with its date.
    Announcement,
    /// A question and its answer.
    Faq,
    /// A procedure, with its steps.
    Procedure,
    /// Whom to call.
    Contact,
}

/// The names of all of them.
pub(super) const NAMES: [&str; PageKind::ALL.len()] = {
    let mut names = [""; PageKind::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = PageKind::ALL[at].name();
        at += 1;
    }
    names
};

impl PageKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Page,
        Self::Announcement,
        Self::Faq,
        Self::Procedure,
        Self::Contact,
    ];

    /// Its name, as `kind` and `children` say it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Announcement => "announcement",
            Self::Faq => "faq",
            Self::Procedure => "procedure",
            Self::Contact => "contact",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What such a page is for.
    pub const fn about(self) -> About {
        let (japanese, english) = match self {
            Self::Page => ("ページ", "a page like any other"),
            Self::Announcement => ("お知らせ", "news, with its date"),
            Self::Faq => ("よくあるご質問", "a question and its answer"),
            Self::Procedure => ("手続き", "a procedure, with its steps"),
            Self::Contact => ("お問い合わせ", "whom to call"),
        };
        About { japanese, english }
    }

    /// The keys that its front matter must have.
    pub const fn required(self) -> &'static [&'static str] {
        match self {
            Self::Page | Self::Procedure | Self::Contact => &["title"],
            Self::Announcement => &["title", "date"],
            Self::Faq => &["question", "category"],
        }
    }

    /// Whether its front matter may have a key that front matter has.
    pub fn admits(self, key: &str) -> bool {
        match key {
            "question" | "category" => self == Self::Faq,
            "title" => self != Self::Faq,
            "date" => self == Self::Announcement,
            "form" => self == Self::Contact,
            _ => true,
        }
    }
}
