//! The few statements that the two databases do not share, and which of their errors are worth another try.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};

use super::schema::people;
use super::{Connection, StoreError};

/// Rows of one INSERT: below both databases' limit of bound values for tables of up to 30 columns.
pub(super) const ROWS: usize = 500;

/// Most values in one `IN (…)`: below SQLite's limit of variables in any build of the last years.
pub(super) const CHUNK: usize = 500;

/// Inserts many rows with few statements: diesel cannot on the enum of both connections, so each arm does. A function cannot
/// say this for every table without bounds longer than the macro.
macro_rules! insert_all {
    ($c:expr, $table:expr, $rows:expr) => {{
        for rows in $rows.chunks($crate::store::dialect::ROWS) {
            let statement = diesel::insert_into($table).values(rows);
            match $c {
                $crate::store::Connection::Postgres(c) => {
                    diesel::RunQueryDsl::execute(statement, c)?
                }
                $crate::store::Connection::Sqlite(c) => diesel::RunQueryDsl::execute(statement, c)?,
            };
        }
    }};
}
pub(super) use insert_all;

/// Inserts a row unless one with a key of its own is there, or is put there by a transaction that commits meanwhile. Gives how many
/// rows that made.
macro_rules! insert_unless_there {
    ($c:expr, $table:expr, $row:expr) => {{
        let statement = diesel::insert_into($table)
            .values($row)
            .on_conflict_do_nothing();
        match $c {
            $crate::store::Connection::Postgres(c) => diesel::RunQueryDsl::execute(statement, c)?,
            $crate::store::Connection::Sqlite(c) => diesel::RunQueryDsl::execute(statement, c)?,
        }
    }};
}
pub(super) use insert_unless_there;

/// Begins a transaction that reads one state of the database: SQLite's does by itself, PostgreSQL's has to be asked, since its
/// statements each see what was committed before them.
pub(super) fn begin_read(c: &mut Connection) -> Result<(), StoreError> {
    use diesel::connection::{AnsiTransactionManager, TransactionManager};
    match c {
        Connection::Sqlite(c) => AnsiTransactionManager::begin_transaction(c)?,
        Connection::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(
            c,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        )?,
    }
    Ok(())
}

/// Begins a transaction that writes. SQLite takes the lock at once: a transaction that reads first and writes then would fail
/// with BUSY whatever its time-out.
pub(super) fn begin_write(c: &mut Connection) -> Result<(), StoreError> {
    use diesel::connection::{AnsiTransactionManager, TransactionManager};
    match c {
        Connection::Sqlite(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE")?
        }
        Connection::Postgres(c) => AnsiTransactionManager::begin_transaction(c)?,
    }
    Ok(())
}

/// Holds people's rows until the transaction ends, so that two that give the same person a duty come one after the other: on
/// PostgreSQL each sees the other's seat only where it looks after this. SQLite's one writer holds everything as it is. The rows are
/// held in the order of their ids, so that two that hold many do not wait for each other; what only names a person is not kept waiting.
pub(super) fn hold_people(c: &mut Connection, ids: &[String]) -> Result<(), StoreError> {
    if let Connection::Postgres(c) = c {
        people::table
            .filter(people::id.eq_any(ids))
            .order(people::id)
            .select(people::id)
            .for_no_key_update()
            .load::<String>(c)?;
    }
    Ok(())
}

/// Holds who is whose client until the transaction ends, with others that only read it: see `conflicts::hold`. SQLite's one writer holds
/// everything as it is.
pub(super) fn hold_clients(c: &mut Connection) -> Result<(), StoreError> {
    lock(c, "LOCK TABLE person_clients IN ROW SHARE MODE")
}

/// The same for whoever changes it: waits for those that read it, and they for this.
pub(super) fn hold_clients_to_change(c: &mut Connection) -> Result<(), StoreError> {
    lock(c, "LOCK TABLE person_clients IN EXCLUSIVE MODE")
}

/// Holds the end of the audit trail's chain until the transaction ends.
pub(super) fn hold_seals(c: &mut Connection) -> Result<(), StoreError> {
    lock(c, "LOCK TABLE audit_seals IN EXCLUSIVE MODE")
}

fn lock(c: &mut Connection, statement: &str) -> Result<(), StoreError> {
    if let Connection::Postgres(c) = c {
        c.batch_execute(statement)?;
    }
    Ok(())
}

/// Whether the whole transaction may go well if it is done again: PostgreSQL's 40001 and 40P01. Diesel tells no code of the second,
/// so that it is known by its text; `connection` sees to it that the server speaks English.
pub(super) fn is_passing(error: &Error) -> bool {
    match error {
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        Error::DatabaseError(DatabaseErrorKind::Unknown, info) => {
            info.message() == "deadlock detected"
        }
        _ => false,
    }
}

/// Whether a lock was held by another for as long as a connection waits: SQLITE_BUSY, and PostgreSQL's 55P03.
pub(super) fn is_waiting(error: &Error) -> bool {
    match error {
        Error::DatabaseError(DatabaseErrorKind::Unknown, info) => matches!(
            info.message(),
            "database is locked" | "canceling statement due to lock timeout"
        ),
        _ => false,
    }
}

/// Whether a server with this setting of `lc_messages` words its errors as the functions above read them.
pub(super) fn is_english(lc_messages: &str) -> bool {
    let language = lc_messages.split(['.', '_', '@']).next();
    matches!(language, Some("C" | "POSIX" | "en" | "English"))
}

#[cfg(test)]
mod tests {
    use super::is_english;

    #[test]
    fn a_server_that_words_its_errors_in_another_language_is_told_apart() {
        for english in [
            "C",
            "C.UTF-8",
            "POSIX",
            "en_US.UTF-8",
            "English_United States.1252",
        ] {
            assert!(is_english(english), "{english}");
        }
        for other in [
            "zh_CN.UTF-8",
            "ru_RU.utf8",
            "Chinese (Simplified)_China.936",
            "",
        ] {
            assert!(!is_english(other), "{other}");
        }
    }
}
