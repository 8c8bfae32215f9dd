//! The answer of the rules.

use std::sync::Arc;

use domain::call::Refusal;
use domain::{CallId, E164};
use jiff::Timestamp;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::clearance::Clearance;
use crate::input::Phase;
use crate::names::names;
use crate::place::{Candidate, Source, State, Zone, clock_text, place_label};
use crate::reason::{Reason, ReasonCode, Severity};
use crate::recording::RecordingMode;
use crate::strip::Closing;

names! {
    /// What comes out of a decision.
    Outcome, "outcome" {
        /// No rule found anything.
        Allow = "allow",
        /// The call may be made; the record says what was noticed, overridden or acknowledged.
        Warn = "warn",
        /// The call may not be made, or not before the agent's acknowledgement.
        Block = "block",
    }
}

/// What time it is in one place where the phone may ring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocalTime {
    /// `Florida`, or `Florida (Central)`.
    pub place: String,
    /// The zone's name in the IANA database.
    pub zone: &'static str,
    /// The zone as people say it: `Eastern`.
    pub zone_label: &'static str,
    /// `9:12 pm`; none when the time cannot be told.
    pub time: Option<String>,
    /// Why this place counts.
    source: Source,
}

/// May this call be made now? Its JSON is what the audit trail keeps.
///
/// It can be neither built nor read back from JSON outside of this crate, and not copied:
///
/// ```compile_fail,E0599
/// fn copy(decision: compliance::Decision) -> (compliance::Decision, compliance::Decision) {
///     (decision.clone(), decision)
/// }
/// ```
/// ```compile_fail,E0277
/// let forged: compliance::Decision = serde_json::from_str("{}").unwrap();
/// ```
#[derive(Debug)]
pub struct Decision {
    pub(crate) phase: Phase,
    pub(crate) call: Option<CallId>,
    pub(crate) to: E164,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) zones: Vec<Zone>,
    pub(crate) states: Vec<State>,
    pub(crate) recording: RecordingMode,
    pub(crate) next_allowed_at: Option<Timestamp>,
    pub(crate) evaluated_at: Timestamp,
    pub(crate) rules_version: Arc<str>,
    pub(crate) closing: Option<Closing>,
}

impl Decision {
    /// The call that was judged, where there was one.
    pub fn call(&self) -> Option<CallId> {
        self.call
    }

    /// Which run this was.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// What came out.
    pub fn outcome(&self) -> Outcome {
        match self.reasons.iter().any(Reason::blocks) {
            true => Outcome::Block,
            false if self.reasons.is_empty() => Outcome::Allow,
            false => Outcome::Warn,
        }
    }

    /// Whether no rule stands in the way of the call.
    pub fn allowed(&self) -> bool {
        self.outcome() != Outcome::Block
    }

    /// Everything that the rules found, in the order of the catalogue, also what does not stand in the way.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// The reason to show: the first that refuses, or else the first that waits for an acknowledgement.
    pub fn shown(&self) -> Option<&Reason> {
        let of = |severity| self.reasons.iter().find(move |reason| reason.severity == severity);
        of(Severity::Hard).or_else(|| of(Severity::Soft))
    }

    /// When the call becomes legal, where time alone will do it: at no earlier quarter of an hour.
    pub fn next_allowed_at(&self) -> Option<Timestamp> {
        self.next_allowed_at
    }

    /// How the call may be recorded, if it is made.
    pub fn recording(&self) -> RecordingMode {
        self.recording
    }

    /// Every state whose law counts.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// Every clock that counts, by its name in the IANA database.
    pub fn zones(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.zones.iter().map(|zone| zone.iana())
    }

    /// What time it is in every place where the phone may ring.
    pub fn local_times(&self) -> Vec<LocalTime> {
        let local_time = |candidate: &Candidate| LocalTime {
            place: place_label(candidate, &self.candidates),
            zone: candidate.zone.iana(),
            zone_label: candidate.zone.label(),
            time: candidate.now.map(|now| clock_text(now.time())),
            source: candidate.source,
        };
        self.candidates.iter().map(local_time).collect()
    }

    /// The moment that was judged.
    pub fn evaluated_at(&self) -> Timestamp {
        self.evaluated_at
    }

    /// The version of the rule pack that judged it.
    pub fn rules_version(&self) -> &str {
        &self.rules_version
    }

    /// Turns the decision into leave to ring the prospect, once.
    ///
    /// # Errors
    /// The refusal to record and to tell the agent: a reason against the call, or a decision of the click's phase,
    /// which authorises nothing.
    pub fn clearance(self) -> Result<Clearance, Refusal> {
        if let Some(reason) = self.shown() {
            return Err(refusal(reason.code, reason.sentence.clone(), self.next_allowed_at));
        }
        match (self.phase, self.call) {
            (Phase::ProspectLeg, Some(call)) => Ok(Clearance::new(call, self.to)),
            _ => Err(refusal(ReasonCode::NotAuthorising, "The call was not cleared.".to_owned(), None)),
        }
    }
}

/// For the audit trail.
impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut decision = serializer.serialize_struct("Decision", 12)?;
        decision.serialize_field("phase", &self.phase)?;
        decision.serialize_field("call", &self.call)?;
        decision.serialize_field("to", &self.to)?;
        decision.serialize_field("outcome", &self.outcome())?;
        decision.serialize_field("allowed", &self.allowed())?;
        decision.serialize_field("next_allowed_at", &self.next_allowed_at)?;
        decision.serialize_field("reasons", &self.reasons)?;
        decision.serialize_field("local_times", &self.local_times())?;
        decision.serialize_field("states", &self.states)?;
        decision.serialize_field("recording", &self.recording)?;
        decision.serialize_field("evaluated_at", &self.evaluated_at)?;
        decision.serialize_field("rules_version", &*self.rules_version)?;
        decision.end()
    }
}

fn refusal(code: ReasonCode, sentence: String, next_allowed_at: Option<Timestamp>) -> Refusal {
    Refusal { code: code.as_str().to_owned(), sentence, next_allowed_at }
}
