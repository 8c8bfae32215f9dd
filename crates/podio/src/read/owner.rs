//! The owner's name: one field as a rule, a first and a last name otherwise.

use std::collections::HashSet;

use super::value::text_of;
use crate::label::normal;
use crate::wire::ItemField;

/// The name, and the fields that it was made of.
#[derive(Debug, Default)]
pub(super) struct Owner {
    pub(super) name: Option<String>,
    pub(super) used: HashSet<u64>,
}

impl Owner {
    /// Reads the name from `whole`, or puts it together from its parts where `parts` allows that.
    pub(super) fn read(fields: &[ItemField], whole: Option<&ItemField>, parts: bool) -> Self {
        if let Some(name) = whole.and_then(text_of) {
            let used = whole.iter().map(|field| field.id).collect();
            return Self { name: Some(one_line(&name)), used };
        }
        let found =
            ["owner ", "seller ", "homeowner ", ""].iter().find_map(|who| Self::in_parts(fields, who));
        found.filter(|_| parts).unwrap_or_default()
    }

    fn in_parts(fields: &[ItemField], who: &str) -> Option<Self> {
        let part = |part: &str| fields.iter().find(|field| normal(&field.label) == format!("{who}{part}"));
        let parts: Vec<&ItemField> = [part("first name"), part("last name")].into_iter().flatten().collect();
        let name = parts.iter().filter_map(|field| text_of(field)).collect::<Vec<_>>().join(" ");
        let used = parts.iter().map(|field| field.id).collect();
        (!name.is_empty()).then(|| Self { name: Some(one_line(&name)), used })
    }
}

fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_first_and_a_last_name_make_a_name() {
        let field = |id: u64, label: &str, text: &str| -> ItemField {
            serde_json::from_value(
                json!({ "field_id": id, "type": "text", "label": label, "values": [{ "value": text }] }),
            )
            .unwrap()
        };
        let fields = [field(1, "Owner Last Name", "Whitaker"), field(2, "Owner First Name", " Harold ")];
        let owner = Owner::read(&fields, None, true);
        assert_eq!(owner.name.as_deref(), Some("Harold Whitaker"));
        assert_eq!(owner.used, HashSet::from([1, 2]));
        assert_eq!(Owner::read(&fields, None, false).name, None);
        assert_eq!(Owner::read(&fields, fields.first(), true).name.as_deref(), Some("Whitaker"));
    }
}
