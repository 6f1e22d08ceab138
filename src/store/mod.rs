//! The only place with diesel: connections, transactions, a file for each group of tables.

pub mod api_clients;
pub mod appointments;
pub mod arrivals;
pub mod audit;
pub mod belongings;
pub mod claims;
pub mod closures;
pub mod conflicts;
mod connection;
mod dialect;
pub mod district_calendars;
pub mod district_needs;
pub mod duties;
pub mod feeds;
pub mod idempotency;
pub mod jobs;
pub mod kept;
pub mod legal_minima;
pub mod links;
pub mod messages;
pub mod offers;
pub mod own_calendars;
pub mod pages;
pub mod people;
pub mod person_months;
pub mod places;
pub mod prices;
pub mod qualifications;
pub mod questions;
pub mod ratings;
pub mod rematches;
pub mod requests;
pub mod results;
pub mod rosters;
pub mod schema;
pub mod sessions;
pub mod slots;
pub mod templates;
pub mod times;
pub mod users;
pub mod whole_people;
pub mod whole_templates;
pub mod words;

use std::time::Duration;

use diesel::connection::TransactionManager;
use diesel::r2d2::{Pool, PooledConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use thiserror::Error;

pub use connection::{Address, AnyConnection as Connection};
use connection::{Opener, Use};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// How often a transaction is tried when the database says that another try may go well.
const TRIES: u32 = 5;

/// Why the database did not do what it was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The address names neither database.
    #[error(
        "the database's address begins with {0:?}; right would be sqlite://PATH or postgres://USER@HOST/NAME"
    )]
    Address(String),
    /// The database cannot be opened.
    #[error("the database cannot be opened: {0}")]
    Open(String),
    /// Every connection was in use, or a lock held by another, for as long as a caller waits.
    #[error("the database is busy")]
    Busy,
    /// A migration failed.
    #[error("the database cannot be brought to this version: {0}")]
    Migration(String),
    /// A statement failed.
    #[error("the database refused a statement")]
    Statement(#[source] diesel::result::Error),
}

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        if dialect::is_waiting(&error) {
            Self::Busy
        } else {
            Self::Statement(error)
        }
    }
}

impl StoreError {
    /// Whether a unique key refused a row: somebody else was first.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error};
        matches!(
            self,
            Self::Statement(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
        )
    }
}

/// How many connections, and how long a caller waits for one.
#[derive(Debug, Clone, Copy)]
pub struct StoreOptions {
    /// Connections that read (SQLite), or all of them (PostgreSQL).
    pub connections: u32,
    /// How long a caller waits for a connection, and then for a lock.
    pub patience: Duration,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            connections: 8,
            patience: Duration::from_secs(3),
        }
    }
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    readers: Pool<Opener>,
    writers: Pool<Opener>,
}

impl Store {
    /// Opens the database at an address. The file of SQLite is made where there is none; its folder must be there.
    pub fn open(url: &str, options: &StoreOptions) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        let pool = |purpose, size| {
            Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .connection_timeout(options.patience)
                .error_handler(Box::new(diesel::r2d2::LoggingErrorHandler))
                .build(Opener {
                    address: address.clone(),
                    purpose,
                    patience: options.patience,
                })
                .map_err(|e| StoreError::Open(e.to_string()))
        };
        // SQLite has one writer, whatever we do; PostgreSQL's connections do both.
        match address {
            Address::Sqlite(_) => {
                let writers = pool(Use::Write, 1)?;
                Ok(Self {
                    readers: pool(Use::Read, options.connections)?,
                    writers,
                })
            }
            Address::Postgres(_) => {
                let both = pool(Use::Write, options.connections)?;
                Ok(Self {
                    readers: both.clone(),
                    writers: both,
                })
            }
        }
    }

    /// Brings the tables to this version. Gives the names of the migrations that ran.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        let mut c = take(&self.writers)?;
        let done = match &mut *c {
            Connection::Sqlite(c) => c.run_pending_migrations(SQLITE).map(names),
            Connection::Postgres(c) => c.run_pending_migrations(POSTGRES).map(names),
        };
        done.map_err(|e| StoreError::Migration(e.to_string()))
    }

    /// Takes every migration back. For tests: all rows are lost.
    pub fn revert_migrations(&self) -> Result<(), StoreError> {
        let mut c = take(&self.writers)?;
        let done = match &mut *c {
            Connection::Sqlite(c) => c.revert_all_migrations(SQLITE).map(|_| ()),
            Connection::Postgres(c) => c.revert_all_migrations(POSTGRES).map(|_| ()),
        };
        done.map_err(|e| StoreError::Migration(e.to_string()))
    }

    /// Reads, all from one state of the database, whatever others write meanwhile.
    pub fn read<T, E: From<StoreError>>(
        &self,
        read: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut c = take(&self.readers)?;
        dialect::begin_read(&mut c)?;
        let outcome = read(&mut c);
        // Nothing was written, so that nothing can be lost by taking it back.
        roll_back(&mut c)?;
        outcome
    }

    /// Writes in one transaction: all of it or, on an error, nothing. It is done again where the database says that another try
    /// may go well, so the closure must do nothing that cannot be done twice. What it notes in the audit trail is sealed at the end.
    pub fn write<T, E>(&self, write: impl FnMut(&mut Connection) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + std::error::Error + 'static,
    {
        self.transact(write, |c| {
            audit::seal(c)?;
            commit(c)
        })
    }

    /// The same, and takes it back: what a write would give.
    pub fn rehearse<T, E>(&self, write: impl FnMut(&mut Connection) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + std::error::Error + 'static,
    {
        self.transact(write, roll_back)
    }

    fn transact<T, E>(
        &self,
        mut write: impl FnMut(&mut Connection) -> Result<T, E>,
        end: impl Fn(&mut Connection) -> Result<(), StoreError>,
    ) -> Result<T, E>
    where
        E: From<StoreError> + std::error::Error + 'static,
    {
        let mut c = take(&self.writers)?;
        let mut tries = 1;
        loop {
            dialect::begin_write(&mut c)?;
            let outcome = write(&mut c).and_then(|value| {
                end(&mut c)?;
                Ok(value)
            });
            match outcome {
                Ok(value) => return Ok(value),
                Err(error) => {
                    roll_back(&mut c)?;
                    if tries == TRIES || !is_passing(&error) {
                        return Err(error);
                    }
                    tries += 1;
                }
            }
        }
    }
}

type Manager = <Connection as diesel::Connection>::TransactionManager;

fn commit(c: &mut Connection) -> Result<(), StoreError> {
    Ok(Manager::commit_transaction(c)?)
}

/// Takes a transaction back, if one is open: a failed commit has closed it already.
fn roll_back(c: &mut Connection) -> Result<(), StoreError> {
    match Manager::rollback_transaction(c) {
        Ok(()) | Err(diesel::result::Error::NotInTransaction) => Ok(()),
        Err(e) => Err(e.into()),
    }
}

fn take(pool: &Pool<Opener>) -> Result<PooledConnection<Opener>, StoreError> {
    pool.get().map_err(|_| StoreError::Busy)
}

fn names(versions: Vec<diesel::migration::MigrationVersion<'_>>) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}

/// Whether an error rests on one of the database's that may pass.
fn is_passing(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(StoreError::Statement(error)) = error.downcast_ref()
            && dialect::is_passing(error)
        {
            return true;
        }
        if error.downcast_ref().is_some_and(dialect::is_passing) {
            return true;
        }
        cause = error.source();
    }
    false
}
