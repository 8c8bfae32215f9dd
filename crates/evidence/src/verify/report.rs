//! What the verifier says.

use std::fmt;

use domain::{CallId, E164};

/// Where a row says that it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its log.
    pub chain: String,
    /// Its place there, from 0.
    pub seq: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} of log {}", self.seq, self.chain)
    }
}

/// The first thing that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The file as a whole.
    #[error("the file is no evidence pack: {0}")]
    File(String),
    /// A row.
    #[error("row {number} in the pack{}: {what}", .place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default())]
    Row {
        /// Its number in the pack, from 1.
        number: usize,
        /// Where it says that it stands, if that can be read.
        place: Option<Place>,
        /// What is wrong, as part of a sentence.
        what: &'static str,
    },
    /// How far a log went.
    #[error("log {chain}: {what}")]
    Head {
        /// The log.
        chain: String,
        /// What is wrong.
        what: &'static str,
    },
    /// A call.
    #[error("call {call}: {what}")]
    Call {
        /// Which.
        call: CallId,
        /// What is wrong.
        what: String,
    },
    /// The summary.
    #[error("the summary is not what the rows and the calls say")]
    Summary,
    /// The digest.
    #[error("the digest does not hold: something outside of the rows was changed")]
    Digest,
    /// The store says something else than the pack.
    #[error("the store does not bear the pack out: {0}")]
    Store(String),
}

/// What was checked, and the first thing that is broken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The number that the pack is about; none when something is broken.
    pub number: Option<E164>,
    /// The digest; empty when something is broken.
    pub digest: String,
    /// Rows whose hash was computed again.
    pub rows: usize,
    /// Of them, those that also name the hash of the row before, which is in the pack too.
    pub linked: usize,
    /// Of them, those whose facts were erased: their place, time and kind are proved, and what they said is gone.
    pub erased: usize,
    /// Calls that were held against the rows.
    pub calls: usize,
    /// Events whose row is in the pack.
    pub events: usize,
    /// Events of kinds that promise no row: nothing can be said of them.
    pub unchecked: usize,
    /// Whether the store was asked as well.
    pub against_store: bool,
    /// The first thing that does not hold.
    pub broken: Option<Broken>,
}

impl Report {
    /// Whether everything holds.
    pub const fn holds(&self) -> bool {
        self.broken.is_none()
    }
}

/// One sentence.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(broken) = &self.broken {
            return write!(f, "The pack does not hold: {broken}.");
        }
        write!(
            f,
            "The pack holds: {} rows hashed again, {} of them linked to the row before, {} calls and {} events borne out by rows",
            self.rows, self.linked, self.calls, self.events
        )?;
        if self.erased > 0 {
            write!(
                f,
                "; of the rows, {} were erased and say only when and of what kind they were",
                self.erased
            )?;
        }
        if self.unchecked > 0 {
            write!(f, " ({} events promise no row)", self.unchecked)?;
        }
        f.write_str(if self.against_store { "; the store says the same." } else { "." })
    }
}
