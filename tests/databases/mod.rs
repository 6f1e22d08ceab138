//! A database of its own for each test, on SQLite and on PostgreSQL. No tests here.
#![allow(dead_code, reason = "not every test binary uses all of it")]

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::prelude::*;
use zhiban::store::{Store, StoreOptions};

/// A migrated, empty database that goes when the test ends.
pub struct Database {
    /// Which one, for messages.
    pub name: &'static str,
    /// Its address, for a second store on the same database.
    pub url: String,
    /// The open store.
    pub store: Store,
    _folder: Option<tempfile::TempDir>,
    _dropped: Option<Dropped>,
}

/// A database of PostgreSQL that goes when this does.
struct Dropped {
    server: String,
    name: String,
}

impl Drop for Dropped {
    fn drop(&mut self) {
        // Whatever goes wrong here, the test has said what it had to say; the private server is thrown away anyway.
        if let Ok(mut admin) = PgConnection::establish(&self.server) {
            let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
            let _ = diesel::sql_query(sql).execute(&mut admin);
        }
    }
}

/// Runs a test on both databases.
pub fn each(test: impl Fn(&Database)) {
    test(&sqlite());
    test(&postgres());
}

/// A database of SQLite in a folder of its own.
pub fn sqlite() -> Database {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite://{}/zhiban.db", folder.path().display());
    open("SQLite", url, Some(folder), None)
}

/// A database of the private PostgreSQL. Without one, the test fails: a check that is skipped would count as passed.
pub fn postgres() -> Database {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("ZHIBAN_TEST_POSTGRES").expect(
        "ZHIBAN_TEST_POSTGRES names no server; right would be: scripts/postgres start; export ZHIBAN_TEST_POSTGRES=$(scripts/postgres url)",
    );
    let name = format!(
        "test_{}_{}",
        std::process::id(),
        NUMBER.fetch_add(1, Ordering::Relaxed)
    );
    let mut admin = PgConnection::establish(&server).expect("the private server answers");
    diesel::sql_query(format!("CREATE DATABASE {name}"))
        .execute(&mut admin)
        .expect("a database for this test");
    let url = server.replacen("/postgres?", &format!("/{name}?"), 1);
    let dropped = Dropped { server, name };
    open("PostgreSQL", url, None, Some(dropped))
}

fn open(
    name: &'static str,
    url: String,
    folder: Option<tempfile::TempDir>,
    dropped: Option<Dropped>,
) -> Database {
    let store = Store::open(&url, &StoreOptions::default()).expect("a new database opens");
    store.migrate().expect("the migrations run");
    Database {
        name,
        url,
        store,
        _folder: folder,
        _dropped: dropped,
    }
}
