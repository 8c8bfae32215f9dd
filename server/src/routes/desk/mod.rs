//! The supervisor's pages: the compliance centre, what is kept on a number, and the drill. Plain pages and forms; a
//! number travels in the body of a POST and stands in no address.

mod act;
mod centre;
mod deed;
mod drill;
mod number;

use dialer::Person;
use domain::{AgentId, E164};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::http::doors::{Audience, Doors};

#[cfg(feature = "fuzzing")]
pub(crate) use drill::moment_of;

/// The doors of all of them. Each handler takes a [`Desk`](crate::people::Desk): nobody else gets in.
pub(super) fn doors() -> Doors {
    let who = Audience::Supervisor;
    Doors::new()
        .get(who, "/compliance", centre::show)
        .get(who, "/compliance/number", number::ask)
        .post(who, "/compliance/number", number::look)
        .post(who, "/compliance/number/{action}", number::act)
        .get(who, "/compliance/what-if", drill::ask)
        .post(who, "/compliance/what-if", drill::answer)
        .post(who, "/compliance/{action}", act::act)
}

/// A moment as people in the agents' zone say it.
fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%b %-d, %Y, %-I:%M %p %Z").to_string()
}

/// A person's name, or the id of somebody who does not work here any more.
fn name_of(team: &[Person], id: &AgentId) -> String {
    let known = team.iter().find(|person| person.agent.id == *id);
    known.map_or_else(|| id.to_string(), |person| person.agent.name.clone())
}

/// A number on a page that is not about it.
fn last_four(number: &E164) -> String {
    format!("\u{2022}\u{2022}\u{2022} {}", number.line())
}
