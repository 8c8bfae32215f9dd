//! The numbers that rules use.

use serde::{Deserialize, Serialize};

use crate::recording::RecordingMode;
use crate::time::Window;

/// The numbers that rules use. Each has a direction in which it is stricter; see
/// [`OrgSettings`](super::OrgSettings).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Hours in which calls are allowed everywhere: 47 CFR 64.1200(c)(1) says 08:00-21:00.
    pub federal_hours: Window,
    /// Hours where the state cannot be told: those that the strict states' windows share.
    pub unknown_state_hours: Window,
    /// Minutes before the end of hours at which calls stop.
    pub end_margin_min: u16,
    /// Seconds for which a click is good.
    pub click_max_age_s: u32,
    /// Minutes for which an acknowledgement waits for its call.
    pub acknowledgement_max_age_min: u32,
    /// Days after which the national registry is stale: 47 CFR 64.1200(c)(2)(i)(D) says 31.
    pub national_list_max_age_days: u32,
    /// Days after which its age is warned of.
    pub national_list_warn_age_days: u32,
    /// Days after which another imported list is stale; states publish every quarter.
    pub other_list_max_age_days: u32,
    /// Days after which an answer of the Reassigned Numbers Database is stale.
    pub reassigned_max_age_days: u32,
    /// Days for which a transaction is a relationship: 18 months.
    pub transaction_days: u32,
    /// Days for which an inquiry is a relationship: three months.
    pub inquiry_days: u32,
    /// Attempts at a number in a rolling 24 hours.
    pub attempts_24h: u32,
    /// Attempts at a number in a rolling seven days.
    pub attempts_7d: u32,
    /// Attempts at a number as long as nobody answers.
    pub attempts_lifetime: u32,
    /// Minutes between two attempts at a number.
    pub attempt_gap_min: u32,
    /// Days of rest after *not interested*.
    pub cool_off_days: u32,
    /// Days for which training is good.
    pub training_max_age_days: u32,
    /// Days that an administrator may give for training that has run out.
    pub training_grace_days: u32,
    /// Hours for which an administrator may lift a stale registry.
    pub stale_list_grace_hours: u32,
    /// Days before the end of a redemption at which its gate closes.
    pub redemption_days: u32,
    /// One agent's dials in ten seconds.
    pub agent_dials_10_s: u32,
    /// One agent's dials in an hour.
    pub agent_dials_hour: u32,
    /// One agent's dials in 24 hours.
    pub agent_dials_day: u32,
    /// Everybody's dials in a minute.
    pub all_dials_minute: u32,
    /// All dials with one caller ID in 24 hours.
    pub caller_id_dials_day: u32,
    /// Calls that are open at once, of all agents.
    pub open_calls: u32,
    /// How calls are recorded where every candidate state is a one-party state.
    pub recording: RecordingMode,
    /// Whether an override needs a second person.
    pub dual_control: bool,
}

impl Parameters {
    /// The limits on dials by name, each with the most that any pack may allow: the numbers that Twoleg comes with. They
    /// say what a stolen session can do at worst.
    pub(super) fn limits(&self) -> [(&'static str, u32, u32); 6] {
        [
            ("agent_dials_10_s", self.agent_dials_10_s, 1),
            ("agent_dials_hour", self.agent_dials_hour, 60),
            ("agent_dials_day", self.agent_dials_day, 300),
            ("all_dials_minute", self.all_dials_minute, 60),
            ("caller_id_dials_day", self.caller_id_dials_day, 1000),
            ("open_calls", self.open_calls, 25),
        ]
    }

    /// No allowance for anything: what counts while there is no readable pack.
    pub(super) fn none() -> Self {
        Self {
            federal_hours: Window::NEVER,
            unknown_state_hours: Window::NEVER,
            end_margin_min: 0,
            click_max_age_s: 0,
            acknowledgement_max_age_min: 0,
            national_list_max_age_days: 0,
            national_list_warn_age_days: 0,
            other_list_max_age_days: 0,
            reassigned_max_age_days: 0,
            transaction_days: 0,
            inquiry_days: 0,
            attempts_24h: 0,
            attempts_7d: 0,
            attempts_lifetime: 0,
            attempt_gap_min: 0,
            cool_off_days: 0,
            training_max_age_days: 0,
            training_grace_days: 0,
            stale_list_grace_hours: 0,
            redemption_days: 0,
            agent_dials_10_s: 0,
            agent_dials_hour: 0,
            agent_dials_day: 0,
            all_dials_minute: 0,
            caller_id_dials_day: 0,
            open_calls: 0,
            recording: RecordingMode::Off,
            dual_control: true,
        }
    }
}
