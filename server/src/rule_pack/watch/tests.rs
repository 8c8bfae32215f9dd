use std::fs;
use std::path::PathBuf;

use compliance::RulePack;
use serde_json::Value;
use store::AuditQuery;
use store::sqlite::SqliteStore;

use super::*;

/// A store, a pack and settings in a folder, and the watch over them.
struct World {
    dir: tempfile::TempDir,
    store: SqliteStore,
}

impl World {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&dir.path().join("twoleg.sqlite")).unwrap();
        let world = Self { dir, store };
        world.write_pack("1");
        fs::write(world.files().settings.unwrap(), "attempts_24h = 2\n").unwrap();
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn files(&self) -> RuleFiles {
        RuleFiles { pack: Some(self.path("pack.toml")), settings: Some(self.path("settings.toml")) }
    }

    fn write_pack(&self, version: &str) {
        let line = |version: &str| format!("version = \"{version}\"");
        let built_in = RulePack::built_in().unwrap().version;
        let text = RulePack::built_in_text().replacen(&line(&built_in), &line(version), 1);
        fs::write(self.path("pack.toml"), text).unwrap();
    }

    async fn open(&self) -> RuleWatch {
        RuleWatch::open(self.files(), &self.store).await.unwrap()
    }

    /// Looks until what has changed has settled and is read.
    async fn look(&self, watch: &mut RuleWatch) {
        for _ in 0..3 {
            watch.look(&self.store).await;
        }
    }

    async fn rows(&self, kind: &str) -> Vec<Value> {
        let query = AuditQuery { kind: Some(kind.to_owned()), ..AuditQuery::default() };
        self.store.audit(&query).await.unwrap().into_iter().map(|row| row.entry.payload).collect()
    }
}

#[tokio::test]
async fn a_changed_pack_comes_into_force_and_on_the_log() {
    let world = World::new();
    let mut watch = world.open().await;
    let rulebook = watch.rulebook();
    let begun = rulebook.current();
    assert_eq!((begun.version(), begun.parameters().attempts_24h), ("1", 2));
    world.look(&mut watch).await;
    assert_eq!(world.rows("rules.loaded").await.len(), 1, "nothing changed");

    world.write_pack("2");
    watch.look(&world.store).await;
    assert_eq!(rulebook.current().version(), "1", "it may still be written to");
    watch.look(&world.store).await;
    assert_eq!(rulebook.current().version(), "2");
    assert_eq!(begun.version(), "1", "a decision that began before ends by its own rules");
    let rows = world.rows("rules.loaded").await;
    let versions: Vec<_> = rows.iter().map(|row| row["version"].clone()).collect();
    assert!(versions.len() == 2 && versions.contains(&"1".into()) && versions.contains(&"2".into()));
    for row in &rows {
        assert_eq!(row["sha256"].as_str().map(str::len), Some(64), "{row}");
        assert!(row["file"].as_str().unwrap().ends_with("pack.toml"), "{row}");
        assert!(row["settings"]["file"].as_str().unwrap().ends_with("settings.toml"), "{row}");
    }
}

#[tokio::test]
async fn changed_settings_come_into_force_too() {
    let world = World::new();
    let mut watch = world.open().await;
    fs::write(world.path("settings.toml"), "attempts_24h = 1\n").unwrap();
    world.look(&mut watch).await;
    assert_eq!(watch.rulebook().current().parameters().attempts_24h, 1);
}

#[tokio::test]
async fn an_invalid_file_leaves_the_old_rules_and_is_noted_once() {
    let world = World::new();
    let mut watch = world.open().await;
    for (name, text, reason) in [
        ("pack.toml", "half a pack", "cannot be read"),
        ("pack.toml", &RulePack::built_in_text().replacen("R-TIM-2", "R-TIM-1", 1), "R-TIM-1"),
        ("settings.toml", "attempts = 9", "unknown field"),
    ] {
        world.write_pack("2");
        fs::write(world.path("settings.toml"), "").unwrap();
        world.look(&mut watch).await;
        let before = world.rows("rules.refused").await.len();
        fs::write(world.path(name), text).unwrap();
        world.look(&mut watch).await;
        fs::write(world.path(name), text).unwrap();
        world.look(&mut watch).await;
        assert_eq!(watch.rulebook().current().version(), "2");
        let rows = world.rows("rules.refused").await;
        assert_eq!(rows.len(), before + 1, "the same text twice is one row");
        let newest = rows.iter().find(|row| row["reason"].as_str().unwrap().contains(reason));
        let newest = newest.unwrap_or_else(|| panic!("{reason} is not in {rows:?}"));
        assert!(newest["in_force"] == "2" && newest["file"].as_str().unwrap().ends_with(name), "{newest}");
    }
}

#[tokio::test]
async fn a_file_that_goes_away_leaves_the_old_rules_until_it_is_back() {
    let world = World::new();
    let mut watch = world.open().await;
    fs::remove_file(world.path("pack.toml")).unwrap();
    world.look(&mut watch).await;
    assert_eq!(watch.rulebook().current().version(), "1");
    assert_eq!(world.rows("rules.refused").await.len(), 1);
    world.write_pack("3");
    world.look(&mut watch).await;
    assert_eq!(watch.rulebook().current().version(), "3");
}

#[tokio::test]
async fn a_bad_file_refuses_the_start() {
    let world = World::new();
    fs::write(world.path("settings.toml"), "hours = \"9 to 5\"").unwrap();
    let error = RuleWatch::open(world.files(), &world.store).await.unwrap_err().to_string();
    assert!(error.contains("settings.toml is refused"), "{error}");
    fs::remove_file(world.path("pack.toml")).unwrap();
    let error = RuleWatch::open(world.files(), &world.store).await.unwrap_err().to_string();
    assert!(error.contains("pack.toml cannot be read"), "{error}");
    assert_eq!(world.rows("rules.loaded").await.len(), 0);
}

#[tokio::test]
async fn without_files_the_built_in_pack_is_in_force() {
    let world = World::new();
    let watch = RuleWatch::open(RuleFiles::default(), &world.store).await.unwrap();
    assert_eq!(watch.rulebook().current().version(), RulePack::built_in().unwrap().version);
    let rows = world.rows("rules.loaded").await;
    assert_eq!((&rows[0]["file"], &rows[0]["settings"]), (&"built-in".into(), &Value::Null));
}
