//! What a generated lead holds: a name, a number, and a property in the number's state in which nobody lives who owns it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::CrmError;
use super::super::catalog::{Catalog, Field};

/// Where a hundred of them live.
#[derive(Debug)]
pub(super) struct Place {
    area_code: &'static str,
    state: &'static str,
    city: &'static str,
    zip: &'static str,
    zone: u64,
}

/// The ids of the fields and options that they have values in.
#[derive(Debug, Default)]
pub(super) struct Fields {
    title: u64,
    category: (u64, u64),
    status: (u64, u64),
    occupied: (u64, u64),
    phone: u64,
    address: u64,
    zone: u64,
}

impl Place {
    pub(super) fn read(catalog: &Catalog, line: &'static str) -> Result<Self, CrmError> {
        let [area_code, state, city, zip, zone] = line
            .split(',')
            .collect::<Vec<_>>()
            .try_into()
            .map_err(|_| CrmError::Seed(format!("more_leads.csv: {line}")))?;
        Ok(Self { area_code, state, city, zip, zone: option(catalog, "time-zone", zone)?.1 })
    }
}

impl Fields {
    pub(super) fn of(catalog: &Catalog) -> Result<Self, CrmError> {
        Ok(Self {
            title: field(catalog, "title")?,
            category: option(catalog, "category", "Absentee Owner")?,
            status: option(catalog, "status", "New")?,
            occupied: option(catalog, "owner-occupied", "No")?,
            phone: field(catalog, "phone")?,
            address: field(catalog, "address")?,
            zone: field(catalog, "time-zone")?,
        })
    }

    /// The values as they are stored.
    pub(super) fn values(&self, place: &Place, nth: u64, line: usize) -> BTreeMap<u64, Vec<Value>> {
        let Place { area_code, state, city, zip, zone } = place;
        let street = format!("{nth} Sample St");
        let address = format!("{street}, {city}, {state} {zip}");
        let option = |(field, option): (u64, u64)| (field, vec![json!({ "value": option })]);
        BTreeMap::from([
            (self.title, vec![json!({ "value": format!("Owner {nth}") })]),
            option(self.category),
            option(self.status),
            option(self.occupied),
            option((self.zone, *zone)),
            (
                self.phone,
                vec![json!({ "type": "mobile", "value": format!("({area_code}) 555-01{line:02}") })],
            ),
            (
                self.address,
                vec![json!({
                    "value": address,
                    "formatted": format!("{address}, USA"),
                    "street_address": street,
                    "city": city,
                    "state": state,
                    "postal_code": zip,
                    "country": "United States",
                })],
            ),
        ])
    }
}

fn field(catalog: &Catalog, external_id: &str) -> Result<u64, CrmError> {
    let field = catalog.leads().field(external_id).map(|field| field.id);
    field.ok_or_else(|| CrmError::Seed(format!("apps.json has no field {external_id} of leads")))
}

/// A category and one of its options.
fn option(catalog: &Catalog, external_id: &str, text: &str) -> Result<(u64, u64), CrmError> {
    let options = catalog.leads().field(external_id).map(Field::options).unwrap_or_default();
    let option = options.iter().find(|option| option.text == text).map(|option| option.id);
    let option = option.ok_or_else(|| CrmError::Seed(format!("apps.json has no {text} in {external_id}")))?;
    Ok((field(catalog, external_id)?, option))
}
