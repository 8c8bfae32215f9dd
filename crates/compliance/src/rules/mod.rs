//! The rules, in the order of the catalogue. All are evaluated every time, and everything that they find is kept.
//!
//! To add a rule: a name in [`RuleId`], an entry in `data/rulepack.toml`, a function from [`Facts`] to [`Findings`], a line
//! in [`RULES`], a row in `docs/compliance/rules.md`, and a test of its name there.

mod caller;
mod consent;
mod frequency;
mod gates;
mod human;
mod limits;
mod lists;
mod number;
mod organisation;
mod place;
mod time;

pub(crate) use frequency::healed_at;
pub(crate) use limits::free_at;
pub(crate) use number::of_text;

use crate::facts::{Facts, Findings};
use crate::rule_id::RuleId;

/// A rule adds what it finds.
type Rule = fn(&Facts<'_>, &mut Findings);

pub(crate) const RULES: [(RuleId, Rule); 38] = [
    (RuleId::Pack1, organisation::pack),
    (RuleId::Human1, human::click),
    (RuleId::Human2, human::leg_up),
    (RuleId::Human3, human::one_call),
    (RuleId::Human4, human::disposition),
    (RuleId::Number1, number::shape),
    (RuleId::Number2, number::emergency),
    (RuleId::Number3, number::foreign),
    (RuleId::Number4, number::toll_free),
    (RuleId::Dnc1, lists::internal),
    (RuleId::Dnc2, consent::revoked),
    (RuleId::Dnc3, lists::national_fresh),
    (RuleId::Dnc4, lists::national),
    (RuleId::Dnc5, lists::states),
    (RuleId::Dnc6, lists::litigator),
    (RuleId::Dnc7, lists::local),
    (RuleId::Dnc8, lists::reassigned),
    (RuleId::Consent1, consent::written),
    (RuleId::Consent2, consent::mobile),
    (RuleId::Time1, time::federal),
    (RuleId::Time2, time::state_hours),
    (RuleId::Time3, time::sundays),
    (RuleId::Time4, time::holidays),
    (RuleId::Time5, time::emergencies),
    (RuleId::Time6, place::known),
    (RuleId::Frequency1, frequency::day),
    (RuleId::Frequency2, frequency::gap_week_lifetime),
    (RuleId::Frequency3, frequency::cool_off),
    (RuleId::Caller1, caller::ours),
    (RuleId::Caller2, caller::vouched),
    (RuleId::Training1, organisation::training),
    (RuleId::Registration1, organisation::registration),
    (RuleId::Recording1, organisation::recording),
    (RuleId::Abuse1, limits::limits),
    (RuleId::Voice1, organisation::prospect_audio),
    (RuleId::Gate1, gates::owner_occupied),
    (RuleId::Gate2, gates::probate),
    (RuleId::Gate3, gates::redemption),
];

/// Everything that the rules find.
pub(crate) fn findings(facts: &Facts<'_>) -> Findings {
    let mut found = Findings::new();
    for (id, rule) in &RULES {
        if facts.rules.in_force(*id, facts.today) {
            rule(facts, &mut found);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_the_catalogue_is_evaluated_in_its_order() {
        assert!(RULES.iter().map(|(id, _)| id).eq(RuleId::ALL));
    }
}
