//! A request, described before it is sent, so that it can be sent again.

use reqwest::Method;
use serde_json::Value;

/// What to ask of Podio.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// Starts with `/`; ids only, nothing that needs escaping.
    pub(crate) path: String,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) body: Option<Value>,
    /// Whether it only reads, and may be repeated without harm.
    pub(crate) reads: bool,
}

impl Request {
    /// A read.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), query: Vec::new(), body: None, reads: true }
    }

    /// A read whose question needs a body, such as a filter.
    pub(crate) fn ask(path: impl Into<String>, body: Value) -> Self {
        Self { method: Method::POST, body: Some(body), ..Self::get(path) }
    }

    /// A creation. It is never repeated here: Podio has no idempotency key.
    pub(crate) fn create(path: impl Into<String>, body: Value) -> Self {
        Self { method: Method::POST, body: Some(body), reads: false, ..Self::get(path) }
    }

    /// A change. Its repetition is left to the caller, who knows whether it is still wanted.
    pub(crate) fn update(path: impl Into<String>, body: Value) -> Self {
        Self { method: Method::PUT, body: Some(body), reads: false, ..Self::get(path) }
    }

    /// A deletion.
    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self { method: Method::DELETE, reads: false, ..Self::get(path) }
    }

    /// Adds to the query.
    pub(crate) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }
}
