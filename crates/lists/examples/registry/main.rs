//! A registry of the size of the national one, made up, imported and looked up:
//! `cargo run --release -p lists --example registry [numbers] [--json]`.
//!
//! Takes 3.1 GB of disk in the temporary folder for 250 million numbers (removed at the end), and 450 MB of memory at
//! the most.

mod made_up;
mod measure;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use domain::E164;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use lists::{Ages, ImportOptions, ListId, Lists, Standing, import};

use made_up::{Random, lead, make_up};
use measure::{Clock, figure, look_up, memory, millions, say, size};

const TODAY: Date = date(2026, 11, 20);
const NUMBERS: u64 = 250_000_000;
/// The 359 area codes of the states and DC.
const AREA_CODES: &str = include_str!("../../../compliance/data/area_codes.csv");
const LOOKUPS: usize = 1_000_000;
/// Beside the registry, each with a two-hundred-and-fiftieth of its numbers.
const OTHERS: [&str; 3] = ["litigator", "state-fl", "state-tx"];

fn main() -> Result<(), Box<dyn Error>> {
    let numbers = std::env::args().skip(1).find(|word| word != "--json");
    let numbers = numbers.map_or(Ok(NUMBERS), |text| text.parse())?;
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
    figure("import", millions(written, clock.wall()) * 1e6, "/s");
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

    import_others(&data, &downloads, &areas, (numbers / 250).max(u64::try_from(areas.len())?), now)?;
    lists.reload_if_changed()?;
    let clock = Clock::start();
    let view = lists.view();
    let numbers = leads.iter().filter_map(|text| E164::parse(text).ok());
    let hit = |number: &E164| {
        view.status(number, TODAY).lists.iter().any(|status| status.standing == Standing::Hit)
    };
    let hits = numbers.filter(hit).count();
    figure("a million leads, all lists", clock.wall().as_secs_f64() * 1e3, "ms");
    say("a million leads, all lists", format!("{hits} on one of {}, {clock}", lists.show(TODAY).len()));

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

/// Lists that are one whole each: of litigators, and of states.
fn import_others(
    data: &Path,
    downloads: &Path,
    areas: &[u32],
    numbers: u64,
    now: Timestamp,
) -> Result<(), Box<dyn Error>> {
    fs::create_dir(downloads)?;
    make_up(downloads, areas, numbers)?;
    for list in OTHERS {
        let mut options = ImportOptions::new(list.parse()?, vec![downloads.to_owned()], now);
        options.accessed_on = Some(TODAY);
        import(data, &options)?;
    }
    Ok(fs::remove_dir_all(downloads)?)
}
