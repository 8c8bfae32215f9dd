//! A registry of the size of the national one, made up, imported and looked up:
//! `cargo run --release -p lists --example registry [numbers]`.
//!
//! Takes 3.1 GB of disk in the temporary folder for 250 million numbers (removed at the end), and 450 MB of memory at
//! the most.

use std::error::Error;
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use domain::E164;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use lists::{Ages, ImportOptions, ListId, Lists, Standing, import};

const TODAY: Date = date(2026, 11, 20);
const NUMBERS: u64 = 250_000_000;
/// The 359 area codes of the states and DC.
const AREA_CODES: &str = include_str!("../../compliance/data/area_codes.csv");
const LOOKUPS: usize = 1_000_000;
/// Look-ups between two looks at the clock, which itself takes about as long as one look-up.
const BATCH: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let numbers = std::env::args().nth(1).map_or(Ok(NUMBERS), |text| text.parse())?;
    let areas: Vec<u32> = AREA_CODES.lines().filter_map(|line| line.get(..3)?.parse().ok()).collect();
    let dir = tempfile::tempdir()?;
    let (data, downloads) = (dir.path().join("lists"), dir.path().join("downloads"));
    fs::create_dir(&downloads)?;

    let clock = Clock::start();
    let written = make_up(&downloads, &areas, numbers)?;
    say("made up", format!("{written} numbers over {} area codes, {}", areas.len(), clock));

    let now: Timestamp = "2026-11-20T15:00:00Z".parse()?;
    let mut options = ImportOptions::new(ListId::National, vec![downloads.clone()], now);
    options.accessed_on = Some(TODAY);
    let clock = Clock::start();
    let report = import(&data, &options)?;
    let took = clock.to_string();
    let (wall, cpu) = (millions(written, clock.wall()), millions(written, clock.cpu()));
    if report.record.count != written {
        return Err(format!("imported {}, not {written}", report.record.count).into());
    }
    say(
        "import, plain text",
        format!("{took}: {wall:.1} million numbers a second, {cpu:.1} in a second of CPU"),
    );
    say("memory, most so far", memory("VmHWM"));
    fs::remove_dir_all(&downloads)?;
    say("disk", format!("{} MB", size(&data)? / 1_000_000));

    let before = memory("VmRSS");
    let clock = Clock::start();
    let lists = Lists::open(&data, Ages::default())?;
    say("open, with every hash checked", clock);
    let bytes = lists.show(TODAY).first().map_or(0, |info| info.memory_bytes);
    say(
        "memory",
        format!("{} (before: {before}), of which bitmaps {} MB", memory("VmRSS"), bytes / 1_000_000),
    );

    let mut random = Random(7);
    let leads: Vec<String> = (0..LOOKUPS).filter_map(|_| lead(&areas, &mut random)).collect();
    let leads_parsed: Vec<E164> = leads.iter().map(|text| E164::parse(text)).collect::<Result<_, _>>()?;
    let one = |number: &E164| lists.status_of(ListId::National, number, TODAY).standing == Standing::Hit;
    look_up("look-up", &leads_parsed, one);
    let view = lists.view();
    look_up("look-up, in a view", &leads_parsed, |number| {
        view.status_of(ListId::National, number, TODAY).standing == Standing::Hit
    });
    look_up("look-up, all lists (an allocation)", &leads_parsed, |number| {
        lists.status(number, TODAY).of(ListId::National).standing == Standing::Hit
    });
    let five: Vec<E164> =
        (0..LOOKUPS).filter_map(|_| E164::parse(&lead(areas.get(..5)?, &mut random)?).ok()).collect();
    look_up("look-up, five area codes", &five, one);
    // What the machine takes for the one thing that a look-up cannot do without.
    let memory = vec![1_u64; bytes / 8];
    let places: Vec<usize> = (0..LOOKUPS)
        .filter_map(|_| usize::try_from(random.below(memory.len().try_into().ok()?)).ok())
        .collect();
    look_up("(one read of as much memory)", &places, |place| memory.get(*place) == Some(&0));
    drop(memory);

    let clock = Clock::start();
    let hits = leads.iter().filter_map(|text| E164::parse(text).ok());
    let hits = hits.map(|number| view.status_of(ListId::National, &number, TODAY).standing);
    let hits = hits.filter(|standing| *standing == Standing::Hit).count();
    say("a million leads, from text", format!("{hits} listed, {clock}"));

    let changes = dir.path().join("changes.txt");
    let mut out = BufWriter::new(File::create(&changes)?);
    (0..100_000).try_for_each(|n| writeln!(out, "813{},2026-11-19T08:00:00,A", 9_000_000 + n))?;
    out.flush()?;
    options.paths = vec![changes];
    let clock = Clock::start();
    let report = lists.import(&options)?;
    say("100,000 changes of one area code", format!("{} new, {} with the swap", report.record.added, clock));
    Ok(())
}

/// Writes the files of all area codes; how many numbers that are.
fn make_up(folder: &Path, areas: &[u32], numbers: u64) -> Result<u64, Box<dyn Error>> {
    let each = numbers / u64::try_from(areas.len())?;
    // Gaps of 1 to 2a-1 are a on average; a little less, so that each area code has room for its share.
    let widest = (8_000_000 / each.max(1) * 2).saturating_sub(2).max(1);
    let mut random = Random(42);
    let mut written = 0;
    for area in areas {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(folder.join(format!("{area}.txt")))?);
        let mut at = 2_000_000;
        for _ in 0..each {
            at += 1 + random.below(widest);
            if at >= 10_000_000 {
                break;
            }
            writeln!(out, "{area}{at}")?;
            written += 1;
        }
        out.flush()?;
    }
    Ok(written)
}

/// A number as people write it, anywhere in the country.
fn lead(areas: &[u32], random: &mut Random) -> Option<String> {
    let area = areas.get(usize::try_from(random.below(u64::try_from(areas.len()).ok()?)).ok()?)?;
    let exchange = loop {
        let exchange = 200 + random.below(800);
        if exchange % 100 != 11 {
            break exchange;
        }
    };
    Some(format!("({area}) {exchange}-{:04}", random.below(10_000)))
}

fn look_up<T>(what: &str, numbers: &[T], ask: impl Fn(&T) -> bool) {
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
    say(
        what,
        format!("mean {mean} ns, p50 {} ns, p99 {} ns ({hits} of {} listed)", at(50), at(99), numbers.len()),
    );
}

fn say(what: &str, said: impl std::fmt::Display) {
    println!("{what:<38}{said}");
}

/// Time on the wall, and of the processor: on a machine that does other things as well, the second is the better one.
struct Clock {
    wall: Instant,
    cpu: Duration,
}

impl Clock {
    fn start() -> Self {
        Self { wall: Instant::now(), cpu: cpu_so_far() }
    }

    fn wall(&self) -> Duration {
        self.wall.elapsed()
    }

    fn cpu(&self) -> Duration {
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
fn millions(count: u64, took: Duration) -> f64 {
    count as f64 / 1e6 / took.as_secs_f64()
}

/// A line of `/proc/self/status`; there is none but on Linux.
fn memory(of: &str) -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes =
        status.lines().find_map(|line| line.strip_prefix(of)?.strip_prefix(':')?.split_whitespace().next());
    kilobytes
        .and_then(|kb| kb.parse::<u64>().ok())
        .map_or("unknown".to_owned(), |kb| format!("{} MB", kb * 1024 / 1_000_000))
}

fn size(folder: &Path) -> std::io::Result<u64> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries
        .iter()
        .map(|entry| if entry.path().is_dir() { size(&entry.path()) } else { Ok(entry.metadata()?.len()) })
        .sum()
}

/// `SplitMix64`: quick, and the same numbers at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}
