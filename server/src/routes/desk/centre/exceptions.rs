//! Exceptions that were made, newest first, and whether they still count.

use compliance::{Override, RuleId};
use domain::E164;
use jiff::Timestamp;
use leptos::prelude::*;
use serde::Deserialize;
use store::{AuditQuery, AuditRow, StoreError};

use super::part;
use crate::routes::State;
use crate::routes::desk::{last_four, moment};

/// How many are looked at; the evidence and the export have all.
const MOST: usize = 200;

#[derive(Deserialize)]
struct Made {
    #[serde(rename = "override")]
    made: Override,
}

#[derive(Deserialize)]
struct Ended {
    number: E164,
    rule: RuleId,
    #[serde(skip)]
    at: Timestamp,
}

pub(super) async fn section(state: &State) -> Result<AnyView, dialer::Error> {
    let made: Vec<_> = rows(state, "override.made").await?.iter().filter_map(made).collect();
    let ended: Vec<_> = rows(state, "override.ended").await?.iter().filter_map(ended).collect();
    let (now, zone) = (state.dialer.now(), &state.dialer.settings().zone);
    let items = made.iter().map(|(one, at)| {
        let ended = ended.iter().any(|end| ends(end, one, *at));
        let state = match (ended, one.expires_at > now) {
            (true, _) => "Ended by hand.".to_owned(),
            (false, true) => format!("In force until {}.", moment(one.expires_at, zone)),
            (false, false) => format!("Over since {}.", moment(one.expires_at, zone)),
        };
        let second = one.second_person.as_ref().map(|name| format!(", with {name}")).unwrap_or_default();
        view! {
            <li>
                <p class="record-head">
                    <span>{moment(one.made_at, zone)}</span>
                    <span>{format!("{}{second}", one.made_by)}</span>
                    <span class="number-end">{last_four(&one.number)}</span>
                    <code>{one.rule.to_string()}</code>
                    <span class="tag">{state}</span>
                </p>
                <p>{one.reason.clone()}" "<span class="hint">"Evidence: "{one.evidence.clone()}</span></p>
            </li>
        }
    });
    let items = items.collect::<Vec<_>>();
    let nothing = items.is_empty().then(|| view! { <p class="empty">"No exception was made so far."</p> });
    Ok(part("overrides", "Exceptions", view! { {nothing}<ul class="records">{items}</ul> }))
}

async fn rows(state: &State, kind: &str) -> Result<Vec<AuditRow>, StoreError> {
    let query = AuditQuery { kind: Some(kind.to_owned()), limit: MOST, ..AuditQuery::default() };
    state.dialer.store().audit(&query).await
}

fn made(row: &AuditRow) -> Option<(Override, Timestamp)> {
    let made: Made = serde_json::from_value(row.entry.payload.clone()).ok()?;
    Some((made.made, row.at))
}

fn ended(row: &AuditRow) -> Option<Ended> {
    let ended: Ended = serde_json::from_value(row.entry.payload.clone()).ok()?;
    Some(Ended { at: row.at, ..ended })
}

/// Whether it was for the same rule and number, and came later.
fn ends(end: &Ended, one: &Override, made_at: Timestamp) -> bool {
    end.number == one.number && end.rule == one.rule && end.at >= made_at
}
