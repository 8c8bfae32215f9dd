//! What the store can do by itself, for `make bench` to hold the product's rates against: one JSON object a line.
//!
//! `rates FOLDER` measures SQLite in that folder; `rates firestore HOST PROJECT` measures Firestore's emulator.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on fails")]
#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::CallId;
use domain::Leg;
use domain::call::LegStatus;
use jiff::Timestamp;
use serde_json::json;
use store::conformance::samples::{audit, create, event, new_call, status, work};
use store::firestore::{FirestoreConfig, FirestoreStore};
use store::sqlite::SqliteStore;
use store::{Done, Store, Unit};
use tokio::task::JoinSet;

/// Callbacks under way at once, as `end2end/bench` has connections.
const SIDES: usize = 16;
/// Workers that drain the outbox.
const WORKERS: usize = 4;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["firestore", host, project] => {
            let config =
                FirestoreConfig::Emulator { host: (*host).to_owned(), project: (*project).to_owned() };
            let store: Arc<dyn Store> = Arc::new(FirestoreStore::connect(config).await.unwrap());
            record(&store, "firestore", 250).await;
            outbox(&store, "firestore", 400).await;
        }
        [folder] => {
            let store: Arc<dyn Store> =
                Arc::new(SqliteStore::open(&Path::new(folder).join("rates.sqlite")).unwrap());
            record(&store, "sqlite", 4_000).await;
            outbox(&store, "sqlite", 4_000).await;
        }
        _ => println!("rates FOLDER | rates firestore HOST PROJECT"),
    }
}

/// Callbacks as the product writes them: an event, its change of the record, its audit row.
async fn record(store: &Arc<dyn Store>, home: &str, each: usize) {
    let mut calls = Vec::new();
    for _ in 0..SIDES * 8 {
        let call = new_call();
        create(&**store, &call).await;
        calls.push(call.facts.id);
    }
    let calls = Arc::new(calls);
    let began = Instant::now();
    let mut sides = JoinSet::new();
    for side in 0..SIDES {
        let (store, calls) = (Arc::clone(store), Arc::clone(&calls));
        sides.spawn(async move {
            let mut took = Vec::with_capacity(each);
            for step in 0..each {
                let call = calls[(side + step * SIDES) % calls.len()];
                let began = Instant::now();
                store.record(&call, callback(call, side, step)).await.unwrap();
                took.push(began.elapsed());
            }
            took
        });
    }
    let mut took: Vec<Duration> = sides.join_all().await.into_iter().flatten().collect();
    let seconds = began.elapsed().as_secs_f64();
    took.sort_unstable();
    let at = |percent: usize| took[(took.len() * percent).div_ceil(100).max(1) - 1].as_secs_f64() * 1000.0;
    println!(
        "{}",
        json!({ "home": home, "what": "record", "count": took.len(), "per_second": per_second(took.len(), seconds),
            "p50_ms": at(50), "p99_ms": at(99) })
    );
}

fn callback(call: CallId, side: usize, step: usize) -> Unit {
    let mut unit = status(Leg::Prospect, LegStatus::Ringing, i64::try_from(step).unwrap());
    unit.event.id = format!("{side}:{step}");
    unit.audit = vec![audit("twilio.prospect.ringing", Some(call))];
    unit
}

/// Entries of as many calls, drained by four workers at once.
async fn outbox(store: &Arc<dyn Store>, home: &str, count: usize) {
    let call = new_call();
    create(&**store, &call).await;
    for step in 0..count {
        let mut unit = event(&format!("owed {step}"));
        unit.outbox = vec![work(&format!("{}:{step}", call.facts.id), &step.to_string())];
        unit.outbox[0].due_at = Timestamp::UNIX_EPOCH;
        store.record(&call.facts.id, unit).await.unwrap();
    }
    let began = Instant::now();
    let mut workers = JoinSet::new();
    for worker in 0..WORKERS {
        let store = Arc::clone(store);
        workers.spawn(async move {
            let mut done = 0_usize;
            let mut idle = 0;
            while idle < 5 {
                let name = format!("worker {worker}");
                let leased = store.claim(&name, Timestamp::now(), Duration::from_mins(1), 8).await.unwrap();
                idle = if leased.is_empty() { idle + 1 } else { 0 };
                for entry in &leased {
                    store.finish(entry, Done::Ok).await.unwrap();
                }
                done += leased.len();
            }
            done
        });
    }
    let done: usize = workers.join_all().await.into_iter().sum();
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({ "home": home, "what": "outbox", "count": done, "owed": count,
            "per_second": per_second(done, seconds) })
    );
}

fn per_second(count: usize, seconds: f64) -> f64 {
    f64::from(u32::try_from(count).unwrap()) / seconds
}
