//! Opening the file: settings, schema, and the sentences for a file that will not do.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

/// One script for each step of the schema; `PRAGMA user_version` says how many were run.
const SCHEMA: [&str; 4] = [
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
];

/// Set by the first script: what tells our files from other programs' files.
const APPLICATION_ID: i64 = 0x5457_4f4c;

/// Why a file cannot be the store. Says which file, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file or its folder.
    #[error("the store {} cannot be opened: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It is broken, or no database at all.
    #[error(
        "the store {} is damaged or is not a database ({detail}): move it away and restore a backup, or start \
         with an empty one",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// It belongs to another program.
    #[error("the file {} is another program's database, not a Twoleg store: name another file", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// It was written by a later version.
    #[error("the store {} was written by a newer Twoleg (schema {found}, this one knows {known}): update Twoleg", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: usize,
        /// Ours.
        known: usize,
    },
    /// Anything else that SQLite says.
    #[error("the store {} cannot be used: {detail}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
}

/// The connection that writes.
pub(super) fn writing(path: &Path) -> Result<Connection, OpenError> {
    create_private(path).map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
    prepare(path).map_err(|error| explain(path, error))
}

/// A connection that only reads.
pub(super) fn reading(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.pragma_update(None, "busy_timeout", 5000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// A connection beside the one that writes, for what no transaction can hold.
pub(super) fn beside(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.pragma_update(None, "busy_timeout", 5000)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// The writer's thread could not be started.
pub(super) fn thread(path: &Path, source: io::Error) -> OpenError {
    OpenError::Io { path: path.to_owned(), source }
}

/// Makes the file readable by its owner only: it holds people's phone numbers.
pub(crate) fn create_private(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

enum Trouble {
    Sqlite(rusqlite::Error),
    Foreign,
    Newer(usize),
    Damaged(&'static str),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn prepare(path: &Path) -> Result<Connection, Trouble> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "busy_timeout", 5000)?;
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables > 0 && number("application_id")? != APPLICATION_ID {
        return Err(Trouble::Foreign);
    }
    let version = usize::try_from(number("user_version")?).unwrap_or_default();
    if version > SCHEMA.len() {
        return Err(Trouble::Newer(version));
    }
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Trouble::Damaged("its disk does not support write-ahead logging"));
    }
    // FULL: what was acknowledged survives a loss of power.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    migrate(&mut connection, version)?;
    look_at_every_table(&connection)?;
    Ok(connection)
}

fn migrate(connection: &mut Connection, from: usize) -> rusqlite::Result<()> {
    for (step, script) in SCHEMA.iter().enumerate().skip(from) {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        transaction.execute_batch(script)?;
        transaction.pragma_update(None, "user_version", i64::try_from(step + 1).unwrap_or(i64::MAX))?;
        transaction.commit()?;
    }
    Ok(())
}

/// Reads one row of every table and index: cheap, and finds a file that was cut off or overwritten.
fn look_at_every_table(connection: &Connection) -> rusqlite::Result<()> {
    let mut names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for name in names {
        connection.query_row(
            &format!("SELECT count(*) FROM (SELECT * FROM \"{name}\" LIMIT 1)"),
            [],
            |_| Ok(()),
        )?;
    }
    Ok(())
}

fn explain(path: &Path, trouble: Trouble) -> OpenError {
    let path = path.to_owned();
    match trouble {
        Trouble::Foreign => OpenError::Foreign { path },
        Trouble::Newer(found) => OpenError::Newer { path, found, known: SCHEMA.len() },
        Trouble::Damaged(detail) => OpenError::Sqlite { path, detail: detail.to_owned() },
        Trouble::Sqlite(error) => match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                OpenError::Damaged { path, detail: error.to_string() }
            }
            _ => OpenError::Sqlite { path, detail: error.to_string() },
        },
    }
}
