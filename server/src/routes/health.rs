//! For operators: is it up, can it work, and how much does it do.

use std::sync::OnceLock;

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::State;
use crate::http::{Operator, Problem};

/// The process is up.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// The process can take calls: its store answers, and it is not about to stop. Why not, it tells an operator only.
pub(super) async fn readyz(
    Extract(state): Extract<State>,
    operator: Result<Operator, Problem>,
) -> impl IntoResponse {
    let not = |why| (StatusCode::SERVICE_UNAVAILABLE, if operator.is_ok() { why } else { "not ready\n" });
    if state.dialer.is_closing() {
        return not("stopping\n");
    }
    match state.dialer.store().ready().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(error = %error, "the store is not ready");
            not("the call log cannot be written\n")
        }
    }
}

/// The counters, in Prometheus' text form.
pub(super) async fn metrics(_: Operator) -> String {
    handle().map(PrometheusHandle::render).unwrap_or_default()
}

/// Starts to count.
pub(super) fn collect() {
    let _ = handle();
}

/// One recorder a process: it is the counters' home.
fn handle() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()).as_ref()
}
