//! The client against a small Podio of its own: what it sends, and what it makes of the answers.
#![expect(clippy::unwrap_used, reason = "a fake that cannot go on must stop its test")]

mod fake;
mod fixtures;
mod hooks;
mod identify;
mod leads;
mod limits;
mod links;
mod predecessor;
mod setup;
mod sign_in;
mod standing;
mod writes;
