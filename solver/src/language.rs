//! Levels of a language, A1 to N. Tags are compared as they stand.

use serde::{Deserialize, Serialize};

/// How well a language is spoken, in rising order; N is native.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
#[allow(
    missing_docs,
    reason = "the names of the Common European Framework say it"
)]
pub enum Level {
    A1,
    A2,
    B1,
    B2,
    C1,
    C2,
    N,
}

impl TryFrom<String> for Level {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        Ok(match word.as_str() {
            "A1" => Self::A1,
            "A2" => Self::A2,
            "B1" => Self::B1,
            "B2" => Self::B2,
            "C1" => Self::C1,
            "C2" => Self::C2,
            "N" => Self::N,
            _ => {
                return Err(format!(
                    "{word:?} is not a level; right would be A1, A2, B1, B2, C1, C2 or N"
                ));
            }
        })
    }
}

/// Language tag to level, in the order of tags.
pub type Languages = std::collections::BTreeMap<String, Level>;

/// Whether someone who speaks `spoken` speaks the language at the level or above.
#[must_use]
pub fn speaks(spoken: &Languages, tag: &str, level: Level) -> bool {
    spoken.get(tag).is_some_and(|own| *own >= level)
}

/// Whether someone who speaks `spoken` speaks every language of `asked` at its level or above.
#[must_use]
pub fn speaks_all(spoken: &Languages, asked: &Languages) -> bool {
    asked.iter().all(|(tag, level)| speaks(spoken, tag, *level))
}
