//! Reading the environment: every problem is kept, so that an operator mends all of them at once.

use std::collections::BTreeMap;
use std::fmt;

/// The variables that Twoleg reads, from the process and from a `.env` file; the process wins.
#[derive(Debug, Default)]
pub(super) struct Env {
    values: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

/// A variable that is missing or malformed. Its value is never shown: it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The variable's name.
    pub variable: &'static str,
    /// What to do about it.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.variable, self.message)
    }
}

impl Env {
    pub(super) fn new(values: impl IntoIterator<Item = (String, String)>) -> Self {
        let values = values.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
        Self { values, problems: Vec::new() }
    }

    /// The value as text, without blanks around it.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.values.get(name).map(|value| value.trim().to_owned())
    }

    /// The value as `T`; a malformed one is a problem.
    pub(super) fn parse<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.text(name)?;
        match read(&text) {
            Ok(value) => Some(value),
            Err(message) => {
                self.problem(name, message);
                None
            }
        }
    }

    /// The value as text; a missing one is a problem.
    pub(super) fn required(&mut self, name: &'static str) -> String {
        self.text(name).unwrap_or_else(|| {
            self.problem(name, "is missing".into());
            String::new()
        })
    }

    /// The value as `T`; a missing or malformed one is a problem.
    pub(super) fn required_as<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        if self.text(name).is_none() {
            self.problem(name, "is missing".into());
        }
        self.parse(name, read)
    }

    /// Which of `names` are set.
    pub(super) fn set_of(&self, names: &[&'static str]) -> Vec<&'static str> {
        names.iter().copied().filter(|name| self.values.contains_key(*name)).collect()
    }

    pub(super) fn problem(&mut self, variable: &'static str, message: String) {
        self.problems.push(Problem { variable, message });
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}
