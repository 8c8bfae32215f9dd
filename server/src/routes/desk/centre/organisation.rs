//! The organisation: its caller ID, its registrations, emergencies and proclaimed holidays.

use compliance::{Attestation, Emergency, ExtraHoliday, State as Place};
use dialer::{CallerIdFile, Supervisor};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use leptos::prelude::*;

use super::{Said, part};
use crate::page::form::{Fields, Refused, hidden};
use crate::routes::State;
use crate::routes::desk::{last_four, moment};

pub(super) async fn section(
    state: &State,
    supervisor: &Supervisor,
    said: Said<'_>,
) -> Result<AnyView, dialer::Error> {
    let file = state.dialer.organisation(supervisor).await?;
    let (settings, refused) = (state.dialer.settings(), said.refused);
    let checked = file.caller_id.filter(|checked| checked.number == settings.caller_id);
    let caller_id = caller_id(checked, &last_four(&settings.caller_id), &settings.zone, refused);
    let content = view! {
        {said.within("organisation")}
        {caller_id}
        {registrations(&file.registrations, refused)}
        {emergencies(&file.emergencies, state.dialer.today(), refused)}
        {holidays(&file.holidays, refused)}
    };
    Ok(part("organisation", "Organisation", content))
}

fn caller_id(
    checked: Option<CallerIdFile>,
    number: &str,
    zone: &TimeZone,
    refused: Option<&Refused>,
) -> AnyView {
    let sentence = match checked {
        None => format!("The caller ID {number} was not checked yet: calls are refused."),
        Some(checked) => {
            let answers = if checked.answers { "answers" } else { "does not answer: calls are refused" };
            let flagged = if checked.flagged { ", shown as spam" } else { "" };
            let at = moment(checked.checked_at, zone);
            format!(
                "{number} {answers}, attestation {}{flagged}. Checked {at}.",
                vouched(checked.attestation)
            )
        }
    };
    let fields = Fields::of("caller-id", refused);
    let words = |(value, words): (&str, &str)| (value.to_owned(), words.to_owned());
    let yes_no = [("yes", "Yes"), ("no", "No")].map(words);
    let levels = [("A", "A: full"), ("B", "B: partial"), ("C", "C: gateway")].map(words);
    let answers = fields.choice("answers", "Called back, it reaches somebody", "yes", yes_no);
    let attestation = fields.choice("attestation", "STIR/SHAKEN attestation", "A", levels);
    view! {
        <h3>"Caller ID"</h3>
        <p>{sentence}</p>
        <form method="post" action="/compliance/caller-id" class="fields">
            {answers}
            {attestation}
            {fields.check("flagged", "Phones show it as spam")}
            <button class="button-primary">"Record the check"</button>
        </form>
    }
    .into_any()
}

const fn vouched(attestation: Attestation) -> &'static str {
    match attestation {
        Attestation::A => "A",
        Attestation::B => "B",
        Attestation::C => "C",
        Attestation::Unknown => "not looked up",
    }
}

fn registrations(states: &[Place], refused: Option<&Refused>) -> AnyView {
    let names: Vec<&str> = states.iter().map(|state| state.code()).collect();
    let sentence = match names.len() {
        0 => {
            "No state: calls into states that ask for a registration wait for an acknowledgement.".to_owned()
        }
        _ => format!("Registered, or exempt for a recorded reason: {}.", names.join(" ")),
    };
    let states = Fields::of("registrations", refused).line("text", "states", "States");
    let states = states.hint("Letters, such as FL, TX").view();
    view! {
        <h3>"Registrations"</h3>
        <p>{sentence}</p>
        <form method="post" action="/compliance/registrations" class="fields">
            {states}
            <p class="buttons">
                <button class="button-primary" name="do" value="add">"Add"</button>
                <button name="do" value="remove">"Remove"</button>
            </p>
        </form>
    }
    .into_any()
}

fn emergencies(emergencies: &[Emergency], today: Date, refused: Option<&Refused>) -> AnyView {
    let rows = emergencies.iter().map(|one| {
        let to = one.to.map_or("further notice".to_owned(), |last| last.to_string());
        let end = one.to.is_none_or(|last| last > today).then(|| {
            let label = format!("End it today: {}, from {}", one.state.name(), one.from);
            view! {
                <form method="post" action="/compliance/end-emergency">
                    {hidden("state", one.state.code())}
                    {hidden("from", one.from.to_string())}
                    <button aria-label=label>"End it today"</button>
                </form>
            }
        });
        view! { <li>{format!("{}: from {} until {to}. No calls then.", one.state.name(), one.from)}{end}</li> }
    });
    let rows = rows.collect::<Vec<_>>();
    let nothing = rows.is_empty().then(|| view! { <p class="empty">"None."</p> });
    let fields = Fields::of("emergency", refused);
    view! {
        <h3>"States of emergency"</h3>
        {nothing}
        <ul class="records">{rows}</ul>
        <form method="post" action="/compliance/emergency" class="fields">
            {fields.line("text", "state", "State").view()}
            {fields.line("date", "from", "First day").view()}
            {fields.line("date", "to", "Last day").optional().hint("Empty while it lasts").view()}
            <button class="button-primary">"Add an emergency"</button>
        </form>
    }
    .into_any()
}

fn holidays(holidays: &[ExtraHoliday], refused: Option<&Refused>) -> AnyView {
    let rows = holidays.iter().map(|one| {
        let day = format!("{}, {}: {}", one.date, one.state.name(), one.name);
        let label = format!("Remove: {day}");
        view! {
            <li>
                {day}
                <form method="post" action="/compliance/remove-holiday">
                    {hidden("state", one.state.code())}
                    {hidden("date", one.date.to_string())}
                    <button aria-label=label>"Remove"</button>
                </form>
            </li>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    let nothing =
        rows.is_empty().then(|| view! { <p class="empty">"None beyond those of the rule pack."</p> });
    let fields = Fields::of("holiday", refused);
    view! {
        <h3>"Days without calls that a governor proclaimed"</h3>
        {nothing}
        <ul class="records">{rows}</ul>
        <form method="post" action="/compliance/holiday" class="fields">
            {fields.line("text", "state", "State").view()}
            {fields.line("date", "date", "Day").view()}
            {fields.line("text", "name", "What it is called").view()}
            <button class="button-primary">"Add a day"</button>
        </form>
    }
    .into_any()
}
