//! Today's calls, as far as money and odd patterns are concerned.

use std::collections::BTreeMap;

use domain::call::LegRecord;
use domain::{CallId, CallRecord, E164};
use jiff::Timestamp;

use super::price::minutes;

/// A conversation of less is a short one: carriers count those against the caller ID.
const SHORT_S: i64 = 6;
/// So many conversations are needed to speak of a share.
const ENOUGH: usize = 20;
/// More than this share of short ones is odd, in hundredths.
const SHORT_SHARE: usize = 15;
/// So many numbers in a row, each one more than the one before, are somebody trying out numbers.
const IN_A_ROW: usize = 5;

/// A call of today.
struct Line {
    placed_at: Timestamp,
    to: E164,
    agent_leg: LegRecord,
    prospect_leg: LegRecord,
    talk_s: i64,
}

/// The calls that were placed within a day.
pub(super) struct Ledger {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    lines: BTreeMap<CallId, Line>,
}

impl Ledger {
    pub(super) const fn new(from: Timestamp, until: Timestamp) -> Self {
        Self { from, until, lines: BTreeMap::new() }
    }

    /// Takes a call as it is now, if it was placed within the day.
    pub(super) fn take(&mut self, record: &CallRecord) {
        let facts = &record.facts;
        if (self.from..self.until).contains(&facts.placed_at) {
            let line = Line {
                placed_at: facts.placed_at,
                to: facts.to.clone(),
                agent_leg: record.agent_leg.clone(),
                prospect_leg: record.prospect_leg.clone(),
                talk_s: record.talk_seconds(),
            };
            self.lines.insert(facts.id, line);
        }
    }

    /// The billed minutes by `now`. The price is that of both legs, so the longer leg of each call counts; that is the
    /// agent's, who waits while the prospect's phone rings.
    pub(super) fn minutes(&self, now: Timestamp) -> u64 {
        let of = |line: &Line| minutes(&line.agent_leg, now).max(minutes(&line.prospect_leg, now));
        self.lines.values().map(of).sum()
    }

    /// Short conversations and all of them, where that is too large a share.
    pub(super) fn too_many_short(&self) -> Option<(usize, usize)> {
        let over = |line: &&Line| line.prospect_leg.answered_at.is_some() && line.prospect_leg.is_over();
        let all = self.lines.values().filter(over).count();
        let short = self.lines.values().filter(over).filter(|line| line.talk_s < SHORT_S).count();
        (all >= ENOUGH && short * 100 > all * SHORT_SHARE).then_some((short, all))
    }

    /// Whether numbers were called one after the other.
    pub(super) fn has_sequence(&self) -> bool {
        let mut calls: Vec<(Timestamp, CallId, u64)> = self
            .lines
            .iter()
            .filter_map(|(id, line)| {
                Some((line.placed_at, *id, line.to.as_str().trim_start_matches('+').parse().ok()?))
            })
            .collect();
        calls.sort_unstable();
        let numbers: Vec<u64> = calls.into_iter().map(|(.., number)| number).collect();
        let rises = |pair: &[u64]| matches!(pair, [one, next] if one.checked_add(1) == Some(*next));
        numbers.windows(IN_A_ROW).any(|run| run.windows(2).all(rises))
    }
}

#[cfg(test)]
mod tests {
    use domain::ItemId;
    use domain::call::{CallFacts, LegStatus};
    use uuid::Uuid;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_176_000 + seconds).unwrap()
    }

    fn call(placed: i64, to: &str) -> CallRecord {
        CallRecord::new(CallFacts {
            id: CallId::new(Uuid::now_v7()),
            agent: "maya_ortiz".parse().unwrap(),
            agent_name: "Maya Ortiz".to_owned(),
            lead: ItemId(1),
            lead_name: "Harold Whitaker".to_owned(),
            lead_url: "https://podio.example/1".to_owned(),
            slot: "owner-phone.0".parse().unwrap(),
            person: None,
            to: to.parse().unwrap(),
            from: "+18135550100".parse().unwrap(),
            placed_at: at(placed),
            click: None,
        })
    }

    fn talked(placed: i64, seconds: i64) -> CallRecord {
        let mut record = call(placed, "+18135550142");
        let leg = |seconds| LegRecord {
            rank: Some(LegStatus::Completed.rank()),
            answered_at: Some(at(placed)),
            ended_at: Some(at(placed + seconds)),
            duration_s: Some(seconds),
            ..LegRecord::default()
        };
        (record.agent_leg, record.prospect_leg) = (leg(seconds + 20), leg(seconds));
        record
    }

    fn ledger(calls: impl IntoIterator<Item = CallRecord>) -> Ledger {
        let mut ledger = Ledger::new(at(0), at(86_400));
        calls.into_iter().for_each(|record| ledger.take(&record));
        ledger
    }

    #[test]
    fn a_call_counts_once_however_often_it_is_told_and_only_on_its_day() {
        let one = talked(10, 50);
        assert_eq!(ledger([one.clone(), one.clone()]).minutes(at(500)), 2, "70 seconds of the agent's leg");
        assert_eq!(ledger([one, talked(-1, 50), talked(86_400, 50)]).minutes(at(500)), 2);
        let mut open = call(0, "+18135550142");
        open.agent_leg.answered_at = Some(at(0));
        assert_eq!(ledger([open]).minutes(at(181)), 4, "an open call runs on");
    }

    #[test]
    fn short_conversations_are_odd_when_there_are_many() {
        let day = |short, long| {
            ledger((0..short).map(|_| talked(1, 5)).chain((0..long).map(|_| talked(2, 6)))).too_many_short()
        };
        assert_eq!(day(19, 0), None, "too few to say");
        assert_eq!(day(3, 17), None, "15 in a hundred are not more than 15");
        assert_eq!(day(4, 16), Some((4, 20)));
        let unanswered = ledger((0..40).map(|_| call(1, "+18135550142")));
        assert_eq!(unanswered.too_many_short(), None);
    }

    #[test]
    fn numbers_that_rise_by_one_are_a_sequence() {
        let dialled = |lines: &[u32]| {
            let calls = lines.iter().zip(0..).map(|(line, n)| call(n, &format!("+1813555{line:04}")));
            ledger(calls).has_sequence()
        };
        assert!(dialled(&[7, 100, 101, 102, 103, 104, 9]));
        assert!(!dialled(&[100, 101, 102, 103]));
        assert!(!dialled(&[100, 101, 102, 150, 103, 104]));
        assert!(!dialled(&[104, 103, 102, 101, 100]));
    }
}
