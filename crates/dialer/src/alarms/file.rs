//! The file of the alarms, and how an alarm goes on and off. One entry a kind, so it cannot grow.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};

use super::AlarmKind;

/// Who has seen an alarm is not told of it again for so long.
const QUIET: SignedDuration = SignedDuration::from_hours(1);
/// Servers that are remembered to have an alarm on. Each start of one may bring a new name.
const MOST_WORKERS: usize = 32;

/// One alarm, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// When it came on.
    pub since: Timestamp,
    /// When its cause was last noticed, to about a minute.
    pub last: Timestamp,
    /// How often its cause was noticed since it came on.
    pub count: u64,
    /// What is wrong, and what to do.
    pub sentence: String,
    /// Who has seen it.
    #[serde(default)]
    pub acknowledged: Option<Acknowledged>,
    /// The servers that have it on, where it is of one server; the last is the one that noticed it last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    workers: Vec<String>,
}

/// An alarm that was raised again has another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    since: Timestamp,
    count: u64,
}

/// Who has seen an alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// Their name.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl Alarm {
    /// Whether it calls for somebody.
    pub const fn is_on(&self) -> bool {
        self.acknowledged.is_none()
    }

    /// Whether it was seen so long ago that its cause rings anew. The server at which it was seen may have another clock
    /// than the one that notices it: a little ahead of us is no long time ago.
    fn rings_anew(&self, at: Timestamp) -> bool {
        self.acknowledged.as_ref().is_some_and(|seen| at.duration_since(seen.at).abs() > QUIET)
    }

    const fn mark(&self) -> Mark {
        Mark { since: self.since, count: self.count }
    }
}

/// What a change has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Nothing,
    /// It is on or off as before.
    Counted,
    /// It went on or off.
    Turned,
}

/// The alarms that stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct AlarmsFile {
    #[serde(deserialize_with = "known")]
    alarms: BTreeMap<AlarmKind, Alarm>,
}

/// Those that only a newer version of this server knows are left out: it raises them again.
fn known<'de, D: Deserializer<'de>>(all: D) -> Result<BTreeMap<AlarmKind, Alarm>, D::Error> {
    let all = BTreeMap::<String, Alarm>::deserialize(all)?;
    Ok(all.into_iter().filter_map(|(name, alarm)| Some((name.parse().ok()?, alarm))).collect())
}

impl AlarmsFile {
    /// The gravest first.
    pub(super) fn standing(self) -> Vec<(AlarmKind, Alarm)> {
        self.alarms.into_iter().collect()
    }

    /// Whether it stands, acknowledged or not.
    pub(super) fn stands(&self, kind: AlarmKind) -> bool {
        self.alarms.contains_key(&kind)
    }

    /// Whether it is on.
    pub(super) fn is_on(&self, kind: AlarmKind) -> bool {
        self.alarms.get(&kind).is_some_and(Alarm::is_on)
    }

    /// By which each can be known to have been raised again.
    pub(super) fn marks(&self) -> impl Iterator<Item = (AlarmKind, Mark)> {
        self.alarms.iter().map(|(kind, alarm)| (*kind, alarm.mark()))
    }

    /// That server noticed its cause so often.
    pub(super) fn raise(
        &mut self,
        kind: AlarmKind,
        sentence: &str,
        count: u64,
        worker: &str,
        at: Timestamp,
    ) -> Step {
        let before = self.alarms.remove(&kind);
        let stands = before.as_ref().is_some_and(|alarm| !alarm.rings_anew(at));
        let mut workers = before.as_ref().map(|alarm| alarm.workers.clone()).unwrap_or_default();
        if kind.is_of_one_server() {
            workers.retain(|other| other != worker);
            workers.push(worker.to_owned());
            workers.drain(..workers.len().saturating_sub(MOST_WORKERS));
        }
        let fresh =
            Alarm { since: at, last: at, count, sentence: sentence.to_owned(), acknowledged: None, workers };
        let alarm = match before.filter(|_| stands) {
            Some(Alarm { since, count: before, acknowledged, .. }) => {
                Alarm { since, count: before.saturating_add(count), acknowledged, ..fresh }
            }
            None => fresh,
        };
        self.alarms.insert(kind, alarm);
        if stands { Step::Counted } else { Step::Turned }
    }

    /// Whether it was on.
    pub(super) fn acknowledge(&mut self, kind: AlarmKind, seen: Acknowledged) -> bool {
        match self.alarms.get_mut(&kind).filter(|alarm| alarm.is_on()) {
            Some(alarm) => {
                alarm.acknowledged = Some(seen);
                true
            }
            None => false,
        }
    }

    /// That server finds that its cause has ended. What is of one server goes off when none has it on any more; `silent`
    /// is its mark where nobody has raised it for long: whoever had it on is gone.
    pub(super) fn settle(&mut self, kind: AlarmKind, worker: &str, silent: Option<Mark>) -> Step {
        let Some(alarm) = self.alarms.get_mut(&kind) else { return Step::Nothing };
        if kind.is_of_one_server() && silent != Some(alarm.mark()) {
            let had_it_on = alarm.workers.len();
            alarm.workers.retain(|other| other != worker);
            if alarm.workers.len() == had_it_on {
                return Step::Nothing;
            }
            if !alarm.workers.is_empty() {
                return Step::Counted;
            }
        }
        self.alarms.remove(&kind);
        Step::Turned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: AlarmKind = AlarmKind::ClickFlood;
    const OF_ONE: AlarmKind = AlarmKind::ClockSkew;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_795_176_000 + minutes * 60).unwrap()
    }

    /// While servers are replaced one by one, or the new version is taken back.
    #[test]
    fn an_alarm_of_a_newer_version_hides_no_other() {
        let mut file = AlarmsFile::default();
        file.raise(AlarmKind::ClockSkew, "Wrong.", 1, "us", "2026-11-20T18:00:00Z".parse().unwrap());
        let mut value = serde_json::to_value(&file).unwrap();
        value["alarms"]["of_tomorrow"] = value["alarms"]["clock_skew"].clone();
        assert_eq!(serde_json::from_value::<AlarmsFile>(value).unwrap(), file);
    }

    #[test]
    fn an_alarm_comes_on_counts_and_is_quiet_for_an_hour_once_seen() {
        let mut file = AlarmsFile::default();
        assert_eq!(file.raise(KIND, "One.", 2, "a", at(0)), Step::Turned);
        assert_eq!(file.raise(KIND, "Two.", 3, "a", at(5)), Step::Counted);
        let alarm = file.alarms[&KIND].clone();
        assert_eq!(
            (alarm.since, alarm.last, alarm.count, alarm.sentence.as_str()),
            (at(0), at(5), 5, "Two.")
        );
        let seen = |minutes| Acknowledged { by: "Dana Cole".to_owned(), at: at(minutes) };
        assert!(file.acknowledge(KIND, seen(10)) && !file.is_on(KIND) && file.stands(KIND));
        assert!(!file.acknowledge(KIND, seen(11)), "it is off already");
        assert_eq!(file.raise(KIND, "Two.", 1, "a", at(70)), Step::Counted);
        assert!(!file.is_on(KIND));
        assert_eq!(file.raise(KIND, "Three.", 1, "a", at(71)), Step::Turned);
        assert_eq!((file.alarms[&KIND].count, file.is_on(KIND)), (1, true));
        assert!(!file.acknowledge(AlarmKind::SpendCap, seen(72)));
    }

    #[test]
    fn what_has_ended_is_off_and_comes_on_at_once_again() {
        let mut file = AlarmsFile::default();
        assert_eq!(file.settle(KIND, "a", None), Step::Nothing);
        file.raise(KIND, "One.", 1, "a", at(0));
        file.acknowledge(KIND, Acknowledged { by: "Dana Cole".to_owned(), at: at(1) });
        assert_eq!(file.settle(KIND, "b", None), Step::Turned, "what all servers read, each may settle");
        assert!(!file.stands(KIND));
        assert_eq!(file.raise(KIND, "One.", 1, "a", at(2)), Step::Turned);
    }

    #[test]
    fn what_is_of_one_server_goes_off_with_the_last_that_had_it_on() {
        let mut file = AlarmsFile::default();
        assert_eq!(file.raise(OF_ONE, "Wrong.", 1, "a", at(0)), Step::Turned);
        assert_eq!(file.settle(OF_ONE, "b", None), Step::Nothing, "a right clock says nothing of another");
        assert_eq!(file.raise(OF_ONE, "Wrong.", 1, "c", at(1)), Step::Counted);
        assert_eq!(file.settle(OF_ONE, "a", None), Step::Counted);
        assert_eq!(file.settle(OF_ONE, "a", None), Step::Nothing);
        assert!(file.stands(OF_ONE));
        assert_eq!(file.settle(OF_ONE, "c", None), Step::Turned);
        assert!(!file.stands(OF_ONE));
    }

    #[test]
    fn what_nobody_raises_any_more_anybody_settles() {
        let mut file = AlarmsFile::default();
        file.raise(OF_ONE, "Wrong.", 1, "gone", at(0));
        let silent = Some(file.alarms[&OF_ONE].mark());
        file.raise(OF_ONE, "Wrong.", 1, "a", at(10));
        assert_eq!(file.settle(OF_ONE, "b", silent), Step::Nothing, "it was raised meanwhile");
        let silent = Some(file.alarms[&OF_ONE].mark());
        assert_eq!(file.settle(OF_ONE, "b", silent), Step::Turned);
    }

    #[test]
    fn an_acknowledgement_holds_though_the_clocks_of_two_servers_differ() {
        let mut file = AlarmsFile::default();
        file.raise(OF_ONE, "Ten minutes behind.", 1, "a", at(0));
        file.acknowledge(OF_ONE, Acknowledged { by: "Dana Cole".to_owned(), at: at(11) });
        assert_eq!(file.raise(OF_ONE, "Ten minutes behind.", 1, "a", at(2)), Step::Counted);
        assert!(!file.is_on(OF_ONE));
        assert_eq!(file.raise(OF_ONE, "Ten minutes behind.", 1, "a", at(72)), Step::Turned);
        assert_eq!(file.alarms[&OF_ONE].workers, ["a"]);
    }

    #[test]
    fn servers_that_come_and_go_do_not_make_the_file_grow() {
        let mut file = AlarmsFile::default();
        for start in 0..100 {
            file.raise(OF_ONE, "Wrong.", 1, &format!("server-{start}"), at(start));
        }
        let workers = &file.alarms[&OF_ONE].workers;
        assert_eq!((workers.len(), workers[MOST_WORKERS - 1].as_str()), (MOST_WORKERS, "server-99"));
    }

    #[test]
    fn a_file_of_an_older_version_is_read() {
        assert_eq!(serde_json::from_str::<AlarmsFile>("{}").unwrap(), AlarmsFile::default());
        let mut file = AlarmsFile::default();
        file.raise(KIND, "One.", 1, "a", at(0));
        file.raise(OF_ONE, "Wrong.", 1, "a", at(0));
        let text = serde_json::to_string(&file).unwrap();
        assert_eq!(serde_json::from_str::<AlarmsFile>(&text).unwrap(), file);
        let older = text.replace(r#","workers":["a"]"#, "");
        assert_ne!(older, text);
        let mut file: AlarmsFile = serde_json::from_str(&older).unwrap();
        assert_eq!(file.settle(OF_ONE, "a", None), Step::Nothing, "nobody knows whose it is");
        let silent = Some(file.alarms[&OF_ONE].mark());
        assert_eq!(file.settle(OF_ONE, "a", silent), Step::Turned);
    }
}
