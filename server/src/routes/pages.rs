//! What a browser loads: the pages, the server functions, and the site's files.

use app::Mode;
use app::view::AgentZone;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, header};
use axum::response::IntoResponse;
use dialer::Dialer;
use leptos::config::{LeptosOptions, get_configuration};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{LeptosRoutes, generate_route_list};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use super::State;

/// Pages and files.
///
/// # Errors
/// When Leptos' options cannot be read.
pub(super) fn router(state: &State, sandbox: bool) -> Result<Router, String> {
    let options = options()?;
    let mode = if sandbox { Mode::Sandbox } else { Mode::Live };
    let context = {
        let (dialer, people): (Dialer, _) = (state.dialer.clone(), state.people.clone());
        let zone = AgentZone(dialer.settings().zone.clone());
        move || {
            provide_context(dialer.clone());
            // Without a request there is nobody: so it is when the routes are listed.
            let asker = use_context::<http::request::Parts>().and_then(|parts| people.of(&parts.headers));
            if let Some(person) = asker {
                provide_context(person.agent.clone());
                provide_context(person);
            }
            provide_context(zone.clone());
            provide_context(mode);
        }
    };
    let routes = generate_route_list(app::App);
    let shell = {
        let options = options.clone();
        move || app::shell(options.clone())
    };
    let not_found = {
        let (options, context) = (options.clone(), context.clone());
        let render =
            leptos_axum::render_app_to_stream_with_context(context, move || app::shell(options.clone()));
        move |request: Request<Body>| {
            let page = render(request);
            async move { page.await.into_response() }
        }
    };
    let files = ServeDir::new(options.site_root.to_string()).precompressed_br().precompressed_gzip();
    let fallback = move |request: Request<Body>| {
        let (files, not_found) = (files.clone(), not_found.clone());
        async move {
            let (parts, body) = request.into_parts();
            let page = Request::from_parts(parts.clone(), Body::empty());
            let file = match files.oneshot(Request::from_parts(parts, body)).await {
                Ok(file) => file,
                Err(never) => match never {},
            };
            if file.status() == http::StatusCode::NOT_FOUND {
                return not_found(page).await;
            }
            let mut file = file.map(Body::new).into_response();
            // Names do not carry a hash: browsers ask each time, and a file that is unchanged costs one 304.
            file.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            file
        }
    };
    Ok(Router::new()
        .leptos_routes_with_context(&options, routes, context, shell)
        .fallback(fallback)
        .with_state(options))
}

/// From `Leptos.toml` where it is there, else the same values as built in: a binary alone can start.
fn options() -> Result<LeptosOptions, String> {
    let file = std::env::var("LEPTOS_TOML").unwrap_or_else(|_| "Leptos.toml".to_owned());
    if std::path::Path::new(&file).exists() {
        return get_configuration(Some(&file)).map(|config| config.leptos_options).map_err(|e| e.to_string());
    }
    Ok(LeptosOptions::builder().output_name("twoleg").site_root("target/site").site_pkg_dir("pkg").build())
}
