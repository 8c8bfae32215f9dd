//! The rule pack: the rules as data, with dates and citations.
//!
//! [`RulePack`] is what the file says, [`OrgSettings`] what an organisation adds (only ever stricter), and [`Rules`] both,
//! checked and ready to judge calls. A server holds an `Arc<Rules>` and swaps it; each decision names the version that
//! made it.

mod about;
mod diff;
mod entry;
mod org;
mod parameters;
#[cfg(feature = "pack-parse")]
mod parse;
mod rules;
mod validate;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use about::PackAbout;
pub use diff::{Difference, diff};
pub use entry::{Confidence, DefaultAction, OverrideClass, RuleEntry, StateEntry, StateHours};
pub use org::OrgSettings;
pub use parameters::Parameters;
pub use rules::Rules;
pub(crate) use rules::StateRule;
pub use validate::PackError;

/// A rule pack as its file says it. It is not to be trusted until it is [validated](RulePack::validate), which
/// [`Rules::new`] does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// Which pack this is.
    pub id: String,
    /// Which version of it: named in every decision.
    pub version: String,
    /// The first day of its use.
    pub effective_from: Date,
    /// The last day of its use, UTC; after it no call is allowed until a newer pack is there.
    pub effective_to: Option<Date>,
    /// Where it comes from.
    pub citation: String,
    /// Who reviewed it: `unreviewed`, or a name.
    pub reviewed_by: String,
    /// When: `unreviewed`, or a date.
    pub reviewed_on: String,
    /// The numbers that rules use.
    pub parameters: Parameters,
    /// The rules, in the order of the catalogue.
    pub rules: Vec<RuleEntry>,
    /// What states ask for. A state without an entry has the federal rules.
    pub states: Vec<StateEntry>,
}
