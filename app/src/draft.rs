//! The disposition form while it is being written. It is kept in the browser, so a reload, a crash or a lost
//! connection takes nothing of it.

use domain::RawSubmission;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::browser;
use crate::json;
use crate::mode::agent_id;
use crate::view::CallView;

/// The form's fields, each as typed.
#[derive(Clone, Copy)]
pub(crate) struct Draft {
    pub(crate) disposition: RwSignal<String>,
    pub(crate) notes: RwSignal<String>,
    pub(crate) motivation: RwSignal<String>,
    pub(crate) next_action_date: RwSignal<String>,
    pub(crate) asking_price: RwSignal<String>,
    pub(crate) opt_out: RwSignal<String>,
}

/// As kept: notes may be begun before the call, so the call is not always known.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    call: Option<String>,
    form: RawSubmission,
}

impl Kept {
    /// Whether it still belongs to a call that is to be saved, and not to one that was.
    fn is_wanted(&self, calls: &[CallView]) -> bool {
        let saved = |call: &CallView| Some(&call.id) == self.call.as_ref() && call.wrap_up.is_some();
        !calls.iter().any(saved)
    }
}

/// Whoever shares a browser shares no drafts.
fn key(lead: &str) -> String {
    format!("twoleg:draft:{}:{lead}", agent_id())
}

impl Draft {
    /// An empty form.
    pub(crate) fn new() -> Self {
        let field = || RwSignal::new(String::new());
        Self {
            disposition: field(),
            notes: field(),
            motivation: field(),
            next_action_date: field(),
            asking_price: field(),
            opt_out: field(),
        }
    }

    /// The form as it is; tracked.
    pub(crate) fn form(self) -> RawSubmission {
        RawSubmission {
            disposition: self.disposition.get(),
            notes: self.notes.get(),
            motivation: self.motivation.get(),
            next_action_date: self.next_action_date.get(),
            asking_price: self.asking_price.get(),
            opt_out: self.opt_out.get(),
        }
    }

    fn fill(self, form: RawSubmission) {
        self.disposition.set(form.disposition);
        self.notes.set(form.notes);
        self.motivation.set(form.motivation);
        self.next_action_date.set(form.next_action_date);
        self.asking_price.set(form.asking_price);
        self.opt_out.set(form.opt_out);
    }

    /// Empties the form: what was in it is saved.
    pub(crate) fn clear(self) {
        self.fill(RawSubmission::default());
    }

    /// Brings back what was kept for a lead, then keeps every change. `call` is the call that is being written
    /// about, if there is one.
    pub(crate) fn keep(self, lead: String, calls: Vec<CallView>, call: Memo<Option<String>>) {
        let restored = StoredValue::new(false);
        Effect::new(move |_| {
            if !restored.get_value() {
                restored.set_value(true);
                let kept = browser::stored(&key(&lead)).and_then(|text| json::read::<Kept>(&text).ok());
                if let Some(kept) = kept.filter(|kept| kept.is_wanted(&calls)) {
                    self.fill(kept.form);
                }
            }
            let kept = Kept { call: call.get(), form: self.form() };
            let text =
                (kept.form != RawSubmission::default()).then(|| serde_json::to_string(&kept).ok()).flatten();
            browser::store(&key(&lead), text.as_deref());
        });
    }

    /// Ties a field to its input. Text that was typed before the page came to life is taken over, not wiped.
    pub(crate) fn tie(field: RwSignal<String>, id: &'static str) {
        let tied = StoredValue::new(false);
        Effect::new(move |_| {
            let text = field.get();
            if !tied.get_value() {
                tied.set_value(true);
                if let Some(typed) = browser::value(id).filter(|typed| text.is_empty() && !typed.is_empty()) {
                    field.set(typed);
                    return;
                }
            }
            browser::set_value(id, &text);
        });
    }
}
