//! What a drawing may refer to: its own parts, and pixels that it brings with it.

/// The kinds of pixels that may be embedded.
const EMBEDDED: [&str; 5] = ["png", "jpeg", "jpg", "gif", "webp"];

/// Elements that show pixels.
const SHOWING: [&str; 2] = ["image", "feImage"];

/// What to do with the value of `href`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// It may stand there, like this.
    Kept(String),
    /// It leads elsewhere.
    LeftOut,
    /// It runs something.
    Active,
}

/// Judges where an element leads.
pub(super) fn judge(element: &str, value: &str) -> Reference {
    let value = value.trim_matches(|c: char| c <= ' ');
    if value.starts_with('#') && !value.contains(char::is_control) {
        return Reference::Kept(value.to_owned());
    }
    if SHOWING.contains(&element)
        && let Some(kept) = embedded(value)
    {
        return Reference::Kept(kept);
    }
    match scheme(value).as_str() {
        "javascript" | "vbscript" => Reference::Active,
        _ => Reference::LeftOut,
    }
}

/// The address of embedded pixels, without the white space that programs break its lines with.
fn embedded(value: &str) -> Option<String> {
    let (kind, pixels) = value.split_once(',')?;
    let kind = kind.to_ascii_lowercase();
    let kind = kind.strip_prefix("data:image/")?.strip_suffix(";base64")?;
    if !EMBEDDED.contains(&kind) {
        return None;
    }
    let pixels: String = pixels.split_ascii_whitespace().collect();
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let is_whole = pixels.bytes().all(is_base64);
    is_whole.then(|| format!("data:image/{kind};base64,{pixels}"))
}

/// The scheme of an address as browsers read it (URL Standard): tabs and line breaks do not count.
fn scheme(value: &str) -> String {
    let (scheme, _) = value.split_once(':').unwrap_or_default();
    let counts = |c: &char| !matches!(c, '\t' | '\n' | '\r');
    scheme
        .chars()
        .filter(counts)
        .take(16)
        .collect::<String>()
        .to_ascii_lowercase()
}
