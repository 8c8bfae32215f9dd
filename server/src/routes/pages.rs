//! What a browser loads: the pages, the server functions, and the site's files.

use std::sync::LazyLock;

use app::Mode;
use app::view::AgentZone;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, header};
use axum::middleware;
use axum::response::IntoResponse;
use dialer::{Dialer, Person};
use leptos::config::{LeptosOptions, get_configuration};
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use super::State;
use crate::http::doors::{Audience, Door};
use crate::http::headers::{self, Page};
use crate::page;

/// The app's routes, listed once. While Leptos lists them, no resource of the process that begins just then ever goes on
/// (leptos-rs/leptos#4773): pages of another server in this process would never end.
fn listed() -> Vec<AxumRouteListing> {
    static LISTED: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(app::App));
    LISTED.clone()
}

/// Pages and files.
///
/// # Errors
/// When Leptos' options cannot be read.
pub(super) fn router(state: &State, sandbox: bool) -> Result<(Router, Vec<Door>), String> {
    let options = options()?;
    let mode = if sandbox { Mode::Sandbox } else { Mode::Live };
    let context = {
        let dialer: Dialer = state.dialer.clone();
        let zone = AgentZone(dialer.settings().zone.clone());
        move || {
            provide_context(dialer.clone());
            // Without a request there is nobody: so it is when the routes are listed.
            let parts = use_context::<http::request::Parts>();
            // The nonce that the answer's policy names, in place of the one that Leptos made.
            if let Some(nonce) = parts.as_ref().and_then(|parts| parts.extensions.get::<Nonce>()) {
                provide_context(nonce.clone());
            }
            // The gate has put the person there.
            if let Some(person) = parts.and_then(|parts| parts.extensions.get::<Person>().cloned()) {
                provide_context(person.agent.clone());
                provide_context(person);
            }
            provide_context(zone.clone());
            provide_context(mode);
        }
    };
    let routes = listed();
    let doors = doors_of(&routes);
    let shell = {
        let options = options.clone();
        move || app::shell(options.clone())
    };
    let app_page = headers::mark(Page::App);
    let not_found = {
        let (options, context) = (options.clone(), context.clone());
        let render =
            leptos_axum::render_app_to_stream_with_context(context, move || app::shell(options.clone()));
        let app_page = app_page.clone();
        move |request: Request<Body>| {
            let (page, app_page) = (render(request), app_page.clone());
            async move { app_page(page.await.into_response()).await }
        }
    };
    let files = ServeDir::new(options.site_root.to_string())
        // A folder is nothing to look at, and its redirect (`//pkg` to `//pkg/`) would lead to another host.
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let fallback = move |request: Request<Body>| {
        let (files, not_found) = (files.clone(), not_found.clone());
        async move {
            let (parts, body) = request.into_parts();
            let is_somebody = parts.extensions.get::<Person>().is_some();
            let page = Request::from_parts(parts.clone(), Body::empty());
            let file = match files.oneshot(Request::from_parts(parts, body)).await {
                Ok(file) => file,
                Err(never) => match never {},
            };
            if file.status() == http::StatusCode::NOT_FOUND {
                // The app is for people who work here.
                return if is_somebody { not_found(page).await } else { page::nowhere() };
            }
            let mut file = file.map(Body::new).into_response();
            // Names do not carry a hash: browsers ask each time, and a file that is unchanged costs one 304.
            file.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            file
        }
    };
    #[expect(clippy::disallowed_methods, reason = "files of the site; a page only for somebody")]
    let router = Router::new()
        .leptos_routes_with_context(&options, routes, context, shell)
        .route_layer(middleware::map_response(app_page))
        .fallback(fallback)
        .with_state(options);
    Ok((router, doors))
}

/// Leptos' own doors, as it lists them itself: pages and server functions, all of them for people who work here.
fn doors_of(routes: &[AxumRouteListing]) -> Vec<Door> {
    let door = |method: &dyn std::fmt::Display, path: &str| Door {
        method: method.to_string(),
        path: path.to_owned(),
        who: Audience::Agent,
    };
    // A page is rendered by GET whatever its methods say.
    let pages = routes.iter().map(|route| door(&"GET", route.path()));
    let functions = server_fn_paths().map(|(path, method)| door(&method, path));
    pages.chain(functions).collect()
}

/// From `Leptos.toml` where it is there, else the same values as built in: a binary alone can start.
fn options() -> Result<LeptosOptions, String> {
    let file = std::env::var("LEPTOS_TOML").unwrap_or_else(|_| "Leptos.toml".to_owned());
    if std::path::Path::new(&file).exists() {
        return get_configuration(Some(&file)).map(|config| config.leptos_options).map_err(|e| e.to_string());
    }
    Ok(LeptosOptions::builder().output_name("twoleg").site_root("target/site").site_pkg_dir("pkg").build())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use leptos::prelude::*;

    use super::*;

    #[component]
    fn Page() -> impl IntoView {
        let word = Resource::new(|| (), async |()| "there".to_owned());
        view! { <Suspense>{move || Suspend::new(async move { word.await })}</Suspense> }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_page_is_rendered_while_another_server_lists_its_routes() {
        let is_over = AtomicBool::new(false);
        listed();
        let page = leptos_axum::render_app_async(|| view! { <Page/> });
        let rendered = std::thread::scope(|threads| {
            threads.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    listed();
                }
            });
            let rendered = tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current().block_on(async {
                    for _ in 0..300 {
                        let rendering = page(Request::get("/").body(Body::empty()).unwrap());
                        tokio::time::timeout(Duration::from_secs(30), rendering).await?;
                    }
                    Ok::<_, tokio::time::error::Elapsed>(())
                })
            });
            is_over.store(true, Ordering::Relaxed);
            rendered
        });
        assert_eq!(rendered, Ok(()), "a page never ends");
    }
}
