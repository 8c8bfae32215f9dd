//! Bindings to `@twilio/voice-sdk` 2.18.5, the browser's end of a Twilio call.
//!
//! The SDK is JavaScript and stays unmodified: it is served by ourselves, loaded on demand by [`script::load`], and leaves the
//! global `Twilio`. This crate gives it types: [`Device`] (one registration), [`Call`] (one leg), [`Audio`] (microphones and
//! speakers), [`VoiceError`] (every way it fails, with a sentence for a person).
//!
//! Events are Rust enums, given to one handler for as long as a [`Subscription`] is held. Nothing is leaked: dropping a
//! subscription, a timer or a lock takes its JavaScript listeners with it.
//!
//! Beside the SDK are the few things of a browser that a phone needs: asking for the [`microphone`], [`timer`]s, and the
//! [`tab`] lock, by which one tab at a time has the phone.

mod audio;
mod call;
mod device;
mod emitter;
mod error;
pub mod microphone;
mod options;
mod raw;
mod sample;
pub mod script;
pub mod tab;
pub mod timer;
mod warning;

pub use audio::{Audio, Microphone, Speaker};
pub use call::{Call, CallEvent, CallStatus};
pub use device::{Device, DeviceEvent, DeviceStatus};
pub use emitter::Subscription;
pub use error::{ErrorKind, VoiceError};
pub use options::{Codec, DeviceOptions, SOUNDS};
pub use sample::Sample;
pub use warning::Warning;
