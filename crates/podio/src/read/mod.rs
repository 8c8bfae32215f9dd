//! A Podio item of the Master Lead app as a [`Lead`]. It needs no schema: an item names its own fields.
//!
//! Fields with a special use are found by type and label and taken out; all others are shown as they are, so that a
//! field that the customer adds tomorrow is on the agent's screen tomorrow.

mod address;
mod consent;
mod date;
mod emails;
mod link;
mod numbers;
mod owner;
mod person;
mod phones;
mod places;
mod standing;
mod states;
mod value;
mod verdict;

use std::collections::{BTreeMap, HashSet};

use domain::lead::LeadField;
use domain::{ItemId, Lead, LeadPhone};

use crate::label::{normal, readable};
use crate::schema::Role;
use crate::wire::{Item, ItemField};
use owner::Owner;
use person::People;
pub(crate) use phones::may_hold_phones;
use places::Places;

/// Reads a lead. `hidden` are the fields that the app's owner took off the page.
pub(crate) fn lead(item: &Item, hidden: &HashSet<u64>, overrides: &BTreeMap<String, String>) -> Lead {
    let in_use: Vec<ItemField> = item.fields().into_iter().filter(is_in_use).collect();
    let fields: Vec<ItemField> = in_use.iter().filter(|field| is_shown(field, hidden)).cloned().collect();
    let named = |role: Role| Some(overridden(&fields, overrides.get(role.key())?)?.id);

    let in_parts = !overrides.contains_key(Role::LeadOwner.key());
    let owner = Owner::read(&fields, field_for(Role::LeadOwner, &fields, overrides), in_parts);
    let lead_type = field_for(Role::LeadType, &fields, overrides)
        .and_then(|field| Some((field.id, value::text_of(field)?)));
    let places = Places::read(&fields, named(Role::LeadProperty), named(Role::LeadMailing));
    let people = people(&fields, &owner);
    let consent_phone = field_for(Role::LeadConsentPhone, &fields, overrides).map(|field| field.id);
    let phone_fields = phone_fields(&fields, consent_phone);
    let phones: Vec<LeadPhone> =
        phone_fields.iter().flat_map(|field| phones::phones_in(field, &people)).collect();
    let (emails, email_fields) = emails::read(&fields);

    let mut used: HashSet<u64> = owner.used.union(&places.used).copied().collect();
    used.extend(lead_type.as_ref().map(|(field, _)| *field));
    // A contact's name is shown although its phones are listed already.
    used.extend(phone_fields.iter().filter(|field| field.kind != "contact").map(|field| field.id));
    used.extend(email_fields);
    // It leads to where the agent is already, and is nothing to copy from a screen.
    used.extend(field_for(Role::LeadDialLink, &fields, overrides).map(|field| field.id));

    let owner = owner.name;
    Lead {
        id: ItemId(item.id),
        app_item_id: item.app_item_id,
        title: title(item, owner.as_deref()),
        owner,
        lead_type: lead_type.map(|(_, text)| text),
        // A field that is off the page counts as well: the rules are not for show.
        standing: standing::read(&in_use, overrides, &phones),
        phones,
        emails,
        property: places.property,
        mailing: places.mailing,
        fields: fields.iter().filter(|field| !used.contains(&field.id)).filter_map(generic).collect(),
        url: if item.link.starts_with("https://") || item.link.starts_with("http://") {
            item.link.clone()
        } else {
            String::new()
        },
    }
}

fn is_in_use(field: &ItemField) -> bool {
    (field.status.is_empty() || field.status == "active") && field.kind != "separator"
}

fn is_shown(field: &ItemField, hidden: &HashSet<u64>) -> bool {
    !field.config.is_hidden() && !hidden.contains(&field.id)
}

/// The fields with the lead's phones. That of consent says for which of them it is, so it is one of these only when it
/// has a number that no other has.
fn phone_fields(fields: &[ItemField], consent_phone: Option<u64>) -> Vec<&ItemField> {
    let numbers = |field: &ItemField| {
        let phones = phones::phones_in(field, &People::default());
        phones.into_iter().filter_map(|phone| phone.number.ok()).collect::<Vec<_>>()
    };
    let is_consents = |field: &ItemField| consent_phone == Some(field.id);
    let mut phones: Vec<&ItemField> = fields.iter().filter(|field| phones::holds_phones(field)).collect();
    let known: HashSet<_> =
        phones.iter().filter(|field| !is_consents(field)).flat_map(|field| numbers(field)).collect();
    phones.retain(|field| !is_consents(field) || numbers(field).iter().any(|number| !known.contains(number)));
    phones
}

/// The field that configuration names by field id, external id or label.
fn overridden<'a>(fields: &'a [ItemField], wanted: &str) -> Option<&'a ItemField> {
    let (wanted, label) = (wanted.trim(), normal(wanted));
    let by_id = wanted.parse::<u64>().ok();
    fields
        .iter()
        .find(|field| by_id == Some(field.id))
        .or_else(|| fields.iter().find(|field| field.external_id == wanted))
        .or_else(|| fields.iter().find(|field| normal(&field.label) == label))
}

fn field_for<'a>(
    role: Role,
    fields: &'a [ItemField],
    overrides: &BTreeMap<String, String>,
) -> Option<&'a ItemField> {
    match overrides.get(role.key()) {
        Some(wanted) => overridden(fields, wanted),
        None => discovered(fields, role),
    }
}

/// The first field that has one of the role's usual names, external ids before labels.
fn discovered(fields: &[ItemField], role: Role) -> Option<&ItemField> {
    role.labels().iter().map(|label| normal(label)).find_map(|name| {
        let by_external_id = fields.iter().find(|field| normal(&field.external_id) == name);
        by_external_id.or_else(|| fields.iter().find(|field| normal(&field.label) == name))
    })
}

fn people(fields: &[ItemField], owner: &Owner) -> People {
    let mut people = People::default();
    if let Some(name) = &owner.name {
        for role in ["owner", "seller", "homeowner", "property owner"] {
            people.add(role.split(' ').map(str::to_owned).collect(), name.clone());
        }
    }
    let may_name = |field: &&ItemField| match field.kind.as_str() {
        "contact" | "app" => true,
        "text" | "calculation" => !phones::holds_phones(field),
        _ => false,
    };
    for field in fields.iter().filter(may_name) {
        if let Some(name) = value::text_of(field).filter(|name| name.lines().count() == 1) {
            people.add(person::role_of_name(&field.label), name);
        }
    }
    people
}

fn title(item: &Item, owner: Option<&str>) -> String {
    let title = readable(&item.title);
    match (title.is_empty(), owner) {
        (false, _) => title,
        (true, Some(owner)) => owner.to_owned(),
        (true, None) => format!("Lead {}", item.app_item_id),
    }
}

fn generic(field: &ItemField) -> Option<LeadField> {
    let text = value::text_of(field)?;
    let label = readable(&field.label);
    if field.kind == "calculation"
        && let Some((text, href)) = link::markdown(&text)
    {
        return Some(LeadField { label, text, href: Some(href) });
    }
    let href = link::href(field, &text);
    Some(LeadField { label, text, href })
}
