//! From a code to a person: the code becomes a token, the token is asked two questions, and is given up.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::{Code, IdentifyError, Identity, LeadAccess};
use crate::client::Podio;
use crate::error::Error;
use crate::http::{Credential, Grant, Request};
use crate::wire::or_default;

/// Podio's right to change an app itself, among the rights that it lists with the app.
const CHANGE_THE_APP: &str = "update";
/// Nobody waits longer for a token to be given up: it ends by itself.
const GIVE_UP_WITHIN: Duration = Duration::from_secs(3);
/// Of a name, in characters: it stands in a session's cookie, on pages and in logs.
const LONGEST_NAME: usize = 100;

/// `GET /user/status`, which alone has id, mail and name together. The rest of it is not read: it holds secrets.
#[derive(Deserialize)]
struct Status {
    user: User,
    #[serde(default, deserialize_with = "or_default")]
    profile: Profile,
}

#[derive(Deserialize)]
struct User {
    user_id: u64,
    mail: String,
}

#[derive(Default, Deserialize)]
struct Profile {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
}

/// `GET /app/{id}`, its rights only.
#[derive(Deserialize)]
struct AppRights {
    #[serde(default, deserialize_with = "or_default")]
    rights: Vec<String>,
}

impl Status {
    /// Who it is. They may do nothing until their rights are read.
    fn identity(self) -> Result<Identity, Error> {
        let Self { user, profile } = self;
        // Only of ASCII: the small form of some other letters is a letter of ASCII, and that is another address.
        let mail = user.mail.trim().to_ascii_lowercase();
        if mail.is_empty() || mail.contains(|c: char| c.is_control() || c.is_whitespace()) {
            return Err(Error::Unreadable("the account has no mail address".to_owned()));
        }
        let name = Some(one_line(&profile.name)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| one_line(&mail));
        Ok(Identity { user_id: user.user_id, name, mail, access: LeadAccess::None })
    }
}

impl AppRights {
    /// What they let somebody do who sees the app.
    fn access(&self) -> LeadAccess {
        let may_change = self.rights.iter().any(|right| right == CHANGE_THE_APP);
        if may_change { LeadAccess::Administrator } else { LeadAccess::Worker }
    }
}

/// A name as people read it, on one line that has an end.
fn one_line(name: &str) -> String {
    let name = crate::label::readable(name);
    let words = name.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty());
    let line: String = words.collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect();
    line.trim_end().to_owned()
}

/// Who these two answers are of.
#[cfg(feature = "fuzzing")]
pub(crate) fn read(status: &[u8], app: &[u8]) -> Option<Identity> {
    let identity = serde_json::from_slice::<Status>(status).ok()?.identity().ok()?;
    let access = serde_json::from_slice::<AppRights>(app).ok()?.access();
    Some(Identity { access, ..identity })
}

impl Podio {
    /// Who the person with this code is, and what Podio lets them do with the leads. `redirect_uri` must be the one
    /// of [`Self::authorize_url`]. Their token is not kept.
    ///
    /// # Errors
    /// When the code is dead, or Podio cannot or will not say.
    pub async fn identify(&self, code: &Code, redirect_uri: &Url) -> Result<Identity, IdentifyError> {
        let inner = &*self.inner;
        let person =
            inner.key.credential(Grant::Code { code: code.clone(), redirect_uri: redirect_uri.clone() });
        let found = who(&person, inner.lead_app.id).await;
        if !matches!(found, Err(Error::SignIn(_))) {
            give_up(&person).await;
        }
        if let Err(error) = &found {
            tracing::info!(%error, "a sign-in with Podio did not come about");
        }
        Ok(found?)
    }
}

async fn who(person: &Credential, lead_app: u64) -> Result<Identity, Error> {
    let identity = person.call::<Status>(&Request::get("/user/status")).await?.identity()?;
    let access = match person.call::<AppRights>(&Request::get(format!("/app/{lead_app}"))).await {
        Ok(app) => app.access(),
        // Podio says 403 or 404 of what somebody may not see.
        Err(Error::NotFound | Error::Rejected { status: 403, .. }) => LeadAccess::None,
        Err(error) => return Err(error),
    };
    Ok(Identity { access, ..identity })
}

/// Twoleg has no further use for the token. That it could not be given up is no reason to keep the person out.
async fn give_up(person: &Credential) {
    let request = Request::create("/oauth/grant/invalidate", json!({}));
    if !matches!(tokio::time::timeout(GIVE_UP_WITHIN, person.send(&request)).await, Ok(Ok(()))) {
        tracing::debug!("the token of a sign-in could not be given up; it ends by itself");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(mail: &str, name: &str) -> Result<Identity, Error> {
        let status = json!({ "user": { "user_id": 7, "mail": mail }, "profile": { "name": name } });
        serde_json::from_value::<Status>(status).unwrap().identity()
    }

    #[test]
    fn a_mail_address_in_small_letters_is_nobody_elses() {
        assert_eq!(of(" Boss@Work.example ", "").unwrap().mail, "boss@work.example");
        // The sign of the unit Kelvin, whose small letter is a k.
        assert_ne!(of("boss@wor\u{212a}.example", "").unwrap().mail, "boss@work.example");
        for bad in ["", "  ", "a b@x.example", "a@x.example\nb@x.example", "a@x.example\0"] {
            assert!(of(bad, "Dana").is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_name_is_one_line_that_has_an_end() {
        let named = |name: &str| of("dana@x.example", name).unwrap().name;
        assert_eq!(named("Dana\r\n2026 ERROR&#10;&amp; Co "), "Dana 2026 ERROR & Co");
        assert_eq!(named(" \u{1b} "), "dana@x.example");
        assert_eq!(named(&"é ".repeat(5_000)).chars().count(), LONGEST_NAME - 1);
        let long = format!("{}@x.example", "a".repeat(5_000));
        assert_eq!(of(&long, "").unwrap().name.len(), LONGEST_NAME);
    }

    #[test]
    fn nobody_may_do_anything_before_their_rights_are_read() {
        assert_eq!(of("dana@x.example", "Dana").unwrap().access, LeadAccess::None);
    }
}
