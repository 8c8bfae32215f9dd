//! HTTP tests: the whole product in sandbox mode, through its own front door.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]
#![expect(clippy::tests_outside_test_module, reason = "this is the test binary")]
#![expect(clippy::disallowed_methods, reason = "a carrier that a test plays has no doors of ours")]

mod app;
mod browser;
mod calls;
mod colleagues;
mod commands;
mod desk;
mod dial_links;
mod disk_full;
mod dispositions;
mod erase;
mod evidence;
mod foreign_legs;
mod headers;
mod leg_two;
mod limits;
mod live;
mod locations;
mod lost;
mod matrix;
mod methods;
mod outbox;
mod pages;
mod podio_hooks;
mod public;
mod races;
mod recordings;
mod server_functions;
mod sessions;
mod set_up;
mod sign_in;
mod slow;
mod spool;
mod standing;
mod webhooks;
