//! The twoleg binary: configuration, wiring, HTTP routes, background workers, command line.
