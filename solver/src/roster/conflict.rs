//! Whether any roster keeps the pins and fixed holders, and which of them clash where none does: found one by one where one alone is
//! impossible, else made small by leaving out what the clash does not need; and the rules that forbid it.
//!
//! Only what pins ask for stands in the program: their seats, and those of whoever may have to be beside them. Every other place may
//! stay empty, so that the program is small however large the instance is.

use std::collections::BTreeSet;

use super::answer::Clash;
use super::compact::{Compact, id};
use super::decompose::{Part, parts};
use super::document::Pair;
use super::eligibility::{has_skills, is_free, may_go};
use super::instance::{Index, Instance};
use super::model::Model;
use super::plan::{Plan, is_able};
use super::rule::Rule;
use super::rules::{HARD, HardRule};
use crate::SolveError;
use crate::engine::{self, Outcome};
use crate::language::speaks_all;
use crate::limits::Limits;

/// A wish of the coordinator that may take part in a clash.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Pin(Index, Index),
    Holder(Index, Index),
}

impl Wish {
    fn clash(self, instance: &Instance) -> Clash {
        match self {
            Self::Pin(d, p) => Clash::Pin(Pair {
                duty: instance.duties[d].id.clone(),
                person: instance.people[p].id.clone(),
            }),
            Self::Holder(s, p) => Clash::Holder {
                series: instance.series[s].id.clone(),
                person: instance.people[p].id.clone(),
            },
        }
    }
}

/// Pins and holders that clash, and the rules that forbid them.
pub(super) struct Refusal {
    pub conflict: Vec<Clash>,
    pub because: Vec<Rule>,
}

/// The first pin or holder that is impossible alone: rules 3, 4, 8 and the bans forbid it.
pub(super) fn plain(instance: &Instance) -> Option<Refusal> {
    let refusal = |wish: Wish, why: Rule| Refusal {
        conflict: vec![wish.clash(instance)],
        because: vec![why],
    };
    let unfit = instance.pins.iter().find(|&&(d, p)| !instance.fits(d, p));
    if let Some(&(d, p)) = unfit {
        return Some(refusal(Wish::Pin(d, p), unfitness(instance, d, p)));
    }
    instance.series.iter().enumerate().find_map(|(s, series)| {
        let p = series.holder?;
        let mut options = series.options.iter();
        let able = options.any(|(_, members)| is_able(instance, members, p));
        (!able).then(|| refusal(Wish::Holder(s, p), Rule::Holder))
    })
}

/// Why a person does not fit a duty.
fn unfitness(instance: &Instance, d: Index, p: Index) -> Rule {
    let (duty, person) = (&instance.duties[d], &instance.people[p]);
    if person.pool != duty.pool {
        Rule::Pool
    } else if !has_skills(person, duty) {
        Rule::Skills
    } else if !speaks_all(&person.languages, &duty.languages) {
        Rule::Languages
    } else if !may_go(instance, p, duty) {
        Rule::Station
    } else if !is_free(person, duty) {
        Rule::Windows
    } else {
        Rule::Bans
    }
}

/// A roster of what the pins ask for, or what of it clashes. None where the time ended before that was known.
pub(super) fn seat_pins(
    instance: &Instance,
    compact: &Compact<'_>,
    limits: &Limits,
) -> Result<Option<Result<Plan, Refusal>>, SolveError> {
    let bare = bare(instance, compact);
    let mut plan = Plan {
        options: vec![0; instance.series.len()],
        holders: instance.series.iter().map(|s| s.holder).collect(),
        seats: Vec::new(),
    };
    for part in parts(&bare) {
        let model = model(&bare, &part, &HARD);
        match engine::solve(&model.program, false, limits, &mut |_, _| true)? {
            Outcome::Found { values, .. } => model.read(&values, &mut plan),
            Outcome::Infeasible => return Ok(Some(Err(smallest(&bare, &part, limits)?))),
            Outcome::Nothing { .. } => return Ok(None),
        }
    }
    plan.seats.sort_unstable();
    Ok(Some(Ok(plan)))
}

/// The instance with the seats of pins, and of whoever may have to be beside them, and no other.
fn bare(instance: &Instance, compact: &Compact<'_>) -> Instance {
    let mut bare = instance.clone();
    let mut all: BTreeSet<Index> = BTreeSet::new();
    let mut todo: Vec<Index> = instance.pins.iter().map(|&(d, _)| d).collect();
    let mut seen: BTreeSet<Index> = todo.iter().copied().collect();
    while let Some(d) = todo.pop() {
        for &over in compact.supervisors[d].iter().flatten() {
            all.insert(over as Index);
            if seen.insert(over as Index) {
                todo.push(over as Index);
            }
        }
    }
    for (d, people) in bare.fit.iter_mut().enumerate() {
        if !all.contains(&d) {
            let pinned = &compact.pinned[d];
            people.retain(|&p| pinned.contains(&id(p)));
        }
    }
    bare
}

fn model<'a>(instance: &'a Instance, part: &'a Part, hard: &[HardRule]) -> Model<'a> {
    let mut model = Model::new(instance, part, None);
    for (_, post) in hard {
        post(&mut model);
    }
    model
}

/// A clash within a part that no plan satisfies. Nothing can be left out of it, unless the time ended before that was known.
fn smallest(instance: &Instance, part: &Part, limits: &Limits) -> Result<Refusal, SolveError> {
    let mut left = instance.clone();
    let here = |d: &Index| part.duties.binary_search(d).is_ok();
    left.pins.retain(|(d, _)| here(d));
    let pins = left.pins.iter().map(|&(d, p)| Wish::Pin(d, p));
    let holders = part
        .series
        .iter()
        .filter_map(|&s| Some(Wish::Holder(s, instance.series[s].holder?)));
    let wishes: Vec<Wish> = pins.chain(holders).collect();
    let mut kept = wishes.clone();
    for wish in wishes {
        let without: Vec<Wish> = kept.iter().copied().filter(|&w| w != wish).collect();
        apply(&mut left, &without);
        if is_infeasible(&left, part, &HARD, limits)? {
            kept = without;
        }
    }
    apply(&mut left, &kept);
    let mut needed: Vec<HardRule> = HARD.to_vec();
    for rule in HARD {
        let without: Vec<HardRule> = needed.iter().copied().filter(|r| r.0 != rule.0).collect();
        if is_infeasible(&left, part, &without, limits)? {
            needed = without;
        }
    }
    Ok(Refusal {
        conflict: kept.into_iter().map(|wish| wish.clash(instance)).collect(),
        because: needed.iter().map(|rule| rule.0).collect(),
    })
}

fn apply(instance: &mut Instance, wishes: &[Wish]) {
    instance.pins.clear();
    for series in &mut instance.series {
        series.holder = None;
    }
    for &wish in wishes {
        match wish {
            Wish::Pin(d, p) => instance.pins.push((d, p)),
            Wish::Holder(s, p) => instance.series[s].holder = Some(p),
        }
    }
}

fn is_infeasible(
    instance: &Instance,
    part: &Part,
    hard: &[HardRule],
    limits: &Limits,
) -> Result<bool, SolveError> {
    if limits.left() <= 0.0 {
        return Ok(false);
    }
    let model = model(instance, part, hard);
    let outcome = engine::solve(&model.program, false, limits, &mut |_, _| true)?;
    Ok(matches!(outcome, Outcome::Infeasible))
}
