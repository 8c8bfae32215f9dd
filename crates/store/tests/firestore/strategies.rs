//! Any changes of a call.

use domain::call::{
    Change, Cleared, CrmItem, Deleted, DeletedBy, LegFault, LegStatus, NoticeAnswer, Recording,
    RecordingMode, RecordingState, Refusal, SentLink, WrapUp,
};
use domain::{CallSid, Disposition, FollowUp, FollowUpKind, ItemId, Leg, Money, RecordingSid, Submission};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// A time of one day. Firestore keeps microseconds.
fn time() -> impl Strategy<Value = Timestamp> {
    (0..86_400_000_000_i64)
        .prop_map(|micros| Timestamp::constant(1_795_176_000, 0) + SignedDuration::from_micros(micros))
}

fn leg() -> impl Strategy<Value = Leg> {
    prop_oneof![Just(Leg::Agent), Just(Leg::Prospect)]
}

/// Few, so that changes meet.
fn hex() -> impl Strategy<Value = String> {
    (0..3_u8).prop_map(|digit| digit.to_string().repeat(32))
}

fn call_sid() -> impl Strategy<Value = CallSid> {
    hex().prop_map(|hex| format!("CA{hex}").parse().unwrap())
}

fn recording_sid() -> impl Strategy<Value = RecordingSid> {
    hex().prop_map(|hex| format!("RE{hex}").parse().unwrap())
}

fn words() -> impl Strategy<Value = String> {
    "\\PC{0,20}"
}

fn fault() -> impl Strategy<Value = LegFault> {
    (prop::option::of(0..4_u32), "[a-c]{0,2}").prop_map(|(code, message)| LegFault { code, message })
}

fn recording() -> impl Strategy<Value = Recording> {
    let states = prop_oneof![
        Just(RecordingState::InProgress),
        Just(RecordingState::Completed),
        Just(RecordingState::Absent)
    ];
    let number = || prop::option::of(0..90_i64);
    (states, number(), number(), prop::option::of(time())).prop_map(
        |(state, duration_s, channels, started_at)| Recording { state, duration_s, channels, started_at },
    )
}

fn item() -> impl Strategy<Value = CrmItem> {
    (any::<u64>(), prop::option::of(words())).prop_map(|(id, url)| CrmItem { id: ItemId(id), url })
}

fn wrap_up() -> impl Strategy<Value = WrapUp> {
    let disposition = prop::sample::select(Disposition::ALL.to_vec());
    let price = prop::option::of(any::<u64>().prop_map(Money::from_cents));
    (disposition, words(), price, any::<bool>(), time()).prop_map(
        |(disposition, notes, asking_price, task, saved_at)| {
            let day = jiff::civil::date(2026, 11, 23);
            let follow_up = task.then_some(FollowUp { kind: FollowUpKind::Call, due: day });
            let next_action = task.then_some(day);
            let submission =
                Submission { disposition, notes, motivation: None, next_action, asking_price, opt_out: None };
            WrapUp { submission, follow_up, saved_at }
        },
    )
}

fn refusal() -> impl Strategy<Value = Refusal> {
    (words(), words(), prop::option::of(time())).prop_map(|(code, sentence, next_allowed_at)| Refusal {
        code,
        sentence,
        next_allowed_at,
    })
}

fn recording_mode() -> impl Strategy<Value = RecordingMode> {
    prop_oneof![Just(RecordingMode::Automatic), Just(RecordingMode::AgentNotice), Just(RecordingMode::Off)]
}

/// Any one change.
fn change() -> impl Strategy<Value = Change> {
    let status = prop::sample::select(LegStatus::ALL.to_vec());
    prop_oneof![
        (leg(), call_sid()).prop_map(|(leg, sid)| Change::LegSid(leg, sid)),
        (leg(), status).prop_map(|(leg, status)| Change::LegStatus(leg, status)),
        (leg(), time()).prop_map(|(leg, at)| Change::LegRinging(leg, at)),
        (leg(), time()).prop_map(|(leg, at)| Change::LegAnswered(leg, at)),
        (leg(), time()).prop_map(|(leg, at)| Change::LegEnded(leg, at)),
        (leg(), 0..90_i64).prop_map(|(leg, seconds)| Change::LegDuration(leg, seconds)),
        (leg(), fault()).prop_map(|(leg, fault)| Change::LegFault(leg, fault)),
        refusal().prop_map(Change::Refused),
        (time(), recording_mode(), any::<bool>())
            .prop_map(|(at, recording, consented)| Change::Cleared(Cleared { at, recording, consented })),
        (any::<bool>(), time()).prop_map(|(given, at)| {
            Change::Noticed(if given { NoticeAnswer::Given } else { NoticeAnswer::Objected }, at)
        }),
        (recording_sid(), recording()).prop_map(|(sid, news)| Change::Recorded(sid, news)),
        time().prop_map(Change::LinksRevoked),
        time().prop_map(Change::LinkRenewed),
        (recording_sid(), time(), any::<bool>()).prop_map(|(sid, at, person)| {
            let by = if person { DeletedBy::Person } else { DeletedBy::Retention };
            Change::RecordingDeleted(sid, Deleted { at, by, already_gone: person })
        }),
        wrap_up().prop_map(|wrap_up| Change::WrappedUp(Box::new(wrap_up))),
        (item(), words()).prop_map(|(item, digest)| Change::Activity(item, digest)),
        (recording_sid(), time(), any::<u32>(), words()).prop_map(|(recording, issued_at, life_s, mark)| {
            Change::LinkSent(SentLink { recording, issued_at, life_s, mark })
        }),
        item().prop_map(Change::Task),
        prop::option::of(words()).prop_map(Change::CrmTrouble),
    ]
}

/// Any units' changes, one after the other.
pub(crate) fn units() -> impl Strategy<Value = Vec<Vec<Change>>> {
    prop::collection::vec(prop::collection::vec(change(), 0..4), 1..12)
}
