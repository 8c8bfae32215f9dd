//! The do-not-call lists.

use jiff::Timestamp;

use crate::facts::{Facts, Finding, Findings, days_long};
use crate::input::{Duty, LineType, ListStatus, PlaceKind, Reassigned};
use crate::place::State;
use crate::reason::{ClearedBy, ReasonCode, Severity};
use crate::rule_id::RuleId;

/// R-DNC-1, 47 CFR 64.1200(d)(3): instant, for everybody, and for good.
pub(super) fn internal(facts: &Facts<'_>, found: &mut Findings) {
    if facts.context.suppressed {
        let sentence = "This number is on the do-not-call list: it is never called.";
        found.push(facts.finding(RuleId::Dnc1, ReasonCode::InternalDoNotCall, sentence));
    }
}

/// R-DNC-3. Calling without the registry is a violation by itself, and so is calling with an old one.
pub(super) fn national_fresh(facts: &Facts<'_>, found: &mut Findings) {
    let numbers = facts.rules.parameters();
    let add = |code, sentence: String| facts.finding(RuleId::Dnc3, code, sentence);
    match &facts.context.known.lists.national {
        ListStatus::NotLoaded if facts.context.settings.operations.fulfil(Duty::NationalRegistry) => {
            let sentence =
                "The national do-not-call registry is not loaded: an administrator must import it.";
            found.push(add(ReasonCode::NationalNotLoaded, sentence.to_owned()));
        }
        ListStatus::NotLoaded => {
            found.push(facts.unknown(
                RuleId::Dnc3,
                Duty::NationalRegistry,
                "The national do-not-call registry",
            ));
        }
        ListStatus::NotSubscribed => {
            let npa = facts.context.to.npa();
            let sentence =
                format!("The national do-not-call registry is not subscribed for area code {npa}.");
            found.push(add(ReasonCode::NationalNotSubscribed, sentence));
        }
        ListStatus::Unavailable => found.push(unavailable(facts, RuleId::Dnc3, "The national registry")),
        ListStatus::Loaded { accessed_at, .. } => match days_old(facts.now, *accessed_at) {
            Some(days) if !is_older(facts.now, *accessed_at, numbers.national_list_max_age_days) => {
                if days >= i64::from(numbers.national_list_warn_age_days) {
                    let sentence = format!("The national do-not-call registry is {days} days old: renew it.");
                    found.push(add(ReasonCode::NationalStale, sentence).only(Severity::Warn));
                }
            }
            days => {
                let age = days.map_or("of a later day".to_owned(), |days| format!("{days} days old"));
                let longest = numbers.national_list_max_age_days;
                let sentence =
                    format!("The national do-not-call registry is {age}: {longest} days is the most.");
                found.push(add(ReasonCode::NationalStale, sentence));
            }
        },
    }
}

/// R-DNC-4.
pub(super) fn national(facts: &Facts<'_>, found: &mut Findings) {
    if is_hit(&facts.context.known.lists.national) {
        let sentence = "This number is on the national do-not-call registry.";
        found.push(unless_exempt(facts, facts.finding(RuleId::Dnc4, ReasonCode::NationalHit, sentence)));
    }
}

/// R-DNC-5: the registry of every state where the person may be.
pub(super) fn states(facts: &Facts<'_>, found: &mut Findings) {
    let lists = &facts.context.known.lists.states;
    let mut left_out = false;
    for (state, rule) in facts.state_rules() {
        if !rule.own_registry {
            continue;
        }
        let missing = |what: &str| {
            let sentence = format!("{}'s do-not-call registry {what}.", state.name());
            facts
                .finding(RuleId::Dnc5, ReasonCode::StateNotLoaded, sentence)
                .only(Severity::Soft)
                .about(state.code())
        };
        match lists.get(&state).unwrap_or(&ListStatus::NotLoaded) {
            ListStatus::NotLoaded | ListStatus::NotSubscribed
                if !facts.context.settings.operations.fulfil(Duty::StateRegistries) =>
            {
                left_out = true;
            }
            ListStatus::NotLoaded | ListStatus::NotSubscribed => found.push(missing("is not loaded")),
            ListStatus::Unavailable => {
                found.push(unavailable(facts, RuleId::Dnc5, "A state's registry").about(state.code()));
            }
            ListStatus::Loaded { accessed_at, .. } => {
                let longest = facts.rules.parameters().other_list_max_age_days;
                if is_older(facts.now, *accessed_at, longest) {
                    found.push(missing(&format!("is more than {longest} days old")));
                }
            }
        }
    }
    for state in state_hits(facts) {
        let sentence = format!("This number is on {}'s do-not-call registry.", state.name());
        let hit = facts.finding(RuleId::Dnc5, ReasonCode::StateHit, sentence).about(state.code());
        found.push(unless_exempt(facts, hit));
    }
    if left_out {
        found.push(facts.unknown(RuleId::Dnc5, Duty::StateRegistries, "The state's do-not-call registry"));
    }
}

/// R-DNC-6.
pub(super) fn litigator(facts: &Facts<'_>, found: &mut Findings) {
    let list = &facts.context.known.lists.litigator;
    imported(facts, RuleId::Dnc6, list, Duty::LitigatorList, "The list of known litigators", found);
    if is_hit(list) {
        let sentence = "This number belongs to somebody who is known to sue callers.";
        found.push(facts.finding(RuleId::Dnc6, ReasonCode::Litigator, sentence));
    }
}

/// R-DNC-7: by the property's address, which the list's keeper matched.
pub(super) fn local(facts: &Facts<'_>, found: &mut Findings) {
    let list = &facts.context.known.lists.local;
    if is_hit(list) {
        let sentence = "The property's town lists this address as one where nobody may solicit.";
        found.push(facts.finding(RuleId::Dnc7, ReasonCode::LocalNoSolicit, sentence));
    }
    // Only some states have towns with such a list. The area code says nothing of the property.
    let property = facts.context.places.iter().any(|place| place.kind == PlaceKind::Property);
    if property && facts.state_rules().any(|(_, rule)| rule.local_lists) {
        imported(facts, RuleId::Dnc7, list, Duty::LocalLists, "The town's do-not-solicit list", found);
    }
}

/// R-DNC-8: whose consent an exemption rests on may have given the number back.
pub(super) fn reassigned(facts: &Facts<'_>, found: &mut Findings) {
    let relied_on = relies_on_consent(facts);
    let weight = |finding: Finding| if relied_on { finding } else { finding.only(Severity::Warn) };
    let longest = facts.rules.parameters().reassigned_max_age_days;
    match facts.context.known.lists.reassigned {
        Reassigned::Checked { reassigned: true, .. } => {
            let sentence = "This number was given to somebody else since: no earlier consent counts.";
            found.push(weight(facts.finding(RuleId::Dnc8, ReasonCode::ReassignedHit, sentence)));
        }
        Reassigned::Checked { checked_at, .. } if !is_older(facts.now, checked_at, longest) => {}
        Reassigned::NotChecked if !facts.context.settings.operations.fulfil(Duty::ReassignedNumbers) => {
            found.push(facts.unknown(
                RuleId::Dnc8,
                Duty::ReassignedNumbers,
                "Whether the number was reassigned",
            ));
        }
        Reassigned::Checked { .. } | Reassigned::NotChecked => {
            let sentence = format!(
                "Whether this number was given to somebody else was not checked in the last {longest} days."
            );
            found.push(weight(facts.finding(RuleId::Dnc8, ReasonCode::ReassignedStale, sentence)));
        }
    }
}

/// The states where the person may be, on whose registry the number is. Where the state cannot be told, all count.
fn state_hits<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = &'f State> {
    let lists = &facts.context.known.lists.states;
    let all = facts.places.anywhere.then(|| lists.keys()).into_iter().flatten();
    let own = if facts.places.anywhere { &[][..] } else { &facts.places.states };
    all.chain(own).filter(|state| lists.get(state).is_some_and(is_hit))
}

/// Whether something asks for a consent, and one is on file. Whether a state knows that kind of consent, or an
/// override counts, makes no difference here: else a stricter law could take away the reason to ask whose consent it was.
fn relies_on_consent(facts: &Facts<'_>) -> bool {
    let mobile = facts.context.known.line != LineType::Landline;
    facts.has_consent()
        && (is_hit(&facts.context.known.lists.national)
            || state_hits(facts).next().is_some()
            || facts.state_rules().any(|(_, rule)| rule.written_consent || (rule.mobile_consent && mobile))
            || super::time::consent_could_lift(facts))
}

/// A list that must be there, and not too old.
fn imported(
    facts: &Facts<'_>,
    rule: RuleId,
    list: &ListStatus,
    duty: Duty,
    what: &str,
    found: &mut Findings,
) {
    let longest = facts.rules.parameters().other_list_max_age_days;
    match list {
        ListStatus::Loaded { accessed_at, .. } if !is_older(facts.now, *accessed_at, longest) => {}
        ListStatus::Loaded { .. } => {
            let sentence = format!("{what} is more than {longest} days old, so the call is not made.");
            found.push(facts.finding(rule, ReasonCode::NotKnown, sentence).firm());
        }
        ListStatus::Unavailable => found.push(unavailable(facts, rule, what)),
        ListStatus::NotLoaded | ListStatus::NotSubscribed => found.push(facts.unknown(rule, duty, what)),
    }
}

/// A look-up that failed never allows, whatever a server operates.
fn unavailable(facts: &Facts<'_>, rule: RuleId, what: &str) -> Finding {
    let sentence = format!("{what} could not be asked, so the call is not made.");
    facts.finding(rule, ReasonCode::NotKnown, sentence).firm().only(Severity::Hard)
}

fn unless_exempt(facts: &Facts<'_>, hit: Finding) -> Finding {
    if facts.exemption().is_some() { hit.cleared(ClearedBy::Exemption) } else { hit }
}

fn is_hit(list: &ListStatus) -> bool {
    matches!(list, ListStatus::Loaded { hit: true, .. })
}

/// Whole days; none for a list of the future, which no clock of ours can have read.
fn days_old(now: Timestamp, accessed_at: Timestamp) -> Option<i64> {
    let age = now.duration_since(accessed_at);
    (!age.is_negative()).then(|| age.as_hours() / 24)
}

fn is_older(now: Timestamp, accessed_at: Timestamp, days: u32) -> bool {
    let age = now.duration_since(accessed_at);
    age.is_negative() || age > days_long(days)
}
