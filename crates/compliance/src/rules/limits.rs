//! R-ABU-1: toll fraud and a caller ID's good name. How much may be dialled and spent, by one agent and by all.
//!
//! All of it is firm: whoever has got into a supervisor's session makes exceptions, and they must not dial on.

use jiff::Timestamp;

use crate::facts::{Facts, Finding, Findings};
use crate::input::{Dials, Duty, Limits, Spend};
use crate::pack::Parameters;
use crate::reason::ReasonCode;
use crate::rule_id::RuleId;

/// One limit on dials: its name in the code, how many there were and may be, and what the agent reads.
struct Limit {
    name: &'static str,
    dials: Dials,
    cap: u32,
    sentence: String,
}

impl Limit {
    fn all(limits: &Limits, caps: &Parameters) -> [Self; 5] {
        let limit = |name, dials, cap, sentence| Self { name, dials, cap, sentence };
        let [hour, day, minute, all] =
            [caps.agent_dials_hour, caps.agent_dials_day, caps.all_dials_minute, caps.caller_id_dials_day];
        [
            limit(
                "agent_10_s",
                limits.agent_last_10_s,
                caps.agent_dials_10_s,
                "You dialled less than ten seconds ago.".to_owned(),
            ),
            limit(
                "agent_hour",
                limits.agent_last_hour,
                hour,
                format!("You have dialled {hour} times in an hour, which is the most for one person."),
            ),
            limit(
                "agent_day",
                limits.agent_last_day,
                day,
                format!("You have dialled {day} times in 24 hours, which is the most for one person."),
            ),
            limit(
                "all_minute",
                limits.all_last_minute,
                minute,
                format!("The team has dialled {minute} times in a minute, which is the most."),
            ),
            limit(
                "all_day",
                limits.caller_id_last_day,
                all,
                format!("The team has dialled {all} times in 24 hours, which is the most for the caller ID."),
            ),
        ]
    }

    /// The limit is reached, and still is at the moment that is judged.
    fn is_reached(&self, now: Timestamp) -> bool {
        self.dials.count >= self.cap && self.dials.free_at.is_none_or(|free| now < free)
    }
}

fn is_spent(spend: &Spend, now: Timestamp) -> bool {
    spend.spent >= spend.cap && now < spend.ends_at
}

/// R-ABU-1.
pub(super) fn limits(facts: &Facts<'_>, found: &mut Findings) {
    let Some(limits) = &facts.context.known.limits else {
        found.push(facts.unknown(RuleId::Abuse1, Duty::Limits, "How much was dialled lately"));
        return;
    };
    let caps = facts.rules.parameters();
    let rate = |name: &'static str, sentence: String| -> Finding {
        facts.finding(RuleId::Abuse1, ReasonCode::RateLimit, sentence).about(name).firm()
    };
    for limit in Limit::all(limits, caps).into_iter().filter(|limit| limit.is_reached(facts.now)) {
        let finding = rate(limit.name, limit.sentence);
        found.push(if limit.dials.free_at.is_some() { finding.healing() } else { finding });
    }
    if limits.open_calls >= caps.open_calls {
        let cap = caps.open_calls;
        let sentence =
            format!("The team has {cap} calls open, which is the most at once. Wait until one ends.");
        found.push(rate("open_calls", sentence));
    }
    if let Some(spend) = limits.spend.filter(|spend| is_spent(spend, facts.now)) {
        let sentence = format!(
            "Today's calls have cost {}, and {} is the most for a day: no more calls today. Tell a supervisor.",
            spend.spent, spend.cap
        );
        found.push(facts.finding(RuleId::Abuse1, ReasonCode::SpendCap, sentence).healing().firm());
    }
}

/// From when on no limit that time heals stands in the way, if nobody dials meanwhile.
pub(crate) fn free_at(facts: &Facts<'_>) -> Timestamp {
    let Some(limits) = facts.context.known.limits.as_ref() else { return facts.now };
    if !facts.rules.in_force(RuleId::Abuse1, facts.today) {
        return facts.now;
    }
    let reached = Limit::all(limits, facts.rules.parameters());
    let dials =
        reached.iter().filter(|limit| limit.is_reached(facts.now)).filter_map(|limit| limit.dials.free_at);
    let spend = limits.spend.filter(|spend| is_spent(spend, facts.now)).map(|spend| spend.ends_at);
    dials.chain(spend).fold(facts.now, Timestamp::max)
}
