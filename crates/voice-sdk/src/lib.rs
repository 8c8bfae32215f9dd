//! wasm-bindgen bindings to the Twilio Voice JS SDK.
