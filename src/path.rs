//! Where things go: paths in the output folder and the addresses that visitors see.
//!
//! Both types hold their rules, so that no later stage can make a path that leaves the
//! output folder or that only one operating system can store.

use caseless::Caseless as _;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The longest path, in bytes, that every system stores below some folder of the user's:
/// Windows allows 260 for the whole of it.
const LONGEST: usize = 200;

/// Names that Windows keeps for devices, with any extension.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Why a path cannot be an output path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathProblem {
    /// It has no name, or an empty part.
    Empty,
    /// It is absolute, or one of its parts is `.` or `..`.
    Escapes,
    /// A part has a character that not every system can store, or ends with a dot or space.
    Character(char),
    /// A part is a name that Windows keeps for a device.
    Reserved,
    /// It is longer than every system can store.
    TooLong,
    /// A percent sign in it stands for no character of a name.
    Percent,
}

/// A file in the output folder: relative, with `/` between its parts, portable, in NFC.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// Checks a path.
    ///
    /// # Errors
    /// What keeps it from being stored below the output folder on every system.
    pub fn parse(path: &str) -> Result<Self, PathProblem> {
        let path: String = path.nfc().collect();
        if path.len() > LONGEST {
            return Err(PathProblem::TooLong);
        }
        if path.starts_with('/') {
            return Err(PathProblem::Escapes);
        }
        for part in path.split('/') {
            check_part(part)?;
        }
        Ok(Self(path.into()))
    }

    /// The file of the page at an address below the site's base, as a browser sends it; nothing
    /// where it is no address of a page.
    pub fn of_page(address: &str) -> Option<Self> {
        let address = decoded(address)?;
        let folder = address.strip_prefix('/')?;
        let is_page = folder.is_empty() || folder.ends_with('/');
        is_page.then(|| Self::parse(&format!("{folder}index.html")).ok())?
    }

    /// The path itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two paths share when some file system takes them for one.
    pub fn canonical(&self) -> Cow<'_, str> {
        // What almost all paths are already.
        let is_plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
        if self.0.bytes().all(is_plain) {
            return Cow::Borrowed(&self.0);
        }
        Cow::Owned(canonical(&self.0))
    }
}

impl fmt::Debug for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address of a page or file below the site's base: starts with `/`; a page's ends
/// with `/`, a file's with its name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(Arc<str>);

impl UrlPath {
    /// The address of a page whose parts are `parts`; none at all is the home page.
    ///
    /// # Errors
    /// As [`OutputPath::parse`], for the file that the page becomes.
    pub fn page(parts: &[&str]) -> Result<Self, PathProblem> {
        let mut url = String::from("/");
        for part in parts {
            url.push_str(part);
            url.push('/');
        }
        // The file has its rules, of which NFC is one.
        let url = Self(url.nfc().collect::<String>().into());
        OutputPath::parse(&url.file())?;
        Ok(url)
    }

    /// The address of the output file `path`.
    pub fn of_file(path: &OutputPath) -> Self {
        Self(format!("/{path}").into())
    }

    /// Reads an address as somebody typed it, or copied it from a browser: `/old/page/`,
    /// `/old/page`, `/old.html` or `/%E6%A1%88/`.
    ///
    /// # Errors
    /// As [`OutputPath::parse`]; also when it does not start with `/`, and when something in it is
    /// percent-encoded that is no character, or that would make other parts of it.
    pub fn parse(text: &str) -> Result<Self, PathProblem> {
        let slashes = |text: &str| text.matches('/').count();
        let meant = decoded(text).ok_or(PathProblem::Percent)?;
        if meant.contains('%') || slashes(&meant) != slashes(text) {
            return Err(PathProblem::Percent);
        }
        let Some(rest) = meant.strip_prefix('/') else {
            return Err(PathProblem::Escapes);
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let last = rest.rsplit('/').next().unwrap_or_default();
        if rest.is_empty() || !last.contains('.') {
            let parts: Vec<&str> = rest.split('/').filter(|_| !rest.is_empty()).collect();
            return Self::page(&parts);
        }
        Ok(Self::of_file(&OutputPath::parse(rest)?))
    }

    /// The address itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as it stands in a request: what is no plain letter is percent-encoded
    /// (RFC 3986, 2.1 and 2.3).
    pub fn encoded(&self) -> String {
        encoded(&self.0, "/")
    }

    /// The output file that answers at this address.
    pub fn output(&self) -> OutputPath {
        OutputPath(self.file().into())
    }

    /// How many folders lie between this address and the root of the site.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count() - 1
    }

    /// What two addresses share when some file system takes them for one.
    pub fn canonical(&self) -> String {
        canonical(&self.0)
    }

    fn file(&self) -> String {
        let rest = &self.0[1..];
        if rest.is_empty() || rest.ends_with('/') {
            format!("{rest}index.html")
        } else {
            rest.to_owned()
        }
    }
}

impl fmt::Debug for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name as the least careful file system compares it: by compatibility caseless matching
/// (Unicode Standard, 3.13, D146), for which `ß` is `SS`, and `ﬁ` is `FI`.
pub fn canonical(name: &str) -> String {
    // What almost all names are.
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let folded: String = name.nfd().default_case_fold().nfkd().collect();
    // What was taken apart may have cases of its own.
    folded.chars().default_case_fold().nfkc().collect()
}

/// A text as it stands in a part of an address: percent-encoded but for plain letters and the
/// signs in `kept`, which are ASCII (RFC 3986, 2.1 and 2.3).
pub fn encoded(text: &str, kept: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let sign = char::from(byte);
        if sign.is_ascii_alphanumeric() || "-._~".contains(sign) || kept.contains(sign) {
            encoded.push(sign);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The link to an address for mail: signs that mean something in links are percent-encoded
/// (RFC 6068, 2).
pub fn mailto(address: &str) -> String {
    format!("mailto:{}", encoded(address, "!$'*+@"))
}

/// Those parts of a link for mail, without its `mailto:`, that can be seen in what a mail program
/// makes of it and that change nothing else: the address, the subject and the text (RFC 6068, 2
/// and 7). All of the link where it has no others.
pub fn harmless_mail(link: &str) -> String {
    let is_harmless = |text: &str, is_allowed: fn(char) -> bool| {
        decoded(text).is_some_and(|text| !text.chars().any(|c| c.is_control() && !is_allowed(c)))
    };
    let (address, fields) = link.split_once('?').unwrap_or((link, ""));
    // What ends an address would begin a field for a program that decodes it too early.
    let ends = |c: char| c.is_control() || matches!(c, '?' | '&');
    let meant = decoded(address).unwrap_or_default();
    let address = match meant.find(ends) {
        Some(end) => encoded(&meant[..end], "!$'*+@,"),
        None => address.to_owned(),
    };
    let fields = fields.split('&').filter(|field| {
        let (name, value) = field.split_once('=').unwrap_or((field, ""));
        match name.to_ascii_lowercase().as_str() {
            "subject" => is_harmless(value, |_| false),
            "body" => is_harmless(value, |c| matches!(c, '\r' | '\n' | '\t')),
            _ => false,
        }
    });
    let fields = fields.collect::<Vec<_>>().join("&");
    match fields.as_str() {
        "" => address,
        fields => format!("{address}?{fields}"),
    }
}

/// What a part of an address means: percent-encoded bytes as they are (RFC 3986, 2.1). Nothing
/// where a percent sign begins no byte, or the bytes are no UTF-8.
pub fn decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Whether `text` is an address on the web: `http` or `https`, a host, no user name, nothing
/// that a browser would have to repair.
pub fn is_web_address(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
    else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = host.rsplit_once(':').unwrap_or((host, "0"));
    let label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let well_formed = !rest.chars().any(|c| c.is_whitespace() || c.is_control())
        && !rest.contains(['\\', '<', '>', '"']);
    well_formed && host.split('.').all(label) && port.parse::<u16>().is_ok()
}

fn check_part(part: &str) -> Result<(), PathProblem> {
    if part.is_empty() {
        return Err(PathProblem::Empty);
    }
    if part == "." || part == ".." {
        return Err(PathProblem::Escapes);
    }
    let unportable = |c: char| c.is_control() || "<>:\"|?*\\".contains(c);
    if let Some(bad) = part.chars().find(|&c| unportable(c)) {
        return Err(PathProblem::Character(bad));
    }
    if let Some(last @ ('.' | ' ')) = part.chars().last() {
        return Err(PathProblem::Character(last));
    }
    let stem = part.split('.').next().unwrap_or(part).to_lowercase();
    if RESERVED.contains(&stem.as_str()) {
        return Err(PathProblem::Reserved);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_output_folder() {
        for hostile in [
            "",
            "/etc/passwd",
            "..",
            "a/../../b",
            "a//b",
            "./a",
            "a\\b",
            "c:x",
            "a\0b",
            "nul",
            "CON.html",
            "a./b",
            "a /b",
        ] {
            assert!(OutputPath::parse(hostile).is_err(), "{hostile:?}");
        }
        assert!(OutputPath::parse(&"a/".repeat(150)).is_err());
    }

    #[test]
    fn pages_live_in_folders() {
        let page = UrlPath::page(&["faq", "renewal-deadline"]).unwrap();
        assert_eq!(page.as_str(), "/faq/renewal-deadline/");
        assert_eq!(page.output().as_str(), "faq/renewal-deadline/index.html");
        assert_eq!(page.depth(), 2);
        let home = UrlPath::page(&[]).unwrap();
        assert_eq!(home.as_str(), "/");
        assert_eq!(home.output().as_str(), "index.html");
        assert_eq!(home.depth(), 0);
    }

    #[test]
    fn typed_addresses_are_read() {
        let url = |text| UrlPath::parse(text).map(|url| url.to_string());
        assert_eq!(url("/old"), Ok("/old/".to_owned()));
        assert_eq!(url("/old/"), Ok("/old/".to_owned()));
        assert_eq!(url("/old.html"), Ok("/old.html".to_owned()));
        assert_eq!(url("/"), Ok("/".to_owned()));
        assert_eq!(url("/か\u{3099}/"), Ok("/が/".to_owned()));
        assert_eq!(url("old"), Err(PathProblem::Escapes));
        assert_eq!(url("/../old"), Err(PathProblem::Escapes));
        assert_eq!(url("/%E6%A1%88/"), Ok("/案/".to_owned()));
        assert_eq!(url("/a%20b"), Ok("/a b/".to_owned()));
        assert_eq!(url("/%2e%2e/x/"), Err(PathProblem::Escapes));
        assert_eq!(url("/a%00/"), Err(PathProblem::Character('\0')));
        assert_eq!(url("/a%5Cb/"), Err(PathProblem::Character('\\')));
        for encoded in [
            "/a%2Fb/", "%2Fa/", "/%zz/", "/%", "/%25/", "/%2541/", "/%C0%AF/",
        ] {
            assert_eq!(url(encoded), Err(PathProblem::Percent), "{encoded}");
        }
    }

    #[test]
    fn an_address_is_decoded_once_and_as_a_whole() {
        for (text, meant) in [
            ("a/b", Some("a/b")),
            ("%E3%81%82%2f", Some("あ/")),
            ("%e3%81%82", Some("あ")),
            ("%2561", Some("%61")),
            ("100%", None),
            ("%4", None),
            ("%+f", None),
            ("%zz%41", None),
            ("%c0%af", None),
            ("%E3%81", None),
        ] {
            assert_eq!(decoded(text).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn web_addresses_have_a_host_and_no_user() {
        for good in [
            "https://example.jp",
            "http://localhost:8080/a?b#c",
            "https://例え.jp/",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "//example.jp",
            "ht!tp://[::1",
            "https://",
            "https:///x",
            "https://bank@evil.jp",
            "https://a b.jp",
            "https://a..jp",
            "https://a.jp:x",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    #[test]
    fn composed_and_decomposed_names_are_one() {
        assert_eq!(canonical("か\u{3099}いど"), canonical("がいど"));
        assert_eq!(canonical("FAQ"), canonical("faq"));
    }

    #[test]
    fn names_that_differ_in_case_only_are_one() {
        for (one, other) in [
            ("straße", "STRASSE"),
            ("STRAẞE", "strasse"),
            ("ﬁle", "FILE"),
            ("\u{212A}elvin", "kelvin"),
            ("ΣΑΣ", "σας"),
            ("ſ", "S"),
            ("\u{2126}", "ω"),
            ("\u{1E9B}\u{323}", "ṩ"),
            ("ＡＢＣ", "abc"),
            ("ガイド", "カ\u{3099}イト\u{3099}"),
            ("ガイド", "ｶﾞｲﾄﾞ"),
            ("İ", "i\u{307}"),
            ("ŉ", "ʼN"),
            ("㋿", "令和"),
        ] {
            assert_eq!(canonical(one), canonical(other), "{one}");
        }
        for (one, other) in [("か", "が"), ("a", "á"), ("ı", "i"), ("カ", "か")] {
            assert_ne!(canonical(one), canonical(other));
        }
    }

    #[test]
    fn mail_is_written_to_whom_one_sees() {
        for (link, harmless) in [
            ("a@b.jp", "a@b.jp"),
            ("a@b.jp,c@d.jp", "a@b.jp,c@d.jp"),
            (
                "a@b.jp?subject=%E6%A1%88&body=a%0D%0Ab",
                "a@b.jp?subject=%E6%A1%88&body=a%0D%0Ab",
            ),
            ("a@b.jp?bcc=x@evil", "a@b.jp"),
            (
                "a@b.jp?Subject=x&CC=y@evil&body=z",
                "a@b.jp?Subject=x&body=z",
            ),
            ("a@b.jp?to=x@evil", "a@b.jp"),
            ("a@b.jp?%62cc=x@evil", "a@b.jp"),
            ("a@b.jp?attach=/etc/passwd", "a@b.jp"),
            ("a@b.jp?subject=x%0D%0ABcc:y@evil", "a@b.jp"),
            ("a@b.jp%3Fbcc=x@evil", "a@b.jp"),
            ("a@b.jp%0Abcc:x@evil", "a@b.jp"),
            ("a@b.jp?", "a@b.jp"),
        ] {
            assert_eq!(harmless_mail(link), harmless, "{link}");
        }
    }
}
