//! Files in and out: a city's workbook, calendars of holidays, rosters as workbooks. No database here: a file becomes nouns of the domain.

pub mod busy_times;
pub mod holidays;
pub mod roster_book;
pub mod workbook;
