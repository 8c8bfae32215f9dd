use std::fs;
use std::path::PathBuf;

use compliance::{ListStatus, Reassigned};
use jiff::Timestamp;
use jiff::civil::date;
use lists::{ImportOptions, import};

use super::*;

const TODAY: Date = date(2026, 11, 20);
const LISTED: &str = "8132000142";
const OTHER: &str = "8132000143";

/// A folder of lists, and files to import.
struct World {
    dir: tempfile::TempDir,
    data: PathBuf,
}

impl World {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("dnc");
        Self { dir, data }
    }

    fn import(&self, list: &str, had: Date, text: &str) {
        let file = self.dir.path().join("list.txt");
        fs::write(&file, text).unwrap();
        let now: Timestamp = "2026-11-20T15:00:00Z".parse().unwrap();
        let mut options = ImportOptions::new(list.parse().unwrap(), vec![file], now);
        options.accessed_on = Some(had);
        options.allow_older = true;
        import(&self.data, &options).unwrap();
    }

    fn open(&self) -> Screening {
        Screening::open(&self.data).unwrap()
    }

    async fn says(&self, number: &str, property: Option<&Address>) -> compliance::Lists {
        ask(&self.open(), number, property).await
    }
}

async fn ask(screening: &Screening, number: &str, property: Option<&Address>) -> compliance::Lists {
    screening.standing(&E164::parse(number).unwrap(), property, TODAY).await
}

fn loaded(hit: bool, had: &str, version: &str) -> ListStatus {
    let accessed_at = format!("{had}T00:00:00Z").parse().unwrap();
    ListStatus::Loaded { hit, accessed_at, version: version.to_owned() }
}

fn address(street: &str, city: &str, state: &str, zip: &str) -> Address {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let line = format!("{street}, {city}, {state} {zip}");
    Address { street: some(street), city: some(city), state: some(state), zip: some(zip), line }
}

#[tokio::test]
async fn without_a_folder_nothing_is_loaded() {
    assert_eq!(World::new().says(LISTED, None).await, compliance::Lists::default());
}

#[tokio::test]
async fn each_list_says_hit_or_clear_with_its_version_and_day() {
    let world = World::new();
    world.import("national", TODAY, LISTED);
    world.import("national", TODAY, LISTED);
    world.import("state-fl", date(2026, 10, 1), LISTED);
    world.import("litigator", date(2026, 11, 1), LISTED);
    let lists = world.says(LISTED, None).await;
    assert_eq!(lists.national, loaded(true, "2026-11-20", "national 2"));
    assert_eq!(lists.states["FL".parse().as_ref().unwrap()], loaded(true, "2026-10-01", "state-fl 1"));
    assert_eq!(lists.litigator, loaded(true, "2026-11-01", "litigator 1"));
    let lists = world.says(OTHER, None).await;
    assert_eq!(lists.national, loaded(false, "2026-11-20", "national 2"));
    assert_eq!(lists.states["FL".parse().as_ref().unwrap()], loaded(false, "2026-10-01", "state-fl 1"));
    assert_eq!(lists.litigator, loaded(false, "2026-11-01", "litigator 1"));
    assert_eq!(lists.states.len(), 1);
}

#[tokio::test]
async fn another_area_code_is_not_subscribed() {
    let world = World::new();
    world.import("national", TODAY, LISTED);
    assert_eq!(world.says("7272000142", None).await.national, ListStatus::NotSubscribed);
}

/// The day goes to the rules as it is, and they refuse what is older than they allow.
#[tokio::test]
async fn a_stale_list_keeps_its_day() {
    let world = World::new();
    world.import("national", date(2026, 10, 1), LISTED);
    assert_eq!(world.says(OTHER, None).await.national, loaded(false, "2026-10-01", "national 1"));
}

#[tokio::test]
async fn a_damaged_file_blocks_its_area_code() {
    let world = World::new();
    world.import("national", TODAY, &format!("{LISTED}\n7272000142"));
    let files = fs::read_dir(world.data.join("national")).unwrap().flatten().map(|file| file.path());
    let of_813 = files.into_iter().find(|path| path.display().to_string().contains("813-")).unwrap();
    let mut bytes = fs::read(&of_813).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&of_813, bytes).unwrap();
    for number in [LISTED, OTHER] {
        assert_eq!(world.says(number, None).await.national, ListStatus::Unavailable);
    }
    assert_eq!(world.says("7272000142", None).await.national, loaded(true, "2026-11-20", "national 1"));
}

#[tokio::test]
async fn a_damaged_manifest_opens_nothing() {
    let world = World::new();
    world.import("national", TODAY, LISTED);
    fs::write(world.data.join("manifest.json"), "{").unwrap();
    assert!(Screening::open(&world.data).unwrap_err().to_string().contains("damaged"));
}

#[tokio::test]
async fn what_another_process_imports_is_taken_over_and_what_it_breaks_is_not() {
    let world = World::new();
    world.import("national", date(2026, 11, 19), OTHER);
    let screening = Screening { every: Duration::ZERO, ..world.open() };
    let patient = Screening { every: Duration::MAX, ..world.open() };
    world.import("national", TODAY, LISTED);
    assert_eq!(ask(&screening, LISTED, None).await.national, loaded(true, "2026-11-20", "national 2"));
    assert_eq!(ask(&patient, LISTED, None).await.national, loaded(false, "2026-11-19", "national 1"));
    fs::write(world.data.join("manifest.json"), "{").unwrap();
    assert_eq!(ask(&screening, LISTED, None).await.national, loaded(true, "2026-11-20", "national 2"));
}

#[tokio::test]
async fn only_a_yes_of_the_reassigned_database_is_an_answer() {
    let world = World::new();
    world.import("reassigned", TODAY, LISTED);
    let checked_at = "2026-11-20T00:00:00Z".parse().unwrap();
    let yes = Reassigned::Checked { reassigned: true, checked_at };
    assert_eq!(world.says(LISTED, None).await.reassigned, yes);
    assert_eq!(world.says(OTHER, None).await.reassigned, Reassigned::NotChecked);
}

#[tokio::test]
async fn philadelphias_list_is_asked_of_properties_that_may_be_there() {
    let world = World::new();
    world.import("philadelphia", date(2026, 11, 2), "1234 N Broad St\n");
    let (hit, clear) =
        (loaded(true, "2026-11-02", "philadelphia 1"), loaded(false, "2026-11-02", "philadelphia 1"));
    for (property, expected) in [
        (address("1234 North Broad Street", "Philadelphia", "PA", "19121"), hit.clone()),
        (address("1234 N Broad St", "Manayunk", "PA", "19127"), hit.clone()),
        (address("1234 N Broad St", "", "PA", ""), hit),
        (address("1235 N Broad St", "Philadelphia", "PA", ""), clear.clone()),
        (address("", "Philadelphia", "PA", "19121"), ListStatus::Unavailable),
        // The same street elsewhere: Pittsburgh has no list, New York's zones are not Philadelphia's to know.
        (address("1234 N Broad St", "Pittsburgh", "PA", "15201"), clear),
        (address("1234 N Broad St", "Buffalo", "NY", "14201"), ListStatus::NotLoaded),
        (address("1234 N Broad St", "Tampa", "", ""), ListStatus::NotLoaded),
    ] {
        assert_eq!(world.says(LISTED, Some(&property)).await.local, expected, "{}", property.line);
    }
    assert_eq!(world.says(LISTED, None).await.local, ListStatus::NotLoaded);
}

#[tokio::test]
async fn a_local_number_and_an_address_are_one_answer() {
    let world = World::new();
    world.import("local", date(2026, 11, 1), LISTED);
    let there = address("1235 N Broad St", "Philadelphia", "PA", "19121");
    assert_eq!(world.says(OTHER, None).await.local, loaded(false, "2026-11-01", "local 1"));
    assert_eq!(world.says(OTHER, Some(&there)).await.local, ListStatus::NotLoaded, "the city's is not there");
    assert_eq!(world.says(LISTED, Some(&there)).await.local, loaded(true, "2026-11-01", "local 1"));
    world.import("philadelphia", date(2026, 11, 2), "1234 N Broad St\n");
    assert_eq!(
        world.says(OTHER, Some(&there)).await.local,
        loaded(false, "2026-11-01", "local 1"),
        "the older"
    );
    let listed = address("1234 N Broad St", "Philadelphia", "PA", "19121");
    assert_eq!(
        world.says(OTHER, Some(&listed)).await.local,
        loaded(true, "2026-11-02", "philadelphia 1"),
        "a hit on either"
    );
}
