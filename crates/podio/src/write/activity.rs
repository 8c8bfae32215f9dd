//! The Call Activity: ten fields.

use domain::{CallId, Disposition, ItemId, Money, Motivation};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Fields;
use super::values;
use crate::error::Error;
use crate::schema::Role;

/// What a Call Activity says of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityFields {
    /// Our id of the call: the item's external id is made of it.
    pub call: CallId,
    /// The lead that was called.
    pub lead: ItemId,
    /// Title.
    pub title: String,
    /// Date of Call.
    pub date_of_call: Timestamp,
    /// Call Duration, in seconds.
    pub duration_s: i64,
    /// Recording URL: our own, signed link.
    pub recording_url: Option<String>,
    /// Disposition Code.
    pub disposition: Disposition,
    /// Agent Notes / Summary.
    pub notes: String,
    /// Seller Motivation Level.
    pub motivation: Option<Motivation>,
    /// Next Action Date.
    pub next_action: Option<Date>,
    /// Target Asking Price.
    pub asking_price: Option<Money>,
}

impl ActivityFields {
    /// The external id that a Call Activity of this call has.
    pub(crate) fn external_id(&self) -> String {
        format!("call:{}", self.call)
    }

    /// Fills everything but a recording that must become an embed first, and says which link that is.
    pub(crate) fn fill(&self, fields: &mut Fields<'_>) -> Result<Option<&str>, Error> {
        fields.put_text(Role::ActivityTitle, &self.title)?;
        fields.put(Role::ActivityLead, |_| values::relationship(self.lead))?;
        fields.put(Role::ActivityDate, |field| values::moment(field, self.date_of_call))?;
        fields.put(Role::ActivityDuration, |_| self.duration_s.max(0).into())?;
        fields.put_option(Role::ActivityDisposition, self.disposition.label())?;
        fields.put_text(Role::ActivityNotes, &self.notes)?;
        if let Some(motivation) = self.motivation {
            fields.put_option(Role::ActivityMotivation, motivation.label())?;
        }
        if let Some(date) = self.next_action {
            fields.put(Role::ActivityNextAction, |_| values::day(date))?;
        }
        if let Some(amount) = self.asking_price {
            fields.put(Role::ActivityAskingPrice, |field| values::money(field, amount))?;
        }
        let Some(url) = self.recording_url.as_deref().filter(|url| !url.trim().is_empty()) else {
            return Ok(None);
        };
        if fields.field(Role::ActivityRecording)?.kind == "embed" {
            return Ok(Some(url));
        }
        fields.put_text(Role::ActivityRecording, url)?;
        Ok(None)
    }

    /// Sets the recording to a link that Podio knows by now.
    pub(crate) fn fill_embed(fields: &mut Fields<'_>, embed: u64) -> Result<(), Error> {
        fields.put(Role::ActivityRecording, |_| values::embed(embed))
    }
}
