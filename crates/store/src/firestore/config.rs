//! Which Firestore, and the sentences for one that will not do.

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;

/// Where the records are to live.
#[derive(Debug, Clone)]
pub enum FirestoreConfig {
    /// Google's own, with the key of a service account. `FIRESTORE_EMULATOR_HOST` does not divert it.
    ServiceAccount {
        /// The key file's contents: the JSON that Google's console makes.
        key_json: SecretString,
        /// The project; the key's own where there is none.
        project: Option<String>,
        /// The database, [`FirestoreConfig::DEFAULT_DATABASE`] unless the project has several.
        database: String,
    },
    /// An emulator, which asks for no key.
    Emulator {
        /// Host and port, `127.0.0.1:8080`.
        host: String,
        /// Any project: each has a store of its own.
        project: String,
    },
}

impl FirestoreConfig {
    /// The name of a project's first database.
    pub const DEFAULT_DATABASE: &str = "(default)";
}

impl fmt::Display for FirestoreConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ServiceAccount { project: Some(project), database, .. } => {
                write!(f, "Firestore database {database} of project {project}")
            }
            Self::ServiceAccount { project: None, database, .. } => {
                write!(f, "Firestore database {database} of the key's project")
            }
            Self::Emulator { host, project } => {
                write!(f, "Firestore emulator at {host}, project {project}")
            }
        }
    }
}

/// Why there is no connection, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The key is no JSON document.
    #[error(
        "the service account key is not JSON ({0}): give the whole contents of the key file that the Google Cloud \
         console makes (IAM, Service accounts, Keys, Add key, JSON)"
    )]
    KeyNotJson(String),
    /// The key is JSON, but not such a key.
    #[error(
        "the service account key has no usable \"{0}\": give the whole contents of the key file, of type \
         \"service_account\""
    )]
    KeyIncomplete(&'static str),
    /// Its private key signs nothing.
    #[error(
        "the service account key's private key cannot be used: make a new key in the Google Cloud console"
    )]
    KeyUnusable,
    /// Nobody answered.
    #[error(
        "{config} did not answer within {} s ({detail}): check the network and that the host name is right",
        waited.as_secs()
    )]
    Unreachable {
        /// Which.
        config: String,
        /// For how long we tried.
        waited: Duration,
        /// The last answer's code.
        detail: String,
    },
    /// It answers, and will not serve us.
    #[error(
        "{config} cannot be used ({detail}): check that the database exists in Firestore's native mode, and that \
             the service account has the role \"Cloud Datastore User\" (roles/datastore.user)"
    )]
    Refused {
        /// Which.
        config: String,
        /// What it answered.
        detail: String,
    },
}
