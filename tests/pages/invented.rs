//! An invented district's month, without database.

use chrono::{Datelike, NaiveDate, Weekday};
use zhiban::actions::check_minima::Standing;
use zhiban::actions::show_month::{
    CalendarState, Day, Duty, Gap, Month, Named, Proof, Seat, Station,
};
use zhiban::domain::assignment::AssignmentState as S;
use zhiban::domain::city::HolidayKind;
use zhiban::domain::coverage::Coverage;
use zhiban::domain::roster::RosterState;

const NAMES: [&str; 9] = [
    "顾一鸣",
    "沈若溪",
    "陆明远",
    "何静",
    "欧阳书瑶",
    "Amina Okafor",
    "Tomás Herrera",
    "金秀妍",
    "冯立",
];
const STATIONS: [&str; 12] = [
    "东湖法律之家",
    "西苑社区法律之家",
    "南桥法律之家",
    "北塘村法律之家",
    "和平里法律之家",
    "青松法律之家",
    "银杏路法律之家",
    "新民法律之家",
    "大学城法律之家",
    "码头法律之家",
    "滨江法律之家",
    "红旗村法律之家（分站）",
];

pub(crate) fn named(own: &str, english: &str) -> Named {
    Named {
        own: own.to_owned(),
        english: english.to_owned(),
    }
}

/// January 2027 with New Year's day off, a make-up Saturday, and a duty of every coverage.
pub(crate) fn month() -> Month {
    let first = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a date");
    let days: Vec<Day> = first
        .iter_days()
        .take(31)
        .map(|date| Day {
            date,
            special: match date.day() {
                1 => Some((HolidayKind::Off, named("元旦", "New Year's Day"))),
                9 => Some((HolidayKind::Work, named("元旦调休", "New Year make-up day"))),
                _ => None,
            },
        })
        .collect();
    let stations = STATIONS
        .iter()
        .enumerate()
        .map(|(i, name)| Station {
            id: format!("station-{i}"),
            code: format!("S{i:02}"),
            name: (*name).to_owned(),
            address: format!("东湖区长青路 {} 号", 10 + i),
            phone: "555-0100".to_owned(),
        })
        .collect();
    Month {
        district_id: "district-1".to_owned(),
        district: named("东湖区", "East Lake"),
        roster_id: "roster-1".to_owned(),
        month: "2027-01".to_owned(),
        state: RosterState::Published,
        version: 1,
        duties: duties(&days),
        days,
        calendar: CalendarState::Published,
        law: Standing::default(),
        away: Vec::new(),
        stations,
        proof: Some(Proof {
            optimal: false,
            objective: 10_000,
            bound: 9_870.0,
            seconds: 12.345,
            rosters: 1,
            is_recounted: true,
        }),
        work: None,
        is_outdated: false,
    }
}

fn duties(days: &[Day]) -> Vec<Duty> {
    let mut duties = Vec::new();
    for station in 0..STATIONS.len() {
        for day in days.iter().filter(|day| falls(station, day.date)) {
            duties.push(duty(station, day.date, duties.len()));
        }
    }
    duties
}

fn falls(station: usize, date: NaiveDate) -> bool {
    let adviser_day = date.weekday().num_days_from_monday() as usize == station % 5;
    adviser_day
        || (date.weekday() == Weekday::Sat && (station + date.day() as usize).is_multiple_of(4))
}

fn duty(station: usize, date: NaiveDate, number: usize) -> Duty {
    let saturday = date.weekday() == Weekday::Sat;
    let states: &[S] = match number % 11 {
        0 => &[],
        1 => &[S::Declined],
        2 => &[S::Absent],
        3 => &[S::Proposed],
        4 | 5 => &[S::Asked],
        6 => &[S::Served],
        7 => &[S::Declined, S::Asked],
        _ => &[S::Confirmed],
    };
    let (min, ideal) = if saturday { (1, 2) } else { (1, 1) };
    let people = states.iter().enumerate().map(|(i, state)| Seat {
        person_id: format!("person-{}", (number + i) % NAMES.len()),
        name: NAMES[(number + i) % NAMES.len()].to_owned(),
        phone: "555-0123".to_owned(),
        state: *state,
        replaces: i == 1,
        pinned: false,
    });
    let coverage = Coverage::of(min, ideal, states);
    Duty {
        id: format!("duty-{number}"),
        station,
        date,
        start: if station.is_multiple_of(2) { 540 } else { 840 },
        end: if station.is_multiple_of(2) { 690 } else { 1020 },
        name: if saturday {
            named("普法宣传", "Publicity Saturday")
        } else {
            named("律师值班", "Adviser day")
        },
        pool: named("律师", "Adviser"),
        min,
        ideal,
        moved_from: (date.day() == 4).then(|| NaiveDate::from_ymd_opt(2027, 1, 1).expect("a date")),
        coverage,
        people: people.collect(),
        gap: (coverage == Coverage::Uncovered).then(|| Gap {
            missing: 1,
            reason: "nobody_free".to_owned(),
        }),
    }
}
