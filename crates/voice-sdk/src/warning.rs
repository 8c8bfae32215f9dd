//! The SDK's call quality warnings.

/// Something about the line is bad enough that the SDK says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Round trips above 400 ms.
    HighRoundTrip,
    /// Delay variation above 30 ms.
    HighJitter,
    /// More than 1 % (or on average 3 %) of the packets are lost.
    HighPacketLoss,
    /// Mean opinion score below 3.
    LowOpinionScore,
    /// No sound came in for three seconds.
    NoSoundIn,
    /// No sound went out for three seconds.
    NoSoundOut,
    /// The network path is gone.
    PathLost,
    /// The microphone's level has not changed for ten seconds.
    ConstantInput,
    /// A warning that this crate does not know, by the SDK's name.
    Other(String),
}

impl Warning {
    /// Reads the SDK's name of a warning.
    pub fn from_name(name: &str) -> Self {
        match name {
            "high-rtt" => Self::HighRoundTrip,
            "high-jitter" => Self::HighJitter,
            "high-packet-loss" | "high-packets-lost-fraction" => Self::HighPacketLoss,
            "low-mos" => Self::LowOpinionScore,
            "low-bytes-received" => Self::NoSoundIn,
            "low-bytes-sent" => Self::NoSoundOut,
            "ice-connectivity-lost" => Self::PathLost,
            "constant-audio-input-level" => Self::ConstantInput,
            other => Self::Other(other.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sdk_has_two_names_for_packet_loss() {
        assert_eq!(Warning::from_name("high-packet-loss"), Warning::HighPacketLoss);
        assert_eq!(Warning::from_name("high-packets-lost-fraction"), Warning::HighPacketLoss);
    }

    #[test]
    fn an_unknown_warning_keeps_its_name() {
        assert_eq!(Warning::from_name("low-tide"), Warning::Other("low-tide".into()));
    }
}
