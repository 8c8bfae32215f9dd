//! What the CRM holds: items with their values, native tasks, comments, links.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::access::Principal;
use super::error::ApiError;
use super::hooks::Hook;
use super::more::MoreLeads;

/// Values of one item by field id, each list in the form of [`super::write`].
pub(super) type Values = BTreeMap<u64, Vec<Value>>;

/// Real item ids have long outgrown 31 bits; those made here begin above the seeds'.
const FIRST_NEW_ITEM: u64 = 3_218_400_117;
const ITEM_STEP: u64 = 13;

/// All data of the account. Changed in whole steps only, so that what is saved is always consistent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) items: BTreeMap<u64, Item>,
    pub(super) tasks: BTreeMap<u64, Task>,
    pub(super) comments: Vec<Comment>,
    pub(super) embeds: BTreeMap<u64, String>,
    #[serde(default)]
    pub(super) hooks: BTreeMap<u64, Hook>,
    /// How many things were ever made: ids are never used twice.
    made: u64,
    /// Leads that nobody changed yet; one that is changed stands among the items.
    #[serde(skip)]
    pub(super) more: Arc<MoreLeads>,
}

/// One item of an app.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) id: u64,
    pub(super) app_id: u64,
    pub(super) app_item_id: u64,
    pub(super) external_id: Option<String>,
    pub(super) values: Values,
    pub(super) tags: Vec<String>,
    pub(super) revision: u64,
    pub(super) created_on: Timestamp,
    pub(super) created_by: Principal,
    pub(super) edited_on: Timestamp,
    pub(super) edited_by: Principal,
    /// A deleted item still answers: 410, not 404.
    pub(super) deleted: bool,
}

/// A task of Podio's own kind, not an item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Task {
    pub(super) id: u64,
    pub(super) text: String,
    pub(super) description: Option<String>,
    pub(super) due_date: Option<String>,
    pub(super) due_time: Option<String>,
    pub(super) item: Option<u64>,
    pub(super) private: bool,
    pub(super) external_id: Option<String>,
    pub(super) completed: bool,
    pub(super) created_on: Timestamp,
    pub(super) created_by: Principal,
}

/// A comment on an item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Comment {
    pub(super) id: u64,
    pub(super) item_id: u64,
    pub(super) value: String,
    pub(super) external_id: Option<String>,
    pub(super) created_on: Timestamp,
    pub(super) created_by: Principal,
}

/// An item about to be made.
pub(super) struct NewItem {
    pub(super) app_id: u64,
    pub(super) external_id: Option<String>,
    pub(super) values: Values,
    pub(super) tags: Vec<String>,
}

impl State {
    /// Makes an item; returns its id.
    pub(super) fn create(&mut self, new: NewItem, by: Principal, now: Timestamp) -> u64 {
        let item_id = FIRST_NEW_ITEM + self.next() * ITEM_STEP;
        let app_item_id =
            self.items_of(new.app_id).map(|item| item.app_item_id).max().unwrap_or_default() + 1;
        self.items.insert(
            item_id,
            Item {
                id: item_id,
                app_id: new.app_id,
                app_item_id,
                external_id: new.external_id,
                values: new.values,
                tags: new.tags,
                revision: 0,
                created_on: now,
                created_by: by,
                edited_on: now,
                edited_by: by,
                deleted: false,
            },
        );
        item_id
    }

    /// A number that nothing had before.
    pub(super) fn next(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    /// The item, deleted or not.
    pub(super) fn get(&self, item_id: u64) -> Option<&Item> {
        self.items.get(&item_id).or_else(|| self.more.get(item_id))
    }

    /// Every item of every app, deleted ones too.
    pub(super) fn all_items(&self) -> impl Iterator<Item = &Item> {
        self.items.values().chain(self.more.iter().filter(|item| !self.items.contains_key(&item.id)))
    }

    /// The item, unless it never was (404) or was deleted (410).
    pub(super) fn item(&self, item_id: u64) -> Result<&Item, ApiError> {
        match self.get(item_id) {
            Some(item) if item.deleted => Err(ApiError::gone()),
            Some(item) => Ok(item),
            None => Err(ApiError::not_found()),
        }
    }

    /// The same, to change.
    pub(super) fn item_mut(&mut self, item_id: u64) -> Result<&mut Item, ApiError> {
        if let (false, Some(item)) = (self.items.contains_key(&item_id), self.more.get(item_id)) {
            self.items.insert(item_id, item.clone());
        }
        match self.items.get_mut(&item_id) {
            Some(item) if item.deleted => Err(ApiError::gone()),
            Some(item) => Ok(item),
            None => Err(ApiError::not_found()),
        }
    }

    /// Every item of an app, deleted ones too.
    pub(super) fn items_of(&self, app_id: u64) -> impl Iterator<Item = &Item> {
        let more = self.more.of_app(app_id).filter(|item| !self.items.contains_key(&item.id));
        self.items.values().filter(move |item| item.app_id == app_id).chain(more)
    }

    /// The app's items that are there, newest first.
    pub(super) fn live_items_of(&self, app_id: u64) -> Vec<&Item> {
        let mut items: Vec<_> = self.items_of(app_id).filter(|item| !item.deleted).collect();
        items.sort_by_key(|item| std::cmp::Reverse((item.created_on, item.id)));
        items
    }

    /// The items of the app with this external id, oldest first. Nothing keeps it unique.
    pub(super) fn by_external_id(&self, app_id: u64, external_id: &str) -> Vec<&Item> {
        let with = |item: &&Item| !item.deleted && item.external_id.as_deref() == Some(external_id);
        self.items_of(app_id).filter(with).collect()
    }
}

impl Item {
    /// Notes an edit.
    pub(super) fn edited(&mut self, by: Principal, now: Timestamp) {
        self.revision += 1;
        self.edited_by = by;
        self.edited_on = now;
    }
}
