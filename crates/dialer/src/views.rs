//! What the use-cases hand to a screen.

use compliance::RuleId;
use domain::call::RecordingMode;
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
    /// The calls with this lead so far that the person may see, newest first.
    pub calls: Vec<CallRecord>,
    /// That colleagues have called as well, newest first.
    pub colleagues: Vec<ColleagueCall>,
    /// The agent's call that is open or owes a disposition; it may be another lead's.
    pub current: Option<CallRecord>,
}

/// A colleague's call: that there was one, and how it came out. Notes and recording are the colleague's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColleagueCall {
    /// When it was placed.
    pub at: Timestamp,
    /// Who called.
    pub agent_name: String,
    /// Its disposition, or how it ended.
    pub summary: String,
}

/// A click on a lead's link that may place a call at once.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkedClick {
    /// Which of the lead's phones.
    pub slot: PhoneSlot,
    /// The click's token: good for this agent, lead and phone, once, for a minute.
    pub token: String,
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
    /// What the agent must read and acknowledge first; then one call is allowed.
    pub gates: Vec<Gate>,
    /// Attempts to reach the number in the last 24 hours, by anybody.
    pub attempts_24h: usize,
    /// What the national registry says, `not on the national registry`; none where it is not loaded.
    pub lists: Option<String>,
    /// How a call would be recorded; none where there is no number.
    pub recording: Option<RecordingMode>,
}

impl PhoneStatus {
    /// A phone whose text in the CRM is no number.
    pub(crate) fn not_a_number(slot: PhoneSlot, sentence: String) -> Self {
        Self {
            slot,
            may_call: false,
            sentence,
            local_time: None,
            next_allowed_at: None,
            gates: Vec::new(),
            attempts_24h: 0,
            lists: None,
            recording: None,
        }
    }
}

/// Something that an agent must read before a call, and say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// The rule.
    pub rule: RuleId,
    /// Whether the law or the organisation refuses the call without it; else it is a reminder that waits.
    pub hard: bool,
    /// Why, in a sentence.
    pub sentence: String,
}

/// A token for the Voice SDK.
#[derive(Debug, Clone)]
pub struct VoiceToken {
    /// The signed JWT.
    pub token: String,
    /// How long it is good, in seconds.
    pub ttl_s: u32,
}
