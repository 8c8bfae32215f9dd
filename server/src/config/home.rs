//! Where the records live: Firestore where its variables are set, else a SQLite file.

use std::path::{Path, PathBuf};

use store::firestore::FirestoreConfig;

use super::env::Env;
use crate::home::Home;

pub(super) fn read(env: &mut Env, data_dir: &Path) -> Home {
    let key = env.text("GCP_SERVICE_ACCOUNT_JSON");
    let emulator = env.text("FIRESTORE_EMULATOR_HOST");
    let project = env.text("FIRESTORE_PROJECT_ID");
    let file = env.text("DATABASE_PATH");
    if file.is_some() && (key.is_some() || emulator.is_some()) {
        env.problem(
            "DATABASE_PATH",
            "is for SQLite, and Firestore is configured: unset one of the two".into(),
        );
    }
    match (key, emulator) {
        (Some(_), Some(_)) => {
            env.problem(
                "FIRESTORE_EMULATOR_HOST",
                "must not be set beside GCP_SERVICE_ACCOUNT_JSON: the call log would go to an emulator, and be lost"
                    .into(),
            );
        }
        (Some(key), None) => {
            let database = env
                .text("FIRESTORE_DATABASE")
                .unwrap_or_else(|| FirestoreConfig::DEFAULT_DATABASE.to_owned());
            return Home::Firestore(FirestoreConfig::ServiceAccount {
                key_json: key.into(),
                project,
                database,
            });
        }
        (None, Some(host)) => match project {
            Some(project) => return Home::Firestore(FirestoreConfig::Emulator { host, project }),
            None => env.problem("FIRESTORE_PROJECT_ID", "is missing: any name does for an emulator".into()),
        },
        (None, None) => {}
    }
    Home::Sqlite(file.map_or_else(|| data_dir.join("twoleg.sqlite"), PathBuf::from))
}
