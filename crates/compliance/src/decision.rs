//! The answer of the rules.

use domain::call::Refusal;
use domain::{CallId, E164};
use jiff::Timestamp;
use serde::Serialize;

use crate::clearance::Clearance;
use crate::context::Phase;
use crate::local::{Source, clock_text, place_label};
use crate::reason::{Reason, ReasonCode};
use crate::rules::Facts;
use crate::strip::Closing;
use crate::{RULES_VERSION, strip};

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
#[derive(Debug, Serialize)]
pub struct Decision {
    phase: Phase,
    call: Option<CallId>,
    to: E164,
    allowed: bool,
    reasons: Vec<Reason>,
    local_times: Vec<LocalTime>,
    evaluated_at: Timestamp,
    rules_version: &'static str,
    #[serde(skip)]
    pub(crate) closing: Option<Closing>,
}

impl Decision {
    pub(crate) fn new(facts: &Facts<'_>, reasons: Vec<Reason>) -> Self {
        let local_times = facts
            .candidates
            .iter()
            .map(|candidate| LocalTime {
                place: place_label(candidate, &facts.candidates),
                zone: candidate.zone.iana(),
                zone_label: candidate.zone.label(),
                time: candidate.now.as_ref().map(|now| clock_text(now.time())),
                source: candidate.source,
            })
            .collect();
        Self {
            phase: facts.phase,
            call: facts.context.call,
            to: facts.context.to.clone(),
            allowed: reasons.is_empty(),
            reasons,
            local_times,
            evaluated_at: facts.context.now,
            rules_version: RULES_VERSION,
            closing: strip::closing(facts),
        }
    }

    /// Which run this was.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether no rule is against the call.
    pub fn allowed(&self) -> bool {
        self.allowed
    }

    /// Every reason against it, the one to show first.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// The reason to show.
    pub fn shown(&self) -> Option<&Reason> {
        self.reasons.first()
    }

    /// When the call becomes legal, where time alone will do it.
    pub fn next_allowed_at(&self) -> Option<Timestamp> {
        let healed: Option<Vec<Timestamp>> =
            self.reasons.iter().map(|reason| reason.next_allowed_at).collect();
        healed?.into_iter().max()
    }

    /// What time it is in every place where the phone may ring.
    pub fn local_times(&self) -> &[LocalTime] {
        &self.local_times
    }

    /// The moment that was judged.
    pub fn evaluated_at(&self) -> Timestamp {
        self.evaluated_at
    }

    /// The rules that judged it.
    pub fn rules_version(&self) -> &'static str {
        self.rules_version
    }

    /// Turns the decision into leave to ring the prospect, once.
    ///
    /// # Errors
    /// The refusal to record and to tell the agent: a reason against the call, or a decision of the click's phase,
    /// which authorises nothing.
    pub fn clearance(self) -> Result<Clearance, Refusal> {
        let next_allowed_at = self.next_allowed_at();
        if let Some(reason) = self.reasons.into_iter().next() {
            return Err(refusal(reason.code, reason.sentence, next_allowed_at));
        }
        match (self.phase, self.call) {
            (Phase::ProspectLeg, Some(call)) => Ok(Clearance::new(call, self.to)),
            _ => Err(refusal(ReasonCode::NotAuthorising, "The call was not cleared.".to_owned(), None)),
        }
    }
}

fn refusal(code: ReasonCode, sentence: String, next_allowed_at: Option<Timestamp>) -> Refusal {
    Refusal { code: code.as_str().to_owned(), sentence, next_allowed_at }
}
