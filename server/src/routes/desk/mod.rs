//! The supervisor's pages: the compliance centre, what is kept on a number, and the drill. Plain pages and forms; a
//! number travels in the body of a POST and stands in no address.

mod act;
mod centre;
mod drill;
mod number;

use axum::Router;
use axum::routing::{get, post};
use domain::{AgentId, E164};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::State;
use crate::people::People;

/// The routes of all of them. Each handler takes a [`Desk`](crate::people::Desk): nobody else gets in.
pub(super) fn router() -> Router<State> {
    Router::new()
        .route("/compliance", get(centre::show))
        .route("/compliance/number", get(number::ask).post(number::look))
        .route("/compliance/number/{action}", post(number::act))
        .route("/compliance/what-if", get(drill::ask).post(drill::answer))
        .route("/compliance/{action}", post(act::act))
}

/// A moment as people in the agents' zone say it.
fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%b %-d, %Y, %-I:%M %p %Z").to_string()
}

/// A person's name, or the id of somebody who does not work here any more.
fn name_of(people: &People, id: &AgentId) -> String {
    let known = people.all().iter().find(|person| person.agent.id == *id);
    known.map_or_else(|| id.to_string(), |person| person.agent.name.clone())
}

/// A number on a page that is not about it.
fn last_four(number: &E164) -> String {
    format!("\u{2022}\u{2022}\u{2022} {}", number.line())
}
