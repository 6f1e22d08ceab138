//! People with everything that belongs to them.

use std::collections::{HashMap, HashSet};

use super::merge::merge;
use super::{Ids, ImportError, Imported, Known, id_of};
use crate::actions::read_city::{exception_row, weekly_row};
use crate::actions::{Context, match_waiting_list};
use crate::domain::city::{CitySetup, Person};
use crate::domain::conflict::letters_of;
use crate::domain::language::Level;
use crate::domain::qualification::QualificationKind;
use crate::store::Connection;
use crate::store::belongings::{
    self as store, Belongings, PersonDistrictRow, PersonLanguageRow, PersonSkillRow,
    PersonStationRow,
};
use crate::store::people::{self, PersonRow};
use crate::store::qualifications::{QualificationRow, last, licence_holders};

/// People by code, which is unique in the city. A person counts as changed where their row or anything that belongs to them is.
pub(super) fn people(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
    city: &str,
    known: &Known,
    done: &mut Imported,
) -> Result<Ids, ImportError> {
    let there = people::people_of(c, city)?;
    let had = store::belongings_of(c, city)?;
    let known_ids = there.iter().map(|r| (r.code.clone(), r.id.clone()));
    let mut ids: Ids = known_ids.collect();
    for p in &setup.people {
        ids.entry(p.code.clone())
            .or_insert_with(|| context.new_id());
    }
    let none = Belongings::default();
    let mut has: HashMap<String, Belongings> = HashMap::new();
    let mut moved: HashSet<String> = HashSet::new();
    for p in &setup.people {
        let id = id_of(&ids, "person", &p.code, "itself")?;
        let old = had.get(&id).unwrap_or(&none);
        let own = belongings(context, p, &id, known, old)?;
        if !own.says_the_same(old) {
            moved.insert(id.clone());
        }
        has.insert(id, own);
    }
    let wanted = setup.people.iter().map(|p| (p.code.clone(), p));
    let make = |p: &Person, old: Option<&PersonRow>| {
        let mut row = person_row(p, &ids[&p.code], known, old)?;
        // A change in what belongs to a person is one of the person: their revision rises with it.
        let is_as_it_was = old.is_some_and(|old| old.revision == row.revision);
        row.revision += i32::from(is_as_it_was && moved.contains(&row.id));
        Ok::<_, ImportError>(row)
    };
    let firms: HashMap<String, String> = there
        .iter()
        .map(|r| (r.id.clone(), letters_of(&r.firm)))
        .collect();
    let merged = merge(there, |r| r.code.clone(), wanted, make, |_| ())?;
    people::insert_people(c, &merged.new)?;
    for row in &merged.changed {
        people::update_person(c, row)?;
    }
    // As in `change_person`.
    if merged
        .changed
        .iter()
        .any(|r| letters_of(&r.firm) != firms[&r.id])
    {
        match_waiting_list::enqueue(c, context, city)?;
    }
    merged.note_with(c, context, (&had, &has))?;
    let moved: Vec<String> = moved.into_iter().collect();
    store::delete_belongings(c, &moved)?;
    licences_are_free(c, setup, &ids)?;
    let new: Vec<Belongings> = moved.iter().filter_map(|id| has.remove(id)).collect();
    store::insert_belongings(c, &new)?;
    done.tables.push(("People", merged.tally()));
    Ok(ids)
}

/// What the setup's people had was taken out where it changes, so that two of them can exchange numbers. Who still holds one of
/// these numbers is either the person it is meant for, or somebody the setup does not name.
fn licences_are_free(c: &mut Connection, setup: &CitySetup, ids: &Ids) -> Result<(), ImportError> {
    let wanted: HashMap<&str, &str> = setup
        .people
        .iter()
        .filter_map(|p| {
            p.licence
                .as_ref()
                .map(|l| (l.number.as_str(), p.code.as_str()))
        })
        .collect();
    let numbers: Vec<&str> = wanted.keys().copied().collect();
    for (number, holder_id, holder) in licence_holders(c, &numbers)? {
        let by = wanted[number.as_str()];
        if ids[by] != holder_id {
            return Err(ImportError::LicenceHeld {
                by: by.to_owned(),
                number,
                holder,
            });
        }
    }
    Ok(())
}

fn person_row(
    p: &Person,
    id: &str,
    known: &Known,
    old: Option<&PersonRow>,
) -> Result<PersonRow, ImportError> {
    let by = || format!("person {}", p.code);
    let count = |n: Option<u32>| n.map(|n| i32::try_from(n).unwrap_or(i32::MAX));
    let mut row = PersonRow {
        id: id.to_owned(),
        district_id: id_of(&known.districts, "district", &p.district, &by())?,
        pool_id: id_of(&known.pools, "pool", &p.pool, &by())?,
        code: p.code.clone(),
        name: p.name.clone(),
        email: p.email.clone(),
        phone: p.phone.clone(),
        locale: p.locale.to_string(),
        lat: p.lat,
        lon: p.lon,
        max_km: p.max_km,
        max_day: count(p.limits.max_day),
        max_week: count(p.limits.max_week),
        max_month: count(p.limits.max_month),
        max_stations: count(p.limits.max_stations),
        max_run: count(p.limits.max_run),
        max_weekends: count(p.limits.max_weekends),
        target: i32::try_from(p.target).unwrap_or(i32::MAX),
        firm: p.firm.clone(),
        practises_since: p.practises_since.map(i32::from),
        position: match p.position {
            Some(of) => of.as_str().to_owned(),
            None => old.map_or_else(|| "home".to_owned(), |o| o.position.clone()),
        },
        state: match p.left {
            Some(true) => "left".to_owned(),
            Some(false) => "active".to_owned(),
            None => old.map_or_else(|| "active".to_owned(), |o| o.state.clone()),
        },
        revision: old.map_or(1, |o| o.revision),
    };
    if old.is_some_and(|old| *old != row) {
        row.revision += 1;
    }
    Ok(row)
}

fn belongings(
    context: &Context,
    p: &Person,
    id: &str,
    known: &Known,
    old: &Belongings,
) -> Result<Belongings, ImportError> {
    let by = || format!("person {}", p.code);
    let person_id = || id.to_owned();
    let mut all = Belongings::default();
    for skill in &p.skills {
        let skill_id = id_of(&known.skills, "skill", skill, &by())?;
        all.skills.push(PersonSkillRow {
            person_id: person_id(),
            skill_id,
        });
    }
    let word = |level: Level| level.as_str().to_owned();
    for known in &p.languages {
        all.languages.push(PersonLanguageRow {
            person_id: person_id(),
            tag: known.tag.to_string(),
            level: word(known.speaks),
            understands: known.understands.map(word),
            reads: known.reads.map(word),
        });
    }
    for district in &p.also_districts {
        let district_id = id_of(&known.districts, "district", district, &by())?;
        all.districts.push(PersonDistrictRow {
            person_id: person_id(),
            district_id,
        });
    }
    for (attitude, stations) in [("avoid", &p.avoid), ("prefers", &p.prefers)] {
        for station in stations {
            let station_id = id_of(&known.stations, "station", station, &by())?;
            let attitude = attitude.to_owned();
            all.stations.push(PersonStationRow {
                person_id: person_id(),
                station_id,
                attitude,
            });
        }
    }
    add_times(context, p, id, &mut all);
    keep_those_before(&mut all, old);
    all.sort();
    Ok(all)
}

/// The workbook has place for one licence and one approval, and an export writes there the one that ends last: where that is as it was,
/// those before it stay too.
fn keep_those_before(all: &mut Belongings, old: &Belongings) {
    let bare = |row: &QualificationRow| QualificationRow {
        id: String::new(),
        ..row.clone()
    };
    for kind in QualificationKind::ALL {
        let said = last(&all.qualifications, kind).map(bare);
        if said.is_some() && said == last(&old.qualifications, kind).map(bare) {
            all.qualifications.retain(|row| row.kind != kind.as_str());
            let own = old.qualifications.iter();
            let own = own.filter(|row| row.kind == kind.as_str());
            all.qualifications.extend(own.cloned());
        }
    }
}

fn add_times(context: &Context, p: &Person, id: &str, all: &mut Belongings) {
    let person_id = || id.to_owned();
    let held = [
        (QualificationKind::Licence, &p.licence),
        (QualificationKind::Approval, &p.approval),
    ];
    for (kind, held) in held {
        all.qualifications
            .extend(held.iter().map(|q| QualificationRow {
                id: context.new_id(),
                person_id: person_id(),
                kind: kind.as_str().to_owned(),
                number: q.number.clone(),
                issued_by: q.issued_by.clone(),
                valid_from: q.valid_from,
                valid_until: q.valid_until,
            }));
    }
    let weekly = p.weekly.iter().map(|w| weekly_row(context, id, w));
    all.weekly.extend(weekly);
    let exceptions = p.exceptions.iter().map(|e| exception_row(context, id, e));
    all.exceptions.extend(exceptions);
}
