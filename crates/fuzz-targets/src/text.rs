//! Single values as people, a CRM and a carrier write them.

use domain::lead::PhoneSlot;
use domain::{AgentId, CallId, CallSid, Disposition, E164, ItemId, Money, Motivation, RecordingSid};

use crate::utf8;

/// A phone number.
pub fn e164(data: &[u8]) {
    let text = utf8(data);
    let Ok(number) = E164::parse(text) else { return };
    let (national, shown) = (number.as_str().trim_start_matches("+1"), format!("{number:?}"));
    assert!(number.as_str().starts_with("+1") && national.len() == 10, "{number}");
    assert!(national.bytes().all(|b| b.is_ascii_digit()), "{number}");
    for same in [number.as_str(), &number.national(), &format!("tel:{number}"), &format!("{number} x12")] {
        assert_eq!(E164::parse(same).as_ref(), Ok(&number), "{same}");
    }
    assert!(!shown.contains(&format!("{}{}", number.exchange(), number.line())), "{shown}");
    // No digit is made up, and none is left out from between.
    let value = |c: char| match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => c.is_ascii_digit().then_some(c),
    };
    let digits: String = text.chars().filter_map(value).collect();
    assert!(digits.contains(national), "{digits}");
}

/// An amount of money.
pub fn money(data: &[u8]) {
    if let Ok(money) = Money::parse(utf8(data)) {
        assert_eq!(Money::parse(&money.to_string()), Ok(money));
        assert_eq!(Money::parse(&money.decimal()), Ok(money));
    }
}

/// Notes of a CRM or an agent: rich text, and words that ask for no more calls.
pub fn notes(data: &[u8]) {
    let text = utf8(data);
    let plain = domain::text::plain(text);
    // The longest character that a short entity stands for is twice as long as its name.
    assert!(plain.len() <= 2 * text.len(), "{} bytes of {}", plain.len(), text.len());
    let _ = domain::opt_out::reads_like_opt_out(text);
    assert!(domain::opt_out::reads_like_opt_out(&format!("{text} . Stop calling")));
    assert!(domain::opt_out::reads_like_opt_out(&format!("DNC . {text}")));
}

/// Ids: what reads as one is written as it came.
pub fn id(data: &[u8]) {
    let text = utf8(data);
    if let Ok(id) = text.parse::<CallId>() {
        assert_eq!(id.to_string(), text.to_ascii_lowercase());
    }
    if let Ok(sid) = text.parse::<CallSid>() {
        assert!(sid.as_str() == text && is_path_segment(text));
    }
    if let Ok(sid) = text.parse::<RecordingSid>() {
        assert!(sid.as_str() == text && is_path_segment(text));
    }
    if let Ok(id) = text.parse::<ItemId>() {
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!(id.0 > 0 && text.bytes().all(|b| b.is_ascii_digit()));
    }
    if let Ok(slot) = text.parse::<PhoneSlot>() {
        assert_eq!(slot.as_str(), text);
    }
    if let Ok(agent) = AgentId::from_name(text) {
        assert!(is_path_segment(agent.as_str()));
        assert_eq!(AgentId::from_name(agent.as_str()), Ok(agent));
    }
    if let Ok(disposition) = text.parse::<Disposition>() {
        assert_eq!(disposition.code(), text);
    }
    if let Ok(motivation) = text.parse::<Motivation>() {
        assert_eq!(motivation.code(), text);
    }
    let _ =
        (text.parse::<compliance::RuleId>(), text.parse::<lists::ListId>(), text.parse::<lists::AreaCode>());
}

fn is_path_segment(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
