//! The form of a drill.

use compliance::WhatIf;
use dialer::Drill;
use domain::ItemId;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use leptos::prelude::*;

use crate::drill;
use crate::page::Word;
use crate::page::form::{Entered, Fields};
use crate::typed;

/// The clocks that the time of a drill may be given on.
const ZONES: [(&str, &str); 8] = [
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("UTC", "UTC"),
];

/// What is asked about.
pub(super) enum Asked {
    /// One call.
    Call(Box<Drill>),
    /// All phones of a lead, at a moment.
    Lead(ItemId, Timestamp),
}

/// Reads the form.
///
/// # Errors
/// The sentence that says which field will not do.
pub(super) fn read(entered: &Entered) -> Result<Asked, Word> {
    let at = moment(entered)?;
    let lead = entered.read_if("lead", "The lead", |text| {
        text.parse::<ItemId>().map_err(|_| "is no item id of Podio".to_owned())
    })?;
    let number = entered.text("number");
    match (lead, number) {
        (Some(lead), "") => Ok(Asked::Lead(lead, at)),
        (None, "") => Err(Word::wrong("Say which number, or which lead.").about("number")),
        (Some(_), _) => Err(Word::wrong("Say a number or a lead, and not both.").about("lead")),
        (None, text) => {
            let state = |name: &'static str, label: &str| {
                let found = entered.read_if(name, label, typed::state);
                found.map(|found| found.map(|state| state.code().to_owned()))
            };
            let mut question = WhatIf::new(text, at);
            question.property_state = state("property_state", "The property's state")?;
            question.property_zip = entered.read_if("property_zip", "The property's ZIP code", typed::zip)?;
            question.mailing_state = state("mailing_state", "The mailing state")?;
            question.mailing_zip = entered.read_if("mailing_zip", "The mailing ZIP code", typed::zip)?;
            let number = drill::number(text).map_err(|why| {
                Word::wrong(format!("The number is none that we can work with ({why}).")).about("number")
            })?;
            let number = number.ok_or_else(|| text.to_owned());
            Ok(Asked::Call(Box::new(Drill { number, property: None, question })))
        }
    }
}

fn moment(entered: &Entered) -> Result<Timestamp, Word> {
    let day = entered.read("date", "The date", typed::day)?;
    let time: Time = entered
        .read("time", "The time", |text| text.parse().map_err(|_| "is no time such as 18:30".to_owned()))?;
    let zone = entered.read("zone", "The clock", |text| {
        let known = ZONES.iter().find(|(name, _)| *name == text);
        let known = known.ok_or_else(|| "is none of those that are offered".to_owned())?;
        TimeZone::get(known.0).map_err(|_| "cannot be found".to_owned())
    })?;
    // An hour that a clock skips or repeats: the later reading of the first, the earlier of the second.
    let at = zone.to_ambiguous_zoned(DateTime::from_parts(day, time)).compatible();
    at.map(|at| at.timestamp()).map_err(|_| Word::wrong("There is no such moment.").about("date"))
}

/// The form; `word` is what the page says of it, and `now` fills in the moment.
pub(super) fn form(entered: &Entered, word: Option<&Word>, now: &Zoned) -> impl IntoView + use<> {
    let fields = Fields::with("what-if", entered.clone(), word);
    let line = |name, label| fields.line("text", name, label).optional();
    let zones = ZONES.map(|(name, words)| (name.to_owned(), words.to_owned()));
    let here = now.time_zone().iana_name().unwrap_or("UTC");
    let here = if ZONES.iter().any(|(name, _)| *name == here) { here } else { "America/New_York" };
    let date = fields.line("date", "date", "Date").or(now.date().to_string()).view();
    let time = fields.line("time", "time", "Time").or(now.strftime("%H:%M").to_string()).view();
    view! {
        <form method="post" action="/compliance/what-if" class="panel part">
            <fieldset class="fields">
                <legend>"Whom"</legend>
                {fields.line("tel", "number", "Number").optional().view()}
                {line("lead", "Or a lead").hint("Its Podio item id: its phones, addresses and gates are used").view()}
            </fieldset>
            <fieldset class="fields">
                <legend>"Where"</legend>
                {line("property_state", "Property: state").view()}
                {line("property_zip", "Property: ZIP code").view()}
                {line("mailing_state", "Mailing address: state").view()}
                {line("mailing_zip", "Mailing address: ZIP code").view()}
            </fieldset>
            <fieldset class="fields">
                <legend>"When"</legend>
                {date}
                {time}
                {fields.choice("zone", "On the clock of", here, zones)}
            </fieldset>
            <p><button class="button-primary">"Ask every rule"</button></p>
        </form>
    }
}
