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

/// What every draft's name begins with.
const DRAFTS: &str = "twoleg:draft:";
/// Notes about people do not lie in a browser for ever: after a week nobody comes back to them.
const KEPT_FOR_S: i64 = 7 * 24 * 60 * 60;

/// As kept: notes may be begun before the call, so the call is not always known.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    call: Option<String>,
    form: RawSubmission,
    /// When the form was last open or changed, in seconds since 1970 by this browser's clock.
    written: Option<i64>,
}

impl Kept {
    /// The draft, unless it is too old. One that says no time, because an earlier version wrote it, or a time that is still to
    /// come, may be all there is of somebody's notes: its week begins now, and it ends all the same.
    fn if_young(self, now: i64) -> Option<Self> {
        let written = self.written.filter(|written| *written <= now).unwrap_or(now);
        (now.saturating_sub(written) < KEPT_FOR_S).then_some(Self { written: Some(written), ..self })
    }

    /// Whether it still belongs to a call that is to be saved, and not to one that was.
    fn is_wanted(&self, calls: &[CallView]) -> bool {
        let saved = |call: &CallView| Some(&call.id) == self.call.as_ref() && call.wrap_up.is_some();
        !calls.iter().any(saved)
    }
}

/// Whoever shares a browser shares no drafts.
fn key(lead: &str) -> String {
    format!("{DRAFTS}{}:{lead}", agent_id())
}

fn now() -> i64 {
    browser::whole_seconds(browser::now_ms())
}

/// Drops every draft in this browser that nobody came back to for a week, whoever's it is: they may never sign in here again.
pub(crate) fn drop_old() {
    let now = now();
    for name in names() {
        let Some(text) = browser::stored(&name) else { continue };
        // What cannot be read comes back to nobody.
        let kept = json::read::<Kept>(&text).ok();
        let written = kept.as_ref().and_then(|kept| kept.written);
        let young = kept.and_then(|kept| kept.if_young(now));
        // Most stay untouched: another tab may be writing one just now.
        if young.as_ref().is_none_or(|kept| kept.written != written) {
            let text = young.and_then(|kept| serde_json::to_string(&kept).ok());
            browser::store(&name, text.as_deref());
        }
    }
}

/// The names of all drafts. They are listed first: when one goes, the browser numbers the others anew.
fn names() -> Vec<String> {
    let Ok(Some(storage)) = window().local_storage() else { return Vec::new() };
    let count = storage.length().unwrap_or_default();
    let all = (0..count).filter_map(|at| storage.key(at).ok().flatten());
    all.filter(|name| name.starts_with(DRAFTS)).collect()
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
                let kept = kept.and_then(|kept| kept.if_young(now()));
                if let Some(kept) = kept.filter(|kept| kept.is_wanted(&calls)) {
                    self.fill(kept.form);
                }
            }
            let kept = Kept { call: call.get(), form: self.form(), written: Some(now()) };
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

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_197_600;

    fn kept(text: &str) -> Kept {
        json::read(text).unwrap()
    }

    #[test]
    fn a_draft_is_kept_for_a_week() {
        let at = |written| Kept { written: Some(written), ..kept(r#"{"form":{"notes":"Roof leaks."}}"#) };
        for young in [NOW, NOW - KEPT_FOR_S + 1] {
            assert_eq!(at(young).if_young(NOW), Some(at(young)));
        }
        for old in [NOW - KEPT_FOR_S, 0, i64::MIN] {
            assert_eq!(at(old).if_young(NOW), None, "{old}");
        }
    }

    #[test]
    fn one_without_a_time_or_from_the_future_has_its_week_from_now_on() {
        for text in [
            r#"{"call":null,"form":{"notes":"Roof leaks."}}"#,
            r#"{"form":{"notes":"Roof leaks."},"written":9000000000}"#,
        ] {
            let young = kept(text).if_young(NOW).unwrap();
            assert_eq!((young.written, young.form.notes.as_str()), (Some(NOW), "Roof leaks."));
            assert_eq!(young.if_young(NOW + KEPT_FOR_S), None);
        }
    }
}
