//! The head of the document: what it is, and the summary.

use super::markup::Markup;
use super::words::utc;
use crate::{Mention, Pack, Sealed, Via};

pub(super) fn write(page: &mut Markup, sealed: &Sealed) {
    let pack = sealed.pack();
    page.raw("<header><h1>Evidence pack for ").text(pack.number.national()).raw("</h1><dl>");
    page.fact("Number", pack.number.as_str());
    page.fact("Made", format!("{} by {}", utc(pack.gathered_at), maker(pack)));
    page.fact("Made with", format!("Twoleg {}", pack.twoleg));
    page.raw("<dt>Digest (SHA-256)</dt><dd><code>").text(sealed.digest()).raw("</code></dd></dl>");
    page.raw(
        "<p class=\"notice\">This document shows what Twoleg recorded about this number. It does not say that any call \
         was lawful: that is for counsel to judge.</p></header>",
    );
    summary(page, pack);
    basis(page, pack);
    mentions(page, "Opt-outs", &pack.summary.opt_outs);
    mentions(page, "Consents", &pack.summary.consents);
    mentions(page, "Exceptions made", &pack.summary.overrides);
}

pub(super) fn maker(pack: &Pack) -> String {
    match (&pack.made_by.agent, pack.made_by.via) {
        (Some(agent), Via::Page) => format!("{agent}, on the page"),
        (Some(agent), Via::CommandLine) => format!("{agent}, at the command line"),
        (None, Via::Page) => "somebody, on the page".to_owned(),
        (None, Via::CommandLine) => "an operator, at the command line".to_owned(),
    }
}

fn summary(page: &mut Markup, pack: &Pack) {
    let summary = &pack.summary;
    page.raw("<section><h2>Summary</h2><dl>");
    page.fact("Calls placed", summary.attempts.to_string());
    page.fact("Number dialled", summary.reached.to_string());
    page.fact("Answered", format!("{} ({} seconds spoken in all)", summary.answered, summary.talk_seconds));
    page.fact("Clicks refused", summary.blocked_clicks.to_string());
    page.fact("Refused before dialling", summary.blocked_calls.to_string());
    page.fact("Decisions on record", summary.decisions.to_string());
    page.fact("On the do-not-call list", on_list(pack));
    page.fact("Consent rows", summary.consents.len().to_string());
    page.fact("Recordings", summary.recordings.len().to_string());
    if summary.erased_rows > 0 {
        page.fact(
            "Erased",
            format!(
                "{} rows say only when and of what kind they were, and are not counted among decisions, lists and consents",
                summary.erased_rows
            ),
        );
    }
    page.raw("</dl><h3>Who did what</h3>");
    if summary.people.is_empty() {
        page.raw("<p>Nobody of the organisation is named in the rows.</p></section>");
        return;
    }
    page.columns(["Person", "Names", "Rows"]);
    for person in &summary.people {
        let names: Vec<&str> = person.names.iter().map(String::as_str).collect();
        let did: Vec<String> = person.did.iter().map(|(kind, count)| format!("{kind}: {count}")).collect();
        page.cells([person.agent.as_str(), &names.join(", "), &did.join(", ")]);
    }
    page.end_table().raw("</section>");
}

fn on_list(pack: &Pack) -> String {
    let Some(entry) = &pack.suppression else { return "no".to_owned() };
    let by = entry.agent.as_ref().map(|agent| format!(", taken by {agent}")).unwrap_or_default();
    let later =
        pack.calls.iter().filter(|call| call.record.facts.placed_at > entry.at && call.record.reached_out());
    format!("since {} ({}{by}); dialled after that: {} times", utc(entry.at), entry.reason, later.count())
}

fn basis(page: &mut Markup, pack: &Pack) {
    page.raw("<section><h2>What the decisions rested on</h2>");
    if pack.summary.rule_packs.is_empty() && pack.summary.lists.is_empty() {
        page.raw("<p>No decision is on record.</p></section>");
        return;
    }
    page.columns(["Rules or list", "Version", "Taken from its source", "Decisions"]);
    for rules in &pack.summary.rule_packs {
        page.cells(["rule pack", &rules.version, "", &rules.decisions.to_string()]);
    }
    for list in &pack.summary.lists {
        let accessed = list.accessed_at.map(utc).unwrap_or_default();
        page.cells([&list.list, &list.version, &accessed, &list.decisions.to_string()]);
    }
    page.end_table();
    if pack.summary.lists.is_empty() {
        page.raw("<p>No decision names the version of a do-not-call list.</p>");
    }
    page.raw("</section>");
}

fn mentions(page: &mut Markup, title: &'static str, mentions: &[Mention]) {
    page.raw("<section><h2>").raw(title).raw("</h2>");
    if mentions.is_empty() {
        page.raw("<p>None on record.</p></section>");
        return;
    }
    page.columns(["When", "What", "Who", "Call", "Row"]);
    for mention in mentions {
        page.cells([
            &utc(mention.at),
            &mention.kind,
            mention.agent.as_ref().map_or("", |agent| agent.as_str()),
            &mention.call.map(|call| call.to_string()).unwrap_or_default(),
            &format!("{} of log {}", mention.seq, mention.chain),
        ]);
    }
    page.end_table().raw("</section>");
}
