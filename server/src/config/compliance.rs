//! Where the do-not-call lists and the rules are. The commands about them need nothing else.

use std::path::{Path, PathBuf};

use super::env::{Env, Problem};
use super::{data_dir, environment};
use crate::rule_pack::RuleFiles;

/// Where the do-not-call lists and the rules are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compliance {
    /// The folder of the lists. It need not be there: the first import makes it.
    pub lists: PathBuf,
    /// What replaces the built-in rule pack, and the organisation's settings.
    pub rules: RuleFiles,
}

impl Compliance {
    /// Reads these variables alone, from the process's environment and the `.env` file of the working directory.
    ///
    /// # Errors
    /// Every one of them that is malformed.
    pub fn from_environment() -> Result<Self, Vec<Problem>> {
        let mut env = Env::new(environment());
        let data_dir = data_dir(&env);
        let compliance = Self::read(&mut env, &data_dir);
        let problems = env.into_problems();
        if problems.is_empty() { Ok(compliance) } else { Err(problems) }
    }

    pub(super) fn read(env: &mut Env, data_dir: &Path) -> Self {
        let lists = env.parse("DNC_PATH", |text| {
            let path = PathBuf::from(text);
            if path.is_file() { Err("is a file: name the folder of the lists".into()) } else { Ok(path) }
        });
        // Beside the call log, where that is a file.
        let beside = env.text("DATABASE_PATH").map(PathBuf::from);
        let beside = beside.as_deref().and_then(Path::parent).unwrap_or(data_dir);
        Self {
            lists: lists.unwrap_or_else(|| beside.join("dnc")),
            rules: RuleFiles {
                pack: env.parse("RULE_PACK", |text| {
                    file(text, "name a rule pack, or unset it for the built-in one")
                }),
                settings: env.parse("RULE_SETTINGS", |text| {
                    file(text, "name the organisation's settings, or unset it to have none")
                }),
            },
        }
    }
}

fn file(text: &str, or: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    if path.is_file() { Ok(path) } else { Err(format!("is no file that is there: {or}")) }
}
