//! One connection to either database, how it is opened and what is set on it before use.

use std::path::Path;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::result::ConnectionError;

use super::{StoreError, dialect};

/// A connection to SQLite or PostgreSQL. Never opened by the derived `establish`, which would take a mistyped address for the
/// name of a new SQLite file.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A file of SQLite.
    Sqlite(String),
    /// The address of a PostgreSQL server, as libpq reads it.
    Postgres(String),
}

impl Address {
    /// Reads `sqlite://path` or `postgres://…`.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        if let Some(path) = url
            .strip_prefix("sqlite://")
            .filter(|path| !path.is_empty())
        {
            Ok(Self::Sqlite(check_path(path)?.to_owned()))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres(url.to_owned()))
        } else {
            // The address may hold a password: only what stands before it is told.
            let scheme = url
                .split_once("://")
                .map_or("nothing", |(scheme, _)| scheme);
            Err(StoreError::Address(scheme.to_owned()))
        }
    }
}

/// A path that SQLite would not take for something else than a path, in a folder that is there.
fn check_path(path: &str) -> Result<&str, StoreError> {
    let folder = Path::new(path)
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let wrong = if path.contains('?') {
        format!("{path:?} has a `?`, but the path of a database takes no options")
    } else if path == ":memory:" {
        "a database in memory would be another one for each connection".to_owned()
    } else if path.starts_with("file:") {
        format!("{path:?} begins with `file:`")
    } else if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        format!("there is no folder {:?}", folder.display().to_string())
    } else {
        return Ok(path);
    };
    let right = "right would be sqlite://PATH with the path of a file in a folder that is there";
    Err(StoreError::Open(format!("{wrong}; {right}")))
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Reading only.
    Read,
    /// Writing; the one that may make the file of SQLite.
    Write,
}

/// Opens connections for a pool.
#[derive(Debug)]
pub(super) struct Opener {
    pub(super) address: Address,
    pub(super) purpose: Use,
    /// How long a statement waits for a lock that another holds.
    pub(super) patience: Duration,
}

impl ManageConnection for Opener {
    type Connection = AnyConnection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<AnyConnection, Self::Error> {
        match &self.address {
            Address::Sqlite(path) => {
                let mut c = SqliteConnection::establish(path)
                    .map_err(diesel::r2d2::Error::ConnectionError)?;
                set_up_sqlite(&mut c, self.purpose, self.patience)?;
                Ok(AnyConnection::Sqlite(c))
            }
            Address::Postgres(url) => {
                let mut c =
                    PgConnection::establish(url).map_err(diesel::r2d2::Error::ConnectionError)?;
                set_up_postgres(&mut c, self.patience)?;
                Ok(AnyConnection::Postgres(c))
            }
        }
    }

    fn is_valid(&self, c: &mut AnyConnection) -> Result<(), Self::Error> {
        c.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, c: &mut AnyConnection) -> bool {
        c.is_broken()
    }
}

/// One statement each, the time-out first, since switching to WAL may have to wait for another process.
fn set_up_sqlite(
    c: &mut SqliteConnection,
    purpose: Use,
    patience: Duration,
) -> Result<(), diesel::r2d2::Error> {
    let only = if purpose == Use::Read { "ON" } else { "OFF" };
    let settings = [
        format!("PRAGMA busy_timeout = {}", patience.as_millis()),
        "PRAGMA journal_mode = WAL".to_owned(),
        "PRAGMA synchronous = FULL".to_owned(),
        "PRAGMA foreign_keys = ON".to_owned(),
        format!("PRAGMA query_only = {only}"),
    ];
    for setting in settings {
        c.batch_execute(&setting)
            .map_err(diesel::r2d2::Error::QueryError)?;
    }
    let checks = [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
    ];
    for (name, value) in checks {
        // A pragma is a table-valued function of one row.
        let query = format!("SELECT CAST({name} AS TEXT) AS value FROM pragma_{name}");
        let found: Setting = diesel::sql_query(query)
            .get_result(c)
            .map_err(diesel::r2d2::Error::QueryError)?;
        if found.value != value {
            return Err(refuse(format!("SQLite did not take {name} = {value}")));
        }
    }
    Ok(())
}

/// Time-outs, and English: `dialect` knows a deadlock by its text, which the server words in the language of `lc_messages`.
fn set_up_postgres(c: &mut PgConnection, patience: Duration) -> Result<(), diesel::r2d2::Error> {
    let settings = format!(
        "SET client_min_messages = 'warning'; SET statement_timeout = '60s'; SET lock_timeout = '{}ms'",
        patience.as_millis()
    );
    c.batch_execute(&settings)
        .map_err(diesel::r2d2::Error::QueryError)?;
    let found: Setting = diesel::sql_query("SELECT current_setting('lc_messages') AS value")
        .get_result(c)
        .map_err(diesel::r2d2::Error::QueryError)?;
    // Only a superuser may change it here; for others it is the server's administrator who can.
    if dialect::is_english(&found.value) || c.batch_execute("SET lc_messages = 'C'").is_ok() {
        return Ok(());
    }
    Err(refuse(format!(
        "PostgreSQL words its errors by lc_messages = {:?}; right would be, as an administrator: ALTER ROLE … SET lc_messages = 'C'",
        found.value
    )))
}

fn refuse(what: String) -> diesel::r2d2::Error {
    diesel::r2d2::Error::ConnectionError(ConnectionError::BadConnection(what))
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}
