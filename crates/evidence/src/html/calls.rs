//! The calls, one after the other.

use super::markup::Markup;
use super::words::{outcome, utc, utc_or_none};
use crate::{Call, Pack};

pub(super) fn write(page: &mut Markup, pack: &Pack) {
    page.raw("<section><h2>Calls</h2>");
    if pack.calls.is_empty() {
        page.raw("<p>No call to this number was placed.</p>");
    }
    for call in &pack.calls {
        one(page, call);
    }
    page.raw("</section>");
}

fn one(page: &mut Markup, call: &Call) {
    let record = &call.record;
    let facts = &record.facts;
    page.raw("<article class=\"keep\"><h3>").text(utc(facts.placed_at)).raw("</h3><dl>");
    page.fact("Call", facts.id.to_string());
    page.fact("Placed by", format!("{} ({})", facts.agent_name, facts.agent));
    page.fact("Lead", format!("{} (item {})", facts.lead_name, facts.lead));
    if let Some(person) = &facts.person {
        page.fact("Whose phone", person);
    }
    if let Some(at) = record.erased_at {
        page.fact("Erased", format!("{}: names, notes and what was told of the call", utc(at)));
    }
    page.fact("Caller ID shown", facts.from.as_str());
    page.fact("Outcome", outcome(&record.state()));
    page.fact("Answered", utc_or_none(record.prospect_leg.answered_at));
    page.fact("Ended", utc_or_none(record.prospect_leg.ended_at.or(record.agent_leg.ended_at)));
    page.fact("Spoken", format!("{} seconds", record.talk_seconds()));
    if let Some(refusal) = &record.refusal {
        page.fact("Refused", format!("{} ({})", refusal.sentence, refusal.code));
    }
    if let Some(wrap_up) = &record.wrap_up {
        page.fact("Disposition", wrap_up.submission.disposition.label());
        page.fact("Saved", utc(wrap_up.saved_at));
        page.fact("Notes", &wrap_up.submission.notes);
    }
    for (sid, recording) in &record.recordings {
        let length = recording.duration_s.map_or_else(|| "?".to_owned(), |seconds| seconds.to_string());
        let from = utc_or_none(recording.started_at);
        page.fact("Recording", format!("{sid}, started {from}, {length} seconds"));
    }
    page.raw("</dl></article>");
}
