//! Names of stations, people and pools with which a minimum is not met, and of who accepted it.

use std::collections::{BTreeSet, HashMap};

use super::NamedUnder;
use crate::actions::show_month::{Named, named};
use crate::domain::legal_minimum::{Under, Whom};
use crate::store::legal_minima::OverrideRow;
use crate::store::{Connection, StoreError, people, places, users};

/// Names of who and what is not met with.
pub(super) struct Names {
    of: HashMap<Whom, String>,
    pools: HashMap<String, Named>,
    users: HashMap<String, String>,
}

impl Names {
    pub(super) fn load<'a>(
        c: &mut Connection,
        all: impl Iterator<Item = &'a Under>,
    ) -> Result<Self, StoreError> {
        let (mut stations, mut persons) = (BTreeSet::new(), BTreeSet::new());
        for one in all {
            match &one.whom {
                Whom::Station(id) => stations.insert(id.clone()),
                Whom::Person(id) => persons.insert(id.clone()),
            };
        }
        let (stations, persons): (Vec<_>, Vec<_>) = (
            stations.into_iter().collect(),
            persons.into_iter().collect(),
        );
        let stations = places::find_stations(c, &stations)?.into_iter();
        let stations = stations.map(|row| (Whom::Station(row.id), row.name));
        let persons = people::find_people(c, &persons)?.into_iter();
        let persons = persons.map(|row| (Whom::Person(row.id), row.name));
        let of: HashMap<Whom, String> = stations.chain(persons).collect();
        let pools = people::all_pools(c)?.into_iter();
        Ok(Self {
            of,
            pools: pools.map(|p| (p.id, named(&p.name, &p.name_en))).collect(),
            users: HashMap::new(),
        })
    }

    pub(super) fn load_users(
        &mut self,
        c: &mut Connection,
        rows: &[OverrideRow],
    ) -> Result<(), StoreError> {
        let ids = rows
            .iter()
            .filter_map(|row| row.given_by.strip_prefix("user:"));
        let ids: Vec<String> = ids.map(str::to_owned).collect();
        self.users = users::names(c, &ids)?.into_iter().collect();
        Ok(())
    }

    pub(super) fn user(&self, actor: &str) -> String {
        let id = actor.strip_prefix("user:").unwrap_or(actor);
        self.users.get(id).map_or(actor, String::as_str).to_owned()
    }

    pub(super) fn name(&self, under: Under) -> NamedUnder {
        NamedUnder {
            name: self.of.get(&under.whom).cloned().unwrap_or_default(),
            pool: self
                .pools
                .get(&under.minimum.pool_id)
                .cloned()
                .unwrap_or_default(),
            under,
        }
    }
}
