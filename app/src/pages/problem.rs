//! A page that could not be made, with what can be done about it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::erased::Erased;
use crate::problem::Problem;

/// The headline for a problem.
fn headline(problem: &Problem) -> &'static str {
    match problem.status {
        0 => "Twoleg cannot be reached",
        400..=499 => "This cannot be opened",
        502..=504 => "Not available at the moment",
        _ => "Something went wrong",
    }
}

/// The problem, in words.
#[component]
pub(crate) fn ProblemPage(problem: Problem) -> impl IntoView {
    let headline = headline(&problem);
    // Trying again helps where the fault is not in the address.
    let again = !(400..500).contains(&problem.status);
    view! {
        <Title text=headline/>
        <section class="problem" data-code=problem.code>
            <h1>{headline}</h1>
            <p role="alert">{problem.sentence}</p>
            <p class="problem-ways">
                <A href="/">"Go to the leads"</A>
                {again.then(|| view! { <a href="" rel="external">"Try again"</a> })}
            </p>
        </section>
    }
    .erased()
}
