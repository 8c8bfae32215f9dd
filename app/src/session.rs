//! The agent's session, as far as an open page is concerned: when it ends, the page stays where it is, a call goes on, and
//! the agent signs in again in another window.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::mode::agent_id;
use crate::problem::Problem;
use crate::server_fns::whoami;

/// How often to look whether the agent has signed in again.
const LOOK: Duration = Duration::from_secs(2);

/// Where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Signed in, as far as is known.
    SignedIn,
    /// The server knows the session no more.
    Ended,
    /// Somebody else has signed in at this browser: this page is not theirs.
    SomebodyElse(String),
}

/// The session. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    pub(crate) standing: RwSignal<Standing>,
    /// How often the agent has signed in again since the page was made: what failed meanwhile is asked for anew.
    pub(crate) renewals: RwSignal<u32>,
    looking: StoredValue<bool>,
}

impl Session {
    pub(crate) fn new() -> Self {
        Self {
            standing: RwSignal::new(Standing::SignedIn),
            renewals: RwSignal::new(0),
            looking: StoredValue::new(false),
        }
    }

    /// Whether nothing can be asked of the server just now.
    pub(crate) fn is_over(self) -> bool {
        self.standing.with(|standing| *standing != Standing::SignedIn)
    }

    /// Takes note of an answer that says that the session is over, or another person's.
    pub(crate) fn heed<T>(self, answer: Result<T, Problem>) -> Result<T, Problem> {
        let Err(problem) = &answer else { return answer };
        if problem.is_somebody_elses() {
            self.look();
        }
        if problem.is_signed_out() {
            let ended = self.standing.with_untracked(|standing| *standing == Standing::SignedIn);
            // The server renders pages for people who have signed in, and nobody else.
            if ended && cfg!(not(feature = "ssr")) {
                self.standing.set(Standing::Ended);
            }
        }
        answer
    }

    /// Looks whose session it is whenever the agent comes back to this page, from another window or after a change of shift;
    /// and while it has ended also now and then, for one who left that window open.
    pub(crate) fn watch(self) {
        Effect::new(move |_| {
            let listener = window_event_listener(ev::focus, move |_| self.look());
            on_cleanup(move || listener.remove());
        });
        Effect::new(move |_| {
            if self.standing.with(|standing| *standing == Standing::SignedIn) {
                return;
            }
            let timer = set_interval_with_handle(move || self.look(), LOOK).ok();
            on_cleanup(move || {
                if let Some(timer) = timer {
                    timer.clear();
                }
            });
        });
    }

    /// Asks whose session it is.
    pub(crate) fn look(self) {
        if self.looking.get_value() {
            return;
        }
        self.looking.set_value(true);
        spawn_local(async move {
            match self.heed(whoami().await) {
                Ok(me) if me.id != agent_id() => self.standing.set(Standing::SomebodyElse(me.name)),
                Ok(_) if self.standing.with_untracked(|standing| *standing != Standing::SignedIn) => {
                    self.standing.set(Standing::SignedIn);
                    self.renewals.update(|times| *times += 1);
                }
                // Whatever else goes wrong is no news of the session.
                Ok(_) | Err(_) => {}
            }
            self.looking.set_value(false);
        });
    }
}
