//! `twoleg audit`: the log is walked, and handed to whoever has to show it.

use std::collections::BTreeSet;
use std::io::Write;

use clap::{Args, ValueEnum};
use domain::{CallId, E164};
use jiff::Timestamp;
use serde::Serialize;
use store::{AuditQuery, AuditRow, CallQuery, Store};

use super::{CommandError, open_store};

/// Rows that are read at once.
const PAGE: usize = 500;

/// How the rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values, with a first line of names.
    Csv,
}

/// Which rows. All that is given must hold.
#[derive(Debug, Clone, Args)]
pub struct Selection {
    /// About this call.
    #[arg(long)]
    pub call: Option<CallId>,
    /// About calls to this number, and about the number itself.
    #[arg(long)]
    pub number: Option<E164>,
    /// Written at this time or later, as 2026-11-20T00:00:00Z.
    #[arg(long)]
    pub from: Option<Timestamp>,
    /// Written before this time.
    #[arg(long)]
    pub to: Option<Timestamp>,
    /// How the rows are written.
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub format: Format,
}

/// Walks the audit log.
///
/// # Errors
/// When a row is broken: the sentence names the first.
pub async fn verify(output: &mut impl Write) -> Result<(), CommandError> {
    let report = open_store().await?.verify_audit().await?;
    match report.broken {
        None => {
            let erased = match report.erased {
                0 => String::new(),
                rows => format!(" {rows} of them were erased, and a row says so of each."),
            };
            let (rows, chains) = (report.rows, report.chains);
            Ok(writeln!(output, "The audit log is whole: {rows} rows in {chains} chains.{erased}")?)
        }
        Some(broken) => Err(CommandError::Audit(broken.to_string())),
    }
}

/// Writes rows of the audit log, oldest first.
///
/// # Errors
/// When the store cannot be read, or the output not written.
pub async fn export(selection: &Selection, output: &mut impl Write) -> Result<(), CommandError> {
    let store = open_store().await?;
    export_from(&*store, selection, output).await
}

async fn export_from(
    store: &dyn Store,
    selection: &Selection,
    output: &mut impl Write,
) -> Result<(), CommandError> {
    let about = match &selection.number {
        Some(number) => Some(About::of(store, number).await?),
        None => None,
    };
    if selection.format == Format::Csv {
        writeln!(output, "{}", csv_line(&NAMES.map(str::to_owned)))?;
    }
    let (call, from, to) = (selection.call, selection.from, selection.to);
    let query = AuditQuery { call, from, to, limit: PAGE, ..AuditQuery::default() };
    let mut after: Option<String> = None;
    loop {
        let page = store.audit_page(&query, after.as_deref()).await?;
        for row in page.rows.iter().filter(|row| about.as_ref().is_none_or(|about| about.takes(row))) {
            match selection.format {
                Format::Jsonl => writeln!(output, "{}", json_line(row)?)?,
                Format::Csv => writeln!(output, "{}", csv_line(&columns(row)))?,
            }
        }
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(()),
        }
    }
}

/// What is about a number: its calls' rows, and those that name it.
struct About {
    calls: BTreeSet<CallId>,
    number: String,
}

impl About {
    async fn of(store: &dyn Store, number: &E164) -> Result<Self, CommandError> {
        let query = CallQuery { number: Some(number.clone()), limit: usize::MAX, ..CallQuery::default() };
        let calls = store.calls(&query).await?.into_iter().map(|call| call.facts.id).collect();
        Ok(Self { calls, number: number.as_str().to_owned() })
    }

    fn takes(&self, row: &AuditRow) -> bool {
        row.entry.call.is_some_and(|call| self.calls.contains(&call))
            || row.entry.payload.to_string().contains(&self.number)
    }
}

const NAMES: [&str; 8] = ["chain", "seq", "at", "kind", "call", "agent", "payload", "hash"];

#[derive(Serialize)]
struct Line<'a> {
    chain: &'a str,
    seq: u64,
    at: Timestamp,
    kind: &'a str,
    call: Option<CallId>,
    agent: Option<&'a domain::AgentId>,
    payload: &'a serde_json::Value,
    /// Said of erased rows only: their payload is null.
    #[serde(skip_serializing_if = "Option::is_none")]
    erased: Option<bool>,
    hash: &'a str,
}

fn json_line(row: &AuditRow) -> Result<String, CommandError> {
    let line = Line {
        chain: &row.chain,
        seq: row.seq,
        at: row.at,
        kind: &row.entry.kind,
        call: row.entry.call,
        agent: row.entry.agent.as_ref(),
        payload: &row.entry.payload,
        erased: row.erased.then_some(true),
        hash: &row.hash,
    };
    serde_json::to_string(&line).map_err(|error| CommandError::Output(error.into()))
}

fn columns(row: &AuditRow) -> [String; 8] {
    [
        row.chain.clone(),
        row.seq.to_string(),
        row.at.to_string(),
        row.entry.kind.clone(),
        row.entry.call.map(|call| call.to_string()).unwrap_or_default(),
        row.entry.agent.as_ref().map(|agent| agent.as_str().to_owned()).unwrap_or_default(),
        row.entry.payload.to_string(),
        row.hash.clone(),
    ]
}

/// Every value in quotes, quotes doubled (RFC 4180). A value that a spreadsheet would take for a formula begins with
/// an apostrophe.
fn csv_line(values: &[String]) -> String {
    let quoted = values.iter().map(|value| {
        let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
        format!("\"{}{}\"", if formula { "'" } else { "" }, value.replace('"', "\"\""))
    });
    quoted.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use store::AuditEntry;
    use store::sqlite::SqliteStore;

    async fn exported(store: &dyn Store, selection: Selection) -> Vec<String> {
        let mut output = Vec::new();
        export_from(store, &selection, &mut output).await.unwrap();
        String::from_utf8(output).unwrap().lines().map(str::to_owned).collect()
    }

    fn all() -> Selection {
        Selection { call: None, number: None, from: None, to: None, format: Format::Jsonl }
    }

    #[tokio::test]
    async fn rows_are_chosen_and_written() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("twoleg.db")).unwrap();
        let call: CallId = "01990000-0000-7000-8000-000000000001".parse().unwrap();
        for (kind, call, payload) in [
            ("call.clicked", Some(call), json!({ "said": "a \"quote\", a comma" })),
            ("suppressed", None, json!({ "number": "+18135550142" })),
            ("=cmd", None, json!({})),
        ] {
            let entry = AuditEntry { kind: kind.to_owned(), call, agent: None, payload };
            store.append_audit(entry).await.unwrap();
        }
        assert_eq!(exported(&store, all()).await.len(), 4, "with the row that opens the log");
        let of_call = exported(&store, Selection { call: Some(call), ..all() }).await;
        assert_eq!(of_call.len(), 1);
        let row: serde_json::Value = serde_json::from_str(&of_call[0]).unwrap();
        assert_eq!((&row["kind"], &row["call"]), (&json!("call.clicked"), &json!(call)));
        let number = Some("+18135550142".parse().unwrap());
        let of_number = exported(&store, Selection { number, ..all() }).await;
        assert!(of_number.len() == 1 && of_number[0].contains("suppressed"), "{of_number:?}");
        let later = Some(Timestamp::now() + jiff::SignedDuration::from_hours(1));
        assert_eq!(exported(&store, Selection { from: later, ..all() }).await.len(), 0);
        let csv = exported(&store, Selection { format: Format::Csv, ..all() }).await;
        assert_eq!(csv[0], r#""chain","seq","at","kind","call","agent","payload","hash""#);
        assert!(csv[2].contains(r#""{""said"":""a \""quote\"", a comma""}""#), "{}", csv[2]);
        assert!(csv[4].contains(r#","'=cmd","#), "{}", csv[4]);
    }
}
