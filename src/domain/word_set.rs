//! Some words of a closed list, each once: as a column, a cell and a body hold them.

use std::collections::BTreeSet;
use std::fmt;

/// A word of a closed list.
pub trait Listed: Copy + Ord + 'static {
    /// Every word, in the list's order.
    const EACH: &'static [Self];

    /// The word in files, the database and the API.
    #[must_use]
    fn as_str(self) -> &'static str;

    /// The one that a text names, none for any other text.
    #[must_use]
    fn parse(word: &str) -> Option<Self> {
        Self::EACH.iter().copied().find(|w| w.as_str() == word)
    }
}

/// Some of a list's words, in the order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordSet<W>(BTreeSet<W>);

impl<W> Default for WordSet<W> {
    fn default() -> Self {
        Self(BTreeSet::new())
    }
}

impl<W: Listed> WordSet<W> {
    /// Reads words with spaces between them. The first that is none where there is one.
    pub fn parse(words: &str) -> Result<Self, &str> {
        let each = words.split_whitespace();
        let read = each.map(|word| W::parse(word).ok_or(word));
        read.collect::<Result<_, _>>().map(Self)
    }

    /// The words that are of the list, others left out.
    pub fn of_known(words: &[String]) -> Self {
        words.iter().filter_map(|word| W::parse(word)).collect()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a word is among them.
    #[must_use]
    pub fn contains(&self, word: W) -> bool {
        self.0.contains(&word)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = W> {
        self.0.iter().copied()
    }

    /// Each of them as it is written.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        self.iter().map(|word| word.as_str().to_owned()).collect()
    }
}

impl<W: Listed> FromIterator<W> for WordSet<W> {
    fn from_iter<T: IntoIterator<Item = W>>(all: T) -> Self {
        Self(all.into_iter().collect())
    }
}

impl<W: Listed> fmt::Display for WordSet<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().join(" "))
    }
}
