//! Callbacks that come twice, late, out of order, or are not taken.

use reqwest::Method;
use sandbox::faults::FaultSettings;

use super::world::{CALLER_ID, World};

#[tokio::test]
async fn doubled_callbacks_are_the_same_twice() {
    let world = World::new().await;
    world.sandbox.faults().set(FaultSettings { callbacks_doubled: true, ..FaultSettings::default() });
    world.connect("+18135550144", "");
    world.answered_call().await;
    world.until("both ends", async |w| (w.product.told("agent").len() == 8).then_some(())).await;
    assert_eq!(world.product.told("prospect"), ["initiated", "initiated", "busy", "busy"]);
    let hits = world.product.hits("call_status");
    for hit in &hits {
        let copies: Vec<_> = hits.iter().filter(|other| other.token == hit.token).collect();
        assert_eq!(copies.len(), 2);
        assert_eq!(copies[0].form, copies[1].form);
    }
    assert_eq!(world.product.hits("connect_prospect").len(), 1, "only callbacks are doubled");
}

#[tokio::test]
async fn shuffled_callbacks_of_a_call_change_places() {
    let world = World::new().await;
    world.sandbox.faults().set(FaultSettings { callbacks_shuffled: true, ..FaultSettings::default() });
    world.connect("+18135550144", "");
    world.answered_call().await;
    world.until_told("prospect", "initiated").await;
    assert_eq!(world.product.told("prospect"), ["busy", "initiated"]);
    world.until("all of the agent's", async |w| (w.product.told("agent").len() == 4).then_some(())).await;
    let mut numbers: Vec<String> = world
        .product
        .hits("call_status")
        .iter()
        .filter(|hit| hit.target.contains("leg=agent"))
        .map(|hit| hit.get("SequenceNumber").to_owned())
        .collect();
    assert_ne!(numbers, ["0", "1", "2", "3"]);
    numbers.sort();
    assert_eq!(numbers, ["0", "1", "2", "3"]);
}

#[tokio::test]
async fn delayed_callbacks_do_not_delay_the_call() {
    let world = World::new().await;
    world.sandbox.pace().set(0.2);
    world.sandbox.faults().set(FaultSettings { callbacks_delayed: true, ..FaultSettings::default() });
    world.connect("+18135550144", "");
    world.answered_call().await;
    world.until_told("prospect", "initiated").await;
    let calls = world.sandbox.calls().await;
    let prospect = calls.iter().find(|call| call.parent_sid.is_some()).unwrap();
    assert_eq!(prospect.status, "busy", "the call is ahead of what is told");
    world.until_told("prospect", "busy").await;
    assert_eq!(world.product.told("prospect"), ["initiated", "busy"]);
}

#[tokio::test]
async fn failures_are_retried_as_the_url_asks() {
    for (fragment, attempts) in [("#rc=3&rp=5xx", vec![503, 503, 200]), ("#rc=3", vec![503]), ("", vec![503])]
    {
        let world = World::new().await;
        world.product.answers("call_status", 503, "text/plain", "", 2);
        let hook = world.hook(&format!("call_status?leg=agent{fragment}"));
        let connect = world.hook("connect_prospect");
        let form =
            [("To", "client:nobody"), ("From", CALLER_ID), ("Url", &connect), ("StatusCallback", &hook)];
        world.rest(Method::POST, "/Calls.json", &form).await;
        let log = world
            .until("the attempts", async |world| {
                let log = world.sandbox.callbacks();
                (log.len() >= attempts.len()).then_some(log)
            })
            .await;
        let statuses: Vec<u16> = log.iter().filter_map(|attempt| attempt.status).collect();
        assert_eq!(statuses, attempts, "{fragment}");
        let hits = world.product.hits("call_status");
        assert!(hits.iter().all(|hit| hit.token == hits[0].token && !hit.target.contains('#')));
    }
}
