//! Consent, from the lead's own fields. A record that lacks anything is kept, and counts for nothing.

use domain::lead_standing::{ConsentGap, ConsentKind, ConsentRecord, LeadConsent};
use domain::{E164, LeadPhone};
use jiff::civil::Date;

use super::person::People;
use super::value::text_of;
use super::verdict::{denies, words};
use super::{date, link, phones};
use crate::label::normal;
use crate::schema::Role;
use crate::wire::ItemField;

/// What people type where they have no evidence.
const HOLLOW: &[&str] = &["n a", "na", "unknown", "missing", "pending", "tbd", "yes", "y", "x", "true"];

/// The lead's consent, where it says anything of it. `field` finds the field of a role that has a value.
pub(super) fn read<'a>(
    field: &impl Fn(Role) -> Option<&'a ItemField>,
    phones: &[LeadPhone],
) -> Option<LeadConsent> {
    let kind = field(Role::LeadConsentType);
    let says_something = [Role::LeadConsentType, Role::LeadConsentDate, Role::LeadConsentEvidence];
    if !says_something.into_iter().any(|role| field(role).is_some()) || kind.is_some_and(says_none) {
        return None;
    }
    let raw = kind.and_then(text_of).unwrap_or_default();
    Some(LeadConsent { raw, record: record(field, phones) })
}

fn says_none(kind: &ItemField) -> bool {
    words(kind).is_some_and(|words| denies(&words) || words == "no consent")
}

fn record<'a>(
    field: &impl Fn(Role) -> Option<&'a ItemField>,
    phones: &[LeadPhone],
) -> Result<ConsentRecord, ConsentGap> {
    let kind = field(Role::LeadConsentType).and_then(kind_of).ok_or(ConsentGap::Kind)?;
    let obtained_on = field(Role::LeadConsentDate).and_then(first_day).ok_or(ConsentGap::Date)?;
    let expires_on =
        field(Role::LeadConsentExpiry).map(|field| first_day(field).ok_or(ConsentGap::Expiry)).transpose()?;
    let evidence = field(Role::LeadConsentEvidence).and_then(evidence_in).ok_or(ConsentGap::Evidence)?;
    let number = match field(Role::LeadConsentPhone) {
        Some(field) => only(&phones::phones_in(field, &People::default())),
        None => only(phones),
    };
    let number = number.ok_or(ConsentGap::Number)?;
    Ok(ConsentRecord { kind, number, obtained_on, expires_on, evidence })
}

/// Oral consent, a referral and whatever else people write exempt from nothing.
fn kind_of(field: &ItemField) -> Option<ConsentKind> {
    match words(field)?.as_str() {
        "express written"
        | "express written consent"
        | "prior express written consent"
        | "pewc"
        | "written"
        | "written consent" => Some(ConsentKind::ExpressWritten),
        "inquiry" | "enquiry" | "ebr inquiry" => Some(ConsentKind::Inquiry),
        "transaction" | "ebr transaction" | "prior transaction" => Some(ConsentKind::Transaction),
        "personal" | "personal relationship" => Some(ConsentKind::Personal),
        _ => None,
    }
}

fn first_day(field: &ItemField) -> Option<Date> {
    match field.values.as_slice() {
        [value] => date::days(value).map(|(first, _)| first),
        _ => None,
    }
}

fn evidence_in(field: &ItemField) -> Option<String> {
    let text = text_of(field);
    let link = link::href(field, text.as_deref().unwrap_or_default());
    let says_something = |text: &String| {
        let words = normal(text);
        !words.is_empty() && !denies(&words) && !HOLLOW.contains(&words.as_str())
    };
    link.or_else(|| text.filter(says_something))
}

/// The one number that all of these are. What cannot be read may be another.
fn only(phones: &[LeadPhone]) -> Option<E164> {
    let (first, others) = phones.split_first()?;
    let number = first.number.as_ref().ok()?;
    others.iter().all(|phone| phone.number.as_ref() == Ok(number)).then(|| number.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::{Value, json};

    const NUMBER: &str = "(612) 555-0185";

    fn field(kind: &str, label: &str, value: Value) -> ItemField {
        serde_json::from_value(json!({ "field_id": 7, "type": kind, "label": label, "values": [value] }))
            .unwrap()
    }

    fn text(label: &str, text: &str) -> ItemField {
        field("text", label, json!({ "value": text }))
    }

    fn whole() -> Vec<ItemField> {
        vec![
            field("category", "Consent Type", json!({ "value": { "text": "Express Written" } })),
            field("date", "Consent Date", json!({ "start_date": "2026-10-01" })),
            text("Consent Evidence", "https://example.com/form/9"),
        ]
    }

    fn with(mut fields: Vec<ItemField>, changed: ItemField) -> Vec<ItemField> {
        fields.retain(|field| field.label != changed.label);
        fields.push(changed);
        fields
    }

    fn of(fields: &[ItemField], phones: &[&str]) -> Option<LeadConsent> {
        let values: Vec<Value> = phones.iter().map(|phone| json!({ "value": phone })).collect();
        let phones: ItemField = serde_json::from_value(
            json!({ "field_id": 1, "type": "phone", "label": "Phone", "values": values }),
        )
        .unwrap();
        let phones = phones::phones_in(&phones, &People::default());
        let find = |role: Role| fields.iter().find(|field| field.label == role.usual_label());
        read(&find, &phones)
    }

    fn gap(fields: &[ItemField], phones: &[&str]) -> Option<ConsentGap> {
        of(fields, phones).unwrap().record.err()
    }

    #[test]
    fn a_whole_record_is_for_the_leads_only_number() {
        let consent = of(&whole(), &[NUMBER, "612.555.0185"]).unwrap();
        assert_eq!(consent.raw, "Express Written");
        let record = consent.record.unwrap();
        assert_eq!(record.kind, ConsentKind::ExpressWritten);
        assert_eq!(record.number.national(), NUMBER);
        assert_eq!((record.obtained_on, record.expires_on), (date(2026, 10, 1), None));
        assert_eq!(record.evidence, "https://example.com/form/9");
    }

    #[test]
    fn of_several_numbers_it_is_for_the_one_that_is_named() {
        for others in [["(651) 555-0101"], ["ask her sister"]] {
            let phones = [NUMBER, others[0]];
            assert_eq!(gap(&whole(), &phones), Some(ConsentGap::Number), "{others:?}");
            let named = with(whole(), text("Consent Phone", "612-555-0185"));
            assert_eq!(of(&named, &phones).unwrap().record.unwrap().number.national(), NUMBER);
        }
        let two = with(whole(), text("Consent Phone", "612-555-0185 or 651-555-0101"));
        assert_eq!(gap(&two, &[NUMBER]), Some(ConsentGap::Number));
        assert_eq!(
            gap(&with(whole(), text("Consent Phone", "her mobile")), &[NUMBER]),
            Some(ConsentGap::Number)
        );
        assert_eq!(gap(&whole(), &[]), Some(ConsentGap::Number));
    }

    #[test]
    fn what_it_lacks_is_named() {
        for (changed, lacks) in [
            (text("Consent Type", "Oral"), ConsentGap::Kind),
            (text("Consent Type", "Written or oral"), ConsentGap::Kind),
            (text("Consent Type", "Revoked"), ConsentGap::Kind),
            (text("Consent Date", "last spring"), ConsentGap::Date),
            (text("Consent Expiry", "next year"), ConsentGap::Expiry),
            (text("Consent Evidence", "n/a"), ConsentGap::Evidence),
            (text("Consent Evidence", "Yes"), ConsentGap::Evidence),
            (text("Consent Evidence", "--"), ConsentGap::Evidence),
        ] {
            let shown = format!("{changed:?}");
            assert_eq!(gap(&with(whole(), changed), &[NUMBER]), Some(lacks), "{shown}");
        }
        let mut bare = whole();
        bare.pop();
        assert_eq!(gap(&bare, &[NUMBER]), Some(ConsentGap::Evidence));
        let until = with(whole(), text("Consent Expiry", "2027-10-01"));
        assert_eq!(of(&until, &[NUMBER]).unwrap().record.unwrap().expires_on, Some(date(2027, 10, 1)));
    }

    #[test]
    fn a_lead_that_says_none_has_none() {
        assert_eq!(of(&[], &[NUMBER]), None);
        assert_eq!(of(&with(whole(), text("Consent Type", "None")), &[NUMBER]), None);
        assert_eq!(of(&[text("Consent Phone", NUMBER)], &[NUMBER]), None);
    }
}
