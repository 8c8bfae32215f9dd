//! The HTTP border: who asks, what went wrong, how much is read, and the headers of every answer.

pub(crate) mod body;
mod csp;
pub mod doors;
pub(crate) mod gate;
pub(crate) mod headers;
mod operator;
pub(crate) mod origin;
pub(crate) mod overdue;
pub(crate) mod places;
mod problem;
mod refused;
mod signed;

pub(crate) use csp::REPORTS;
pub(crate) use operator::Operator;
pub use problem::Problem;
pub(crate) use refused::RefusedCallbacks;
pub(crate) use signed::Signed;
#[cfg(feature = "fuzzing")]
pub(crate) use {
    origin::{is_our_host, is_same_origin},
    signed::pairs,
};
