//! Language tags (BCP 47) and levels (A1 to C2, N for native).

use std::fmt;

use oxilangtag::LanguageTag;
use serde::{Deserialize, Serialize};

/// How well a language is spoken, in rising order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// Native.
    N,
}

impl Level {
    /// Every level, rising.
    pub const ALL: [Self; 7] = [
        Self::A1,
        Self::A2,
        Self::B1,
        Self::B2,
        Self::C1,
        Self::C2,
        Self::N,
    ];

    /// The word in files, the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::B1 => "B1",
            Self::B2 => "B2",
            Self::C1 => "C1",
            Self::C2 => "C2",
            Self::N => "N",
        }
    }

    /// The level of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.as_str() == word)
    }
}

/// A BCP 47 tag in canonical case whose language is one of ISO 639.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Tag(String);

impl Tag {
    /// Reads a tag. None where the text is not well-formed BCP 47 or its first part is not a language of ISO 639.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let tag = LanguageTag::parse_and_normalize(text).ok()?;
        let language = tag.primary_language();
        let known = match language.len() {
            2 => isolang::Language::from_639_1(language).is_some(),
            3 => isolang::Language::from_639_3(language).is_some(),
            _ => false,
        };
        known.then(|| Self(tag.into_inner()))
    }

    /// The tag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_brought_to_their_canonical_case() {
        assert_eq!(
            Tag::parse("ZH-hans").as_ref().map(Tag::as_str),
            Some("zh-Hans")
        );
        assert_eq!(Tag::parse("csl").as_ref().map(Tag::as_str), Some("csl"));
    }

    #[test]
    fn a_word_that_is_no_language_is_refused() {
        for text in ["中文", "", "english language", "xq", "qqz", "e n"] {
            assert_eq!(Tag::parse(text), None, "{text}");
        }
    }

    #[test]
    fn levels_rise_to_native() {
        assert!(Level::B2 < Level::C1 && Level::C2 < Level::N);
        assert_eq!(Level::parse("B3"), None);
    }
}
