//! The server behind the `twoleg` binary: configuration, wiring, HTTP routes, background workers, command line.

#![recursion_limit = "512"]

pub mod attached_clock;
pub mod commands;
pub mod config;
mod demo;
mod drill;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod home;
pub mod http;
mod intake;
pub mod limits;
mod list_words;
mod page;
mod people;
mod routes;
pub mod rule_pack;
mod sandbox_clock;
mod serve;
pub mod session;
pub mod startup;
pub mod telemetry;
mod typed;
