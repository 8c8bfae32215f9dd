//! What an agent must read before a call, and say so.

use serde::{Deserialize, Serialize};

/// A gate of a phone: it opens for one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateView {
    /// The rule's id, which the acknowledgement names: `R-GATE-1`.
    pub rule: String,
    /// Why there is a gate, in a sentence.
    pub sentence: String,
    /// What to say, word for word, where there is a script.
    pub script: Option<String>,
}

#[cfg(feature = "ssr")]
impl GateView {
    pub(super) fn of(gate: &dialer::Gate) -> Self {
        Self {
            rule: gate.rule.to_string(),
            sentence: gate.sentence.clone(),
            script: script(gate.rule).map(str::to_owned),
        }
    }
}

/// The scripts. Their wording is for counsel to settle: docs/compliance/rules.md lists it as open.
#[cfg(feature = "ssr")]
fn script(rule: dialer::RuleId) -> Option<&'static str> {
    use dialer::RuleId;
    match rule {
        RuleId::Gate1 => Some(
            "Before we talk: I am calling as a buyer's side, not as your agent or adviser, and I may make a profit if \
             you sell to me. You need not sell, and you need not decide anything today. You can ask a lawyer or an \
             agent of your own first. If you want no more calls, say so and you will get none.",
        ),
        RuleId::Gate2 => Some(
            "I am sorry for your loss. May I ask whether you are the personal representative of the estate, or who is? \
             I can call at another time.",
        ),
        RuleId::Gate3 => Some(
            "You may still have the right to redeem this property. I cannot advise you on that: please ask the county \
             or a lawyer before you decide anything.",
        ),
        _ => None,
    }
}
