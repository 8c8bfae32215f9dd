//! The operator's commands about lists and rules, as the binary: no server, no configuration but a folder.

mod dnc;
mod rules;
mod supervisor;
mod what_if;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// What a command said.
#[derive(Debug)]
struct Said {
    done: bool,
    out: String,
    err: String,
}

/// An operator in an empty folder.
struct Operator {
    folder: TempDir,
    variables: Vec<(&'static str, String)>,
}

impl Operator {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), variables: Vec::new() }
    }

    fn set(&mut self, variable: &'static str, value: impl ToString) {
        self.variables.push((variable, value.to_string()));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn run(&self, words: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_twoleg"))
            .args(words)
            .current_dir(&self.folder)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { done: output.status.success(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// What it said on standard output; it must have worked.
    fn does(&self, words: &[&str]) -> String {
        let said = self.run(words);
        assert!(said.done, "{words:?}: {said:?}");
        said.out
    }

    /// What it said on standard error; it must have failed, and said nothing else.
    fn fails(&self, words: &[&str]) -> String {
        let said = self.run(words);
        assert!(!said.done && said.out.is_empty() && !said.err.contains("panicked"), "{words:?}: {said:?}");
        said.err
    }

    fn json(&self, words: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.does(words)).unwrap()
    }
}

/// The day as the commands count it.
fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}

fn days_ago(days: i64) -> String {
    let at = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * days);
    at.strftime("%Y-%m-%d").to_string()
}
