//! Podio's API, as far as the product uses it, with Podio's rules: what Podio rejects is rejected here too.
//!
//! The apps and leads come from `seeds/`; what is written lives in memory and, with a data folder, in a file.

mod access;
mod add_lead;
mod authorize;
mod catalog;
mod codes;
mod config;
mod error;
mod extract;
mod gate;
mod hooks;
mod limits;
mod more;
mod page;
mod persist;
mod read;
mod routes;
mod scope;
mod seed;
mod simple;
mod state;
mod tokens;
mod users;
mod write;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use jiff::Timestamp;
use serde_json::{Value, json};

pub use self::add_lead::{LeadRefused, NewLead};
pub use self::config::{AppKey, PodioConfig};
pub use self::limits::Limits;
pub use self::more::MOST_MORE_LEADS;
pub use self::users::{DEMO_USERS, DemoUser, Standing};

use self::catalog::{App, Catalog};
use self::codes::Codes;
use self::limits::Meter;
use self::more::MoreLeads;
use self::persist::Saver;
use self::read::View;
use self::state::State;
use self::tokens::Tokens;
use crate::clock::Clock;
use crate::faults::Faults;

/// Why the CRM could not start.
#[derive(Debug, thiserror::Error)]
pub enum CrmError {
    /// A file under `seeds/` is not what this version of the sandbox reads.
    #[error("the sandbox's seed data is wrong: {0}")]
    Seed(String),
    /// The data folder cannot be used.
    #[error("the sandbox's data folder cannot be used: {0}")]
    DataDir(#[from] std::io::Error),
    /// What tells hooks cannot be made.
    #[error("the sandbox cannot tell hooks: {0}")]
    Http(#[from] reqwest::Error),
}

/// The CRM. Clones are handles to the same one.
#[derive(Clone)]
pub struct Crm(Arc<Inner>);

struct Inner {
    config: PodioConfig,
    clock: Clock,
    faults: Faults,
    origin: String,
    catalog: Catalog,
    more: Arc<MoreLeads>,
    state: Arc<Mutex<State>>,
    tokens: Mutex<Tokens>,
    codes: Mutex<Codes>,
    meter: Mutex<Meter>,
    saver: Option<Saver>,
    /// Tells hooks.
    http: reqwest::Client,
}

impl Crm {
    /// Starts the CRM of `config`. `origin` is what its links begin with (`http://localhost:3000`). With a
    /// `data_dir`, what is there is taken up again, and every change is kept there.
    ///
    /// # Errors
    /// When the seeds are wrong or the folder cannot be made. A data file that cannot be read is set aside.
    pub fn new(
        config: PodioConfig,
        clock: Clock,
        faults: Faults,
        origin: String,
        data_dir: Option<PathBuf>,
    ) -> Result<Self, CrmError> {
        let catalog = Catalog::load(&config)?;
        let file = data_dir.map(persist::data_file).transpose()?;
        let kept = file.as_deref().and_then(|file| persist::load(file, &catalog));
        let more = Arc::new(MoreLeads::new(&catalog, config.more_leads)?);
        let mut state = match kept {
            Some(state) => state,
            None => seed::state(&catalog, clock.now())?,
        };
        state.more = Arc::clone(&more);
        let state = Arc::new(Mutex::new(state));
        let http =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
        let saver = file.map(|file| Saver::start(file, Arc::clone(&state))).transpose()?;
        Ok(Self(Arc::new(Inner {
            config,
            clock,
            faults,
            origin: origin.trim_end_matches('/').to_owned(),
            catalog,
            more,
            state,
            tokens: Mutex::default(),
            codes: Mutex::default(),
            meter: Mutex::default(),
            saver,
            http,
        })))
    }

    /// The API: to be nested where the client's base URL points.
    pub fn router(&self) -> Router {
        routes::router(self)
    }

    /// The pages that the items' links open, and the one to sign in on: to be nested at `/podio-web`.
    pub fn pages(&self) -> Router {
        page::router(self)
    }

    /// Back to the seeds: every change is gone, the hourly allowance is full again. Sign-ins stay good.
    pub fn reset(&self) {
        match seed::state(&self.0.catalog, self.0.clock.now()) {
            Ok(mut fresh) => {
                fresh.more = Arc::clone(&self.0.more);
                self.change(|state| *state = fresh);
            }
            Err(error) => tracing::error!(%error, "the CRM was not reset"),
        }
        lock(&self.0.meter).refill();
    }

    /// How many requests an hour are answered, from now on.
    pub fn set_limits(&self, limits: Limits) {
        lock(&self.0.meter).set(limits);
    }

    /// All that the CRM holds: items as the API returns them, each with a `simple` object of label and value.
    /// Newest first. Generated leads that nobody changed are left out: there can be thousands.
    pub fn snapshot(&self) -> Value {
        let state = self.state();
        let view = self.view(&state);
        let items = |app: &App| -> Vec<Value> {
            let mut items: Vec<_> = state.items.values().filter(|item| item.app_id == app.id).collect();
            items.sort_by_key(|item| std::cmp::Reverse((item.created_on, item.id)));
            items
                .into_iter()
                .filter(|item| !item.deleted)
                .map(|item| simple::with_simple(&view, item))
                .collect()
        };
        let catalog = &self.0.catalog;
        let native: Vec<Value> = state.tasks.values().rev().map(|task| view.task(task)).collect();
        let comments: Vec<Value> = state.comments.iter().rev().map(|comment| view.comment(comment)).collect();
        json!({
            "leads": items(catalog.leads()),
            "activities": items(catalog.activities()),
            "tasks": items(catalog.tasks()),
            "native_tasks": native,
            "comments": comments,
        })
    }

    /// The time by the sandbox's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.0.state)
    }

    fn view<'a>(&'a self, state: &'a State) -> View<'a> {
        View { catalog: &self.0.catalog, state, origin: &self.0.origin }
    }

    /// Changes the state; what changed reaches the data file shortly after.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.state());
        if let Some(saver) = &self.0.saver {
            saver.changed();
        }
        result
    }
}

/// A lock that outlives a panic of another holder: the state is only ever changed in whole steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
