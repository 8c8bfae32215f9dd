//! What decisions rested on: versions of the rules and of the do-not-call lists.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Row;
use crate::decision::Decision;

/// A version of the rule pack, and how many of the decisions it judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesUse {
    /// Which version.
    pub version: String,
    /// How many decisions.
    pub decisions: usize,
}

/// A version of a list, and how many of the decisions asked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListUse {
    /// Which list: `national`, `states.FL`.
    pub list: String,
    /// Which version.
    pub version: String,
    /// When that version was taken from whoever keeps the list, where the decision says so.
    pub accessed_at: Option<Timestamp>,
    /// How many decisions.
    pub decisions: usize,
}

pub(crate) fn rules_used(rows: &[Row]) -> Vec<RulesUse> {
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for version in rows.iter().filter_map(|row| Decision::of(&row.says.payload)?.rules_version) {
        *used.entry(version).or_default() += 1;
    }
    used.into_iter().map(|(version, decisions)| RulesUse { version, decisions }).collect()
}

pub(crate) fn lists_used(rows: &[Row]) -> Vec<ListUse> {
    let mut used: BTreeMap<(String, String), ListUse> = BTreeMap::new();
    for found in rows.iter().flat_map(|row| lists_in(&row.says.payload)) {
        let place = used.entry((found.list.clone(), found.version.clone()));
        place.or_insert(ListUse { decisions: 0, ..found }).decisions += 1;
    }
    used.into_values().collect()
}

/// Every version of a list that a row's facts name, wherever in them the lists stand.
pub(crate) fn lists_in(payload: &Value) -> Vec<ListUse> {
    let mut found = Vec::new();
    outside(payload, &mut found);
    found
}

fn outside(value: &Value, found: &mut Vec<ListUse>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| outside(value, found)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::Object(lists) if name == "lists" => inside(lists, "", found),
                    other => outside(other, found),
                }
            }
        }
        _ => {}
    }
}

/// `{"national": {"loaded": {"version": …}}, "states": {"FL": …}}`.
fn inside(fields: &Map<String, Value>, list: &str, found: &mut Vec<ListUse>) {
    if let Some(version) = fields.get("version").and_then(Value::as_str) {
        let accessed_at = fields.get("accessed_at").and_then(Value::as_str).and_then(|at| at.parse().ok());
        found.push(ListUse { list: list.to_owned(), version: version.to_owned(), accessed_at, decisions: 1 });
        return;
    }
    for (name, value) in fields {
        let Value::Object(fields) = value else { continue };
        match (list, name.as_str()) {
            (_, "loaded") => inside(fields, list, found),
            ("", name) => inside(fields, name, found),
            (list, name) => inside(fields, &format!("{list}.{name}"), found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn versions_of_lists_are_found_where_a_decision_keeps_its_inputs() {
        let loaded = |version: &str| json!({ "loaded": { "hit": false, "version": version, "accessed_at": "2026-11-02T09:00:00Z" } });
        let payload = json!({ "inputs": { "known": { "lists": {
            "national": loaded("n7"), "litigator": "not_loaded", "states": { "FL": loaded("f2") },
        } } } });
        let found: Vec<(String, String)> =
            lists_in(&payload).into_iter().map(|used| (used.list, used.version)).collect();
        assert_eq!(found, [("national".to_owned(), "n7".to_owned()), ("states.FL".into(), "f2".into())]);
        assert!(lists_in(&payload).iter().all(|used| used.accessed_at.is_some()));
        assert_eq!(lists_in(&json!({ "version": "no list" })), []);
    }
}
