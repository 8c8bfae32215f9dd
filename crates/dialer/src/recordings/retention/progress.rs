//! How far a sweep is, and what of it is folded into the file that all servers share.

use std::collections::BTreeSet;

use domain::{CallId, CallRecord};
use tokio_util::sync::CancellationToken;

use super::Keep;
use crate::files::{Accounts, RetentionFile};

/// A sweep is broken off after so many failures in a row: then the carrier is down, and the next one goes on.
const MOST_FAILURES: usize = 3;
/// So many wait by name at most, as they are all in one document, which has room for what a few sweeps add at the same
/// time. Of any more the place stays in front, and each sweep finds them there.
const MOST_WAITING: usize = 5_000;

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Recordings that were deleted.
    pub deleted: usize,
    /// Recordings that the carrier did not have any more.
    pub already_gone: usize,
    /// Calls whose recordings a legal hold keeps.
    pub held: usize,
    /// Calls with a recording that the carrier does not delete, which says nothing of others.
    pub refused: usize,
    /// Calls whose recordings are at another account of the carrier's, and stay there. Later sweeps pass them by.
    pub elsewhere: usize,
    /// Calls whose recordings were not deleted because the carrier failed.
    pub failed: usize,
}

/// A sweep that is under way.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    pub(super) swept: Swept,
    pub(super) news: News,
    /// How often the carrier has failed since it last answered.
    pub(super) failures: usize,
    /// How many more may wait by name.
    room: usize,
}

impl Sweep {
    /// One that goes on where the file is.
    pub(super) fn begin(file: &RetentionFile, accounts: Accounts) -> Self {
        let seen = RetentionFile {
            waiting_behind: file.waiting_behind,
            accounts: Some(accounts),
            round: file.round,
            ..RetentionFile::default()
        };
        let room = MOST_WAITING.saturating_sub(file.waiting.len());
        Self { news: News { seen, ..News::default() }, room, ..Self::default() }
    }

    /// Whether the account that is asked knows nothing of this call's recordings.
    pub(super) fn is_elsewhere(&self, record: &CallRecord) -> bool {
        let accounts = self.news.seen.accounts.as_ref();
        accounts.is_some_and(|accounts| accounts.are_elsewhere(record.facts.placed_at))
    }

    /// Has a call wait that did not, if there is room. Answers whether there was.
    pub(super) fn wait(&mut self, call: CallId) -> bool {
        let Some(room) = self.room.checked_sub(1) else {
            self.news.left.insert(call);
            return false;
        };
        self.room = room;
        self.news.seen.waiting.insert(call);
        true
    }

    pub(super) fn is_over(&self, stop: &CancellationToken) -> bool {
        self.failures >= MOST_FAILURES || stop.is_cancelled()
    }
}

/// What is to be folded into the file.
#[derive(Debug, Default)]
pub(super) struct News {
    /// With the place among the waiting ones, and those that wait of which this sweep knows.
    pub(super) seen: RetentionFile,
    pub(super) settled: BTreeSet<CallId>,
    /// Those for which there was no room among the waiting ones. A place stays before them.
    left: BTreeSet<CallId>,
}

impl News {
    /// Whether this sweep has looked at the call: what is past the long term is past the usual one as well.
    pub(super) fn knows(&self, call: CallId) -> bool {
        self.seen.waiting.contains(&call) || self.settled.contains(&call) || self.left.contains(&call)
    }

    /// Goes forward only, whoever else has written meanwhile; unless it was begun anew, for other accounts: then this sweep
    /// went by what counts no more, and the next one looks again.
    pub(super) fn fold(&self, file: &mut RetentionFile) {
        let fits = self.seen.accounts.as_ref().is_none_or(|accounts| file.is_of(accounts));
        if !fits || file.round != self.seen.round {
            return;
        }
        for keep in Keep::ALL {
            if let Some(seen) = self.seen.seen(keep) {
                file.see(keep, seen);
            }
        }
        file.waiting.extend(&self.seen.waiting);
        file.waiting.retain(|call| !self.settled.contains(call));
        // Of two sweeps the last one's: each gives all of them their turn.
        file.waiting_behind = self.seen.waiting_behind;
        if Keep::ALL.iter().any(|keep| file.seen(*keep).is_some()) {
            file.accounts.clone_from(&self.seen.accounts);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn call(number: u128) -> CallId {
        CallId::new(Uuid::from_u128(number))
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn what_two_sweeps_did_at_once_is_all_kept() {
        let mut mine = News::default();
        mine.seen.see(Keep::Usual, at(50));
        mine.seen.waiting.insert(call(1));
        let mut theirs = News::default();
        theirs.seen.see(Keep::Usual, at(70));
        theirs.seen.see(Keep::Long, at(9));
        theirs.seen.waiting.insert(call(2));
        theirs.settled.insert(call(3));
        let mut file = RetentionFile { waiting: BTreeSet::from([call(3)]), ..RetentionFile::default() };
        theirs.fold(&mut file);
        mine.fold(&mut file);
        let both = RetentionFile {
            usual_seen: Some(at(70)),
            long_seen: Some(at(9)),
            waiting: BTreeSet::from([call(1), call(2)]),
            ..RetentionFile::default()
        };
        assert_eq!(file, both);
        let mut again = file.clone();
        mine.fold(&mut again);
        assert_eq!(again, file);
    }

    fn of(configured: &str) -> Accounts {
        Accounts { configured: configured.to_owned(), ..Accounts::default() }
    }

    /// Two servers with two accounts, as while one is changed: what the one has passed by is for the other to look at.
    #[test]
    fn what_was_seen_with_other_accounts_moves_no_place() {
        let mut file = RetentionFile { waiting: BTreeSet::from([call(1)]), ..RetentionFile::default() };
        let mut mine = Sweep::begin(&file, of("AC1"));
        mine.news.seen.see(Keep::Usual, at(50));
        mine.news.settled.insert(call(1));
        let mut theirs = Sweep::begin(&file, of("AC2"));
        theirs.news.seen.see(Keep::Usual, at(70));
        theirs.news.fold(&mut file);
        let of_theirs = file.clone();
        assert_eq!((file.accounts.clone(), file.usual_seen), (Some(of("AC2")), Some(at(70))));
        mine.news.fold(&mut file);
        assert_eq!(file, of_theirs);
        // Also when the first account is back: its sweep of before began behind what the other has passed by.
        file.begin_anew(&of("AC1"));
        mine.news.fold(&mut file);
        assert_eq!((file.usual_seen, file.waiting.len()), (None, 1));
        let mut next = Sweep::begin(&file, of("AC1"));
        next.news.seen.see(Keep::Usual, at(50));
        next.news.fold(&mut file);
        assert_eq!(file.usual_seen, Some(at(50)));
    }

    #[test]
    fn no_more_wait_by_name_than_there_is_room_for() {
        let last = u128::try_from(MOST_WAITING).unwrap();
        let waiting = (1..last).map(call).collect();
        let file = RetentionFile { waiting, ..RetentionFile::default() };
        let mut sweep = Sweep::begin(&file, of("AC1"));
        assert!(sweep.wait(call(last)), "the last place");
        assert!(!sweep.wait(call(last + 1)) && !sweep.wait(call(last + 2)));
        assert!(sweep.news.knows(call(last + 2)), "not tried twice in one sweep");
        let mut after = file.clone();
        sweep.news.fold(&mut after);
        assert_eq!(after.waiting.len(), MOST_WAITING);
        assert!(serde_json::to_string(&after).unwrap().len() < 1 << 18, "far from what one document holds");
        let mut full = Sweep::begin(&after, of("AC1"));
        assert!(!full.wait(call(last + 1)));
    }
}
