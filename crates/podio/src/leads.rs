//! Finding and reading leads.

use std::collections::HashSet;

use domain::{ItemId, Lead};
use serde::Deserialize;
use serde_json::json;

use crate::client::{Inner, Podio};
use crate::error::Error;
use crate::http::Request;
use crate::lead_ref::{LeadRef, parts_of_url};
use crate::read;
use crate::wire::Item;

/// Podio's own sources disagree on the most that a filter gives; all of them allow this.
const PAGE: usize = 100;

#[derive(Deserialize)]
struct Page {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(rename = "type")]
    kind: String,
    id: u64,
}

impl Podio {
    /// One lead, as Podio has it now. Reading does not mark it as viewed.
    pub async fn lead(&self, lead: &LeadRef) -> Result<Lead, Error> {
        let inner = &*self.inner;
        let item = match lead {
            LeadRef::Item(id) => inner.item_or_app_item(*id).await?,
            LeadRef::AppItem(number) => inner.app_item(*number).await?,
            LeadRef::Url(url) => inner.item_at(url).await?,
        };
        Ok(read::lead(&item, &inner.hidden_lead_fields().await, &inner.overrides))
    }

    /// The newest leads, `limit` at most.
    pub async fn leads(&self, limit: usize) -> Result<Vec<Lead>, Error> {
        let inner = &*self.inner;
        let hidden = inner.hidden_lead_fields().await;
        let mut leads = Vec::new();
        while leads.len() < limit {
            let size = PAGE.min(limit - leads.len());
            let body = json!({
                "sort_by": "created_on", "sort_desc": true, "limit": size, "offset": leads.len(), "remember": false,
            });
            let request = Request::ask(format!("/item/app/{}/filter/", inner.lead_app.id), body);
            let page: Page = inner.lead_app.credential.call(&request).await?;
            let got = page.items.len();
            leads.extend(page.items.iter().map(|item| read::lead(item, &hidden, &inner.overrides)));
            if got < size {
                break;
            }
        }
        leads.truncate(limit);
        Ok(leads)
    }
}

impl Inner {
    /// The item with this id, which must be a lead. Podio's calculation fields know only the number within the app,
    /// so many links carry that one as `item_id`: where no lead has the id, the number is tried.
    async fn item_or_app_item(&self, id: ItemId) -> Result<Item, Error> {
        let error = match self.item(id).await {
            Ok(item) => return Ok(item),
            Err(error @ (Error::NotFound | Error::WrongApp | Error::Rejected { status: 403, .. })) => error,
            Err(error) => return Err(error),
        };
        match self.app_item(id.0).await {
            Err(Error::NotFound | Error::Rejected { .. }) => Err(error),
            found => found,
        }
    }

    /// The lead with this item id.
    pub(crate) async fn item(&self, id: ItemId) -> Result<Item, Error> {
        self.read_lead(Request::get(format!("/item/{id}"))).await
    }

    async fn app_item(&self, number: u64) -> Result<Item, Error> {
        self.read_lead(Request::get(format!("/app/{}/item/{number}", self.lead_app.id))).await
    }

    /// Ids are global: whatever Podio answers is a lead only when its app says so.
    async fn read_lead(&self, request: Request) -> Result<Item, Error> {
        // Podio would clear somebody's notifications otherwise.
        let request = request.query("mark_as_viewed", "0");
        let item: Item = self.lead_app.credential.call(&request).await?;
        match &item.app {
            Some(app) if app.app_id == self.lead_app.id => Ok(item),
            _ => Err(Error::WrongApp),
        }
    }

    /// The item at an address. The number in it counts within the app that the address names, so the item found by it
    /// must have that address; otherwise Podio is asked what the address stands for.
    async fn item_at(&self, url: &str) -> Result<Item, Error> {
        let parts = parts_of_url(url);
        if let Some((app, number)) = &parts {
            match self.app_item(*number).await {
                Ok(item) if parts_of_url(&item.link).is_some_and(|(of_item, _)| of_item == *app) => {
                    return Ok(item);
                }
                Ok(_) | Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        let request = Request::get("/reference/resolve").query("url", url);
        let reference: Reference = self.lead_app.credential.call(&request).await?;
        if reference.kind != "item" {
            return Err(Error::WrongApp);
        }
        self.item(ItemId(reference.id)).await
    }

    /// The fields that the app's owner took off the page. A lead is shown without this knowledge rather than not at
    /// all.
    async fn hidden_lead_fields(&self) -> HashSet<u64> {
        match self.lead_app.schema().await {
            Ok((schema, _)) => {
                let off_the_page =
                    schema.fields.iter().filter(|field| !field.is_active() || field.config.is_hidden());
                off_the_page.map(|field| field.id).collect()
            }
            Err(error) => {
                tracing::warn!(%error, "the Master Lead app's schema cannot be read: hidden fields may show");
                HashSet::new()
            }
        }
    }
}
