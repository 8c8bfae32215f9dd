//! Consents and relationships, their revocation, and what kind of line it is.

use compliance::{Consent, ConsentKind};
use jiff::tz::TimeZone;
use leptos::prelude::*;

use super::Kept;
use super::action::Action;
use crate::routes::desk::moment;
use crate::typed;

pub(super) fn section(kept: &Kept<'_>) -> AnyView {
    let rows: Vec<_> = kept.file.consents.iter().map(|consent| row(consent, kept)).collect();
    let nothing =
        rows.is_empty().then(|| view! { <p class="empty">"None on file here; the lead may hold one."</p> });
    let revoked = kept.file.revoked_at.map(|at| {
        let sentence = format!("Taken back on {}: no consent counts.", moment(at, kept.zone));
        view! { <p class="bad">{sentence}</p> }
    });
    let fields = kept.fields(Action::Consent);
    let kinds = ConsentKind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), typed::consent_words(*kind).to_owned()));
    let add = view! {
        {fields.choice("kind", "Kind", ConsentKind::ExpressWritten.as_str(), kinds)}
        {fields.line("date", "obtained", "Given on").hint("For a relationship, when the transaction ended or the inquiry came").view()}
        {fields.line("date", "expires", "Last day").optional().hint("Only where it says so itself").view()}
        {fields.line("text", "evidence", "Where the evidence is").view()}
        <button class="button-primary">"Record the consent"</button>
    };
    let channel = kept.fields(Action::Revoke).line("text", "channel", "How they said it");
    let revoke = view! {
        {channel.hint("A text, an e-mail, a letter, on the phone").view()}
        <button class="button-hang-up">"Revoke every consent, and call no more"</button>
    };
    view! {
        <section class="panel part" aria-labelledby="consents-title">
            <h2 id="consents-title">"Consents and relationships"</h2>
            {revoked}
            {nothing}
            <ul class="records">{rows}</ul>
            {kept.form(Action::Consent, add)}
            <h3>"They took it back"</h3>
            {kept.form(Action::Revoke, revoke)}
        </section>
    }
    .into_any()
}

fn row(consent: &Consent, kept: &Kept<'_>) -> AnyView {
    let day = consent.obtained_at.to_zoned(TimeZone::UTC).date();
    let until = match (consent.revoked_at, consent.expires_at) {
        (Some(at), _) => format!(", revoked on {}", moment(at, kept.zone)),
        (None, Some(end)) if end <= kept.now => ", run out".to_owned(),
        (None, Some(end)) => format!(", until {}", end.strftime("%Y-%m-%d %H:%M UTC")),
        (None, None) => String::new(),
    };
    let words = format!("{}, given on {day}{until}.", typed::consent_words(consent.kind));
    view! { <li>{words}" "<span class="hint">"Evidence: "{consent.evidence.clone()}</span></li> }.into_any()
}

/// What kind of line it is.
pub(super) fn line(kept: &Kept<'_>) -> AnyView {
    let now =
        typed::LINES.iter().find(|(line, ..)| *line == kept.file.line).map_or("unknown", |(_, name, _)| name);
    let kinds = typed::LINES.iter().map(|(_, name, words)| ((*name).to_owned(), (*words).to_owned()));
    let form = view! {
        {kept.fields(Action::Line).choice("line", "Kind of line", now, kinds)}
        <button class="button-primary">"Save"</button>
    };
    view! {
        <section class="panel part" aria-labelledby="line-title">
            <h2 id="line-title">"Line"</h2>
            {kept.form(Action::Line, form)}
        </section>
    }
    .into_any()
}
