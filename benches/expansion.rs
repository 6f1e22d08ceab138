//! How long it takes to set up a month of a whole city: 3,000 stations in 30 districts, some 35,000 duties. Each station has an adviser day
//! on one of two weekdays, publicity every other week and a Saturday of its month; the templates began in 36 different months. On SQLite, or
//! on PostgreSQL: `ZHIBAN_BENCH_DATABASE` names an empty database of it.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{Months, NaiveDate};
use diesel::connection::SimpleConnection;
use zhiban::actions::load_calendar::load_calendar;
use zhiban::actions::set_up_month::set_up_month;
use zhiban::actions::{Context, SystemRandomness};
use zhiban::domain::calendar::Month;
use zhiban::files::holidays;
use zhiban::service::{Clock, SystemClock};
use zhiban::store::people::{PoolRow, insert_pools};
use zhiban::store::places::{
    CityRow, DistrictRow, StationRow, insert_city, insert_districts, insert_stations,
};
use zhiban::store::templates::{OptionRow, TemplateRow, insert_options, insert_templates};
use zhiban::store::{Connection, Store, StoreError, StoreOptions, duties};

const DISTRICTS: usize = 30;
const STATIONS: usize = 100;
/// Three months: one with the long holiday of October, one without any, one with New Year.
const MONTHS: [&str; 3] = ["2026-10", "2026-11", "2027-01"];
const WEEKDAYS: [&str; 5] = ["MO", "TU", "WE", "TH", "FR"];

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = format!("sqlite://{}/zhiban.db", folder.path().display());
    // An empty database of PostgreSQL, where it is to be measured.
    let url = std::env::var("ZHIBAN_BENCH_DATABASE").unwrap_or(sqlite);
    let store = Store::open(&url, &StoreOptions::default()).unwrap();
    store.migrate().unwrap();
    let context = Context {
        now: SystemClock.now(),
        random: Arc::new(SystemRandomness),
        actor: "bench".to_owned(),
    };
    store.write(city).unwrap();
    let days = holidays::read(include_str!("../calendars/cn.json")).unwrap();
    load_calendar(&store, &context, "CN", &days).unwrap();
    for month in MONTHS {
        let month = Month::parse(month).unwrap();
        let (mut all, mut slowest, mut count) = (Duration::ZERO, Duration::ZERO, 0);
        for district in 0..DISTRICTS {
            let began = Instant::now();
            let roster = set_up_month(&store, &context, &format!("d{district}"), month).unwrap();
            let took = began.elapsed();
            all += took;
            slowest = slowest.max(took);
            count += store.read(|c| duties::of_roster(c, &roster)).unwrap().len();
        }
        println!(
            "{month}: {count} duties of {} stations in {:.2} s, the slowest of {DISTRICTS} districts {:.0} ms",
            DISTRICTS * STATIONS,
            all.as_secs_f64(),
            slowest.as_secs_f64() * 1000.0
        );
    }
}

fn city(c: &mut Connection) -> Result<(), StoreError> {
    let city = CityRow {
        id: "city".to_owned(),
        code: "yunzhou".to_owned(),
        name: "云州市".to_owned(),
        name_en: "Yunzhou".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        country: "CN".to_owned(),
        revision: 1,
    };
    insert_city(c, &city)?;
    insert_pools(c, &[pool()])?;
    let (mut districts, mut stations) = (Vec::new(), Vec::new());
    let (mut templates, mut options) = (Vec::new(), Vec::new());
    for district in 0..DISTRICTS {
        districts.push(DistrictRow {
            id: format!("d{district}"),
            city_id: "city".to_owned(),
            code: format!("d{district}"),
            name: format!("{district} 区"),
            name_en: String::new(),
            revision: 1,
            times_due_day: None,
        });
        for n in 0..STATIONS {
            let number = district * STATIONS + n;
            stations.push(station(district, number));
            add_needs(number, &mut templates, &mut options);
        }
    }
    insert_districts(c, &districts)?;
    insert_stations(c, &stations)?;
    insert_templates(c, &templates)?;
    insert_options(c, &options)?;
    // As after some days of service.
    Ok(c.batch_execute("ANALYZE")?)
}

fn pool() -> PoolRow {
    PoolRow {
        id: "adviser".to_owned(),
        code: "adviser".to_owned(),
        name: "律师".to_owned(),
        name_en: "Adviser".to_owned(),
        may_serve_alone: true,
        supervised_by: None,
        needs_licence: true,
        interprets: false,
        mediates: false,
        needs_approval: false,
        services: String::new(),
        city_id: None,
        revision: 1,
    }
}

fn station(district: usize, number: usize) -> StationRow {
    StationRow {
        id: format!("s{number}"),
        district_id: format!("d{district}"),
        code: format!("s{number}"),
        name: format!("{number} 号法律之家"),
        address: String::new(),
        lat: 30.0,
        lon: 120.0,
        time_zone: "Asia/Shanghai".to_owned(),
        hub_id: None,
        rooms: 1,
        video: false,
        step_free: false,
        phone: String::new(),
        revision: 1,
        subdistrict: String::new(),
        opening_hours: String::new(),
        themes: String::new(),
        services: String::new(),
    }
}

/// The templates of a station and their options.
fn add_needs(number: usize, templates: &mut Vec<TemplateRow>, options: &mut Vec<OptionRow>) {
    let one = WEEKDAYS[number % 5];
    let other = WEEKDAYS[(number + 2) % 5];
    let rules = [
        (
            "day",
            vec![
                format!("FREQ=WEEKLY;BYDAY={one}"),
                format!("FREQ=WEEKLY;BYDAY={other}"),
            ],
        ),
        (
            "talk",
            vec![format!("FREQ=WEEKLY;INTERVAL=2;BYDAY={other}")],
        ),
        (
            "fair",
            vec![format!("FREQ=MONTHLY;BYDAY={}SA", number % 4 + 1)],
        ),
    ];
    let first: NaiveDate = "2023-09-01".parse().unwrap();
    for (code, rules) in rules {
        let id = format!("{code}{number}");
        for (n, rrule) in rules.into_iter().enumerate() {
            options.push(OptionRow {
                id: format!("{id}-{n}"),
                template_id: id.clone(),
                code: n.to_string(),
                rrule,
                start_minute: 540,
                end_minute: 720,
                active: true,
            });
        }
        templates.push(TemplateRow {
            code: id.clone(),
            id,
            station_id: format!("s{number}"),
            name: "值班".to_owned(),
            name_en: "Duty".to_owned(),
            pool_id: "adviser".to_owned(),
            min: 1,
            ideal: 1,
            weight: 1,
            supervised_by: None,
            on_holiday: if code == "talk" { "skip" } else { "move" }.to_owned(),
            is_series: code == "day",
            holder_id: None,
            first_date: first + Months::new(u32::try_from(number % 36).unwrap()),
            last_date: None,
            slot_minutes: None,
            revision: 1,
            break_minutes: None,
            by_video: false,
            service: None,
        });
    }
}
