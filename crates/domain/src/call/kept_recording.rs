//! What people and time do to a recording after the call: its links end, and it is deleted.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::CallRecord;
use super::record::{Recording, RecordingState};
use crate::RecordingSid;

/// The shortest time between two moments that every home of the records keeps apart.
const STEP: SignedDuration = SignedDuration::from_micros(1);

/// Which links to the call's recordings are good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Links {
    /// Links that were issued at this moment or before are dead.
    pub revoked_at: Option<Timestamp>,
    /// When the link in the CRM was issued anew; else it is as old as the call.
    pub renewed_at: Option<Timestamp>,
}

impl Links {
    /// Whether nothing was ever done to them.
    pub fn is_untouched(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a link that was issued then is dead.
    pub fn are_dead(&self, issued_at: Timestamp) -> bool {
        self.revoked_at.is_some_and(|revoked| issued_at <= revoked)
    }

    /// This moment, or the first one whose links are good.
    pub fn good_from(&self, at: Timestamp) -> Timestamp {
        let first = self.revoked_at.and_then(|revoked| revoked.checked_add(STEP).ok());
        first.map_or(at, |first| at.max(first))
    }
}

/// What is kept of the link that the CRM was given last: enough to say whether it is good, and nothing that opens anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentLink {
    /// Which recording it opens.
    pub recording: RecordingSid,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Its life, in seconds.
    pub life_s: u32,
    /// What tells whether the key that signed it is still in force.
    pub mark: String,
}

/// What had a recording deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeletedBy {
    /// Its time was over.
    Retention,
    /// A supervisor.
    Person,
}

impl DeletedBy {
    /// The stable word in events and on the audit trail.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Retention => "retention",
            Self::Person => "person",
        }
    }
}

/// That a recording was deleted at the carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    /// When.
    pub at: Timestamp,
    /// By what.
    pub by: DeletedBy,
    /// The carrier did not have it any more when it was to be deleted.
    #[serde(default)]
    pub already_gone: bool,
}

impl CallRecord {
    /// When the link in the CRM was issued.
    pub fn crm_link_issued_at(&self) -> Timestamp {
        self.links.renewed_at.unwrap_or(self.facts.placed_at)
    }

    /// A moment, now or later, such that every link of now is dead when links are revoked at it; also one that a clock
    /// which is ahead of ours has issued to the CRM.
    pub fn revocation_at(&self, now: Timestamp) -> Timestamp {
        let at = now.max(self.crm_link_issued_at());
        let at = self.links.revoked_at.map_or(at, |revoked| at.max(revoked));
        // Homes keep microseconds: what is said must be what is kept.
        Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
    }

    /// The recordings that are at the carrier, as far as is known.
    pub fn kept_recordings(&self) -> impl Iterator<Item = (&RecordingSid, &Recording)> {
        let kept = |(sid, recording): &(&RecordingSid, &Recording)| {
            recording.state != RecordingState::Absent && !self.deleted.contains_key(*sid)
        };
        self.recordings.iter().filter(kept)
    }

    /// The recording to play: the longest completed one that was not deleted. Of an erased call there is none.
    pub fn playable(&self) -> Option<(&RecordingSid, &Recording)> {
        self.kept_recordings()
            .filter(|(_, recording)| self.erased_at.is_none() && recording.state == RecordingState::Completed)
            .max_by_key(|(_, recording)| recording.duration_s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(micros: i64) -> Timestamp {
        Timestamp::from_microsecond(1_795_176_000_000_000 + micros).unwrap()
    }

    #[test]
    fn links_of_the_moment_are_dead_and_those_after_it_are_good() {
        let none = Links::default();
        assert!(none.is_untouched() && !none.are_dead(at(0)));
        assert_eq!(none.good_from(at(0)), at(0));
        let links = Links { revoked_at: Some(at(5)), renewed_at: None };
        assert!(links.are_dead(at(4)) && links.are_dead(at(5)) && !links.are_dead(at(6)));
        assert_eq!((links.good_from(at(5)), links.good_from(at(9))), (at(6), at(9)));
        assert!(!links.are_dead(links.good_from(at(5))));
    }
}
