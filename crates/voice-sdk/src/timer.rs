//! Timers that end with their owner.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::channel::oneshot;
use futures::future::{Either, select};
use js_sys::Function;
use wasm_bindgen::prelude::*;

/// Runs something once, later. Dropping it first cancels it.
#[must_use = "dropping a timer cancels it"]
pub struct Timeout {
    id: Option<i32>,
    _run: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Runs `run` after `delay`.
    pub fn new(delay: Duration, run: impl FnOnce() + 'static) -> Self {
        let run = Closure::once(run);
        let function: &Function = run.as_ref().unchecked_ref();
        let id = web_sys::window().and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(function, millis(delay)).ok()
        });
        Self { id, _run: run }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, web_sys::window()) {
            window.clear_timeout_with_handle(id);
        }
    }
}

/// Runs something again and again. Dropping it ends that.
#[must_use = "dropping a timer ends it"]
pub struct Interval {
    id: Option<i32>,
    _run: Closure<dyn Fn()>,
}

impl Interval {
    /// Runs `run` every `period`, first after one period.
    pub fn new(period: Duration, run: impl Fn() + 'static) -> Self {
        let run: Closure<dyn Fn()> = Closure::new(run);
        let function: &Function = run.as_ref().unchecked_ref();
        let id = web_sys::window().and_then(|window| {
            window.set_interval_with_callback_and_timeout_and_arguments_0(function, millis(period)).ok()
        });
        Self { id, _run: run }
    }
}

impl Drop for Interval {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, web_sys::window()) {
            window.clear_interval_with_handle(id);
        }
    }
}

/// Ready after a while.
pub struct Sleep {
    over: oneshot::Receiver<()>,
    _timeout: Timeout,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.over).poll(cx).map(|_| ())
    }
}

/// Waits for `delay`.
pub fn sleep(delay: Duration) -> Sleep {
    let (wake, over) = oneshot::channel();
    let timeout = Timeout::new(delay, move || {
        // The receiver may be gone by then: nobody waits any more.
        let _ = wake.send(());
    });
    Sleep { over, _timeout: timeout }
}

/// The future's output, or nothing if it takes longer than `limit`.
pub async fn within<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    let future = std::pin::pin!(future);
    match select(future, sleep(limit)).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(_) => None,
    }
}

/// The browser counts a delay in a signed 32-bit number of milliseconds; a longer one would fire at once.
fn millis(delay: Duration) -> i32 {
    i32::try_from(delay.as_millis()).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_beyond_the_browsers_range_is_cut_not_wrapped() {
        assert_eq!(millis(Duration::from_secs(2)), 2000);
        assert_eq!(millis(Duration::from_hours(60 * 24)), i32::MAX);
    }
}
