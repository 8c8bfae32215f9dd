//! Full lists and change lists.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a file says of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Everything that is on it.
    Full,
    /// What was added to it and taken off it.
    Change,
}

impl fmt::Display for ImportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "full list",
            Self::Change => "change list",
        })
    }
}
