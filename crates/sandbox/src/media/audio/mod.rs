//! Sounds, and ways to combine them: each is a [`FarEnd`](super::FarEnd).
//!
//! ```
//! use sandbox::media::audio::{Clip, Sequence, Silence, Tone};
//! use std::time::Duration;
//!
//! // A greeting, the beep, and then an open line.
//! let voicemail = Sequence::new()
//!     .then(Clip::new(&[0xFF; 8_000]))
//!     .then(Tone::new(1_000.0).lasting(Duration::from_millis(500)))
//!     .then(Silence::forever());
//! # let _ = voicemail;
//! ```

mod clip;
mod echo;
mod mix;
mod mulaw;
mod persona;
mod sequence;
mod tone;

pub use clip::{Clip, Silence};
pub use echo::EchoBack;
pub use mix::Mix;
pub use mulaw::{decode, encode};
pub use persona::Persona;
pub use sequence::Sequence;
pub use tone::{Busy, Ringback, Tone, chime};
