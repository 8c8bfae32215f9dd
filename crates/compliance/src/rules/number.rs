//! Which numbers are never dialled, whoever owns them (`compliance.md` section 5.5).

use domain::E164;
use domain::phone::PhoneError;

use crate::facts::{Facts, Findings};
use crate::place;
use crate::reason::ReasonCode;
use crate::rule_id::RuleId;

/// R-NUM-1. A number that a phone can have.
pub(super) fn shape(facts: &Facts<'_>, found: &mut Findings) {
    let number = &facts.context.to;
    let sentence = match number.exchange() {
        // 555-0100 to 555-0199 are kept free for fiction; the rest of 555 is directory services.
        "555" if number.line().starts_with("01") && facts.context.settings.fictional_numbers => None,
        "555" => Some("No phone has a number that starts with 555.".to_owned()),
        exchange @ ("950" | "958" | "959") => {
            Some(format!("Numbers that start with {exchange} belong to the phone company's own tests."))
        }
        _ if all_same(number) => Some("No phone has a number of one digit ten times.".to_owned()),
        _ => None,
    };
    if let Some(sentence) = sentence {
        found.push(facts.finding(RuleId::Number1, ReasonCode::InvalidNumber, sentence));
    }
}

/// R-NUM-2. The type of a number leaves no short code through; this is the second lock.
pub(super) fn emergency(facts: &Facts<'_>, found: &mut Findings) {
    let (npa, exchange) = (facts.context.to.npa(), facts.context.to.exchange());
    // 933, 988 and 999 are exchanges of people's phones as well.
    let service = [npa, exchange].into_iter().find(|code| code.ends_with("11"));
    if let Some(code) = service.or(matches!(npa, "933" | "988" | "999").then_some(npa)) {
        let sentence = format!("{code} is a service code, nobody's phone.");
        found.push(facts.finding(RuleId::Number2, ReasonCode::EmergencyOrShort, sentence));
    }
}

/// R-NUM-3. Only the area codes of the 50 states and DC, whatever is new or elsewhere; and nothing that costs extra.
pub(super) fn foreign(facts: &Facts<'_>, found: &mut Findings) {
    let (npa, exchange) = (facts.context.to.npa(), facts.context.to.exchange());
    let mut add = |code, sentence| found.push(facts.finding(RuleId::Number3, code, sentence));
    if exchange == "976" {
        add(ReasonCode::Premium, "Numbers that start with 976 are premium-rate: they cost extra.".to_owned());
    }
    if place::area_code(npa).is_some() || is_toll_free(npa) {
        return;
    }
    if npa == "900" {
        add(ReasonCode::Premium, "900 is a premium-rate code: calls to it cost extra.".to_owned());
    } else if is_placeless(npa) {
        add(ReasonCode::NonGeographic, format!("{npa} is no place's area code: only US numbers are called."));
    } else {
        let sentence =
            format!("The area code {npa} is in none of the 50 states: only US numbers are called.");
        add(ReasonCode::NotUs, sentence);
    }
}

/// R-NUM-4. A toll-free number is not a person's phone.
pub(super) fn toll_free(facts: &Facts<'_>, found: &mut Findings) {
    let npa = facts.context.to.npa();
    if is_toll_free(npa) {
        let sentence = format!("{npa} is a toll-free code, nobody's own phone.");
        found.push(facts.finding(RuleId::Number4, ReasonCode::TollFree, sentence));
    }
}

/// What stands against a text that is no number of the plan, with what to mend.
pub(crate) fn of_text(text: &str, error: PhoneError) -> (RuleId, ReasonCode, String) {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    match error {
        PhoneError::TooShort if digits <= 7 => (
            RuleId::Number2,
            ReasonCode::EmergencyOrShort,
            "An emergency or short number, or one without its area code: correct it in Podio.".to_owned(),
        ),
        PhoneError::NotNanp => (
            RuleId::Number3,
            ReasonCode::International,
            "The number is in another country: only US numbers are called.".to_owned(),
        ),
        error => {
            let sentence = format!("Cannot be called: {error}. Correct it in Podio.");
            (RuleId::Number1, ReasonCode::InvalidNumber, sentence)
        }
    }
}

fn all_same(number: &E164) -> bool {
    let national = number.as_str().trim_start_matches("+1").as_bytes();
    national.iter().all(|digit| Some(digit) == national.first())
}

fn is_toll_free(npa: &str) -> bool {
    matches!(npa, "800" | "822" | "833" | "844" | "855" | "866" | "877" | "888")
}

/// Personal numbers (5XX), Canada's without a place (600, 6X2 and 6X3 of it), carriers' own (456, 700, 710).
fn is_placeless(npa: &str) -> bool {
    let personal =
        ["500", "521", "522", "523", "524", "525", "526", "527", "528", "529", "532", "533", "544"];
    personal.contains(&npa)
        || matches!(npa, "566" | "577" | "588" | "600" | "622" | "633" | "644" | "655" | "677" | "688")
        || matches!(npa, "456" | "700" | "710")
}
