//! What changed between two packs, in sentences.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::RulePack;

/// One thing that two packs say differently. Its `Display` is a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which entry: `R-TIM-1`, `Florida since 2021-07-01`, `pack`, `parameters`.
    pub entry: String,
    /// Which field of it; none when the whole entry is new or gone.
    pub field: Option<String>,
    /// What the first pack says; none when it says nothing.
    pub before: Option<String>,
    /// What the second pack says.
    pub after: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entry = &self.entry;
        match (&self.field, &self.before, &self.after) {
            (None, None, _) => write!(f, "{entry}: is new."),
            (None, ..) => write!(f, "{entry}: is gone."),
            (Some(field), Some(before), Some(after)) => {
                write!(f, "{entry}: {field} was {before}, is {after}.")
            }
            (Some(field), None, after) => {
                write!(f, "{entry}: {field} is now {}.", after.as_deref().unwrap_or("nothing"))
            }
            (Some(field), Some(before), None) => {
                write!(f, "{entry}: {field} was {before}, is not set any more.")
            }
        }
    }
}

/// What `b` says differently from `a`, in the order of the packs.
pub fn diff(a: &RulePack, b: &RulePack) -> Vec<Difference> {
    let (before, after) = (entries(a), entries(b));
    let mut names: Vec<&String> = before.iter().map(|(name, _)| name).collect();
    names.extend(
        after.iter().map(|(name, _)| name).filter(|name| !before.iter().any(|(old, _)| old == *name)),
    );
    let find = |entries: &[(String, Fields)], name: &str| {
        entries.iter().find(|(entry, _)| entry == name).map(|(_, fields)| fields.clone())
    };
    let mut differences = Vec::new();
    for name in names {
        let whole = |before, after| Difference { entry: name.clone(), field: None, before, after };
        match (find(&before, name), find(&after, name)) {
            (None, _) => differences.push(whole(None, Some("an entry".to_owned()))),
            (_, None) => differences.push(whole(Some("an entry".to_owned()), None)),
            (Some(old), Some(new)) => differences.extend(of_fields(name, &old, &new)),
        }
    }
    differences
}

type Fields = BTreeMap<String, String>;

fn of_fields(entry: &str, old: &Fields, new: &Fields) -> Vec<Difference> {
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort();
    names.dedup();
    let changed = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    changed
        .map(|name| Difference {
            entry: entry.to_owned(),
            field: Some(name.clone()),
            before: old.get(name).cloned(),
            after: new.get(name).cloned(),
        })
        .collect()
}

/// The entries of a pack by name, each field as text.
fn entries(pack: &RulePack) -> Vec<(String, Fields)> {
    let mut head = fields(&serde_json::to_value(pack).unwrap_or_default());
    head.retain(|name, _| !["parameters", "rules", "states"].iter().any(|part| name.starts_with(part)));
    let mut all = vec![
        ("pack".to_owned(), head),
        ("parameters".to_owned(), fields(&serde_json::to_value(&pack.parameters).unwrap_or_default())),
    ];
    for rule in &pack.rules {
        all.push((rule.id.to_string(), fields(&serde_json::to_value(rule).unwrap_or_default())));
    }
    for state in &pack.states {
        let name = format!("{} since {}", state.state.name(), state.effective_from);
        all.push((name, fields(&serde_json::to_value(state).unwrap_or_default())));
    }
    all
}

/// A value's fields with their paths; what is not set is left out.
fn fields(value: &Value) -> Fields {
    fn walk(path: &str, value: &Value, into: &mut Fields) {
        match value {
            Value::Object(parts) => {
                for (name, part) in parts {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    walk(&path, part, into);
                }
            }
            Value::Null => {}
            Value::String(text) => {
                into.insert(path.to_owned(), text.clone());
            }
            other => {
                into.insert(path.to_owned(), other.to_string());
            }
        }
    }
    let mut flat = Fields::new();
    walk("", value, &mut flat);
    flat
}
