//! The months of some districts, each with its state and figures: what the first page shows.

use std::collections::HashMap;

use super::show_month::Named;
use crate::domain::assignment::AssignmentState;
use crate::domain::roster::RosterState;
use crate::store::places::{CityRow, DistrictRow};
use crate::store::{Store, StoreError, rosters};

/// A district with its months.
#[derive(Debug, Clone)]
pub struct DistrictMonths {
    /// Id of the district.
    pub district_id: String,
    /// The district.
    pub name: Named,
    /// Its city.
    pub city: Named,
    /// Its months, the latest first.
    pub months: Vec<MonthFigures>,
}

/// A month in figures.
#[derive(Debug, Clone)]
pub struct MonthFigures {
    /// `2026-12`.
    pub month: String,
    /// Where it stands.
    pub state: RosterState,
    /// Active duties.
    pub duties: usize,
    /// Those with as many people as they need.
    pub covered: usize,
}

/// Gives the months of these districts: one query for the rosters and one for the seats that are held.
pub fn show_start(
    store: &Store,
    districts: &[(CityRow, DistrictRow)],
) -> Result<Vec<DistrictMonths>, StoreError> {
    let ids: Vec<String> = districts.iter().map(|(_, d)| d.id.clone()).collect();
    let holding: Vec<&str> = AssignmentState::ALL
        .into_iter()
        .filter(|state| state.holds_seat())
        .map(AssignmentState::as_str)
        .collect();
    store.read(|c| {
        let rosters = rosters::of_districts(c, &ids)?;
        let roster_ids: Vec<String> = rosters.iter().map(|row| row.id.clone()).collect();
        let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
        for duty in rosters::held_duties(c, &roster_ids, &holding)? {
            let (duties, covered) = counts.entry(duty.roster_id).or_default();
            *duties += 1;
            *covered += usize::from(duty.held >= i64::from(duty.min));
        }
        let month = |row: &rosters::RosterRow| {
            let (duties, covered) = counts.get(&row.id).copied().unwrap_or_default();
            MonthFigures {
                month: row.month.clone(),
                state: row.state(),
                duties,
                covered,
            }
        };
        let district = |(city, district): &(CityRow, DistrictRow)| DistrictMonths {
            district_id: district.id.clone(),
            name: named(&district.name, &district.name_en),
            city: named(&city.name, &city.name_en),
            months: rosters
                .iter()
                .filter(|row| row.district_id == district.id)
                .map(month)
                .collect(),
        };
        Ok(districts.iter().map(district).collect())
    })
}

fn named(own: &str, english: &str) -> Named {
    Named {
        own: own.to_owned(),
        english: english.to_owned(),
    }
}
