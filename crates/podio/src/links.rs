//! The field of a lead that holds the link to call it with. Twoleg writes it, and only it.

use domain::ItemId;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::client::{Inner, Podio};
use crate::error::Error;
use crate::http::Request;
use crate::schema::{Field, Freshness, Role, Schema};
use crate::wire::{Item, scalar};
use crate::write::values;

/// A lead, and what stands in its link field.
#[derive(Debug, Clone)]
pub struct LinkedLead {
    /// The lead.
    pub id: ItemId,
    held: Vec<String>,
}

impl LinkedLead {
    /// Whether the field holds this link, and not one that only begins like it.
    pub fn holds(&self, link: &Url) -> bool {
        let ends = |(at, link): (usize, &str), text: &str| !text[at + link.len()..].starts_with(of_value);
        self.held.iter().any(|text| text.match_indices(link.as_str()).any(|found| ends(found, text)))
    }

    fn of(item: &Item, field: &Field) -> Self {
        let texts = item
            .fields()
            .into_iter()
            .filter(|of_item| of_item.id == field.id)
            .flat_map(|of_item| of_item.values.iter().filter_map(held).collect::<Vec<_>>());
        Self { id: ItemId(item.id), held: texts.collect() }
    }
}

/// What a value in a query goes on with.
fn of_value(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '=' | '%')
}

/// The text of a value, or the link of an embed.
fn held(value: &Value) -> Option<String> {
    let bare = value.pointer("/embed/original_url").or_else(|| value.get("value"))?;
    scalar(bare).map(|text| html_escape::decode_html_entities(&text).into_owned())
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Item>,
}

/// The leads of a page, by this field.
#[cfg(feature = "fuzzing")]
pub(crate) fn read(json: &[u8], field: u64) -> Option<Vec<LinkedLead>> {
    let field: Field = serde_json::from_value(json!({ "field_id": field })).ok()?;
    let page: Page = serde_json::from_slice(json).ok()?;
    Some(page.items.iter().map(|item| LinkedLead::of(item, &field)).collect())
}

#[derive(Deserialize)]
struct Embed {
    embed_id: u64,
}

impl Podio {
    /// How many leads a page of [`Self::linked_leads`] has; fewer end the list.
    pub const LINKED_AT_ONCE: usize = 100;

    /// The leads from the `offset`th on, oldest first, so that one made meanwhile comes at the end.
    ///
    /// # Errors
    /// [`Error::Setup`] when the app has no field for the link.
    pub async fn linked_leads(&self, offset: usize) -> Result<Vec<LinkedLead>, Error> {
        let inner = &*self.inner;
        let (schema, _) = inner.lead_app.schema().await?;
        let field = inner.link_field(&schema)?;
        let body = json!({
            "sort_by": "created_on", "sort_desc": false, "limit": Self::LINKED_AT_ONCE, "offset": offset,
            "remember": false,
        });
        let request = Request::ask(format!("/item/app/{}/filter/", inner.lead_app.id), body);
        let page: Page = inner.lead_app.credential.call(&request).await?;
        Ok(page.items.iter().map(|item| LinkedLead::of(item, field)).collect())
    }

    /// One lead by its id.
    ///
    /// # Errors
    /// [`Error::WrongApp`] when the item is no lead, [`Error::Setup`] when the app has no field for the link.
    pub async fn linked_lead(&self, lead: ItemId) -> Result<LinkedLead, Error> {
        let inner = &*self.inner;
        let item = inner.item(lead).await?;
        let (schema, _) = inner.lead_app.schema().await?;
        Ok(LinkedLead::of(&item, inner.link_field(&schema)?))
    }

    /// Writes a lead's link. Nobody is notified, and no hook hears of it. Writing it twice does no harm.
    ///
    /// # Errors
    /// [`Error::Setup`] when the app has no field for the link.
    pub async fn write_link(&self, lead: ItemId, link: &Url) -> Result<(), Error> {
        let inner = &*self.inner;
        let (schema, freshness) = inner.lead_app.schema().await?;
        match inner.write_link(lead, link, &schema).await {
            // A refusal wrote nothing, and may mean that somebody changed the app since its schema was read.
            Err(error @ (Error::Rejected { status: 400, .. } | Error::Setup(_)))
                if freshness == Freshness::Cached =>
            {
                tracing::info!(%error, "the Master Lead app is read again");
                let schema = inner.lead_app.read_again().await?;
                inner.write_link(lead, link, &schema).await
            }
            other => other,
        }
    }
}

impl Inner {
    fn link_field<'a>(&self, schema: &'a Schema) -> Result<&'a Field, Error> {
        schema.find(Role::LeadDialLink, &self.overrides, self.lead_app.id).map_err(|problem| {
            Error::Setup(format!(
                "{} Add a field of the type Link to it and call it “{}”, or name yours in PODIO_FIELDS as {}.",
                problem.0,
                Role::LeadDialLink.usual_label(),
                Role::LeadDialLink.key(),
            ))
        })
    }

    async fn write_link(&self, lead: ItemId, link: &Url, schema: &Schema) -> Result<(), Error> {
        let field = self.link_field(schema)?;
        let credential = &self.lead_app.credential;
        let value = if field.kind == "embed" {
            // `delayed`: Podio must not open the link while we wait. It could not read the page either.
            let request = Request::create("/embed/", json!({ "url": link.as_str(), "mode": "delayed" }));
            let embed: Embed = credential.call(&request).await?;
            values::embed(embed.embed_id)
        } else {
            values::link(field, link)
        };
        let body = json!({ "fields": { field.id.to_string(): value } });
        let request =
            Request::update(format!("/item/{lead}"), body).query("hook", "false").query("silent", "true");
        credential.send(&request).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str) -> bool {
        let lead = LinkedLead { id: ItemId(7), held: vec![text.to_owned()] };
        lead.holds(&"https://dialer.example/dial?item_id=7&key=abc".parse().unwrap())
    }

    #[test]
    fn a_link_with_more_of_a_key_is_another() {
        let link = "https://dialer.example/dial?item_id=7&key=abc";
        for good in ["", " ", ")", "\">Call</a>", ".", "&ref=1"] {
            assert!(holds(&format!("{link}{good}")), "{good}");
        }
        for bad in ["d", "7", "-", "_", "=", "%20"] {
            assert!(!holds(&format!("{link}{bad}")), "{bad}");
            assert!(holds(&format!("{link}{bad} {link}")), "{bad}: the second is whole");
        }
    }
}
