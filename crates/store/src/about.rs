//! Which rows of the audit log are about a number.

use std::collections::BTreeSet;

use domain::{CallId, E164};
use serde_json::Value;

use crate::{AuditQuery, AuditRow, ErasureMark, FileKey, PERSON_ERASED, Place, Result, Store, named_in};

/// The rows of a number's calls, and those whose facts name the number or one of its calls, whatever their kind. It is
/// both what an evidence pack shows and what an erasure takes: nobody's rows go that a pack would not have shown.
#[derive(Debug, Clone)]
pub struct About {
    calls: BTreeSet<CallId>,
    names: BTreeSet<String>,
    erased: BTreeSet<Place>,
}

impl About {
    /// What is about a number, and about the calls to it.
    pub fn new(number: &E164, calls: impl IntoIterator<Item = CallId>) -> Self {
        let calls: BTreeSet<CallId> = calls.into_iter().collect();
        let names = calls.iter().map(ToString::to_string).chain([number.as_str().to_owned()]).collect();
        Self { calls, names, erased: BTreeSet::new() }
    }

    /// What is about a number and the calls to it, also if the person was erased before: the mark in the number's file leads
    /// to the rows that say so, and these to rows that no longer say about whom they are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn in_store(
        store: &dyn Store,
        number: &E164,
        calls: impl IntoIterator<Item = CallId>,
    ) -> Result<Self> {
        let mut about = Self::new(number, calls);
        let file = store.file(&FileKey::Number(number.clone())).await?;
        let Some(mark) = file.and_then(|file| ErasureMark::in_file(&file.value)) else { return Ok(about) };
        about = about.marked(number, Some(&mark));
        let kind = Some(PERSON_ERASED.to_owned());
        let query = AuditQuery { kind, limit: usize::MAX, ..AuditQuery::default() };
        store.audit(&query).await?.iter().for_each(|row| about.learn(row));
        Ok(about)
    }

    /// Also the rows that say that this person was erased, by the mark that stayed in the number's file.
    #[must_use]
    pub fn marked(mut self, number: &E164, mark: Option<&ErasureMark>) -> Self {
        self.names.extend(mark.map(|mark| mark.person(number)));
        self
    }

    /// Also the rows that this one says were erased with the person: of themselves they no longer say about whom they
    /// are. Nothing is learnt from a row that is not about the person.
    pub fn learn(&mut self, row: &AuditRow) {
        if row.entry.kind == PERSON_ERASED && self.takes(row) {
            self.erased.extend(named_in(&row.entry.payload));
        }
    }

    /// Whether a row is about the number.
    pub fn takes(&self, row: &AuditRow) -> bool {
        row.entry.call.is_some_and(|call| self.calls.contains(&call))
            || self.is_named(&row.entry.payload)
            || (row.erased && self.erased.contains(&Place::of(row)))
    }

    /// A whole value only: a number within somebody else's notes does not make them this person's record.
    fn is_named(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.names.contains(text),
            Value::Array(values) => values.iter().any(|value| self.is_named(value)),
            Value::Object(fields) => {
                fields.iter().any(|(name, value)| self.names.contains(name) || self.is_named(value))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_number_is_named_by_a_whole_value_at_any_depth() {
        let number: E164 = "+18135550142".parse().unwrap();
        let about = About::new(&number, []);
        for payload in [
            json!({ "to": number }),
            json!({ "decision": { "to": number } }),
            json!({ "numbers": ["+18135550100", number] }),
            json!({ "told": { "parameters": [["To", number]] } }),
            json!({ "+18135550142": "counted" }),
        ] {
            assert!(about.is_named(&payload), "{payload}");
        }
        for payload in [json!({ "notes": "not +18135550142" }), json!({ "to": "+18135550143" }), json!(8)] {
            assert!(!about.is_named(&payload), "{payload}");
        }
    }
}
