//! The calls: what their records and events say, the rows of the audit log must bear out.

use std::collections::BTreeMap;

use domain::CallId;
use domain::call::WrapUp;
use serde_json::Value;

use super::{Broken, Report, claims};
use crate::decision::Decision;
use crate::{Call, Event, Pack, Row};

pub(super) fn check(pack: &Pack, report: &mut Report) -> Result<(), Broken> {
    let mut rows: BTreeMap<CallId, Vec<&Row>> = BTreeMap::new();
    for row in &pack.rows {
        if let Some(call) = row.says.call {
            rows.entry(call).or_default().push(row);
        }
    }
    for call in &pack.calls {
        let facts = &call.record.facts;
        let of_call = rows.remove(&facts.id).unwrap_or_default();
        let what = if facts.to == pack.number {
            record(call, &of_call).and_then(|()| events(call, &of_call, report))
        } else {
            Err("it went to another number".to_owned())
        };
        what.map_err(|what| Broken::Call { call: facts.id, what })?;
        report.calls += 1;
    }
    Ok(())
}

/// What the record says, against the rows of those who did it.
fn record(call: &Call, rows: &[&Row]) -> Result<(), String> {
    let record = &call.record;
    let facts = &record.facts;
    let of_kind = |kind: &'static str| rows.iter().filter(move |row| row.says.kind == kind);
    let clicked = of_kind("call.clicked").next().ok_or("no row says who clicked")?;
    let says = |name: &str, value: Value| clicked.says.payload.get(name) == Some(&value);
    // Of an erased row, only what it still says can disagree.
    let bears_out =
        clicked.says.erased || (says("to", facts.to.as_str().into()) && says("lead", facts.lead.0.into()));
    if clicked.says.agent.as_ref() != Some(&facts.agent) || !bears_out {
        return Err("its record and the row of the click disagree".to_owned());
    }
    let allows = |row: &Row| Decision::of(&row.says.payload)?.allowed;
    let cleared = |row: &&&Row| row.says.erased || allows(row) == Some(true);
    if record.reached_out() && of_kind("call.cleared").find(cleared).is_none() {
        return Err("the number was dialled, and no row clears it".to_owned());
    }
    if record.refusal.is_some() && of_kind("call.prospect_refused").next().is_none() {
        return Err("its record says that it was refused, and no row does".to_owned());
    }
    let said = |row: &Row| -> Option<WrapUp> {
        serde_json::from_value(row.says.payload.get("wrap_up")?.clone()).ok()
    };
    if let Some(saved) = &record.wrap_up
        && !of_kind("call.disposition")
            .any(|row| row.says.erased || said(row).is_some_and(|said| agrees(call, &said, saved)))
    {
        return Err("its disposition is not the one that a row says".to_owned());
    }
    if record.wrap_up.is_none() && call.events.iter().any(|event| event.kind == "disposition") {
        return Err("its disposition is missing from the record".to_owned());
    }
    Ok(())
}

/// Of an erased record, how the call came out must still be what the row says: the row may be of a log in which nothing
/// can be erased.
fn agrees(call: &Call, said: &WrapUp, saved: &WrapUp) -> bool {
    let outcome = |one: &WrapUp| (one.submission.disposition, one.saved_at);
    said == saved || (call.record.erased_at.is_some() && outcome(said) == outcome(saved))
}

/// Each event has a row of its own.
fn events(call: &Call, rows: &[&Row], report: &mut Report) -> Result<(), String> {
    let mut free: Vec<&Row> = rows.to_vec();
    for event in &call.events {
        let Some(claim) = claims::of(&event.kind) else {
            report.unchecked += 1;
            continue;
        };
        let verbatim = |row: &Row| {
            // Both go together, but for rows of a log in which nothing can be erased.
            row.says.payload == event.payload || (event.is_erased() && call.record.erased_at.is_some())
        };
        let bears_out = |row: &&Row| row.says.kind == claim.kind && (!claim.verbatim || verbatim(row));
        let place = free.iter().position(bears_out).ok_or_else(|| missing(event))?;
        free.swap_remove(place);
        report.events += 1;
    }
    Ok(())
}

fn missing(event: &Event) -> String {
    format!("no row bears out its event {} ({})", event.id, event.kind)
}
