//! How far the retention has come.

use std::collections::BTreeSet;

use domain::CallId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Accounts;
use crate::recordings::Keep;

/// What the retention remembers from one sweep to the next. Servers that sweep at the same time fold into it what they
/// did: it only goes forward, until the accounts change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetentionFile {
    /// Calls placed before this were looked at when the usual time was over.
    pub usual_seen: Option<Timestamp>,
    /// Calls placed before this were looked at when the long time was over.
    pub long_seen: Option<Timestamp>,
    /// Calls behind these marks whose recordings are still there: a legal hold is on them, or the carrier failed. Those at
    /// another account are not among them.
    pub waiting: BTreeSet<CallId>,
    /// The last of the waiting ones that had its turn, where a sweep was broken off among them: the next one begins
    /// behind it, so that those in front cannot keep the others waiting for ever.
    pub waiting_behind: Option<CallId>,
    /// By which accounts it was said which of the calls behind the marks are elsewhere; none where nothing was looked at.
    pub accounts: Option<Accounts>,
    /// How often the marks were taken back: what a sweep of before that has seen counts no more.
    pub round: u64,
}

impl RetentionFile {
    /// Whether what was looked at need not be looked at again, with recordings at these accounts.
    pub(crate) fn is_of(&self, accounts: &Accounts) -> bool {
        self.accounts.as_ref().is_none_or(|of| of == accounts)
    }

    /// Takes the marks back, so that what was elsewhere is looked at again.
    pub(crate) fn begin_anew(&mut self, accounts: &Accounts) {
        if self.is_of(accounts) {
            return;
        }
        self.usual_seen = None;
        self.long_seen = None;
        self.accounts = Some(accounts.clone());
        self.round += 1;
    }

    /// Up to which call a sweep of this kind has looked.
    pub fn seen(&self, keep: Keep) -> Option<Timestamp> {
        match keep {
            Keep::Usual => self.usual_seen,
            Keep::Long => self.long_seen,
        }
    }

    /// Those that wait, in the order of their turns.
    pub(crate) fn turns(&self) -> impl Iterator<Item = CallId> {
        let had_theirs = |call: &CallId| self.waiting_behind.is_some_and(|last| *call <= last);
        let (earlier, later): (Vec<_>, Vec<_>) = self.waiting.iter().copied().partition(had_theirs);
        later.into_iter().chain(earlier)
    }

    /// A sweep of this kind has looked at the calls up to this time.
    pub(crate) fn see(&mut self, keep: Keep, placed_at: Timestamp) {
        let seen = match keep {
            Keep::Usual => &mut self.usual_seen,
            Keep::Long => &mut self.long_seen,
        };
        *seen = (*seen).max(Some(placed_at));
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn other_accounts_take_the_marks_back_and_nothing_else() {
        let of = |configured: &str| Accounts { configured: configured.to_owned(), ..Accounts::default() };
        let waiting = BTreeSet::from([CallId::none()]);
        let mut file = RetentionFile { waiting, ..RetentionFile::default() };
        for keep in Keep::ALL {
            file.see(keep, Timestamp::UNIX_EPOCH);
        }
        let untouched = file.clone();
        file.begin_anew(&of("AC1"));
        assert_eq!(file, untouched, "of before there was a word for it");
        file.accounts = Some(of("AC1"));
        file.begin_anew(&of("AC1"));
        assert_eq!((file.usual_seen.is_some(), file.round), (true, 0));
        file.begin_anew(&of("AC2"));
        assert_eq!(Keep::ALL.map(|keep| file.seen(keep)), [None, None]);
        assert_eq!((file.round, &file.waiting), (1, &untouched.waiting));
        assert!(file.is_of(&of("AC2")) && !file.is_of(&of("AC1")));
    }

    #[test]
    fn turns_begin_behind_the_last_one_and_leave_nobody_out() {
        let call = |number| CallId::new(Uuid::from_u128(number));
        let turns = |last: Option<u128>| {
            let waiting = BTreeSet::from([call(1), call(2), call(4)]);
            let file = RetentionFile { waiting, waiting_behind: last.map(call), ..RetentionFile::default() };
            file.turns().collect::<Vec<_>>()
        };
        assert_eq!(turns(None), [call(1), call(2), call(4)]);
        assert_eq!(turns(Some(1)), [call(2), call(4), call(1)]);
        // One that waits no more.
        assert_eq!(turns(Some(3)), [call(4), call(1), call(2)]);
        assert_eq!(turns(Some(9)), [call(1), call(2), call(4)]);
    }
}
