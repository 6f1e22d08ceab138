//! Why a duty has fewer people than it needs: the funnel from the pool to those who could still come, and the first reason.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::answer::RosterAnswer;
use super::eligibility::{has_skills, is_free, may_go};
use super::instance::{Index, Instance, Person};
use super::load::Load;
use crate::language::speaks_all;

/// A stage of the funnel; who is left at it passed all before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Of the duty's pool.
    InPool,
    /// Has the skills.
    HasSkills,
    /// Speaks the languages.
    Speaks,
    /// May go to the station: not to be avoided, near enough.
    MayGo,
    /// Has a window that contains the duty, and no ban.
    IsFree,
    /// Holds nothing at that time and is within all limits.
    WithinLimits,
}

/// The first reason why nobody more came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Nobody is of the pool.
    NobodyInPool,
    /// Nobody of the pool has the skills.
    NobodySkilled,
    /// Nobody of these speaks the languages.
    NobodySpeaks,
    /// Nobody of these may go to the station.
    NobodyNear,
    /// Nobody of these is free.
    NobodyFree,
    /// All of these hold another duty then or are at a limit of theirs.
    AllAtLimit,
    /// Nobody supervises it.
    NoSupervisor,
    /// Somebody could come, but it costs more than it brings.
    CostsMore,
}

/// A duty below its least number, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The duty's id.
    pub duty: String,
    /// How many are missing.
    pub missing: u32,
    /// The first reason.
    pub reason: Reason,
    /// Ids of the people left at each stage, those who hold the duty left out.
    pub funnel: Vec<(Stage, Vec<String>)>,
}

/// Every active duty below its least number, in the order of the problem.
#[must_use]
pub fn explain(instance: &Instance, answer: &RosterAnswer) -> Vec<Gap> {
    let duty_no: HashMap<&str, Index> = instance
        .duties
        .iter()
        .enumerate()
        .map(|(i, d)| (d.id.as_str(), i))
        .collect();
    let person_no: HashMap<&str, Index> = instance
        .people
        .iter()
        .enumerate()
        .map(|(i, p)| (p.id.as_str(), i))
        .collect();
    let mut load = Load::new(instance);
    let mut held: HashMap<Index, HashSet<Index>> = HashMap::new();
    for row in &answer.assignments {
        let (d, p) = (duty_no[row.duty.as_str()], person_no[row.person.as_str()]);
        load.give(d, p);
        held.entry(d).or_default().insert(p);
    }
    let bans: HashSet<(Index, Index)> = instance.bans.iter().copied().collect();
    let nobody = HashSet::new();
    let mut gaps = Vec::new();
    for (d, duty) in instance.duties.iter().enumerate() {
        let active = duty.option.is_none_or(|(s, o)| {
            let series = &instance.series[s];
            answer.options.get(&series.id) == Some(&series.options[o].0)
        });
        let there = held.get(&d).unwrap_or(&nobody);
        let missing = duty
            .min
            .saturating_sub(u32::try_from(there.len()).unwrap_or(u32::MAX));
        if active && missing > 0 {
            let funnel = funnel(instance, &load, &bans, d, there);
            let supervised = is_supervised(instance, &held, d);
            gaps.push(gap(instance, d, missing, &funnel, supervised));
        }
    }
    gaps
}

fn gap(
    instance: &Instance,
    d: Index,
    missing: u32,
    funnel: &[(Stage, Vec<Index>)],
    supervised: bool,
) -> Gap {
    let dry = funnel.iter().find(|(_, people)| people.is_empty());
    let reason = match dry.map(|(stage, _)| stage) {
        Some(Stage::InPool) => Reason::NobodyInPool,
        Some(Stage::HasSkills) => Reason::NobodySkilled,
        Some(Stage::Speaks) => Reason::NobodySpeaks,
        Some(Stage::MayGo) => Reason::NobodyNear,
        Some(Stage::IsFree) => Reason::NobodyFree,
        Some(Stage::WithinLimits) => Reason::AllAtLimit,
        None if !supervised => Reason::NoSupervisor,
        None => Reason::CostsMore,
    };
    let names = |people: &[Index]| {
        people
            .iter()
            .map(|&p| instance.people[p].id.clone())
            .collect()
    };
    Gap {
        duty: instance.duties[d].id.clone(),
        missing,
        reason,
        funnel: funnel
            .iter()
            .map(|(stage, people)| (*stage, names(people)))
            .collect(),
    }
}

fn funnel(
    instance: &Instance,
    load: &Load<'_>,
    bans: &HashSet<(Index, Index)>,
    d: Index,
    there: &HashSet<Index>,
) -> Vec<(Stage, Vec<Index>)> {
    let duty = &instance.duties[d];
    let person = |p: &Index| -> &Person { &instance.people[*p] };
    let mut left: Vec<Index> = (0..instance.people.len())
        .filter(|p| person(p).pool == duty.pool && !there.contains(p))
        .collect();
    let mut stages = vec![(Stage::InPool, left.clone())];
    let mut keep = |stage: Stage, test: &dyn Fn(&Index) -> bool| {
        left.retain(|p| test(p));
        stages.push((stage, left.clone()));
    };
    keep(Stage::HasSkills, &|p| has_skills(person(p), duty));
    keep(Stage::Speaks, &|p| {
        speaks_all(&person(p).languages, &duty.languages)
    });
    keep(Stage::MayGo, &|p| may_go(instance, *p, duty));
    keep(Stage::IsFree, &|p| {
        is_free(person(p), duty) && !bans.contains(&(d, *p))
    });
    keep(Stage::WithinLimits, &|p| load.full(d, *p).is_none());
    stages
}

fn is_supervised(instance: &Instance, held: &HashMap<Index, HashSet<Index>>, d: Index) -> bool {
    let duty = &instance.duties[d];
    let Some(q) = &duty.supervised_by else {
        return true;
    };
    held.keys().any(|&o| {
        let other = &instance.duties[o];
        other.pool == *q
            && other.station == duty.station
            && other.day == duty.day
            && other.span.contains(duty.span)
    })
}
