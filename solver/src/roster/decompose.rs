//! The parts of an instance that share nobody, no series, no supervision and no language row: solved one by one, their
//! objectives and bounds add up to the whole's. Districts coupled by few people are not taken apart here.

use std::collections::{BTreeMap, HashMap};

use super::instance::{Index, Instance};
use super::plan::cover_rows;

/// What belongs together, each list rising.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Duties.
    pub duties: Vec<Index>,
    /// People.
    pub people: Vec<Index>,
    /// Series.
    pub series: Vec<Index>,
    /// Rows of language cover.
    pub cover: Vec<Index>,
    /// Whether duties outside of it are held as in the plan that the search begins with, and count for supervision and language cover;
    /// false where nothing outside of it has to do with it.
    pub rest_stays: bool,
}

impl Part {
    /// The whole instance as one part.
    #[must_use]
    pub fn whole(instance: &Instance) -> Self {
        Self {
            duties: (0..instance.duties.len()).collect(),
            people: (0..instance.people.len()).collect(),
            series: (0..instance.series.len()).collect(),
            cover: (0..instance.cover.len()).collect(),
            rest_stays: false,
        }
    }
}

/// The parts that share no person and no series, rising by pool: pools that nothing but supervision and language cover bind together.
#[must_use]
pub fn pools(instance: &Instance) -> Vec<Part> {
    let mut number: BTreeMap<&str, usize> = BTreeMap::new();
    let all = instance.duties.iter().map(|d| &d.pool);
    for pool in all.chain(instance.people.iter().map(|p| &p.pool)) {
        let next = number.len();
        number.entry(pool).or_insert(next);
    }
    let mut groups = Groups::new(number.len());
    let mut series: Vec<Option<usize>> = vec![None; instance.series.len()];
    for duty in &instance.duties {
        if let Some((s, _)) = duty.option {
            let pool = number[duty.pool.as_str()];
            groups.join(pool, *series[s].get_or_insert(pool));
        }
    }
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for (d, duty) in instance.duties.iter().enumerate() {
        let part = groups.root(number[duty.pool.as_str()]);
        parts.entry(part).or_default().duties.push(d);
    }
    for (p, person) in instance.people.iter().enumerate() {
        let part = groups.root(number[person.pool.as_str()]);
        parts.entry(part).or_default().people.push(p);
    }
    for (s, pool) in series.into_iter().enumerate() {
        if let Some(pool) = pool {
            let part = groups.root(pool);
            parts.entry(part).or_default().series.push(s);
        }
    }
    for part in parts.values_mut() {
        part.cover = (0..instance.cover.len()).collect();
        part.rest_stays = true;
    }
    parts.into_values().collect()
}

/// Takes an instance apart. Each duty, person, series and row stands in exactly one part.
#[must_use]
pub fn parts(instance: &Instance) -> Vec<Part> {
    let (n, m) = (instance.duties.len(), instance.people.len());
    let (series, cover) = (n + m, n + m + instance.series.len());
    let mut groups = Groups::new(cover + instance.cover.len());
    for (d, people) in instance.fit.iter().enumerate() {
        for &p in people {
            groups.join(d, n + p);
        }
        if let Some((s, _)) = instance.duties[d].option {
            groups.join(d, series + s);
        }
    }
    for &(d, p) in &instance.pins {
        groups.join(d, n + p);
    }
    for (s, one) in instance.series.iter().enumerate() {
        if let Some(p) = one.holder {
            groups.join(series + s, n + p);
        }
    }
    let mut sessions: HashMap<(Index, i32), Index> = HashMap::new();
    for (d, duty) in instance.duties.iter().enumerate() {
        let first = *sessions.entry((duty.station, duty.day)).or_insert(d);
        groups.join(first, d);
    }
    let rows = cover_rows(instance);
    for (d, duty) in instance.duties.iter().enumerate() {
        let district = instance.stations[duty.station].district.as_str();
        for &r in rows.get(&(district, duty.week)).into_iter().flatten() {
            groups.join(d, cover + r);
        }
    }
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for node in 0..cover + instance.cover.len() {
        let part = parts.entry(groups.root(node)).or_default();
        if node < n {
            part.duties.push(node);
        } else if node < series {
            part.people.push(node - n);
        } else if node < cover {
            part.series.push(node - series);
        } else {
            part.cover.push(node - cover);
        }
    }
    merge_idle(instance, parts.into_values())
}

/// Parts in which nobody can be assigned leave nothing to decide but options: one program does for all of them.
fn merge_idle(instance: &Instance, parts: impl Iterator<Item = Part>) -> Vec<Part> {
    let is_idle = |part: &Part| part.duties.iter().all(|&d| instance.fit[d].is_empty());
    let (idle, mut busy): (Vec<Part>, Vec<Part>) = parts.partition(is_idle);
    let mut all = Part::default();
    for part in idle {
        all.duties.extend(part.duties);
        all.people.extend(part.people);
        all.series.extend(part.series);
        all.cover.extend(part.cover);
    }
    for list in [
        &mut all.duties,
        &mut all.people,
        &mut all.series,
        &mut all.cover,
    ] {
        list.sort_unstable();
    }
    busy.push(all);
    busy
}

/// Disjoint sets with path halving; the root is the least member.
struct Groups(Vec<usize>);

impl Groups {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.0[node] != node {
            self.0[node] = self.0[self.0[node]];
            node = self.0[node];
        }
        node
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
