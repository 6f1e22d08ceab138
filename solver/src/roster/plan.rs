//! A roster by numbers, as the search makes it, and what it costs. The audit counts again from the documents.

use std::collections::{HashMap, HashSet};

use super::answer::Terms;
use super::instance::{Index, Instance};
use crate::language::speaks;
use crate::place::rounded_km;

/// A roster by numbers: an option and a holder for each series, and who holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Chosen option of each series.
    pub options: Vec<Index>,
    /// Holder of each series.
    pub holders: Vec<Option<Index>>,
    /// Duty and person, sorted.
    pub seats: Vec<(Index, Index)>,
}

impl Plan {
    /// Whether the duty is active.
    #[must_use]
    pub fn is_active(&self, instance: &Instance, duty: Index) -> bool {
        instance.duties[duty]
            .option
            .is_none_or(|(s, o)| self.options[s] == o)
    }

    /// Gives each series without a given holder the able person who holds most of its duties.
    pub fn choose_holders(&mut self, instance: &Instance) {
        let mut turns: HashMap<(Index, Index), u32> = HashMap::new();
        for &(d, p) in &self.seats {
            if let Some((s, _)) = instance.duties[d].option {
                *turns.entry((s, p)).or_default() += 1;
            }
        }
        let mut best: Vec<Option<(u32, Index)>> = vec![None; instance.series.len()];
        for (&(s, p), &n) in &turns {
            let members = &instance.series[s].options[self.options[s]].1;
            let better =
                best[s].is_none_or(|(m, q)| (n, std::cmp::Reverse(p)) > (m, std::cmp::Reverse(q)));
            if better && is_able(instance, members, p) {
                best[s] = Some((n, p));
            }
        }
        for (s, series) in instance.series.iter().enumerate() {
            self.holders[s] = series.holder.or(best[s].map(|(_, p)| p));
        }
    }

    /// What the plan costs, term by term.
    #[must_use]
    pub fn terms(&self, instance: &Instance) -> Terms {
        let w = instance.weights;
        let mut terms = Terms::default();
        let mut people_at = vec![0_u32; instance.duties.len()];
        let mut turns = vec![0_i64; instance.people.len()];
        for &(d, p) in &self.seats {
            people_at[d] += 1;
            turns[p] += 1;
            let duty = &instance.duties[d];
            if let Some((s, _)) = duty.option {
                terms.substitute += i64::from(self.holders[s] != Some(p)) * i64::from(w.substitute);
            }
            terms.travel_km += km(instance, d, p) * i64::from(w.travel_km);
            terms.preference += i64::from(dislikes(instance, d, p)) * i64::from(w.preference);
        }
        for (d, duty) in instance.duties.iter().enumerate() {
            if self.is_active(instance, d) {
                let n = people_at[d];
                let weight = i64::from(duty.weight);
                let (short, below) = (duty.min.saturating_sub(n), duty.ideal - n.max(duty.min));
                terms.shortfall += weight * i64::from(short) * i64::from(w.shortfall);
                terms.below_ideal += weight * i64::from(below) * i64::from(w.below_ideal);
            }
        }
        for (p, person) in instance.people.iter().enumerate() {
            terms.fairness += (turns[p] - i64::from(person.target)).pow(2) * i64::from(w.fairness);
        }
        terms.language = self.language(instance);
        let held: HashSet<(Index, Index)> = self.seats.iter().copied().collect();
        let gone = |&&(d, p): &&(Index, Index)| !held.contains(&(d, p)) && instance.fits(d, p);
        let changed = instance.previous.iter().filter(gone).count();
        terms.change = i64::try_from(changed).unwrap_or(i64::MAX) * i64::from(w.change);
        terms
    }

    fn language(&self, instance: &Instance) -> i64 {
        let wanted = cover_rows(instance);
        let mut spoken = vec![0_u32; instance.cover.len()];
        for &(d, p) in &self.seats {
            for r in rows_served(instance, &wanted, d, p) {
                spoken[r] += 1;
            }
        }
        let cost: i64 = instance
            .cover
            .iter()
            .zip(spoken)
            .map(|(row, n)| i64::from(row.weight) * i64::from(row.min.saturating_sub(n)))
            .sum();
        cost * i64::from(instance.weights.language)
    }
}

/// Rows of language cover by district and week.
pub(super) type CoverRows<'a> = HashMap<(&'a str, crate::calendar::Week), Vec<Index>>;

/// Finds the rows of a district's week.
pub(super) fn cover_rows(instance: &Instance) -> CoverRows<'_> {
    let mut rows: CoverRows<'_> = HashMap::new();
    for (r, row) in instance.cover.iter().enumerate() {
        rows.entry((row.district.as_str(), row.week))
            .or_default()
            .push(r);
    }
    rows
}

/// The rows of language cover that this person on this duty counts for.
pub(super) fn rows_served<'a>(
    instance: &'a Instance,
    rows: &'a CoverRows<'_>,
    duty: Index,
    person: Index,
) -> impl Iterator<Item = Index> + 'a {
    let d = &instance.duties[duty];
    let district = instance.stations[d.station].district.as_str();
    let spoken = &instance.people[person].languages;
    rows.get(&(district, d.week))
        .into_iter()
        .flatten()
        .copied()
        .filter(move |&r| {
            let row = &instance.cover[r];
            speaks(spoken, &row.language, row.level)
        })
}

/// Rounded kilometres between the person and the duty's station.
pub(super) fn km(instance: &Instance, duty: Index, person: Index) -> i64 {
    rounded_km(instance.people[person].at, instance.place(duty))
}

/// Whether the person likes other stations best.
pub(super) fn dislikes(instance: &Instance, duty: Index, person: Index) -> bool {
    let prefers = &instance.people[person].prefers;
    !prefers.is_empty()
        && prefers
            .binary_search(&instance.duties[duty].station)
            .is_err()
}

/// Whether the person is able to hold every one of these duties (rule 3).
pub(super) fn is_able(instance: &Instance, duties: &[Index], person: Index) -> bool {
    duties
        .iter()
        .all(|&d| instance.able[d].binary_search(&person).is_ok())
}
