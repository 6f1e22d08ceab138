//! The most stations that the law lets one person serve in a month, as the solver sees it: a limit beside the person's own.

use std::collections::{BTreeSet, HashMap};

use zhiban_solver::roster::document::Document;

use super::{CityMonth, districts};
use crate::domain::calendar::Month;
use crate::domain::legal_minimum::{LegalMinimum, MinimumKind};
use crate::store::belongings::Belongings;
use crate::store::people::PersonRow;
use crate::store::{Connection, StoreError, legal_minima};

/// The most stations by district and pool.
#[derive(Default)]
pub(super) struct MostStations(HashMap<(String, String), u32>);

impl MostStations {
    /// What is in force in a city in a month.
    pub(super) fn load(
        c: &mut Connection,
        city_id: &str,
        month: Month,
    ) -> Result<Self, StoreError> {
        let mut most = Self::default();
        for row in legal_minima::of_city(c, city_id)? {
            let district = row.district_id.clone();
            let minimum = LegalMinimum::from(row);
            if minimum.kind == MinimumKind::StationsPerAdviser && minimum.holds_in(month) {
                let there = most
                    .0
                    .entry((district, minimum.pool_id))
                    .or_insert(u32::MAX);
                *there = minimum.value.min(*there);
            }
        }
        Ok(most)
    }

    /// The least of what the districts say in which somebody may serve; none where none says anything.
    fn of(&self, row: &PersonRow, own: &Belongings) -> Option<u32> {
        let here = |district: &str| self.0.get(&(district.to_owned(), row.pool_id.clone()));
        districts(row, own).filter_map(here).min().copied()
    }
}

/// Holds everybody to the least of what the law says in the districts in which they may serve. What is pinned or promised stands all the
/// same: it is said before the month is solved, and must be accepted by whoever publishes it.
pub(in crate::actions) fn hold_to_law(problem: &mut Document, city: &CityMonth) {
    if city.most_stations.0.is_empty() {
        return;
    }
    let none = Belongings::default();
    let most: HashMap<&str, u32> = city
        .people
        .iter()
        .filter_map(|row| {
            let own = city.belongings.get(&row.id).unwrap_or(&none);
            Some((row.id.as_str(), city.most_stations.of(row, own)?))
        })
        .collect();
    let stations: HashMap<&str, &str> = problem
        .duties
        .iter()
        .map(|duty| (duty.id.as_str(), duty.station.as_str()))
        .collect();
    let mut pinned: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for pin in &problem.pins {
        if let Some(station) = stations.get(pin.duty.as_str()) {
            pinned.entry(&pin.person).or_default().insert(station);
        }
    }
    for person in &mut problem.people {
        let Some(&most) = most.get(person.id.as_str()) else {
            continue;
        };
        let stands = pinned.get(person.id.as_str()).map_or(0, BTreeSet::len);
        let most = most.max(u32::try_from(stands).unwrap_or(u32::MAX));
        person.max_stations = Some(person.max_stations.map_or(most, |own| own.min(most)));
    }
}
