//! The words the rules are written in: matches, requests left unmatched and equity as variables of a `Program`. The rules post
//! themselves; nothing of a rule stands here.

use std::collections::HashSet;

use super::instance::{Index, Instance};
use crate::program::{Program, Var};

/// The variables of a batch.
pub struct Model<'a> {
    /// The batch.
    pub instance: &'a Instance,
    /// The program the rules post into.
    pub program: Program,
    /// One a triple: whether the match is made.
    pub matches: Vec<Var>,
    /// One a request: whether it is left unmatched.
    pub unmatched: Vec<Var>,
    /// The equity term before its weight, none where no group is measured.
    pub equity: Option<Var>,
}

impl<'a> Model<'a> {
    /// The variables of a batch; the search starts from the triples `start`.
    #[must_use]
    pub fn new(instance: &'a Instance, start: &[Index]) -> Self {
        let mut program = Program::default();
        let chosen: HashSet<Index> = start.iter().copied().collect();
        let served: HashSet<Index> = start.iter().map(|&t| instance.triples[t].request).collect();
        let matches = (0..instance.triples.len())
            .map(|t| program.binary(chosen.contains(&t)))
            .collect();
        let unmatched = (0..instance.document.requests.len())
            .map(|r| program.binary(!served.contains(&r)))
            .collect();
        let worst = super::plan::worst_share(instance, &served);
        let equity = (!instance.groups.is_empty()).then(|| program.whole(0, 100, worst));
        Self {
            instance,
            program,
            matches,
            unmatched,
            equity,
        }
    }

    /// The triples whose match is made.
    #[must_use]
    pub fn read(&self, values: &[f64]) -> Vec<Index> {
        let made = |&t: &Index| values[self.matches[t].index()] > 0.5;
        (0..self.matches.len()).filter(made).collect()
    }
}
