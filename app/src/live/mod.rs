//! The agent's call as it goes on: one for the whole app, followed by server-sent events.
//!
//! What is shown is never older than the screen admits. An event stream that breaks is said to be broken, and
//! when it comes back the call is read again before the warning goes.

mod link;
mod phones;
mod presence;
mod stream;

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::mode::agent_id;
use crate::phone::Phone;
use crate::problem::Problem;
use crate::server_fns::{call_view, click, current_call, dial, hang_up};
use crate::session::Session;
use crate::view::{CallView, LinkedClickView};
pub(crate) use link::follow_link;
pub(crate) use phones::follow_phones;
use stream::{News, Stream};

/// How long to wait before a closed stream is opened again.
const REOPEN: Duration = Duration::from_secs(3);
/// How long Twilio may take to confirm that the browser's leg is down, before it is told by REST too.
const CONFIRM: Duration = Duration::from_secs(3);

/// The agent's call, and what this tab knows of it.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    phone: Phone,
    session: Session,
    call: RwSignal<Option<CallView>>,
    /// The browser's time when `call` was last told.
    told_at: StoredValue<f64>,
    /// How many events came: an answer to an older question must not undo a newer event.
    events: StoredValue<u64>,
    reopened: RwSignal<u32>,
    /// The event stream is broken: what is shown may be out of date.
    pub(crate) stale: RwSignal<bool>,
    /// Which phone of which lead is being called, from the click until the server answers.
    pub(crate) placing: RwSignal<Option<String>>,
    /// Why the last click did not become a call.
    pub(crate) trouble: RwSignal<Option<String>>,
    /// The call that this tab placed: its sound belongs here.
    placed_here: RwSignal<Option<String>>,
    /// The last call whose sound this tab had.
    sounded_here: RwSignal<Option<String>>,
}

impl Line {
    /// A line without a call.
    pub(crate) fn new(phone: Phone, session: Session) -> Self {
        Self {
            phone,
            session,
            call: RwSignal::new(None),
            told_at: StoredValue::new(0.0),
            events: StoredValue::new(0),
            reopened: RwSignal::new(0),
            stale: RwSignal::new(false),
            placing: RwSignal::new(None),
            trouble: RwSignal::new(None),
            placed_here: RwSignal::new(None),
            sounded_here: RwSignal::new(None),
        }
    }

    /// The agent's call; tracked.
    pub(crate) fn call(self) -> Option<CallView> {
        self.call.get()
    }

    /// A part of the agent's call; tracked.
    pub(crate) fn with<T>(self, read: impl FnOnce(&CallView) -> T) -> Option<T> {
        self.call.with(|call| call.as_ref().map(read))
    }

    /// Seconds since the prospect answered, by now.
    pub(crate) fn talking_seconds(self) -> Option<i64> {
        let at_telling = self.with(CallView::talking_ms)??;
        let since = browser::whole_seconds(browser::now_ms() - self.told_at.get_value());
        Some(at_telling / 1000 + since)
    }

    /// Shows what the server just said of the call.
    pub(crate) fn show(self, view: CallView) {
        self.told_at.set_value(browser::now_ms());
        self.call.set(Some(view));
    }

    /// A mark for a question about the call: see [`Line::answer`].
    pub(crate) fn ask(self) -> u64 {
        self.events.get_value()
    }

    /// Shows the answer to a question that was asked at `mark`. An event that came meanwhile may be newer than the
    /// answer: then the call is read again, so that nothing newer is undone.
    pub(crate) fn answer(self, mark: u64, view: CallView) {
        if self.events.get_value() == mark { self.show(view) } else { self.refresh() }
    }

    /// Takes what a freshly opened page says of the agent's call. A call that is followed already is read again
    /// instead, because the page may have been made before the last event.
    pub(crate) fn adopt(self, current: Option<CallView>) {
        let followed = self.call.with_untracked(|call| call.as_ref().map(|call| call.id.clone()));
        match current {
            Some(view) if followed.as_ref() != Some(&view.id) => self.show(view),
            // The server renders the workspace more than once, and follows nothing.
            _ if followed.is_some() && cfg!(not(feature = "ssr")) => self.refresh(),
            _ => {}
        }
    }

    /// Asks whether the agent has a call to come back to, for a page that does not bring it along.
    pub(crate) fn find(self) {
        spawn_local(async move {
            self.is_free().await;
        });
    }

    /// Whether the server says that the agent has no call, and owes no disposition: now, and not when the page was made. A
    /// call that there is comes on the screen. No answer is no.
    async fn is_free(self) -> bool {
        let current = self.session.heed(current_call().await);
        let is_free = matches!(current, Ok(None));
        if let Ok(Some(current)) = current
            && self.call.with_untracked(Option::is_none)
        {
            self.show(current);
        }
        is_free
    }

    /// Reads the call again.
    pub(crate) fn refresh(self) {
        let Some(id) = self.call.with_untracked(|call| call.as_ref().map(|call| call.id.clone())) else {
            return;
        };
        let asked_at = self.events.get_value();
        spawn_local(async move {
            let Ok(view) = self.session.heed(call_view(id.clone()).await) else {
                self.stale.set(true);
                return self.reopen_later();
            };
            let same = self.call.with_untracked(|call| call.as_ref().is_some_and(|call| call.id == id));
            if same && self.events.get_value() == asked_at {
                self.show(view);
            }
            self.stale.set(false);
        });
    }

    /// Follows the call by its event stream, for as long as the app lives.
    pub(crate) fn follow(self) {
        let id = Memo::new(move |_| self.with(|call| call.id.clone()));
        Effect::new(move |_| {
            self.reopened.track();
            let Some(id) = id.get() else { return };
            let stream = Stream::open(&format!("/events/calls/{id}"), "call", move |news| self.hear(news));
            // Kept by this effect's owner: it closes when the call or the attempt changes.
            StoredValue::new_local(stream);
        });
        Effect::new(move |_| {
            if let Some(id) = self.phone.call.with(|live| live.as_ref().map(|live| live.call_id.clone())) {
                self.sounded_here.set(Some(id));
            }
        });
        presence::tell(self.phone, self.session);
    }

    fn hear(self, news: News<CallView>) {
        match news {
            News::Said(view) => {
                self.events.update_value(|events| *events += 1);
                self.show(*view);
            }
            News::Opened => self.refresh(),
            News::Broken => self.stale.set(true),
            News::Closed => {
                self.stale.set(true);
                // A stream ends with the session; that it was refused is not told to scripts.
                self.session.look();
                self.reopen_later();
            }
        }
    }

    fn reopen_later(self) {
        set_timeout(move || self.reopened.update(|times| *times += 1), REOPEN);
    }

    /// Places a call to one of a lead's phones. A second click while the first is on its way does nothing. What is
    /// acknowledged is for one call: it is taken back when there is one, or may be; a refusal leaves it.
    pub(crate) fn place(self, lead: String, slot: String, acknowledged: RwSignal<Vec<String>>) {
        let token = click(lead.clone(), slot.clone(), agent_id());
        self.place_with(lead, slot, token, Some(acknowledged));
    }

    /// Places the call of a click on a lead's link, whose token came with the page.
    pub(crate) fn place_linked(self, lead: String, click: LinkedClickView) {
        self.place_with(lead, click.slot, std::future::ready(Ok(click.token)), None);
    }

    fn place_with(
        self,
        lead: String,
        slot: String,
        token: impl Future<Output = Result<String, Problem>> + 'static,
        acknowledged: Option<RwSignal<Vec<String>>>,
    ) {
        if self.placing.get_untracked().is_some() {
            return;
        }
        self.placing.set(Some(slot.clone()));
        self.trouble.set(None);
        spawn_local(async move {
            let rules = acknowledged.and_then(|rules| rules.try_get_untracked()).unwrap_or_default();
            let asked = match token.await {
                Ok(token) => dial(lead, slot, token, rules).await,
                Err(problem) => Err(problem),
            };
            if let Some(rules) = acknowledged
                && asked.as_ref().err().is_none_or(Problem::is_unreachable)
            {
                // The page may be another lead's by now.
                let _ = rules.try_set(Vec::new());
            }
            match self.session.heed(asked) {
                Ok(view) => {
                    self.phone.expect(&view.id);
                    self.placed_here.set(Some(view.id.clone()));
                    self.show(view);
                }
                Err(problem) if problem.is_unreachable() => self.trouble.set(Some(format!(
                    "{} It is not known whether the call was placed: reload the page before you call again.",
                    problem.sentence
                ))),
                Err(problem) => self.trouble.set(Some(problem.sentence)),
            }
            self.placing.set(None);
        });
    }

    /// Ends the call: by the browser's own leg where this tab has it, and by the server where it has not, or where
    /// Twilio does not confirm in time.
    pub(crate) fn hang_up(self) {
        let Some(id) = self.call.with_untracked(|call| call.as_ref().map(|call| call.id.clone())) else {
            return;
        };
        let held =
            self.phone.call.with_untracked(|live| live.as_ref().is_some_and(|live| live.call_id == id));
        if !held {
            return self.hang_up_by_server(id);
        }
        self.phone.hang_up();
        set_timeout(
            move || {
                let still = self
                    .call
                    .with_untracked(|call| call.as_ref().is_some_and(|call| call.id == id && call.open));
                if still {
                    self.hang_up_by_server(id);
                }
            },
            CONFIRM,
        );
    }

    fn hang_up_by_server(self, id: String) {
        spawn_local(async move {
            match self.session.heed(hang_up(id, agent_id()).await) {
                Ok(()) => {}
                // It ended by itself meanwhile: the record says so.
                Err(problem) if problem.code == "nothing_to_hang_up" => {}
                // The browser's own leg has ended, and with it the call; whoever signs in again sees it.
                Err(problem) if problem.is_signed_out() && untrack(|| self.left_here()) => {}
                Err(problem) => self.trouble.set(Some(format!("Not hung up: {}", problem.sentence))),
            }
            self.refresh();
        });
    }

    /// Whether this tab had the call's sound and has it no more, while Twilio has not yet said that it is over.
    pub(crate) fn left_here(self) -> bool {
        self.with(|call| {
            let id = Some(&call.id);
            call.open
                && !call.is_over()
                && self.sounded_here.with(|sounded| sounded.as_ref() == id)
                && self.phone.call.with(Option::is_none)
        })
        .unwrap_or(false)
    }

    /// Whether the call goes on without this tab: it was placed elsewhere, or before a reload.
    pub(crate) fn goes_on_elsewhere(self) -> bool {
        self.with(|call| {
            let id = Some(&call.id);
            call.open
                && !call.is_over()
                && self.placed_here.with(|placed| placed.as_ref() != id)
                && self.sounded_here.with(|sounded| sounded.as_ref() != id)
        })
        .unwrap_or(false)
    }
}
