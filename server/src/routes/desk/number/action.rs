//! What a supervisor may do about a number.

use dialer::{Error, NewOverride, Supervisor};
use domain::{CallId, E164};
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
    Links,
    Hold,
    LiftHold,
}

impl Action {
    const ALL: [Self; 11] = [
        Self::Suppress,
        Self::AskRemoval,
        Self::ConfirmRemoval,
        Self::Consent,
        Self::Revoke,
        Self::Override,
        Self::EndOverride,
        Self::Line,
        Self::Links,
        Self::Hold,
        Self::LiftHold,
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
            Self::Links => "links",
            Self::Hold => "hold",
            Self::LiftHold => "lift-hold",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// Its fields of words that may not stay empty: the use-cases refuse that in sentences of their own.
    pub(super) const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Suppress | Self::Links | Self::Hold | Self::LiftHold => &["reason"],
            Self::AskRemoval | Self::Override => &["reason", "evidence"],
            Self::Consent => &["evidence"],
            Self::ConfirmRemoval | Self::Revoke | Self::EndOverride | Self::Line => &[],
        }
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
            Self::Links => links(state, supervisor, number, entered).await,
            Self::Hold => {
                dialer.place_hold(supervisor, number, entered.text("reason")).await?;
                Ok("The legal hold is on: nothing of this number is deleted.")
            }
            Self::LiftHold => {
                dialer.lift_hold(supervisor, number, entered.text("reason")).await?;
                Ok("The legal hold is lifted: what is past its term is deleted within a day.")
            }
        }
    }
}

/// Ends the links to what was recorded of one of the calls with this number.
async fn links(
    state: &State,
    supervisor: &Supervisor,
    number: &E164,
    entered: &Entered,
) -> Result<&'static str, Word> {
    const NONE: &str = "is none of those with this number";
    let dialer = &state.dialer;
    let id = |text: &str| text.parse::<CallId>().map_err(|_| NONE.to_owned());
    let (call, reason) = (entered.read("call", "The call", id)?, entered.text("reason"));
    match dialer.recordings_of(supervisor, call).await {
        Ok(known) if known.record.facts.to == *number => {}
        Ok(_) | Err(Error::NoSuchCall) => {
            return Err(Word::wrong(format!("The call {NONE}.")).about("call"));
        }
        Err(error) => return Err(error.into()),
    }
    if entered.text("renew") == "yes" {
        dialer.renew_link(supervisor, call, reason).await?;
        Ok("Every link to it until now is dead, and Podio gets a new one.")
    } else {
        dialer.revoke_links(supervisor, call, reason).await?;
        Ok("Every link to it until now is dead, the one in Podio too.")
    }
}
