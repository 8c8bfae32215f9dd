//! A state, the District of Columbia, or a territory.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::geography;
use super::zone::Zone;

/// One of the 50 states, DC, or a US territory: its place in the table of `data/states.csv`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct State(u8);

/// A text that names no state of the United States.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no state of the United States")]
pub struct NoSuchState(pub String);

struct Row {
    code: &'static str,
    name: &'static str,
    zones: Vec<Zone>,
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    geography::rows(include_str!("../../data/states.csv"))
        .filter_map(|[code, name, letters]| Some(Row { code, name, zones: geography::zones(letters)? }))
        .collect()
});

impl State {
    /// Every state and territory, by its two letters.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len()).filter_map(|row| u8::try_from(row).ok()).map(Self)
    }

    /// How many there are, for tables with a place for each.
    pub(crate) fn count() -> usize {
        TABLE.len()
    }

    /// Its place in such a table.
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    fn row(self) -> Option<&'static Row> {
        TABLE.get(self.index())
    }

    /// Its two letters: `FL`.
    pub fn code(self) -> &'static str {
        self.row().map_or("", |row| row.code)
    }

    /// Its name: `Florida`.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// Whether it is none of the 50 states, and not DC.
    pub fn is_territory(self) -> bool {
        matches!(self.code(), "AS" | "GU" | "MP" | "PR" | "VI")
    }

    /// Every clock that some part of it keeps.
    pub(crate) fn zones(self) -> &'static [Zone] {
        self.row().map_or(&[], |row| &row.zones)
    }
}

impl FromStr for State {
    type Err = NoSuchState;
    /// Two letters or the name, in any case.
    fn from_str(text: &str) -> Result<Self, NoSuchState> {
        let text = text.trim();
        let found = TABLE
            .binary_search_by(|row| row.code.cmp(text))
            .ok()
            .or_else(|| TABLE.iter().position(|row| row.code.eq_ignore_ascii_case(text)))
            .or_else(|| TABLE.iter().position(|row| row.name.eq_ignore_ascii_case(text)));
        found.and_then(|row| u8::try_from(row).ok()).map(Self).ok_or_else(|| NoSuchState(text.to_owned()))
    }
}

impl TryFrom<String> for State {
    type Error = NoSuchState;
    fn try_from(text: String) -> Result<Self, NoSuchState> {
        text.parse()
    }
}

impl From<State> for String {
    fn from(state: State) -> Self {
        state.code().to_owned()
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_names_are_read() {
        for text in ["FL", "fl", " Florida ", "FLORIDA"] {
            assert_eq!(text.parse::<State>().map(State::code), Ok("FL"), "{text}");
        }
        for text in ["", "ON", "F", "Florid"] {
            assert!(text.parse::<State>().is_err(), "{text}");
        }
        assert_eq!(State::all().count(), 56);
        assert!(TABLE.is_sorted_by_key(|row| row.code));
    }
}
