//! Random calls: every input may be missing, good or bad.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "each test file uses its own part"
)]

use std::collections::BTreeMap;

use compliance::{
    Acknowledgement, AgentLine, Attestation, CallContext, CallerId, Click, Consent, ConsentFile, ConsentKind,
    Dials, Duty, Emergency, ExtraHoliday, History, Known, LeadFacts, Limits, LineType, ListStatus, Lists,
    Operations, Override, OwnerOccupied, Place, PlaceKind, Reassigned, RuleId, Settings, State, Training,
};
use domain::E164;
use jiff::{SignedDuration, Timestamp};
use rand::prelude::*;
use rand::rngs::SmallRng;

/// Two years with all their clock changes, from 1 January 2026.
pub fn moment(rng: &mut SmallRng) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + rng.random_range(0..2 * 365 * 24 * 3600)).unwrap()
}

const AREA_CODES: [&str; 22] = [
    "813", "850", "404", "212", "203", "201", "214", "801", "504", "601", "215", "317", "503", "907", "808",
    "928", "602", "270", "205", "401", "502", "701",
];

pub fn number(rng: &mut SmallRng) -> E164 {
    let npa = if rng.random_bool(0.95) {
        (*AREA_CODES.choose(rng).unwrap()).to_owned()
    } else {
        rng.random_range(212..1000).to_string()
    };
    let exchange = if rng.random_bool(0.95) { 223 } else { rng.random_range(212..1000) };
    let text = format!("{npa}{exchange}{:04}", rng.random_range(0..10_000));
    E164::parse(&text).unwrap_or_else(|_| number(rng))
}

pub fn place(rng: &mut SmallRng) -> Place {
    let state = match rng.random_range(0..20) {
        0 => Some("ON".to_owned()),
        1 => Some("PR".to_owned()),
        2 => None,
        _ => Some(State::all().choose(rng).unwrap().code().to_owned()),
    };
    let zip = match rng.random_range(0..10) {
        0 => Some(format!("{:05}", rng.random_range(0..100_000))),
        1 => Some("32456".to_owned()),
        2 => Some("é1".to_owned()),
        _ => None,
    };
    let kind = if rng.random() { PlaceKind::Property } else { PlaceKind::Mailing };
    Place { kind, state, zip }
}

/// Mostly good, so that what goes wrong goes wrong alone.
fn rarely(rng: &mut SmallRng) -> bool {
    rng.random_bool(0.03)
}

fn ago(rng: &mut SmallRng, now: Timestamp, days: i64) -> Timestamp {
    now - SignedDuration::from_secs(rng.random_range(-3600..days * 86_400))
}

pub fn list(rng: &mut SmallRng, now: Timestamp) -> ListStatus {
    match rng.random_range(0..100) {
        0 => ListStatus::NotLoaded,
        1 => ListStatus::NotSubscribed,
        2 => ListStatus::Unavailable,
        _ => ListStatus::Loaded {
            hit: rarely(rng),
            accessed_at: now - SignedDuration::from_hours(rng.random_range(0..24 * 32)),
            version: "7".into(),
        },
    }
}

fn lists(rng: &mut SmallRng, now: Timestamp) -> Lists {
    let states: BTreeMap<State, ListStatus> =
        State::all().map(|state| (state, list(rng, now))).filter(|(state, _)| state.code() != "WY").collect();
    Lists {
        national: list(rng, now),
        states,
        litigator: list(rng, now),
        local: list(rng, now),
        reassigned: if rarely(rng) {
            Reassigned::NotChecked
        } else {
            Reassigned::Checked { reassigned: rarely(rng), checked_at: ago(rng, now, 35) }
        },
    }
}

pub fn history(rng: &mut SmallRng, now: Timestamp) -> History {
    let attempts = if rng.random_bool(0.6) { 0 } else { rng.random_range(0..6) };
    History {
        attempts: (0..attempts).map(|_| ago(rng, now, 3)).collect(),
        attempts_without_contact: rng.random_range(0..16),
        not_interested_at: rng.random_bool(0.1).then(|| ago(rng, now, 100)),
    }
}

fn consent_file(rng: &mut SmallRng, to: &E164, now: Timestamp) -> ConsentFile {
    let records = if rng.random_bool(0.5) { 0 } else { rng.random_range(1..3) };
    let record = |rng: &mut SmallRng| Consent {
        kind: *ConsentKind::ALL.choose(rng).unwrap(),
        number: to.clone(),
        obtained_at: ago(rng, now, 600),
        expires_at: rng.random_bool(0.2).then(|| now + SignedDuration::from_hours(rng.random_range(-9..99))),
        revoked_at: None,
        evidence: "file 12".into(),
    };
    ConsentFile { records: (0..records).map(|_| record(rng)).collect(), revoked: rarely(rng) }
}

fn lifted(rng: &mut SmallRng, to: &E164, now: Timestamp) -> Vec<Override> {
    let count = if rng.random_bool(0.7) { 0 } else { rng.random_range(1..4) };
    let one = |rng: &mut SmallRng| Override {
        rule: *RuleId::ALL.choose(rng).unwrap(),
        number: to.clone(),
        reason: "asked for".into(),
        evidence: "ticket 7".into(),
        made_by: "Ines".into(),
        second_person: None,
        made_at: ago(rng, now, 2),
        expires_at: now + SignedDuration::from_hours(rng.random_range(-5..60)),
    };
    (0..count).map(|_| one(rng)).collect()
}

fn known(rng: &mut SmallRng, to: &E164, now: Timestamp) -> Known {
    let local = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    Known {
        click: (!rarely(rng)).then(|| Click { age_s: rng.random_range(0..61), used: false, trusted: true }),
        lists: lists(rng, now),
        consents: (!rarely(rng)).then(|| consent_file(rng, to, now)),
        line: *[LineType::Unknown, LineType::Mobile, LineType::Landline].choose(rng).unwrap(),
        history: (!rarely(rng)).then(|| history(rng, now)),
        caller_id: (!rarely(rng)).then(|| CallerId {
            owned: !rarely(rng),
            answers: true,
            attestation: if rarely(rng) { Attestation::B } else { Attestation::A },
            flagged: false,
        }),
        training: Some(Training { current_policy: !rarely(rng), completed_at: ago(rng, now, 366) }),
        registrations: (!rarely(rng)).then(|| State::all().collect()),
        limits: Some(Limits {
            agent_last_hour: Dials {
                count: rng.random_range(0..61),
                free_at: (!rarely(rng)).then(|| now + SignedDuration::from_mins(rng.random_range(1..61))),
            },
            ..Limits::default()
        }),
        lead: (!rarely(rng)).then(|| LeadFacts {
            owner_occupied: if rarely(rng) { OwnerOccupied::Unknown } else { OwnerOccupied::No },
            probate: rarely(rng),
            tax_lien: false,
            redemption_ends: None,
        }),
        emergencies: if rng.random_bool(0.9) {
            Vec::new()
        } else {
            let to = local.checked_add(jiff::Span::new().days(rng.random_range(0..9))).unwrap();
            vec![Emergency { state: State::all().choose(rng).unwrap(), from: local, to: Some(to) }]
        },
        extra_holidays: if rng.random_bool(0.9) {
            Vec::new()
        } else {
            let state = State::all().choose(rng).unwrap();
            vec![ExtraHoliday { state, date: local, name: "Proclaimed".into() }]
        },
        overrides: lifted(rng, to, now),
        acknowledgements: if rng.random() {
            Vec::new()
        } else {
            [RuleId::Gate1, RuleId::Gate2, RuleId::Dnc5]
                .map(|rule| Acknowledgement { rule, number: to.clone(), at: now, call: None })
                .into()
        },
        prospect_audio: None,
    }
}

pub fn operations(rng: &mut SmallRng) -> Operations {
    match rng.random_range(0..3) {
        0 => Operations::none(),
        1 => Operations::all(),
        _ => Duty::ALL
            .iter()
            .fold(Operations::all(), |all, duty| if rng.random() { all.without(*duty) } else { all }),
    }
}

pub fn context(rng: &mut SmallRng) -> CallContext {
    let (to, now) = (number(rng), moment(rng));
    let places = (0..rng.random_range(0..3)).map(|_| place(rng)).collect();
    CallContext {
        call: Some(crate::support::call_id()),
        places,
        suppressed: rarely(rng),
        number_in_call: rarely(rng),
        agent: AgentLine {
            leg_up: !rarely(rng),
            other_open_call: rarely(rng),
            owes_disposition: rarely(rng),
        },
        settings: Settings {
            end_margin_minutes: rng.random_range(0..30),
            fictional_numbers: false,
            operations: operations(rng),
        },
        known: known(rng, &to, now),
        to,
        now,
    }
}
