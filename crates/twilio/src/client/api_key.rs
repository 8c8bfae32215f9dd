//! Whether Twilio still knows the API key that signs the agents' voice tokens.

use reqwest::StatusCode;
use secrecy::{ExposeSecret, SecretString};

use super::Client;
use super::request::whole_body;
use crate::Error;

/// Twilio's code for credentials that it does not know (<https://www.twilio.com/docs/api/errors/20003>). A restricted
/// key that may only not read calls is answered otherwise.
const UNKNOWN_CREDENTIALS: u32 = 20003;
/// Its codes for a key that it knows, and that may not do this.
const NOT_ALLOWED: [u32; 2] = [20403, 70051];

impl Client {
    /// Asks Twilio something small in the name of an API key (`SK…`) instead of the account's: whether it takes the key.
    /// Asked once; says nothing of the account's own token.
    ///
    /// # Errors
    /// When Twilio does not answer, or says nothing of the key.
    pub async fn takes_api_key(&self, key: &str, secret: &SecretString) -> Result<bool, Error> {
        let url = self.address(&["Calls.json"])?;
        let request = self.inner.http.get(url).query(&[("PageSize", "1")]).timeout(self.inner.limits.answer);
        let response = request
            .basic_auth(key, Some(secret.expose_secret()))
            .send()
            .await
            .map_err(Error::of_transport)?;
        let status = response.status();
        let body = whole_body("the API key", response).await?;
        if status.is_success() {
            return Ok(true);
        }
        let error = Error::of_answer(status, &body);
        match error.code() {
            Some(UNKNOWN_CREDENTIALS) if status == StatusCode::UNAUTHORIZED => Ok(false),
            Some(code) if NOT_ALLOWED.contains(&code) => Ok(true),
            // From something between us and Twilio, perhaps.
            _ => Err(error),
        }
    }
}
