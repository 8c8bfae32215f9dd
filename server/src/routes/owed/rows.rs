//! The list as a page.
#![expect(unreachable_pub, reason = "the component macro writes its inner items as pub")]

use domain::{CallRecord, ItemId};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;
use store::{OutboxRow, OutboxState};

use super::listed::{Count, Listed, MOST, call_of};
use crate::page::Word;

/// What Podio is owed.
#[component]
pub(super) fn Owed(
    listed: Option<Listed>,
    word: Option<Word>,
    now: Timestamp,
    may_drop: bool,
) -> impl IntoView {
    let word = word.map(Word::view);
    let list = listed.map(|listed| view! { <Rows listed now may_drop/> });
    view! {
            <h1>"Owed to Podio"</h1>
            {word}
            {list}
    }
}

#[component]
fn Rows(listed: Listed, now: Timestamp, may_drop: bool) -> impl IntoView {
    let Listed { rows, calls, all } = listed;
    let summary = summary(all);
    let more = match all {
        None => Some("And more.".to_owned()),
        Some(all) if all.rows > rows.len() => Some(format!("And {} more.", all.rows - rows.len())),
        Some(_) => None,
    };
    let entries = rows
        .into_iter()
        .map(|row| {
            let call = call_of(&row.entry.id).and_then(|call| calls.get(&call)).cloned();
            view! { <Row row call now may_drop/> }
        })
        .collect::<Vec<_>>();
    view! {
            <p data-testid="owed-summary">{summary}</p>
            <ul class="owed">{entries}</ul>
            {more.map(|more| view! { <p class="hint">{more}</p> })}
    }
}

fn summary(all: Option<Count>) -> String {
    match all {
        None => format!("More than {MOST} to send, oldest first. Those that are given up need you."),
        Some(Count { rows: 0, .. }) => "Nothing is owed: Podio has everything.".to_owned(),
        Some(Count { rows, dead: 0 }) => format!("{rows} to send. Twoleg goes on trying by itself."),
        Some(Count { rows, dead }) => format!("{rows} in all. Given up, and in need of you: {dead}."),
    }
}

/// The lead that an entry names itself: that of its link, which belongs to no call.
fn lead_of(row: &OutboxRow) -> Option<ItemId> {
    serde_json::from_value(row.entry.payload.get("lead")?.clone()).ok()
}

#[component]
fn Row(row: OutboxRow, call: Option<CallRecord>, now: Timestamp, may_drop: bool) -> impl IntoView {
    let what = match row.entry.kind.as_str() {
        "activity" => "Call Activity",
        "task" => "Follow-up task",
        "lead_link" => "Call Link",
        _ => "Entry",
    };
    let state = match &row.state {
        OutboxState::Dead => "Given up.".to_owned(),
        OutboxState::Leased { .. } => "Being sent now.".to_owned(),
        OutboxState::Waiting if row.entry.due_at <= now => "Due now.".to_owned(),
        OutboxState::Waiting => format!("Next attempt in {}.", span(row.entry.due_at.duration_since(now))),
    };
    let attempts = match row.attempts {
        0 => "not tried yet".to_owned(),
        1 => "tried once".to_owned(),
        more => format!("tried {more} times"),
    };
    let since = format!("Owed for {}, {attempts}. {state}", span(now.duration_since(row.owed_since)));
    let named = || lead_of(&row).map(|lead| (lead, format!("Lead {lead}")));
    let lead = call.map(|call| (call.facts.lead, call.facts.lead_name)).or_else(named);
    // For whoever hears one button after the other: they would all have the same name.
    let about = lead.as_ref().map_or_else(|| what.to_owned(), |(_, name)| format!("{what}, {name}"));
    let lead = lead.map(|(lead, name)| {
        let href = format!("/workspace?item_id={lead}");
        view! { <a href=href>{name}</a> }
    });
    let free = !matches!(row.state, OutboxState::Leased { .. });
    let id = row.entry.id;
    let buttons = free.then(|| {
        let again = format!("Send again now: {about}");
        let drop = may_drop.then(|| view! { <TakeOff id=id.clone() about/> });
        view! {
            <div class="owed-actions">
                <form method="post" action="/outbox/retry">
                    <input type="hidden" name="id" value=id/>
                    <button class="button-primary" aria-label=again>"Send again now"</button>
                </form>
                {drop}
            </div>
        }
    });
    view! {
        <li class="panel">
            <p><strong>{what}</strong>" "{lead}</p>
            <p class="hint">{since}</p>
            {row.last_error.map(|why| view! { <p class="field-error">{why}</p> })}
            {buttons}
        </li>
    }
}

/// What only a supervisor is offered.
#[component]
fn TakeOff(id: String, about: String) -> impl IntoView {
    let open = format!("Take off\u{2026}: {about}");
    let take_off = format!("Take off for good: Podio will not get it. {about}");
    view! {
        <details>
            <summary aria-label=open>"Take off\u{2026}"</summary>
            <form method="post" action="/outbox/drop">
                <input type="hidden" name="id" value=id/>
                <button class="button-hang-up" aria-label=take_off>"Take off for good: Podio will not get it"</button>
            </form>
        </details>
    }
}

/// A span of time in its largest unit, as people say it.
fn span(span: SignedDuration) -> String {
    let seconds = span.as_secs().max(0);
    let (count, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..3_600 => (seconds / 60, "minute"),
        3_600..172_800 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_up_is_counted_in_a_sentence_for_one_and_for_many() {
        let said = |rows, dead| summary(Some(Count { rows, dead }));
        assert_eq!(said(3, 1), "3 in all. Given up, and in need of you: 1.");
        assert_eq!(said(3, 0), "3 to send. Twoleg goes on trying by itself.");
    }

    #[test]
    fn spans_are_said_in_their_largest_unit() {
        let said = |seconds| span(SignedDuration::from_secs(seconds));
        assert_eq!(said(-3), "0 seconds");
        assert_eq!(said(1), "1 second");
        assert_eq!(said(119), "1 minute");
        assert_eq!(said(7_300), "2 hours");
        assert_eq!(said(172_800), "2 days");
    }
}
