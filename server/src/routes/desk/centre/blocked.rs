//! Calls that were refused: on the click, or when the prospect's leg was about to be made.

use dialer::{Person, Supervisor};
use domain::{CallRecord, E164, ItemId};
use jiff::Timestamp;
use leptos::prelude::*;
use serde::Deserialize;
use store::{AuditQuery, AuditRow, StoreError};

use super::part;
use crate::routes::State;
use crate::routes::desk::{last_four, moment, name_of};

/// How many are shown; the evidence and the export have all.
const MOST: usize = 50;

/// What a row of the log says of a refusal.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Facts {
    lead: Option<ItemId>,
    to: Option<E164>,
    decision: Option<Decided>,
}

#[derive(Deserialize)]
struct Decided {
    evaluated_at: Timestamp,
    reasons: Vec<Why>,
}

#[derive(Clone, Deserialize)]
struct Why {
    code: String,
    severity: compliance::Severity,
    sentence: String,
}

/// One refusal, ready to show.
struct Blocked {
    at: Timestamp,
    agent: String,
    lead: Option<(ItemId, String)>,
    number: String,
    code: String,
    sentence: String,
}

pub(super) async fn section(state: &State, supervisor: &Supervisor) -> Result<AnyView, dialer::Error> {
    let team = state.dialer.team(supervisor).await?;
    let mut rows = Vec::new();
    for kind in ["call.refused", "call.prospect_refused"] {
        let query = AuditQuery { kind: Some(kind.to_owned()), limit: MOST, ..AuditQuery::default() };
        rows.extend(state.dialer.store().audit(&query).await?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    rows.truncate(MOST);
    let mut blocked = Vec::with_capacity(rows.len());
    for row in &rows {
        blocked.push(read(state, &team, row).await?);
    }
    let nothing = blocked.is_empty().then(|| view! { <p class="empty">"No call was refused so far."</p> });
    let zone = &state.dialer.settings().zone;
    let items = blocked.into_iter().map(|one| item(one, zone)).collect::<Vec<_>>();
    Ok(part("blocked", "Calls that were refused", view! { {nothing}<ul class="records">{items}</ul> }))
}

async fn read(state: &State, team: &[Person], row: &AuditRow) -> Result<Blocked, StoreError> {
    let facts: Facts = serde_json::from_value(row.entry.payload.clone()).unwrap_or_default();
    let record: Option<CallRecord> = match row.entry.call {
        Some(call) => state.dialer.store().call(&call).await?.map(|found| found.value),
        None => None,
    };
    let record = record.as_ref();
    let why = facts.decision.as_ref().and_then(shown);
    let refusal = record.and_then(|record| record.refusal.as_ref());
    let (code, sentence) = match (why, refusal) {
        (Some(why), _) => (why.code, why.sentence),
        (None, Some(refusal)) => (refusal.code.clone(), refusal.sentence.clone()),
        (None, None) => (row.entry.kind.clone(), "The log does not say why.".to_owned()),
    };
    let lead = match (record, facts.lead) {
        (Some(record), _) => Some((record.facts.lead, record.facts.lead_name.clone())),
        (None, Some(lead)) => Some((lead, format!("Lead {lead}"))),
        (None, None) => None,
    };
    let number = facts.to.as_ref().or(record.map(|record| &record.facts.to));
    Ok(Blocked {
        at: facts.decision.as_ref().map_or(row.at, |decision| decision.evaluated_at),
        agent: row.entry.agent.as_ref().map(|agent| name_of(team, agent)).unwrap_or_default(),
        lead,
        number: number.map(last_four).unwrap_or_default(),
        code,
        sentence,
    })
}

/// The reason that the agent was shown: the first that refuses, or else the first that waits.
fn shown(decision: &Decided) -> Option<Why> {
    use compliance::Severity::{Hard, Soft};
    let of = |severity| decision.reasons.iter().find(move |why| why.severity == severity);
    of(Hard).or_else(|| of(Soft)).cloned()
}

fn item(one: Blocked, zone: &jiff::tz::TimeZone) -> impl IntoView + use<> {
    let lead = one.lead.map(|(id, name)| {
        let href = format!("/workspace?item_id={id}");
        view! { <a href=href>{name}</a> }
    });
    view! {
        <li>
            <p class="record-head">
                <span>{moment(one.at, zone)}</span>
                <span>{one.agent}</span>
                {lead}
                <span class="number-end">{one.number}</span>
                <code>{one.code}</code>
            </p>
            <p>{one.sentence}</p>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_reason_is_the_one_that_the_agent_was_shown() {
        let reason =
            |code: &str, severity: &str| json!({ "code": code, "severity": severity, "sentence": "." });
        let read = |reasons: serde_json::Value| -> Facts {
            let decision = json!({ "evaluated_at": "2026-11-20T18:00:00Z", "reasons": reasons });
            serde_json::from_value(json!({ "lead": 7, "to": "+18135550142", "decision": decision })).unwrap()
        };
        let code = |facts: &Facts| facts.decision.as_ref().and_then(shown).map(|why| why.code);
        let facts = read(json!([reason("W", "warn"), reason("S", "soft"), reason("H", "hard")]));
        assert_eq!(code(&facts).as_deref(), Some("H"));
        let facts = read(json!([reason("W", "warn"), reason("S", "soft")]));
        assert_eq!(code(&facts).as_deref(), Some("S"));
        assert_eq!(code(&read(json!([]))), None);
    }
}
