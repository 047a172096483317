//! What a page may cost to render: how deep its templates are nested, how often their loops go
//! round, how long it is. A template that has no end costs a finding, neither the program nor its
//! memory.
//!
//! The engine knows no limits and calls itself for each include, but it calls functions: behind the
//! head of each loop stands a call that counts, put there when templates are loaded. What is known
//! of places goes back through [`Counted::original`].

use crate::diag::Text;
use crate::diag::text;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::io;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// How deep templates may include and extend each other: the engine takes some of the stack for
/// each level.
const MAX_DEPTH: usize = 32;
/// How often the loops of a page may go round, all together.
const MAX_ROUNDS: u64 = 2_000_000;
/// How long a page may be.
const MAX_PAGE_BYTES: usize = 64 << 20;
/// How long a text may be that a template puts together before it is printed.
const MAX_TEXT_BYTES: usize = 1 << 20;

/// Names that no theme has of its own.
const COUNT: &str = "annai_count_round";
const MEASURE: &str = "annai_measure_text";

thread_local! {
    /// How often the loops of the page that is rendered may still go round.
    static ROUNDS: Cell<u64> = const { Cell::new(0) };
}

/// A template in which rounds are counted.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) text: String,
    /// Where something was put in, and how long it is.
    added: Vec<(usize, usize)>,
    /// The templates that it includes or extends, and where it says so.
    leads: Vec<(String, usize)>,
}

/// A `{% … %}`.
struct Tag<'a> {
    start: usize,
    end: usize,
    /// What stands in it.
    inside: &'a str,
}

/// Where the rendered page goes.
#[derive(Default)]
pub(super) struct Page {
    bytes: Vec<u8>,
    is_full: bool,
}

/// Takes up the functions that count.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(COUNT, |_: Kwargs, _: &State| -> TeraResult<Value> {
        let left = ROUNDS.get().checked_sub(1);
        ROUNDS.set(left.ok_or_else(|| Error::message(COUNT))?);
        Ok(Value::from(""))
    });
    tera.register_function(MEASURE, |text: Kwargs, _: &State| -> TeraResult<Value> {
        let text: Option<&Value> = text.get("text")?;
        let length = text.and_then(Value::as_str).map_or(0, str::len);
        if length > MAX_TEXT_BYTES {
            return Err(Error::message(MEASURE));
        }
        Ok(Value::from(""))
    });
}

/// Begins to count for a page.
pub(super) fn start() {
    ROUNDS.set(MAX_ROUNDS);
}

/// What one of the functions that count has to say, if a message of the engine is about that.
pub(super) fn exceeded(message: &str) -> Option<Text> {
    if message.contains(COUNT) {
        return Some(text!(
            "繰り返し（for）が多すぎて終わりません（全部で{MAX_ROUNDS}回まで）",
            "its loops go round too often (at most {MAX_ROUNDS} times in all)"
        ));
    }
    message.contains(MEASURE).then(|| {
        text!(
            "つなぎ合わせた文字が長すぎます（{MAX_TEXT_BYTES}バイトまで）",
            "a text that is put together is too long (at most {MAX_TEXT_BYTES} bytes)"
        )
    })
}

/// That a page is too long.
pub(super) fn too_long() -> Text {
    text!(
        "できあがるページが長すぎます（{MAX_PAGE_BYTES}バイトまで）",
        "the page becomes too long (at most {MAX_PAGE_BYTES} bytes)"
    )
}

/// That templates are nested too deep.
pub(super) fn too_deep() -> Text {
    text!(
        "テンプレートの include・extends が{MAX_DEPTH}段より深く重なっています",
        "templates include or extend each other more than {MAX_DEPTH} deep"
    )
}

impl Counted {
    pub(super) fn new(text: &str) -> Self {
        let mut counted = Self::default();
        let mut copied = 0;
        for tag in tags(text) {
            let mut words = tag.inside.split_whitespace();
            let (first, second) = (words.next(), words.next());
            let call = match (first, second) {
                (Some("for"), _) => format!("{COUNT}()"),
                (Some("set" | "set_global"), Some(name)) if tag.inside.contains('~') => {
                    let name = name.split('=').next().unwrap_or_default();
                    format!("{MEASURE}(text={name})")
                }
                (Some("include" | "extends"), Some(name)) => {
                    let name = name.trim_matches(['"', '\'', '`']).to_owned();
                    counted.leads.push((name, tag.start));
                    continue;
                }
                _ => continue,
            };
            // Space that the tag takes away is taken away behind the call.
            let is_trimmed = text[..tag.end].ends_with("-%}");
            let call = if is_trimmed {
                format!("{{{{- {call} -}}}}")
            } else {
                format!("{{{{ {call} }}}}")
            };
            counted.text.push_str(&text[copied..tag.end]);
            counted.added.push((tag.end, call.len()));
            counted.text.push_str(&call);
            copied = tag.end;
        }
        counted.text.push_str(&text[copied..]);
        counted
    }

    /// Where in the template as it is written a byte of the text stands.
    pub(super) fn original(&self, at: usize) -> usize {
        let mut before = 0;
        for (place, length) in &self.added {
            if at <= place + before {
                break;
            }
            if at <= place + before + length {
                return *place;
            }
            before += length;
        }
        at - before
    }
}

/// The template that leads too deep, with where it says so. Those that lead to themselves are the
/// engine's to tell, unless they are so many that it could not even do that.
pub(super) fn deepest(templates: &BTreeMap<String, Counted>) -> Option<(&str, usize)> {
    let mut led_from: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut open: HashMap<&str, usize> = HashMap::new();
    for (name, counted) in templates {
        let leads = counted.leads.iter();
        let leads = leads.filter(|(to, _)| templates.contains_key(to));
        for (to, _) in leads.clone() {
            led_from.entry(to).or_default().push(name);
        }
        open.insert(name, leads.count());
    }
    // From those that lead nowhere upwards.
    let mut depths: HashMap<&str, usize> = HashMap::new();
    let mut next: Vec<&str> = open
        .iter()
        .filter(|(_, leads)| **leads == 0)
        .map(|(name, _)| *name)
        .collect();
    next.sort_unstable();
    while let Some(name) = next.pop() {
        open.remove(name);
        let depth = depths.get(name).copied().unwrap_or_default() + 1;
        for from in led_from.remove(name).into_iter().flatten() {
            let deepest = depths.entry(from).or_default();
            *deepest = depth.max(*deepest);
            if let Some(leads) = open.get_mut(from) {
                *leads -= 1;
                if *leads == 0 {
                    next.push(from);
                }
            }
        }
    }
    let too_deep = depths.iter().filter(|(_, depth)| **depth >= MAX_DEPTH);
    let in_circles = open.keys().copied().filter(|_| open.len() > MAX_DEPTH);
    let found = too_deep.map(|(name, _)| *name).chain(in_circles).min()?;
    let at = templates.get(found)?.leads.first()?.1;
    Some((found, at))
}

/// The tags of a template, without those in comments and in `raw`.
fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut from = 0;
    let mut is_raw = false;
    while let Some(start) = text[from..].find("{").map(|at| from + at) {
        let rest = &text[start..];
        let end = match rest.as_bytes().get(1) {
            Some(b'#') if !is_raw => rest.find("#}").map(|at| at + 2),
            Some(b'{') if !is_raw => end_of(rest, "}}"),
            Some(b'%') => end_of(rest, "%}"),
            _ => Some(1),
        };
        let Some(end) = end.map(|end| start + end) else {
            break;
        };
        let tag = &text[start..end];
        from = end;
        let Some(inside) = tag.strip_prefix("{%").and_then(|it| it.strip_suffix("%}")) else {
            continue;
        };
        let inside = inside.trim_matches('-').trim();
        match inside {
            "raw" => is_raw = true,
            "endraw" => is_raw = false,
            _ if is_raw => from = start + 1,
            _ => tags.push(Tag { start, end, inside }),
        }
    }
    tags
}

/// Where what begins with two signs ends, which do not count between quotes.
fn end_of(text: &str, close: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices().skip(2) {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if text[at..].starts_with(close) => return Some(at + close.len()),
            None => {}
        }
    }
    None
}

impl Page {
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    pub(super) fn into_text(self) -> Option<String> {
        String::from_utf8(self.bytes).ok()
    }
}

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MAX_PAGE_BYTES {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_are_counted_where_they_stand() {
        let text = "a{% for b in c -%}  d{% endfor %}{# {% for e in f %} #}{% raw %}{% for %}{% endraw %}{{ \"{% for %}\" }}";
        let counted = Counted::new(text);
        let call = "{{- annai_count_round() -}}";
        let (before, after) = text.split_at("a{% for b in c -%}".len());
        assert_eq!(counted.text, format!("{before}{call}{after}"));
        assert_eq!(counted.original(3), 3);
        assert_eq!(counted.original(before.len() + 4), before.len());
        assert_eq!(
            counted.original(before.len() + call.len() + 2),
            before.len() + 2
        );
    }

    #[test]
    fn a_chain_of_any_length_is_followed() {
        let template = |to: usize| Counted::new(&format!("a{{% include \"{to:06}\" %}}"));
        let chain = |count: usize| (0..count).map(|at| (format!("{at:06}"), template(at + 1)));
        let name = |templates: &BTreeMap<String, Counted>| {
            deepest(templates).map(|(name, at)| (name.to_owned(), at))
        };
        assert_eq!(name(&chain(MAX_DEPTH).collect()), None);
        let first = Some(("000000".to_owned(), 1));
        assert_eq!(name(&chain(MAX_DEPTH + 1).collect()), first);
        assert_eq!(name(&chain(100_000).collect()), first);
        // A circle is the engine's to tell, a large one is not.
        let mut circle: BTreeMap<_, _> = chain(3).collect();
        circle.insert("000003".to_owned(), template(0));
        assert_eq!(name(&circle), None);
        let mut circle: BTreeMap<_, _> = chain(100_000).collect();
        circle.insert("100000".to_owned(), template(0));
        assert_eq!(name(&circle), first);
    }
}
