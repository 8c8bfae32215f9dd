//! How a call came out, as types with effects rather than labels.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The outcome that the agent gives a call. Each has typed effects, so that a renamed label in the CRM can
/// never turn off a suppression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// The owner agreed to meet.
    AppointmentSet,
    /// The owner asked to be called again.
    CallbackScheduled,
    /// A machine answered. The agent left no recorded message: none can be played.
    Voicemail,
    /// Nobody answered.
    NoAnswer,
    /// The owner does not want to sell.
    NotInterested,
    /// Somebody else's number.
    WrongNumber,
    /// The person asked not to be called: the number is suppressed at once, for everybody.
    DoNotCall,
}

/// A name that no disposition (or motivation) has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("choose one of the listed options")]
pub struct UnknownOption;

impl Disposition {
    /// All of them, in the order of the form; the position is also the key on the keyboard.
    pub const ALL: [Self; 7] = [
        Self::AppointmentSet,
        Self::CallbackScheduled,
        Self::Voicemail,
        Self::NoAnswer,
        Self::NotInterested,
        Self::WrongNumber,
        Self::DoNotCall,
    ];

    /// As the agent reads it, and as the CRM's option is named.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AppointmentSet => "Appointment Set",
            Self::CallbackScheduled => "Callback Scheduled",
            Self::Voicemail => "Voicemail",
            Self::NoAnswer => "No Answer",
            Self::NotInterested => "Not Interested",
            Self::WrongNumber => "Wrong Number",
            Self::DoNotCall => "Do Not Call",
        }
    }

    /// The stable name in forms and records.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AppointmentSet => "appointment_set",
            Self::CallbackScheduled => "callback_scheduled",
            Self::Voicemail => "voicemail",
            Self::NoAnswer => "no_answer",
            Self::NotInterested => "not_interested",
            Self::WrongNumber => "wrong_number",
            Self::DoNotCall => "do_not_call",
        }
    }

    /// Whether the agent must name the next action's date.
    pub const fn needs_next_action_date(self) -> bool {
        matches!(self, Self::AppointmentSet | Self::CallbackScheduled)
    }

    /// Whether the number must never be called again (47 CFR 64.1200(d)(3)).
    pub const fn suppresses_number(self) -> bool {
        matches!(self, Self::DoNotCall)
    }
}

impl fmt::Display for Disposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl FromStr for Disposition {
    type Err = UnknownOption;
    fn from_str(code: &str) -> Result<Self, UnknownOption> {
        Self::ALL.into_iter().find(|d| d.code() == code).ok_or(UnknownOption)
    }
}

/// How much the owner wants to sell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motivation {
    /// Wants to sell soon.
    High,
    /// Would sell at a price.
    Medium,
    /// Listens, no more.
    Low,
    /// Could not be told from the call.
    Unknown,
}

impl Motivation {
    /// All levels, highest first.
    pub const ALL: [Self; 4] = [Self::High, Self::Medium, Self::Low, Self::Unknown];

    /// As the agent reads it, and as the CRM's option is named.
    pub const fn label(self) -> &'static str {
        match self {
            Self::High => "High",
            Self::Medium => "Medium",
            Self::Low => "Low",
            Self::Unknown => "Unknown",
        }
    }

    /// The stable name in forms and records.
    pub const fn code(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Unknown => "unknown",
        }
    }
}

impl FromStr for Motivation {
    type Err = UnknownOption;
    fn from_str(code: &str) -> Result<Self, UnknownOption> {
        Self::ALL.into_iter().find(|m| m.code() == code).ok_or(UnknownOption)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_agree_with_the_record() {
        for disposition in Disposition::ALL {
            assert_eq!(disposition.code().parse(), Ok(disposition));
            assert_eq!(serde_json::to_value(disposition).unwrap(), disposition.code());
        }
        for motivation in Motivation::ALL {
            assert_eq!(motivation.code().parse(), Ok(motivation));
            assert_eq!(serde_json::to_value(motivation).unwrap(), motivation.code());
        }
        assert!("DO_NOT_CALL".parse::<Disposition>().is_err());
    }
}
