//! Pins and fixed holders of which no answer keeps all: found one by one where one alone is impossible, else made small by
//! leaving out what the clash does not need.

use super::answer::Clash;
use super::decompose::Part;
use super::document::Pair;
use super::instance::{Index, Instance};
use super::model::Model;
use super::plan::is_able;
use super::rules;
use crate::SolveError;
use crate::engine::{self, Outcome};
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

/// The first pin or holder that is impossible alone: rules 3, 4, 8 and the bans forbid it. Empty where there is none.
pub(super) fn plain(instance: &Instance) -> Vec<Clash> {
    let pin = instance
        .pins
        .iter()
        .find(|&&(d, p)| !instance.fits(d, p))
        .map(|&(d, p)| Wish::Pin(d, p));
    let holder = || {
        instance.series.iter().enumerate().find_map(|(s, series)| {
            let p = series.holder?;
            let able = series
                .options
                .iter()
                .any(|(_, members)| is_able(instance, members, p));
            (!able).then_some(Wish::Holder(s, p))
        })
    };
    let wish = pin.or_else(holder);
    wish.map(|wish| wish.clash(instance)).into_iter().collect()
}

/// A clash within a part that no plan satisfies. Nothing can be left out of it, unless the time ended before that was known.
pub(super) fn smallest(
    instance: &Instance,
    part: &Part,
    limits: &Limits,
) -> Result<Vec<Clash>, SolveError> {
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
        if is_infeasible(&left, part, limits)? {
            kept = without;
        }
    }
    Ok(kept.into_iter().map(|wish| wish.clash(instance)).collect())
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

fn is_infeasible(instance: &Instance, part: &Part, limits: &Limits) -> Result<bool, SolveError> {
    if limits.left() <= 0.0 {
        return Ok(false);
    }
    let mut model = Model::new(instance, part, None);
    rules::post_rules(&mut model);
    let outcome = engine::solve(&model.program, false, limits, &mut |_, _| true)?;
    Ok(matches!(outcome, Outcome::Infeasible))
}
