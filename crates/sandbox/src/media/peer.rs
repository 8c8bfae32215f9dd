//! What every leg's WebRTC connection has in common.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::format::{Codec, FormatParams};
use str0m::media::{Frequency, Pt};
use str0m::{Candidate, Rtc};

use super::MediaError;

/// The payload type of telephone events that browsers themselves use for 8 kHz.
const TELEPHONE_EVENT: Pt = Pt::new_with_value(126);

/// The keys by their RFC 4733 event code.
const KEYS: &[u8; 16] = b"0123456789*#ABCD";

/// How long a packet may be missing before the ones behind it are taken.
const REORDERING: Duration = Duration::from_millis(80);

/// An ICE-lite peer at an address that speaks µ-law and understands keys.
pub(super) fn peer(address: SocketAddr, now: Instant) -> Result<Rtc, MediaError> {
    let mut config = Rtc::builder()
        .set_ice_lite(true)
        .set_reordering_timeout_audio(Some(REORDERING))
        .clear_codecs()
        .enable_pcmu(true, false);
    config.codec_config().add_config(
        TELEPHONE_EVENT,
        None,
        Codec::Tele,
        Frequency::EIGHT_KHZ,
        None,
        FormatParams::default(),
    );
    let mut rtc = config.build(now);
    let candidate =
        Candidate::host(address, "udp").map_err(|error| MediaError::Address(error.to_string()))?;
    rtc.add_local_candidate(candidate);
    Ok(rtc)
}

/// The key of a telephone event, if it is one.
pub(super) fn key(event: u8) -> Option<char> {
    KEYS.get(usize::from(event)).copied().map(char::from)
}

/// Whether a character names a key.
pub(super) fn is_key(key: char) -> bool {
    u8::try_from(key).is_ok_and(|key| KEYS.contains(&key))
}
