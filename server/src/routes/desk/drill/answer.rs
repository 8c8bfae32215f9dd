//! The answer of a drill: what comes out, and what each rule of the catalogue says, with its citation.

use compliance::{Outcome, RuleEntry, Rules, Severity, WhatIfAnswer, WhatIfReason};
use dialer::Drill;
use domain::call::RecordingMode;
use jiff::tz::TimeZone;
use leptos::prelude::*;

use crate::routes::desk::moment;

pub(super) fn section(
    drill: &Drill,
    said: &WhatIfAnswer,
    asked: &[String],
    rules: &Rules,
    zone: &TimeZone,
) -> AnyView {
    let number = drill.number.as_ref().map_or_else(Clone::clone, domain::E164::national);
    let judged = drill.number.is_ok();
    let rows: Vec<_> = rules.catalogue().iter().map(|rule| row(rule, said, judged)).collect();
    view! {
        <section class="panel part answer" data-outcome=said.outcome.as_str()>
            <h2 class="number">{number}</h2>
            <p><strong>{outcome(said.outcome)}</strong></p>
            <dl class="record-facts">{facts(drill, said, asked, rules, zone)}</dl>
            <ul class="records">{rows}</ul>
        </section>
    }
    .into_any()
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allow => "No rule stands in the way.",
        Outcome::Warn => "No rule stands in the way; what is noted here goes on the record.",
        Outcome::Block => "The call may not be made.",
    }
}

fn facts(
    drill: &Drill,
    said: &WhatIfAnswer,
    asked: &[String],
    rules: &Rules,
    zone: &TimeZone,
) -> Vec<AnyView> {
    let at = drill.question.at;
    let next = match (said.outcome, said.next_allowed_at) {
        (_, Some(at)) => format!("{} ({at})", moment(at, zone)),
        (Outcome::Block, None) => "Time alone does not allow it.".to_owned(),
        _ => "Now.".to_owned(),
    };
    let or_none = |text: String| if text.is_empty() { "None that is known.".to_owned() } else { text };
    let states = said.states.iter().map(|state| state.name()).collect::<Vec<_>>().join(", ");
    let recording = match said.recording {
        None => "Not judged.",
        Some(RecordingMode::Automatic) => "From the answer on.",
        Some(RecordingMode::AgentNotice) => "Only after the agent's notice.",
        Some(RecordingMode::Off) => "Not at all.",
    };
    let facts = [
        ("Judged at", format!("{} ({at})", moment(at, zone))),
        ("Next allowed", next),
        ("Clocks", or_none(said.zones.join(", "))),
        ("States", or_none(states)),
        ("Recording", recording.to_owned()),
        ("Lists asked", or_none(asked.join(", "))),
        ("Rule pack", rules.version().to_owned()),
    ];
    facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any()).into()
}

fn row(rule: &RuleEntry, said: &WhatIfAnswer, judged: bool) -> AnyView {
    let reasons: Vec<_> = said.reasons.iter().filter(|reason| reason.rule == rule.id).collect();
    let verdict = verdict(&reasons, judged);
    let sentences: Vec<_> = reasons
        .into_iter()
        .map(|reason| view! { <p><code>{reason.code.clone()}</code>" "{reason.detail.clone()}</p> })
        .collect();
    view! {
        <li data-verdict=verdict.0>
            <p class="record-head">
                <code>{rule.id.to_string()}</code>
                <strong>{rule.title.clone()}</strong>
                <span class="tag">{verdict.1}</span>
            </p>
            {sentences}
            <p class="hint">{rule.citation.clone()}</p>
        </li>
    }
    .into_any()
}

/// The heaviest of what a rule found.
fn verdict(reasons: &[&WhatIfReason], judged: bool) -> (&'static str, &'static str) {
    let has = |severity| reasons.iter().any(|reason| reason.severity == severity);
    if has(Severity::Hard) {
        ("block", "Blocks")
    } else if has(Severity::Soft) {
        ("acknowledge", "Waits for an acknowledgement")
    } else if has(Severity::Warn) {
        ("warn", "Warns")
    } else if judged {
        ("allow", "Allows")
    } else {
        ("unasked", "Not asked: this is no number")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use compliance::RuleId;

    #[test]
    fn the_heaviest_reason_is_the_verdict() {
        let reason = |severity| WhatIfReason {
            rule: RuleId::Time2,
            code: "STATE_HOURS:FL".to_owned(),
            severity,
            detail: "It is late.".to_owned(),
        };
        let (hard, soft, warn) = (reason(Severity::Hard), reason(Severity::Soft), reason(Severity::Warn));
        assert_eq!(verdict(&[&warn, &soft, &hard], true).0, "block");
        assert_eq!(verdict(&[&warn, &soft], true).0, "acknowledge");
        assert_eq!(verdict(&[&warn], true).0, "warn");
        assert_eq!((verdict(&[], true).0, verdict(&[], false).0), ("allow", "unasked"));
    }
}
