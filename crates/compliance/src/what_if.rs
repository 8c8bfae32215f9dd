//! What every rule would say of any number, place, date and time: for `twoleg what-if`, drills, and counsel's review.

use domain::E164;
use jiff::Timestamp;
use serde::Serialize;

use crate::decision::{Decision, Outcome};
use crate::evaluate::evaluate_with;
use crate::input::{AgentLine, CallContext, Duty, Known, Phase, Place, PlaceKind, Settings};
use crate::pack::Rules;
use crate::place::State;
use crate::reason::Severity;
use crate::recording::RecordingMode;
use crate::rule_id::RuleId;
use crate::rules::of_text;

/// A call that nobody makes. What is not said is supposed to be in order; see [`WhatIf::new`].
#[derive(Debug, Clone)]
pub struct WhatIf {
    /// The number, as people write it.
    pub number: String,
    /// The property's state: letters or name.
    pub property_state: Option<String>,
    /// The property's ZIP code.
    pub property_zip: Option<String>,
    /// The state of the owner's mailing address.
    pub mailing_state: Option<String>,
    /// Its ZIP code.
    pub mailing_zip: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Whether the number is on the internal do-not-call list.
    pub suppressed: bool,
    /// How the server is set up.
    pub settings: Settings,
    /// Everything else.
    pub known: Known,
}

impl WhatIf {
    /// A call to this number at this moment, with everything else in order: a fresh click, the agent's leg up, all lists
    /// loaded at that moment and clear, no attempts so far, no consent on file, training and registrations current, a
    /// lead whose owner lives elsewhere.
    pub fn new(number: impl Into<String>, at: Timestamp) -> Self {
        Self {
            number: number.into(),
            property_state: None,
            property_zip: None,
            mailing_state: None,
            mailing_zip: None,
            at,
            suppressed: false,
            settings: Settings::default(),
            known: Known::in_order(at),
        }
    }

    fn places(&self) -> Vec<Place> {
        let place = |kind, state: &Option<String>, zip: &Option<String>| {
            (state.is_some() || zip.is_some()).then(|| Place { kind, state: state.clone(), zip: zip.clone() })
        };
        let property = place(PlaceKind::Property, &self.property_state, &self.property_zip);
        let mailing = place(PlaceKind::Mailing, &self.mailing_state, &self.mailing_zip);
        property.into_iter().chain(mailing).collect()
    }
}

/// The answer. Its JSON is the whole of what `twoleg what-if --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhatIfAnswer {
    /// What comes out.
    pub outcome: Outcome,
    /// When it would be legal next; none when it is now, or when time alone does not make it so.
    pub next_allowed_at: Option<Timestamp>,
    /// Every clock that counts.
    pub zones: Vec<&'static str>,
    /// Every state whose law counts.
    pub states: Vec<State>,
    /// How the call may be recorded, if it is made; none for a number that is none.
    #[serde(skip)]
    pub recording: Option<RecordingMode>,
    /// All reasons, in the order of the catalogue.
    pub reasons: Vec<WhatIfReason>,
}

/// One of its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhatIfReason {
    /// Which rule.
    pub rule: RuleId,
    /// `STATE_HOURS:FL`.
    pub code: String,
    /// How much weight it has.
    pub severity: Severity,
    /// What it says.
    pub detail: String,
}

/// Answers by a rule pack. A number that is none is an answer too.
pub fn what_if(question: &WhatIf, rules: &Rules) -> WhatIfAnswer {
    match E164::parse(&question.number) {
        Ok(to) => (&decide(question, to, rules)).into(),
        Err(error) => {
            let (rule, code, detail) = of_text(&question.number, error);
            let reason = WhatIfReason { rule, code: code.to_string(), severity: Severity::Hard, detail };
            WhatIfAnswer {
                outcome: Outcome::Block,
                next_allowed_at: None,
                zones: Vec::new(),
                states: Vec::new(),
                recording: None,
                reasons: vec![reason],
            }
        }
    }
}

fn decide(question: &WhatIf, to: E164, rules: &Rules) -> Decision {
    let places = question.places();
    let mut settings = question.settings;
    if places.is_empty() {
        // Without a lead there is no address to ask for: the area code alone decides, with a warning.
        settings.operations = settings.operations.without(Duty::Addresses);
    }
    let context = CallContext {
        call: None,
        to,
        places,
        now: question.at,
        suppressed: question.suppressed,
        number_in_call: false,
        agent: AgentLine { leg_up: true, ..AgentLine::default() },
        settings,
        known: question.known.clone(),
    };
    // The click's phase: a call that nobody makes has no record to ask for.
    evaluate_with(&context, Phase::Click, rules)
}

impl From<&Decision> for WhatIfAnswer {
    fn from(decision: &Decision) -> Self {
        let reason = |reason: &crate::Reason| WhatIfReason {
            rule: reason.rule,
            code: reason.full_code(),
            severity: reason.severity,
            detail: reason.sentence.clone(),
        };
        Self {
            outcome: decision.outcome(),
            next_allowed_at: decision.next_allowed_at(),
            zones: decision.zones().collect(),
            states: decision.states().to_vec(),
            recording: Some(decision.recording()),
            reasons: decision.reasons().iter().map(reason).collect(),
        }
    }
}
