//! The carrier, used as the product and the agent's browser use it: REST, webhooks, and the SDK's signalling.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "test support may fail loudly, and is no #[test] itself"
)]

mod bad_documents;
mod browser;
mod faults;
mod outcomes;
mod product;
mod recordings;
mod rest;
mod world;
