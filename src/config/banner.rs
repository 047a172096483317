//! `[[banners]]`: what every page says above its text on some days.

use crate::content::Phrase;
use crate::diag::{Diagnostic, code, text};
use crate::facts::Expression;
use crate::near::near_misses;
use crate::value::{Reader, Spanned};

/// What every page says above its text on some days.
#[derive(Clone, Debug)]
pub struct Banner {
    /// How much it matters.
    pub kind: BannerKind,
    /// What it is about, in a few words.
    pub title: Phrase,
    /// What it says.
    pub text: Option<Phrase>,
    /// Where it leads: a file below `content/`.
    pub link: Option<Spanned<String>>,
    /// The first day: a date or an expression. Without one it is there at once.
    pub from: Option<Expression>,
    /// The last day: a date or an expression. Without one it stays.
    pub until: Option<Expression>,
}

/// How much a banner matters, after the banners of the Digital Agency's design system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BannerKind {
    /// Something that everyone should know.
    #[default]
    Notification,
    /// Something that keeps people from what they came for.
    Emergency,
}

impl BannerKind {
    /// The names in `site.toml`.
    pub(super) const NAMES: [&str; 2] = ["notification", "emergency"];

    /// Its name, as in `site.toml` and in the class of its element.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notification => Self::NAMES[0],
            Self::Emergency => Self::NAMES[1],
        }
    }
}

/// Reads one; `None` where it has nothing to say.
pub(super) fn read(mut banner: Reader<'_, '_>) -> Option<Banner> {
    let kind = kind(&mut banner).unwrap_or_default();
    let title = Phrase::optional(&mut banner, "title");
    let text = Phrase::optional(&mut banner, "text");
    let link = banner.spanned("link");
    let from = banner.node("from").cloned().map(Expression::of);
    let until = banner.node("until").cloned().map(Expression::of);
    banner.finish();
    Some(Banner {
        kind,
        title: title?,
        text,
        link,
        from,
        until,
    })
}

fn kind(banner: &mut Reader<'_, '_>) -> Option<BannerKind> {
    let name = banner.spanned::<String>("kind")?;
    let kinds = [BannerKind::Notification, BannerKind::Emergency];
    let found = kinds.into_iter().find(|kind| kind.name() == name.value);
    if found.is_none() {
        let typed = &name.value;
        let near = near_misses(typed, BannerKind::NAMES);
        let offered = match near.first() {
            Some(near) => (*near).to_owned(),
            None => BannerKind::NAMES.join(", "),
        };
        let place = banner.place(name.span);
        let diagnostic = Diagnostic::new(
            code::INVALID_VALUE,
            place,
            text!(
                "「{typed}」というお知らせの種類はありません",
                "there is no kind of banner `{typed}`"
            ),
        );
        banner.report(diagnostic.help(text!(
            "書けるのは: {offered}（notification はお知らせ、emergency は緊急のお知らせです）",
            "it can be: {offered}"
        )));
    }
    found
}
