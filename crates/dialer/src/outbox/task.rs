//! The follow-up task.

use domain::CallId;
use domain::call::Change;
use podio::TaskFields;
use serde_json::json;
use store::{Leased, NewEvent, Unit};

use crate::{Dialer, Error};

impl Dialer {
    /// Creates the task that the disposition asks for, once.
    pub(super) async fn pay_task(
        &self,
        call: CallId,
        entry: &Leased,
        check_first: bool,
    ) -> Result<(), Error> {
        let record = self.record_of(call).await?;
        let owed = record.wrap_up.as_ref().and_then(|wrap_up| wrap_up.follow_up);
        let Some(follow_up) = owed.filter(|_| record.crm.task.is_none() && record.erased_at.is_none()) else {
            return Ok(());
        };
        let fields = TaskFields {
            call,
            lead: record.facts.lead,
            kind: follow_up.kind,
            title: format!("{}: {}", follow_up.kind.label(), record.facts.lead_name),
            due: follow_up.due,
        };
        let item = self.podio.create_task(&fields, check_first).await?;
        let event = NewEvent {
            id: format!("{}:paid", entry.entry.id),
            kind: "crm.task".into(),
            at: self.now(),
            payload: json!({ "item_id": item.id }),
        };
        self.store.record(&call, Unit { changes: vec![Change::Task(item)], ..Unit::of(event) }).await?;
        Ok(())
    }
}
