//! Whose entries somebody is shown, and the calls that they are about.

use std::collections::{BTreeMap, BTreeSet};

use dialer::{Error, Role};
use domain::{AgentId, CallId, CallRecord};
use futures::{StreamExt as _, TryStreamExt as _};
use store::{OutboxRow, OutboxState};

use super::State;
use crate::people::Asker;

/// The longest list that is shown; the command line shows all.
pub(super) const MOST: usize = 200;
/// So many calls are read at once.
const AT_ONCE: usize = 16;

pub(super) type Calls = BTreeMap<CallId, CallRecord>;

/// What somebody is shown.
pub(super) struct Listed {
    pub(super) rows: Vec<OutboxRow>,
    /// The calls that the rows are about, for their leads' names.
    pub(super) calls: Calls,
    /// What there is in all; none where there is more, and nobody has counted how much of it is theirs to see.
    pub(super) all: Option<Count>,
}

#[derive(Clone, Copy)]
pub(super) struct Count {
    pub(super) rows: usize,
    pub(super) dead: usize,
}

impl Count {
    fn of(rows: &[OutboxRow]) -> Self {
        Self { rows: rows.len(), dead: rows.iter().filter(|row| row.state == OutboxState::Dead).count() }
    }
}

/// What is owed, as far as it is theirs to see.
pub(super) async fn owed_to_see(state: &State, asker: &Asker) -> Result<Listed, Error> {
    let mut rows = state.dialer.owed().await?;
    let read =
        |call: CallId| async move { Ok(state.dialer.store().call(&call).await?.map(|found| found.value)) };
    if asker.0.role != Role::Supervisor {
        return own(rows, &asker.0.agent.id, read).await;
    }
    let all = Some(Count::of(&rows));
    rows.truncate(MOST);
    // Without the names the page still says what is owed, and why.
    let calls = read_each(&rows, &BTreeSet::new(), read).await.unwrap_or_default();
    Ok(Listed { rows, calls, all })
}

/// An agent's own, up to the most that are shown. No call is read twice, and none after them.
async fn own<F>(rows: Vec<OutboxRow>, agent: &AgentId, read: impl Fn(CallId) -> F) -> Result<Listed, Error>
where
    F: Future<Output = Result<Option<CallRecord>, Error>>,
{
    let (mut shown, mut calls, mut known) = (Vec::new(), Calls::new(), BTreeSet::new());
    for some in rows.chunks(MOST) {
        let mut found = read_each(some, &known, &read).await?;
        known.extend(some.iter().filter_map(|row| call_of(&row.entry.id)));
        found.retain(|_, record| record.facts.agent == *agent);
        calls.append(&mut found);
        let is_own = |row: &&OutboxRow| call_of(&row.entry.id).is_some_and(|call| calls.contains_key(&call));
        shown.extend(some.iter().filter(is_own).cloned());
        if shown.len() > MOST {
            shown.truncate(MOST);
            return Ok(Listed { rows: shown, calls, all: None });
        }
    }
    let all = Some(Count::of(&shown));
    Ok(Listed { rows: shown, calls, all })
}

/// The calls of these rows, each read once; not those that are known.
async fn read_each<F>(
    rows: &[OutboxRow],
    known: &BTreeSet<CallId>,
    read: impl Fn(CallId) -> F,
) -> Result<Calls, Error>
where
    F: Future<Output = Result<Option<CallRecord>, Error>>,
{
    let calls: BTreeSet<CallId> =
        rows.iter().filter_map(|row| call_of(&row.entry.id)).filter(|call| !known.contains(call)).collect();
    let read = calls.into_iter().map(|call| {
        let found = read(call);
        async move { Ok::<_, Error>(found.await?.map(|record| (call, record))) }
    });
    let found: Vec<Option<_>> = futures::stream::iter(read).buffer_unordered(AT_ONCE).try_collect().await?;
    Ok(found.into_iter().flatten().collect())
}

/// An entry's id begins with its call's.
pub(super) fn call_of(entry: &str) -> Option<CallId> {
    entry.split(':').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use domain::ItemId;
    use domain::call::CallFacts;
    use jiff::Timestamp;
    use store::OutboxEntry;
    use uuid::Uuid;

    use super::*;

    const MAYA: &str = "podio_7184236";
    const SAM: &str = "podio_7184251";

    fn call_number(number: u128) -> CallId {
        CallId::new(Uuid::from_u128(number))
    }

    /// Three entries of each of so many calls.
    fn owed(calls: u128) -> Vec<OutboxRow> {
        let row = |call: CallId, event: u8| OutboxRow {
            entry: OutboxEntry {
                id: format!("{call}:activity:{event}"),
                order_key: call.to_string(),
                kind: "activity".to_owned(),
                payload: serde_json::json!({ "call": call }),
                due_at: Timestamp::UNIX_EPOCH,
            },
            state: OutboxState::Waiting,
            attempts: 0,
            last_error: None,
            owed_since: Timestamp::UNIX_EPOCH,
        };
        (0..calls).flat_map(|call| (0..3).map(move |event| row(call_number(call), event))).collect()
    }

    /// Every second call is Maya's.
    fn record(id: CallId) -> CallRecord {
        let agent =
            if id.to_string().ends_with(['0', '2', '4', '6', '8', 'a', 'c', 'e']) { MAYA } else { SAM };
        CallRecord::new(CallFacts {
            id,
            agent: agent.parse().unwrap(),
            agent_name: "An Agent".to_owned(),
            lead: ItemId(1),
            lead_name: "Harold Whitaker".to_owned(),
            lead_url: "https://podio.example/1".to_owned(),
            slot: "phone.0".parse().unwrap(),
            person: None,
            to: "+18135550142".parse().unwrap(),
            from: "+18135550100".parse().unwrap(),
            placed_at: Timestamp::UNIX_EPOCH,
            click: None,
        })
    }

    /// What Maya is shown of so many calls' entries, and which calls were read for it.
    async fn listed(calls: u128) -> (Listed, Vec<CallId>) {
        let read = Mutex::new(Vec::new());
        let (rows, maya) = (owed(calls), MAYA.parse().unwrap());
        let look = |call| {
            read.lock().unwrap().push(call);
            async move { Ok(Some(record(call))) }
        };
        let listed = own(rows, &maya, look).await.unwrap();
        (listed, read.into_inner().unwrap())
    }

    #[tokio::test]
    async fn an_agents_list_reads_each_call_once_and_none_past_its_end() {
        let (few, read) = listed(100).await;
        assert_eq!((few.rows.len(), few.calls.len(), few.all.map(|all| all.rows)), (150, 50, Some(150)));
        assert_eq!(read.len(), 100, "each call once, though three entries are about it");
        let (many, read) = listed(10_000).await;
        assert_eq!((many.rows.len(), many.all.is_none()), (MOST, true));
        assert!(read.len() < 300, "{}", read.len());
        assert_eq!(read.iter().collect::<BTreeSet<_>>().len(), read.len());
    }
}
