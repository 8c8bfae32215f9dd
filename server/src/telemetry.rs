//! Logs: one line an event, a constant message with named fields. Phone numbers are masked where they are logged,
//! and no secret has a form that can be printed.

use tracing_subscriber::EnvFilter;

/// Crates whose own lines name documents, and a document of the do-not-call list is named by its number: whatever
/// `RUST_LOG` says, only their errors are written.
const SILENT: [&str; 2] = ["firestore=error", "gcloud_sdk=error"];

/// Starts logging to standard error. `RUST_LOG` chooses how much; without it: news of our own, warnings of others'.
pub fn start() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,server=info,dialer=info,store=info,podio=info,twilio=info"));
    let filter =
        SILENT.into_iter().filter_map(|silent| silent.parse().ok()).fold(filter, EnvFilter::add_directive);
    // A second call (two servers in one test process) changes nothing.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
