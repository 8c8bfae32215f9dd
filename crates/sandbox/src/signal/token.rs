//! Twilio access tokens: JSON web tokens signed with an API key's secret.

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

/// The content type that tells an access token from Twilio's other tokens.
const CONTENT_TYPE: &str = "twilio-fpa;v=1";

/// The longest life of a token that Twilio allows, in seconds.
const LONGEST_LIFE: u64 = 24 * 3_600;

/// What the access tokens of an account are signed with.
#[derive(Clone)]
pub struct TokenKeys {
    /// The account, which a token's `sub` must name.
    pub account_sid: String,
    /// The API key, which a token's `iss` must name.
    pub api_key: String,
    /// The secret of that API key.
    pub api_secret: String,
}

impl std::fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenKeys").field("api_key", &self.api_key).finish_non_exhaustive()
    }
}

/// What a token allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grant {
    /// Whose browser this is.
    pub(super) identity: String,
    /// Whether it may be called.
    pub(super) incoming: bool,
    /// For how many seconds more.
    pub(super) ttl: u64,
}

/// Why a token is refused, with the code that Twilio's gateway gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum TokenError {
    #[error("JWT is invalid")]
    Invalid,
    #[error("JWT has expired")]
    Expired,
}

impl TokenError {
    pub(super) const fn code(self) -> u32 {
        match self {
            Self::Invalid => 31_204,
            Self::Expired => 31_205,
        }
    }
}

#[derive(Deserialize)]
struct Claims {
    iat: Option<u64>,
    exp: u64,
    grants: Grants,
}

#[derive(Deserialize)]
struct Grants {
    identity: String,
    voice: Voice,
}

#[derive(Deserialize)]
struct Voice {
    #[serde(default)]
    incoming: Incoming,
}

#[derive(Default, Deserialize)]
struct Incoming {
    #[serde(default)]
    allow: bool,
}

/// Checks a token as Twilio does: signature, type, issuer, account, life, identity and grant.
pub(super) fn verify(token: &str, keys: &TokenKeys) -> Result<Grant, TokenError> {
    let header = decode_header(token).map_err(|_| TokenError::Invalid)?;
    if header.cty.as_deref() != Some(CONTENT_TYPE) {
        return Err(TokenError::Invalid);
    }
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_required_spec_claims(&["exp", "iss", "sub"]);
    validation.set_issuer(&[&keys.api_key]);
    validation.sub = Some(keys.account_sid.clone());
    validation.validate_nbf = true;
    validation.leeway = 0;
    let secret = DecodingKey::from_secret(keys.api_secret.as_bytes());
    let claims = decode::<Claims>(token, &secret, &validation)
        .map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => TokenError::Expired,
            _ => TokenError::Invalid,
        })?
        .claims;
    let ttl = claims.exp.saturating_sub(jsonwebtoken::get_current_timestamp());
    let life = claims.iat.map_or(ttl, |issued| claims.exp.saturating_sub(issued));
    if life > LONGEST_LIFE || claims.grants.identity.is_empty() {
        return Err(TokenError::Invalid);
    }
    Ok(Grant { identity: claims.grants.identity, incoming: claims.grants.voice.incoming.allow, ttl })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{claims, keys, sign};
    use super::*;
    use serde_json::json;

    #[test]
    fn a_good_token_says_whose_it_is() {
        let grant = verify(&sign(&claims("agent_maya"), "secret"), &keys()).unwrap();
        assert_eq!((grant.identity.as_str(), grant.incoming), ("agent_maya", true));
        assert!((3_590..=3_600).contains(&grant.ttl));
    }

    #[test]
    fn every_part_of_it_is_checked() {
        let expect = |change: fn(&mut serde_json::Value), error: TokenError| {
            let mut claims = claims("agent_maya");
            change(&mut claims);
            assert_eq!(verify(&sign(&claims, "secret"), &keys()), Err(error), "{claims}");
        };
        expect(|claims| claims["iss"] = json!("SKsomeone_else"), TokenError::Invalid);
        expect(|claims| claims["sub"] = json!("ACsomeone_else"), TokenError::Invalid);
        expect(|claims| claims["exp"] = json!(1_000), TokenError::Expired);
        expect(|claims| claims["exp"] = json!("tomorrow"), TokenError::Invalid);
        expect(|claims| claims["exp"] = json!(9_999_999_999_u64), TokenError::Invalid);
        expect(|claims| claims["grants"] = json!({ "identity": "agent_maya" }), TokenError::Invalid);
        expect(|claims| claims["grants"]["identity"] = json!(""), TokenError::Invalid);
    }

    #[test]
    fn another_secret_or_no_token_at_all_is_invalid() {
        assert_eq!(verify(&sign(&claims("agent_maya"), "guess"), &keys()), Err(TokenError::Invalid));
        for token in ["", "tok-agent-x", "a.b.c", "..", "\n"] {
            assert_eq!(verify(token, &keys()), Err(TokenError::Invalid));
        }
    }

    #[test]
    fn without_the_incoming_grant_it_may_not_be_called() {
        let mut claims = claims("agent_maya");
        claims["grants"]["voice"] = json!({ "outgoing": { "application_sid": "AP1" } });
        assert!(!verify(&sign(&claims, "secret"), &keys()).unwrap().incoming);
    }
}
