//! The months of some districts, each with its state and figures: what the first page shows.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::show_month::{Named, named};
use crate::domain::assignment::AssignmentState;
use crate::domain::calendar::Month;
use crate::domain::roster::RosterState;
use crate::store::places::{CityRow, DistrictRow};
use crate::store::{Store, StoreError, rosters};

/// How many months from now on are offered.
const MONTHS_AHEAD: usize = 6;

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
    /// The months from this one on that are not set up yet.
    pub open: Vec<Month>,
    /// The one of them that is probably wanted.
    pub next: Month,
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

/// Gives the months of these districts: one query for the rosters and one for the seats that are held. What month it is now, the
/// city's time zone says.
pub fn show_start(
    store: &Store,
    now: DateTime<Utc>,
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
        let district = |(city, district): &(CityRow, DistrictRow)| {
            let own = || rosters.iter().filter(|row| row.district_id == district.id);
            let there: Vec<Month> = own().filter_map(|row| Month::parse(&row.month)).collect();
            let (open, next) = to_set_up(&there, this_month(city, now));
            DistrictMonths {
                district_id: district.id.clone(),
                name: named(&district.name, &district.name_en),
                city: named(&city.name, &city.name_en),
                months: own().map(month).collect(),
                open,
                next,
            }
        };
        Ok(districts.iter().map(district).collect())
    })
}

/// An unreadable time zone, which the API lets nobody write, counts as UTC.
fn this_month(city: &CityRow, now: DateTime<Utc>) -> Month {
    let zone: Tz = city.time_zone.parse().unwrap_or(Tz::UTC);
    Month::of(now.with_timezone(&zone).date_naive())
}

/// Months that can be set up, with the one that is wanted most: the one after the latest, and none that has begun already.
fn to_set_up(there: &[Month], this: Month) -> (Vec<Month>, Month) {
    let after_latest = there.iter().max().map(|latest| latest.next());
    let next = after_latest.unwrap_or(this).max(this.next());
    let from_now = std::iter::successors(Some(this), |month| Some(month.next()));
    let mut open: Vec<Month> = from_now
        .take(MONTHS_AHEAD)
        .filter(|month| !there.contains(month))
        .collect();
    if !open.contains(&next) {
        open.push(next);
    }
    (open, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).expect("a month")
    }

    #[test]
    fn the_month_after_the_latest_is_wanted_and_none_that_has_begun() {
        let november = month("2026-11");
        let next = |there: &[&str]| {
            let there: Vec<Month> = there.iter().map(|text| month(text)).collect();
            to_set_up(&there, november).1.to_string()
        };
        assert_eq!(next(&[]), "2026-12");
        assert_eq!(next(&["2026-12", "2026-11"]), "2027-01");
        assert_eq!(next(&["2026-03"]), "2026-12");
        assert_eq!(next(&["2028-01"]), "2028-02");
    }

    #[test]
    fn what_is_set_up_is_not_offered_again() {
        let (open, _) = to_set_up(&[month("2026-12")], month("2026-11"));
        let open: Vec<String> = open.iter().map(ToString::to_string).collect();
        assert_eq!(
            open,
            ["2026-11", "2027-01", "2027-02", "2027-03", "2027-04"]
        );
    }

    #[test]
    fn the_month_is_that_of_the_city_s_clock() {
        let city = CityRow {
            id: "city".into(),
            code: "city".into(),
            name: "云州市".into(),
            name_en: "Yunzhou".into(),
            time_zone: "Asia/Shanghai".into(),
            country: "CN".into(),
            revision: 1,
        };
        let late: DateTime<Utc> = "2026-11-30T16:30:00Z".parse().expect("an instant");
        assert_eq!(this_month(&city, late), month("2026-12"));
    }
}
