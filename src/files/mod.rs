//! Files in and out: calendars of holidays. No database here: a file becomes nouns of the domain.

pub mod holidays;
pub mod workbook;
