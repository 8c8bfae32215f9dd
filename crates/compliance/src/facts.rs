//! What a rule may look at, and how it says what it found.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::input::{CallContext, Consent, ConsentKind, Duty, Phase};
use crate::pack::{DefaultAction, Rules, StateRule};
use crate::place::{State, Whereabouts, Zone};
use crate::reason::{ClearedBy, ReasonCode, Severity};
use crate::rule_id::RuleId;

/// What a rule may look at.
pub(crate) struct Facts<'a> {
    pub(crate) context: &'a CallContext,
    pub(crate) rules: &'a Rules,
    pub(crate) phase: Phase,
    /// The moment that is judged.
    pub(crate) now: Timestamp,
    /// Its date, UTC: for entries that begin and end on a day. Hours and days of states go by their own clocks.
    pub(crate) today: Date,
    pub(crate) places: Whereabouts,
}

/// Something that a rule found, before exceptions are weighed.
pub(crate) struct Finding {
    pub(crate) rule: RuleId,
    pub(crate) code: ReasonCode,
    pub(crate) subject: Option<String>,
    pub(crate) severity: Severity,
    pub(crate) sentence: String,
    /// Time alone can take it away.
    pub(crate) heals: bool,
    /// An administrator's override or an acknowledgement may take its weight away.
    pub(crate) yields: bool,
    /// What has already taken its weight away.
    pub(crate) cleared_by: Option<ClearedBy>,
    /// The clock by which its sentence tells the next legal time.
    pub(crate) zone: Option<Zone>,
}

impl Finding {
    pub(crate) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    pub(crate) fn healing(mut self) -> Self {
        self.heals = true;
        self
    }

    /// No exception counts against it.
    pub(crate) fn firm(mut self) -> Self {
        self.yields = false;
        self
    }

    pub(crate) fn cleared(mut self, by: ClearedBy) -> Self {
        self.severity = Severity::Warn;
        self.cleared_by = Some(by);
        self
    }

    pub(crate) fn on_clock(mut self, zone: Zone) -> Self {
        self.zone = Some(zone);
        self
    }

    pub(crate) fn only(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// Where rules put what they find.
pub(crate) type Findings = Vec<Finding>;

impl<'a> Facts<'a> {
    pub(crate) fn new(context: &'a CallContext, phase: Phase, rules: &'a Rules, now: Timestamp) -> Self {
        let today = Offset::UTC.to_datetime(now).date();
        Self { context, rules, phase, now, today, places: Whereabouts::of(context, now) }
    }

    /// A finding of the weight that the pack gives to the rule.
    pub(crate) fn finding(&self, rule: RuleId, code: ReasonCode, sentence: impl Into<String>) -> Finding {
        let severity = match self.rules.action(rule) {
            DefaultAction::Acknowledge => Severity::Soft,
            DefaultAction::Warn => Severity::Warn,
            DefaultAction::Block | DefaultAction::Mode | DefaultAction::Absent => Severity::Hard,
        };
        let sentence = sentence.into();
        Finding {
            rule,
            code,
            subject: None,
            severity,
            sentence,
            heals: false,
            yields: true,
            cleared_by: None,
            zone: None,
        }
    }

    /// What is not known blocks, unless this server openly does not do what it takes to know.
    pub(crate) fn unknown(&self, rule: RuleId, duty: Duty, what: &str) -> Finding {
        if self.context.settings.operations.fulfil(duty) {
            let sentence = format!(
                "{what} is not known, so the call is not made: ask whoever runs Twoleg to set it up."
            );
            self.finding(rule, ReasonCode::NotKnown, sentence).firm().only(Severity::Hard)
        } else {
            let sentence = format!("{what} was not checked: this server does not do so.");
            self.finding(rule, ReasonCode::NotOperated, sentence).only(Severity::Warn)
        }
    }

    /// What the states where the party may be ask for, beyond federal law.
    pub(crate) fn state_rules(&self) -> impl Iterator<Item = (State, &StateRule)> + '_ {
        let entry = |state: &State| Some((*state, self.rules.state(*state, self.today)?));
        self.places.states.iter().filter_map(entry)
    }

    /// The consent or relationship that exempts the number from the registries, in every state where the party may be.
    pub(crate) fn exemption(&self) -> Option<&Consent> {
        let allowed = |kind: ConsentKind| {
            // Where the state cannot be told, only what every state knows.
            (!self.places.anywhere || kind == ConsentKind::ExpressWritten)
                && self.state_rules().all(|(_, state)| !state.no_exemption.contains(&kind))
        };
        self.consents(self.now).find(|consent| allowed(consent.kind))
    }

    /// Express written consent that counts at `at`.
    pub(crate) fn written_consent(&self, at: Timestamp) -> bool {
        self.consents(at).any(|consent| consent.kind == ConsentKind::ExpressWritten)
    }

    /// Any consent or relationship that counts now, whatever the states say of its kind.
    pub(crate) fn has_consent(&self) -> bool {
        self.consents(self.now).next().is_some()
    }

    fn consents(&self, at: Timestamp) -> impl Iterator<Item = &Consent> + '_ {
        let file = self.context.known.consents.as_ref().filter(|file| !file.revoked);
        let records = file.map_or(&[][..], |file| &file.records);
        records.iter().filter(move |consent| self.counts(consent, at))
    }

    fn counts(&self, consent: &Consent, at: Timestamp) -> bool {
        let numbers = self.rules.parameters();
        let lasts = match consent.kind {
            ConsentKind::EbrTransaction => Some(numbers.transaction_days),
            ConsentKind::EbrInquiry => Some(numbers.inquiry_days),
            ConsentKind::ExpressWritten | ConsentKind::Personal => None,
        };
        consent.number == self.context.to
            && !consent.evidence.trim().is_empty()
            && consent.obtained_at <= at
            && consent.expires_at.is_none_or(|end| at < end)
            && consent.revoked_at.is_none()
            && lasts.is_none_or(|days| at.duration_since(consent.obtained_at) <= days_long(days))
    }

    /// Whether an administrator has lifted a rule of class A for this number, at `at`.
    pub(crate) fn lifted(&self, rule: RuleId, at: Timestamp) -> bool {
        if self.context.known.overrides.is_empty() || !self.rules.liftable(rule) {
            return false;
        }
        let numbers = self.rules.parameters();
        let longest = match rule {
            RuleId::Dnc3 => Some(SignedDuration::from_hours(i64::from(numbers.stale_list_grace_hours))),
            RuleId::Training1 => Some(days_long(numbers.training_grace_days)),
            _ => None,
        };
        self.context.known.overrides.iter().any(|one| {
            let said = |text: &str| !text.trim().is_empty();
            let second = one.second_person.as_deref().is_some_and(|name| said(name) && name != one.made_by);
            one.rule == rule
                && one.number == self.context.to
                && said(&one.reason)
                && said(&one.evidence)
                && said(&one.made_by)
                && (second || !numbers.dual_control)
                && one.made_at <= self.now
                && at < one.expires_at
                && longest.is_none_or(|longest| at.duration_since(one.made_at) <= longest)
        })
    }

    /// Whether the agent has acknowledged what a rule says, for this call and no other.
    pub(crate) fn acknowledged(&self, rule: RuleId) -> bool {
        let longest =
            SignedDuration::from_mins(i64::from(self.rules.parameters().acknowledgement_max_age_min));
        self.context.known.acknowledgements.iter().any(|one| {
            let age = self.now.duration_since(one.at);
            one.rule == rule
                && one.number == self.context.to
                && (one.call.is_none() || one.call == self.context.call)
                && !age.is_negative()
                && age <= longest
        })
    }
}

/// So many days of 24 hours.
pub(crate) fn days_long(days: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(days) * 24)
}
