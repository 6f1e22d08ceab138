//! What a district's calendar says beside its country's: festivals of its own, days that are worked there, and when people of a pool are away,
//! such as students in vacations.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::city::{Holiday, HolidayKind};
use super::word_set::Listed;

/// What days are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayKind {
    /// A public holiday in this district.
    Festival,
    /// Worked in this district, whatever the country's calendar or the weekday says.
    Working,
    /// People of some pools who are at home in this district cannot serve.
    PoolAway,
}

impl Listed for DayKind {
    const EACH: &'static [Self] = &[Self::Festival, Self::Working, Self::PoolAway];

    fn as_str(self) -> &'static str {
        match self {
            Self::Festival => "festival",
            Self::Working => "working",
            Self::PoolAway => "pool-away",
        }
    }
}

/// Days from one to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistrictDays {
    /// What they are.
    pub kind: DayKind,
    /// The first.
    pub first_date: NaiveDate,
    /// The last.
    pub last_date: NaiveDate,
    /// What they are called.
    pub name: String,
    /// The same in English; may be empty.
    pub name_en: String,
    /// Codes of the pools whose people are away.
    pub pools: Vec<String>,
}

impl DistrictDays {
    /// As one of the country's calendar; none where it says nothing of holidays.
    fn holiday(&self, date: NaiveDate) -> Option<Holiday> {
        let kind = match self.kind {
            DayKind::Festival => HolidayKind::Off,
            DayKind::Working => HolidayKind::Work,
            DayKind::PoolAway => return None,
        };
        Some(Holiday {
            date,
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            kind,
            statutory: false,
            provisional: false,
        })
    }
}

/// The country's days with the district's in their place where both say something, by date.
#[must_use]
pub fn over(country: Vec<Holiday>, own: &[DistrictDays]) -> Vec<Holiday> {
    let mut all: BTreeMap<NaiveDate, Holiday> = country.into_iter().map(|h| (h.date, h)).collect();
    for days in own {
        let dates = days.first_date.iter_days();
        for date in dates.take_while(|date| *date <= days.last_date) {
            if let Some(holiday) = days.holiday(date) {
                all.insert(date, holiday);
            }
        }
    }
    all.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::WorkingDays;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn days(kind: DayKind, first: &str, last: &str) -> DistrictDays {
        DistrictDays {
            kind,
            first_date: date(first),
            last_date: date(last),
            name: "火把节".into(),
            name_en: "Torch Festival".into(),
            pools: Vec::new(),
        }
    }

    #[test]
    fn a_districts_days_stand_in_the_place_of_the_countrys() {
        let country = |text, kind| Holiday {
            date: date(text),
            name: "节".into(),
            name_en: String::new(),
            kind,
            statutory: true,
            provisional: false,
        };
        let all = over(
            vec![
                country("2026-08-08", HolidayKind::Work),
                country("2026-10-01", HolidayKind::Off),
                country("2026-10-02", HolidayKind::Off),
            ],
            &[
                days(DayKind::Festival, "2026-08-06", "2026-08-08"),
                days(DayKind::Working, "2026-10-02", "2026-10-03"),
                days(DayKind::PoolAway, "2026-08-10", "2026-08-11"),
            ],
        );
        let working = WorkingDays::new(&all);
        // Thursday to Saturday; the Saturday was a make-up day.
        for free in ["2026-08-06", "2026-08-07", "2026-08-08", "2026-10-01"] {
            assert!(
                working.is_holiday(date(free)) && !working.is_working(date(free)),
                "{free}"
            );
        }
        for worked in [
            "2026-08-05",
            "2026-08-10",
            "2026-08-11",
            "2026-10-02",
            "2026-10-03",
        ] {
            assert!(working.is_working(date(worked)), "{worked}");
        }
        let dates: Vec<NaiveDate> = all.iter().map(|day| day.date).collect();
        assert!(dates.is_sorted() && dates.len() == 6, "{dates:?}");
        assert_eq!(all[2].name, "火把节");
    }
}
