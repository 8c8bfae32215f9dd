//! Sign in with Podio: a person says at Podio who they are, and Podio says what they may do with the leads.
//!
//! [`Podio::authorize_url`] is where the browser is sent, [`Code::returned`] reads what it brings back, and
//! [`Podio::identify`] turns the code into an [`Identity`]. Podio knows no PKCE (its OAuth is of an early draft): the
//! `state` alone ties the answer to the browser that asked.

mod code;
mod error;
mod identify;
mod identity;

pub use code::Code;
pub use error::IdentifyError;
#[cfg(feature = "fuzzing")]
pub(crate) use identify::read;
pub use identity::{Identity, LeadAccess};

use url::Url;

use crate::client::Podio;

impl Podio {
    /// Where a person signs in. `redirect_uri` must be on the domain that the API key is registered for, and the same
    /// again for [`Self::identify`]; `state` comes back unchanged.
    pub fn authorize_url(&self, redirect_uri: &Url, state: &str) -> Url {
        let inner = &*self.inner;
        let mut url = inner.key.authorize_url.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &inner.key.client_id)
            .append_pair("redirect_uri", redirect_uri.as_str())
            // The least that answers both questions: who is it, and what may they do with the leads' app.
            .append_pair("scope", &format!("user:read app_{}:read", inner.lead_app.id))
            .append_pair("state", state);
        url
    }
}
