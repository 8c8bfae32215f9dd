//! HTTP tests: the whole product in sandbox mode, through its own front door.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]
#![expect(clippy::tests_outside_test_module, reason = "this is the test binary")]

mod app;
mod browser;
mod calls;
mod commands;
mod desk;
mod disk_full;
mod dispositions;
mod erase;
mod evidence;
mod leg_two;
mod lost;
mod outbox;
mod pages;
mod public;
mod races;
mod server_functions;
mod set_up;
mod spool;
mod standing;
mod webhooks;
