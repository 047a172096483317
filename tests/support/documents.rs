//! TOML made from shapes: right, and wrong in one point.

use annai::value::{Key, Shape, Type};

/// A table, and whether it is as its shape says.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// The keys and values of the outermost table.
    pub(crate) entries: Vec<(String, String)>,
    /// Whether it is right.
    pub(crate) is_right: bool,
    /// What it is about, for the message of a failure.
    pub(crate) about: String,
}

type Entries = Vec<(String, String)>;

/// Documents in which each key of the shape, however deep, stands once with each example, once
/// with a value of each wrong type, once misspelt beyond recognition and, if it is required, once
/// not at all.
pub(crate) fn documents(shape: &'static Shape) -> Vec<Document> {
    let mut documents = Vec::new();
    visit(shape, "", &|entries| entries, &mut documents);
    documents
}

fn visit(
    shape: &'static Shape,
    path: &str,
    wrap: &dyn Fn(Entries) -> Entries,
    documents: &mut Vec<Document>,
) {
    let mut add = |entries: Entries, is_right, about: String| {
        documents.push(Document {
            entries: wrap(entries),
            is_right,
            about,
        });
    };
    if shape.others.is_none() {
        let unknown = [("zzzz".to_owned(), "1".to_owned())];
        let entries = required(shape).into_iter().chain(unknown).collect();
        add(entries, false, format!("{path} with an unknown key"));
    }
    if shape.needs_any {
        add(Entries::new(), false, format!("{path} with no key"));
    }
    for key in shape.keys {
        let about = format!("{path}.{}", key.name);
        for right in rights(key) {
            add(
                with(shape, key.name, &right),
                true,
                format!("{about} = {right}"),
            );
        }
        for wrong in wrongs(key.values) {
            add(
                with(shape, key.name, wrong),
                false,
                format!("{about} = {wrong}"),
            );
        }
        if key.is_required {
            let mut entries = required(shape);
            entries.retain(|(name, _)| name != key.name);
            add(entries, false, format!("{about} missing"));
        }
    }
    for key in shape.keys {
        let path = format!("{path}.{}", key.name);
        for (inner, is_list) in tables_of(key.values) {
            let wrap = |entries| {
                let table = inline(&entries);
                let value = if is_list { format!("[{table}]") } else { table };
                wrap(with(shape, key.name, &value))
            };
            visit(inner, &path, &wrap, documents);
        }
    }
    if let Some(Type::OneOf(shapes)) = shape.others.map(|others| others.values) {
        for inner in shapes {
            let path = format!("{path}.{}", inner.keys[1].name);
            let wrap = |entries: Entries| wrap(vec![("a_fact".to_owned(), inline(&entries))]);
            visit(inner, &path, &wrap, documents);
        }
    }
}

/// The tables that may stand in a value, and whether they stand in a list.
fn tables_of(values: Type) -> Vec<(&'static Shape, bool)> {
    match values {
        Type::Table(inner) => vec![(inner, false)],
        Type::List(Type::Table(inner)) => vec![(*inner, true)],
        Type::List(Type::OneOf(inner)) => inner.iter().map(|inner| (inner, true)).collect(),
        Type::AnyOf(types) => types.iter().flat_map(|one| tables_of(*one)).collect(),
        _ => Vec::new(),
    }
}

/// What is required, and one key more.
fn with(shape: &Shape, name: &str, value: &str) -> Entries {
    let mut entries = required(shape);
    entries.retain(|(own, _)| own != name);
    entries.push((name.to_owned(), value.to_owned()));
    entries
}

/// The keys that a table of that shape must have.
pub(crate) fn required(shape: &Shape) -> Entries {
    let mut keys: Vec<&Key> = shape.keys.iter().filter(|key| key.is_required).collect();
    if shape.needs_any && keys.is_empty() {
        keys.extend(shape.keys.first());
    }
    keys.into_iter()
        .map(|key| (key.name.to_owned(), rights(key)[0].clone()))
        .collect()
}

/// Right values of a key.
pub(crate) fn rights(key: &Key) -> Vec<String> {
    match key.values {
        Type::Table(shape) => vec![inline(&required(shape))],
        Type::List(Type::Table(shape)) => {
            vec!["[]".into(), format!("[{}]", inline(&required(shape)))]
        }
        Type::AnyOf(_) if key.examples.is_empty() => {
            let tables = tables_of(key.values).into_iter();
            let tables = tables.map(|(shape, is_list)| match inline(&required(shape)) {
                table if is_list => format!("[{table}]"),
                table => table,
            });
            tables.collect()
        }
        _ => {
            assert!(!key.examples.is_empty(), "{} has no example", key.name);
            key.examples.iter().map(|&example| example.into()).collect()
        }
    }
}

/// Values of the wrong type. Text in the place of a day is an expression, and a day in the
/// place of text is text for an editor: neither is wrong for both.
pub(crate) const fn wrongs(values: Type) -> &'static [&'static str] {
    match values {
        Type::Text => &["5", "true", "[1]", "{ a = 1 }"],
        Type::Day => &["5", "true", "[1]"],
        Type::Integer => &["\"x\"", "true", "1.5", "2024-04-09"],
        Type::Boolean => &["\"yes\"", "1"],
        Type::Date => &["\"きょう\"", "5", "true"],
        Type::Time => &["\"朝\"", "9", "true"],
        Type::Choice(_) => &["\"zzz\"", "5"],
        Type::List(_) => &["\"x\"", "5", "[[1]]"],
        Type::AnyOf(_) => &["true"],
        Type::Table(_) | Type::OneOf(_) => &["\"x\"", "5", "[1]"],
        // What is wrong for all of them.
        Type::Anything => &[],
    }
}

/// A table on one line.
pub(crate) fn inline(entries: &Entries) -> String {
    let entries = entries
        .iter()
        .map(|(key, value)| format!("{key} = {value}"));
    format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
}

/// A table of that shape, by chance: `next` gives a number below the one it is given.
pub(crate) fn random(shape: &'static Shape, next: &mut dyn FnMut(usize) -> usize) -> Entries {
    let mut entries = Entries::new();
    for key in shape.keys {
        let is_there = next(8);
        if key.is_required && is_there < 7 || is_there < 3 {
            entries.push((key.name.to_owned(), random_value(key, next)));
        }
    }
    match shape.others.map(|others| others.values) {
        None if next(12) == 11 => entries.push(("zzzz".into(), "1".into())),
        // One at most: two of one label are a mistake that no schema can tell.
        Some(Type::OneOf(shapes)) if next(2) == 1 => {
            let shape = &shapes[next(shapes.len())];
            entries.push(("a_fact".to_owned(), inline(&random(shape, next))));
        }
        _ => {}
    }
    entries
}

fn random_value(key: &'static Key, next: &mut dyn FnMut(usize) -> usize) -> String {
    let wrongs = wrongs(key.values);
    if !wrongs.is_empty() && next(12) == 11 {
        return wrongs[next(wrongs.len())].to_owned();
    }
    match key.values {
        Type::Table(shape) => inline(&random(shape, next)),
        Type::List(Type::Table(shape)) => {
            let items: Vec<String> = (0..next(3)).map(|_| inline(&random(shape, next))).collect();
            format!("[{}]", items.join(", "))
        }
        Type::AnyOf(_) if key.examples.is_empty() => {
            let tables = tables_of(key.values);
            let (shape, is_list) = tables[next(tables.len())];
            match inline(&random(shape, next)) {
                table if is_list => format!("[{table}]"),
                table => table,
            }
        }
        _ => {
            let rights = rights(key);
            rights[next(rights.len())].clone()
        }
    }
}
