//! Addresses for mail: what is one, and what is nearly another.

/// The second-level domains of Japan under which anybody has a name: `example.co.jp`.
const SECOND_LEVEL: [&str; 9] = ["ac", "ad", "co", "ed", "go", "gr", "lg", "ne", "or"];

/// Whether browsers take it for an address (`type=email`; HTML Living Standard, "valid e-mail
/// address"). Dots may stand anywhere before the `@`, as old addresses of mobile phones have them.
pub fn is_mail_address(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else {
        return false;
    };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    !local.is_empty() && local.chars().all(may_stand_before_at) && host.split('.').all(label)
}

/// Whether it is an address to which the public can write: its host has a dot, which those within
/// a house may lack.
pub fn is_public_mail_address(text: &str) -> bool {
    let host = text.split_once('@').map_or("", |(_, host)| host);
    host.contains('.') && is_mail_address(text)
}

/// Whether the character may stand before the `@`.
pub fn may_stand_before_at(c: char) -> bool {
    c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c)
}

/// Whether two hosts differ in nothing but how they end: `example.jp` and `example.com`,
/// `example.co.jp` and `example.or.jp`.
pub fn differ_in_ending(one: &str, other: &str) -> bool {
    one != other && name(one) == name(other)
}

/// A host without what every host of its sort ends with.
fn name(host: &str) -> &str {
    let (rest, _) = host.rsplit_once('.').unwrap_or((host, ""));
    match rest.rsplit_once('.') {
        Some((name, second)) if SECOND_LEVEL.contains(&second) => name,
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_the_rest() {
        for good in [
            "info@example.jp",
            "taro.@docomo.example.jp",
            "a..b@example.co.jp",
        ] {
            assert!(is_mail_address(good), "{good}");
        }
        for bad in [
            "info",
            "@example.jp",
            "a b@example.jp",
            "info＠example.jp",
            "a@b@example.jp",
            "a@-x.jp",
            "a@x..jp",
        ] {
            assert!(!is_mail_address(bad), "{bad}");
        }
        assert!(is_mail_address("a@example"));
        assert!(!is_public_mail_address("a@example"));
        assert!(is_public_mail_address("a@example.jp"));
    }

    #[test]
    fn hosts_of_one_name_are_told_from_others() {
        assert!(differ_in_ending("example.jp", "example.com"));
        assert!(differ_in_ending("example.co.jp", "example.or.jp"));
        assert!(differ_in_ending("example.co.jp", "example.jp"));
        assert!(!differ_in_ending("example.jp", "example.jp"));
        assert!(!differ_in_ending("a.example.jp", "b.example.jp"));
        assert!(!differ_in_ending("a.lg.jp", "b.lg.jp"));
    }
}
