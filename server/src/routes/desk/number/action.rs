//! What a supervisor may do about a number.

use dialer::{NewOverride, Supervisor};
use domain::E164;
use jiff::tz::TimeZone;

use crate::page::Word;
use crate::page::form::Entered;
use crate::routes::State;
use crate::typed;

/// A form of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Suppress,
    AskRemoval,
    ConfirmRemoval,
    Consent,
    Revoke,
    Override,
    EndOverride,
    Line,
}

impl Action {
    const ALL: [Self; 8] = [
        Self::Suppress,
        Self::AskRemoval,
        Self::ConfirmRemoval,
        Self::Consent,
        Self::Revoke,
        Self::Override,
        Self::EndOverride,
        Self::Line,
    ];

    /// The last part of its address.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Suppress => "suppress",
            Self::AskRemoval => "removal",
            Self::ConfirmRemoval => "confirm-removal",
            Self::Consent => "consent",
            Self::Revoke => "revoke",
            Self::Override => "override",
            Self::EndOverride => "end-override",
            Self::Line => "line",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// Does it; the sentence says what was done.
    ///
    /// # Errors
    /// The sentence that says what is wrong.
    pub(super) async fn carry_out(
        self,
        state: &State,
        supervisor: &Supervisor,
        number: &E164,
        entered: &Entered,
    ) -> Result<&'static str, Word> {
        let dialer = &state.dialer;
        match self {
            Self::Suppress => {
                dialer.suppress(supervisor, number, entered.text("reason")).await?;
                Ok("The number is on the do-not-call list, for everybody and for good.")
            }
            Self::AskRemoval => {
                let (reason, evidence) = (entered.text("reason"), entered.text("evidence"));
                dialer.ask_removal(supervisor, number, reason, evidence).await?;
                Ok("The removal is asked for. The number stays on the list until it is confirmed.")
            }
            Self::ConfirmRemoval => {
                dialer.confirm_removal(supervisor, number).await?;
                Ok("The number is off the do-not-call list.")
            }
            Self::Consent => {
                let kind = entered.read("kind", "The kind", typed::consent)?;
                // Days of consents are counted in UTC: a term is over rather early than late.
                let zone = TimeZone::UTC;
                let day = |text: &str| typed::begin(typed::day(text)?, &zone);
                let last = |text: &str| typed::end(typed::day(text)?, &zone);
                let obtained = entered.read("obtained", "The day on which it was given", day)?;
                let expires = entered.read_if("expires", "The last day", last)?;
                let evidence = entered.text("evidence");
                dialer.record_consent(supervisor, number, kind, obtained, expires, evidence).await?;
                Ok("The consent is recorded.")
            }
            Self::Revoke => {
                let channel = entered.read("channel", "How they said it", |text| Ok(text.to_owned()))?;
                dialer.revoke_consent(supervisor, number, &channel).await?;
                Ok("Every consent is revoked, and the number is on the do-not-call list.")
            }
            Self::Override => {
                let zone = &dialer.settings().zone;
                let last = |text: &str| typed::end(typed::day(text)?, zone);
                let new = NewOverride {
                    rule: entered.read("rule", "The rule", typed::rule)?,
                    number: number.clone(),
                    reason: entered.text("reason").to_owned(),
                    evidence: entered.text("evidence").to_owned(),
                    second_person: Some(entered.text("second").to_owned()),
                    expires_at: entered.read("until", "The last day", last)?,
                };
                dialer.make_override(supervisor, &new).await?;
                Ok("The exception is in force, for this number and this rule alone.")
            }
            Self::EndOverride => {
                let rule = entered.read("rule", "The rule", typed::rule)?;
                dialer.end_overrides(supervisor, number, rule).await?;
                Ok("The exception is over.")
            }
            Self::Line => {
                let line = entered.read("line", "The kind of line", typed::line)?;
                dialer.set_line(supervisor, number, line).await?;
                Ok("The kind of line is recorded.")
            }
        }
    }
}
