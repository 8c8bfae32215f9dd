//! The property's and the mailing address of a lead, from whichever fields hold them whole or in parts.

use std::collections::HashSet;

use domain::lead::Address;
use domain::text::plain;

use super::address::{from_location, from_text, with_line, zip};
use super::states::state;
use super::value::text_of;
use crate::label::words;
use crate::wire::ItemField;

/// Both addresses, and the fields that they were made of.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) property: Option<Address>,
    pub(super) mailing: Option<Address>,
    pub(super) used: HashSet<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Property,
    Mailing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Street,
    City,
    State,
    Zip,
}

impl Places {
    /// Reads both. `property` and `mailing` are the fields that configuration names, where it does.
    pub(super) fn read(fields: &[ItemField], property: Option<u64>, mailing: Option<u64>) -> Self {
        let mut places = Self::default();
        places.property = places.one(fields, Which::Property, property);
        places.mailing = places.one(fields, Which::Mailing, mailing);
        places
    }

    fn one(&mut self, fields: &[ItemField], which: Which, named: Option<u64>) -> Option<Address> {
        let mut address = Address::default();
        let is_named = |field: &ItemField| named == Some(field.id);
        // A whole address first, wherever it stands; parts fill what it lacks.
        let whole = fields.iter().find_map(|field| {
            let fits = match named {
                Some(_) => is_named(field),
                None => place_of(field) == Some((which, Part::Whole)) && !self.used.contains(&field.id),
            };
            let read = if fits { whole_address(field) } else { None };
            read.map(|address| (field.id, address))
        });
        if let Some((field, read)) = whole {
            self.used.insert(field);
            address = read;
        }
        for field in fields {
            let Some((of, part)) = place_of(field).filter(|(_, part)| *part != Part::Whole) else { continue };
            let Some(text) = text_of(field).filter(|_| of == which) else { continue };
            let (slot, value) = match part {
                Part::Street => (&mut address.street, Some(text)),
                Part::City => (&mut address.city, Some(text)),
                Part::State => (&mut address.state, state(&text).map(str::to_owned)),
                Part::Zip | Part::Whole => (&mut address.zip, zip(&text).map(str::to_owned)),
            };
            if let Some(value) = value {
                if slot.is_none() {
                    *slot = Some(value);
                    // The line lacked this part: it is made anew.
                    address.line.clear();
                }
                self.used.insert(field.id);
            }
        }
        with_line(address)
    }
}

fn whole_address(field: &ItemField) -> Option<Address> {
    match field.kind.as_str() {
        "location" => field.values.first().and_then(from_location),
        _ => text_of(field).as_deref().map(plain).as_deref().and_then(from_text),
    }
}

/// Which address a field belongs to, by its label. *Executor Address* and *Email Address* belong to neither.
fn place_of(field: &ItemField) -> Option<(Which, Part)> {
    let all = words(&field.label);
    let mut which = None;
    let mut part = None;
    for word in all.iter().map(String::as_str) {
        match word {
            "postal" if all.iter().any(|word| word == "code") => part = Some(Part::Zip),
            // The owner lives where the letters go.
            "mailing" | "mail" | "postal" | "owner" | "owners" | "s" => which = Some(Which::Mailing),
            "property" | "site" | "situs" | "subject" | "house" => {
                which.get_or_insert(Which::Property);
            }
            "address" | "location" => {
                part.get_or_insert(Part::Whole);
            }
            "street" => part = Some(Part::Street),
            "city" | "town" => part = Some(Part::City),
            "state" => part = Some(Part::State),
            "zip" | "zipcode" | "postcode" => part = Some(Part::Zip),
            "full" | "line" | "1" | "code" => {}
            _ => return None,
        }
    }
    let kind = field.kind.as_str();
    if !["location", "text", "calculation", "category", "number"].contains(&kind) {
        return None;
    }
    // A location field is an address whatever its label calls it.
    let part = part.or_else(|| (kind == "location" && which.is_some()).then_some(Part::Whole))?;
    Some((which.unwrap_or(Which::Property), part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn field(id: u64, kind: &str, label: &str, value: Value) -> ItemField {
        serde_json::from_value(json!({ "field_id": id, "type": kind, "label": label, "values": [value] }))
            .unwrap()
    }

    fn text(id: u64, label: &str, value: &str) -> ItemField {
        field(id, "text", label, json!({ "value": value }))
    }

    #[test]
    fn whole_addresses_are_told_apart_by_their_labels() {
        let fields = [
            text(1, "Executor Address", "9 Pine Ave, Ocala, FL 34470"),
            text(2, "Owner Mailing Address", "77 Lake Dr, Denver, CO 80202"),
            field(
                3,
                "location",
                "Property Address",
                json!({ "value": "4112 Bayshore Blvd, Tampa, FL 33611" }),
            ),
            text(4, "Email Address", "harold@example.com"),
        ];
        let places = Places::read(&fields, None, None);
        assert_eq!(places.property.unwrap().state.as_deref(), Some("FL"));
        assert_eq!(places.mailing.unwrap().state.as_deref(), Some("CO"));
        assert_eq!(places.used, HashSet::from([2, 3]));
    }

    #[test]
    fn parts_make_an_address_and_a_workflow_state_does_not() {
        let fields = [
            text(1, "Full Address", "4112 Bayshore Blvd"),
            text(2, "City", "Tampa"),
            field(3, "category", "State", json!({ "value": { "id": 1, "text": "Florida" } })),
            text(4, "Zip Code", "33611"),
        ];
        let property = Places::read(&fields, None, None).property.unwrap();
        assert_eq!((property.state.as_deref(), property.zip.as_deref()), (Some("FL"), Some("33611")));
        assert_eq!(property.line, "4112 Bayshore Blvd, Tampa, FL 33611");

        let workflow = [field(3, "category", "State", json!({ "value": { "id": 1, "text": "New" } }))];
        let places = Places::read(&workflow, None, None);
        assert!(places.property.is_none() && places.used.is_empty());
    }

    #[test]
    fn configuration_can_name_the_fields() {
        let fields =
            [text(8, "Where", "1 Main St, Austin, TX 78701"), text(9, "Address", "2 Oak St, Reno, NV 89501")];
        let places = Places::read(&fields, Some(8), None);
        assert_eq!(places.property.unwrap().city.as_deref(), Some("Austin"));
    }
}
