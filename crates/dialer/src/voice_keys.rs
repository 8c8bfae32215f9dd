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
