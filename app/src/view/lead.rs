//! The lead, as its workspace shows it.

use serde::{Deserialize, Serialize};

/// A field of the lead, shown as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactView {
    /// The CRM's label.
    pub label: String,
    /// The value; may hold several lines.
    pub text: String,
    /// A link, where the field is one.
    pub href: Option<String>,
}

/// Who is to be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadView {
    /// The item id.
    pub id: String,
    /// The owner, or the item's title.
    pub name: String,
    /// The CRM's word for the kind of lead.
    pub lead_type: Option<String>,
    /// Where the property is.
    pub property: Option<String>,
    /// The lead's page in the CRM.
    pub url: String,
    /// What else is known of it; nothing empty.
    pub facts: Vec<FactView>,
}

#[cfg(feature = "ssr")]
impl LeadView {
    /// The view of a lead.
    pub fn of(lead: &domain::Lead) -> Self {
        let property = lead.property.as_ref().map(|address| address.line.clone());
        let mailing = lead.mailing.as_ref().map(|address| address.line.clone());
        let fact = |label: &str, text: String, href: Option<String>| FactView {
            label: label.to_owned(),
            text,
            href,
        };
        let mut facts = Vec::new();
        if lead.title != lead.name() {
            facts.push(fact("Title", lead.title.clone(), None));
        }
        if let Some(mailing) = mailing.filter(|line| Some(line) != property.as_ref()) {
            facts.push(fact("Mailing address", mailing, None));
        }
        for email in &lead.emails {
            facts.push(fact("Email", email.clone(), None));
        }
        // A link is followed only where it cannot run code.
        let safe = |href: &Option<String>| href.clone().filter(|href| href.starts_with("https://"));
        facts.extend(
            lead.fields.iter().map(|field| fact(&field.label, field.text.clone(), safe(&field.href))),
        );
        Self {
            id: lead.id.to_string(),
            name: lead.name().to_owned(),
            lead_type: lead.lead_type.clone(),
            property,
            url: lead.url.clone(),
            facts,
        }
    }
}
