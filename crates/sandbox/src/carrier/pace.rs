//! How fast the scripted world moves.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The slowest and the fastest that the sandbox can be set to.
const RANGE: std::ops::RangeInclusive<f64> = 0.001..=10.0;

/// A factor on every scripted delay: ringing, answering, timing out. `1.0` is real life. Clones share it.
/// Audio always plays at its own speed.
#[derive(Debug, Clone)]
pub struct Pace(Arc<AtomicU64>);

impl Pace {
    /// A pace of `factor`, brought into range.
    pub fn new(factor: f64) -> Self {
        let pace = Self(Arc::new(AtomicU64::new(0)));
        pace.set(factor);
        pace
    }

    /// Sets the factor, brought into range; not a number counts as real life.
    pub fn set(&self, factor: f64) {
        let factor = if factor.is_nan() { 1.0 } else { factor.clamp(*RANGE.start(), *RANGE.end()) };
        self.0.store(factor.to_bits(), Ordering::Relaxed);
    }

    /// The factor.
    pub fn get(&self) -> f64 {
        f64::from_bits(self.0.load(Ordering::Relaxed))
    }

    /// The delay as it is lived here.
    pub(crate) fn of(&self, delay: Duration) -> Duration {
        delay.mul_f64(self.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_within_its_range() {
        let pace = Pace::new(0.5);
        assert_eq!(pace.of(Duration::from_secs(4)), Duration::from_secs(2));
        pace.set(-3.0);
        assert!((pace.get() - 0.001).abs() < f64::EPSILON);
        pace.set(f64::NAN);
        assert!((pace.get() - 1.0).abs() < f64::EPSILON);
        pace.set(f64::INFINITY);
        assert!((pace.get() - 10.0).abs() < f64::EPSILON);
    }
}
