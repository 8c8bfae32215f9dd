//! The page itself. What changes by itself stands in elements with `data-live`, which the script replaces.

use axum::extract::State;
use axum::response::Html;
use jiff::Zoned;
use jiff::tz::TimeZone;

use super::html::{document, each};
use super::{held, phones};
use crate::crm::Crm;

/// The zones of the clock's form, as a person in the US names them.
const ZONES: [(&str, &str); 7] = [
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
];

/// The faults of the CRM: the value of the setting, its name, what it does.
const CRM_FAULTS: [(&str, &str, &str); 6] = [
    ("none", "Works", "nothing is wrong"),
    ("down", "Down", "every request answers 503"),
    ("over_limit", "Over its limit", "every request answers 420"),
    ("slow", "Slow", "every answer takes three seconds"),
    ("lose_create_reply", "Loses replies", "creates are carried out, their answers are lost"),
    ("expire_token", "Ends sign-ins", "access tokens given out so far are no longer good"),
];

const CALLBACK_FAULTS: [(&str, &str); 7] = [
    ("callbacks_doubled", "Callbacks come twice"),
    ("callbacks_delayed", "Callbacks come seconds late"),
    ("callbacks_shuffled", "Callbacks of a call come in another order"),
    ("callbacks_lost", "Callbacks never come"),
    ("call_replies_lost", "New calls are made, and the answers about them are lost"),
    ("call_replies_held", "New calls are made, and the answers about them wait until this is off again"),
    ("recordings_held", "Recordings are not finished until this is off again"),
];

const REFUSALS: [(&str, &str); 4] = [
    ("none", "takes every call"),
    ("no_credit", "refuses: no credit"),
    ("geo_permission", "refuses: no permission for that country"),
    ("unverified_number", "refuses: the number is not verified"),
];

/// `GET /sandbox`
pub(super) async fn page(State(crm): State<Crm>) -> Html<String> {
    let crm_holds = crm.snapshot();
    let body = format!(
        "<header><p class=crumbs><a href=\"/\">Twoleg</a> / Sandbox</p><h1>Sandbox</h1>\
         <p>The carrier and the CRM behind this Twoleg. Nobody is called, nothing leaves this machine.</p>\
         <p id=status role=status aria-live=polite></p></header>\
         {calls}{clock}{faults}{holds}{leads}{scripts}{reset}",
        calls = section("calls", "Calls now", "<div id=live-calls><p class=quiet>No call is up.</p></div>"),
        clock = section("clock", "Clock", &clock(&crm)),
        faults = section("faults", "Faults", &faults()),
        holds = section("crm", "What the CRM holds", &held::written(&crm_holds)),
        leads = section("leads", "Leads", &held::leads(&crm_holds)),
        scripts = section("phones", "What each phone does", &scripts()),
        reset = section("reset", "Start over", RESET),
    );
    Html(document("Sandbox", "/sandbox/control.js", &body))
}

const RESET: &str = "<p>Clears calls, activities and tasks, brings back the first leads, switches every fault \
    off and sets the clock right.</p><button type=button id=reset-button class=danger>Reset the sandbox</button>";

fn section(id: &str, heading: &str, inner: &str) -> String {
    format!(
        "<section id={id} aria-labelledby={id}-heading><h2 id={id}-heading>{heading}</h2>{inner}</section>"
    )
}

fn clock(crm: &Crm) -> String {
    let now = crm.now();
    let there = |zone: &str| Zoned::new(now, TimeZone::get(zone).unwrap_or(TimeZone::UTC));
    let options = each(ZONES, |(zone, name)| {
        let offset = there(zone).offset().seconds() / 60;
        format!("<option value=\"{zone}\" data-offset=\"{offset}\">{name}</option>")
    });
    let times = each(ZONES, |(zone, name)| {
        let time = there(zone).strftime("%a %-I:%M %P").to_string();
        format!("<li><span>{name}</span> <b>{time}</b></li>")
    });
    format!(
        "<ul class=times data-live=times>{times}</ul>\
         <form id=clock-form><label>Time of day <input type=time name=time required value=\"10:00\"></label>\
         <label>in <select name=zone>{options}</select></label>\
         <button type=submit>Set the clock</button>\
         <button type=button id=clock-real>Back to real time</button></form>"
    )
}

fn faults() -> String {
    let crm = each(CRM_FAULTS, |(value, name, what)| {
        format!("<label class=choice><input type=radio name=crm value={value}> <b>{name}</b> {what}</label>")
    });
    let callbacks = each(CALLBACK_FAULTS, |(name, what)| {
        format!("<label class=choice><input type=checkbox name={name}> {what}</label>")
    });
    let refusals = each(REFUSALS, |(value, what)| format!("<option value={value}>{what}</option>"));
    format!(
        "<form id=faults-form><fieldset><legend>CRM</legend>{crm}</fieldset>\
         <fieldset><legend>Carrier</legend>{callbacks}\
         <label class=choice>The carrier <select name=carrier_refuses>{refusals}</select></label>\
         <button type=button id=drop-sockets>Drop the browsers' signalling sockets</button></fieldset></form>"
    )
}

fn scripts() -> String {
    let rows = each(phones::SCRIPTS, |(digits, digit)| {
        format!("<tr><th scope=row>{digits}</th><td>{}</td></tr>", phones::behaviour(digit))
    });
    format!(
        "<table><caption>By the last digit of the number</caption>\
         <thead><tr><th scope=col>Ends in</th><th scope=col>The prospect</th></tr></thead><tbody>{rows}</tbody></table>"
    )
}
