//! Access tokens for the Voice SDK in the agent's browser (<https://www.twilio.com/docs/iam/access-tokens>).
//!
//! A JWT, signed with the secret of an API key. It says who the browser is, and that calls may ring it.

use std::time::Duration;

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

/// Twilio's name for this kind of token.
const CONTENT_TYPE: &str = "twilio-fpa;v=1";

/// The longest life that Twilio accepts.
const LONGEST: Duration = Duration::from_hours(24);

/// A token could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Nothing, less than a second, or more than a day.
    #[error("an access token lives from one second to 24 hours")]
    Lifetime,
    /// The signature failed.
    #[error("the access token could not be signed")]
    Signing(#[from] jsonwebtoken::errors::Error),
}

/// What a token says.
#[derive(Debug, Clone)]
pub struct VoiceToken {
    /// The account (`AC…`).
    pub account_sid: String,
    /// The API key (`SK…`).
    pub api_key: String,
    /// Its secret.
    pub api_secret: SecretString,
    /// Who the browser is: [`domain::AgentId::client_identity`].
    pub identity: String,
    /// The TwiML app that calls *from* the browser go to. None: the browser can be called, and can call nobody,
    /// which is all that a call whose agent leg comes first needs.
    pub twiml_app_sid: Option<String>,
}

#[derive(Serialize)]
struct Claims<'a> {
    jti: String,
    grants: Grants<'a>,
    iat: i64,
    exp: i64,
    iss: &'a str,
    sub: &'a str,
}

#[derive(Serialize)]
struct Grants<'a> {
    identity: &'a str,
    voice: VoiceGrant<'a>,
}

#[derive(Serialize)]
struct VoiceGrant<'a> {
    incoming: Incoming,
    #[serde(skip_serializing_if = "Option::is_none")]
    outgoing: Option<Outgoing<'a>>,
}

#[derive(Serialize)]
struct Incoming {
    allow: bool,
}

#[derive(Serialize)]
struct Outgoing<'a> {
    application_sid: &'a str,
}

impl VoiceToken {
    /// The token as text, good for `lifetime` from `now` on.
    ///
    /// # Errors
    /// When the lifetime is not one that Twilio accepts.
    pub fn sign(&self, now: Timestamp, lifetime: Duration) -> Result<String, TokenError> {
        let seconds = i64::try_from(lifetime.as_secs()).map_err(|_| TokenError::Lifetime)?;
        if seconds < 1 || lifetime > LONGEST {
            return Err(TokenError::Lifetime);
        }
        let now = now.as_second();
        let claims = Claims {
            jti: format!("{}-{now}", self.api_key),
            grants: Grants {
                identity: &self.identity,
                voice: VoiceGrant {
                    incoming: Incoming { allow: true },
                    outgoing: self
                        .twiml_app_sid
                        .as_deref()
                        .map(|application_sid| Outgoing { application_sid }),
                },
            },
            iat: now,
            exp: now + seconds,
            iss: &self.api_key,
            sub: &self.account_sid,
        };
        let header = Header { cty: Some(CONTENT_TYPE.to_owned()), ..Header::new(Algorithm::HS256) };
        let key = EncodingKey::from_secret(self.api_secret.expose_secret().as_bytes());
        Ok(jsonwebtoken::encode(&header, &claims, &key)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    fn token(twiml_app_sid: Option<&str>) -> VoiceToken {
        VoiceToken {
            account_sid: "AC1".into(),
            api_key: "SK1".into(),
            api_secret: "secret".into(),
            identity: "agent_maya_ortiz".into(),
            twiml_app_sid: twiml_app_sid.map(Into::into),
        }
    }

    fn parts(jwt: &str) -> Vec<Value> {
        jwt.split('.')
            .take(2)
            .map(|part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap())
            .collect()
    }

    #[test]
    fn has_twilios_shape() {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let jwt = token(Some("AP1")).sign(now, Duration::from_hours(1)).unwrap();
        assert_eq!(
            parts(&jwt),
            [
                json!({"alg": "HS256", "typ": "JWT", "cty": "twilio-fpa;v=1"}),
                json!({
                    "jti": "SK1-1700000000", "iat": 1_700_000_000, "exp": 1_700_003_600, "iss": "SK1", "sub": "AC1",
                    "grants": {
                        "identity": "agent_maya_ortiz",
                        "voice": {"incoming": {"allow": true}, "outgoing": {"application_sid": "AP1"}},
                    },
                }),
            ]
        );
    }

    #[test]
    fn without_an_app_the_browser_can_only_be_called() {
        let jwt = token(None).sign(Timestamp::UNIX_EPOCH, Duration::from_mins(5)).unwrap();
        assert_eq!(parts(&jwt)[1]["grants"]["voice"], json!({"incoming": {"allow": true}}));
    }

    #[test]
    fn lives_no_longer_than_a_day() {
        for bad in [Duration::ZERO, Duration::from_millis(900), Duration::from_secs(86_401), Duration::MAX] {
            assert!(
                matches!(token(None).sign(Timestamp::UNIX_EPOCH, bad), Err(TokenError::Lifetime)),
                "{bad:?}"
            );
        }
        assert!(token(None).sign(Timestamp::UNIX_EPOCH, LONGEST).is_ok());
    }
}
