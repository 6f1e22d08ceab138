//! The words the rules are written in: matches, who interprets, requests left unmatched and equity as variables of a `Program`. The rules
//! post themselves; nothing of a rule stands here.
//!
//! Who interprets is no part of a match's variable: many interpreters can help in the same matches, and each of them in one at a time.
//! So of each list of those who can help, it is decided which of them do, as many as matches need somebody of it.

use std::collections::{BTreeMap, HashSet};

use super::instance::{Index, Instance};
use super::pairs::Pair;
use super::plan::{Triple, worst_share};
use super::voices::{ALONE, ListId};
use crate::program::{Program, Var};

/// The variables of a batch.
pub struct Model<'a> {
    /// The batch.
    pub instance: &'a Instance,
    /// The matches that may be made: a request, its slot and who can help.
    pub pairs: Vec<(Index, Pair)>,
    /// The program the rules post into.
    pub program: Program,
    /// One a pair: whether the match is made.
    pub matches: Vec<Var>,
    /// Of each list that some match needs somebody of: for each voice whether it helps in one of them.
    pub voices: BTreeMap<ListId, Vec<Var>>,
    /// One a request: whether it is left unmatched.
    pub unmatched: Vec<Var>,
    /// The equity term before its weight, none where no group is measured.
    pub equity: Option<Var>,
    /// What the equity term is held at.
    pub held: Option<u32>,
}

impl<'a> Model<'a> {
    /// The variables of a batch of which these matches may be made; the search starts from `start`, whose matches are some of them. The
    /// equity term may be held.
    #[must_use]
    pub fn new(
        instance: &'a Instance,
        pairs: Vec<(Index, Pair)>,
        start: &[Triple],
        held: Option<u32>,
    ) -> Self {
        let mut program = Program::default();
        let chosen: HashSet<(Index, Index)> = start.iter().map(|t| (t.request, t.slot)).collect();
        let served: HashSet<Index> = start.iter().map(|t| t.request).collect();
        let shifts: BTreeMap<Index, Option<Index>> =
            start.iter().map(|t| (t.request, t.shift)).collect();
        let is_made = |&(r, pair): &(Index, Pair)| chosen.contains(&(r, pair.slot as Index));
        let mut helping: HashSet<(ListId, Index)> = HashSet::new();
        for (r, pair) in pairs.iter().filter(|pair| is_made(pair)) {
            helping.extend(shifts[r].map(|shift| (pair.voices, shift)));
        }
        let matches = pairs.iter().map(|pair| program.binary(is_made(pair)));
        let matches = matches.collect();
        let lists: HashSet<ListId> = pairs.iter().map(|(_, pair)| pair.voices).collect();
        let mut voices = BTreeMap::new();
        for list in lists
            .into_iter()
            .filter(|list| *list != ALONE)
            .collect::<std::collections::BTreeSet<_>>()
        {
            let all = instance.pairs.voices.list(list).iter();
            let vars = all.map(|v| program.binary(helping.contains(&(list, v.shift as Index))));
            let vars: Vec<Var> = vars.collect();
            voices.insert(list, vars);
        }
        let requests = 0..instance.document.requests.len();
        let unmatched = requests.map(|r| program.binary(!served.contains(&r)));
        let unmatched = unmatched.collect();
        let worst = worst_share(instance, &served);
        let equity = (!instance.groups.is_empty()).then(|| match held {
            Some(e) => program.whole(e, e, e),
            None => program.whole(0, 100, worst),
        });
        Self {
            instance,
            pairs,
            program,
            matches,
            voices,
            unmatched,
            equity,
            held,
        }
    }

    /// The matches that are made.
    #[must_use]
    pub fn read(&self, values: &[f64]) -> Vec<Triple> {
        let is_chosen = |var: &Var| values[var.index()] > 0.5;
        let mut helping: BTreeMap<ListId, Vec<Index>> = BTreeMap::new();
        for (&list, vars) in &self.voices {
            let all = self.instance.pairs.voices.list(list).iter().zip(vars);
            let chosen = all.filter(|(_, var)| is_chosen(var));
            helping.insert(
                list,
                chosen.map(|(voice, _)| voice.shift as Index).collect(),
            );
        }
        let all = self.pairs.iter().zip(&self.matches);
        let made = all.filter(|(_, var)| is_chosen(var));
        made.map(|(&(request, pair), _)| Triple {
            request,
            slot: pair.slot as Index,
            shift: helping.get_mut(&pair.voices).and_then(Vec::pop),
            price: pair.price,
        })
        .collect()
    }
}
