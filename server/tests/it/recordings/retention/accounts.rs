//! Recordings at another account than the one that is asked.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_does_not_have_is_not_said_to_be_deleted() {
    let world = World::start().await;
    world.carrier.settings().stranger = true;
    let (call, sid) = world.recorded(&call("2024-01-10T17:00:00Z", Disposition::NoAnswer)).await;
    let swept = world.sweep().await;
    assert_eq!((swept.failed, swept.deleted + swept.already_gone), (1, 0));
    assert!(world.has(call, &sid).await);
    world.carrier.settings().stranger = false;
    world.sweep().await;
    assert!(!world.has(call, &sid).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_at_another_account_stays_there_until_somebody_says_otherwise() {
    let world = World::start().await;
    world.recordings_are_at(OTHER_ACCOUNT).await;
    // It starts all the same: calls go on.
    let world = world.restart_with(&[]).await;
    // Past both terms by the commands' clock, too, which is the machine's own.
    let old = world.recorded(&call("2019-01-10T17:00:00Z", Disposition::NoAnswer)).await;
    let swept = world.sweep().await;
    assert_eq!((swept.elsewhere, swept.failed + swept.refused), (1, 0));
    let due = world.due().await;
    assert_eq!((due.due, due.elsewhere.len()), (0, 1));
    let id = old.0.to_string();
    let (done, said) = world.twoleg(&["recordings", "delete", &id, "--reason", "They asked", "--confirm"]);
    assert!(!done && said.contains("at another Twilio account"), "{said}");
    assert_eq!(world.carrier.asked("DELETE"), 0, "this account is not asked of what it cannot have");
    assert!(world.has(old.0, &old.1).await);
    let (done, said) = world.twoleg(&["recordings", "account"]);
    assert!(done && said.contains(OTHER_ACCOUNT) && said.contains("it is asked to delete nothing"), "{said}");
    let (done, said) = world.twoleg(&["retention", "show"]);
    assert!(done && said.contains("at another account") && said.contains(&id), "{said}");

    // From some call on they are here.
    let moved = |since| ["recordings", "account", "--since", since, "--reason", "We moved"];
    let (done, said) = world.twoleg(&moved("2024-06-01T00:00:00Z"));
    assert!(done && said.contains("from calls of 2024-06-01T00:00:00Z on"), "{said}");
    let new = world.recorded(&call("2024-07-10T17:00:00Z", Disposition::NoAnswer)).await;
    assert_eq!(world.sweep().await.elsewhere, 1);
    assert!(!world.has(new.0, &new.1).await && world.has(old.0, &old.1).await);

    // The old account is closed, and has nothing any more.
    world.carrier.settings().sounds.remove(&old.1);
    assert!(world.twoleg(&moved("2000-01-01T00:00:00Z")).0);
    assert_eq!(world.sweep().await.already_gone, 1);
    assert!(!world.has(old.0, &old.1).await);
    assert_eq!(world.rows("recordings.moved").await.len(), 2);
}

/// There may be any number of them: no document names them, and no sweep asks for them each day.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_at_another_account_is_passed_by_until_the_accounts_change() {
    let world = World::start().await;
    let mut calls = Vec::new();
    for _ in 0..2 {
        calls.push(world.recorded(&call("2024-01-10T17:00:00Z", Disposition::NoAnswer)).await);
    }
    let held = MadeUp { to: "+18135550177", ..call("2024-01-11T17:00:00Z", Disposition::NoAnswer) };
    let number: E164 = held.to.parse().unwrap();
    calls.push(world.recorded(&held).await);
    world.dialer.place_hold(&supervisor(), &number, "A claim").await.unwrap();
    for account in [OTHER_ACCOUNT, "AC0000000000000000000000000000000e"] {
        world.recordings_are_at(account).await;
        assert_eq!(world.sweep().await, dialer::Swept { elsewhere: 3, ..dialer::Swept::default() });
        assert!(world.kept_place().await.waiting.is_empty());
        assert_eq!(world.sweep().await, dialer::Swept::default(), "they are not looked at again");
        let due = world.due().await;
        assert_eq!((due.due, due.elsewhere.len(), due.held.len()), (0, 2, 1), "whoever asks hears of them");
    }
    // The old account is put back.
    world.recordings_are_at(ACCOUNT_SID).await;
    let due = world.due().await;
    assert_eq!((due.due, due.elsewhere.len(), due.held.len()), (2, 0, 1));
    let swept = world.sweep().await;
    assert_eq!((swept.deleted, swept.held, swept.elsewhere), (2, 1, 0));
    assert_eq!(
        world.rows("retention.begun_anew").await.len(),
        2,
        "the first time there was nothing to take back"
    );
    world.dialer.lift_hold(&supervisor(), &number, "Settled").await.unwrap();
    assert_eq!(world.sweep().await.deleted, 1);
    for (call, sid) in &calls {
        assert!(!world.has(*call, sid).await);
    }
}
