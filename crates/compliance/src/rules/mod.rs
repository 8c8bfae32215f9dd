//! The rules, in the order in which they are shown: first what no waiting heals, then the clock, then what the agent
//! can settle. All are evaluated every time, and every reason is kept.
//!
//! To add a rule: a function from [`Facts`] to a [`Reason`], and a line in [`RULES`].

mod agent;
mod hours;
mod number;
mod suppression;

use crate::context::{CallContext, Phase};
use crate::hours::Window;
use crate::local::{self, Candidate};
use crate::reason::Reason;

/// What a rule may look at.
pub(crate) struct Facts<'a> {
    pub(crate) context: &'a CallContext,
    pub(crate) phase: Phase,
    /// Every clock that counts; never empty.
    pub(crate) candidates: Vec<Candidate>,
    /// The calling hours, margin taken off.
    pub(crate) window: Window,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(context: &'a CallContext, phase: Phase) -> Self {
        let window = Window::FEDERAL.closing_earlier(context.settings.end_margin_minutes);
        Self { context, phase, candidates: local::candidates(context), window }
    }
}

/// A rule blocks by giving a reason.
pub(crate) type Rule = fn(&Facts<'_>) -> Option<Reason>;

pub(crate) const RULES: [Rule; 10] = [
    number::area_code,
    number::exchange,
    suppression::internal_list,
    hours::federal,
    hours::clock_known,
    agent::number_free,
    agent::no_other_call,
    agent::no_disposition_owed,
    agent::leg_up,
    agent::has_call,
];
