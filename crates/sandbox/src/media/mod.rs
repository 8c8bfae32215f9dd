//! The carrier's audio: WebRTC legs to browsers, what is heard on them, and their recordings.
//!
//! One task owns one UDP socket and every [leg](Media::offer) that shares it. It answers connectivity checks as
//! an ICE-lite peer, so that it needs to know nothing about the browser's addresses. Audio is G.711 µ-law at
//! 8 kHz in frames of 20 ms ([`FRAME`]), which is also how the telephone network carries it: nothing is transcoded.
//! Keys come as RFC 4733 telephone events.
//!
//! Who speaks to the agent is a [`FarEnd`]: a clip, a tone, an echo, or the combinators of [`audio`].

pub mod audio;
pub mod clips;

mod beat;
mod error;
mod far_end;
mod handle;
mod leg;
mod meter;
mod mp3;
mod peer;
mod recorder;
mod tape;
mod task;

#[cfg(test)]
mod tests;

pub use error::MediaError;
pub use far_end::FarEnd;
pub use handle::Media;
pub use meter::LegStats;
pub use recorder::{Recorded, Recorder, RecordingError};

/// Samples a second. G.711 knows no other rate.
pub const SAMPLE_RATE: u32 = 8_000;

/// Samples, and so bytes, of one frame: 20 ms.
pub const FRAME: usize = 160;

/// The µ-law code of a zero sample.
pub const SILENCE: u8 = 0xFF;
