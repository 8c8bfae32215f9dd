//! The token endpoint: `POST /oauth/token/v2`, JSON in and out.

use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{Answer, Failure, without_values};
use super::credential::{Credential, Grant};
use crate::error::{Error, SignInProblem};

const PATH: &str = "/oauth/token/v2";
/// A token is renewed this long before it ends, so that none ends on its way.
const MARGIN: Duration = Duration::from_mins(5);

/// An access token and what renews it.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) access: SecretString,
    pub(crate) refresh: Option<SecretString>,
    /// When to renew it.
    renew_at: Option<Instant>,
    /// Counts the tokens of a credential, so that a refused one can be named without comparing secrets.
    pub(crate) serial: u64,
}

impl Token {
    pub(crate) fn is_fresh(&self, now: Instant) -> bool {
        self.renew_at.is_none_or(|at| now < at)
    }
}

/// What the token endpoint gives.
pub(crate) struct Granted {
    pub(crate) access: SecretString,
    pub(crate) refresh: Option<SecretString>,
    /// How long the access token lives, where Podio says so.
    pub(crate) life: Option<Duration>,
}

#[derive(Deserialize)]
struct Told {
    access_token: Option<SecretString>,
    refresh_token: Option<SecretString>,
    expires_in: Option<u64>,
    /// Given instead of a token when the account has a second factor.
    server_nonce: Option<SecretString>,
}

impl Credential {
    /// Gets a token: by the refresh token where there is one and it is still taken, else by the grant.
    pub(crate) async fn obtain(&self, old: Option<&Token>, serial: u64) -> Result<Token, Error> {
        if let Some(refresh) = old.and_then(|token| token.refresh.as_ref()) {
            let body = json!({ "grant_type": "refresh_token", "refresh_token": refresh.expose_secret() });
            match self.ask(body, Some(refresh), serial).await {
                Err(Error::SignIn(SignInProblem::Unavailable)) => {
                    return Err(SignInProblem::Unavailable.into());
                }
                // A dead refresh token is no failure: the grant itself still stands.
                Err(Error::SignIn(_)) => {
                    tracing::info!(credential = %self.name, "Podio's refresh token is dead");
                }
                other => return other,
            }
        }
        let body = match &self.grant {
            Grant::Password { username, password } => json!({
                "grant_type": "password", "username": username, "password": password.expose_secret(),
            }),
            Grant::App { id, token } => json!({
                "grant_type": "app", "app_id": id, "app_token": token.expose_secret(),
            }),
            // It was good for the token that is refused now.
            Grant::Code { .. } if old.is_some() => return Err(SignInProblem::TokenRefused.into()),
            Grant::Code { code, redirect_uri } => json!({
                "grant_type": "authorization_code", "code": code.expose(), "redirect_uri": redirect_uri.as_str(),
            }),
        };
        self.ask(body, None, serial).await
    }

    async fn ask(
        &self,
        mut body: Value,
        refresh: Option<&SecretString>,
        serial: u64,
    ) -> Result<Token, Error> {
        body["client_id"] = self.client_id.as_str().into();
        body["client_secret"] = self.client_secret.expose_secret().into();
        let sent = Instant::now();
        let request = self.wire.request(reqwest::Method::POST, PATH).json(&body);
        let answer = Answer::to(request).await.map_err(|_| Error::SignIn(SignInProblem::Unavailable))?;
        self.wire.heard(&answer);
        tracing::debug!(credential = %self.name, status = answer.status, took = ?answer.took, "Podio sign-in");
        if answer.is_over_limit() {
            return Err(self.cool_down(&answer));
        }
        let granted = read(&answer, &self.grant, refresh.is_some())?;
        let renew_at =
            granted.life.and_then(|life| sent.checked_add(life.saturating_sub(MARGIN.min(life / 2))));
        // Whether the refresh token changes is Podio's choice: a new one replaces the old one.
        let refresh = granted.refresh.or_else(|| refresh.cloned());
        Ok(Token { access: granted.access, refresh, renew_at, serial })
    }
}

/// What an answer of the token endpoint gives; any but that of the rate limit.
pub(crate) fn read(answer: &Answer, grant: &Grant, refreshing: bool) -> Result<Granted, Error> {
    if answer.status >= 500 {
        return Err(SignInProblem::Unavailable.into());
    }
    if !answer.is_success() {
        return Err(problem(&answer.failure(), grant, refreshing).into());
    }
    let told: Told = answer.json()?;
    // A token that no header can hold is none.
    let access = told.access_token.filter(|token| {
        let token = token.expose_secret();
        !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
    });
    match (access, told.server_nonce) {
        (Some(access), _) => {
            let life = told.expires_in.map(Duration::from_secs);
            Ok(Granted { access, refresh: told.refresh_token, life })
        }
        (None, Some(_)) => Err(SignInProblem::TwoFactor.into()),
        (None, None) => Err(SignInProblem::Other("its answer holds no usable token".to_owned()).into()),
    }
}

fn problem(failure: &Failure, grant: &Grant, refreshing: bool) -> SignInProblem {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let (error, detail) = (text(&failure.error), text(&failure.error_detail));
    match (error.as_str(), detail.as_str()) {
        ("invalid_client", detail) if detail.contains("secret") => SignInProblem::ClientSecret,
        ("invalid_client", _) => SignInProblem::ClientId,
        ("invalid_grant", _) if refreshing => SignInProblem::Other("the refresh token is dead".to_owned()),
        ("invalid_grant", _) => match grant {
            Grant::Password { .. } => SignInProblem::Login,
            Grant::App { id, .. } => SignInProblem::AppToken { app: *id },
            Grant::Code { .. } => SignInProblem::Code,
        },
        _ => SignInProblem::Other(without_values(&error).chars().take(60).collect()),
    }
}
