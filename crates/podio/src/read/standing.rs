//! A lead's standing: who lives in the property, probate, tax liens, consent.
//!
//! Read tolerantly, and in the strict direction: a value that is not clearly harmless counts as if it were not, and no
//! value ever hides the lead.

use std::collections::BTreeMap;

use domain::lead_standing::Occupancy;
use domain::{LeadPhone, LeadStanding};

use super::value::text_of;
use super::verdict::{denies, is_blank, words};
use super::{consent, date, field_for};
use crate::label::normal;
use crate::schema::Role;
use crate::wire::ItemField;

/// What a person calls a property in which its owner lives.
const OCCUPIED: &[&str] = &["yes", "y", "true", "owner occupied", "owner occ", "owner", "occupied by owner"];
/// And one in which the owner does not. A bare *occupied* says nothing of whom.
const NOT_OCCUPIED: &[&str] = &[
    "non owner occupied",
    "not owner occupied",
    "absentee",
    "absentee owner",
    "tenant",
    "tenant occupied",
    "renter occupied",
    "vacant",
];
/// Lead types of property that was or may be sold for unpaid taxes.
const TAX_TYPES: &[&str] = &["tax lien", "tax deed", "tax sale", "tax certificate", "tax foreclosure"];

/// Reads what `fields` say. `phones` are all of the lead's.
pub(super) fn read(
    fields: &[ItemField],
    overrides: &BTreeMap<String, String>,
    phones: &[LeadPhone],
) -> LeadStanding {
    let field = |role: Role| field_for(role, fields, overrides).filter(|field| !is_blank(field));
    let lead_type = field(Role::LeadType).and_then(text_of).map(|text| normal(&text)).unwrap_or_default();
    let redemption = field(Role::LeadRedemption);
    let redemption_ends = redemption.and_then(|field| match field.values.as_slice() {
        [value] => date::days(value).map(|(_, last)| last),
        _ => None,
    });
    LeadStanding {
        occupancy: field(Role::LeadOccupancy).and_then(occupancy),
        probate: lead_type.contains("probate")
            // *Unknown* is no *no*.
            || field(Role::LeadProbate).is_some_and(|field| !words(field).is_some_and(|words| denies(&words))),
        tax_lien: TAX_TYPES.iter().any(|kind| lead_type.contains(kind))
            // A deadline that nobody can read may be near.
            || (redemption.is_some() && redemption_ends.is_none()),
        redemption_ends,
        consents: consent::read(&field, phones).into_iter().collect(),
    }
}

fn occupancy(field: &ItemField) -> Option<Occupancy> {
    let words = words(field)?;
    if OCCUPIED.contains(&words.as_str()) {
        Some(Occupancy::OwnerOccupied)
    } else if denies(&words) || NOT_OCCUPIED.contains(&words.as_str()) {
        Some(Occupancy::NonOwnerOccupied)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn field(kind: &str, label: &str, values: Value) -> ItemField {
        serde_json::from_value(json!({ "field_id": 7, "type": kind, "label": label, "values": values }))
            .unwrap()
    }

    fn options(label: &str, texts: &[&str]) -> ItemField {
        let values: Vec<Value> = texts.iter().map(|text| json!({ "value": { "text": text } })).collect();
        field("category", label, json!(values))
    }

    fn of(fields: &[ItemField]) -> LeadStanding {
        read(fields, &BTreeMap::new(), &[])
    }

    #[test]
    fn only_a_clear_no_is_one() {
        let occupancy = |texts: &[&str]| of(&[options("Owner Occupied?", texts)]).occupancy;
        for no in ["No", " no ", "N", "Absentee", "Non-Owner Occupied", "Vacant"] {
            assert_eq!(occupancy(&[no]), Some(Occupancy::NonOwnerOccupied), "{no}");
        }
        for yes in ["Yes", "y", "owner-occ", "Owner Occupied"] {
            assert_eq!(occupancy(&[yes]), Some(Occupancy::OwnerOccupied), "{yes}");
        }
        for odd in ["Unknown", "N/A", "no idea", "not sure", "nope?!", "0", "occupied", "tenant or owner"] {
            assert_eq!(occupancy(&[odd]), None, "{odd}");
        }
        assert_eq!(occupancy(&["No", "Yes"]), None);
        assert_eq!(occupancy(&["No", "No"]), None);
        assert_eq!(
            of(&[field("text", "Occupancy", json!([{ "value": "<p>No</p>" }]))]).occupancy,
            Some(Occupancy::NonOwnerOccupied)
        );
        assert_eq!(of(&[]), LeadStanding::default());
    }

    #[test]
    fn the_type_or_a_flag_says_probate() {
        let probate = |label: &str, texts: &[&str]| of(&[options(label, texts)]).probate;
        assert!(probate("Lead Type", &["Probate"]));
        assert!(probate("Lead Type", &["Vacant", "Pre-Probate / Inherited"]));
        assert!(!probate("Lead Type", &["Vacant"]));
        for maybe in ["Yes", "Unknown", "filed in May"] {
            assert!(probate("Probate", &[maybe]), "{maybe}");
        }
        assert!(!probate("Probate", &["No"]));
        assert!(!of(&[field("text", "Probate", json!([{ "value": "<p></p>" }]))]).probate);
        assert!(!probate("Probate Case Number", &["26-CP-004417"]));
    }

    #[test]
    fn a_tax_lien_and_its_deadline() {
        for kind in ["Tax Lien", "TAX DEED", "County tax sale"] {
            assert!(of(&[options("Lead Type", &[kind])]).tax_lien, "{kind}");
        }
        assert!(!of(&[options("Lead Type", &["Mechanic's Lien"])]).tax_lien);
        let redemption = |value: Value| {
            let standing = of(&[field("date", "Redemption Date", json!([value]))]);
            (standing.redemption_ends, standing.tax_lien)
        };
        assert_eq!(redemption(json!({ "start_date": "2027-02-26" })), (Some(date(2027, 2, 26)), false));
        assert_eq!(
            redemption(json!({ "start_date": "2026-02-26", "end_date": "2027-02-26" })).0,
            Some(date(2027, 2, 26))
        );
        assert_eq!(redemption(json!({ "start": "soon" })), (None, true), "unreadable, so it may be near");
        assert_eq!(redemption(json!({ "start": null })), (None, false));
    }

    #[test]
    fn configuration_names_the_field_where_its_label_does_not() {
        let fields = [options("Wohnt dort", &["No"])];
        let named = BTreeMap::from([("lead.occupancy".to_owned(), "Wohnt dort".to_owned())]);
        assert_eq!(read(&fields, &named, &[]).occupancy, Some(Occupancy::NonOwnerOccupied));
        assert_eq!(of(&fields).occupancy, None);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,12}".prop_map(Value::from),
            "[0-9]{4}-[0-9]{2}-[0-9]{2}".prop_map(Value::from),
            prop_oneof![Just("no"), Just("Yes"), Just("Express Written")].prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            let key = prop_oneof![
                Just("value"),
                Just("text"),
                Just("start"),
                Just("start_date"),
                Just("end"),
                Just("embed")
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(key.prop_map(str::to_owned), inner, 0..4)
                    .prop_map(|parts| json!(parts)),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_json_is_read_without_a_panic_and_never_as_consent_without_evidence(
            kind in prop_oneof![Just("text"), Just("category"), Just("date"), Just("embed"), Just("phone"), Just("new")],
            values in prop::collection::vec(any_json(), 0..3),
        ) {
            let labels = Role::LEAD.into_iter().filter(|role| *role != Role::LeadConsentEvidence);
            let fields: Vec<ItemField> =
                labels.map(|role| field(kind, role.usual_label(), json!(values))).collect();
            let standing = of(&fields);
            prop_assert!(standing.consents.iter().all(|consent| consent.record.is_err()));
            if values.len() != 1 {
                prop_assert_eq!(standing.occupancy, None);
            }
        }
    }
}
