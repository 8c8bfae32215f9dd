//! Every way into the server, and for whom it is. A route cannot be served without standing in this table, and the gate
//! ([`super::gate`]) reads who may pass from it, before any handler runs.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};

use crate::routes::State;

/// For whom a door is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody, the public too.
    Anyone,
    /// Whoever has signed in.
    Agent,
    /// Whoever has signed in as a supervisor.
    Supervisor,
    /// Twilio, by its signature.
    Twilio,
    /// Podio, by an address that nobody can guess.
    Podio,
    /// Whoever holds a link of ours, by its signature.
    Link,
    /// Whoever runs the server, by a key or from the server's own machine.
    Operator,
}

/// A way into the server.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Door {
    /// The method; a GET answers HEAD as well.
    pub method: String,
    /// The path, as the router writes it: `/workspace`, `/events/calls/{call}`.
    pub path: String,
    /// For whom.
    pub who: Audience,
}

/// Routes with their audiences.
pub(crate) struct Doors {
    router: Router<State>,
    table: Vec<Door>,
}

impl Doors {
    pub(crate) fn new() -> Self {
        Self { router: Router::new(), table: Vec::new() }
    }

    /// A page, or data to read.
    pub(crate) fn get<H, T>(self, who: Audience, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        self.door(Method::GET, MethodFilter::GET, who, path, handler)
    }

    /// A form, or a webhook.
    pub(crate) fn post<H, T>(self, who: Audience, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        self.door(Method::POST, MethodFilter::POST, who, path, handler)
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where a route meets its audience")]
    fn door<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        who: Audience,
        path: &'static str,
        handler: H,
    ) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        self.table.push(Door { method: method.to_string(), path: path.to_owned(), who });
        self.router = self.router.route(path, on(filter, handler));
        self
    }

    /// All of both.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.table.extend(other.table);
        self.router = self.router.merge(other.router);
        self
    }

    /// The router, and what stands in the table.
    pub(crate) fn split(self) -> (Router<State>, Vec<Door>) {
        (self.router, self.table)
    }
}

/// The table, for the gate.
#[derive(Debug, Clone)]
pub(crate) struct Table(Arc<HashMap<(String, String), Audience>>);

impl Table {
    pub(crate) fn new(doors: &[Door]) -> Self {
        let entry = |door: &Door| ((door.method.clone(), door.path.clone()), door.who);
        Self(Arc::new(doors.iter().map(entry).collect()))
    }

    /// For whom the door is that a request has found; none where nobody has said.
    pub(crate) fn who(&self, method: &Method, path: &str) -> Option<Audience> {
        let method = if *method == Method::HEAD { &Method::GET } else { method };
        self.0.get(&(method.to_string(), path.to_owned())).copied()
    }

    /// Whether the path is known by any method: the router then answers 405 to the others.
    pub(crate) fn knows(&self, path: &str) -> bool {
        self.0.keys().any(|(_, known)| known == path)
    }
}
