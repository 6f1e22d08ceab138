//! The codes of a sheet, by which other rows name its rows.

use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;

/// The codes of a sheet, whether or not their rows are right otherwise, so that one mistake is told once.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// None where the sheet or its column of codes is missing: then nothing can be said about a code.
    known: Option<HashSet<String>>,
    by_lower_case: BTreeMap<String, String>,
}

impl Codes {
    /// The codes of a sheet that is there.
    pub(super) fn new(codes: Vec<String>) -> Self {
        let lower = codes.iter().map(|c| (c.to_lowercase(), c.clone()));
        Self {
            by_lower_case: lower.collect(),
            known: Some(codes.into_iter().collect()),
        }
    }

    /// These, and others that are known besides; where nothing can be said about a code, nothing still.
    pub(super) fn with(self, others: Vec<String>) -> Self {
        match self.known {
            Some(known) => Self::new(known.into_iter().chain(others).collect()),
            None => self,
        }
    }

    /// Whether a row has this code, or may have.
    pub(super) fn may_have(&self, code: &str) -> bool {
        self.known.as_ref().is_none_or(|known| known.contains(code))
    }

    /// A code that is likely meant: the one that begins most alike, capitals aside. None where there is no code at all.
    pub(super) fn nearest(&self, code: &str) -> Option<&str> {
        let code = code.to_lowercase();
        let before = self.by_lower_case.range(..code.clone()).next_back();
        let from = (Bound::Included(code.clone()), Bound::Unbounded);
        let after = self.by_lower_case.range(from).next();
        let alike = |lower: &str| {
            let pairs = lower.chars().zip(code.chars());
            pairs.take_while(|(a, b)| a == b).count()
        };
        [before, after]
            .into_iter()
            .flatten()
            .max_by_key(|(lower, _)| alike(lower))
            .map(|(_, code)| code.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_code_begins_most_alike() {
        let codes = Codes::new(
            ["family", "debt", "YD01", "YD20"]
                .map(str::to_owned)
                .to_vec(),
        );
        assert_eq!(codes.nearest("famly"), Some("family"));
        assert_eq!(codes.nearest("yd01"), Some("YD01"));
        assert_eq!(codes.nearest("YD21"), Some("YD20"));
        assert_eq!(Codes::new(Vec::new()).nearest("x"), None);
    }

    #[test]
    fn a_sheet_that_is_missing_makes_no_code_unknown() {
        assert!(Codes::default().may_have("anything"));
        assert!(!Codes::new(Vec::new()).may_have("anything"));
    }
}
