//! Who asks. Until there is sign-in: in the sandbox whoever the visitor has picked on `/people`, in live mode the one
//! agent of the configuration. Handlers take an [`Asker`] or a [`Desk`] as an argument, so that none can forget to ask.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use dialer::{Agent, Person, Supervisor};

use crate::page;
use crate::routes::State;

/// The cookie that says whom the sandbox's visitor has picked. It opens nothing: the sandbox is on loopback only, and
/// live mode does not read it.
pub(crate) const PICKED: &str = "twoleg_person";

/// Those who work here.
#[derive(Debug, Clone)]
pub struct People {
    /// The first one counts where nobody was picked. Never empty.
    roster: Vec<Person>,
    may_pick: bool,
}

impl People {
    /// The team; `may_pick` in the sandbox only.
    pub(crate) fn new(first: Person, others: impl IntoIterator<Item = Person>, may_pick: bool) -> Self {
        Self { roster: std::iter::once(first).chain(others).collect(), may_pick }
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Person] {
        &self.roster
    }

    /// Whether a visitor may say who they are.
    pub(crate) fn may_pick(&self) -> bool {
        self.may_pick
    }

    /// Who sends a request with these headers.
    pub(crate) fn of(&self, headers: &HeaderMap) -> Option<Person> {
        let picked = picked(headers).filter(|_| self.may_pick);
        let known = self.roster.iter().find(|person| Some(person.agent.id.as_str()) == picked);
        known.or_else(|| self.roster.first()).cloned()
    }
}

fn picked(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == PICKED).map(|(_, value)| value)
}

/// The person who asks, whatever their role.
pub(crate) struct Asker(pub(crate) Person);

impl Asker {
    /// The agent that they are.
    pub(crate) fn agent(&self) -> &Agent {
        &self.0.agent
    }
}

impl FromRequestParts<State> for Asker {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        state.people.of(&parts.headers).map(Self).ok_or_else(|| StatusCode::UNAUTHORIZED.into_response())
    }
}

/// A supervisor at their desk; anybody else is told whom to ask.
pub(crate) struct Desk(pub(crate) Supervisor);

impl FromRequestParts<State> for Desk {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let asker = Asker::from_request_parts(parts, state).await?;
        asker.0.supervisor().map(Self).ok_or_else(|| {
            let sentence = if state.people.may_pick() {
                "Only a supervisor may open this page. Pick a supervisor to look at it."
            } else {
                "Only a supervisor may open this page. Until there is sign-in, whoever runs Twoleg does this on the \
                 server's command line."
            };
            (StatusCode::FORBIDDEN, Html(page::refusal(sentence, state.people.may_pick()))).into_response()
        })
    }
}

#[cfg(test)]
mod tests {
    use dialer::Role;

    use super::*;

    fn person(name: &str, role: Role) -> Person {
        Person { agent: Agent { id: domain::AgentId::from_name(name).unwrap(), name: name.to_owned() }, role }
    }

    fn people(may_pick: bool) -> People {
        People::new(person("Maya Ortiz", Role::Agent), [person("Dana Cole", Role::Supervisor)], may_pick)
    }

    fn asking(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, cookie.parse().unwrap())])
    }

    #[test]
    fn a_visitor_of_the_sandbox_is_whom_they_picked() {
        let people = people(true);
        let name = |cookie: &str| people.of(&asking(cookie)).unwrap().agent.name;
        assert_eq!(name("other=1; twoleg_person=dana_cole"), "Dana Cole");
        for nobody in ["", "twoleg_person=", "twoleg_person=nobody", "twoleg_person", "x=dana_cole"] {
            assert_eq!(name(nobody), "Maya Ortiz", "{nobody}");
        }
    }

    #[test]
    fn live_mode_has_no_use_for_the_cookie() {
        let found = people(false).of(&asking("twoleg_person=dana_cole")).unwrap();
        assert_eq!(found.agent.name, "Maya Ortiz");
        assert_eq!(found.supervisor(), None);
    }
}
