//! The page on which people sign in: it gives whoever asked a code for the one who was picked.

use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use url::Url;

use super::codes::Allowed;
use super::scope::Scope;
use super::users::{DEMO_USERS, DemoUser, user};
use super::{Crm, lock};
use crate::control::html::{document, each, escape};

/// What a client asks for; in the page's form again.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    response_type: String,
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    state: Option<String>,
}

/// Which button was pressed: a user's, or else *Deny*.
#[derive(Debug, Deserialize)]
pub(super) struct Pressed {
    user: Option<u64>,
    #[serde(flatten)]
    asked: Asked,
}

/// `GET /oauth/authorize`
pub(super) async fn page(State(crm): State<Crm>, Query(asked): Query<Asked>) -> Response {
    match asked.checked(&crm) {
        Ok(_) => Html(document("Sign in to Podio", "", &form(&asked))).into_response(),
        Err(sentence) => refusal(sentence),
    }
}

/// `POST /oauth/authorize`
pub(super) async fn pressed(State(crm): State<Crm>, Form(pressed): Form<Pressed>) -> Response {
    let (mut back, scope) = match pressed.asked.checked(&crm) {
        Ok(checked) => checked,
        Err(sentence) => return refusal(sentence),
    };
    let asked = pressed.asked;
    match pressed.user.and_then(user) {
        Some(user) => {
            let allowed = Allowed {
                user_id: user.user_id,
                client_id: asked.client_id,
                redirect_uri: asked.redirect_uri,
                scope,
            };
            let code = lock(&crm.0.codes).issue(allowed, crm.now());
            back.query_pairs_mut().append_pair("code", &code);
        }
        None => {
            back.query_pairs_mut()
                .append_pair("error_reason", "user_denied")
                .append_pair("error", "access_denied")
                .append_pair("error_description", "The user denied your request");
        }
    }
    if let Some(state) = &asked.state {
        back.query_pairs_mut().append_pair("state", state);
    }
    Redirect::to(back.as_str()).into_response()
}

impl Asked {
    /// Where to go back to, and what is asked for; or why nobody is sent anywhere.
    fn checked(&self, crm: &Crm) -> Result<(Url, Scope), &'static str> {
        if self.client_id != crm.0.config.client_id {
            return Err("Podio does not know this client id.");
        }
        if self.response_type != "code" {
            return Err("Podio answers with a code only: response_type must be code.");
        }
        let own = Url::parse(&crm.0.origin).ok();
        let back = Url::parse(&self.redirect_uri).ok().filter(|back| {
            // Podio's rule: the domain that the key is registered for.
            matches!(back.scheme(), "http" | "https")
                && back.username().is_empty()
                && back.fragment().is_none()
                && own.as_ref().is_some_and(|own| own.host() == back.host())
        });
        let back = back.ok_or("The redirect_uri is not on the domain that the API key is registered for.")?;
        let scope = Scope::parse(&self.scope).ok_or("Podio does not know this scope.")?;
        Ok((back, scope))
    }
}

/// Never a redirect: the address that it would go to is not to be trusted.
fn refusal(sentence: &str) -> Response {
    let body = format!("<h1>You cannot sign in with this link</h1><p>{}</p>", escape(sentence));
    (StatusCode::BAD_REQUEST, Html(document("Sign in to Podio", "", &body))).into_response()
}

fn form(asked: &Asked) -> String {
    let state = asked.state.as_deref();
    let hidden = [
        ("response_type", Some(asked.response_type.as_str())),
        ("client_id", Some(&asked.client_id)),
        ("redirect_uri", Some(&asked.redirect_uri)),
        ("scope", Some(&asked.scope)),
        ("state", state),
    ];
    let hidden = each(hidden, |(name, value)| {
        value.map_or_else(String::new, |value| {
            format!("<input type=hidden name={name} value=\"{}\">", escape(value))
        })
    });
    let users = each(&DEMO_USERS, |user: &DemoUser| {
        format!(
            "<li><button type=submit name=user value={id}>{name}</button> <span class=quiet>{mail}, {words}</span></li>",
            id = user.user_id,
            name = escape(user.name),
            mail = escape(user.mail),
            words = user.in_words(),
        )
    });
    format!(
        "<h1>Sign in to Podio (sandbox)</h1>\
         <p>Twoleg asks who you are, and what you may do with the leads. This page stands in for Podio's: pick anybody, \
         there are no passwords.</p>\
         <form method=post><fieldset><legend>Sign in as</legend>{hidden}<ul class=people>{users}</ul></fieldset>\
         <p><button type=submit class=danger>Deny</button></p></form>"
    )
}
