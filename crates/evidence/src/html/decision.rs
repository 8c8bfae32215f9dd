//! A decision with all its reasons.

use super::markup::Markup;
use super::words::utc;
use crate::basis::lists_in;
use crate::decision::Decision;

pub(super) fn write(page: &mut Markup, decision: &Decision, payload: &serde_json::Value) {
    let word = |value: &Option<String>| value.clone().unwrap_or_else(|| "not recorded".to_owned());
    page.raw("<dl>");
    page.fact(
        "Decision",
        format!("{} ({})", word(&decision.outcome), word(&decision.phase).replace('_', " ")),
    );
    if let Some(at) = decision.evaluated_at {
        page.fact("Judged at", utc(at));
    }
    let times = decision.local_times.iter().map(|local| {
        let time = local.time.as_deref().unwrap_or("not known");
        format!("{} {time} ({})", local.place, local.zone)
    });
    page.fact("Local times", listed(times.collect()));
    page.fact("States", listed(decision.states.clone()));
    page.fact("Recording", word(&decision.recording).replace('_', " "));
    page.fact("Rule pack", word(&decision.rules_version));
    let lists = lists_in(payload);
    let lists = lists.iter().map(|used| format!("{} {}", used.list, used.version));
    page.fact("List versions", listed(lists.collect()));
    if let Some(at) = decision.next_allowed_at {
        page.fact("Next allowed", utc(at));
    }
    page.raw("</dl>");
    if decision.reasons.is_empty() {
        page.raw("<p class=\"quiet\">No rule found anything.</p>");
        return;
    }
    page.columns(["Rule", "Weight", "Reason", "Citation"]);
    for reason in &decision.reasons {
        let cleared = reason.cleared_by.as_ref().map(|by| format!(", cleared by {by}")).unwrap_or_default();
        page.cells([
            &format!("{} {}", reason.rule, reason.code),
            &format!("{}{cleared}", reason.severity),
            &reason.sentence,
            &reason.citation,
        ]);
    }
    page.end_table();
}

fn listed(values: Vec<String>) -> String {
    if values.is_empty() { "none recorded".to_owned() } else { values.join("; ") }
}
