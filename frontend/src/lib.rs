//! The wasm entry point: hydrates the app.
