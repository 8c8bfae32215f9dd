//! Which links open a recording, and what the others are told.

use super::carrier::SOUND;
use super::world::{MadeUp, OTHER_ACCOUNT, World, supervisor};
use crate::app::ACCOUNT_SID;

const OLD_KEY: &str = "0123456789abcdef0123456789abcdef";
const NEW_KEY: &str = "fedcba9876543210fedcba9876543210";

/// All of these get the one answer of what is not there, and none reaches the carrier.
async fn open_nothing(world: &World, guesses: &[String]) {
    for guess in guesses {
        let (status, headers, text) = world.answer(guess).await;
        assert_eq!(status, 404, "{guess}");
        assert!(text.contains("There is no such recording, or the link is not right."), "{guess}: {text}");
        assert_eq!(text, world.answer("/play_recording/x").await.2, "{guess}");
        assert_eq!(headers["cache-control"], "private, no-store");
        assert!(headers.get("x-evil").is_none());
    }
    assert_eq!(world.carrier.asked("RE"), 0, "nothing is asked of the carrier for a stranger");
    assert!(world.rows("recording.played").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guessed_link_opens_nothing_and_tells_nothing() {
    let world = World::start().await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let (_, other) = world.recorded(&MadeUp::default()).await;
    let good = world.crm_link(call, &sid).await;
    let (_, key) = good.split_once("?key=").unwrap();
    assert!(!key.contains(sid.as_str()) && !key.contains(&call.to_string()), "{key}");
    let flipped = if key.ends_with('A') { "E" } else { "A" };
    let flipped = format!("{}{flipped}", &key[..key.len() - 1]);
    let keys =
        [String::new(), "AAAA".to_owned(), flipped, key[..key.len() - 4].to_owned(), "A".repeat(20_000)];
    let mut guesses: Vec<String> =
        keys.iter().map(|key| format!("/play_recording/{sid}?key={key}")).collect();
    guesses.extend([
        format!("/play_recording/{sid}"),
        format!("/play_recording/{sid}?key={key}&key={key}"),
        format!("/play_recording/{sid}?key=%ff"),
        // Another recording's key, and a recording that there is not.
        format!("/play_recording/{other}?key={key}"),
        format!("/play_recording/RE0123456789abcdef0123456789abcdef?key={key}"),
    ]);
    open_nothing(&world, &guesses).await;
    assert_eq!(world.get(&good).await.bytes().await.unwrap(), SOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_in_a_recordings_sid_leads_nowhere() {
    let world = World::start().await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let good = world.crm_link(call, &sid).await;
    let (_, key) = good.split_once("?key=").unwrap();
    let sids = [
        "..%2f..%2fetc%2fpasswd".to_owned(),
        format!("{sid}%2f..%2f..%2fCalls.json"),
        format!("{sid}.json%3f"),
        format!("{sid}x"),
        format!("{sid}%00"),
        format!("{sid}%0d%0aX-Evil:%201"),
        "%ff%fe".to_owned(),
    ];
    let guesses: Vec<String> = sids.iter().map(|sid| format!("/play_recording/{sid}?key={key}")).collect();
    open_nothing(&world, &guesses).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_ends_and_says_whom_to_ask() {
    let world = World::start_with(&[("RECORDING_LINK_DAYS", "30")]).await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let (crm, page) = (world.crm_link(call, &sid).await, world.page_link(call, &sid).await);
    for link in [&crm, &page] {
        assert_eq!(world.get(link).await.status(), 200);
    }
    world.set_clock("2026-11-20T20:00:00Z").await;
    let (status, _, text) = world.answer(&page).await;
    assert!(status == 410 && text.contains("expired. Ask a supervisor"), "{status} {text}");
    assert_eq!(world.get(&crm).await.status(), 200);
    assert_eq!(world.get(&world.page_link(call, &sid).await).await.status(), 200, "the next view's");
    world.set_clock("2026-12-20T17:00:01Z").await;
    assert_eq!(world.get(&crm).await.status(), 410);
    // A forger hears nothing of all that.
    assert_eq!(world.get(&format!("{crm}A")).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_life_is_that_of_the_links_which_are_out_and_a_longer_one_is_not() {
    const LATER: &str = "2026-12-05T17:00:00Z";
    let world = World::start_with(&[("RECORDING_LINK_DAYS", "30")]).await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let link = world.crm_link(call, &sid).await;
    world.set_clock(LATER).await;
    assert_eq!(world.get(&link).await.status(), 200);

    let world = world.restart_with(&[("RECORDING_LINK_DAYS", "7")]).await;
    world.set_clock(LATER).await;
    let (status, _, text) = world.answer(&link).await;
    assert!(status == 410 && text.contains("expired. Ask a supervisor"), "{status} {text}");
    assert_eq!(world.get(&world.page_link(call, &sid).await).await.status(), 200);

    let world = world.restart_with(&[("RECORDING_LINK_DAYS", "60")]).await;
    world.set_clock(LATER).await;
    assert_eq!(world.get(&link).await.status(), 200, "as it was issued");
    world.set_clock("2026-12-25T17:00:00Z").await;
    assert_eq!(world.get(&link).await.status(), 410);
    assert_eq!(world.get(&world.crm_link(call, &sid).await).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_links_are_dead_and_a_renewed_one_is_good() {
    let world = World::start().await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let (crm, page) = (world.crm_link(call, &sid).await, world.page_link(call, &sid).await);
    let (other, theirs) = world.recorded(&MadeUp::default()).await;
    let not_meant = world.crm_link(other, &theirs).await;
    assert!(world.dialer.revoke_links(&supervisor(), call, " ").await.is_err());
    world.dialer.revoke_links(&supervisor(), call, "It was forwarded").await.unwrap();
    for link in [&crm, &page] {
        let (status, _, text) = world.answer(link).await;
        assert!(status == 410 && text.contains("revoked. Ask a supervisor"), "{status} {text}");
    }
    let record = world.record(call).await;
    assert_eq!(world.dialer.recording_link(&record, &sid), None, "the CRM gets no link meanwhile");
    assert_eq!(world.get(&world.page_link(call, &sid).await).await.status(), 200, "our own pages go on");
    assert_eq!(world.get(&not_meant).await.status(), 200);

    world.dialer.renew_link(&supervisor(), call, "For the new owner").await.unwrap();
    let renewed = world.crm_link(call, &sid).await;
    assert_eq!(world.get(&renewed).await.status(), 200);
    assert_eq!(world.get(&crm).await.status(), 410);
    world.dialer.renew_link(&supervisor(), call, "Again").await.unwrap();
    assert_eq!(world.get(&renewed).await.status(), 410);
    assert_eq!(world.get(&world.crm_link(call, &sid).await).await.status(), 200);
    let said = |row: &store::AuditRow| row.entry.payload["reason"].as_str().unwrap().to_owned();
    let revoked: Vec<_> = world.rows("recording.links_revoked").await.iter().map(said).collect();
    let renewed: Vec<_> = world.rows("recording.link_renewed").await.iter().map(said).collect();
    assert_eq!(
        (revoked, renewed),
        (vec!["It was forwarded".into()], vec!["For the new owner".into(), "Again".into()])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_survives_a_new_key_until_the_old_one_is_taken_out() {
    let world = World::start_with(&[("SESSION_KEY", OLD_KEY)]).await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let before = world.crm_link(call, &sid).await;
    let world = world.restart_with(&[("SESSION_KEY", &format!("{NEW_KEY},{OLD_KEY}"))]).await;
    let after = world.crm_link(call, &sid).await;
    assert_ne!(before, after);
    for link in [&before, &after] {
        assert_eq!(world.get(link).await.status(), 200);
    }
    let world = world.restart_with(&[("SESSION_KEY", NEW_KEY)]).await;
    assert_eq!(world.get(&before).await.status(), 404);
    assert_eq!(world.get(&after).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_recording_at_another_account_whoever_has_its_link_is_told_so() {
    const SAYS: &str = "This recording is at another Twilio account. Ask whoever runs Twoleg.";
    let world = World::start().await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let (crm, page) = (world.crm_link(call, &sid).await, world.page_link(call, &sid).await);
    world.recordings_are_at(OTHER_ACCOUNT).await;
    let (done, said) = world.twoleg(&["recordings", "show", &call.to_string()]);
    assert!(done && said.contains(OTHER_ACCOUNT), "{said}");
    assert!(said.contains("at another Twilio account. Ask whoever") && !said.contains("Podio has"), "{said}");
    // What the account has all the same, it plays: nobody may have said yet that it has it.
    assert_eq!(world.get(&crm).await.bytes().await.unwrap(), SOUND);
    world.carrier.settings().sounds.clear();
    for link in [&crm, &page] {
        let (status, _, text) = world.answer(link).await;
        assert!(status == 404 && text.contains(SAYS), "{status} {text}");
    }
    let (_, _, text) = world.answer(&format!("{crm}A")).await;
    assert!(!text.contains(SAYS), "a stranger is told nothing: {text}");
    world.recordings_are_at(ACCOUNT_SID).await;
    let (status, _, text) = world.answer(&crm).await;
    assert!(status == 404 && text.contains("There is no such recording"), "{status} {text}");
    let (_, said) = world.twoleg(&["recordings", "show", &call.to_string()]);
    assert!(said.contains("Podio has no link yet") && !said.contains("another"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_call_is_not_played() {
    let world = World::start().await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let (crm, page) = (world.crm_link(call, &sid).await, world.page_link(call, &sid).await);
    let number = world.record(call).await.facts.to;
    world.dialer.erase(&supervisor(), &number, "Request 7").await.unwrap();
    for link in [&crm, &page] {
        let (status, _, text) = world.answer(link).await;
        assert!(status == 410 && text.contains("was erased"), "{status} {text}");
    }
    assert!(world.dialer.renew_link(&supervisor(), call, "Try").await.is_err());
    assert_eq!(world.carrier.asked("RE"), 0);
}
