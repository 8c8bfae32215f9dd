//! Writes `data/area_codes.csv` and `data/zip_prefixes.csv` anew, from the crates that carry the data.
//!
//! `cargo run -p compliance --example regenerate` after `cargo update -p zipcodes -p phonenumber-rs`. The tests fail
//! while the committed files differ from what this makes, so a change of the data is always a commit to read.
#![allow(missing_docs, reason = "a tool")]

mod clock;
mod derive;
mod pinned;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    std::fs::write(data.join("area_codes.csv"), derive::area_codes())?;
    std::fs::write(data.join("zip_prefixes.csv"), derive::zip_prefixes())
}
