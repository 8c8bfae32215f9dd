//! What time does to recordings: which are deleted when, and what stops that.

mod accounts;

use std::sync::Arc;

use axum::http::StatusCode;
use dialer::RetentionFile;
use domain::{CallId, Disposition, E164, RecordingSid};
use serde_json::json;
use store::FileKey;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::world::{MadeUp, OTHER_ACCOUNT, World, supervisor};
use crate::app::{ACCOUNT_SID, eventually};

impl World {
    async fn sweep(&self) -> dialer::Swept {
        self.dialer.sweep_recordings(&CancellationToken::new()).await.unwrap()
    }

    /// What the next sweep finds.
    async fn due(&self) -> dialer::RetentionDue {
        let terms = dialer::Retention::default();
        self.dialer.retention_due(&supervisor(), terms, ACCOUNT_SID).await.unwrap()
    }

    /// What the retention remembers.
    async fn kept_place(&self) -> RetentionFile {
        let file = self.dialer.store().file(&FileKey::Retention).await.unwrap().unwrap().value;
        serde_json::from_value(file).unwrap()
    }

    /// Whether the carrier has it, and what the record says; the two must agree.
    async fn has(&self, call: CallId, sid: &RecordingSid) -> bool {
        let has = self.carrier.settings().sounds.contains(sid);
        assert_eq!(has, !self.record(call).await.deleted.contains_key(sid));
        has
    }
}

fn call(placed_at: &'static str, disposition: Disposition) -> MadeUp {
    MadeUp { placed_at, disposition, ..MadeUp::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn recordings_go_when_their_time_is_over_and_not_before() {
    let world = World::start().await;
    let usual = world.recorded(&call("2024-11-20T17:59:00Z", Disposition::NotInterested)).await;
    let young = world.recorded(&call("2024-11-20T18:30:00Z", Disposition::NotInterested)).await;
    let stop = world.recorded(&call("2024-11-19T17:00:00Z", Disposition::DoNotCall)).await;
    let objected = MadeUp { objected: true, ..call("2024-11-18T17:00:00Z", Disposition::NoAnswer) };
    let objected = world.recorded(&objected).await;
    let link = world.crm_link(usual.0, &usual.1).await;
    assert_eq!(world.get(&link).await.status(), 200);

    world.sweep().await;
    assert!(!world.has(usual.0, &usual.1).await);
    for (call, sid) in [&young, &stop, &objected] {
        assert!(world.has(*call, sid).await);
    }
    let (status, _, text) = world.answer(&link).await;
    assert!(status == 410 && text.contains("was deleted on 2026-11-20, because it is not kept"), "{text}");
    let rows = world.rows("recording.deleted").await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!((rows[0].entry.call, rows[0].entry.agent.as_ref()), (Some(usual.0), None));

    // Nothing new is due: no row, and the store is not read from its beginning.
    let swept = world.rows("retention.swept").await.len();
    assert_eq!(world.sweep().await, dialer::Swept::default());
    assert_eq!(world.rows("retention.swept").await.len(), swept);

    world.set_clock("2026-11-20T19:00:00Z").await;
    assert_eq!(world.sweep().await.deleted, 1);
    assert!(!world.has(young.0, &young.1).await && world.has(stop.0, &stop.1).await);
    world.set_clock("2029-11-19T18:00:00Z").await;
    assert_eq!(world.sweep().await.deleted, 2, "what was kept long");
    assert!(!world.has(stop.0, &stop.1).await && !world.has(objected.0, &objected.1).await);
    assert_eq!(world.dialer.store().verify_audit().await.unwrap().broken, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_legal_hold_stops_it_until_it_is_lifted() {
    let world = World::start().await;
    // Past both terms, and looked at once.
    let held = MadeUp { to: "+18135550177", ..call("2019-01-10T17:00:00Z", Disposition::NoAnswer) };
    let number: E164 = held.to.parse().unwrap();
    world.dialer.place_hold(&supervisor(), &number, "A letter of their counsel").await.unwrap();
    let held = world.recorded(&held).await;
    let free = world.recorded(&call("2024-01-11T17:00:00Z", Disposition::NoAnswer)).await;
    for _ in 0..2 {
        assert_eq!(world.sweep().await.held, 1);
        assert!(world.has(held.0, &held.1).await && !world.has(free.0, &free.1).await);
    }
    let due = world.due().await;
    assert_eq!((due.due, due.held.len()), (0, 1));
    assert_eq!(world.get(&world.page_link(held.0, &held.1).await).await.status(), 200);

    world.dialer.lift_hold(&supervisor(), &number, "Settled").await.unwrap();
    let due = world.due().await;
    assert_eq!((due.due, due.held.len()), (1, 0));
    assert_eq!(world.sweep().await.deleted, 1);
    assert!(!world.has(held.0, &held.1).await);
    assert_eq!(world.sweep().await, dialer::Swept::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_keeps_every_call_to_the_number_longer() {
    let world = World::start().await;
    let (kept, sid) = world.recorded(&call("2024-01-10T17:00:00Z", Disposition::NoAnswer)).await;
    let number = world.record(kept).await.facts.to;
    let kind = compliance::ConsentKind::ExpressWritten;
    let given = "2024-01-10T17:05:00Z".parse().unwrap();
    world.dialer.record_consent(&supervisor(), &number, kind, given, None, "The call").await.unwrap();
    world.sweep().await;
    assert!(world.has(kept, &sid).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_that_fails_is_asked_again_and_what_is_gone_counts_as_done() {
    let world = World::start().await;
    let (failed, sid) = world.recorded(&call("2024-01-10T17:00:00Z", Disposition::NoAnswer)).await;
    // A crash between the carrier and the record left this one: deleted there, and nobody said so here.
    let (gone, theirs) = world.recorded(&call("2024-01-11T17:00:00Z", Disposition::NoAnswer)).await;
    world.carrier.settings().sounds.remove(&theirs);
    world.carrier.settings().fails = true;
    assert_eq!(world.sweep().await.failed, 2);
    assert!(world.has(failed, &sid).await, "nothing is said to be deleted that is not");
    assert!(world.rows("recording.deleted").await.is_empty());
    world.carrier.settings().fails = false;
    let swept = world.sweep().await;
    assert_eq!((swept.deleted, swept.already_gone), (1, 1));
    assert!(!world.has(failed, &sid).await && !world.has(gone, &theirs).await);
    // Nobody says that it was deleted then.
    let rows = world.rows("recording.deleted").await;
    let says = |call| {
        let row = rows.iter().find(|row| row.entry.call == Some(call)).unwrap();
        row.entry.payload["already_gone"].as_bool()
    };
    assert_eq!((says(failed), says(gone)), (Some(false), Some(true)));
    let (status, _, text) = world.answer(&world.page_link(gone, &theirs).await).await;
    assert!(status == 410 && text.contains("on 2026-11-20 Twilio did not have it any more"), "{text}");
    let (_, said) = world.twoleg(&["recordings", "show", &gone.to_string()]);
    assert!(said.contains("found gone at Twilio 2026-11-20"), "{said}");
}

/// What waits is kept by name, in one document. Of any more nothing is forgotten, and nothing is kept from its end.
#[tokio::test(flavor = "multi_thread")]
async fn where_no_more_can_wait_the_place_stays_and_the_sweep_goes_on() {
    let world = World::start().await;
    let held = MadeUp { to: "+18135550177", ..call("2024-01-10T17:00:00Z", Disposition::NoAnswer) };
    let number: E164 = held.to.parse().unwrap();
    world.dialer.place_hold(&supervisor(), &number, "A claim").await.unwrap();
    let held = world.recorded(&held).await;
    let free = world.recorded(&call("2024-01-11T17:00:00Z", Disposition::NoAnswer)).await;
    // Calls that there are not: they are taken off when the sweep has come to them.
    let others = (1..=5_000_u32).map(|number| format!("01980000-0000-7000-8000-{number:012x}"));
    let full = json!({ "waiting": others.collect::<Vec<_>>() });
    let known = world.dialer.store().file(&FileKey::Retention).await.unwrap().map(|known| known.rev);
    world.dialer.store().note_file(&FileKey::Retention, known, &full).await.unwrap();

    let swept = world.sweep().await;
    assert_eq!((swept.held, swept.deleted), (1, 1));
    assert!(world.has(held.0, &held.1).await && !world.has(free.0, &free.1).await);
    let place = world.kept_place().await;
    assert_eq!((place.usual_seen, place.waiting.len()), (None, 0), "it was not passed, nor put on the list");
    assert_eq!(world.sweep().await.held, 1, "it is found again");
    let place = world.kept_place().await;
    assert!(place.usual_seen.is_some() && place.waiting.contains(&held.0));
    world.dialer.lift_hold(&supervisor(), &number, "Settled").await.unwrap();
    assert_eq!(world.sweep().await.deleted, 1);
    assert!(!world.has(held.0, &held.1).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_and_not_heard_of_is_not_said_to_have_been_gone() {
    let world = World::start().await;
    let (call, sid) = world.recorded(&call("2024-01-10T17:00:00Z", Disposition::NoAnswer)).await;
    world.carrier.settings().deleted = StatusCode::BAD_GATEWAY;
    let swept = world.sweep().await;
    assert_eq!((swept.deleted, swept.already_gone, swept.failed), (1, 0, 0));
    assert_eq!(world.carrier.asked("DELETE"), 2);
    assert!(!world.has(call, &sid).await);
    let (status, _, text) = world.answer(&world.page_link(call, &sid).await).await;
    assert!(status == 410 && text.contains("was deleted on 2026-11-20"), "{text}");
    let rows = world.rows("recording.deleted").await;
    assert_eq!((rows.len(), rows[0].entry.payload["already_gone"].as_bool()), (1, Some(false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_that_is_down_breaks_the_sweep_off_and_the_next_one_goes_on() {
    let world = World::start().await;
    let mut calls = Vec::new();
    for _ in 0..5 {
        calls.push(world.recorded(&call("2024-01-10T17:00:00Z", Disposition::NoAnswer)).await);
    }
    world.carrier.settings().fails = true;
    assert_eq!(world.sweep().await.failed, 3, "the rest is not tried");
    world.carrier.settings().fails = false;
    assert_eq!(world.sweep().await.deleted, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sweeps_at_once_do_no_harm() {
    let world = World::start().await;
    let mut calls = Vec::new();
    for _ in 0..8 {
        calls.push(world.recorded(&call("2024-01-10T17:00:00Z", Disposition::NoAnswer)).await);
    }
    let (one, two) = tokio::join!(world.sweep(), world.sweep());
    // Each is deleted by one of them, and the other may be faster to write that it did not find it.
    assert_eq!((one.deleted + two.deleted, one.failed + two.failed), (8, 0));
    let rows = world.rows("recording.deleted").await;
    let deleted = rows.iter().filter(|row| row.entry.payload["already_gone"].as_bool() == Some(false));
    assert_eq!(deleted.count(), 8, "a row each");
    for (call, sid) in &calls {
        assert!(!world.has(*call, sid).await);
        assert!(!world.record(*call).await.deleted[sid].already_gone, "of none it is said that nobody knows");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_page_is_swept_also_of_one_moment() {
    let world = World::start().await;
    for _ in 0..60 {
        world.recorded(&call("2024-01-10T17:00:00Z", Disposition::NoAnswer)).await;
    }
    for _ in 0..60 {
        world.recorded(&call("2024-01-11T17:00:00Z", Disposition::NoAnswer)).await;
    }
    assert_eq!(world.sweep().await.deleted, 120);
    assert!(world.carrier.settings().sounds.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_sweeps_when_it_starts() {
    let world = World::start().await;
    let (old, sid) = world.recorded(&call("2026-09-10T17:00:00Z", Disposition::NoAnswer)).await;
    let (new, other) = world.recorded(&MadeUp::default()).await;
    world.sweep().await;
    assert!(world.has(old, &sid).await);
    let world = world.restart_with(&[("RETAIN_RECORDINGS_MONTHS", "1")]).await;
    eventually("it is swept", || async { world.record(old).await.deleted.contains_key(&sid).then_some(()) })
        .await;
    assert!(!world.has(old, &sid).await && world.has(new, &other).await);
}

/// Three that the carrier will not delete, each with this answer.
async fn three_that_stay(world: &World, answer: StatusCode) -> Vec<(CallId, RecordingSid)> {
    let mut stay = Vec::new();
    for _ in 0..3 {
        let call = call("2024-01-10T17:00:00Z", Disposition::NoAnswer);
        stay.push(world.recorded_for_good(&call, answer).await);
    }
    stay
}

// A server sweeps by itself when it starts, perhaps in the midst of these: so they ask what is there, and not which sweep
// has deleted it.

#[tokio::test(flavor = "multi_thread")]
async fn what_the_carrier_refuses_to_delete_is_passed_over() {
    let world = World::start().await;
    let stay = three_that_stay(&world, StatusCode::BAD_REQUEST).await;
    // One of two is refused; and what comes behind.
    let twice = call("2024-01-11T17:00:00Z", Disposition::NoAnswer);
    let (twice, refused) = world.recorded_for_good(&twice, StatusCode::CONFLICT).await;
    let other = world.recorded_again(twice).await;
    let first = world.recorded(&call("2024-01-12T17:00:00Z", Disposition::NoAnswer)).await;
    let swept = world.sweep().await;
    assert_eq!((swept.refused, swept.failed), (4, 0));
    assert!(!world.has(first.0, &first.1).await);
    assert!(world.has(twice, &refused).await && !world.has(twice, &other).await);

    let second = world.recorded(&call("2024-01-13T17:00:00Z", Disposition::NoAnswer)).await;
    let swept = world.sweep().await;
    assert_eq!((swept.refused, swept.failed), (4, 0), "they are tried again");
    assert!(!world.has(second.0, &second.1).await);
    for (call, sid) in &stay {
        assert!(world.has(*call, sid).await);
    }
    world.carrier.settings().keeps.clear();
    world.sweep().await;
    for (call, sid) in stay.iter().chain([&(twice, refused)]) {
        assert!(!world.has(*call, sid).await);
    }
    assert_eq!(world.sweep().await, dialer::Swept::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_carrier_breaks_at_keeps_nothing_else_waiting() {
    let world = World::start().await;
    let held = MadeUp { to: "+18135550177", ..call("2024-01-11T17:00:00Z", Disposition::NoAnswer) };
    let number: E164 = held.to.parse().unwrap();
    world.dialer.place_hold(&supervisor(), &number, "A claim").await.unwrap();
    let stay = three_that_stay(&world, StatusCode::INTERNAL_SERVER_ERROR).await;
    let held = world.recorded(&held).await;
    assert_eq!(world.sweep().await.failed, 3, "broken off");
    // What is new comes before what failed.
    let new = world.recorded(&call("2024-01-12T17:00:00Z", Disposition::NoAnswer)).await;
    assert_eq!(world.sweep().await.failed, 3);
    assert!(!world.has(new.0, &new.1).await);
    // And of those that wait each has its turn, also behind three that fail.
    world.dialer.lift_hold(&supervisor(), &number, "Settled").await.unwrap();
    world.sweep().await;
    world.sweep().await;
    assert!(!world.has(held.0, &held.1).await);
    for (call, sid) in &stay {
        assert!(world.has(*call, sid).await);
    }
}

/// A call with two recordings, and a hold that is placed while the first of them is being deleted by `delete`.
async fn held_meanwhile<T>(delete: impl AsyncFnOnce(&World, CallId) -> T) -> (World, T) {
    let world = World::start().await;
    let gate = Arc::new(Semaphore::new(0));
    world.carrier.settings().gate = Arc::clone(&gate);
    let (call, one) = world.recorded(&call("2024-01-10T17:00:00Z", Disposition::NoAnswer)).await;
    let two = world.recorded_again(call).await;
    let number = world.record(call).await.facts.to;
    let hold = async {
        let asked = || async { (world.carrier.asked("DELETE") > 0).then_some(()) };
        eventually("a recording is being deleted", asked).await;
        world.dialer.place_hold(&supervisor(), &number, "A claim").await.unwrap();
        gate.add_permits(1);
    };
    let (done, ()) = tokio::join!(delete(&world, call), hold);
    let has = [world.has(call, &one).await, world.has(call, &two).await];
    assert_eq!(has.iter().filter(|has| **has).count(), 1, "what was not under way is kept");
    (world, done)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_is_placed_during_a_sweep_keeps_what_is_left() {
    let (world, swept) = held_meanwhile(async |world, _| world.sweep().await).await;
    assert_eq!((swept.held, swept.failed), (1, 0));
    assert_eq!(world.sweep().await.held, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_is_placed_during_a_deletion_by_hand_keeps_what_is_left() {
    let (_world, refused) = held_meanwhile(async |world, call| {
        let config = twilio::ClientConfig {
            base_url: format!("{}/sandbox/twilio", world.carrier.origin).parse().unwrap(),
            account_sid: ACCOUNT_SID.to_owned(),
            auth_token: "any".to_owned().into(),
        };
        let twilio = twilio::Client::new(config).unwrap();
        world.dialer.delete_recordings(&supervisor(), &twilio, call, "They asked").await
    })
    .await;
    let refused = refused.unwrap_err().sentence();
    assert!(refused.contains("A legal hold was placed on this number just now"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asked_for_no_more_calls_in_any_way_is_kept_long() {
    let world = World::start().await;
    let number = |digits: &str| digits.parse::<E164>().unwrap();
    let desk = &world.dialer;
    desk.opt_out(&number("+18135550172")).await.unwrap();
    desk.suppress(&supervisor(), &number("+18135550173"), "By letter").await.unwrap();
    let removed = number("+18135550174");
    desk.opt_out(&removed).await.unwrap();
    desk.ask_removal(&supervisor(), &removed, "They wrote", "Letter 7").await.unwrap();
    desk.confirm_removal(&supervisor(), &removed).await.unwrap();
    let erased = number("+18135550175");
    let given = "2024-01-10T17:05:00Z".parse().unwrap();
    let kind = compliance::ConsentKind::ExpressWritten;
    desk.record_consent(&supervisor(), &erased, kind, given, None, "The call").await.unwrap();
    desk.erase(&supervisor(), &erased, "Request 7").await.unwrap();
    let to = |to| MadeUp { to, ..call("2024-01-10T17:00:00Z", Disposition::NoAnswer) };
    let mut long = Vec::new();
    for number in ["+18135550172", "+18135550173", "+18135550174", "+18135550175"] {
        long.push(world.recorded(&to(number)).await);
    }
    let usual = world.recorded(&to("+18135550171")).await;
    world.sweep().await;
    assert!(!world.has(usual.0, &usual.1).await);
    for (call, sid) in &long {
        assert!(world.has(*call, sid).await, "{call}");
    }
    world.set_clock("2029-01-10T18:00:00Z").await;
    world.sweep().await;
    for (call, sid) in &long {
        assert!(!world.has(*call, sid).await, "{call}");
    }
}
