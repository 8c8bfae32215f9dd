//! What every home of the store must do. A home's tests call [`conformance_tests!`](crate::conformance_tests) with the
//! name of an async function that makes an empty home: `async fn make() -> (Guard, Arc<dyn Store>)`, where the guard
//! keeps the home alive. Where it answers an `Option`, none skips the case.
//!
//! Each case fails by panicking, as tests do.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "test support: a panic is how a case fails"
)]

pub mod audit;
pub mod calls;
pub mod emulator;
pub mod erasure;
pub mod files;
pub mod outbox;
pub mod samples;
pub mod suppression;

use std::sync::Arc;

use crate::Store;

/// What a function that makes a home may answer.
pub trait Made {
    /// What keeps the home alive.
    type Guard;
    /// The home, unless there is none on this machine.
    fn made(self) -> Option<(Self::Guard, Arc<dyn Store>)>;
}

impl<G> Made for (G, Arc<dyn Store>) {
    type Guard = G;
    fn made(self) -> Option<Self> {
        Some(self)
    }
}

impl<G> Made for Option<(G, Arc<dyn Store>)> {
    type Guard = G;
    fn made(self) -> Self {
        self
    }
}

/// One test for each case of the suite.
#[macro_export]
macro_rules! conformance_tests {
    ($make:path) => {
        $crate::conformance_tests!($make, calls: [
            a_call_is_written_once, an_unknown_call_takes_nothing, an_event_is_written_once,
            a_failed_edit_changes_nothing, legs_and_recordings_are_found, calls_are_found,
            calls_are_counted_as_they_are_found,
            unfinished_calls_are_those_that_hold_the_agent, any_order_gives_the_same_record,
            a_recording_is_deleted_and_its_links_end,
            changes_are_told_after_they_are_written, many_writers_lose_nothing,
        ]);
        $crate::conformance_tests!($make, outbox: [
            due_work_is_leased_once, work_waits_for_older_work_of_its_key, a_lost_lease_comes_back,
            a_worker_that_starts_again_gives_back_what_it_had,
            a_slow_worker_is_fenced_off, failed_work_is_tried_again, dead_work_holds_nobody_up,
            many_workers_never_share_work, a_person_sends_it_again, a_person_takes_it_off, a_credential_rests,
            work_without_a_call_is_owed_once,
        ]);
        $crate::conformance_tests!($make, audit: [
            rows_are_chained_and_found, a_unit_brings_its_rows, the_log_is_read_in_pages,
        ]);
        $crate::conformance_tests!($make, suppression: [
            a_number_stays_suppressed, a_unit_suppresses_at_once, a_suppression_is_lifted_with_its_file,
        ]);
        $crate::conformance_tests!($make, files: [
            a_file_is_edited_by_one_at_a_time, a_note_leaves_no_row, one_claim_of_a_state_holds, what_bears_on_a_number_spoils_a_claim,
        ]);
        $crate::conformance_tests!($make, erasure: [
            a_person_is_erased_and_the_log_holds, an_erasure_of_an_older_state_is_refused, a_long_record_is_erased,
        ]);
    };
    ($make:path, $area:ident: [$($case:ident),+ $(,)?]) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                if let Some((_guard, store)) = $crate::conformance::Made::made($make().await) {
                    $crate::conformance::$area::$case(store).await;
                }
            }
        )+
    };
}
