//! The follow-up task: an item of the Tasks app, or Podio's own task on the lead.

use domain::{CallId, FollowUpKind, ItemId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Fields;
use super::values;
use crate::error::Error;
use crate::schema::Role;

/// What is to be done, for whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskFields {
    /// Our id of the call: the task's external id is made of it.
    pub call: CallId,
    /// The lead that it is about.
    pub lead: ItemId,
    /// Call or appointment.
    pub kind: FollowUpKind,
    /// One line.
    pub title: String,
    /// The day.
    pub due: Date,
}

/// What the option for a task yet to be done may be called.
const OPEN: &[&str] = &["Open", "To Do", "To-Do", "Todo", "Not Started", "Pending", "New"];

impl TaskFields {
    /// The external id that the task of this call has.
    pub(crate) fn external_id(&self) -> String {
        format!("task:{}", self.call)
    }

    /// Fills an item of the Tasks app. A type or status that the app does not know is left out: the task counts more.
    pub(crate) fn fill(&self, fields: &mut Fields<'_>) -> Result<(), Error> {
        fields.put_text(Role::TaskTitle, &self.title)?;
        fields.put(Role::TaskDue, |_| values::day(self.due))?;
        fields.put(Role::TaskLead, |_| values::relationship(self.lead))?;
        let kinds: &[&str] = match self.kind {
            FollowUpKind::Call => &[FollowUpKind::Call.label(), "Follow Up Call", "Follow-up", "Call"],
            FollowUpKind::Appointment => &[FollowUpKind::Appointment.label(), "Meeting"],
        };
        fields.put_any_option(Role::TaskType, kinds);
        fields.put_any_option(Role::TaskStatus, OPEN);
        Ok(())
    }

    /// The body of Podio's own task; the path says on which item.
    pub(crate) fn native(&self) -> Value {
        json!({
            "text": self.title,
            "due_date": self.due.to_string(),
            "private": false,
            "external_id": self.external_id(),
        })
    }
}
