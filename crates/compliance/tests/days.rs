//! Hours, Sundays, holidays and emergencies of states, and when it is legal next.

mod support;

use compliance::{Emergency, ExtraHoliday, History, RuleId};
use support::{ATLANTA, NOON, TAMPA, at, blocks, context, days, decide, hours, lives_in};

/// The first and the last second of a weekday at which a state's own number may be called, local time.
#[test]
fn every_states_hours_are_kept_to_the_second() {
    for (state, number, zone, opens, closes) in [
        ("FL", TAMPA, "America/New_York", "08:00", "19:55"),
        ("OK", "+14052230142", "America/Chicago", "08:00", "19:55"),
        ("MD", "+13012230142", "America/New_York", "08:00", "19:55"),
        ("WA", "+12062230142", "America/Los_Angeles", "08:00", "19:55"),
        ("MA", "+16172230142", "America/New_York", "08:00", "19:55"),
        ("LA", "+15042230142", "America/Chicago", "08:00", "19:55"),
        ("MS", "+16012230142", "America/Chicago", "08:00", "19:55"),
        ("AL", "+12052230142", "America/Chicago", "08:00", "19:55"),
        ("WY", "+13072230142", "America/Denver", "08:00", "19:55"),
        ("UT", "+18012230142", "America/Denver", "08:00", "20:55"),
        ("PA", "+12152230142", "America/New_York", "08:00", "20:55"),
        ("RI", "+14012230142", "America/New_York", "09:00", "17:55"),
        ("TX", "+12142230142", "America/Chicago", "09:00", "20:55"),
        ("KY", "+15022230142", "America/New_York", "10:00", "20:55"),
        ("NM", "+15052230142", "America/Denver", "09:00", "20:55"),
        ("NV", "+17022230142", "America/Los_Angeles", "09:00", "19:55"),
        ("MN", "+16122230142", "America/Chicago", "09:00", "20:55"),
        ("MI", "+13132230142", "America/New_York", "09:00", "20:55"),
        ("NY", "+12122230142", "America/New_York", "08:00", "20:55"),
        ("GA", ATLANTA, "America/New_York", "08:00", "20:55"),
    ] {
        let moment =
            |time: &str| format!("2026-11-18T{time}:00[{zone}]").parse::<jiff::Zoned>().unwrap().timestamp();
        let allowed = |now: jiff::Timestamp| decide(&context(number, &now.to_string())).allowed();
        assert!(
            allowed(moment(opens)) && !allowed(moment(opens) - jiff::SignedDuration::from_secs(1)),
            "{state}"
        );
        assert!(
            !allowed(moment(closes)) && allowed(moment(closes) - jiff::SignedDuration::from_secs(1)),
            "{state}"
        );
    }
}

#[test]
fn rhode_islands_saturday_is_short() {
    assert_eq!(blocks(&context("+14012230142", "2026-11-21T14:59:59Z")), ["STATE_HOURS:RI"]);
    assert!(decide(&context("+14012230142", "2026-11-21T15:00:00Z")).allowed());
    assert_eq!(blocks(&context("+14012230142", "2026-11-21T21:55:00Z")), ["STATE_HOURS:RI"]);
    assert_eq!(blocks(&context("+14012230142", "2026-11-22T17:00:00Z")), ["STATE_SUNDAY:RI"]);
}

#[test]
fn connecticut_opens_at_nine() {
    let mut call = context("+12032230142", "2026-11-20T13:59:59Z");
    support::consents(&mut call, compliance::ConsentKind::ExpressWritten, days(1));
    assert_eq!(blocks(&call), ["STATE_HOURS:CT"]);
    call.now = at("2026-11-20T14:00:00Z");
    assert!(decide(&call).allowed());
}

#[test]
fn oregon_counts_since_2026() {
    // 503 is Portland; 8:30 pm Pacific.
    assert_eq!(blocks(&context("+15032230142", "2026-11-21T04:30:00Z")), ["STATE_HOURS:OR"]);
    assert!(decide(&context("+15032230142", "2025-11-21T04:30:00Z")).allowed());
}

#[test]
fn florida_says_until_when() {
    let decision = decide(&context(TAMPA, "2026-11-21T01:01:00Z"));
    let shown = decision.shown().unwrap();
    assert_eq!((shown.rule, shown.full_code().as_str()), (RuleId::Time2, "STATE_HOURS:FL"));
    assert_eq!(
        shown.sentence,
        "It is 8:01 pm in Florida: Florida ends calls at 7:55 pm. Next allowed Saturday 8:00 am Eastern."
    );
    assert_eq!(decision.next_allowed_at(), Some(at("2026-11-21T13:00:00Z")));
}

/// Past nine, federal law refuses as well; the sentence says when calls really end there.
#[test]
fn the_federal_sentence_knows_the_states_hours() {
    let decision = decide(&context(TAMPA, "2026-11-21T02:12:00Z"));
    assert_eq!(
        decision.shown().unwrap().sentence,
        "It is 9:12 pm in Florida: calls end at 7:55 pm there. Next allowed Saturday 8:00 am Eastern."
    );
}

#[test]
fn the_next_time_skips_sundays_and_holidays() {
    // Saturday evening in Louisiana; Monday 25 May 2026 is Memorial Day.
    let decision = decide(&context("+15042230142", "2026-05-24T01:30:00Z"));
    assert_eq!(decision.next_allowed_at(), Some(at("2026-05-26T13:00:00Z")));
    // An emergency may last for weeks.
    let mut call = context("+12122230142", NOON);
    let to = Some("2026-12-10".parse().unwrap());
    call.known.emergencies.push(Emergency {
        state: "NY".parse().unwrap(),
        from: "2026-11-19".parse().unwrap(),
        to,
    });
    assert_eq!(blocks(&call), ["STATE_EMERGENCY:NY"]);
    // The registry is then 21 days old: still good.
    assert_eq!(decide(&call).next_allowed_at(), Some(at("2026-12-11T13:00:00Z")));
    support::overrides(&mut call, RuleId::Time5);
    assert_eq!(blocks(&call), [""; 0]);
}

#[test]
fn a_day_added_by_hand_is_a_holiday() {
    let mut call = context("+15042230142", NOON);
    let (state, date) = ("LA".parse().unwrap(), "2026-11-20".parse().unwrap());
    call.known.extra_holidays.push(ExtraHoliday { state, date, name: "Proclaimed".into() });
    assert_eq!(blocks(&call), ["STATE_HOLIDAY:LA:Proclaimed"]);
    call.now = at("2026-11-21T19:00:00Z");
    assert_eq!(blocks(&call), [""; 0]);
}

/// The last day of the year is over at different instants, and 1 January is a holiday in some states.
#[test]
fn the_31st_of_december() {
    // 12:30 am UTC on 1 January is still 31 December, 5:30 pm, in Utah.
    assert_eq!(blocks(&context("+18012230142", "2027-01-01T00:30:00Z")), [""; 0]);
    let new_year = decide(&context("+18012230142", "2027-01-01T18:00:00Z"));
    assert_eq!(
        new_year.shown().map(compliance::Reason::full_code).as_deref(),
        Some("STATE_HOLIDAY:UT:New Year's Day")
    );
    assert_eq!(new_year.next_allowed_at(), Some(at("2027-01-02T15:00:00Z")));
    // Alabama keeps the holiday of Saturday, 1 January 2028, on Friday already.
    assert_eq!(blocks(&context("+12052230142", "2027-12-31T18:00:00Z")), ["STATE_HOLIDAY:AL:New Year's Day"]);
}

#[test]
fn both_dst_nights() {
    let opens = |now: &str| decide(&context(TAMPA, now)).next_allowed_at();
    // Clocks go forward on 8 March 2026: 8 am is at 12:00 UTC after it, at 13:00 before.
    assert_eq!(opens("2026-03-08T02:30:00Z"), Some(at("2026-03-08T12:00:00Z")));
    assert_eq!(opens("2026-03-08T06:59:59Z"), Some(at("2026-03-08T12:00:00Z")));
    assert_eq!(opens("2026-03-08T07:00:00Z"), Some(at("2026-03-08T12:00:00Z")));
    // And back on 1 November.
    assert_eq!(opens("2026-11-01T05:30:00Z"), Some(at("2026-11-01T13:00:00Z")));
    assert_eq!(opens("2026-11-01T06:30:00Z"), Some(at("2026-11-01T13:00:00Z")));
    // Arizona does not change; the Navajo Nation does: Mountain time until November, one hour later than Phoenix.
    let mut arizona = context("+16022230142", "2026-07-02T03:30:00Z");
    assert!(decide(&arizona).allowed(), "8:30 pm in Phoenix");
    arizona.places.push(support::property("AZ", "86515"));
    assert!(!decide(&arizona).allowed(), "9:30 pm in Window Rock");
    arizona.now = at("2026-12-02T03:30:00Z");
    arizona.known = compliance::Known::in_order(arizona.now);
    assert!(decide(&arizona).allowed(), "8:30 pm in both");
}

#[test]
fn indiana_and_the_panhandle_have_two_clocks() {
    // Gary keeps Chicago's clock, Indianapolis New York's; 219 reaches both.
    let zones = |number: &str| decide(&context(number, NOON)).zones().collect::<Vec<_>>();
    assert_eq!(zones("+13172230142"), ["America/New_York"]);
    assert_eq!(zones("+12192230142"), ["America/New_York", "America/Chicago"]);
    // 850 at 8:30 pm Eastern is 7:30 pm Central: Florida is closed on the eastern clock.
    assert_eq!(blocks(&context("+18502230142", "2026-11-21T01:30:00Z")), ["STATE_HOURS:FL"]);
}

#[test]
fn hawaii_keeps_its_own_clock() {
    assert!(decide(&context("+18082230142", "2026-11-21T06:54:59Z")).allowed());
    assert_eq!(blocks(&context("+18082230142", "2026-11-21T06:55:00Z")), ["FED_HOURS"]);
    let mut absentee = context(TAMPA, "2026-11-20T17:59:59Z");
    absentee.places.push(lives_in("HI"));
    assert_eq!(blocks(&absentee), ["FED_HOURS", "STATE_HOURS:FL"]);
    absentee.now = at("2026-11-20T18:00:00Z");
    assert!(decide(&absentee).allowed());
}

#[test]
fn gap_week_lifetime_and_rest() {
    let tried = |attempts: &[jiff::SignedDuration]| {
        let mut call = context(ATLANTA, NOON);
        let attempts = attempts.iter().map(|ago| at(NOON) - *ago).collect();
        call.known.history = Some(History { attempts, ..History::default() });
        call
    };
    assert_eq!(blocks(&tried(&[hours(2)])), [""; 0]);
    let gap = tried(&[hours(2) - jiff::SignedDuration::from_secs(1)]);
    assert_eq!(blocks(&gap), ["FREQ_GAP"]);
    assert_eq!(decide(&gap).next_allowed_at(), Some(at("2026-11-20T19:45:00Z")));

    let week = tried(&[2, 3, 4, 5, 6, 7].map(days));
    assert_eq!(blocks(&week), ["FREQ_7D"]);
    assert_eq!(decide(&week).next_allowed_at(), Some(at("2026-11-20T19:45:00Z")));
    assert_eq!(blocks(&tried(&[days(2), days(3), days(4), days(5), days(6)])), [""; 0]);

    let mut weary = context(ATLANTA, NOON);
    weary.known.history = Some(History { attempts_without_contact: 15, ..History::default() });
    assert_eq!(blocks(&weary), ["FREQ_LIFETIME"]);
    assert_eq!(decide(&weary).next_allowed_at(), None);

    let mut resting = context(ATLANTA, NOON);
    resting.known.history =
        Some(History { not_interested_at: Some(at(NOON) - days(89)), ..History::default() });
    assert_eq!(blocks(&resting), ["COOL_OFF"]);
    assert_eq!(decide(&resting).next_allowed_at(), Some(at("2026-11-21T19:45:00Z")));
    support::overrides(&mut resting, RuleId::Frequency3);
    assert_eq!(blocks(&resting), [""; 0]);
}

#[test]
fn what_is_wrong_with_an_address_is_said() {
    let mut call = context(ATLANTA, NOON);
    call.settings.operations = compliance::Operations::all();
    let with = |places| {
        let mut call = call.clone();
        call.places = places;
        blocks(&call)
    };
    assert_eq!(with(vec![]), ["ADDRESS_MISSING"]);
    assert_eq!(with(vec![lives_in("ON")]), ["ZONE_UNKNOWN"]);
    assert_eq!(with(vec![support::property("GA", "94110")]), ["ADDRESS_CONTRADICTS"]);
    assert_eq!(with(vec![support::property("Georgia", "30303")]), [""; 0]);
    // Fishers Island, New York, has a ZIP code of Connecticut's row.
    assert_eq!(with(vec![support::property("NY", "06390")]), [""; 0]);
    let decision = {
        call.places = vec![support::property("GA", "94110")];
        decide(&call)
    };
    let sentence = &decision.shown().unwrap().sentence;
    assert_eq!(
        sentence,
        "The property's address says Georgia, but ZIP code 94110 is elsewhere: correct it in Podio."
    );
}
