//! A path that leads nowhere.

use leptos::prelude::*;

use super::problem::ProblemPage;
use crate::problem::Problem;

/// The page for every unknown path.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    let problem = Problem::new(404, "not_found", "There is no page at this address.");
    #[cfg(feature = "ssr")]
    problem.set_status();
    view! { <ProblemPage problem/> }
}
