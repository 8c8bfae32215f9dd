//! Rule packs, an organisation's settings, and questions to the rules.

use std::sync::LazyLock;

use compliance::{History, OrgSettings, Outcome, RulePack, Rules, WhatIf, what_if as ask};
use jiff::{SignedDuration, Timestamp};

use crate::{parts, utf8};

/// A rule pack: one that is taken can judge a call, and is the same when it is written down.
pub fn rule_pack(data: &[u8]) {
    let Ok(pack) = RulePack::parse(utf8(data)) else { return };
    let written = serde_json::to_string(&pack).unwrap_or_default();
    assert_eq!(serde_json::from_str::<RulePack>(&written).ok().as_ref(), Some(&pack));
    let rules = Rules::new(&pack, &OrgSettings::default());
    assert!(rules.is_ok());
    if let Ok(rules) = rules {
        let _ = ask(&WhatIf::new("+18135550142", Timestamp::UNIX_EPOCH), &rules);
    }
}

static BUILT_IN: LazyLock<Option<RulePack>> = LazyLock::new(|| RulePack::built_in().ok());

/// An organisation's settings: what the rules refuse without them, they refuse with them.
pub fn org_settings(data: &[u8]) {
    let (Some(pack), Ok(settings)) = (BUILT_IN.as_ref(), OrgSettings::parse(utf8(data))) else { return };
    let rules = Rules::new(pack, &settings);
    assert!(rules.is_ok());
    if let Ok(rules) = rules {
        // A Friday evening, a Sunday, the night.
        for at in [1_795_215_600, 1_795_366_800, 1_795_240_800].map(second) {
            let mut question = WhatIf::new("+18135550142", at);
            question.known.history = Some(tried(at, &[30, 200]));
            let (with, without) = (ask(&question, &rules), ask(&question, Rules::built_in()));
            assert!(without.outcome != Outcome::Block || with.outcome == Outcome::Block, "{at}: {with:?}");
            if let (Some(later), Some(sooner)) = (with.next_allowed_at, without.next_allowed_at) {
                assert!(later >= sooner, "{at}: {later} before {sooner}");
            }
        }
    }
}

fn second(at: i64) -> Timestamp {
    Timestamp::from_second(at).unwrap_or_default()
}

/// Attempts so many times ten minutes before; the last of them made somebody say that they are not interested.
fn tried(at: Timestamp, ago: &[u8]) -> History {
    let before = |tens: &u8| at.checked_sub(SignedDuration::from_mins(10 * i64::from(*tens))).ok();
    let attempts: Vec<Timestamp> = ago.iter().filter_map(before).collect();
    let attempts_without_contact = u32::try_from(attempts.len()).unwrap_or(u32::MAX);
    History { not_interested_at: attempts.last().copied(), attempts, attempts_without_contact }
}

/// A question of a drill: any moment, any place, any text for a number, any attempts before.
pub fn what_if(data: &[u8]) {
    let (at, rest) = data.split_at_checked(8).unwrap_or_default();
    let seconds = i64::from_le_bytes(at.try_into().unwrap_or_default());
    let range = Timestamp::MIN.as_second()..=Timestamp::MAX.as_second();
    // Where it is no moment that there is, one of ours.
    let seconds = if range.contains(&seconds) { seconds } else { seconds.rem_euclid(4_102_444_800) };
    let fields = parts::<5>(rest);
    let [number, state, zip, mailing, _] = fields.map(utf8);
    let at = second(seconds);
    let mut question = WhatIf::new(number, at);
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    question.property_state = given(state);
    question.property_zip = given(zip);
    question.mailing_state = given(mailing);
    question.known.history = Some(tried(at, fields[4]));
    let answer = ask(&question, Rules::built_in());
    assert!(answer.next_allowed_at.is_none_or(|next| next > at), "{answer:?}");
    assert!(answer.outcome != Outcome::Block || !answer.reasons.is_empty());
}
