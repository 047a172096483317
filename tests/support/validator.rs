//! JSON Schema (draft-07), as much of it as annai's schemas use.

use regex::Regex;
use serde_json::Value as Json;

/// Whether `value` is as `schema` says. What the schema says must be among what is understood
/// here.
pub(crate) fn is_valid(schema: &Json, value: &Json) -> bool {
    let rules = schema.as_object().unwrap();
    rules.iter().all(|(rule, says)| match rule.as_str() {
        "$schema" | "title" | "description" | "examples" => true,
        "type" => is_of_type(says.as_str().unwrap(), value),
        "enum" => says.as_array().unwrap().contains(value),
        "pattern" => value.as_str().is_none_or(|text| matches(says, text)),
        "items" => {
            let items = value.as_array().into_iter().flatten();
            items.into_iter().all(|item| is_valid(says, item))
        }
        "oneOf" => {
            let schemas = says.as_array().unwrap().iter();
            schemas.filter(|schema| is_valid(schema, value)).count() == 1
        }
        "anyOf" => {
            let mut schemas = says.as_array().unwrap().iter();
            schemas.any(|schema| is_valid(schema, value))
        }
        "required" => value.as_object().is_none_or(|object| {
            let mut names = says.as_array().unwrap().iter();
            names.all(|name| object.contains_key(name.as_str().unwrap()))
        }),
        "properties" | "patternProperties" | "additionalProperties" => {
            let mut entries = value.as_object().into_iter().flatten();
            entries.all(|(name, value)| may_stand(schema, name, value))
        }
        _ => panic!("{rule} is not understood"),
    })
}

fn may_stand(schema: &Json, name: &str, value: &Json) -> bool {
    let own = schema["properties"].get(name);
    let patterns = schema["patternProperties"].as_object();
    let patterns = patterns.into_iter().flatten();
    let patterns = patterns.filter(|(names, _)| Regex::new(names).unwrap().is_match(name));
    let rules: Vec<&Json> = own.into_iter().chain(patterns.map(|(_, it)| it)).collect();
    let is_other = rules.is_empty();
    rules.into_iter().all(|rule| is_valid(rule, value))
        && !(is_other && schema["additionalProperties"] == false)
}

fn matches(pattern: &Json, text: &str) -> bool {
    Regex::new(pattern.as_str().unwrap())
        .unwrap()
        .is_match(text)
}

fn is_of_type(name: &str, value: &Json) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => panic!("{name} is no type that is understood"),
    }
}
