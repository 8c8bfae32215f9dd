//! One rule, and one state, as the file says them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::input::ConsentKind;
use crate::names::names;
use crate::place::State;
use crate::rule_id::RuleId;
use crate::time::{Calendar, DayHours};

names! {
    /// What a rule does when it finds something.
    DefaultAction, "default" {
        /// The call is refused.
        Block = "block",
        /// The call waits for the agent's acknowledgement.
        Acknowledge = "acknowledge",
        /// The call goes on, and the record says so.
        Warn = "warn",
        /// The call goes on in another way: recording.
        Mode = "mode",
        /// There is nothing to find: the feature does not exist.
        Absent = "absent",
    }
}

names! {
    /// Who may lift a rule.
    OverrideClass, "override class" {
        /// Nobody, ever.
        Nobody = "X",
        /// An administrator, for one number, with a reason, evidence and an end.
        Admin = "A",
        /// The agent, by an acknowledgement.
        Acknowledge = "W",
        /// Nobody; an organisation may make it stricter.
        Stricter = "C",
    }
}

names! {
    /// How sure the research is of an entry.
    Confidence, "confidence" {
        /// The text of the law, or two law firms that agree.
        High = "H",
        /// One good secondary source, or two vendors that agree.
        Medium = "M",
        /// A vendor's table only, or sources that conflict.
        Low = "L",
    }
}

/// A rule of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleEntry {
    /// Its name.
    pub id: RuleId,
    /// What it checks.
    pub title: String,
    /// What it does when it finds something.
    pub default: DefaultAction,
    /// Who may lift it.
    #[serde(rename = "override")]
    pub override_class: OverrideClass,
    /// The law or the reason.
    pub citation: String,
    /// The first day, local time, on which it counts.
    pub effective_from: Date,
    /// The last one.
    pub effective_to: Option<Date>,
    /// `unreviewed`, or who reviewed it.
    pub reviewed_by: String,
    /// `unreviewed`, or when.
    pub reviewed_on: String,
}

/// When a state allows calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateHours {
    /// Monday to Friday.
    pub weekdays: DayHours,
    /// Saturday.
    pub saturday: DayHours,
    /// Sunday.
    pub sunday: DayHours,
}

/// What a state asks for, beyond federal law.
#[expect(clippy::struct_excessive_bools, reason = "each is a yes or no of a law")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateEntry {
    /// The state.
    pub state: State,
    /// Its calling hours (R-TIM-2, R-TIM-3).
    pub hours: Option<StateHours>,
    /// Its days without calls (R-TIM-4).
    pub holidays: Option<Calendar>,
    /// Express written consent lifts its Sunday and holiday bans, with an administrator's override.
    #[serde(default)]
    pub consent_lifts_days: bool,
    /// Its law forbids sales calls in a declared emergency (R-TIM-5).
    #[serde(default)]
    pub emergency_ban: bool,
    /// Attempts allowed in a rolling 24 hours (R-FRQ-1).
    pub attempts_24h: Option<u32>,
    /// Every sales call needs express written consent (R-CON-1).
    #[serde(default)]
    pub written_consent: bool,
    /// Sales calls to mobiles need consent or a relationship (R-CON-2).
    #[serde(default)]
    pub mobile_consent: bool,
    /// Exemptions to the registries that it does not know.
    #[serde(default)]
    pub no_exemption: Vec<ConsentKind>,
    /// It keeps a registry of its own (R-DNC-5).
    #[serde(default)]
    pub own_registry: bool,
    /// Some town in it keeps a do-not-solicit list (R-DNC-7).
    #[serde(default)]
    pub local_lists: bool,
    /// It asks callers to register (R-REG-1).
    #[serde(default)]
    pub registration: bool,
    /// Everybody on the line must know of a recording (R-REC-1).
    #[serde(default)]
    pub all_party_recording: bool,
    /// The law.
    pub citation: String,
    /// How sure the research is.
    pub confidence: Confidence,
    /// The first day, local time, on which the entry counts.
    pub effective_from: Date,
    /// The last one.
    pub effective_to: Option<Date>,
    /// `unreviewed`, or who reviewed it.
    pub reviewed_by: String,
    /// `unreviewed`, or when.
    pub reviewed_on: String,
}
