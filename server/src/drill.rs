//! A drill asks the lists that are there: `twoleg what-if` and its page alike.

use compliance::{ListStatus, Reassigned, WhatIf};
use dialer::Screening;
use domain::E164;
use domain::lead::Address;
use domain::phone::PhoneError;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The number; none where it is one that no lead can have but that has a rule: another country's, or three digits like
/// 911. Anything else is a slip of the pen.
pub(crate) fn number(text: &str) -> Result<Option<E164>, PhoneError> {
    match E164::parse(text) {
        Ok(number) => Ok(Some(number)),
        Err(PhoneError::NotNanp) => Ok(None),
        Err(PhoneError::TooShort) if text.chars().filter(char::is_ascii_digit).count() == 3 => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts what the lists say in place of what is supposed of them, and names those that were asked. A list that was never
/// imported stays supposed: a drill is about the law, and `twoleg dnc show` about what is missing.
pub(crate) async fn ask_lists(
    screening: &Screening,
    number: &E164,
    property: Option<&Address>,
    question: &mut WhatIf,
) -> Vec<String> {
    let at = question.at;
    let today = at.to_zoned(TimeZone::UTC).date();
    let found = screening.standing(number, property, today).await;
    let supposed = &mut question.known.lists;
    let mut asked = Vec::new();
    asked.extend(put(&mut supposed.national, "national", found.national, at));
    for (state, status) in found.states {
        let supposed = supposed.states.entry(state).or_default();
        asked.extend(put(supposed, &format!("state-{}", state.code().to_ascii_lowercase()), status, at));
    }
    asked.extend(put(&mut supposed.litigator, "litigator", found.litigator, at));
    asked.extend(put(&mut supposed.local, "local", found.local, at));
    if let Reassigned::Checked { reassigned: true, checked_at } = found.reassigned {
        supposed.reassigned = Reassigned::Checked { reassigned: true, checked_at: checked_at.min(at) };
        asked.push("reassigned".to_owned());
    }
    asked
}

/// The list as it is now counts also for a moment before it was had.
fn put(supposed: &mut ListStatus, list: &str, found: ListStatus, at: Timestamp) -> Option<String> {
    let name = match &found {
        ListStatus::NotLoaded => return None,
        ListStatus::Loaded { version, .. } => version.clone(),
        ListStatus::NotSubscribed => format!("{list} (not this area code)"),
        ListStatus::Unavailable => format!("{list} (cannot be read)"),
    };
    *supposed = match found {
        ListStatus::Loaded { hit, accessed_at, version } => {
            ListStatus::Loaded { hit, accessed_at: accessed_at.min(at), version }
        }
        other => other,
    };
    Some(name)
}
