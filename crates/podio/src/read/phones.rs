//! Every phone of a lead, wherever the customer keeps it: phone fields, text fields whose label says phone, contacts.

use domain::lead::PhoneProblem;
use domain::text::plain;
use domain::{E164, LeadPhone, PhoneSlot};
use serde_json::Value;

use super::numbers::numbers;
use super::person::People;
use crate::label::{readable, words};
use crate::wire::{ItemField, scalar};

/// The most phones that one field gives; a slot counts to 99.
const MOST_IN_A_FIELD: usize = 20;

/// What the label of a text field must say for its text to be phones.
const SAYS_PHONE: &[&str] = &["phone", "phones", "telephone", "mobile", "cell", "cellphone", "landline"];
/// What makes such a field one *about* phones.
const ABOUT_PHONES: &[&str] = &[
    "type",
    "status",
    "note",
    "notes",
    "carrier",
    "count",
    "verified",
    "valid",
    "dnc",
    "date",
    "last",
    "source",
    "comment",
    "comments",
    "script",
    "tower",
    "preferred",
    "attempts",
];

/// Whether the field holds phones.
pub(super) fn holds_phones(field: &ItemField) -> bool {
    match field.kind.as_str() {
        "contact" => field.bare_values().any(|contact| contact.get("phone").is_some()),
        kind => may_hold_phones(kind, &field.label),
    }
}

/// Whether a field of this type and label is one for phones.
pub(crate) fn may_hold_phones(kind: &str, label: &str) -> bool {
    match kind {
        "phone" | "tel" | "contact" => true,
        "text" | "calculation" | "number" => {
            let words = words(label);
            let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
            let contact_number = words.windows(2).any(|pair| pair == ["contact", "number"]);
            (has(SAYS_PHONE) || contact_number) && !has(ABOUT_PHONES)
        }
        _ => false,
    }
}

/// The phones in one field.
pub(super) fn phones_in(field: &ItemField, people: &People) -> Vec<LeadPhone> {
    let of_label = people.of_phone(&field.label);
    let entries = field.values.iter().flat_map(|value| entries(value, field, of_label.as_ref()));
    let phones = entries.take(MOST_IN_A_FIELD).enumerate().filter_map(|(position, entry)| {
        let number = match &entry.kind {
            Some(kind) if kind.contains("fax") => Err(PhoneProblem("this is a fax line".to_owned())),
            _ => entry.number,
        };
        Some(LeadPhone {
            slot: slot(field, position)?,
            person: entry.person,
            kind: entry.kind,
            label: readable(&field.label),
            raw: entry.raw,
            number,
        })
    });
    phones.collect()
}

struct Entry {
    person: Option<String>,
    kind: Option<String>,
    raw: String,
    number: Result<E164, PhoneProblem>,
}

/// What one value of the field holds: one phone as a rule, several when somebody typed several.
fn entries(value: &Value, field: &ItemField, of_label: Option<&String>) -> Vec<Entry> {
    let bare = value.get("value").unwrap_or(value);
    if field.kind == "contact" {
        let person = bare.get("name").and_then(scalar);
        let texts = bare.get("phone").and_then(Value::as_array).into_iter().flatten().filter_map(scalar);
        return texts.flat_map(|text| read(&text, person.as_ref(), None)).collect();
    }
    let kind = value.get("type").and_then(scalar).filter(|kind| kind != "other");
    let kind = kind.or_else(|| kind_in_label(&field.label));
    let text = scalar(bare).map(|text| match field.kind.as_str() {
        // Podio gives numbers four decimals.
        "number" => text.trim_end_matches(".0000").to_owned(),
        _ => text,
    });
    text.map(|text| read(&text, of_label, kind.as_ref())).unwrap_or_default()
}

fn read(text: &str, person: Option<&String>, kind: Option<&String>) -> Vec<Entry> {
    let text = plain(text);
    if text.is_empty() {
        return Vec::new();
    }
    let entry = |raw, number| Entry { person: person.cloned(), kind: kind.cloned(), raw, number };
    if let Ok(number) = E164::parse(&text) {
        return vec![entry(text, Ok(number))];
    }
    let found = numbers(&text);
    if found.is_empty() {
        // Shown to the agent with the reason: a phone that silently vanishes looks like a lead without one.
        let problem =
            E164::parse(&text).err().map_or_else(|| PhoneProblem(String::new()), PhoneProblem::from);
        return vec![entry(text, Err(problem))];
    }
    found.into_iter().map(|one| entry(one.raw, Ok(one.number))).collect()
}

fn kind_in_label(label: &str) -> Option<String> {
    let kind = |word: &String| match word.as_str() {
        "mobile" | "cell" | "cellphone" => Some("mobile"),
        "home" | "landline" => Some("home"),
        "work" | "office" => Some("work"),
        "fax" => Some("fax"),
        _ => None,
    };
    words(label).iter().find_map(kind).map(str::to_owned)
}

fn slot(field: &ItemField, position: usize) -> Option<PhoneSlot> {
    // Podio's external ids are letters, digits and hyphens; one that is not gives way to the field's id.
    PhoneSlot::new(&field.external_id, position)
        .or_else(|_| PhoneSlot::new(&format!("field-{}", field.id), position))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn field(kind: &str, external_id: &str, label: &str, values: Value) -> ItemField {
        serde_json::from_value(json!({
            "field_id": 9, "external_id": external_id, "type": kind, "label": label, "values": values,
        }))
        .unwrap()
    }

    fn phones(field: &ItemField) -> Vec<(String, String, Result<String, String>)> {
        let phones = phones_in(field, &People::default());
        let shown = |p: LeadPhone| {
            (p.slot.to_string(), p.raw, p.number.map(|n| n.as_str().to_owned()).map_err(|problem| problem.0))
        };
        phones.into_iter().map(shown).collect()
    }

    #[test]
    fn a_phone_field_holds_several_values_each_free_text() {
        let field = field(
            "phone",
            "owner-phone",
            "Owner Phone",
            json!([
                { "type": "mobile", "value": "(813) 555-0142" },
                { "type": "home", "value": "<p>352-555-0187 / 813-555-0199</p>" },
                { "type": "other", "value": "ask her sister" },
                { "type": "work_fax", "value": "813-555-0177" },
                { "type": "home", "value": "" },
            ]),
        );
        assert_eq!(
            phones(&field),
            [
                ("owner-phone.0".into(), "(813) 555-0142".into(), Ok("+18135550142".into())),
                ("owner-phone.1".into(), "352-555-0187".into(), Ok("+13525550187".into())),
                ("owner-phone.2".into(), "813-555-0199".into(), Ok("+18135550199".into())),
                ("owner-phone.3".into(), "ask her sister".into(), Err("not a phone number".into())),
                ("owner-phone.4".into(), "813-555-0177".into(), Err("this is a fax line".into())),
            ]
        );
        assert_eq!(phones_in(&field, &People::default())[0].kind.as_deref(), Some("mobile"));
    }

    #[test]
    fn the_old_tel_type_text_fields_and_contacts_hold_phones_too() {
        assert!(holds_phones(&field("tel", "p", "Line", json!([]))));
        assert!(holds_phones(&field("text", "p", "Best Contact Number", json!([]))));
        assert!(holds_phones(&field("text", "p", "Executor Cell", json!([]))));
        for about in ["Phone Type", "Phone Notes", "Parcel Number", "Case Number", "Last Phone Call Date"] {
            assert!(!holds_phones(&field("text", "p", about, json!([]))), "{about}");
        }
        let contact = field(
            "contact",
            "heir",
            "Heir",
            json!([{ "value": { "name": "Denise Whitaker", "phone": ["352 555 0187"] } }]),
        );
        assert!(holds_phones(&contact));
        let read = phones_in(&contact, &People::default());
        assert_eq!(read[0].person.as_deref(), Some("Denise Whitaker"));
        assert_eq!(read[0].number.as_ref().unwrap().as_str(), "+13525550187");
    }

    #[test]
    fn an_external_id_that_fits_no_slot_gives_way_to_the_field_id() {
        let odd = field("phone", "téléphone", "Téléphone", json!([{ "value": "8135550142" }]));
        assert_eq!(phones(&odd)[0].0, "field-9.0");
    }
}
