//! What an organisation may set: only ever stricter. The pack is the floor.

use serde::{Deserialize, Serialize};

use super::{DefaultAction, RulePack};
use crate::recording::RecordingMode;
use crate::rule_id::RuleId;
use crate::time::Window;

/// An organisation's own rules. A value that would be laxer than the pack's counts for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrgSettings {
    /// Calls only in these hours, of what the law leaves.
    pub hours: Option<Window>,
    /// More minutes before the end of hours.
    pub end_margin_min: Option<u16>,
    /// Fewer seconds for a click.
    pub click_max_age_s: Option<u32>,
    /// Fewer days for the national registry.
    pub national_list_max_age_days: Option<u32>,
    /// Fewer attempts in 24 hours.
    pub attempts_24h: Option<u32>,
    /// Fewer attempts in seven days.
    pub attempts_7d: Option<u32>,
    /// Fewer attempts without an answer.
    pub attempts_lifetime: Option<u32>,
    /// More minutes between attempts.
    pub attempt_gap_min: Option<u32>,
    /// More days of rest after *not interested*.
    pub cool_off_days: Option<u32>,
    /// Fewer days for training.
    pub training_max_age_days: Option<u32>,
    /// Fewer dials of one agent in an hour.
    pub agent_dials_hour: Option<u32>,
    /// Fewer dials of one agent in 24 hours.
    pub agent_dials_day: Option<u32>,
    /// Fewer dials of everybody in a minute.
    pub all_dials_minute: Option<u32>,
    /// Fewer dials with one caller ID in 24 hours.
    pub caller_id_dials_day: Option<u32>,
    /// Fewer calls at once.
    pub open_calls: Option<u32>,
    /// Rules that warn or ask, and shall block.
    pub block: Vec<RuleId>,
    /// A stricter way to record.
    pub recording: Option<RecordingMode>,
    /// Overrides need a second person.
    pub dual_control: bool,
}

impl OrgSettings {
    /// The pack with these settings, each taken only where it is stricter.
    #[must_use]
    pub fn applied_to(&self, pack: &RulePack) -> RulePack {
        let mut pack = pack.clone();
        let floor = &mut pack.parameters;
        if let Some(hours) = self.hours {
            floor.federal_hours = floor.federal_hours.within(hours);
        }
        raise(&mut floor.end_margin_min, self.end_margin_min);
        lower(&mut floor.click_max_age_s, self.click_max_age_s);
        lower(&mut floor.national_list_max_age_days, self.national_list_max_age_days);
        lower(&mut floor.attempts_24h, self.attempts_24h);
        lower(&mut floor.attempts_7d, self.attempts_7d);
        lower(&mut floor.attempts_lifetime, self.attempts_lifetime);
        raise(&mut floor.attempt_gap_min, self.attempt_gap_min);
        raise(&mut floor.cool_off_days, self.cool_off_days);
        lower(&mut floor.training_max_age_days, self.training_max_age_days);
        lower(&mut floor.agent_dials_hour, self.agent_dials_hour);
        lower(&mut floor.agent_dials_day, self.agent_dials_day);
        lower(&mut floor.all_dials_minute, self.all_dials_minute);
        lower(&mut floor.caller_id_dials_day, self.caller_id_dials_day);
        lower(&mut floor.open_calls, self.open_calls);
        raise(&mut floor.recording, self.recording);
        floor.dual_control |= self.dual_control;
        for rule in &mut pack.rules {
            let finds = matches!(rule.default, DefaultAction::Acknowledge | DefaultAction::Warn);
            if finds && self.block.contains(&rule.id) {
                rule.default = DefaultAction::Block;
            }
        }
        pack
    }
}

fn lower<T: Ord + Copy>(floor: &mut T, asked: Option<T>) {
    *floor = asked.map_or(*floor, |asked| asked.min(*floor));
}

fn raise<T: Ord + Copy>(floor: &mut T, asked: Option<T>) {
    *floor = asked.map_or(*floor, |asked| asked.max(*floor));
}
