//! How long something took, and what it took.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// Look-ups between two looks at the clock, which itself takes about as long as one look-up.
const BATCH: usize = 20;

pub(crate) fn look_up<T>(what: &str, numbers: &[T], ask: impl Fn(&T) -> bool) {
    let mut batches: Vec<Duration> = Vec::with_capacity(numbers.len() / BATCH);
    let mut hits = 0;
    let started = Instant::now();
    for batch in numbers.chunks_exact(BATCH) {
        let started = Instant::now();
        hits += batch.iter().filter(|number| black_box(ask(number))).count();
        batches.push(started.elapsed());
    }
    let mean = started.elapsed().as_nanos() / numbers.len().max(1) as u128;
    batches.sort_unstable();
    let at =
        |part: usize| batches.get(batches.len() * part / 100).map_or(0, |d| d.as_nanos() / BATCH as u128);
    figure(what, f64::from(u32::try_from(mean).unwrap_or(u32::MAX)), "ns");
    say(
        what,
        format!("mean {mean} ns, p50 {} ns, p99 {} ns ({hits} of {} listed)", at(50), at(99), numbers.len()),
    );
}

/// A figure for `make bench`, as a line of JSON beside the lines for people.
pub(crate) fn figure(what: &str, value: f64, unit: &str) {
    if std::env::args().any(|word| word == "--json") {
        println!("{}", serde_json::json!({ "what": what, "value": value, "unit": unit }));
    }
}

/// A line for people.
pub(crate) fn say(what: &str, said: impl std::fmt::Display) {
    println!("{what:<38}{said}");
}

/// Time on the wall, and of the processor: on a machine that does other things as well, the second is the better one.
pub(crate) struct Clock {
    wall: Instant,
    cpu: Duration,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self { wall: Instant::now(), cpu: cpu_so_far() }
    }

    pub(crate) fn wall(&self) -> Duration {
        self.wall.elapsed()
    }

    pub(crate) fn cpu(&self) -> Duration {
        cpu_so_far().saturating_sub(self.cpu)
    }
}

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2} s (CPU {:.2} s)", self.wall().as_secs_f64(), self.cpu().as_secs_f64())
    }
}

/// Of all threads, in the program and in the kernel; hundredths of a second, from `/proc/self/stat`.
fn cpu_so_far() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    Duration::from_millis(fields.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10)
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub(crate) fn millions(count: u64, took: Duration) -> f64 {
    count as f64 / 1e6 / took.as_secs_f64()
}

/// A line of `/proc/self/status`; there is none but on Linux.
pub(crate) fn memory(of: &str) -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes =
        status.lines().find_map(|line| line.strip_prefix(of)?.strip_prefix(':')?.split_whitespace().next());
    kilobytes
        .and_then(|kb| kb.parse::<u64>().ok())
        .map_or("unknown".to_owned(), |kb| format!("{} MB", kb * 1024 / 1_000_000))
}

pub(crate) fn size(folder: &Path) -> std::io::Result<u64> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries
        .iter()
        .map(|entry| if entry.path().is_dir() { size(&entry.path()) } else { Ok(entry.metadata()?.len()) })
        .sum()
}
