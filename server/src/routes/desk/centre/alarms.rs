//! The alarms, before everything else on the page.

use dialer::{Alarm, AlarmKind, Supervisor};
use leptos::prelude::*;

use super::{Said, part};
use crate::routes::State;
use crate::routes::desk::moment;

pub(super) async fn section(
    state: &State,
    supervisor: &Supervisor,
    said: Said<'_>,
) -> Result<AnyView, dialer::Error> {
    let alarms = state.dialer.alarms(supervisor).await?;
    let nothing = alarms.is_empty().then(|| view! { <p class="empty">"No alarm is on."</p> });
    let zone = &state.dialer.settings().zone;
    let rows = alarms.into_iter().map(|(kind, alarm)| {
        let when = format!(
            "Since {}, last {}, noticed {}.",
            moment(alarm.since, zone),
            moment(alarm.last, zone),
            if alarm.count == 1 { "once".to_owned() } else { format!("{} times", alarm.count) }
        );
        let seen = alarm.acknowledged.as_ref();
        let seen = seen.map(|seen| format!("Acknowledged by {}, {}.", seen.by, moment(seen.at, zone)));
        row(kind, &alarm, when, seen)
    });
    let rows = rows.collect::<Vec<_>>();
    let done = said.within("alarms");
    Ok(part("alarms", "Alarms", view! { {done}{nothing}<ul class="records">{rows}</ul> }))
}

fn row(kind: AlarmKind, alarm: &Alarm, when: String, seen: Option<String>) -> impl IntoView + use<> {
    let class = if alarm.is_on() { "bad" } else { "" };
    let form = alarm.is_on().then(|| {
        let label = format!("Acknowledge: {}", kind.title());
        view! {
            <form method="post" action="/compliance/acknowledge">
                <input type="hidden" name="alarm" value=kind.as_str()/>
                <button class="button-primary" aria-label=label>"Acknowledge"</button>
            </form>
        }
    });
    view! {
        <li class=class>
            <p class="record-head"><strong>{kind.title()}</strong></p>
            <p>{alarm.sentence.clone()}</p>
            <p class="hint">{when}" "{seen}</p>
            {form}
        </li>
    }
}
