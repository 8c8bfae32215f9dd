//! What an alarm can be about.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What an alarm is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// A day's calls have cost what they may: none goes out any more.
    SpendCap,
    /// Nobody knows what a day's calls have cost: none goes out meanwhile.
    SpendUnknown,
    /// A day's calls have cost most of what they may.
    SpendNear,
    /// A limit on dials has refused a call.
    LimitReached,
    /// One agent's clicks came faster than a person's.
    ClickFlood,
    /// Numbers in a row were called.
    SequentialNumbers,
    /// Many conversations end at once.
    ShortCalls,
    /// Callbacks come whose signature is not Twilio's, or not for us.
    SignaturesRefused,
    /// Twilio refuses our auth token.
    TwilioRefusesToken,
    /// Twilio does not know the API key that signs voice tokens.
    TwilioRefusesApiKey,
    /// Podio refuses the service account.
    PodioRefusesSignIn,
    /// This server's clock is wrong.
    ClockSkew,
}

impl AlarmKind {
    /// All of them, the gravest first.
    pub const ALL: [Self; 12] = [
        Self::SpendCap,
        Self::SpendUnknown,
        Self::SpendNear,
        Self::LimitReached,
        Self::ClickFlood,
        Self::SequentialNumbers,
        Self::ShortCalls,
        Self::SignaturesRefused,
        Self::TwilioRefusesToken,
        Self::TwilioRefusesApiKey,
        Self::PodioRefusesSignIn,
        Self::ClockSkew,
    ];

    /// The stable name, in metrics, records and commands.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SpendCap => "spend_cap",
            Self::SpendUnknown => "spend_unknown",
            Self::SpendNear => "spend_near",
            Self::LimitReached => "limit_reached",
            Self::ClickFlood => "click_flood",
            Self::SequentialNumbers => "sequential_numbers",
            Self::ShortCalls => "short_calls",
            Self::SignaturesRefused => "signatures_refused",
            Self::TwilioRefusesToken => "twilio_refuses_token",
            Self::TwilioRefusesApiKey => "twilio_refuses_api_key",
            Self::PodioRefusesSignIn => "podio_refuses_sign_in",
            Self::ClockSkew => "clock_skew",
        }
    }

    /// Whether it tells of one server by itself, and the next may find otherwise. All servers read the others in the store
    /// that they share.
    pub(super) const fn is_of_one_server(self) -> bool {
        matches!(
            self,
            Self::SpendUnknown
                | Self::TwilioRefusesToken
                | Self::TwilioRefusesApiKey
                | Self::PodioRefusesSignIn
                | Self::ClockSkew
        )
    }

    /// What people read above its sentence.
    pub const fn title(self) -> &'static str {
        match self {
            Self::SpendCap => "The spending cap is reached",
            Self::SpendUnknown => "Today's spending is not known",
            Self::SpendNear => "Most of the spending cap is used",
            Self::LimitReached => "A limit on calls is reached",
            Self::ClickFlood => "A flood of clicks",
            Self::SequentialNumbers => "Numbers in a row",
            Self::ShortCalls => "Many short conversations",
            Self::SignaturesRefused => "Twilio's callbacks are refused",
            Self::TwilioRefusesToken => "Twilio refuses the auth token",
            Self::TwilioRefusesApiKey => "Twilio refuses the API key",
            Self::PodioRefusesSignIn => "Podio refuses the sign-in",
            Self::ClockSkew => "This server's clock is wrong",
        }
    }
}

impl fmt::Display for AlarmKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// There is no such alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no alarm: `twoleg alarms` lists those that are on")]
pub struct NoSuchAlarm;

impl FromStr for AlarmKind {
    type Err = NoSuchAlarm;
    fn from_str(name: &str) -> Result<Self, NoSuchAlarm> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or(NoSuchAlarm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_one_name_everywhere() {
        for kind in AlarmKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!("".parse::<AlarmKind>(), Err(NoSuchAlarm));
    }
}
