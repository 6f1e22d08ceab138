//! Demand templates with what they ask for, language cover, and the calendar.

use std::collections::{HashMap, HashSet};

use super::merge::{Tally, merge};
use super::{Ids, ImportError, Imported, Known, id_of};
use crate::actions::Context;
use crate::actions::load_calendar::{Compared, load_installed};
use crate::actions::station_fits::misfit;
use crate::domain::city::{CitySetup, Template};
use crate::domain::word_set::Listed;
use crate::store::places::{self, StationRow};
use crate::store::templates::{
    self, Asked, CoverRow, OptionRow, TemplateLanguageRow, TemplateRow, TemplateSkillRow,
};
use crate::store::{Connection, people};

/// Templates by code, which is unique in the city. Options are matched by code and keep their ids, since duties refer to them; one
/// that the setup no longer names stays for the same reason, but is not active any more.
pub(super) fn templates(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
    city: &str,
    known: &Known,
    people: &Ids,
    done: &mut Imported,
) -> Result<(), ImportError> {
    let there = templates::templates_of(c, city)?;
    let had = templates::asked_of(c, city)?;
    let mut ids: Ids = there
        .iter()
        .map(|r| (r.code.clone(), r.id.clone()))
        .collect();
    for t in &setup.templates {
        ids.entry(t.code.clone())
            .or_insert_with(|| context.new_id());
    }
    let none = Asked::default();
    let mut has: HashMap<String, Asked> = HashMap::new();
    let mut moved: HashSet<String> = HashSet::new();
    for t in &setup.templates {
        let id = id_of(&ids, "template", &t.code, "itself")?;
        let old = had.get(&id).unwrap_or(&none);
        let asked = asked(context, t, &id, known, old)?;
        if asked != *old {
            moved.insert(id.clone());
        }
        has.insert(id, asked);
    }
    let wanted = setup.templates.iter().map(|t| (t.code.clone(), t));
    let make = |t: &Template, old: Option<&TemplateRow>| {
        let mut row = template_row(t, &ids[&t.code], known, people, old)?;
        row.revision += i32::from(old.is_some_and(|old| *old != row || moved.contains(&row.id)));
        Ok::<_, ImportError>(row)
    };
    let merged = merge(there, |r| r.code.clone(), wanted, make, |_| ())?;
    templates::insert_templates(c, &merged.new)?;
    for row in &merged.changed {
        templates::update_template(c, row)?;
    }
    merged.note_with(c, context, (&had, &has))?;
    let moved: Vec<String> = moved.into_iter().collect();
    let changed: Vec<&Asked> = moved.iter().filter_map(|id| has.get(id)).collect();
    let old = had.values().flat_map(|asked| &asked.options);
    let then = changed.iter().flat_map(|asked| &asked.options);
    templates::write_options(c, old, then)?;
    let skills: Vec<_> = changed
        .iter()
        .flat_map(|a| a.skills.iter().cloned())
        .collect();
    let languages: Vec<_> = changed
        .iter()
        .flat_map(|a| a.languages.iter().cloned())
        .collect();
    templates::replace_asked(c, &moved, &skills, &languages)?;
    done.tables.push(("Templates", merged.tally()));
    Ok(())
}

/// Whether every pool may give what templates ask of it, those of other cities among them: a pool may have changed.
pub(super) fn services_are_given(c: &mut Connection) -> Result<(), ImportError> {
    let pools = people::all_pools(c)?;
    for asked in templates::services_asked(c)? {
        let pool = pools.iter().find(|pool| pool.id == asked.pool_id);
        if let Some(pool) = pool.filter(|pool| !pool.services().allow(asked.service())) {
            return Err(ImportError::NotGiven {
                template: asked.template.unwrap_or_default(),
                service: asked.service.unwrap_or_default(),
                pool: pool.code.clone(),
            });
        }
    }
    Ok(())
}

/// Whether templates that the setup does not name fit what it says of their stations. Those that it names were held against it when it was
/// read.
pub(super) fn stations_fit(
    c: &mut Connection,
    setup: &CitySetup,
    city: &str,
) -> Result<(), ImportError> {
    let named: HashSet<&str> = setup.templates.iter().map(|t| t.code.as_str()).collect();
    let mut others = templates::templates_of(c, city)?;
    others.retain(|t| !named.contains(t.code.as_str()));
    let ids: Vec<String> = others.iter().map(|t| t.station_id.clone()).collect();
    let stations = places::find_stations(c, &ids)?.into_iter();
    let stations: HashMap<String, StationRow> = stations.map(|s| (s.id.clone(), s)).collect();
    let asked = templates::asked_of_templates(c, &others)?;
    let none = Asked::default();
    for template in &others {
        let options = &asked.get(&template.id).unwrap_or(&none).options;
        let station = &stations[&template.station_id];
        if let Some(misfit) = misfit(station, template, options) {
            let station = station.code.clone();
            return Err(ImportError::Misfit { station, misfit });
        }
    }
    Ok(())
}

fn template_row(
    t: &Template,
    id: &str,
    known: &Known,
    people: &Ids,
    old: Option<&TemplateRow>,
) -> Result<TemplateRow, ImportError> {
    let by = || format!("template {}", t.code);
    let count = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    Ok(TemplateRow {
        id: id.to_owned(),
        station_id: id_of(&known.stations, "station", &t.station, &by())?,
        code: t.code.clone(),
        name: t.name.clone(),
        name_en: t.name_en.clone(),
        pool_id: id_of(&known.pools, "pool", &t.pool, &by())?,
        min: count(t.min),
        ideal: count(t.ideal),
        weight: count(t.weight),
        supervised_by: t.supervised_by.clone(),
        on_holiday: t.on_holiday.as_str().to_owned(),
        is_series: t.is_series,
        holder_id: t
            .holder
            .as_ref()
            .map(|h| id_of(people, "person", h, &by()))
            .transpose()?,
        first_date: t.first_date,
        last_date: t.last_date,
        slot_minutes: t.slot_minutes.map(i32::from),
        revision: old.map_or(1, |o| o.revision),
        break_minutes: t.break_minutes.map(i32::from),
        by_video: t.by_video,
        service: t.service.map(|service| service.as_str().to_owned()),
    })
}

fn asked(
    context: &Context,
    t: &Template,
    id: &str,
    known: &Known,
    old: &Asked,
) -> Result<Asked, ImportError> {
    let by = || format!("template {}", t.code);
    let mut all = Asked::default();
    for o in &t.options {
        let known = old.options.iter().find(|row| row.code == o.code);
        all.options.push(OptionRow {
            id: known.map_or_else(|| context.new_id(), |row| row.id.clone()),
            template_id: id.to_owned(),
            code: o.code.clone(),
            rrule: o.rrule.clone(),
            start_minute: i32::from(o.span.start),
            end_minute: i32::from(o.span.end),
            active: true,
        });
    }
    let gone = |row: &&OptionRow| t.options.iter().all(|o| o.code != row.code);
    for row in old.options.iter().filter(gone) {
        all.options.push(OptionRow {
            active: false,
            ..row.clone()
        });
    }
    all.options.sort_by(|a, b| a.code.cmp(&b.code));
    for (need, skills) in [("all", &t.skills), ("any", &t.any_skills)] {
        for skill in skills {
            let skill_id = id_of(&known.skills, "skill", skill, &by())?;
            all.skills.push(TemplateSkillRow {
                template_id: id.to_owned(),
                skill_id,
                need: need.to_owned(),
            });
        }
    }
    all.skills.sort();
    for (tag, level) in &t.languages {
        let (tag, level) = (tag.to_string(), level.as_str().to_owned());
        all.languages.push(TemplateLanguageRow {
            template_id: id.to_owned(),
            tag,
            level,
        });
    }
    all.languages.sort();
    Ok(all)
}

pub(super) fn cover(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
    city: &str,
    known: &Known,
    done: &mut Imported,
) -> Result<(), ImportError> {
    let there = templates::cover_of(c, city)?;
    let key = |district: &str, tag: &str, level: &str| format!("{district} {tag} {level}");
    let mut wanted = Vec::new();
    for row in &setup.language_cover {
        let by = format!("language cover of {}", row.tag);
        let district = id_of(&known.districts, "district", &row.district, &by)?;
        wanted.push((
            key(&district, row.tag.as_str(), row.level.as_str()),
            (district, row),
        ));
    }
    let count = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let merged = merge(
        there,
        |r| key(&r.district_id, &r.tag, &r.level),
        wanted,
        |(district_id, row), old: Option<&CoverRow>| -> Result<CoverRow, ImportError> {
            Ok(CoverRow {
                id: old.map_or_else(|| context.new_id(), |o| o.id.clone()),
                district_id,
                tag: row.tag.to_string(),
                level: row.level.as_str().to_owned(),
                min: count(row.min),
                weight: count(row.weight),
            })
        },
        |_| (),
    )?;
    templates::insert_cover(c, &merged.new)?;
    for row in &merged.changed {
        templates::update_cover(c, row)?;
    }
    merged.note(c, context)?;
    done.tables.push(("LanguageCover", merged.tally()));
    Ok(())
}

/// A country's days are every city's of it: who does not set up all of them does not change what is there.
pub(super) fn holidays(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
    owns: bool,
    done: &mut Imported,
) -> Result<(), ImportError> {
    load_installed(c, context, &setup.country)?;
    let mut there: HashMap<_, _> = templates::holidays_of(c, &setup.country)?
        .into_iter()
        .map(|row| (row.date, row))
        .collect();
    let compared = Compared::new(&setup.country, &setup.holidays, &mut there);
    if let Some(day) = compared.write.first().filter(|_| !owns) {
        return Err(ImportError::Shared {
            what: "holiday",
            code: day.date.to_string(),
        });
    }
    compared.write(c, context, &setup.country)?;
    let tally = Tally {
        new: compared.loaded.new,
        changed: compared.loaded.changed,
        unchanged: compared.loaded.unchanged,
    };
    done.tables.push(("Holidays", tally));
    Ok(())
}
