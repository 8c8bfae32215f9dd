//! The link of a new lead, into the field that the CRM has for it.

use domain::ItemId;
use jiff::Timestamp;
use serde_json::json;
use store::{Leased, OutboxEntry};

use super::Kind;
use crate::{Dialer, Error};

/// A lead's link, due at once. A lead is owed one link at a time, however often the CRM says that it is new.
pub(crate) fn owed_link(lead: ItemId) -> OutboxEntry {
    OutboxEntry {
        id: format!("lead-{lead}:{}", Kind::LeadLink.code()),
        order_key: format!("lead-{lead}"),
        kind: Kind::LeadLink.code().to_owned(),
        payload: json!({ "lead": lead }),
        due_at: Timestamp::now(),
    }
}

impl Dialer {
    /// Asks the CRM for the item, whatever the hook said of it, and writes its link if it is a lead without one.
    pub(super) async fn pay_lead_link(&self, entry: &Leased) -> Result<(), Error> {
        let lead = lead_of(entry).ok_or(Error::NoSuchLead)?;
        let found = match self.podio.linked_lead(lead).await {
            // Deleted meanwhile, or never a lead: nothing is owed.
            Err(podio::Error::NotFound | podio::Error::WrongApp) => return Ok(()),
            found => found?,
        };
        let link = self.lead_link(lead);
        if !found.holds(&link) {
            self.podio.write_link(lead, &link).await?;
        }
        Ok(())
    }
}

fn lead_of(entry: &Leased) -> Option<ItemId> {
    serde_json::from_value(entry.entry.payload.get("lead")?.clone()).ok()
}
