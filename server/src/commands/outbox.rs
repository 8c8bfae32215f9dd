//! `twoleg outbox`: what the CRM is owed, since when and why, and what to do about it.

use std::io::Write;

use dialer::outbox_note;
use jiff::{Timestamp, Unit};
use store::{OutboxRow, OutboxState, StoreError};

use super::{CommandError, open_store};

/// Lists what is owed, oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(output: &mut impl Write) -> Result<(), CommandError> {
    let rows = open_store().await?.outbox().await?;
    if rows.is_empty() {
        writeln!(output, "Nothing is owed: the CRM has everything.")?;
    }
    for row in &rows {
        writeln!(output, "{}", line(row))?;
    }
    Ok(())
}

/// Sends an entry again at once, or all that were given up.
///
/// # Errors
/// When there is no such entry, or a server is sending it just now.
pub async fn retry(id: Option<&str>, output: &mut impl Write) -> Result<(), CommandError> {
    let store = open_store().await?;
    let ids = if let Some(id) = id {
        vec![id.to_owned()]
    } else {
        let rows = store.outbox().await?;
        rows.into_iter().filter(|row| row.state == OutboxState::Dead).map(|row| row.entry.id).collect()
    };
    for id in &ids {
        store
            .retry_entry(id, Timestamp::now(), outbox_note("outbox.retried", None, id))
            .await
            .map_err(|e| explain(e, id))?;
    }
    writeln!(output, "{} will be sent again within seconds, by the server.", entries(ids.len()))?;
    Ok(())
}

/// Takes an entry off for good.
///
/// # Errors
/// When there is no such entry, or a server is sending it just now.
pub async fn drop_entry(id: &str, output: &mut impl Write) -> Result<(), CommandError> {
    let store = open_store().await?;
    store
        .drop_entry(id, Timestamp::now(), outbox_note("outbox.dropped", None, id))
        .await
        .map_err(|e| explain(e, id))?;
    writeln!(output, "{id} was taken off: the CRM will not get it.")?;
    Ok(())
}

fn line(row: &OutboxRow) -> String {
    let state = match &row.state {
        OutboxState::Waiting => format!("waits until {}", short(row.entry.due_at)),
        OutboxState::Leased { until, .. } => format!("is being sent (until {})", short(*until)),
        OutboxState::Dead => "was given up".to_owned(),
    };
    let why = row.last_error.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
    format!(
        "{}  {}  owed since {}, {} so far, {state}{why}",
        row.entry.id,
        row.entry.kind,
        short(row.owed_since),
        attempts(row.attempts),
    )
}

fn short(at: Timestamp) -> Timestamp {
    at.round(Unit::Second).unwrap_or(at)
}

fn attempts(count: u32) -> String {
    if count == 1 { "1 attempt".to_owned() } else { format!("{count} attempts") }
}

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

fn explain(error: StoreError, id: &str) -> CommandError {
    match error {
        StoreError::NotFound => CommandError::Refused(format!("{id} is not owed (any more)")),
        StoreError::Conflict => {
            CommandError::Refused(format!("{id} is being sent just now: look again later"))
        }
        other => CommandError::Store(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use store::OutboxEntry;

    #[test]
    fn a_line_says_what_since_when_and_why() {
        let at: Timestamp = "2026-11-20T18:00:00Z".parse().unwrap();
        let row = OutboxRow {
            entry: OutboxEntry {
                id: "0199:activity:e".to_owned(),
                order_key: "0199".to_owned(),
                kind: "activity".to_owned(),
                payload: json!({}),
                due_at: at,
            },
            owed_since: at,
            state: OutboxState::Dead,
            attempts: 3,
            last_error: Some("The field is gone.".to_owned()),
        };
        let expected = "0199:activity:e  activity  owed since 2026-11-20T18:00:00Z, 3 attempts so far, \
                        was given up: The field is gone.";
        assert_eq!(line(&row), expected);
    }
}
