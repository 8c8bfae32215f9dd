//! Which lists there are.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The states and DC.
const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ \
                      NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";

/// A state or DC, by its two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateCode([u8; 2]);

impl StateCode {
    /// Every state and DC.
    pub fn all() -> impl Iterator<Item = Self> {
        STATES.split_ascii_whitespace().filter_map(|code| Self::new(code).ok())
    }

    /// Reads two letters, in either case.
    ///
    /// # Errors
    /// When no state has these letters.
    pub fn new(code: &str) -> Result<Self, NoSuchList> {
        let upper = code.to_ascii_uppercase();
        let known = STATES.split_ascii_whitespace().any(|state| state == upper);
        let letters = known.then(|| upper.as_bytes().try_into().ok()).flatten();
        letters.map(Self).ok_or(NoSuchList)
    }
}

impl fmt::Display for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

/// A list. Its name in commands, in the manifest and on disk is the text of its `Display`: `national`, `state-tx`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ListId {
    /// The National Do Not Call Registry of the FTC, by area code.
    National,
    /// The do-not-call list that a state keeps itself.
    State(StateCode),
    /// People who sue over calls, from a vendor.
    Litigator,
    /// Numbers that were given to somebody else since they were last known, from the FCC's database.
    Reassigned,
    /// Numbers that must not be solicited by a local rule.
    Local,
    /// Addresses on Philadelphia's do-not-solicit list. The only list of addresses.
    Philadelphia,
}

/// How an area code stands to a list of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// The list is had by area code: outside of those, nothing is known.
    ByAreaCode,
    /// The list is one whole: a number that is not on it is clear, wherever it is.
    Whole,
}

impl ListId {
    /// How an area code stands to this list.
    pub(crate) const fn coverage(self) -> Coverage {
        match self {
            Self::National => Coverage::ByAreaCode,
            _ => Coverage::Whole,
        }
    }

    /// Whether it holds addresses and no numbers.
    pub const fn is_of_addresses(self) -> bool {
        matches!(self, Self::Philadelphia)
    }

    /// For people: `National Do Not Call Registry`.
    pub fn name(self) -> String {
        match self {
            Self::National => "National Do Not Call Registry".to_owned(),
            Self::State(state) => format!("{state} state do-not-call list"),
            Self::Litigator => "litigator list".to_owned(),
            Self::Reassigned => "reassigned numbers".to_owned(),
            Self::Local => "local no-solicit numbers".to_owned(),
            Self::Philadelphia => "Philadelphia do-not-solicit addresses".to_owned(),
        }
    }
}

/// There is no list of this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "no such list: say national, state-tx (with the state's letters), litigator, reassigned, local or philadelphia"
)]
pub struct NoSuchList;

impl fmt::Display for ListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::National => f.write_str("national"),
            Self::State(state) => write!(f, "state-{}", state.to_string().to_ascii_lowercase()),
            Self::Litigator => f.write_str("litigator"),
            Self::Reassigned => f.write_str("reassigned"),
            Self::Local => f.write_str("local"),
            Self::Philadelphia => f.write_str("philadelphia"),
        }
    }
}

impl FromStr for ListId {
    type Err = NoSuchList;
    fn from_str(text: &str) -> Result<Self, NoSuchList> {
        match text {
            "national" => Ok(Self::National),
            "litigator" => Ok(Self::Litigator),
            "reassigned" => Ok(Self::Reassigned),
            "local" => Ok(Self::Local),
            "philadelphia" => Ok(Self::Philadelphia),
            _ => StateCode::new(text.strip_prefix("state-").ok_or(NoSuchList)?).map(Self::State),
        }
    }
}

impl TryFrom<String> for ListId {
    type Error = NoSuchList;
    fn try_from(text: String) -> Result<Self, NoSuchList> {
        text.parse()
    }
}

impl From<ListId> for String {
    fn from(list: ListId) -> Self {
        list.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        let states = StateCode::all().map(ListId::State).collect::<Vec<_>>();
        assert_eq!(states.len(), 51);
        let others =
            ["national", "litigator", "reassigned", "local", "philadelphia"].map(|n| n.parse().unwrap());
        for list in states.into_iter().chain(others) {
            assert_eq!(list.to_string().parse(), Ok(list));
        }
        assert_eq!("state-TX".parse::<ListId>().unwrap().to_string(), "state-tx");
        for text in ["", "state-", "state-zz", "tx", "National", "state-texas", "../x"] {
            assert_eq!(text.parse::<ListId>(), Err(NoSuchList), "{text}");
        }
    }
}
