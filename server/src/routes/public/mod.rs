//! What anybody may open: the do-not-call policy and the opt-out form.

mod bound;
mod opt_out;
mod policy;

pub(crate) use self::bound::Bound;
pub(super) use self::bound::household;
pub(crate) use self::bound::peer;
use crate::http::doors::{Audience, Doors};

/// The doors of both.
pub(super) fn doors() -> Doors {
    Doors::new()
        .get(Audience::Anyone, "/do-not-call-policy", policy::show)
        .get(Audience::Anyone, "/opt-out", opt_out::ask)
        .post(Audience::Anyone, "/opt-out", opt_out::take)
}
