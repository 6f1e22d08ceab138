//! What people speak, as small numbers: thousands of people share some dozens of sets of languages.

use std::collections::{BTreeMap, HashMap};

use crate::language::{Languages, Level};

/// A set of languages spoken at the working level or above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Tongue(u32);

/// The sets of languages of a batch.
#[derive(Debug, Clone)]
pub(super) struct Tongues {
    working: Level,
    tags: HashMap<String, u32>,
    known: BTreeMap<Vec<u32>, Tongue>,
    sets: Vec<Vec<u32>>,
}

impl Tongues {
    pub(super) fn new(working: Level) -> Self {
        Self {
            working,
            tags: HashMap::new(),
            known: BTreeMap::new(),
            sets: Vec::new(),
        }
    }

    /// What somebody speaks at the working level.
    pub(super) fn add(&mut self, languages: &Languages) -> Tongue {
        let mut set = Vec::new();
        for (tag, level) in languages {
            if *level >= self.working {
                let next = self.tags.len() as u32;
                set.push(*self.tags.entry(tag.clone()).or_insert(next));
            }
        }
        set.sort_unstable();
        let next = Tongue(self.sets.len() as u32);
        let tongue = *self.known.entry(set.clone()).or_insert(next);
        if tongue == next {
            self.sets.push(set);
        }
        tongue
    }

    /// Whether both speak a language.
    pub(super) fn share(&self, a: Tongue, b: Tongue) -> bool {
        let (a, b) = (&self.sets[a.0 as usize], &self.sets[b.0 as usize]);
        a.iter().any(|tag| b.contains(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_spoken_at_the_working_level_counts() {
        let speaks = |spoken: &[(&str, Level)]| -> Languages {
            spoken.iter().map(|&(t, l)| (t.to_owned(), l)).collect()
        };
        let both = speaks(&[("fr", Level::N), ("zh", Level::B2)]);
        let little = speaks(&[("fr", Level::N), ("zh", Level::B1)]);
        let chinese = speaks(&[("zh", Level::N)]);
        let french = speaks(&[("fr", Level::C1)]);
        let mut tongues = Tongues::new(Level::B2);
        let [both, little, chinese, french] =
            [&both, &little, &chinese, &french].map(|l| tongues.add(l));
        assert_eq!(little, french);
        assert!(tongues.share(both, chinese) && tongues.share(both, french));
        assert!(!tongues.share(little, chinese));
    }
}
