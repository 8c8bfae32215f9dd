//! What the SDK measures once a second during a call.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// One second of a call, as seen from this browser.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sample {
    /// Bytes of sound that came in during this second.
    pub bytes_received: f64,
    /// Bytes of sound that went out during this second.
    pub bytes_sent: f64,
    /// Share of the inbound packets lost in this second, in percent.
    pub packets_lost_percent: f64,
    /// Packet delay variation, in milliseconds.
    pub jitter_ms: f64,
    /// Round trip to the carrier's edge, in milliseconds.
    pub rtt_ms: f64,
    /// Mean opinion score, 1.0 to about 4.5. Absent until there is enough to judge by.
    pub mos: Option<f64>,
}

impl Sample {
    pub(crate) fn read(sample: &JsValue) -> Self {
        let number = |name: &str| Reflect::get(sample, &name.into()).ok().and_then(|value| value.as_f64());
        Self {
            bytes_received: number("bytesReceived").unwrap_or_default(),
            bytes_sent: number("bytesSent").unwrap_or_default(),
            packets_lost_percent: number("packetsLostFraction").unwrap_or_default(),
            jitter_ms: number("jitter").unwrap_or_default(),
            rtt_ms: number("rtt").unwrap_or_default(),
            mos: number("mos"),
        }
    }
}
