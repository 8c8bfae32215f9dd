//! MP3 by LAME, at telephone quality.

use std::num::NonZeroU32;

use mp3lame_encoder::{
    Bitrate, BuildError, Builder, DualPcm, EncodeError, Encoder, EncoderInput, FlushGap, Mode, MonoPcm,
    Quality, max_required_buffer_size,
};

use super::SAMPLE_RATE;

/// What LAME may still hold back at the end of a stream, in bytes (from its own documentation).
const FLUSH: usize = 7_200;

/// Why a recording could not be encoded.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// The encoder could not be made.
    #[error("the MP3 encoder could not be set up: {0}")]
    Setup(BuildError),
    /// The encoder refused the audio.
    #[error("the recording could not be encoded: {0}")]
    Encode(EncodeError),
}

/// Two channels of linear samples; they are of the same length.
pub(super) fn stereo(left: &[i16], right: &[i16]) -> Result<Vec<u8>, RecordingError> {
    encode(2, DualPcm { left, right }, left.len())
}

/// One channel of linear samples.
pub(super) fn mono(samples: &[i16]) -> Result<Vec<u8>, RecordingError> {
    encode(1, MonoPcm(samples), samples.len())
}

fn encode(channels: u8, samples: impl EncoderInput, length: usize) -> Result<Vec<u8>, RecordingError> {
    let mut encoder = encoder(channels).map_err(RecordingError::Setup)?;
    let mut mp3 = Vec::with_capacity(max_required_buffer_size(length) + FLUSH);
    encoder.encode_to_vec(samples, &mut mp3).map_err(RecordingError::Encode)?;
    mp3.reserve(FLUSH);
    // The other way of flushing is for streams that go on, and would cut the last tenth of a second.
    encoder.flush_to_vec::<FlushGap>(&mut mp3).map_err(RecordingError::Encode)?;
    Ok(mp3)
}

fn encoder(channels: u8) -> Result<Encoder, BuildError> {
    Builder::new()
        .ok_or(BuildError::NoMem)?
        .with_num_channels(channels)?
        .with_sample_rate(SAMPLE_RATE)?
        // Without this LAME would resample to a rate that suits the bit rate better.
        .with_output_sample_rate(NonZeroU32::new(SAMPLE_RATE))?
        // The bit rate is constant, so that a player can seek by position alone.
        .with_brate(if channels == 2 { Bitrate::Kbps32 } else { Bitrate::Kbps16 })?
        .with_to_write_vbr_tag(false)?
        // Joint stereo would let one side leak into the other.
        .with_mode(if channels == 2 { Mode::Stereo } else { Mode::Mono })?
        .with_quality(Quality::Good)?
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Version, layer, bit rate, sample rate and channels of the frame at the start (ISO 11172-3 and its
    /// unofficial extension, MPEG-2.5, which is the only one with 8 kHz).
    fn header(mp3: &[u8]) -> (u8, u8, u8, u8, u8) {
        assert_eq!((mp3[0], mp3[1] & 0xE0), (0xFF, 0xE0), "the sync word");
        ((mp3[1] >> 3) & 3, (mp3[1] >> 1) & 3, mp3[2] >> 4, (mp3[2] >> 2) & 3, mp3[3] >> 6)
    }

    const MPEG_2_5: u8 = 0;
    const LAYER_3: u8 = 1;
    const HZ_8000: u8 = 2;

    /// Two seconds.
    fn silence() -> Vec<i16> {
        vec![0; 16_000]
    }

    #[test]
    fn a_dual_recording_is_a_stereo_stream_at_8_khz() {
        let mp3 = stereo(&silence(), &silence()).unwrap();
        // Bit rate 4 of MPEG-2.5 is 32 kbit/s; channel mode 0 is stereo.
        assert_eq!(header(&mp3), (MPEG_2_5, LAYER_3, 4, HZ_8000, 0));
        // Two seconds at 32 kbit/s, nothing cut off, and the encoder's own delay.
        assert!((8_000..9_500).contains(&mp3.len()), "{} bytes", mp3.len());
    }

    #[test]
    fn a_mono_recording_has_one_channel() {
        let mp3 = mono(&silence()).unwrap();
        // Bit rate 2 is 16 kbit/s; channel mode 3 is single channel.
        assert_eq!(header(&mp3), (MPEG_2_5, LAYER_3, 2, HZ_8000, 3));
    }

    #[test]
    fn an_empty_recording_is_not_an_error() {
        assert!(stereo(&[], &[]).is_ok());
    }
}
