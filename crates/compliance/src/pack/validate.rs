//! What must hold of a pack before it judges a call.

use jiff::civil::Date;

use super::{DefaultAction, OverrideClass, RuleEntry, RulePack, StateEntry};
use crate::rule_id::RuleId;
use crate::time::{DayHours, Window};

/// Why a pack is refused. The old one stays.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The text is no pack.
    #[error("the rule pack cannot be read: {0}")]
    Unreadable(String),
    /// The text is no settings of an organisation.
    #[error("the organisation's settings cannot be read: {0}")]
    UnreadableSettings(String),
    /// A rule is not there.
    #[error("{0}: the rule is missing")]
    Missing(RuleId),
    /// A rule is there twice.
    #[error("{0}: the rule is there twice")]
    Twice(RuleId),
    /// The rules are not in the order of the catalogue.
    #[error("{0}: the rule is not in the order of the catalogue")]
    Order(RuleId),
    /// A text that must say something is empty.
    #[error("{entry}: {field} is empty")]
    Empty {
        /// Which entry.
        entry: String,
        /// Which field.
        field: &'static str,
    },
    /// An entry ends before it begins, or two entries of one state overlap.
    #[error("{entry}: {problem}")]
    Dates {
        /// Which entry.
        entry: String,
        /// What is wrong.
        problem: String,
    },
    /// A number or a window that cannot be.
    #[error("{entry}: {problem}")]
    Value {
        /// Which entry.
        entry: String,
        /// What is wrong.
        problem: String,
    },
}

/// 47 CFR 64.1200(c)(1). No pack may allow a minute more.
const FEDERAL_HOURS: (u16, u16) = (8 * 60, 21 * 60);

impl RulePack {
    /// Checks all that must hold before the pack judges a call.
    ///
    /// # Errors
    /// The first thing that is wrong, by entry.
    pub fn validate(&self) -> Result<(), PackError> {
        texts("pack", [("id", &self.id), ("version", &self.version), ("citation", &self.citation)])?;
        reviewed("pack", &self.reviewed_by, &self.reviewed_on)?;
        ordered("pack", self.effective_from, self.effective_to)?;
        self.validate_parameters()?;
        self.validate_rules()?;
        self.validate_states()
    }

    fn validate_parameters(&self) -> Result<(), PackError> {
        let wrong =
            |problem: &str| Err(PackError::Value { entry: "parameters".into(), problem: problem.into() });
        let numbers = &self.parameters;
        let federal = Window::new(FEDERAL_HOURS.0, FEDERAL_HOURS.1)
            .map_err(|error| PackError::Unreadable(error.to_string()))?;
        if !numbers.federal_hours.is_within(federal) {
            return wrong("federal_hours are wider than 08:00-21:00");
        }
        if !numbers.unknown_state_hours.is_within(numbers.federal_hours) {
            return wrong("unknown_state_hours are wider than federal_hours");
        }
        if numbers.national_list_max_age_days > 31 {
            return wrong("national_list_max_age_days is more than 31");
        }
        if numbers.transaction_days > 548 || numbers.inquiry_days > 92 {
            return wrong("a relationship lasts longer than 18 months or three months");
        }
        if numbers.click_max_age_s > 60 {
            return wrong("click_max_age_s is more than 60");
        }
        if let Some((name, _, most)) = numbers.limits().into_iter().find(|(_, value, most)| value > most) {
            return wrong(&format!("{name} is more than {most}"));
        }
        Ok(())
    }

    fn validate_rules(&self) -> Result<(), PackError> {
        for id in RuleId::ALL {
            match self.rules.iter().filter(|rule| rule.id == *id).count() {
                0 => return Err(PackError::Missing(*id)),
                1 => {}
                _ => return Err(PackError::Twice(*id)),
            }
        }
        if let Some((rule, _)) = self.rules.iter().zip(RuleId::ALL).find(|(rule, id)| rule.id != **id) {
            return Err(PackError::Order(rule.id));
        }
        for rule in &self.rules {
            let name = rule.id.as_str();
            texts(name, [("title", &rule.title), ("citation", &rule.citation)])?;
            reviewed(name, &rule.reviewed_by, &rule.reviewed_on)?;
            ordered(name, rule.effective_from, rule.effective_to)?;
            let lenient = matches!(rule.default, DefaultAction::Acknowledge | DefaultAction::Warn);
            if rule.override_class == OverrideClass::Nobody && lenient {
                let problem = "nobody may lift it, so it cannot only warn or ask".into();
                return Err(PackError::Value { entry: name.into(), problem });
            }
            if let Some(problem) = (rule.id == RuleId::Abuse1).then(|| self.not_firm(rule)).flatten() {
                let problem = format!("the limits on dials and spending are firm: {problem}");
                return Err(PackError::Value { entry: name.into(), problem });
            }
        }
        Ok(())
    }

    /// What to change so that a rule blocks for as long as the pack is used, whoever asks for an exception; none where it
    /// does.
    fn not_firm(&self, rule: &RuleEntry) -> Option<&'static str> {
        if rule.default != DefaultAction::Block {
            return Some("set default = \"block\"");
        }
        if !matches!(rule.override_class, OverrideClass::Nobody | OverrideClass::Stricter) {
            return Some("set override = \"C\" (packs of before had \"A\")");
        }
        if rule.effective_from > self.effective_from {
            return Some("set effective_from to the pack's own, or to a day before it");
        }
        rule.effective_to.map(|_| "take effective_to out")
    }

    fn validate_states(&self) -> Result<(), PackError> {
        for (at, entry) in self.states.iter().enumerate() {
            let name = entry.state.name();
            texts(name, [("citation", &entry.citation)])?;
            reviewed(name, &entry.reviewed_by, &entry.reviewed_on)?;
            ordered(name, entry.effective_from, entry.effective_to)?;
            self.validate_hours(entry)?;
            if entry.attempts_24h == Some(0) {
                return Err(PackError::Value { entry: name.into(), problem: "attempts_24h is 0".into() });
            }
            let earlier = self.states.iter().take(at).filter(|other| other.state == entry.state);
            for other in earlier {
                if overlap(entry, other) {
                    let problem =
                        format!("two entries count on {}", entry.effective_from.max(other.effective_from));
                    return Err(PackError::Dates { entry: name.into(), problem });
                }
            }
        }
        Ok(())
    }

    fn validate_hours(&self, entry: &StateEntry) -> Result<(), PackError> {
        let Some(hours) = entry.hours else { return Ok(()) };
        let wrong = |problem: String| Err(PackError::Value { entry: entry.state.name().into(), problem });
        for day in [hours.weekdays, hours.saturday, hours.sunday] {
            if let DayHours::Open(window) = day
                && !window.is_within(self.parameters.federal_hours)
            {
                return wrong(format!("{window} is wider than the federal hours"));
            }
        }
        if hours.weekdays == DayHours::Closed || hours.saturday == DayHours::Closed {
            return wrong("only Sundays can be closed".into());
        }
        Ok(())
    }
}

fn texts<const N: usize>(entry: &str, fields: [(&'static str, &String); N]) -> Result<(), PackError> {
    match fields.into_iter().find(|(_, text)| text.trim().is_empty()) {
        Some((field, _)) => Err(PackError::Empty { entry: entry.to_owned(), field }),
        None => Ok(()),
    }
}

/// Either nobody reviewed an entry, or somebody did on some day.
fn reviewed(entry: &str, by: &str, on: &str) -> Result<(), PackError> {
    let consistent = match by {
        "" => false,
        "unreviewed" => on == "unreviewed",
        _ => on.parse::<Date>().is_ok(),
    };
    if consistent {
        return Ok(());
    }
    let problem = format!("reviewed_by {by:?} and reviewed_on {on:?} do not go together");
    Err(PackError::Dates { entry: entry.to_owned(), problem })
}

fn ordered(entry: &str, from: Date, to: Option<Date>) -> Result<(), PackError> {
    match to {
        Some(to) if to < from => Err(PackError::Dates {
            entry: entry.to_owned(),
            problem: format!("it ends on {to}, before {from}"),
        }),
        _ => Ok(()),
    }
}

fn overlap(one: &StateEntry, other: &StateEntry) -> bool {
    let ends_before =
        |one: &StateEntry, other: &StateEntry| one.effective_to.is_some_and(|to| to < other.effective_from);
    !ends_before(one, other) && !ends_before(other, one)
}
