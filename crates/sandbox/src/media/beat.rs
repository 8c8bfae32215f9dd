//! When the next 20 ms of sound are due.

use std::time::Duration;

use tokio::time::{Interval, interval};

/// The length of a frame.
const FRAME_LENGTH: Duration = Duration::from_millis(20);

/// A frame that is so late was held up by a machine that stood still, and not by a neighbour.
const STOOD_STILL: Duration = Duration::from_millis(200);

/// Every 20 ms. Beats that were missed by a moment follow at once, so that audio keeps its pace. After a standstill they
/// are left out: what piled up would make everybody hear whatever is said from then on so much too late.
pub(super) struct Beat(Interval);

impl Beat {
    pub(super) fn new() -> Self {
        Self(interval(FRAME_LENGTH))
    }

    /// Waits for the next one. Cancelled, it is not lost.
    pub(super) async fn next(&mut self) {
        let due = self.0.tick().await;
        if due.elapsed() > STOOD_STILL {
            self.0.reset();
        }
    }

    /// Nothing is owed: the next one is a frame's length away.
    pub(super) fn start_over(&mut self) {
        self.0.reset();
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;
    use tokio::time::advance;

    use super::*;

    /// How many follow at once, after so long.
    async fn owed_after(beat: &mut Beat, ms: u64) -> usize {
        advance(Duration::from_millis(ms)).await;
        std::iter::from_fn(|| beat.next().now_or_never()).count()
    }

    #[tokio::test(start_paused = true)]
    async fn a_moment_is_made_up_for_and_a_standstill_is_not() {
        let mut beat = Beat::new();
        beat.next().await;
        assert_eq!(owed_after(&mut beat, 20).await, 1);
        assert_eq!(owed_after(&mut beat, 119).await, 5);
        assert_eq!(owed_after(&mut beat, 1).await, 1, "the pace is kept");
        assert_eq!(owed_after(&mut beat, 1_500).await, 1);
        assert_eq!(owed_after(&mut beat, 20).await, 1, "and goes on from there");
        beat.start_over();
        assert_eq!(owed_after(&mut beat, 19).await, 0);
    }
}
