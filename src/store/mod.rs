//! The only place with diesel: connections, transactions, a file for each group of tables.

pub mod schema;
