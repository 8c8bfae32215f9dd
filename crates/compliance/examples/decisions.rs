//! How many decisions a second one core makes: `cargo run --release -p compliance --example decisions [--json]`.
//!
//! By the time that the process had a core, where Linux tells it, so that a busy machine gives the same figure; and by
//! the clock on the wall.

use std::hint::black_box;
use std::time::{Duration, Instant};

use compliance::{
    AgentLine, CallContext, History, Known, Phase, Place, PlaceKind, Rules, Settings, evaluate_with,
};
use domain::E164;
use jiff::{SignedDuration, Timestamp};

const ROUNDS: u32 = 1_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let afternoon: Timestamp = "2026-11-20T19:41:00Z".parse()?;
    let evening: Timestamp = "2026-11-21T01:30:00Z".parse()?;
    let own = place(PlaceKind::Property, "FL", Some("33606"));
    let absentee = [own.clone(), place(PlaceKind::Mailing, "CA", Some("94110"))];
    let tried =
        History { attempts: vec![afternoon - SignedDuration::from_hours(20); 2], ..History::default() };
    let mut often = call("+18132230142", afternoon, vec![own.clone()])?;
    often.known.history = Some(tried);
    rate("allowed: one clock, one state", &call("+18132230142", afternoon, vec![own])?);
    rate("allowed: tried twice today", &often);
    rate(
        "allowed: an absentee owner, two clocks, two states",
        &call("+18132230142", afternoon, absentee.to_vec())?,
    );
    rate(
        "refused: after hours, with the next legal time",
        &call("+18132230142", evening, absentee.to_vec())?,
    );
    Ok(())
}

fn place(kind: PlaceKind, state: &str, zip: Option<&str>) -> Place {
    Place { kind, state: Some(state.to_owned()), zip: zip.map(str::to_owned) }
}

fn call(to: &str, now: Timestamp, places: Vec<Place>) -> Result<CallContext, Box<dyn std::error::Error>> {
    Ok(CallContext {
        call: Some("0192f3a4-0000-7000-8000-000000000001".parse()?),
        to: E164::parse(to)?,
        places,
        now,
        suppressed: false,
        number_in_call: false,
        agent: AgentLine { leg_up: true, ..AgentLine::default() },
        settings: Settings::default(),
        known: Known::in_order(now),
    })
}

fn rate(what: &str, call: &CallContext) {
    let rules = Rules::built_in();
    let rounds = if evaluate_with(call, Phase::ProspectLeg, rules).allowed() { ROUNDS } else { ROUNDS / 10 };
    let (start, core) = (Instant::now(), on_core());
    for _ in 0..rounds {
        black_box(evaluate_with(black_box(call), Phase::ProspectLeg, rules));
    }
    let wall = f64::from(rounds) / start.elapsed().as_secs_f64();
    let second = on_core().zip(core).map(|(after, before)| {
        let took = after.saturating_sub(before);
        f64::from(rounds) / took.as_secs_f64()
    });
    if std::env::args().any(|word| word == "--json") {
        println!("{}", serde_json::json!({ "what": what, "per_second": second.unwrap_or(wall) }));
        return;
    }
    match second {
        Some(second) => {
            println!("{second:>10.0} decisions a second of one core ({wall:>8.0} by the wall)  {what}");
        }
        None => println!("{wall:>10.0} decisions a second by the wall  {what}"),
    }
}

/// How long this process has had a core so far.
fn on_core() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
