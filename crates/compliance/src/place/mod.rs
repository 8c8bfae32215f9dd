//! Where the called party may be: sets of states and of clocks, never the best guess.

mod candidates;
mod geography;
mod state;
mod zone;

pub(crate) use candidates::{AddressFault, Candidate, Source, Whereabouts, clock_text, place_label};
pub(crate) use geography::area_code;
pub use state::{NoSuchState, State};
pub(crate) use zone::Zone;
