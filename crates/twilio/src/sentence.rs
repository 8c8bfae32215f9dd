//! Twilio's error codes as sentences for a person.
//!
//! The codes are those that placing, ending and recording a call can meet
//! (<https://www.twilio.com/docs/api/errors>). Any other keeps Twilio's own words.

/// One sentence for an error that Twilio answered with.
pub(crate) fn of_api(status: u16, code: Option<u32>, message: &str) -> String {
    if let Some(sentence) = code.and_then(of_code) {
        return sentence.to_owned();
    }
    match (status, code) {
        (401 | 403, _) => {
            "Twilio did not accept this account's credentials. Please tell an administrator.".to_owned()
        }
        (404, _) => "Twilio does not have that any more.".to_owned(),
        (429, _) => "Twilio is getting too many requests. Please try again in a moment.".to_owned(),
        (500.., _) => {
            "Twilio has a problem of its own. Please wait a moment before you try again.".to_owned()
        }
        (_, Some(code)) => format!("Twilio refused: {} (error {code}).", message.trim_end_matches('.')),
        (_, None) => format!("Twilio refused: {}.", message.trim_end_matches('.')),
    }
}

fn of_code(code: u32) -> Option<&'static str> {
    Some(match code {
        10001 | 20005 => "The Twilio account is not active: it may be suspended or out of credit.",
        10002 => "Twilio's trial account does not allow this.",
        10004 | 20429 => "Twilio is getting too many requests. Please try again in a moment.",
        20003 => "Twilio did not accept this account's credentials. Please tell an administrator.",
        21210 | 21212 => "Twilio does not accept our caller ID. Please tell an administrator.",
        13223 | 13224 | 21211 | 21217 => "Twilio says that this is not a valid phone number.",
        13225 | 21214 | 21216 => "Twilio does not connect calls to this number.",
        13227 | 21215 => "The Twilio account may not call this region: its geographic permissions are off.",
        21219 => "This number is not verified, and a Twilio trial account calls only verified ones.",
        21220 => "The call is over already.",
        _ => return None,
    })
}

/// Hides phone numbers: a run of seven digits or more that stands alone keeps its last two. The digits inside of a
/// SID are no such run.
pub(crate) fn mask_numbers(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        if word.len() >= 7 && word.bytes().all(|b| b.is_ascii_digit()) {
            if masked.ends_with('+') {
                masked.pop();
            }
            masked.push_str("*****");
            masked.push_str(word.get(word.len() - 2..).unwrap_or_default());
        } else {
            masked.push_str(&word);
        }
        word.clear();
        if c != '\0' {
            masked.push(c);
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_masked_and_sids_and_codes_are_not() {
        let sid = "CA01234567890123456789012345678901";
        assert_eq!(mask_numbers("To +18135550142, error 21219"), "To *****42, error 21219");
        assert_eq!(mask_numbers("18135550142"), "*****42");
        assert_eq!(mask_numbers(sid), sid);
        assert_eq!(mask_numbers(""), "");
    }

    #[test]
    fn an_unknown_code_keeps_twilios_words() {
        assert_eq!(
            of_api(400, Some(21999), "Something new."),
            "Twilio refused: Something new (error 21999)."
        );
        assert_eq!(of_api(503, None, "x"), of_api(500, Some(1), "y"));
    }
}
