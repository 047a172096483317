//! JSON Schemas (draft-07) of what people write, for editors that complete, explain and check
//! while one types.
//!
//! Made from the shapes that the readers obey, so that an editor and a build cannot
//! disagree. Days and times are strings here, because a JSON value has no such types; editors
//! hand TOML's own over as strings. A schema is laxer than the reader where only the reader can
//! tell: it knows no expressions, and no days that do not exist.

use crate::calendar::format;
use crate::config;
use crate::content::{FRONT_MATTER, PageKind};
use crate::source::SourceId;
use crate::value::{self, About, Key, Node, Others, Shape, Type, Value};
use serde_json::{Map, Value as Json, json};

/// Where a site keeps the schema of its `site.toml`, which names it in its first line.
pub const SITE_FILE: &str = ".annai/site.schema.json";

/// A schema.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Its name: `site`, or a kind of page.
    pub name: &'static str,
    /// What it describes.
    pub about: About,
    object: Json,
}

/// All schemas: of `site.toml`, and of the front matter of each kind of page.
pub fn all() -> Vec<Schema> {
    let pages = PageKind::ALL.into_iter().map(front_matter);
    std::iter::once(site()).chain(pages).collect()
}

/// The schema of `site.toml`.
pub fn site() -> Schema {
    Schema {
        name: "site",
        about: About {
            japanese: "サイトの設定（site.toml）",
            english: "the configuration of the site, site.toml",
        },
        object: table(&config::SHAPE),
    }
}

fn front_matter(kind: PageKind) -> Schema {
    let keys = FRONT_MATTER.keys.iter();
    let keys = keys.filter(|key| kind.admits(key.name)).map(|key| Key {
        is_required: kind.required().contains(&key.name),
        ..*key
    });
    Schema {
        name: kind.name(),
        about: kind.about(),
        object: object(keys, None),
    }
}

impl Schema {
    /// The schema as JSON.
    pub fn json(&self) -> String {
        let mut schema = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": self.about.japanese,
            "description": description(self.about),
        });
        extend(&mut schema, &self.object);
        format!("{schema:#}\n")
    }
}

fn table(shape: &Shape) -> Json {
    object(shape.keys.iter().copied(), shape.others)
}

fn object(keys: impl Iterator<Item = Key>, others: Option<Others>) -> Json {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for key in keys {
        properties.insert(key.name.to_owned(), property(&key));
        if key.is_required {
            required.push(key.name);
        }
    }
    let mut object = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        object["required"] = required.into();
    }
    if let Some(others) = others {
        object["patternProperties"] = json!({ others.names: of(others.values) });
    }
    object
}

fn property(key: &Key) -> Json {
    let mut property = of(key.values);
    property["description"] = description(key.about).into();
    if !key.examples.is_empty() {
        let examples = key.examples.iter().map(|example| example_value(example));
        property["examples"] = examples.collect();
    }
    property
}

fn of(values: Type) -> Json {
    match values {
        Type::Text | Type::Day => json!({ "type": "string" }),
        Type::Integer => json!({ "type": "integer" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Date => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Type::Time => json!({ "type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}(:00)?$" }),
        Type::Choice(words) => json!({ "type": "string", "enum": words }),
        Type::List(items) => json!({ "type": "array", "items": of(*items) }),
        Type::Table(shape) => table(shape),
        Type::Either(types) => {
            json!({ "anyOf": types.iter().map(|one| of(*one)).collect::<Json>() })
        }
        Type::OneOf(shapes) => json!({ "oneOf": shapes.iter().map(one_of).collect::<Json>() }),
        Type::Anything => json!({}),
    }
}

/// A shape among others: what it is called is what its keys are for.
fn one_of(shape: &Shape) -> Json {
    let mut object = table(shape);
    let own = shape.keys.iter().rfind(|key| key.is_required);
    object["title"] = own.map_or("", |key| key.about.japanese).into();
    object
}

fn description(about: About) -> String {
    format!("{} / {}", about.japanese, about.english)
}

fn extend(schema: &mut Json, with: &Json) {
    if let (Json::Object(schema), Json::Object(with)) = (schema, with) {
        schema.extend(with.clone());
    }
}

/// A TOML value as JSON.
fn example_value(example: &str) -> Json {
    let source = SourceId::new("example");
    let document = value::parse(&source, &format!("example = {example}"), 0).value;
    match document.value {
        Value::Table(table) => table.get("example").map_or(Json::Null, |it| json(&it.node)),
        _ => Json::Null,
    }
}

fn json(node: &Node) -> Json {
    match &node.value {
        Value::String(text) | Value::DateTime(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Boolean(boolean) => (*boolean).into(),
        Value::Date(date) => format::iso(*date).into(),
        Value::Time(time) => format::iso_time(*time).into(),
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Table(table) => {
            let entries = table.entries.iter();
            let entries = entries.map(|entry| (entry.key.clone(), json(&entry.node)));
            Json::Object(entries.collect())
        }
        Value::Broken => Json::Null,
    }
}
