//! One way into Podio: its token, its rate limit, and every request made with it.

use std::fmt;
use std::sync::Mutex as StdMutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use backon::{ExponentialBuilder, Retryable};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;
use url::Url;

use super::Wire;
use super::answer::Answer;
use super::limits::{Cooldown, RateLimit};
use super::request::Request;
use super::token::Token;
use crate::error::{Error, SignInProblem};
use crate::sign_in::Code;

/// What Podio gives a token for.
pub(crate) enum Grant {
    /// A service account: reaches everything that the account reaches.
    Password { username: String, password: SecretString },
    /// An app's own token: reaches that app only.
    App { id: u64, token: SecretString },
    /// A person who has just signed in on Podio's page: what they allowed, once.
    Code { code: Code, redirect_uri: Url },
}

impl Grant {
    /// Whether it is good for one sign-in only: sent again, it would be called used up, whatever became of the first.
    fn is_single_use(&self) -> bool {
        matches!(self, Self::Code { .. })
    }
}

/// A credential in use. Podio counts requests by credential, so the cool-down is the credential's too.
pub(crate) struct Credential {
    pub(super) name: String,
    pub(crate) wire: Wire,
    pub(super) client_id: String,
    pub(super) client_secret: SecretString,
    pub(super) grant: Grant,
    token: Mutex<Holder>,
    /// Sign-ins ended so far, well or not.
    flights: AtomicU64,
    cooldown: Cooldown,
    limit: StdMutex<Option<RateLimit>>,
    /// Whether the last sign-in was taken, or why it was refused; none before the first that was either.
    signed_in: StdMutex<Option<Result<(), SignInProblem>>>,
}

/// A refusal of the sign-in stands this long: asking again and again with a wrong password locks an account.
const REFUSAL_STANDS: Duration = Duration::from_mins(1);

/// The token, and how the last flight ended.
#[derive(Default)]
struct Holder {
    token: Option<Token>,
    failed: Option<Failure>,
}

impl Holder {
    /// The token, unless Podio has refused it.
    fn usable(&self, refused: Option<u64>) -> Option<&Token> {
        self.token.as_ref().filter(|token| Some(token.serial) != refused)
    }
}

struct Failure {
    flight: u64,
    at: Instant,
    error: Error,
}

impl Failure {
    /// Whether it also answers somebody who asked when `flights` had ended.
    fn answers(&self, flights: u64) -> bool {
        let refused =
            matches!(&self.error, Error::SignIn(problem) if !matches!(problem, SignInProblem::Unavailable));
        self.flight > flights || refused && self.at.elapsed() < REFUSAL_STANDS
    }
}

impl Credential {
    pub(crate) fn new(wire: Wire, client_id: String, client_secret: SecretString, grant: Grant) -> Self {
        let name = match &grant {
            Grant::Password { .. } => "user".to_owned(),
            Grant::App { id, .. } => format!("app {id}"),
            Grant::Code { .. } => "person".to_owned(),
        };
        Self {
            name,
            wire,
            client_id,
            client_secret,
            grant,
            token: Mutex::default(),
            flights: AtomicU64::new(0),
            cooldown: Cooldown::default(),
            limit: StdMutex::new(None),
            signed_in: StdMutex::new(None),
        }
    }

    /// What Podio last said of this credential's rate limit.
    pub(crate) fn limit(&self) -> Option<RateLimit> {
        self.limit.lock().ok().and_then(|limit| *limit)
    }

    /// Why Podio refuses to sign us in, if it does. That it cannot be reached is no refusal.
    pub(crate) fn sign_in_problem(&self) -> Option<SignInProblem> {
        self.signed_in.lock().ok().and_then(|last| last.as_ref()?.as_ref().err().cloned())
    }

    /// Whether Podio took the last sign-in that it answered.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.signed_in.lock().is_ok_and(|last| matches!(*last, Some(Ok(()))))
    }

    fn note_sign_in(&self, outcome: &Result<Token, Error>) {
        let answer = match outcome {
            Ok(_) => Ok(()),
            Err(Error::SignIn(problem)) if !matches!(problem, SignInProblem::Unavailable) => {
                Err(problem.clone())
            }
            Err(_) => return,
        };
        if let Ok(mut last) = self.signed_in.lock() {
            *last = Some(answer);
        }
    }

    /// Sends a request and reads its answer. A read is repeated a few times when Podio or the network stumbles,
    /// everything else is sent once.
    pub(crate) async fn call<T: DeserializeOwned>(&self, request: &Request) -> Result<T, Error> {
        self.answer(request).await?.json()
    }

    /// As [`Self::call`], for an answer whose body does not matter.
    pub(crate) async fn send(&self, request: &Request) -> Result<(), Error> {
        self.answer(request).await.map(|_| ())
    }

    async fn answer(&self, request: &Request) -> Result<Answer, Error> {
        if !request.reads {
            return self.with_token(request).await;
        }
        if self.grant.is_single_use() {
            // Only the read is worth another try.
            self.token(None).await?;
        }
        let pace = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(150))
            .with_max_delay(Duration::from_secs(2))
            .with_max_times(3)
            .with_jitter();
        (|| self.with_token(request)).retry(pace).when(is_worth_another_try).await
    }

    /// One try, with one replay when the token turns out to be dead. A 401 did nothing, so this is safe for writes.
    async fn with_token(&self, request: &Request) -> Result<Answer, Error> {
        let token = self.token(None).await?;
        let answer = self.once(request, &token).await?;
        if answer.status != 401 {
            return Self::check(answer);
        }
        let token = self.token(Some(token.serial)).await?;
        let answer = self.once(request, &token).await?;
        if answer.status == 401 { Err(SignInProblem::TokenRefused.into()) } else { Self::check(answer) }
    }

    async fn once(&self, request: &Request, token: &Token) -> Result<Answer, Error> {
        if let Some(wait) = self.cooldown.left(Instant::now()) {
            return Err(Error::RateLimited { wait });
        }
        let mut builder = self
            .wire
            .request(request.method.clone(), &request.path)
            .header(reqwest::header::AUTHORIZATION, authorization(token)?);
        if !request.query.is_empty() {
            builder = builder.query(&request.query);
        }
        if let Some(body) = &request.body {
            builder = builder.json(body);
        }
        let answer = Answer::to(builder).await?;
        self.wire.heard(&answer);
        tracing::debug!(
            method = %request.method, path = %request.path, status = answer.status, took = ?answer.took,
            request_id = answer.request_id.as_deref(), remaining = answer.limit.map(|limit| limit.remaining),
            "Podio request"
        );
        if let (Some(limit), Ok(mut last)) = (answer.limit, self.limit.lock()) {
            *last = Some(limit);
        }
        if answer.is_over_limit() {
            return Err(self.cool_down(&answer));
        }
        self.cooldown.answered(Instant::now());
        Ok(answer)
    }

    fn check(answer: Answer) -> Result<Answer, Error> {
        if answer.is_success() { Ok(answer) } else { Err(answer.into_error()) }
    }

    /// Starts the cool-down that a 420 or 429 asks for.
    pub(super) fn cool_down(&self, answer: &Answer) -> Error {
        let now = Instant::now();
        // The clock's last digits are random enough to spread replicas.
        let spread = f64::from(jiff::Timestamp::now().subsec_nanosecond().unsigned_abs() % 1000) / 1000.0;
        let wait = self.cooldown.hit(now, answer.wait_hint(), spread);
        tracing::warn!(credential = %self.name, wait_s = wait.as_secs(), "Podio's rate limit is used up");
        Error::RateLimited { wait }
    }

    /// A token that is not the one with the serial `refused`. However many ask at once, Podio is asked once: the
    /// others wait and share the outcome, a failure too.
    async fn token(&self, refused: Option<u64>) -> Result<Token, Error> {
        let flights_when_asked = self.flights.load(Ordering::Acquire);
        let mut holder = self.token.lock().await;
        if let Some(token) = holder.usable(refused).filter(|token| token.is_fresh(Instant::now())) {
            return Ok(token.clone());
        }
        let answers = |failure: &&Failure| self.grant.is_single_use() || failure.answers(flights_when_asked);
        if let Some(failure) = holder.failed.as_ref().filter(answers) {
            return Err(failure.error.clone());
        }
        if let Some(wait) = self.cooldown.left(Instant::now()) {
            return Err(Error::RateLimited { wait });
        }
        let serial = self.flights.load(Ordering::Acquire) + 1;
        let outcome = self.obtain(holder.token.as_ref(), serial).await;
        self.note_sign_in(&outcome);
        let flight = self.flights.fetch_add(1, Ordering::AcqRel) + 1;
        match outcome {
            Ok(token) => {
                *holder = Holder { token: Some(token.clone()), failed: None };
                Ok(token)
            }
            // Renewed ahead of time, the old token still serves while the sign-in is down.
            Err(error) if error.is_transient() && holder.usable(refused).is_some() => {
                holder.usable(refused).cloned().ok_or(error)
            }
            Err(error) => {
                holder.failed = Some(Failure { flight, at: Instant::now(), error: error.clone() });
                Err(error)
            }
        }
    }
}

/// Not a time-out: twenty seconds were waited already, and somebody is looking at the screen.
fn is_worth_another_try(error: &Error) -> bool {
    match error {
        Error::NoAnswer(source) => !source.is_timeout(),
        Error::Unreachable(_) | Error::Unavailable { .. } | Error::SignIn(SignInProblem::Unavailable) => true,
        _ => false,
    }
}

fn authorization(token: &Token) -> Result<reqwest::header::HeaderValue, Error> {
    let text = format!("OAuth2 {}", token.access.expose_secret());
    let mut value = reqwest::header::HeaderValue::from_str(&text)
        .map_err(|_| SignInProblem::Other("its token cannot be sent".to_owned()))?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("name", &self.name).finish_non_exhaustive()
    }
}
