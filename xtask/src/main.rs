//! Builds the browser's half of the site: wasm-bindgen, as a library, at the version that `Cargo.lock` holds.
fn main() {}
