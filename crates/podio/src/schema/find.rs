//! Finding the field for a role: the override, then the field's external id, then its label.
//!
//! An override is a field id, an external id or a label, and is final: when it matches nothing, that is an error and
//! never a reason to guess. Relationship fields are narrowed first to those that may point to the Master Lead app,
//! because an app may keep an older one with the same label beside the one in use.

use std::collections::BTreeMap;

use super::{Field, Role, Schema};
use crate::label::normal;

/// Why there is no field for a role, as a sentence for whoever owns the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotFound(pub(crate) String);

impl Schema {
    /// The field for `role`.
    pub(crate) fn find(
        &self,
        role: Role,
        overrides: &BTreeMap<String, String>,
        lead_app: u64,
    ) -> Result<&Field, NotFound> {
        let app = self.name();
        let field = match overrides.get(role.key()) {
            Some(wanted) => self.overridden(wanted).ok_or_else(|| {
                NotFound(format!("The app “{app}” has no field “{wanted}”, which {} is set to.", role.key()))
            })?,
            None => self
                .discovered(role, lead_app)?
                .ok_or_else(|| NotFound(format!("The app “{app}” has no field “{}”.", role.usual_label())))?,
        };
        if role.kinds().is_empty() || role.kinds().contains(&field.kind.as_str()) {
            return Ok(field);
        }
        let wanted = role.kinds().join(" or ");
        let (label, kind) = (field.label(), &field.kind);
        Err(NotFound(format!(
            "The field “{label}” of the app “{app}” is of type {kind}, and must be {wanted}."
        )))
    }

    fn overridden(&self, wanted: &str) -> Option<&Field> {
        let wanted = wanted.trim();
        let by_id = wanted.parse::<u64>().ok();
        let label = normal(wanted);
        self.active()
            .find(|field| by_id == Some(field.id))
            .or_else(|| self.active().find(|field| field.external_id == wanted))
            .or_else(|| self.active().find(|field| normal(&field.label()) == label))
    }

    fn discovered(&self, role: Role, lead_app: u64) -> Result<Option<&Field>, NotFound> {
        let fits = |field: &&Field| role.kinds().is_empty() || role.kinds().contains(&field.kind.as_str());
        let mut pool: Vec<&Field> = self.active().filter(fits).collect();
        if role.kinds() == ["app"] {
            let points_to_lead = |field: &&Field| field.referenced_apps().contains(&lead_app);
            let pointing: Vec<&Field> = pool.iter().copied().filter(points_to_lead).collect();
            match pointing.as_slice() {
                [] => {}
                [only] => return Ok(Some(only)),
                _ => pool = pointing,
            }
        }
        match self.named(role, &pool)? {
            Some(field) => Ok(Some(field)),
            // One of another type is found too, so that the error can say what is wrong with it.
            None => self.named(role, &self.active().collect::<Vec<_>>()),
        }
    }

    fn named<'a>(&self, role: Role, pool: &[&'a Field]) -> Result<Option<&'a Field>, NotFound> {
        for name in role.labels().iter().map(|label| normal(label)) {
            let namesakes: Vec<&'a Field> =
                pool.iter().copied().filter(|field| normal(&field.label()) == name).collect();
            let by_external_id = pool.iter().copied().find(|field| normal(&field.external_id) == name);
            match (by_external_id, namesakes.as_slice()) {
                // Of two relationships with one label, the older has the better external id: no reason to choose it.
                (Some(field), [_, _, ..]) if field.kind == "app" => {
                    return Err(self.ambiguous(role, &namesakes));
                }
                (Some(field), _) => return Ok(Some(field)),
                (None, [field]) => return Ok(Some(*field)),
                (None, []) => {}
                (None, _) => return Err(self.ambiguous(role, &namesakes)),
            }
        }
        Ok(None)
    }

    fn ambiguous(&self, role: Role, namesakes: &[&Field]) -> NotFound {
        let ids: Vec<String> = namesakes.iter().map(|field| field.id.to_string()).collect();
        let (app, label, ids) = (self.name(), role.usual_label(), ids.join(", "));
        NotFound(format!(
            "The app “{app}” has more than one field “{label}” ({ids}): set {} to the one in use.",
            role.key()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const LEAD_APP: u64 = 30_100_200;

    fn field(id: u64, kind: &str, external_id: &str, label: &str, settings: Value) -> Value {
        json!({ "status": "active", "type": kind, "field_id": id, "external_id": external_id, "label": label,
                "config": { "label": label, "settings": settings } })
    }

    fn schema(fields: Vec<Value>) -> Schema {
        serde_json::from_value(
            json!({ "status": "active", "config": { "name": "Call &amp; Text" }, "fields": fields }),
        )
        .unwrap()
    }

    fn find(schema: &Schema, role: Role, overrides: &[(&str, &str)]) -> Result<u64, String> {
        let overrides = overrides.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        schema.find(role, &overrides, LEAD_APP).map(|field| field.id).map_err(|error| error.0)
    }

    #[test]
    fn the_order_is_override_then_external_id_then_label() {
        let schema = schema(vec![
            field(11, "category", "outcome", "Disposition Code", json!({})),
            field(12, "category", "disposition-code", "Renamed", json!({})),
            field(13, "category", "third", "Third", json!({})),
        ]);
        assert_eq!(find(&schema, Role::ActivityDisposition, &[]), Ok(12));
        for wanted in ["13", "third", " THIRD "] {
            assert_eq!(find(&schema, Role::ActivityDisposition, &[("activity.disposition", wanted)]), Ok(13));
        }
        let wrong = find(&schema, Role::ActivityDisposition, &[("activity.disposition", "99")]).unwrap_err();
        assert_eq!(wrong, "The app “Call & Text” has no field “99”, which activity.disposition is set to.");
    }

    #[test]
    fn of_two_relationship_fields_the_one_that_points_to_the_lead_app_is_used() {
        let to_leads = json!({ "referenced_apps": [{ "app_id": LEAD_APP }] });
        let old = field(
            274_769_798,
            "app",
            "relationship-to-master-lead",
            "Relationship to Master Lead",
            json!({}),
        );
        let new = |settings| {
            field(
                274_851_864,
                "app",
                "relationship-to-master-lead-2",
                "Relationship to Master Lead",
                settings,
            )
        };
        assert_eq!(find(&schema(vec![old.clone(), new(to_leads)]), Role::ActivityLead, &[]), Ok(274_851_864));

        let unclear = schema(vec![old, new(json!({}))]);
        let sentence = find(&unclear, Role::ActivityLead, &[]).unwrap_err();
        assert!(
            sentence.contains("274769798, 274851864") && sentence.contains("activity.lead"),
            "{sentence}"
        );
        assert_eq!(find(&unclear, Role::ActivityLead, &[("activity.lead", "274851864")]), Ok(274_851_864));
    }

    #[test]
    fn a_field_of_the_wrong_type_or_out_of_use_is_not_taken() {
        let price = schema(vec![field(7, "text", "target-asking-price", "Target Asking Price", json!({}))]);
        let sentence = find(&price, Role::ActivityAskingPrice, &[]).unwrap_err();
        assert!(sentence.contains("is of type text, and must be money or number"), "{sentence}");

        let mut deleted = field(8, "date", "date-of-call", "Date of Call", json!({}));
        deleted["status"] = "deleted".into();
        let sentence = find(&schema(vec![deleted]), Role::ActivityDate, &[]).unwrap_err();
        assert_eq!(sentence, "The app “Call & Text” has no field “Date of Call”.");
    }
}
