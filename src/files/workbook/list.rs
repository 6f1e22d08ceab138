//! The lists of a city, each a sheet of its workbook or a file of its own.

use super::layout::{SHEETS, Sheet, message};
use super::open::letters;

/// One list of a city.
#[derive(Debug, Clone, Copy)]
pub struct List(pub(super) &'static Sheet);

impl List {
    /// Every list, in the order of the workbook.
    pub fn all() -> impl Iterator<Item = Self> {
        SHEETS.into_iter().map(Self)
    }

    /// The list of a name, whatever its capitals, hyphens and spaces.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|list| letters(list.name()) == letters(name))
    }

    /// Its name, as that of its sheet.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The message that says what it holds.
    #[must_use]
    pub fn message(self) -> String {
        message(self.0, None)
    }

    /// The name of each list, with commas between them.
    #[must_use]
    pub fn names() -> String {
        let names: Vec<&str> = Self::all().map(Self::name).collect();
        names.join(", ")
    }
}

impl PartialEq for List {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}
