//! G.711 µ-law (ITU-T G.711): eight bits for fourteen, in eight logarithmic segments.

/// Added to a magnitude so that every segment starts at a power of two.
const BIAS: u16 = 132;

/// The largest magnitude that, with the bias, still fits into the last segment.
const CLIP: u16 = 32_635;

/// The 16-bit linear sample of a µ-law code. The largest magnitude is 32 124.
pub const fn decode(code: u8) -> i16 {
    // µ-law is sent inverted.
    let code = !code;
    let exponent = (code >> 4) & 0x07;
    let mantissa = (code & 0x0F) as i16;
    let magnitude = (((mantissa << 3) + BIAS.cast_signed()) << exponent) - BIAS.cast_signed();
    if code & 0x80 == 0 { magnitude } else { -magnitude }
}

/// The µ-law code that is nearest below a 16-bit linear sample; louder than the code can say is clipped.
pub const fn encode(sample: i16) -> u8 {
    let magnitude = sample.unsigned_abs();
    let magnitude = if magnitude > CLIP { CLIP } else { magnitude } + BIAS;
    // The bias makes bit 7 the lowest that can be the highest one set, so this is 0 to 7.
    let exponent = 8 - magnitude.leading_zeros();
    let mantissa = (magnitude >> (exponent + 3)) & 0x0F;
    let sign = if sample < 0 { 0x80 } else { 0 };
    // The three parts do not overlap and fill eight bits.
    let [.., code] = (sign | (exponent << 4) | mantissa as u32).to_be_bytes();
    !code
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::SILENCE;
    use proptest::prelude::*;

    #[test]
    fn every_code_survives_the_round_trip() {
        for code in 0..=u8::MAX {
            // There are two zeros; both decode to 0, and 0 is encoded as the positive one.
            let expected = if code == 0x7F { SILENCE } else { code };
            assert_eq!(encode(decode(code)), expected, "code {code:#x}");
        }
    }

    #[test]
    fn the_reference_points_of_the_standard() {
        assert_eq!(encode(0), SILENCE);
        assert_eq!(decode(SILENCE), 0);
        assert_eq!(decode(0x80), 32_124);
        assert_eq!(decode(0x00), -32_124);
        assert_eq!(encode(i16::MAX), 0x80);
        assert_eq!(encode(i16::MIN), 0x00);
    }

    proptest! {
        #[test]
        fn the_error_stays_within_a_quantisation_step(sample: i16) {
            let heard = i32::from(decode(encode(sample)));
            let error = (heard - i32::from(sample)).abs();
            // A step of the segment is a 32nd of the magnitude, and never less than 8; clipping costs up to 644.
            let magnitude = i32::from(sample).abs();
            prop_assert!(error <= (magnitude / 16).max(8), "{sample} was heard as {heard}");
        }

        #[test]
        fn louder_is_never_heard_as_quieter(a: i16, b: i16) {
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(decode(encode(low)) <= decode(encode(high)));
        }
    }
}
