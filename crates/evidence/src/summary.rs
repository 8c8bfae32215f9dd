//! What follows from a pack's calls and rows, for a quick look. The verifier derives it again.

use std::collections::{BTreeMap, BTreeSet};

use domain::call::{CallState, Outcome, RecordingState};
use domain::{AgentId, CallId, RecordingSid};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::basis::{lists_used, rules_used};
use crate::decision::Decision;
use crate::{Call, ListUse, Row, RulesUse};

/// A row of the pack, pointed at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// When it was written.
    pub at: Timestamp,
    /// What happened.
    pub kind: String,
    /// Who did it.
    pub agent: Option<AgentId>,
    /// In which call.
    pub call: Option<CallId>,
    /// Its log.
    pub chain: String,
    /// Its place there.
    pub seq: u64,
}

/// A recording: that it is there, not what is said in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingLine {
    /// Twilio's id.
    pub sid: RecordingSid,
    /// Of which call.
    pub call: CallId,
    /// How far it is.
    pub state: RecordingState,
    /// When it started.
    pub started_at: Option<Timestamp>,
    /// Seconds.
    pub duration_s: Option<i64>,
}

/// What one person did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub agent: AgentId,
    /// The names under which they called, as they were then.
    pub names: BTreeSet<String>,
    /// How many rows of each kind are theirs.
    pub did: BTreeMap<String, usize>,
}

/// What follows from a pack's calls and rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Clicks that became a call.
    pub attempts: usize,
    /// Calls in which the number was dialled.
    pub reached: usize,
    /// Calls that somebody or something answered.
    pub answered: usize,
    /// Seconds spoken, in all.
    pub talk_seconds: i64,
    /// Clicks that were refused.
    pub blocked_clicks: usize,
    /// Calls that were refused after the agent's own leg was up, so that the number was not dialled.
    pub blocked_calls: usize,
    /// Decisions on the log.
    pub decisions: usize,
    /// The versions of the rules that made them.
    pub rule_packs: Vec<RulesUse>,
    /// The versions of the do-not-call lists that they asked.
    pub lists: Vec<ListUse>,
    /// Recordings.
    pub recordings: Vec<RecordingLine>,
    /// What was asked of us: *do not call*, and its undoing.
    pub opt_outs: Vec<Mention>,
    /// Consents, given and taken back.
    pub consents: Vec<Mention>,
    /// Exceptions that were made.
    pub overrides: Vec<Mention>,
    /// Who did what.
    pub people: Vec<Person>,
    /// How many rows were erased: what they said of decisions, lists and people is not counted above.
    #[serde(default, skip_serializing_if = "is_none")]
    pub erased_rows: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_none(count: &usize) -> bool {
    *count == 0
}

impl Summary {
    pub(crate) fn of(calls: &[Call], rows: &[Row]) -> Self {
        let records = || calls.iter().map(|call| &call.record);
        let mentions =
            |wanted: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| wanted(row)).map(mention).collect();
        Self {
            attempts: calls.len(),
            reached: records().filter(|record| record.reached_out()).count(),
            answered: records().filter(|record| was_answered(&record.state())).count(),
            talk_seconds: records().map(domain::CallRecord::talk_seconds).sum(),
            blocked_clicks: rows.iter().filter(|row| row.says.kind == "call.refused").count(),
            blocked_calls: records()
                .filter(|record| record.state() == CallState::Ended { outcome: Outcome::Refused })
                .count(),
            decisions: rows.iter().filter(|row| Decision::of(&row.says.payload).is_some()).count(),
            rule_packs: rules_used(rows),
            lists: lists_used(rows),
            recordings: calls.iter().flat_map(recordings).collect(),
            opt_outs: mentions(&|row| is_opt_out(row)),
            consents: mentions(&|row| row.is_of("consent")),
            overrides: mentions(&|row| row.is_of("override")),
            people: people(calls, rows),
            erased_rows: rows.iter().filter(|row| row.says.erased).count(),
        }
    }
}

fn was_answered(state: &CallState) -> bool {
    matches!(state, CallState::InCall { .. } | CallState::Ended { outcome: Outcome::Answered })
}

fn is_opt_out(row: &Row) -> bool {
    row.is_of("suppression") || row.says.payload.get("suppressed") == Some(&Value::Bool(true))
}

fn mention(row: &Row) -> Mention {
    let says = &row.says;
    Mention {
        at: says.at,
        kind: says.kind.clone(),
        agent: says.agent.clone(),
        call: says.call,
        chain: says.chain.clone(),
        seq: says.seq,
    }
}

fn recordings(call: &Call) -> impl Iterator<Item = RecordingLine> + '_ {
    call.record.recordings.iter().map(|(sid, recording)| RecordingLine {
        sid: sid.clone(),
        call: call.record.facts.id,
        state: recording.state,
        started_at: recording.started_at,
        duration_s: recording.duration_s,
    })
}

fn people(calls: &[Call], rows: &[Row]) -> Vec<Person> {
    let mut people: BTreeMap<AgentId, Person> = BTreeMap::new();
    let stranger =
        |agent: &AgentId| Person { agent: agent.clone(), names: BTreeSet::new(), did: BTreeMap::new() };
    for facts in calls.iter().map(|call| &call.record.facts) {
        let person = people.entry(facts.agent.clone()).or_insert_with(|| stranger(&facts.agent));
        person.names.insert(facts.agent_name.clone());
    }
    for says in rows.iter().map(|row| &row.says) {
        if let Some(agent) = &says.agent {
            let person = people.entry(agent.clone()).or_insert_with(|| stranger(agent));
            *person.did.entry(says.kind.clone()).or_default() += 1;
        }
    }
    people.into_values().collect()
}
