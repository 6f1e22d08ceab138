//! What a person's caps are worth at most by given prices: the part of the relaxation that belongs to people.

use super::Relaxation;
use super::rows::{Group, Run};

impl Relaxation<'_> {
    /// The least that fairness costs, less what the caps are worth at most.
    pub(super) fn person(&self, p: usize, prices: &[f64], slope: &mut [f64]) -> f64 {
        let person = &self.rows.people[p];
        let (fair, target) = (self.compact.fairness as f64, self.compact.target[p] as f64);
        let Some((row, most)) = person.turns else {
            return fair * target * target;
        };
        let price = prices[row as usize];
        let turns = if fair > 0.0 {
            let turns = target + price / (2.0 * fair);
            turns.round().clamp(0.0, f64::from(most))
        } else {
            f64::from(if price > 0.0 { most } else { 0 })
        };
        slope[row as usize] -= turns;
        let mut bound = fair * (turns - target).powi(2) - price * turns;
        for &(row, most) in &person.caps {
            bound -= prices[row as usize] * f64::from(most);
            slope[row as usize] -= f64::from(most);
        }
        for group in &person.groups {
            bound -= worth_of_group(group, prices, slope);
        }
        if let Some(run) = &person.run {
            bound -= worth_of_run(run, prices, slope);
        }
        bound
    }
}

fn sum(rows: &[u32], prices: &[f64]) -> f64 {
    rows.iter().map(|&row| prices[row as usize]).sum()
}

/// The sum of the dearest stations or weekends that may be used.
fn worth_of_group(group: &Group, prices: &[f64], slope: &mut [f64]) -> f64 {
    let mut sums: Vec<(f64, usize)> = group
        .members
        .iter()
        .map(|rows| sum(rows, prices))
        .zip(0..)
        .filter(|&(sum, _)| sum > 0.0)
        .collect();
    let cap = group.cap as usize;
    if sums.len() > cap {
        if cap > 0 {
            sums.select_nth_unstable_by(cap - 1, |a, b| b.0.total_cmp(&a.0));
        }
        sums.truncate(cap);
    }
    for &(_, k) in &sums {
        for &row in &group.members[k] {
            slope[row as usize] -= 1.0;
        }
    }
    sums.into_iter().map(|(sum, _)| sum).sum()
}

/// The dearest days of which never more than the cap stand in a row, by dynamic programming over the length of the row so far.
fn worth_of_run(run: &Run, prices: &[f64], slope: &mut [f64]) -> f64 {
    let (cap, n) = (run.cap as usize, run.days.len());
    let mut best = vec![vec![f64::NEG_INFINITY; cap + 1]; n + 1];
    let mut from = vec![vec![0; cap + 1]; n + 1];
    best[0][0] = 0.0;
    for (i, (day, rows)) in run.days.iter().enumerate() {
        let follows = i > 0 && run.days[i - 1].0 + 1 == *day;
        let worth = sum(rows, prices);
        for k in 0..=cap {
            let now = best[i][k];
            let length = if follows { k } else { 0 };
            if now > best[i + 1][0] {
                (best[i + 1][0], from[i + 1][0]) = (now, k);
            }
            if length < cap && now + worth > best[i + 1][length + 1] {
                best[i + 1][length + 1] = now + worth;
                from[i + 1][length + 1] = k;
            }
        }
    }
    let last = (0..=cap).max_by(|&a, &b| best[n][a].total_cmp(&best[n][b]));
    let mut k = last.unwrap_or(0);
    let worth = best[n][k];
    for i in (0..n).rev() {
        if k > 0 {
            for &row in &run.days[i].1 {
                slope[row as usize] -= 1.0;
            }
        }
        k = from[i + 1][k];
    }
    worth
}
