//! Signs the browser in at Twilio.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::phone::VoiceTokenDto;
use crate::problem::Problem;

/// A fresh access token for the Voice SDK, for the agent who asks. `page_of` is the agent whose page it is.
#[server(prefix = "/api", endpoint = "token", input = Json)]
pub async fn token(#[server(default)] page_of: String) -> Result<VoiceTokenDto, Problem> {
    use super::context::{Desk, answer};
    let sign = async {
        let desk = Desk::of_page(&page_of)?;
        let token = desk.dialer.voice_token(&desk.agent)?;
        let sandbox = crate::Mode::current() == crate::Mode::Sandbox;
        Ok(VoiceTokenDto { token: token.token, ttl_s: token.ttl_s, sandbox })
    };
    answer(sign.await)
}
