//! The lead's e-mail addresses: e-mail fields, text fields whose label says so, contacts.

use std::collections::HashSet;

use domain::text::plain;
use serde_json::Value;

use crate::label::words;
use crate::wire::{ItemField, scalar};

/// All addresses, each once, and the fields that hold nothing else.
pub(super) fn read(fields: &[ItemField]) -> (Vec<String>, HashSet<u64>) {
    let mut emails: Vec<String> = Vec::new();
    let mut used = HashSet::new();
    for field in fields {
        let found: Vec<String> = match field.kind.as_str() {
            "email" => field.bare_values().filter_map(scalar).flat_map(|text| in_text(&text)).collect(),
            "text" if says_email(field) => {
                field.bare_values().filter_map(scalar).flat_map(|text| in_text(&text)).collect()
            }
            "contact" => {
                let lists = field.bare_values().filter_map(|contact| contact.get("mail")?.as_array());
                lists.flatten().filter_map(Value::as_str).flat_map(in_text).collect()
            }
            _ => continue,
        };
        if !found.is_empty() && field.kind != "contact" {
            used.insert(field.id);
        }
        for email in found {
            if !emails.iter().any(|known| known.eq_ignore_ascii_case(&email)) {
                emails.push(email);
            }
        }
    }
    (emails, used)
}

fn says_email(field: &ItemField) -> bool {
    let words = words(&field.label);
    words.iter().any(|word| word == "email" || word == "emails")
        || words.windows(2).any(|pair| pair == ["e", "mail"])
}

fn in_text(text: &str) -> Vec<String> {
    plain(text)
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '(' | ')'))
        .map(|word| word.strip_prefix("mailto:").unwrap_or(word).trim_matches('.'))
        .filter(|word| {
            word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn addresses_are_found_wherever_they_are_and_once() {
        let field = |id: u64, kind: &str, label: &str, values: Value| -> ItemField {
            serde_json::from_value(json!({ "field_id": id, "type": kind, "label": label, "values": values }))
                .unwrap()
        };
        let fields = [
            field(1, "email", "Email", json!([{ "type": "home", "value": "harold@example.com" }])),
            field(
                2,
                "text",
                "Other E-mail",
                json!([{ "value": "<p>Harold@example.com, denise@example.com</p>" }]),
            ),
            field(3, "text", "Email Status", json!([{ "value": "bounced" }])),
            field(4, "text", "Notes", json!([{ "value": "not@listed.example" }])),
            field(5, "contact", "Heir", json!([{ "value": { "mail": ["heir@example.com"] } }])),
        ];
        let (emails, used) = read(&fields);
        assert_eq!(emails, ["harold@example.com", "denise@example.com", "heir@example.com"]);
        assert_eq!(used, HashSet::from([1, 2]));
    }
}
