//! What a supervisor keeps: exceptions, consents, the do-not-call list, the team's training, the organisation.

mod account;
mod calendar;
mod caller_id;
mod consents;
mod drill;
mod erasure;
mod holds;
mod organisation;
mod overrides;
mod people;
mod recordings;
mod registrations;
mod removal;
mod suppressions;
mod team;
#[cfg(test)]
mod tests;

pub use drill::Drill;
pub use erasure::ErasurePlan;
pub use overrides::NewOverride;
pub use recordings::LATEST_CALLS;
