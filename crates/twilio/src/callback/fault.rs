//! Why a leg failed, as Twilio or the carrier says.

use domain::LegStatus;
use domain::call::LegFault;

use super::{CallbackError, Form};
use crate::sentence;

/// The longest error message kept, in characters.
const MESSAGE_LIMIT: usize = 300;

/// Twilio's own code and words, where it gave any; else, for a leg that failed, what the carrier's answer means.
pub(super) fn read(
    form: Form<'_>,
    status: LegStatus,
    sip_code: Option<u16>,
) -> Result<Option<LegFault>, CallbackError> {
    let code = form.optional::<u32>("ErrorCode")?.filter(|code| *code != 0);
    let message = form.optional_text("ErrorMessage")?;
    if code.is_some() || message.is_some() {
        let message: String =
            message.unwrap_or("Twilio gave no reason.").chars().take(MESSAGE_LIMIT).collect();
        return Ok(Some(LegFault { code, message: sentence::mask_numbers(&message) }));
    }
    let of_carrier = |code: u16| LegFault { code: Some(code.into()), message: of_sip(code).to_owned() };
    Ok(sip_code.filter(|_| status == LegStatus::Failed).map(of_carrier))
}

/// What a carrier's refusal means to a person (RFC 3261 section 21, RFC 8197).
fn of_sip(code: u16) -> &'static str {
    match code {
        404 | 410 | 484 | 604 => "The number is not in service.",
        403 | 603 | 607 | 608 => "The carrier refused the call.",
        408 | 480 | 487 => "The number could not be reached.",
        500..=599 => "The carrier could not put the call through.",
        _ => "The call could not be completed.",
    }
}
