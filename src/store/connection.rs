//! One connection to either database, how it is opened and what is set on it before use.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::result::ConnectionError;

use super::StoreError;

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
            Ok(Self::Sqlite(path.to_owned()))
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
}

impl ManageConnection for Opener {
    type Connection = AnyConnection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<AnyConnection, Self::Error> {
        match &self.address {
            Address::Sqlite(path) => {
                let mut c = SqliteConnection::establish(path)
                    .map_err(diesel::r2d2::Error::ConnectionError)?;
                set_up_sqlite(&mut c, self.purpose)?;
                Ok(AnyConnection::Sqlite(c))
            }
            Address::Postgres(url) => {
                let mut c =
                    PgConnection::establish(url).map_err(diesel::r2d2::Error::ConnectionError)?;
                c.batch_execute("SET statement_timeout = '60s'; SET lock_timeout = '10s'; SET client_min_messages = 'warning'")
                    .map_err(diesel::r2d2::Error::QueryError)?;
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
fn set_up_sqlite(c: &mut SqliteConnection, purpose: Use) -> Result<(), diesel::r2d2::Error> {
    let only = if purpose == Use::Read { "ON" } else { "OFF" };
    let settings = [
        "PRAGMA busy_timeout = 10000".to_owned(),
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
            let what = format!("SQLite did not take {name} = {value}");
            return Err(diesel::r2d2::Error::ConnectionError(
                ConnectionError::BadConnection(what),
            ));
        }
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}
