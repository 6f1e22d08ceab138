//! The workbook a coordinator edits every month: one sheet for each table of a city. Written so that it explains itself, read so
//! that everything wrong in it is told at once, with its place and what would be right.

mod codes;
mod layout;
mod open;
mod problem;
mod read;
mod right;
mod row;
mod table;
mod value;
mod words;
mod write;
mod wrong;

pub use problem::{Message, Right, WorkbookProblem, Wrong};
pub use read::read;
pub use write::{WriteError, write};
