//! The languages annai itself speaks: of its messages, of the theme's words and of the
//! forms in which a fact is printed.

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// 日本語
    #[default]
    Japanese,
    /// English
    English,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Japanese, Self::English];

    /// The BCP 47 tag, as in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::English => "en",
        }
    }

    /// Its name in itself, as a visitor who speaks nothing else looks for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Japanese => "日本語",
            Self::English => "English",
        }
    }

    /// Its name in Japanese and in English, for messages.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Japanese => ("日本語", "Japanese"),
            Self::English => ("英語", "English"),
        }
    }

    /// Reads a tag or the name of a locale: `ja`, `ja-JP`, `ja_JP.UTF-8`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }
}

/// A file's name without `.md` as the name of its page and the language that it ends with:
/// two letters behind a dot.
pub fn name_and_tag(stem: &str) -> (&str, Option<&str>) {
    let is_tag = |tag: &str| tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_lowercase());
    match stem.rsplit_once('.') {
        Some((name, tag)) if is_tag(tag) && !name.is_empty() => (name, Some(tag)),
        _ => (stem, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_behind_the_last_dot_are_a_language() {
        assert_eq!(name_and_tag("page.en"), ("page", Some("en")));
        assert_eq!(name_and_tag("v1.2.jp"), ("v1.2", Some("jp")));
        for name in [
            "page", "page.eng", "page.v2", "page.EN", "page.", ".en", "a.en/b",
        ] {
            assert_eq!(name_and_tag(name), (name, None), "{name}");
        }
    }
}
