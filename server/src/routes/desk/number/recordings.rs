//! What was recorded with this number: the links to it, and the legal hold that keeps it.

use dialer::{CrmLink, LATEST_CALLS, Settings};
use domain::CallRecord;
use leptos::prelude::*;

use super::Kept;
use super::action::Action;
use crate::routes::desk::{moment, name_of};

pub(super) fn section(kept: &Kept<'_>, settings: &Settings) -> AnyView {
    let rows: Vec<_> = kept.recorded.iter().map(|record| row(record, kept, settings)).collect();
    let nothing = rows.is_empty().then(|| {
        let words = format!("Of the latest {LATEST_CALLS} calls with this number none was recorded.");
        view! { <p class="empty">{words}</p> }
    });
    let links = (!rows.is_empty()).then(|| links(kept));
    view! {
        <section class="panel part" aria-labelledby="recordings-title">
            <h2 id="recordings-title">"Recordings"</h2>
            {nothing}
            <ul class="records">{rows}</ul>
            {links}
            {hold(kept)}
        </section>
    }
    .into_any()
}

fn row(record: &CallRecord, kept: &Kept<'_>, settings: &Settings) -> AnyView {
    let state = match settings.crm_link(record, kept.now, &kept.accounts) {
        CrmLink::NothingToPlay => nothing(record).to_owned(),
        link => link.sentence(|at| moment(at, kept.zone)),
    };
    view! { <li>{call_words(record, kept)}" "<span class="tag">{state}</span></li> }.into_any()
}

/// Why there is nothing to play.
fn nothing(record: &CallRecord) -> &'static str {
    if record.deleted.is_empty() {
        "There is nothing to play."
    } else if record.deleted.values().all(|deleted| deleted.already_gone) {
        "Twilio does not have it any more."
    } else {
        "Deleted."
    }
}

fn call_words(record: &CallRecord, kept: &Kept<'_>) -> String {
    let agent = name_of(&kept.team, &record.facts.agent);
    // To the second: two calls may have been placed within a minute.
    let at = record.facts.placed_at.to_zoned(kept.zone.clone()).strftime("%b %-d, %Y, %-I:%M:%S %p %Z");
    let seconds = record.recordings.values().filter_map(|recording| recording.duration_s).max();
    let length = seconds.map(|seconds| format!(", {seconds} s")).unwrap_or_default();
    format!("{at}, {agent}{length}.")
}

fn links(kept: &Kept<'_>) -> AnyView {
    let fields = kept.fields(Action::Links);
    let calls = kept.recorded.iter().map(|record| (record.facts.id.to_string(), call_words(record, kept)));
    let calls = std::iter::once((String::new(), "Choose a call".to_owned())).chain(calls);
    let form = view! {
        {fields.choice("call", "Call", "", calls)}
        {fields.line("text", "reason", "Why").hint("Without a name or a number: it stays on the audit log").view()}
        {fields.check("renew", "Send Podio a new link")}
        <button class="button-hang-up">"End its links"</button>
    };
    view! {
        <h3>"A link went astray"</h3>
        <p class="hint">"Whoever has a link hears the recording. This ends every link to it that was given out so far."</p>
        {kept.form(Action::Links, form)}
    }
    .into_any()
}

fn hold(kept: &Kept<'_>) -> AnyView {
    let content = if let Some(hold) = &kept.file.hold {
        let since = moment(hold.placed_at, kept.zone);
        let words = format!("Since {since}, by {}: {}", hold.placed_by, hold.reason);
        let reason = kept.fields(Action::LiftHold).line("text", "reason", "Why it ends").view();
        view! {
            <p>{words}</p>
            {kept.form(Action::LiftHold, view! { {reason} <button class="button-hang-up">"Lift the hold"</button> })}
        }
        .into_any()
    } else {
        let reason = kept.fields(Action::Hold).line("text", "reason", "Why");
        let reason = reason.hint("A claim that is expected or under way").view();
        kept.form(Action::Hold, view! { {reason} <button class="button-primary">"Place a hold"</button> })
    };
    view! {
        <h3>"Legal hold"</h3>
        <p class="hint">"While it is on, no recording of this number is deleted, and the person is not erased."</p>
        {content}
    }
    .into_any()
}
