//! Whether the call is saved, and whether the CRM has it: two different things, said apart.

use leptos::prelude::*;

use crate::erased::Erased;
use crate::view::{CallView, CrmView};

/// What is said of the CRM once a call is saved; `None` when it has everything.
fn waiting(crm: &CrmView, task_owed: bool) -> Option<String> {
    let soon = match (crm.has_activity, task_owed && !crm.has_task) {
        (false, _) => "Podio will have it as soon as it answers.",
        (true, true) => "The follow-up task is still on its way.",
        (true, false) => return None,
    };
    Some(match &crm.trouble {
        Some(trouble) => format!("{soon} {trouble}"),
        None => soon.to_owned(),
    })
}

/// The words about a saved call; nothing for one that is not saved.
#[component]
pub(super) fn Saved(call: Memo<Option<CallView>>) -> impl IntoView {
    let saved = Memo::new(move |_| {
        let call = call.get()?;
        let wrap_up = call.wrap_up?;
        Some((waiting(&call.crm, wrap_up.follow_up.is_some()), call.crm, wrap_up.follow_up))
    });
    move || {
        saved.get().map(|(waiting, crm, follow_up)| {
            view! {
                <strong>"Saved."</strong>
                {crm.has_activity.then(|| in_podio(crm.activity_url))}
                {follow_up.map(|task| format!(" {task}."))}
                {waiting.map(|words| view! { <span class="waiting">" " {words}</span> })}
            }
        })
    }
}

fn in_podio(url: Option<String>) -> impl IntoView {
    match url {
        Some(url) => view! { " " <a href=url target="_blank" rel="noreferrer">"In Podio →"</a> }.erased(),
        None => " In Podio.".erased(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crm(has_activity: bool, has_task: bool, trouble: Option<&str>) -> CrmView {
        CrmView { has_activity, activity_url: None, has_task, trouble: trouble.map(Into::into) }
    }

    #[test]
    fn podio_is_only_claimed_when_it_has_everything() {
        assert_eq!(waiting(&crm(true, true, None), true), None);
        assert_eq!(waiting(&crm(true, false, None), false), None);
        let words = waiting(&crm(false, false, Some("Podio does not answer.")), true);
        assert_eq!(
            words.as_deref(),
            Some("Podio will have it as soon as it answers. Podio does not answer.")
        );
        assert_eq!(
            waiting(&crm(true, false, None), true).as_deref(),
            Some("The follow-up task is still on its way.")
        );
    }
}
