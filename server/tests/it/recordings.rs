//! Recordings after the call: who may play them, what is written down, and when they end. Where the carrier must do as a
//! test says, it is one of the test's own, [`carrier::Carrier`].

mod carrier;
mod commands;
mod links;
mod plays;
mod retention;
mod sandbox;
mod world;
