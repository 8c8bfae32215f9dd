//! The HTTP border: who asks, what went wrong, and the headers of every answer.

pub(crate) mod headers;
pub(crate) mod origin;
mod problem;
mod signed;

pub use problem::Problem;
pub(crate) use signed::Signed;
