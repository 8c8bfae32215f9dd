//! What the use-cases hand to a screen.

use domain::{CallRecord, ItemId, Lead, PhoneSlot};
use jiff::Timestamp;

/// A line of the list of leads.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadRow {
    /// The CRM's item.
    pub id: ItemId,
    /// The owner, or the item's title.
    pub name: String,
    /// The CRM's own words: Probate, Tax Lien …
    pub lead_type: Option<String>,
    /// Where the property is, in one line.
    pub place: Option<String>,
    /// How many phones can be called.
    pub phones: usize,
    /// The last call to this lead, by anybody.
    pub last_call: Option<LastCall>,
}

/// The last call to a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastCall {
    /// When it was placed.
    pub at: Timestamp,
    /// Its disposition, or how it ended.
    pub summary: String,
}

/// A lead, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Workspace {
    /// The lead as the CRM has it.
    pub lead: Lead,
    /// What may be done with each of its phones now, in the lead's order.
    pub phones: Vec<PhoneStatus>,
    /// The calls with this lead so far, newest first.
    pub calls: Vec<CallRecord>,
    /// The agent's call that is open or owes a disposition; it may be another lead's.
    pub current: Option<CallRecord>,
}

/// What may be done with a phone now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneStatus {
    /// Which of the lead's phones.
    pub slot: PhoneSlot,
    /// Whether a click would place a call now.
    pub may_call: bool,
    /// Until when calls may be made, or why none may.
    pub sentence: String,
    /// The time there, `2:41 pm`, both where there are two.
    pub local_time: Option<String>,
    /// When time alone will allow the call.
    pub next_allowed_at: Option<Timestamp>,
    /// Calls to the number in the last 24 hours, by anybody.
    pub calls_today: u32,
}

/// A token for the Voice SDK.
#[derive(Debug, Clone)]
pub struct VoiceToken {
    /// The signed JWT.
    pub token: String,
    /// How long it is good, in seconds.
    pub ttl_s: u32,
}
