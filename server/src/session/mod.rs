//! Sessions: who has signed in at this browser. A session lives in an encrypted cookie, which every replica with the same
//! `SESSION_KEY` can read; only what takes it back before its time is in the store.

mod book;
mod cookie;
mod life;
mod next;
mod sign_in;

use dialer::Person;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use book::Sessions;
pub(crate) use cookie::Jar;
#[cfg(feature = "fuzzing")]
pub(crate) use cookie::Kind;
pub use cookie::Site;
pub use life::SessionLife;
pub(crate) use next::Next;
pub(crate) use sign_in::SigningIn;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Fresh with each sign-in: whoever plants an old one at a browser gains nothing.
    pub id: Uuid,
    /// Who, and as what. It is as it was at the sign-in.
    pub person: Person,
    /// When they signed in (true time, whatever the sandbox's clock shows).
    pub began: Timestamp,
    /// When they were last seen to do something.
    pub seen: Timestamp,
    /// How often all of this person's sessions had been ended when it began.
    pub generation: u32,
}

impl Session {
    /// A new one.
    pub fn begin(person: Person) -> Self {
        let now = Timestamp::now();
        Self { id: Uuid::new_v4(), person, began: now, seen: now, generation: 0 }
    }
}
