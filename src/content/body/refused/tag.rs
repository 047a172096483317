//! What a tag says, and where its end is.

/// So far behind a tag its end is looked for, so that many tags on one line take no longer.
const REACH: usize = 300;

/// The name of a tag, in lower case.
pub(in crate::content::body) fn name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| c.is_whitespace() || "/>".contains(c));
    name.take(1).collect::<String>().to_ascii_lowercase()
}

/// What `behind` holds up to the end tag of that name on the same line, and how long it is
/// with that.
pub(in crate::content::body) fn inside<'a>(
    name: &str,
    behind: &'a str,
) -> Option<(&'a str, usize)> {
    let reach = &behind.as_bytes()[..behind.len().min(REACH)];
    let is_line_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let mut end = reach.iter().position(is_line_end).unwrap_or(reach.len());
    while !behind.is_char_boundary(end) {
        end -= 1;
    }
    let line = &behind[..end];
    let mut from = 0;
    loop {
        let at = from + line[from..].find("</")?;
        let rest = &line[at + 2..];
        let end = rest.find('>')?;
        if rest[..end].trim().eq_ignore_ascii_case(name) {
            return Some((&line[..at], at + 2 + end + 1));
        }
        from = at + 2;
    }
}

/// The attributes of a tag, their names in lower case; nothing where they cannot be read.
pub(in crate::content::body) fn attributes(tag: &str) -> Option<Vec<(String, String)>> {
    let inside = tag.trim_start_matches('<').trim_end_matches('>');
    let name = inside.find(|c: char| c.is_whitespace() || c == '/');
    let mut rest = inside[name.unwrap_or(inside.len())..]
        .trim_end_matches('/')
        .trim();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=').map(str::trim_start) else {
            found.push((name, String::new()));
            continue;
        };
        let quote = value.chars().next().filter(|c| "\"'".contains(*c));
        let (value, behind) = match quote {
            Some(quote) => value[1..].split_once(quote)?,
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        found.push((name, value.to_owned()));
        rest = behind.trim_start();
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        let read = attributes("<a HREF=\"/a b/\" target='_blank' x=1 y />").unwrap();
        let read: Vec<_> = read.iter().map(|(n, v)| format!("{n}:{v}")).collect();
        assert_eq!(read, ["href:/a b/", "target:_blank", "x:1", "y:"]);
        assert_eq!(attributes("<a href=\"/a/>"), None);
        let empty = attributes("<img alt=\"\" src='a.png'>").unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(empty, [pair("alt", ""), pair("src", "a.png")]);
    }
}
