//! The workbook a coordinator edits every month: one sheet for each list of a city; or one list alone, as a workbook or a file of text.
//! Written so that it explains itself, read so that everything wrong in it is told at once, with its place and what would be right.

mod codes;
mod compare;
mod layout;
mod list;
mod open;
mod problem;
mod read;
mod right;
mod row;
mod rows;
mod table;
mod text_file;
mod value;
mod words;
mod write;
mod wrong;

pub use compare::{CellChange, ListChanges, RowChange, RowFate, compare};
pub use list::List;
pub use open::{Opened, open};
pub use problem::{Message, Right, WorkbookProblem, Wrong};
pub use read::{Present, read};
pub use text_file::{Letters, write_text};
pub use write::{WriteError, write, write_empty, write_list};
