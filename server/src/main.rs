//! The twoleg binary.
fn main() {}
