//! Pools and topics, which cities share.

use std::collections::HashMap;

use super::merge::merge;
use super::{Ids, ImportError, Imported, id_of};
use crate::actions::Context;
use crate::domain::city::{CitySetup, Pool};
use crate::domain::pool::{self, Owner};
use crate::store::Connection;
use crate::store::people::{self, PoolRow, SkillRow};

/// Those that come with the installation are there from the first import on.
pub(super) fn pools(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
    owner: Owner<'_>,
    done: &mut Imported,
) -> Result<Ids, ImportError> {
    let mut there = people::all_pools(c)?;
    let missing = pool::installed().into_iter();
    let missing = missing.filter(|p| there.iter().all(|r| r.code != p.code));
    let missing: Vec<PoolRow> = missing.map(|p| pool_row(context, &p, None, None)).collect();
    people::insert_pools(c, &missing)?;
    there.extend(missing);
    let mut ids: Ids = there
        .iter()
        .map(|r| (r.code.clone(), r.id.clone()))
        .collect();
    let wanted = setup.pools.iter().map(|p| (p.code.clone(), p));
    let merged = merge(
        there,
        |r| r.code.clone(),
        wanted,
        |p, old| {
            let row = pool_row(context, p, old, Some(owner.city_id));
            match old {
                Some(old) if *old != row && !owner.owns(old.city_id.as_deref()) => {
                    Err(shared("pool", &p.code))
                }
                _ => Ok(row),
            }
        },
        |row| row.revision += 1,
    )?;
    ids.extend(merged.new.iter().map(|r| (r.code.clone(), r.id.clone())));
    people::insert_pools(c, &merged.new)?;
    for row in &merged.changed {
        people::update_pool(c, row)?;
    }
    merged.note(c, context)?;
    done.tables.push(("Pools", merged.tally()));
    Ok(ids)
}

/// A pool on top of the one that is there, or a new one that a city brings.
fn pool_row(context: &Context, p: &Pool, old: Option<&PoolRow>, city_id: Option<&str>) -> PoolRow {
    PoolRow {
        id: old.map_or_else(|| context.new_id(), |o| o.id.clone()),
        code: p.code.clone(),
        name: p.name.clone(),
        name_en: p.name_en.clone(),
        may_serve_alone: p.may_serve_alone,
        supervised_by: p.supervised_by.clone(),
        needs_licence: p.needs_licence,
        interprets: p.interprets,
        mediates: p.mediates,
        needs_approval: p
            .needs_approval
            .unwrap_or_else(|| old.is_some_and(|o| o.needs_approval)),
        services: match (&p.services, old) {
            (Some(services), _) => services.to_string(),
            (None, Some(old)) => old.services.clone(),
            (None, None) => String::new(),
        },
        city_id: old.map_or_else(|| city_id.map(str::to_owned), |o| o.city_id.clone()),
        revision: old.map_or(1, |o| o.revision),
    }
}

fn shared(what: &'static str, code: &str) -> ImportError {
    ImportError::Shared {
        what,
        code: code.to_owned(),
    }
}

/// Topics above others come first.
pub(super) fn skills(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
    owner: Owner<'_>,
    done: &mut Imported,
) -> Result<Ids, ImportError> {
    let there = people::all_skills(c)?;
    let mut ids: Ids = there
        .iter()
        .map(|r| (r.code.clone(), r.id.clone()))
        .collect();
    for s in &setup.skills {
        ids.entry(s.code.clone())
            .or_insert_with(|| context.new_id());
    }
    let wanted = setup.skills.iter().map(|s| (s.code.clone(), s));
    let mut merged = merge(
        there,
        |r| r.code.clone(),
        wanted,
        |s, old: Option<&SkillRow>| -> Result<SkillRow, ImportError> {
            let by = || format!("skill {}", s.code);
            let brought_by = old.map_or(Some(owner.city_id), |o| o.city_id.as_deref());
            let row = SkillRow {
                id: id_of(&ids, "skill", &s.code, &by())?,
                code: s.code.clone(),
                name: s.name.clone(),
                name_en: s.name_en.clone(),
                parent_id: s
                    .parent
                    .as_ref()
                    .map(|p| id_of(&ids, "skill", p, &by()))
                    .transpose()?,
                city_id: brought_by.map(str::to_owned),
                revision: old.map_or(1, |o| o.revision),
            };
            match old {
                Some(old) if *old != row && !owner.owns(old.city_id.as_deref()) => {
                    Err(shared("skill", &s.code))
                }
                _ => Ok(row),
            }
        },
        |row| row.revision += 1,
    )?;
    let pairs = setup.skills.iter();
    let parents: HashMap<&str, &str> = pairs
        .filter_map(|s| Some((s.code.as_str(), s.parent.as_deref()?)))
        .collect();
    // Many are inserted in several statements, of which none may refer to a later one.
    merged.new.sort_by_cached_key(|r| depth(&parents, &r.code));
    people::insert_skills(c, &merged.new)?;
    for row in &merged.changed {
        people::update_skill(c, row)?;
    }
    merged.note(c, context)?;
    done.tables.push(("Skills", merged.tally()));
    Ok(ids)
}

/// How many topics lie above one.
fn depth(parents: &HashMap<&str, &str>, code: &str) -> usize {
    let parent = |code: &&str| parents.get(code).copied();
    let above = std::iter::successors(parent(&code), parent);
    // What lies above itself ends here, and is refused by the database.
    above.take(parents.len()).count()
}
