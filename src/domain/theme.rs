//! For whom a station is there first: its themes.

use super::word_set::{Listed, WordSet};

/// A theme. The list is closed, so that each is called by its name in every language, and reports of cities can be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// Workers from elsewhere.
    MigrantWorkers,
    /// National minorities.
    Minorities,
    /// Villages.
    Rural,
    /// Businesses.
    Business,
    /// Children and young people.
    Youth,
}

/// Some themes.
pub type Themes = WordSet<Theme>;

impl Listed for Theme {
    const EACH: &'static [Self] = &[
        Self::MigrantWorkers,
        Self::Minorities,
        Self::Rural,
        Self::Business,
        Self::Youth,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::MigrantWorkers => "migrant-workers",
            Self::Minorities => "minorities",
            Self::Rural => "rural",
            Self::Business => "business",
            Self::Youth => "youth",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_are_read_in_any_order_and_written_in_one() {
        let read = Themes::parse(" youth  migrant-workers youth");
        assert_eq!(
            read.map(|all| all.to_string()),
            Ok("migrant-workers youth".into())
        );
        assert_eq!(Themes::parse("rural city"), Err("city"));
        assert_eq!(Theme::EACH.len(), 5);
    }
}
