//! Making the connection. A key that will not do is found out here, before anybody clicks.

use std::time::Duration;

use ::firestore::errors::FirestoreError;
use ::firestore::gcloud_sdk::GoogleAuthHeaders;
use ::firestore::gcloud_sdk::google_cloud_auth::credentials::{
    CacheableResource, Credentials, CredentialsProvider, EntityTag,
};
use ::firestore::gcloud_sdk::google_cloud_auth::errors::CredentialsError;
use ::firestore::{FirestoreDb, FirestoreDbOptions};
use backon::{ConstantBuilder, Retryable as _};
use http::header::{AUTHORIZATION, HeaderValue};
use http::{Extensions, HeaderMap};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value as Json;

use super::client::Client;
use super::config::{ConnectError, FirestoreConfig};
use super::failure::{Failure, Refused};
use super::names::LIVE;
use super::query::Query;
use crate::{Result, StoreError};

/// How long one request waits for its answer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
/// How often a connection is tried, a second apart.
const ATTEMPTS: usize = 10;
const BETWEEN_ATTEMPTS: Duration = Duration::from_secs(1);

const PRODUCTION: &str = "https://firestore.googleapis.com";
const SCOPE: &str = "https://www.googleapis.com/auth/datastore";

type Connected<T> = std::result::Result<T, ConnectError>;

/// A connection that has answered once.
pub(super) async fn client(config: &FirestoreConfig) -> Connected<Client> {
    let attempt = || async {
        let db = match config {
            FirestoreConfig::ServiceAccount { key_json, project, database } => {
                let key = Key::of(key_json, project.as_deref())?;
                let auth = key.headers().await?;
                // Said outright: a stray FIRESTORE_EMULATOR_HOST must not divert what is written.
                connect(&key.project, database, PRODUCTION.to_owned(), auth).await
            }
            FirestoreConfig::Emulator { host, project } => {
                let auth = GoogleAuthHeaders::from(Credentials::from(Owner { tag: EntityTag::new() }));
                connect(project, FirestoreConfig::DEFAULT_DATABASE, format!("http://{host}"), auth).await
            }
        };
        let db = db.map_err(|error| no_connection(config, &error))?;
        let client = Client { db };
        client.ready().await.map_err(|error| explain(config, Failure::from(error)))?;
        Ok(client)
    };
    let pauses = ConstantBuilder::default().with_delay(BETWEEN_ATTEMPTS).with_max_times(ATTEMPTS - 1);
    attempt.retry(pauses).when(|error| matches!(error, ConnectError::Unreachable { .. })).await
}

async fn connect(
    project: &str,
    database: &str,
    url: String,
    auth: GoogleAuthHeaders,
) -> std::result::Result<FirestoreDb, FirestoreError> {
    let options = FirestoreDbOptions::new(project.to_owned())
        .with_database_id(database.to_owned())
        .with_firebase_api_url(url)
        .with_request_timeout(REQUEST_TIMEOUT)
        // We have our own, which knows what may be repeated.
        .with_max_retries(0);
    FirestoreDb::with_options_auth(options, auth).await
}

impl Client {
    /// Whether the database answers: a query, because a document that is not there and a database that is not there
    /// look the same.
    pub(super) async fn ready(&self) -> Result<()> {
        self.find(&Query::of(LIVE).limit(1)).await.map(drop)
    }
}

/// What the request's failure means for somebody who sets the product up.
pub(super) fn explain(config: &FirestoreConfig, failure: Failure) -> ConnectError {
    match failure.why {
        Refused::Failed(StoreError::Transient(detail)) => unreachable(config, detail),
        Refused::Failed(StoreError::Permanent(detail)) => refused(config, detail),
        Refused::Failed(error) => refused(config, error.to_string()),
        Refused::Missing | Refused::Exists | Refused::Stale => {
            refused(config, "there is no such database".to_owned())
        }
    }
}

/// Without a connection nothing is known of documents, so the error itself may be told.
fn no_connection(config: &FirestoreConfig, error: &FirestoreError) -> ConnectError {
    unreachable(config, error.to_string())
}

fn unreachable(config: &FirestoreConfig, detail: String) -> ConnectError {
    let waited = BETWEEN_ATTEMPTS.saturating_mul(u32::try_from(ATTEMPTS).unwrap_or(u32::MAX));
    ConnectError::Unreachable { config: config.to_string(), waited, detail }
}

fn refused(config: &FirestoreConfig, detail: String) -> ConnectError {
    ConnectError::Refused { config: config.to_string(), detail }
}

/// A service account's key.
struct Key {
    json: Json,
    project: String,
}

impl Key {
    fn of(secret: &SecretString, project: Option<&str>) -> Connected<Self> {
        let json: Json = serde_json::from_str(secret.expose_secret()).map_err(|error| {
            // Where, but not what: the text is a secret.
            ConnectError::KeyNotJson(format!("line {}, column {}", error.line(), error.column()))
        })?;
        let has = |field: &str| json.get(field).and_then(Json::as_str).filter(|text| !text.is_empty());
        if has("type") != Some("service_account") {
            return Err(ConnectError::KeyIncomplete("type"));
        }
        for field in ["client_email", "private_key", "private_key_id"] {
            has(field).ok_or(ConnectError::KeyIncomplete(field))?;
        }
        let project = project.filter(|project| !project.is_empty()).or_else(|| has("project_id"));
        let project = project.ok_or(ConnectError::KeyIncomplete("project_id"))?.to_owned();
        Ok(Self { json, project })
    }

    /// Signs once, because the private key is only looked at then.
    async fn headers(&self) -> Connected<GoogleAuthHeaders> {
        let scopes = vec![SCOPE.to_owned()];
        let auth = GoogleAuthHeaders::from_service_account_key(self.json.clone(), scopes).await;
        let auth = auth.map_err(|_| ConnectError::KeyUnusable)?;
        auth.headers().await.map_err(|_| ConnectError::KeyUnusable)?;
        Ok(auth)
    }
}

/// What the emulator takes for an owner.
#[derive(Debug)]
struct Owner {
    tag: EntityTag,
}

impl CredentialsProvider for Owner {
    async fn headers(
        &self,
        extensions: Extensions,
    ) -> std::result::Result<CacheableResource<HeaderMap>, CredentialsError> {
        if extensions.get::<EntityTag>() == Some(&self.tag) {
            return Ok(CacheableResource::NotModified);
        }
        let data = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Bearer owner"))]);
        Ok(CacheableResource::New { entity_tag: self.tag.clone(), data })
    }

    async fn universe_domain(&self) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(key_json: &str, project: Option<&str>) -> FirestoreConfig {
        FirestoreConfig::ServiceAccount {
            key_json: key_json.into(),
            project: project.map(str::to_owned),
            database: FirestoreConfig::DEFAULT_DATABASE.to_owned(),
        }
    }

    async fn refusal(key_json: &str, project: Option<&str>) -> String {
        match client(&account(key_json, project)).await {
            Err(error) => error.to_string(),
            Ok(_) => panic!("this key connects"),
        }
    }

    const KEY: &str = r#"{"type":"service_account","client_email":"a@b.example","private_key_id":"1","private_key":"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"}"#;

    #[tokio::test]
    async fn a_key_that_will_not_do_is_refused_at_once_and_not_quoted() {
        let cut_off = refusal("{\"private_key\": \"hunter2", None).await;
        assert!(cut_off.contains("not JSON (line 1"), "{cut_off}");
        let user = refusal(r#"{"type": "authorized_user"}"#, None).await;
        assert!(user.contains("no usable \"type\""), "{user}");
        let no_project = refusal(KEY, None).await;
        assert!(no_project.contains("\"project_id\""), "{no_project}");
        let no_key = refusal(KEY, Some("twoleg")).await;
        assert!(no_key.contains("make a new key"), "{no_key}");
        for text in [cut_off, user, no_project, no_key] {
            assert!(!text.contains("hunter2") && !text.contains("c2VjcmV0"), "{text}");
        }
    }

    #[test]
    fn a_configuration_shows_no_secret() {
        let config = account("hunter2", None);
        assert!(!format!("{config} {config:?}").contains("hunter2"));
    }
}
