//! Packs of a real store, verified and tampered with.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]
#![expect(clippy::tests_outside_test_module, reason = "this is the test binary")]

mod document;
mod erased;
mod gathering;
mod history;
mod tampering;
mod whole_store;
