//! What a supervisor keeps: exceptions, consents, the do-not-call list, the team's training, the organisation.

mod consents;
mod organisation;
mod overrides;
mod people;
mod suppressions;

pub use overrides::NewOverride;
