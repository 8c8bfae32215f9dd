//! The API key that signs voice tokens.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use twilio::token::VoiceToken;

use crate::settings::TOKEN_SECONDS;
use crate::{Agent, Error};

/// An API key of the Twilio account, with its secret.
#[derive(Debug, Clone)]
pub struct VoiceKeys {
    /// The account (`AC…`).
    pub account_sid: String,
    /// The key (`SK…`).
    pub api_key: String,
    /// Its secret.
    pub api_secret: SecretString,
}

impl VoiceKeys {
    /// A token with which the agent's browser can be rung, and can call nobody: no outgoing grant is in it.
    pub(crate) fn sign(&self, agent: &Agent) -> Result<String, Error> {
        let token = VoiceToken {
            account_sid: self.account_sid.clone(),
            api_key: self.api_key.clone(),
            api_secret: self.api_secret.clone(),
            identity: agent.id.client_identity(),
            twiml_app_sid: None,
        };
        // Twilio checks it against true time, whatever the sandbox's clock shows.
        let lifetime = Duration::from_secs(TOKEN_SECONDS.into());
        token.sign(Timestamp::now(), lifetime).map_err(|_| Error::Token)
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    use super::*;

    /// Whoever steals one can be rung for a quarter of an hour, and can call nobody.
    #[test]
    fn a_voice_token_is_for_the_agent_alone_short_and_without_leave_to_call() {
        let keys = VoiceKeys {
            account_sid: "AC1".to_owned(),
            api_key: "SK1".to_owned(),
            api_secret: "secret".into(),
        };
        let agent = Agent { id: "maya_ortiz".parse().unwrap(), name: "Maya Ortiz".to_owned() };
        let token = keys.sign(&agent).unwrap();
        let claims = token.split('.').nth(1).map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        let grants = json!({ "identity": "agent_maya_ortiz", "voice": { "incoming": { "allow": true } } });
        assert_eq!(claims["grants"], grants, "no outgoing grant, no other product's");
        let [from, to] = ["iat", "exp"].map(|claim| claims[claim].as_i64().unwrap());
        assert_eq!(to - from, 15 * 60);
    }
}
