//! Exceptions to a rule: for one number, for a while, with a name, a reason and evidence to it.

use compliance::{Override, OverrideClass, RuleId};
use domain::E164;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::FileKey;

use crate::files::NumberFile;
use crate::{Error, Records, Supervisor, notes};

/// The longest exception: what is needed for longer belongs into a consent, or into the rules.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 90);

/// An exception that a supervisor asks for.
#[derive(Debug, Clone)]
pub struct NewOverride {
    /// The rule.
    pub rule: RuleId,
    /// The number.
    pub number: E164,
    /// Why, in their words.
    pub reason: String,
    /// Where the evidence is.
    pub evidence: String,
    /// Who agreed, where two people are asked for.
    pub second_person: Option<String>,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Records {
    /// Makes an exception. It counts from the next decision on; rules that know no exception stay as they are.
    ///
    /// # Errors
    /// When the rule knows no exception, or the words or the end will not do.
    pub async fn make_override(&self, supervisor: &Supervisor, new: &NewOverride) -> Result<(), Error> {
        let now = self.now();
        let rules = self.rules();
        if rules.override_class(new.rule) != OverrideClass::Admin {
            return Err(Error::Invalid("This rule knows no exception: nobody can lift it."));
        }
        if new.reason.trim().is_empty() || new.evidence.trim().is_empty() {
            return Err(Error::Invalid("Say why, and where the evidence is."));
        }
        if new.expires_at <= now || new.expires_at > now + LONGEST {
            return Err(Error::Invalid("Choose an end within the next 90 days."));
        }
        let second_person = new.second_person.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let alone = second_person.is_none_or(|name| name == supervisor.agent().name);
        if rules.parameters().dual_control && alone {
            return Err(Error::Invalid("Your rules ask for a second person: name somebody else who agreed."));
        }
        let made = Override {
            rule: new.rule,
            number: new.number.clone(),
            reason: new.reason.trim().to_owned(),
            evidence: new.evidence.trim().to_owned(),
            made_by: supervisor.agent().name.clone(),
            second_person: second_person.map(str::to_owned),
            made_at: now,
            expires_at: new.expires_at,
        };
        let payload = json!({ "number": new.number, "override": made });
        let audit = notes::of_agent("override.made", None, supervisor.agent(), payload);
        let key = FileKey::Number(new.number.clone());
        self.edit_file(&key, audit, |file: &mut NumberFile| {
            file.overrides.push(made.clone());
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// Ends every exception to a rule for a number at once.
    ///
    /// # Errors
    /// When there is none that still counts.
    pub async fn end_overrides(
        &self,
        supervisor: &Supervisor,
        number: &E164,
        rule: RuleId,
    ) -> Result<(), Error> {
        let now = self.now();
        let payload = json!({ "number": number, "rule": rule });
        let audit = notes::of_agent("override.ended", None, supervisor.agent(), payload);
        self.edit_file(&FileKey::Number(number.clone()), audit, |file: &mut NumberFile| {
            let mut ended = false;
            for one in file.overrides.iter_mut().filter(|one| one.rule == rule && one.expires_at > now) {
                one.expires_at = now;
                ended = true;
            }
            if ended { Ok(()) } else { Err(Error::Invalid("There is no such exception in force.")) }
        })
        .await?;
        Ok(())
    }
}
