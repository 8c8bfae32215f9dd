//! What can go wrong in a use-case, and what the agent is told about it.

use std::time::Duration;

use domain::call::Refusal;
use domain::submission::FieldProblem;

/// A use-case did not go through.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such call, or not this agent's.
    #[error("no such call")]
    NoSuchCall,
    /// The lead is not there (any more), or is not of the Master Lead app.
    #[error("no such lead")]
    NoSuchLead,
    /// The lead has no such phone.
    #[error("the lead has no such phone")]
    NoSuchPhone,
    /// The phone's text in the CRM is no number.
    #[error("the phone cannot be called: {0}")]
    NotANumber(String),
    /// The compliance engine refused the call.
    #[error("refused: {}", .0.code)]
    Refused(Refusal),
    /// The form needs correction.
    #[error("the form has {} problems", .0.len())]
    Form(Vec<FieldProblem>),
    /// The call has another disposition already.
    #[error("the call has its disposition already")]
    AlreadySaved,
    /// The call is over, or has not reached Twilio.
    #[error("nobody is on the line")]
    NothingToHangUp,
    /// The call asks for no recording notice.
    #[error("no recording notice is asked for")]
    NoNotice,
    /// Nobody is on the line whose voice could be recorded.
    #[error("nobody is on the line to record")]
    NobodyToRecord,
    /// The person objected to being recorded.
    #[error("the person objected to a recording")]
    Objected,
    /// What a person asked for lacks something, or cannot be done: a sentence says what to do.
    #[error("cannot be done: {0}")]
    Invalid(&'static str),
    /// The agent's clicks came faster than a person's. Nothing was looked up.
    #[error("too many clicks")]
    TooManyClicks {
        /// How long until the next one is taken.
        wait: Duration,
    },
    /// The agent asked for more leads than anybody reads. Podio was not asked.
    #[error("too many leads")]
    TooManyReads {
        /// How long until the next one is read.
        wait: Duration,
    },
    /// The process is about to stop.
    #[error("no new calls are taken")]
    Closing,
    /// No such outbox entry (any more).
    #[error("no such outbox entry")]
    NothingOwed,
    /// A worker has the outbox entry just now.
    #[error("the outbox entry is being sent")]
    BeingSent,
    /// The CRM failed.
    #[error("the CRM failed")]
    Crm(#[from] podio::Error),
    /// The carrier failed.
    #[error("the carrier failed")]
    Carrier(#[from] twilio::Error),
    /// The store failed: nothing was done.
    #[error("the store failed")]
    Store(#[from] store::StoreError),
    /// A voice token could not be signed: the API key's secret is no good.
    #[error("the voice token could not be signed")]
    Token,
}

impl Error {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::NoSuchCall | Self::NoSuchLead | Self::NoSuchPhone | Self::NothingOwed => 404,
            Self::NotANumber(_) | Self::Form(_) | Self::Invalid(_) => 422,
            Self::Refused(_) => 403,
            Self::TooManyClicks { .. } | Self::TooManyReads { .. } => 429,
            Self::AlreadySaved
            | Self::NothingToHangUp
            | Self::BeingSent
            | Self::NoNotice
            | Self::NobodyToRecord
            | Self::Objected => 409,
            Self::Crm(error) if error.is_transient() => 503,
            Self::Crm(_) | Self::Carrier(_) => 502,
            Self::Store(_) | Self::Closing => 503,
            Self::Token => 500,
        }
    }

    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchCall => "no_such_call",
            Self::NoSuchLead => "no_such_lead",
            Self::NoSuchPhone => "no_such_phone",
            Self::NotANumber(_) => "not_a_number",
            Self::Refused(_) => "refused",
            Self::Form(_) => "form",
            Self::AlreadySaved => "already_saved",
            Self::NothingToHangUp => "nothing_to_hang_up",
            Self::NoNotice => "no_notice",
            Self::NobodyToRecord => "nobody_to_record",
            Self::Objected => "objected",
            Self::Invalid(_) => "invalid",
            Self::TooManyClicks { .. } => "too_many_clicks",
            Self::TooManyReads { .. } => "too_many_reads",
            Self::Closing => "closing",
            Self::NothingOwed => "nothing_owed",
            Self::BeingSent => "being_sent",
            Self::Crm(_) => "crm",
            Self::Carrier(_) => "carrier",
            Self::Store(_) => "store",
            Self::Token => "token",
        }
    }

    /// What the agent is told: sentences that say what to do, without secrets or numbers.
    pub fn sentence(&self) -> String {
        match self {
            Self::NoSuchCall => "This call is not known here. Go back to the lead.".into(),
            Self::NoSuchLead => {
                "This lead is not in Podio's Master Lead app, or it was deleted. Go back to the leads.".into()
            }
            Self::NoSuchPhone => "The lead has no such phone any more. Reload the page.".into(),
            Self::NotANumber(why) => format!("This phone cannot be called: {why}. Correct it in Podio."),
            Self::Refused(refusal) => refusal.sentence.clone(),
            Self::Form(_) => "Some fields need your attention.".into(),
            Self::AlreadySaved => {
                "This call has its disposition already. Reload the page to see what was saved.".into()
            }
            Self::NothingToHangUp => "Nobody is on the line.".into(),
            Self::NoNotice => "This call needs no recording notice.".into(),
            Self::NobodyToRecord => "Nobody is on the line, so nothing is recorded.".into(),
            Self::Objected => "They objected to a recording: this call is not recorded.".into(),
            Self::Invalid(what) => (*what).into(),
            Self::TooManyClicks { wait } => format!(
                "Those were more clicks than a person makes, so this one was not taken. Try again in {} s.",
                wait.as_secs() + 1
            ),
            Self::TooManyReads { wait } => format!(
                "You asked for more leads than a person reads, so Podio was not asked. Try again in {} s.",
                wait.as_secs() + 1
            ),
            Self::Closing => "Twoleg is being restarted. Nobody was called; try again in a moment.".into(),
            Self::NothingOwed => "This is not owed any more: it was sent, or taken off the list.".into(),
            Self::BeingSent => "This is being sent just now. Look again in a moment.".into(),
            Self::Crm(error) => format!("{error}."),
            Self::Carrier(error) => error.sentence(),
            Self::Store(_) => {
                "The call log cannot be written just now, so nothing was done. Try again.".into()
            }
            Self::Token => {
                "The phone cannot sign in: ask whoever runs Twoleg to check Twilio's API key.".into()
            }
        }
    }
}
