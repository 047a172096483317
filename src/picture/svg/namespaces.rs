//! Which namespace a name of a drawing belongs to (Namespaces in XML 1.0).

use std::collections::HashMap;

/// A namespace, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Namespace {
    /// None.
    None,
    Svg,
    Xlink,
    Xhtml,
    /// That of `xml:lang` and `xml:space`.
    Xml,
    /// That of a drawing program, for what it alone knows; or any other.
    Other,
}

impl Namespace {
    fn of(address: &str) -> Self {
        match address {
            "" => Self::None,
            "http://www.w3.org/2000/svg" => Self::Svg,
            "http://www.w3.org/1999/xlink" => Self::Xlink,
            "http://www.w3.org/1999/xhtml" => Self::Xhtml,
            "http://www.w3.org/XML/1998/namespace" => Self::Xml,
            _ => Self::Other,
        }
    }
}

/// What the prefixes stand for where the reader is.
#[derive(Debug, Default)]
pub(super) struct Namespaces<'a> {
    /// Of each prefix, what it has stood for from the outermost element to here.
    bound: HashMap<&'a str, Vec<Namespace>>,
    /// The prefixes that the open elements bind, the innermost last.
    order: Vec<&'a str>,
}

impl<'a> Namespaces<'a> {
    /// Binds a prefix, the empty one for names without any.
    pub(super) fn bind(&mut self, prefix: &'a str, address: &str) {
        let of_prefix = self.bound.entry(prefix).or_default();
        of_prefix.push(Namespace::of(address));
        self.order.push(prefix);
    }

    /// Takes back what was bound last, so many times.
    pub(super) fn unbind(&mut self, count: usize) {
        let kept = self.order.len().saturating_sub(count);
        for prefix in self.order.drain(kept..) {
            if let Some(of_prefix) = self.bound.get_mut(prefix) {
                of_prefix.pop();
            }
        }
    }

    /// What a prefix stands for. None where nobody has bound it.
    pub(super) fn get(&self, prefix: &str) -> Option<Namespace> {
        let bound = self.bound.get(prefix).and_then(|known| known.last());
        match (bound, prefix) {
            (Some(namespace), _) => Some(*namespace),
            (None, "") => Some(Namespace::None),
            (None, "xml") => Some(Namespace::Xml),
            (None, _) => None,
        }
    }
}

/// The prefix of a name, empty where it has none, and the rest of it. None where it is no name.
pub(super) fn split(name: &str) -> Option<(&str, &str)> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let has_prefix = local.len() < name.len();
    (is_name(local) && (is_name(prefix) || !has_prefix)).then_some((prefix, local))
}

/// Whether it is a name without a prefix. What stands beyond ASCII is not looked at: none of it is
/// ever written.
fn is_name(name: &str) -> bool {
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    name.starts_with(is_start)
        && name
            .chars()
            .all(|c| is_start(c) || c.is_ascii_digit() || matches!(c, '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_binding_counts() {
        let mut namespaces = Namespaces::default();
        namespaces.bind("", "http://www.w3.org/2000/svg");
        namespaces.bind("a", "http://www.w3.org/1999/xhtml");
        namespaces.bind("a", "urn:x");
        assert_eq!(namespaces.get("a"), Some(Namespace::Other));
        namespaces.unbind(1);
        assert_eq!(namespaces.get("a"), Some(Namespace::Xhtml));
        namespaces.unbind(2);
        assert_eq!(namespaces.get("a"), None);
        assert_eq!(namespaces.get(""), Some(Namespace::None));
        assert_eq!(namespaces.get("xml"), Some(Namespace::Xml));
    }

    #[test]
    fn names_have_at_most_one_prefix() {
        assert_eq!(split("svg"), Some(("", "svg")));
        assert_eq!(split("a:svg"), Some(("a", "svg")));
        for name in [
            "",
            ":svg",
            "a:",
            "a:b:c",
            "1a",
            "a b",
            "a\u{1b}(B",
            "-a",
            "a:1",
        ] {
            assert_eq!(split(name), None, "{name}");
        }
    }
}
