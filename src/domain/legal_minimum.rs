//! What the law asks for in a district: least hours on site at a station, most stations of one person. How it is counted; who is held to
//! it, and who publishes under it, is in `actions`.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::calendar::Month;
use super::word_set::Listed;

/// What is asked for. The list is closed, so that each is counted in one way and said in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MinimumKind {
    /// At each station, somebody of the pool is there for at least so many hours a month.
    HoursOnSite,
    /// Nobody of the pool serves at more than so many stations in a month.
    StationsPerAdviser,
}

impl Listed for MinimumKind {
    const EACH: &'static [Self] = &[Self::HoursOnSite, Self::StationsPerAdviser];

    fn as_str(self) -> &'static str {
        match self {
            Self::HoursOnSite => "hours-on-site",
            Self::StationsPerAdviser => "stations-per-adviser",
        }
    }
}

/// A minimum of a district, with where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalMinimum {
    /// Its id.
    pub id: String,
    /// What is asked for.
    pub kind: MinimumKind,
    /// Least hours a month, or most stations.
    pub value: u32,
    /// Whose duties count, or who is held to it.
    pub pool_id: String,
    /// Since when it is in force.
    pub first_date: NaiveDate,
    /// The last day of it; none where no end is known.
    pub last_date: Option<NaiveDate>,
    /// Name of the regulation.
    pub source: String,
    /// Its number; may be empty.
    pub document: String,
    /// Where it can be read; may be empty.
    pub url: String,
}

/// Whom a minimum is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// A station, by its id.
    Station(String),
    /// Somebody, by their id.
    Person(String),
}

/// A station or person with whom a minimum is not met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Under {
    /// The minimum.
    pub minimum: LegalMinimum,
    /// Where, or who.
    pub whom: Whom,
    /// What is there instead: minutes on site, or stations.
    pub found: i64,
    /// On how many days of the month the station is closed; 0 for a person.
    pub closed_days: i64,
}

impl LegalMinimum {
    /// Whether it is in force on every day of a month: what is asked for by the month is not asked of a part of one.
    #[must_use]
    pub fn holds_in(&self, month: Month) -> bool {
        self.first_date <= month.first() && self.last_date.is_none_or(|last| last >= month.last())
    }

    /// Whether so many minutes on site, or so many stations, are enough, or few enough.
    #[must_use]
    pub fn is_met(&self, found: i64) -> bool {
        let value = i64::from(self.value);
        match self.kind {
            MinimumKind::HoursOnSite => found >= value * 60,
            MinimumKind::StationsPerAdviser => found <= value,
        }
    }
}

impl Under {
    /// Whether it was said of the same minimum and station or person that this may be, and it is no worse than it was then.
    #[must_use]
    pub fn is_within(&self, accepted: &Self) -> bool {
        let no_worse = match self.minimum.kind {
            MinimumKind::HoursOnSite => self.found >= accepted.found,
            MinimumKind::StationsPerAdviser => self.found <= accepted.found,
        };
        no_worse && self.minimum == accepted.minimum && self.whom == accepted.whom
    }
}

/// Minutes in which at least one of these spans of time runs: two at once count once.
#[must_use]
pub fn minutes_of(mut spans: Vec<(NaiveDateTime, NaiveDateTime)>) -> i64 {
    spans.sort_unstable();
    let (mut minutes, mut until) = (0, NaiveDateTime::MIN);
    for (start, end) in spans {
        let start = start.max(until);
        if end > start {
            minutes += (end - start).num_minutes();
            until = end;
        }
    }
    minutes
}

/// What tells one list of these from another: whoever accepts a list names it by this.
#[must_use]
pub fn fingerprint(all: &[Under]) -> String {
    let mut hash = Sha256::new();
    for one in all {
        let (kind, id) = match &one.whom {
            Whom::Station(id) => ("station", id),
            Whom::Person(id) => ("person", id),
        };
        let value = one.minimum.value;
        hash.update(format!(
            "{} {value} {kind} {id} {}\n",
            one.minimum.id, one.found
        ));
    }
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minimum(kind: MinimumKind, value: u32) -> LegalMinimum {
        LegalMinimum {
            id: "m".into(),
            kind,
            value,
            pool_id: "adviser".into(),
            first_date: "2026-12-01".parse().expect("a date"),
            last_date: None,
            source: "条例".into(),
            document: String::new(),
            url: String::new(),
        }
    }

    fn spans(texts: &[(&str, &str)]) -> i64 {
        let at = |text: &str| format!("2026-12-{text}:00").parse().expect("an instant");
        minutes_of(texts.iter().map(|(from, to)| (at(from), at(to))).collect())
    }

    #[test]
    fn two_at_once_count_once() {
        assert_eq!(spans(&[]), 0);
        assert_eq!(
            spans(&[("01T09:00", "01T11:00"), ("01T09:00", "01T11:00")]),
            120
        );
        assert_eq!(
            spans(&[("01T10:00", "01T12:00"), ("01T09:00", "01T11:00")]),
            180
        );
        assert_eq!(
            spans(&[("01T09:00", "01T17:00"), ("01T10:00", "01T11:00")]),
            480
        );
        assert_eq!(
            spans(&[("02T09:00", "02T10:00"), ("01T09:00", "01T10:30")]),
            150
        );
    }

    #[test]
    fn the_figure_itself_is_enough_and_a_minute_less_is_not() {
        let hours = minimum(MinimumKind::HoursOnSite, 8);
        assert!(hours.is_met(480) && !hours.is_met(479));
        let stations = minimum(MinimumKind::StationsPerAdviser, 5);
        assert!(stations.is_met(5) && !stations.is_met(6));
    }

    #[test]
    fn it_is_asked_of_months_in_which_it_is_in_force_on_every_day() {
        let month = |text| Month::parse(text).expect("a month");
        let mut one = minimum(MinimumKind::HoursOnSite, 8);
        assert!(one.holds_in(month("2026-12")) && !one.holds_in(month("2026-11")));
        one.first_date = "2026-12-02".parse().expect("a date");
        assert!(!one.holds_in(month("2026-12")) && one.holds_in(month("2027-01")));
        one.last_date = "2027-01-30".parse().ok();
        assert!(!one.holds_in(month("2027-01")));
        one.last_date = "2027-01-31".parse().ok();
        assert!(one.holds_in(month("2027-01")) && !one.holds_in(month("2027-02")));
    }

    #[test]
    fn what_was_accepted_covers_the_same_and_nothing_worse() {
        let under = |kind, found| Under {
            minimum: minimum(kind, 8),
            whom: Whom::Station("s".into()),
            found,
            closed_days: 0,
        };
        let hours = |found| under(MinimumKind::HoursOnSite, found);
        assert!(hours(300).is_within(&hours(300)) && hours(301).is_within(&hours(300)));
        assert!(!hours(299).is_within(&hours(300)));
        let stations = |found| under(MinimumKind::StationsPerAdviser, found);
        assert!(stations(9).is_within(&stations(10)) && !stations(11).is_within(&stations(10)));
        let mut elsewhere = hours(300);
        elsewhere.whom = Whom::Station("t".into());
        let mut raised = hours(300);
        raised.minimum.value = 9;
        assert!(!elsewhere.is_within(&hours(300)) && !raised.is_within(&hours(300)));
    }
}
