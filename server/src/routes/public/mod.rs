//! What anybody may open: the do-not-call policy and the opt-out form.

mod bound;
mod opt_out;
mod policy;

use axum::Router;
use axum::routing::get;

pub(crate) use self::bound::OptOutBound;
use super::State;

/// The routes of both.
pub(super) fn router() -> Router<State> {
    Router::new()
        .route("/do-not-call-policy", get(policy::show))
        .route("/opt-out", get(opt_out::ask).post(opt_out::take))
}
