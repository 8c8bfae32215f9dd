//! Headers of every answer, in one place: a handler only says what kind of answer it gives, and where it says nothing the
//! answer is given the least.

use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::Nonce;

use super::csp::{Policy, REPORT_GROUP, REPORTS};

/// Two years, as the preload list asks for.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// What a page may ask the device for: the microphone, and to play what the agent hears.
const PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "microphone=(self), autoplay=(self), accelerometer=(), bluetooth=(), camera=(), clipboard-read=(), \
     clipboard-write=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), \
     gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), midi=(), payment=(), \
     picture-in-picture=(), publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), \
     serial=(), storage-access=(), usb=(), window-management=(), xr-spatial-tracking=()",
);

const ALWAYS: [(HeaderName, HeaderValue); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("origin-agent-cluster"), HeaderValue::from_static("?1")),
];

/// What a page is, where it is more than one without script. Put among an answer's extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Page {
    /// Rendered by the app, with this answer's nonce on its scripts.
    App,
    /// Stands alone; the hash (`sha256-…`) of its inline style.
    Document(String),
    /// One of the sandbox's own.
    Sandbox,
}

/// How this server is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    /// Calls are real: the browser talks to Twilio.
    pub(crate) is_live: bool,
    /// `PUBLIC_URL` is https.
    pub(crate) is_https: bool,
}

impl Reached {
    fn policy(self, answer: &Response, nonce: &str) -> Policy {
        let content_type = answer.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default();
        if content_type.starts_with("audio/") {
            return Policy::media();
        }
        if !content_type.starts_with("text/html") {
            return Policy::data();
        }
        let policy = match answer.extensions().get::<Page>() {
            Some(Page::App) => Policy::app(nonce, self.is_live),
            Some(Page::Document(style)) => Policy::document(style),
            Some(Page::Sandbox) => Policy::sandbox(),
            None => Policy::plain(),
        };
        if self.is_https { policy.on_https() } else { policy }
    }
}

/// Makes the nonce of this answer, and gives the answer its headers.
pub(crate) async fn guard(Extract(reached): Extract<Reached>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let mut answer = next.run(request).await;
    let policy = reached.policy(&answer, &nonce).header(reached.is_https);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    add(headers, reached);
    answer
}

fn add(headers: &mut HeaderMap, reached: Reached) {
    for (name, value) in ALWAYS {
        // A link that holds a key is told to nobody at all: stricter than the rule.
        if name != header::REFERRER_POLICY || !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
    // What says nothing else is about now, and may name people. The site's files do say.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if reached.is_https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
        if let Ok(endpoint) = HeaderValue::try_from(format!("{REPORT_GROUP}=\"{REPORTS}\"")) {
            headers.insert("reporting-endpoints", endpoint);
        }
    }
    headers.remove(header::SERVER);
}

/// Says that answers of these routes are pages of this kind.
pub(crate) fn mark(page: Page) -> impl Fn(Response) -> std::future::Ready<Response> + Clone {
    move |mut answer: Response| {
        answer.extensions_mut().insert(page.clone());
        std::future::ready(answer)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "these routes are nobody's doors")]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware;
    use axum::response::{Html, IntoResponse};
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    const SANDBOX: Reached = Reached { is_live: false, is_https: false };
    const LIVE: Reached = Reached { is_live: true, is_https: true };

    async fn ask(path: &str, reached: Reached) -> HeaderMap {
        let app = Router::new()
            .route("/app", get(async || Html("<p>")))
            .layer(middleware::map_response(mark(Page::App)))
            .route("/plain", get(async || Html("<p>")))
            .route("/json", get(async || axum::Json(1)))
            .route("/voice", get(async || ([("content-type", "audio/mpeg")], "x")))
            .route("/kept", get(async || ([("cache-control", "no-cache"), ("server", "x")], "x")))
            .route(
                "/alone",
                get(async || {
                    let mut answer = Html("<p>").into_response();
                    answer.extensions_mut().insert(Page::Document("sha256-abc".into()));
                    answer
                }),
            )
            .layer(middleware::from_fn_with_state(reached, guard));
        let request = Request::get(path).body(Body::empty()).unwrap();
        app.oneshot(request).await.unwrap().headers().clone()
    }

    fn policy(headers: &HeaderMap) -> &str {
        headers["content-security-policy"].to_str().unwrap()
    }

    #[tokio::test]
    async fn every_answer_has_them_also_one_that_nobody_foresaw() {
        for path in ["/app", "/plain", "/json", "/voice", "/alone", "/kept", "/nothing/here"] {
            let headers = ask(path, SANDBOX).await;
            for (name, value) in ALWAYS {
                assert_eq!(headers[&name], value, "{path}");
            }
            assert!(policy(&headers).starts_with("default-src 'none'; frame-ancestors 'none'"), "{path}");
            assert!(!headers.contains_key("server"), "{path}");
            assert!(!headers.contains_key("strict-transport-security"), "{path}: the sandbox has no TLS");
        }
    }

    #[tokio::test]
    async fn the_least_that_each_kind_needs() {
        assert!(policy(&ask("/app", SANDBOX).await).contains("script-src 'self' 'nonce-"));
        assert!(!policy(&ask("/plain", SANDBOX).await).contains("script-src"));
        assert!(policy(&ask("/alone", SANDBOX).await).contains("style-src 'sha256-abc'"));
        assert_eq!(policy(&ask("/json", SANDBOX).await), "default-src 'none'; frame-ancestors 'none'");
        assert!(policy(&ask("/voice", SANDBOX).await).contains("media-src 'self'"));
    }

    #[tokio::test]
    async fn no_nonce_is_used_twice() {
        assert_ne!(policy(&ask("/app", SANDBOX).await), policy(&ask("/app", SANDBOX).await));
    }

    #[tokio::test]
    async fn live_is_on_https_for_two_years() {
        let headers = ask("/app", LIVE).await;
        assert_eq!(headers["strict-transport-security"], HSTS);
        assert_eq!(headers["reporting-endpoints"], "csp=\"/csp-report\"");
        assert!(policy(&headers).contains("upgrade-insecure-requests"));
    }

    #[tokio::test]
    async fn nothing_is_kept_that_does_not_say_so() {
        assert_eq!(ask("/json", SANDBOX).await["cache-control"], "no-store");
        assert_eq!(ask("/kept", SANDBOX).await["cache-control"], "no-cache");
    }

    #[test]
    fn the_device_gives_the_microphone_and_sound() {
        let features = PERMISSIONS;
        let features = features.to_str().unwrap().split(", ");
        let open: Vec<_> = features.filter(|feature| !feature.ends_with("=()")).collect();
        assert_eq!(open, ["microphone=(self)", "autoplay=(self)"]);
    }
}
