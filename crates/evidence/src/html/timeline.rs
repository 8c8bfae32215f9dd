//! Everything that happened, oldest first.

use serde_json::Value;

use super::decision;
use super::markup::Markup;
use super::words::{sentence, utc};
use crate::decision::Decision;
use crate::{Pack, Row};

pub(super) fn write(page: &mut Markup, pack: &Pack) {
    page.raw("<section><h2>Timeline</h2>");
    page.raw(
        "<p class=\"quiet\">Every row of the audit log about this number. Times are those at which a row was written; \
         local times are those that a decision rested on.</p><ol class=\"timeline\">",
    );
    for row in &pack.rows {
        one(page, row);
    }
    page.raw("</ol></section>");
}

fn one(page: &mut Markup, row: &Row) {
    let says = &row.says;
    let decided = Decision::of(&says.payload);
    let refused = decided.as_ref().is_some_and(|decision| decision.allowed == Some(false));
    page.raw(if refused { "<li class=\"block\">" } else { "<li>" });
    page.raw("<h3>").text(utc(says.at)).raw("</h3><p>").text(sentence(&says.kind, &says.payload)).raw("</p>");
    page.raw("<p class=\"quiet\">").text(&says.kind);
    if let Some(agent) = &says.agent {
        page.raw(" &middot; ").text(agent.as_str());
    }
    if let Some(call) = says.call {
        page.raw(" &middot; call ").text(call.to_string());
    }
    page.raw(" &middot; row ").text(says.seq.to_string()).raw(" of log ").text(&says.chain).raw("</p>");
    if says.erased {
        page.raw("<p class=\"quiet\">Erased: what this row said is gone. Its place, time and kind are proved by its hash.</p>");
    }
    if let Some(decided) = &decided {
        decision::write(page, decided, &says.payload);
    }
    if let Some(facts) = facts(&says.payload, decided.is_some()) {
        page.raw("<pre>").text(facts).raw("</pre>");
    }
    page.raw("</li>");
}

/// The facts as they were recorded, without the decision if that is shown as a table.
fn facts(payload: &Value, is_decided: bool) -> Option<String> {
    let mut facts = payload.clone();
    if let (Value::Object(fields), true) = (&mut facts, is_decided) {
        fields.remove("decision");
    }
    let is_empty = facts.is_null() || facts.as_object().is_some_and(serde_json::Map::is_empty);
    (!is_empty).then(|| serde_json::to_string_pretty(&facts).unwrap_or_else(|_| facts.to_string()))
}
