//! The team: its training in the do-not-call policy (47 CFR 64.1200(d)(2)), and its sessions.

use compliance::Rules;
use dialer::{POLICY_VERSION, Person, Role, Supervisor, TrainingRecord};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use super::{Said, part};
use crate::page::form::Fields;
use crate::routes::State;
use crate::routes::desk::act::EVERYBODY;
use crate::routes::desk::moment;

pub(super) async fn section(
    state: &State,
    supervisor: &Supervisor,
    rules: &Rules,
    said: Said<'_>,
) -> Result<AnyView, dialer::Error> {
    let (now, zone) = (state.dialer.now(), &state.dialer.settings().zone);
    let mut rows = Vec::new();
    let team = state.dialer.team(supervisor).await?;
    for person in &team {
        let file = state.dialer.agent_file(supervisor, &person.agent.id).await?;
        let (current, words) = match &file.training {
            None => (false, "No training is recorded: calls are refused.".to_owned()),
            Some(training) => {
                let standing = standing(training, now, rules.parameters().training_max_age_days);
                let passed = moment(training.completed_at, zone);
                let words =
                    format!("{} Passed {passed}, recorded by {}.", standing.words(), training.recorded_by);
                (standing == Standing::Current, words)
            }
        };
        rows.push(row(person, current, words));
    }
    // The first of them is nobody: one stray press must not sign out whoever happens to stand there.
    let people = || {
        let team = team.iter().map(|one| (one.agent.id.to_string(), one.agent.name.clone()));
        std::iter::once((String::new(), "Choose a person".to_owned())).chain(team)
    };
    let fields = Fields::of("training", said.refused);
    let who = fields.choice("agent", "Who", "", people());
    let everybody = (EVERYBODY.to_owned(), "Everybody, you too".to_owned());
    let whose = people().chain([everybody]);
    let whose = Fields::of("end-sessions", said.refused).choice("agent", "Whose", "", whose);
    let today = state.dialer.today().to_string();
    let on = fields.line("date", "on", "Passed on").or(today).view();
    let done = said.within("team");
    let content = view! {
        {done}
        <h3>"Training"</h3>
        <p>"The policy in force is version "<strong>{POLICY_VERSION}</strong>"."</p>
        <ul class="records">{rows}</ul>
        <form method="post" action="/compliance/training" class="fields">
            {who}
            {on}
            <button class="button-primary">"Record a training"</button>
        </form>
        <h3>"Sessions"</h3>
        <p>"A lost laptop, somebody who has left, calls that nobody here makes: this signs people out in all browsers. A call that runs goes on. Whoever cannot see the leads in Podio cannot sign in again."</p>
        <form method="post" action="/compliance/end-sessions" class="fields">
            {whose}
            <button>"End all their sessions"</button>
        </form>
    };
    Ok(part("team", "Team", content))
}

#[derive(Debug, PartialEq, Eq)]
enum Standing {
    Current,
    OtherPolicy,
    TooOld,
}

impl Standing {
    const fn words(&self) -> &'static str {
        match self {
            Self::Current => "Current.",
            Self::OtherPolicy => "For an older policy: calls are refused.",
            Self::TooOld => "Has run out: calls are refused.",
        }
    }
}

/// As R-TRN-1 judges it.
fn standing(training: &TrainingRecord, now: Timestamp, good_for_days: u32) -> Standing {
    let age = now.duration_since(training.completed_at);
    if training.policy != POLICY_VERSION {
        Standing::OtherPolicy
    } else if age > SignedDuration::from_hours(24 * i64::from(good_for_days)) {
        Standing::TooOld
    } else {
        Standing::Current
    }
}

fn row(person: &Person, current: bool, words: String) -> impl IntoView + use<> {
    let class = if current { "" } else { "bad" };
    let role = (person.role == Role::Supervisor).then(|| view! { <span class="tag">"Supervisor"</span> });
    view! {
        <li class=class>
            <p class="record-head"><strong>{person.agent.name.clone()}</strong>{role}</p>
            <p>{words}</p>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_training_is_current_for_its_policy_and_its_days() {
        let passed: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let training = |policy: &str| TrainingRecord {
            policy: policy.to_owned(),
            completed_at: passed,
            recorded_by: "Dana Cole".to_owned(),
        };
        let after = |days: i64| passed + SignedDuration::from_hours(24 * days);
        assert_eq!(standing(&training(POLICY_VERSION), after(365), 365), Standing::Current);
        assert_eq!(standing(&training(POLICY_VERSION), after(366), 365), Standing::TooOld);
        assert_eq!(standing(&training("2020-01"), after(1), 365), Standing::OtherPolicy);
    }
}
