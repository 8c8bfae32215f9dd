//! `twoleg recordings` and `twoleg retention`, beside the running server.

use domain::Disposition;

use super::world::{MadeUp, World, supervisor};

#[tokio::test(flavor = "multi_thread")]
async fn the_commands_show_revoke_renew_and_delete() {
    let world = World::start().await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let link = world.crm_link(call, &sid).await;
    let id = call.to_string();
    let (done, said) = world.twoleg(&["recordings", "show", &id]);
    assert!(done && said.contains(&format!("{sid}  completed, 61 s")), "{said}");
    assert!(said.contains("Kept until 2028-11-20T17:00:00Z (the usual term)"), "{said}");
    assert!(said.contains("Podio has no link yet"), "nobody has sent it one: {said}");
    assert!(!said.contains("key=") && !said.contains("5550142"), "{said}");

    let (done, said) = world.twoleg(&["recordings", "revoke", &id, "--reason", "It was forwarded"]);
    assert!(done && said.contains("dead"), "{said}");
    assert_eq!(world.get(&link).await.status(), 410);
    assert!(world.twoleg(&["recordings", "show", &id]).1.contains("Podio's link is revoked"));
    let (done, said) = world.twoleg(&["recordings", "renew", &id, "--reason", "For the new owner"]);
    assert!(done && said.contains("sends Podio a new one"), "{said}");
    assert!(world.twoleg(&["recordings", "show", &id]).1.contains("Podio has no link yet"));
    assert_eq!(world.get(&link).await.status(), 410);

    let delete = ["recordings", "delete", &id, "--reason", "They asked"];
    let (done, said) = world.twoleg(&delete);
    assert!(done && said.contains("Nothing is deleted yet"), "{said}");
    assert!(world.carrier.settings().sounds.contains(&sid));
    let confirmed = [&delete[..], &["--confirm"]].concat();
    let number = world.record(call).await.facts.to;
    world.dialer.place_hold(&supervisor(), &number, "A claim").await.unwrap();
    let (done, said) = world.twoleg(&confirmed);
    assert!(!done && said.contains("A legal hold is on this number"), "{said}");
    world.dialer.lift_hold(&supervisor(), &number, "Settled").await.unwrap();
    let (done, said) = world.twoleg(&confirmed);
    assert!(done && said.contains("Deleted at Twilio: 1."), "{said}");
    assert!(!world.carrier.settings().sounds.contains(&sid));
    let (status, _, text) = world.answer(&link).await;
    assert!(status == 410 && (text.contains("revoked") || text.contains("deleted")), "{text}");
    let rows = world.rows("recording.deleted").await;
    let by = rows[0].entry.agent.as_ref().map(domain::AgentId::as_str);
    assert_eq!((rows.len(), by), (1, Some("operator")));
    assert_eq!(rows[0].entry.payload["reason"], "They asked");
    let (done, said) = world.twoleg(&confirmed);
    assert!(!done && said.contains("No recording of this call is kept"), "{said}");
    let (_, said) = world.twoleg(&["recordings", "show", &id]);
    assert!(said.contains("No recording of this call can be played by Podio's link."), "{said}");
}

/// Whatever life a link would have that is made now.
#[tokio::test(flavor = "multi_thread")]
async fn no_link_is_said_to_be_good_that_podio_does_not_have() {
    let mut world = World::start().await;
    let (call, _) = world.recorded(&MadeUp::default()).await;
    let id = call.to_string();
    for days in ["3650", "7"] {
        world = world.restart_with(&[("RECORDING_LINK_DAYS", days)]).await;
        let (done, said) = world.twoleg(&["recordings", "show", &id]);
        assert!(done && said.contains("Podio has no link yet") && !said.contains("is good"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_words_are_refused_with_a_sentence() {
    let world = World::start().await;
    let stranger = "01990000-0000-7000-8000-ffffffffffff";
    for (words, expected) in [
        (vec!["recordings", "show", stranger], "not known here"),
        (vec!["recordings", "revoke", stranger, "--reason", "r"], "not known here"),
        (vec!["recordings", "show", "RE1"], "not a valid call id"),
        (vec!["recordings", "revoke", stranger], "--reason"),
    ] {
        let (done, said) = world.twoleg(&words);
        assert!(!done && said.contains(expected), "{words:?}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn retention_says_what_is_due_and_what_a_hold_keeps() {
    let world = World::start_with(&[("RETAIN_RECORDINGS_MONTHS", "12")]).await;
    // The command reads the machine's own clock, which is never before this.
    let old = |to| MadeUp {
        placed_at: "2019-01-10T17:00:00Z",
        to,
        disposition: Disposition::NoAnswer,
        objected: false,
    };
    world.recorded(&old("+18135550142")).await;
    let held = old("+18135550177");
    world.dialer.place_hold(&supervisor(), &held.to.parse().unwrap(), "A claim").await.unwrap();
    let (held, _) = world.recorded(&held).await;
    let (done, said) = world.twoleg(&["retention", "show"]);
    assert!(done && said.contains("12 months after the call") && said.contains("60 months"), "{said}");
    assert!(said.contains("the next sweep deletes: 1."), "{said}");
    assert!(said.contains("under a legal hold: 1.") && said.contains(&held.to_string()), "{said}");
}
