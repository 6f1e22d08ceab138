//! The few statements that the two databases do not share, and which of their errors are worth another try.

use diesel::result::{DatabaseErrorKind, Error};

use super::{Connection, StoreError};

/// Rows of one INSERT: below both databases' limit of bound values for tables of up to 30 columns.
pub(super) const ROWS: usize = 500;

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

/// Whether the whole transaction may go well if it is done again: PostgreSQL's 40001 and 40P01.
pub(super) fn is_passing(error: &Error) -> bool {
    match error {
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        Error::DatabaseError(DatabaseErrorKind::Unknown, info) => {
            info.message() == "deadlock detected"
        }
        _ => false,
    }
}
