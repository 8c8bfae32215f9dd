//! Content security policies (CSP level 3): what a page may load, run and talk to. All that is not named is forbidden.

use axum::http::HeaderValue;

/// Where browsers tell of what a policy has stopped.
pub(crate) const REPORTS: &str = "/csp-report";
/// The name of that place in `Reporting-Endpoints`.
pub(crate) const REPORT_GROUP: &str = "csp";

/// Where the Voice SDK signals, and sends what it measures, when the carrier is Twilio: its default edge (`roaming`) and
/// home region (`us1`), as our tokens name no other.
const TWILIO: [Source; 3] = [
    Source::Host("wss://voice-js.roaming.twilio.com"),
    Source::Host("https://eventgw.us1.twilio.com"),
    Source::Host("https://eventgw.twilio.com"),
];

/// One place that something may come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// This server.
    Itself,
    /// An inline script that carries this answer's nonce.
    Nonce(String),
    /// An inline style of exactly these bytes: `sha256-…`.
    Hash(String),
    /// Compiling WebAssembly. The app is compiled wasm, and without this word no browser runs any. Unlike `unsafe-eval` it
    /// makes no text into script.
    WasmEval,
    /// `data:` URLs.
    Data,
    /// One host, with its scheme.
    Host(&'static str),
}

impl Source {
    fn write(&self, text: &mut String) {
        match self {
            Self::Itself => text.push_str("'self'"),
            Self::Nonce(nonce) => quoted(text, "nonce-", nonce),
            Self::Hash(hash) => quoted(text, "", hash),
            Self::WasmEval => text.push_str("'wasm-unsafe-eval'"),
            Self::Data => text.push_str("data:"),
            Self::Host(host) => text.push_str(host),
        }
    }
}

fn quoted(text: &mut String, kind: &str, value: &str) {
    for part in ["'", kind, value, "'"] {
        text.push_str(part);
    }
}

/// A directive, and what it says.
type Directive = (&'static str, Vec<Source>);

/// A policy: directives with what each allows; a directive without a source forbids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Policy {
    fetches: Vec<Directive>,
    /// Directives that stand alone, or hold words that are no sources.
    words: Vec<&'static str>,
    is_reported: bool,
}

impl Policy {
    /// For what is no page: nothing is loaded or run, and nobody puts it in a frame.
    pub(crate) fn data() -> Self {
        let fetches = vec![("default-src", vec![]), ("frame-ancestors", vec![])];
        Self { fetches, words: Vec::new(), is_reported: false }
    }

    /// A recording that is opened by itself: the browser makes a player around it, which loads it from here.
    pub(crate) fn media() -> Self {
        Self::data().allow("media-src", vec![Source::Itself])
    }

    /// A page without script: our styles, our pictures, forms that go to us.
    pub(crate) fn plain() -> Self {
        let mut policy = Self::data()
            .allow("base-uri", vec![])
            .allow("form-action", vec![Source::Itself])
            .allow("style-src", vec![Source::Itself])
            .allow("img-src", vec![Source::Itself]);
        policy.is_reported = true;
        policy
    }

    /// A document that stands alone with its one inline style.
    pub(crate) fn document(style: &str) -> Self {
        let mut policy = Self::data()
            .allow("base-uri", vec![])
            .allow("form-action", vec![])
            .allow("style-src", vec![Source::Hash(style.to_owned())]);
        policy.is_reported = true;
        policy
    }

    /// The app: its wasm, its inline scripts by nonce, the Voice SDK and its sounds, recordings; Twilio where calls are real.
    pub(crate) fn app(nonce: &str, is_live: bool) -> Self {
        let mut talks_to = vec![Source::Itself];
        talks_to.extend(is_live.then_some(TWILIO).into_iter().flatten());
        let scripts = vec![Source::Itself, Source::Nonce(nonce.to_owned()), Source::WasmEval];
        let mut policy = Self::plain()
            .allow("object-src", vec![])
            .allow("script-src", scripts)
            .allow("connect-src", talks_to)
            .allow("media-src", vec![Source::Itself]);
        // Text becomes script or markup through the page's one policy only (app/src/shell.rs).
        policy.words.extend(["require-trusted-types-for 'script'", "trusted-types default"]);
        policy
    }

    /// The sandbox's own pages: their script and style from here, an empty icon. Its forms may lead anywhere: one is the CRM's
    /// sign-in, which sends the browser back to whoever asked.
    pub(crate) fn sandbox() -> Self {
        let mut policy = Self::plain()
            .allow("script-src", vec![Source::Itself])
            .allow("connect-src", vec![Source::Itself])
            .allow("img-src", vec![Source::Data]);
        policy.fetches.retain(|(name, _)| *name != "form-action");
        policy
    }

    /// The same, where everything is on https: a link that says otherwise is mended rather than followed.
    pub(crate) fn on_https(mut self) -> Self {
        if self.is_reported {
            self.words.push("upgrade-insecure-requests");
        }
        self
    }

    /// Says what a directive allows, in place of what was said of it before.
    fn allow(mut self, directive: &'static str, sources: Vec<Source>) -> Self {
        self.fetches.retain(|(name, _)| *name != directive);
        self.fetches.push((directive, sources));
        self
    }

    /// The header's value. Should it not be one, nothing at all is allowed.
    pub(crate) fn header(&self, is_https: bool) -> HeaderValue {
        let mut text = String::with_capacity(512);
        for (name, sources) in &self.fetches {
            text.push_str(name);
            if sources.is_empty() {
                text.push_str(" 'none'");
            }
            for source in sources {
                text.push(' ');
                source.write(&mut text);
            }
            text.push_str("; ");
        }
        for word in &self.words {
            text.push_str(word);
            text.push_str("; ");
        }
        if self.is_reported {
            text.push_str("report-uri ");
            text.push_str(REPORTS);
            // Browsers take endpoints on https only; where they know the newer word, they leave the older one.
            if is_https {
                text.push_str("; report-to ");
                text.push_str(REPORT_GROUP);
            }
        }
        let text = text.trim_end_matches("; ");
        HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// A policy as a browser reads it.
    fn read(policy: &Policy, is_https: bool) -> BTreeMap<String, Vec<String>> {
        let header = policy.header(is_https);
        let directives = header.to_str().unwrap().split(';').map(|directive| {
            let mut words = directive.split_whitespace().map(str::to_owned);
            (words.next().unwrap(), words.collect())
        });
        let read: BTreeMap<_, _> = directives.clone().collect();
        assert_eq!(directives.count(), read.len(), "a directive twice: the second one is void");
        read
    }

    fn all() -> Vec<Policy> {
        let app = |is_live| Policy::app("n0nce", is_live);
        vec![
            Policy::data(),
            Policy::media(),
            Policy::plain(),
            Policy::document("sha256-x"),
            Policy::sandbox(),
            app(false),
            app(true).on_https(),
        ]
    }

    #[test]
    fn what_is_not_named_is_forbidden_and_nobody_frames_us() {
        for policy in all() {
            let read = read(&policy, true);
            assert_eq!(read["default-src"], ["'none'"], "{policy:?}");
            assert_eq!(read["frame-ancestors"], ["'none'"], "{policy:?}");
            let text = policy.header(true);
            let text = text.to_str().unwrap();
            for word in ["unsafe-inline", "'unsafe-eval'", "unsafe-hashes", "*", "http:", "blob:"] {
                assert!(!text.contains(word), "{word} in {text}");
            }
        }
    }

    #[test]
    fn only_the_app_runs_scripts_and_only_those_of_this_answer() {
        for policy in [Policy::data(), Policy::media(), Policy::plain(), Policy::document("sha256-x")] {
            assert!(!read(&policy, false).contains_key("script-src"), "{policy:?}");
        }
        let app = read(&Policy::app("n0nce", false), false);
        assert_eq!(app["script-src"], ["'self'", "'nonce-n0nce'", "'wasm-unsafe-eval'"]);
        assert_eq!(app["base-uri"], ["'none'"]);
        assert_eq!(app["object-src"], ["'none'"]);
        assert_eq!(app["require-trusted-types-for"], ["'script'"]);
    }

    #[test]
    fn the_sandbox_talks_to_nobody_and_live_to_twilio_alone() {
        assert_eq!(read(&Policy::app("n", false), false)["connect-src"], ["'self'"]);
        let live = read(&Policy::app("n", true).on_https(), true);
        let (ours, hosts) = live["connect-src"].split_first().unwrap();
        assert_eq!(ours, "'self'");
        assert!(!hosts.is_empty());
        for host in hosts {
            let name = host.strip_prefix("wss://").or(host.strip_prefix("https://")).unwrap();
            assert!(name.ends_with(".twilio.com"), "{host}");
        }
        assert!(live.contains_key("upgrade-insecure-requests"));
    }

    #[test]
    fn pages_tell_what_was_stopped() {
        let plain = read(&Policy::plain(), true);
        assert_eq!(
            (&plain["report-uri"][0], &plain["report-to"][0]),
            (&REPORTS.into(), &REPORT_GROUP.into())
        );
        assert!(!read(&Policy::plain(), false).contains_key("report-to"), "not without TLS");
        assert!(!read(&Policy::data(), true).contains_key("report-uri"));
    }

    #[test]
    fn a_nonce_that_is_none_opens_nothing() {
        assert_eq!(Policy::app("a\r\nb", false).header(false), "default-src 'none'");
    }
}
