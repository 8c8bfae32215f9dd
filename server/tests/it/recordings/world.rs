//! A server whose calls were made up, and whose carrier is a test's own.

use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, StatusCode};
use dialer::{Dialer, OrganisationFile, RecordingsAt, Supervisor};
use domain::call::{CallFacts, Change, LegStatus, NoticeAnswer, Recording, RecordingState, WrapUp};
use domain::{CallId, CallRecord, Disposition, E164, ItemId, Leg, RecordingSid, Submission};
use jiff::Timestamp;
use reqwest::{Client, Response};
use serde_json::json;
use server::config::Config;
use server::startup::Running;
use store::sqlite::SqliteStore;
use store::{AuditQuery, AuditRow, FileKey, NewEvent, Store as _, Unit};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::carrier::Carrier;
use crate::app::eventually;

pub(super) const NOW: &str = "2026-11-20T18:00:00Z";
/// An account that is not the sandbox's.
pub(super) const OTHER_ACCOUNT: &str = "AC0000000000000000000000000000000d";

pub(super) struct World {
    pub(super) carrier: Carrier,
    pub(super) origin: String,
    pub(super) http: Client,
    pub(super) dialer: Dialer,
    pub(super) data: TempDir,
    settings: Vec<(&'static str, String)>,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

/// Puts a call that there is not among those that wait for a sweep: a sweep takes it off the list when it has done
/// everything else.
async fn expect_a_sweep(data: &TempDir) {
    let store = SqliteStore::open(&data.path().join("twoleg.sqlite")).unwrap();
    let known = store.file(&FileKey::Retention).await.unwrap();
    let mut file = known.as_ref().map_or_else(|| json!({}), |known| known.value.clone());
    let mut waiting = file["waiting"].as_array().cloned().unwrap_or_default();
    waiting.push(json!(CallId::none()));
    file["waiting"] = json!(waiting);
    store.note_file(&FileKey::Retention, known.map(|known| known.rev), &file).await.unwrap();
}

impl World {
    pub(super) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    pub(super) async fn start_with(settings: &[(&'static str, &str)]) -> Self {
        let carrier = Carrier::start(NOW.parse().unwrap()).await;
        let settings = settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self::serve(carrier, tempfile::tempdir().unwrap(), settings).await
    }

    async fn serve(carrier: Carrier, data: TempDir, settings: Vec<(&'static str, String)>) -> Self {
        expect_a_sweep(&data).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut values = vec![
            ("LEPTOS_SITE_ADDR", address.to_string()),
            ("DATA_DIR", data.path().display().to_string()),
            ("SANDBOX_ORIGIN", carrier.origin.clone()),
        ];
        values.extend(settings.iter().cloned());
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value));
        let running = Running::start(Config::from_values(values).unwrap()).await.unwrap();
        let dialer = running.dialer().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            running.serve(listener, stopped).await;
        });
        let origin = format!("http://localhost:{}", address.port());
        let http = Client::builder().no_proxy().build().unwrap();
        // A server sweeps when it starts. What a test makes up afterwards is for the sweeps that it asks for.
        eventually("the sweep of the start is done", || async {
            let file = dialer.store().file(&FileKey::Retention).await.unwrap().unwrap().value;
            let waiting = file["waiting"].as_array().unwrap();
            (!waiting.contains(&json!(CallId::none()))).then_some(())
        })
        .await;
        Self { carrier, origin, http, dialer, data, settings, stop: Some(stop), serving }
    }

    /// The same records and carrier under a new server, with these settings.
    pub(super) async fn restart_with(mut self, settings: &[(&'static str, &str)]) -> Self {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        (&mut self.serving).await.unwrap();
        let data = std::mem::replace(&mut self.data, tempfile::tempdir().unwrap());
        let carrier = self.carrier.clone();
        drop(self);
        let settings = settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self::serve(carrier, data, settings).await
    }

    /// Waits until the server has heard what time it is.
    pub(super) async fn set_clock(&self, at: &str) {
        let at: Timestamp = at.parse().unwrap();
        self.carrier.settings().now = at;
        eventually("the time is heard", || async {
            let away = self.dialer.now().duration_since(at).as_secs().abs();
            (away < 60).then_some(())
        })
        .await;
    }

    /// A call that is over, with a recording that the carrier has.
    pub(super) async fn recorded(&self, call: &MadeUp) -> (CallId, RecordingSid) {
        self.create(call.record()).await
    }

    /// A call that is over, with a recording that the carrier has and does not delete: this is what it answers.
    pub(super) async fn recorded_for_good(
        &self,
        call: &MadeUp,
        answer: StatusCode,
    ) -> (CallId, RecordingSid) {
        let (record, sid) = call.record();
        self.carrier.settings().keeps.insert(sid.clone(), answer);
        self.create((record, sid)).await
    }

    async fn create(&self, (record, sid): (CallRecord, RecordingSid)) -> (CallId, RecordingSid) {
        self.carrier.settings().sounds.insert(sid.clone());
        let event = NewEvent {
            id: "made up".to_owned(),
            kind: "made_up".to_owned(),
            at: record.facts.placed_at,
            payload: json!({}),
        };
        self.dialer.store().create_call(&record, Unit::of(event)).await.unwrap();
        (record.facts.id, sid)
    }

    /// Another recording of a call, as of one whose recording was stopped and begun again.
    pub(super) async fn recorded_again(&self, call: CallId) -> RecordingSid {
        let (made_up, sid) = MadeUp::default().record();
        self.carrier.settings().sounds.insert(sid.clone());
        let changes =
            made_up.recordings.into_iter().map(|(sid, sound)| Change::Recorded(sid, sound)).collect();
        let event = NewEvent {
            id: format!("{sid}:made up"),
            kind: "made_up".to_owned(),
            at: made_up.facts.placed_at,
            payload: json!({}),
        };
        self.dialer.store().record(&call, Unit { changes, ..Unit::of(event) }).await.unwrap();
        sid
    }

    pub(super) async fn record(&self, call: CallId) -> CallRecord {
        self.dialer.store().call(&call).await.unwrap().unwrap().value
    }

    /// Says that all recordings are at this account, as if the first server had been at it.
    pub(super) async fn recordings_are_at(&self, account: &str) {
        let say = |file: &mut OrganisationFile| {
            let since = Timestamp::UNIX_EPOCH;
            file.recordings_at = vec![RecordingsAt { account: account.to_owned(), since }];
            Ok(())
        };
        self.dialer.edit_organisation(&supervisor(), "another account", say).await.unwrap();
    }

    /// The link that the CRM has or will have.
    pub(super) async fn crm_link(&self, call: CallId, sid: &RecordingSid) -> String {
        let link = self.dialer.recording_link(&self.record(call).await, sid).unwrap();
        format!("{}?{}", link.path(), link.query().unwrap())
    }

    /// The link of a page that is opened now.
    pub(super) async fn page_link(&self, call: CallId, sid: &RecordingSid) -> String {
        self.dialer.recording_path(&self.record(call).await, sid)
    }

    pub(super) async fn get(&self, path: &str) -> Response {
        self.http.get(format!("{}{path}", self.origin)).send().await.unwrap()
    }

    /// Status, headers and text of an answer.
    pub(super) async fn answer(&self, path: &str) -> (u16, HeaderMap, String) {
        let answer = self.get(path).await;
        (answer.status().as_u16(), answer.headers().clone(), answer.text().await.unwrap())
    }

    /// Rows of the audit log, oldest first.
    pub(super) async fn rows(&self, kind: &str) -> Vec<AuditRow> {
        let query = AuditQuery { kind: Some(kind.to_owned()), ..AuditQuery::default() };
        let mut rows = self.dialer.store().audit(&query).await.unwrap();
        rows.reverse();
        rows
    }

    /// A command beside the server. Answers whether it worked, and what it said.
    pub(super) fn twoleg(&self, words: &[&str]) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twoleg"));
        command.args(words).current_dir(&self.data).env("DATA_DIR", self.data.path());
        command.env("SANDBOX_ORIGIN", &self.carrier.origin);
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        let output = command.output().unwrap();
        let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }
}

pub(super) fn supervisor() -> Supervisor {
    Supervisor::operator()
}

/// A call to be made up.
#[derive(Debug, Clone)]
pub(super) struct MadeUp {
    pub(super) placed_at: &'static str,
    pub(super) to: &'static str,
    pub(super) disposition: Disposition,
    pub(super) objected: bool,
}

impl Default for MadeUp {
    fn default() -> Self {
        Self {
            placed_at: "2026-11-20T17:00:00Z",
            to: "+18135550142",
            disposition: Disposition::NotInterested,
            objected: false,
        }
    }
}

impl MadeUp {
    fn record(&self) -> (CallRecord, RecordingSid) {
        static MADE: AtomicU64 = AtomicU64::new(1);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let sid: RecordingSid = format!("RE{number:032x}").parse().unwrap();
        let placed_at: Timestamp = self.placed_at.parse().unwrap();
        let to: E164 = self.to.parse().unwrap();
        let mut record = CallRecord::new(CallFacts {
            id: format!("01990000-0000-7000-8000-{number:012x}").parse().unwrap(),
            agent: "maya_ortiz".parse().unwrap(),
            agent_name: "Maya Ortiz".to_owned(),
            lead: ItemId(1),
            lead_name: "Harold Whitaker".to_owned(),
            lead_url: "https://podio.example/1".to_owned(),
            slot: "owner-phone.0".parse().unwrap(),
            person: None,
            to,
            from: "+18135550100".parse().unwrap(),
            placed_at,
            click: None,
        });
        let submission = Submission {
            disposition: self.disposition,
            notes: "They said so.".to_owned(),
            motivation: None,
            next_action: None,
            asking_price: None,
            opt_out: None,
        };
        let recording = Recording {
            state: RecordingState::Completed,
            duration_s: Some(61),
            channels: Some(2),
            started_at: Some(placed_at),
        };
        let mut changes = Change::of_status(Leg::Agent, LegStatus::Completed, placed_at);
        changes.extend(Change::of_status(Leg::Prospect, LegStatus::Completed, placed_at));
        changes.push(Change::Recorded(sid.clone(), recording));
        let wrap_up = WrapUp { submission, follow_up: None, saved_at: placed_at };
        changes.push(Change::WrappedUp(Box::new(wrap_up)));
        if self.objected {
            changes.push(Change::Noticed(NoticeAnswer::Objected, placed_at));
        }
        for change in &changes {
            record.apply(change);
        }
        (record, sid)
    }
}
