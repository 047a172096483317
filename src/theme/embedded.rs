//! The theme that is built into the program. The list is held to the folder by a test.

/// Its name.
pub(super) const NAME: &str = "helpdesk";

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        /// The files of the theme: path below its folder, and bytes.
        pub(super) const FILES: &[(&str, &[u8])] = &[
            $(($path, include_bytes!(concat!("../../themes/helpdesk/", $path)))),*
        ];
    };
}

files![
    "assets/form.css",
    "assets/form.js",
    "assets/icon.svg",
    "assets/leaflet.css",
    "assets/search.css",
    "assets/search.js",
    "assets/site.css",
    "assets/site.js",
    "assets/vendor/design-tokens/LICENSE.txt",
    "templates/announcement.html",
    "templates/announcements.html",
    "templates/article.html",
    "templates/banners.html",
    "templates/base.html",
    "templates/card.html",
    "templates/contact.html",
    "templates/elsewhere.html",
    "templates/faq.html",
    "templates/footer.html",
    "templates/form-fields.html",
    "templates/form-words.html",
    "templates/form.html",
    "templates/header.html",
    "templates/help.html",
    "templates/home.html",
    "templates/languages.html",
    "templates/leaflet.html",
    "templates/meta.html",
    "templates/navigation.html",
    "templates/neighbours.html",
    "templates/news.html",
    "templates/not-found.html",
    "templates/notices.html",
    "templates/open-now.html",
    "templates/page.html",
    "templates/pagination.html",
    "templates/phone.html",
    "templates/procedure.html",
    "templates/questions.html",
    "templates/redirect.html",
    "templates/search-form.html",
    "templates/search.html",
    "templates/section.html",
    "templates/stale.html",
    "theme.toml",
];
