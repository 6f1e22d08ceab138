//! Districts' calendars on both databases: festivals and days that are worked move, skip and keep duties in their district alone; who is away
//! with their pool is not planned, nor asked instead of somebody.

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use zhiban::actions::generate_roster;
use zhiban::actions::keep::KeepError;
use zhiban::actions::say_district_calendar::say_district_calendar;
use zhiban::actions::set_up_month::{SetUpError, set_up_month};
use zhiban::actions::show_dates::show_dates;
use zhiban::actions::show_month::show_month;
use zhiban::domain::calendar::Month;
use zhiban::domain::city::HolidayKind;
use zhiban::store::district_calendars::{self, DaysRow};
use zhiban::store::kept::Kept;
use zhiban::store::places::DistrictRow;
use zhiban::store::whole_templates::WholeTemplate;
use zhiban::store::{Store, StoreError, duties, rosters};

use crate::databases::{Database, each};
use crate::month::WEIGHTS;
use crate::published::distinct;

/// Two districts, each with a station whose Tuesdays move from holidays, whose Thursdays skip them and whose Fridays are kept. The country has
/// a holiday on Thursday 8 October and works on Saturday 10 October.
const WORLD: &str = "
INSERT INTO cities (id, code, name, name_en, time_zone, country, revision) VALUES ('city', 'c', '云州市', '', 'Asia/Shanghai', 'CN', 1);
INSERT INTO districts (id, city_id, code, name, name_en, revision) VALUES ('d', 'city', 'd', '东区', '', 1), ('e', 'city', 'e', '西区', '', 1);
INSERT INTO holidays (country, date, name, name_en, kind, statutory) VALUES
    ('CN', '2026-10-08', '国庆节', 'National Day', 'off', TRUE), ('CN', '2026-10-10', '国庆节调休', 'Make-up day', 'work', FALSE);
INSERT INTO pools (id, code, name, name_en, may_serve_alone, needs_licence, interprets, mediates) VALUES
    ('p-adviser', 'adviser', '律师', 'Adviser', TRUE, FALSE, FALSE, FALSE), ('p-student', 'student', '学生', 'Student', TRUE, FALSE, FALSE, FALSE);
";

const OF_A_DISTRICT: &str = "
INSERT INTO stations (id, district_id, code, name, address, lat, lon, time_zone, rooms, video, step_free, phone, revision) VALUES
    ('s-$', '$', 's-$', '站', '', 30, 120, 'Asia/Shanghai', 1, TRUE, FALSE, '', 1);
INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, target, state, revision, firm) VALUES
    ('gu-$', '$', 'p-adviser', 'gu-$', '顾一鸣', '', '', 'zh-Hans', 30, 120, 2, 'active', 1, ''),
    ('he-$', '$', 'p-student', 'he-$', '何静', '', '', 'zh-Hans', 30, 120, 2, 'active', 1, '');
INSERT INTO availability (id, person_id, weekday, start_minute, end_minute, interval_weeks, first_date) VALUES
    ('w-gu-$', 'gu-$', 2, 480, 1080, 1, '2026-01-01'), ('w-he-$', 'he-$', 2, 480, 1080, 1, '2026-01-01');
INSERT INTO demand_templates (id, station_id, code, name, name_en, pool_id, min, ideal, weight, on_holiday, is_series, first_date, revision, by_video) VALUES
    ('tue-$', 's-$', 'tue-$', '值班', '', 'p-adviser', 1, 1, 1, 'move', FALSE, '2026-01-01', 1, FALSE),
    ('thu-$', 's-$', 'thu-$', '值班', '', 'p-adviser', 1, 1, 1, 'skip', FALSE, '2026-01-01', 1, FALSE),
    ('fri-$', 's-$', 'fri-$', '值班', '', 'p-student', 1, 1, 1, 'keep', FALSE, '2026-01-01', 1, FALSE);
INSERT INTO template_options (id, template_id, code, rrule, start_minute, end_minute, active) VALUES
    ('o-tue-$', 'tue-$', 'o', 'FREQ=WEEKLY;BYDAY=TU', 540, 660, TRUE), ('o-thu-$', 'thu-$', 'o', 'FREQ=WEEKLY;BYDAY=TH', 540, 660, TRUE),
    ('o-fri-$', 'fri-$', 'o', 'FREQ=WEEKLY;BYDAY=FR', 540, 660, TRUE);
";

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn october() -> Month {
    Month::parse("2026-10").unwrap()
}

fn days(id: &str, kind: &str, first: &str, last: &str) -> DaysRow {
    DaysRow {
        id: id.to_owned(),
        district_id: "d".to_owned(),
        kind: kind.to_owned(),
        first_date: date(first),
        last_date: date(last),
        name: "火把节".to_owned(),
        name_en: "Torch Festival".to_owned(),
        pools: if kind == "pool-away" { "student" } else { "" }.to_owned(),
    }
}

/// The world, and the calendar of its first district.
fn world(database: &Database, calendar: &[DaysRow]) {
    let statements = [
        WORLD.to_owned(),
        OF_A_DISTRICT.replace('$', "d"),
        OF_A_DISTRICT.replace('$', "e"),
    ];
    let written = database.store.write(|c| {
        c.batch_execute(&statements.concat())
            .map_err(StoreError::from)
    });
    written.unwrap();
    say_district_calendar(&database.store, &distinct(), ("d", 1), calendar).expect("said");
}

/// The dates of a template's duties of a month, with where each was moved from.
fn dates(store: &Store, roster: &str, template: &str) -> Vec<String> {
    let mut all = store.read(|c| duties::of_roster(c, roster)).unwrap();
    all.retain(|duty| duty.template_id == template);
    all.sort_by_key(|duty| duty.date);
    let said =
        |moved: Option<NaiveDate>| moved.map_or(String::new(), |from| format!(" from {from}"));
    all.iter()
        .map(|duty| format!("{}{}", duty.date, said(duty.moved_from)))
        .collect()
}

/// Monday to Thursday are a festival, and the country's holiday is worked.
fn festival() -> [DaysRow; 2] {
    [
        days("1", "festival", "2026-10-12", "2026-10-15"),
        days("2", "working", "2026-10-08", "2026-10-08"),
    ]
}

#[test]
fn a_festival_moves_skips_and_keeps_duties_of_its_district_alone() {
    each(|database| {
        let store = &database.store;
        world(database, &festival());
        let here = set_up_month(store, &distinct(), "d", october()).unwrap();
        let there = set_up_month(store, &distinct(), "e", october()).unwrap();
        assert_eq!(
            dates(store, &here, "tue-d"),
            [
                "2026-10-06",
                "2026-10-16 from 2026-10-13",
                "2026-10-20",
                "2026-10-27"
            ],
            "{}",
            database.name
        );
        assert_eq!(
            dates(store, &there, "tue-e"),
            ["2026-10-06", "2026-10-13", "2026-10-20", "2026-10-27"]
        );
        // What the country has free is worked here, and the other way round.
        assert_eq!(
            dates(store, &here, "thu-d"),
            ["2026-10-01", "2026-10-08", "2026-10-22", "2026-10-29"]
        );
        assert_eq!(
            dates(store, &there, "thu-e"),
            ["2026-10-01", "2026-10-15", "2026-10-22", "2026-10-29"]
        );
        assert_eq!(dates(store, &here, "fri-d").len(), 5);
        // A template's dates are told as the month has them.
        let told = store.read(|c| {
            let whole = WholeTemplate::find(c, "tue-d")?.expect("there");
            show_dates(c, &whole, october())
        });
        let told: Vec<NaiveDate> = told.unwrap()[0]
            .dates
            .iter()
            .map(|(held, _)| held.date)
            .collect();
        assert_eq!(
            told,
            ["2026-10-06", "2026-10-16", "2026-10-20", "2026-10-27"].map(date)
        );
    });
}

#[test]
fn a_month_that_is_set_up_stays_as_it_is_and_the_page_shows_what_the_calendar_says() {
    each(|database| {
        let store = &database.store;
        world(database, &[]);
        let roster = set_up_month(store, &distinct(), "d", october()).unwrap();
        let before = dates(store, &roster, "tue-d");
        let mut calendar = festival().to_vec();
        calendar.push(days("3", "pool-away", "2026-09-20", "2026-10-09"));
        calendar.push(days("4", "pool-away", "2026-11-01", "2026-11-09"));
        say_district_calendar(store, &distinct(), ("d", 2), &calendar).expect("said");
        assert_eq!(dates(store, &roster, "tue-d"), before, "{}", database.name);
        let shown = |district: &str| {
            let row = store
                .read(|c| DistrictRow::find(c, district))
                .unwrap()
                .unwrap();
            let month = set_up_month(store, &distinct(), district, october());
            assert!(month.is_ok() || district == "d");
            show_month(store, &row, "2026-10").unwrap()
        };
        let special = |month: &zhiban::actions::show_month::Month, text: &str| {
            let day = month
                .days
                .iter()
                .find(|day| day.date == date(text))
                .unwrap();
            day.special
                .as_ref()
                .map(|(kind, named)| (*kind, named.own.clone()))
        };
        let here = shown("d");
        for (day, kind, name) in [
            ("2026-10-13", HolidayKind::Off, "火把节"),
            ("2026-10-08", HolidayKind::Work, "火把节"),
            ("2026-10-10", HolidayKind::Work, "国庆节调休"),
        ] {
            assert_eq!(special(&here, day), Some((kind, name.to_owned())), "{day}");
        }
        assert_eq!(here.away.len(), 1, "{:?}", here.away);
        assert_eq!(
            (here.away[0].pools[0].own.as_str(), here.away[0].last),
            ("学生", date("2026-10-09"))
        );
        let there = shown("e");
        assert_eq!(special(&there, "2026-10-13"), None);
        assert_eq!(
            special(&there, "2026-10-08"),
            Some((HolidayKind::Off, "国庆节".to_owned()))
        );
        assert!(there.away.is_empty());
        let old = say_district_calendar(store, &distinct(), ("d", 2), &[]);
        assert!(matches!(old, Err(KeepError::Changed)), "{old:?}");
        let kept = store
            .read(|c| district_calendars::of_district(c, "d"))
            .unwrap();
        assert_eq!(kept.len(), 4);
    });
}

#[test]
fn who_is_away_with_their_pool_is_free_on_the_other_days_alone() {
    each(|database| {
        let store = &database.store;
        world(
            database,
            &[
                days("1", "pool-away", "2026-10-06", "2026-10-19"),
                days("2", "pool-away", "2026-10-27", "2026-11-30"),
            ],
        );
        let here = set_up_month(store, &distinct(), "d", october()).unwrap();
        let there = set_up_month(store, &distinct(), "e", october()).unwrap();
        let problem = generate_roster::problem(store, &[here, there], WEIGHTS).unwrap();
        let free = |id: &str| -> Vec<NaiveDate> {
            let person = problem
                .people
                .iter()
                .find(|person| person.id == id)
                .unwrap();
            person.windows.iter().map(|window| window.date).collect()
        };
        assert_eq!(free("he-d"), [date("2026-10-20")], "{}", database.name);
        let every = ["2026-10-06", "2026-10-13", "2026-10-20", "2026-10-27"].map(date);
        // Another pool, and the same at home elsewhere.
        assert_eq!(free("gu-d"), every);
        assert_eq!(free("he-e"), every);
    });
}

#[test]
fn a_duty_in_the_night_in_which_clocks_change_has_its_true_hours_or_is_refused() {
    each(|database| {
        let store = &database.store;
        world(database, &[]);
        let sundays = "
            UPDATE stations SET time_zone = 'Europe/Berlin' WHERE id = 's-e';
            INSERT INTO demand_templates (id, station_id, code, name, name_en, pool_id, min, ideal, weight, on_holiday, is_series, first_date, revision, by_video)
                VALUES ('sun-e', 's-e', 'sun-e', '夜间', '', 'p-adviser', 1, 1, 1, 'keep', FALSE, '2026-01-01', 1, FALSE);
            INSERT INTO template_options (id, template_id, code, rrule, start_minute, end_minute, active)
                VALUES ('o-sun-e', 'sun-e', 'o', 'FREQ=WEEKLY;BYDAY=SU', 60, 240, TRUE);";
        let sql = |statements: &str| {
            let done = store.write(|c| c.batch_execute(statements).map_err(StoreError::from));
            done.unwrap();
        };
        sql(sundays);
        let roster = set_up_month(store, &distinct(), "e", october()).unwrap();
        let all = store.read(|c| duties::of_roster(c, &roster)).unwrap();
        let night = |text: &str| {
            let found = all
                .iter()
                .find(|duty| duty.template_id == "sun-e" && duty.date == date(text));
            let duty = found.expect("a duty");
            (
                duty.starts_at.to_string(),
                (duty.ends_at - duty.starts_at).num_minutes(),
            )
        };
        assert_eq!(
            night("2026-10-18"),
            ("2026-10-17 23:00:00".to_owned(), 180),
            "{}",
            database.name
        );
        // The clocks go back at three: an hour more.
        assert_eq!(night("2026-10-25"), ("2026-10-24 23:00:00".to_owned(), 240));
        sql("UPDATE template_options SET start_minute = 150 WHERE id = 'o-sun-e'");
        let march = Month::parse("2027-03").unwrap();
        let refused = set_up_month(store, &distinct(), "e", march);
        let Err(SetUpError::Clock { template, cause }) = refused else {
            panic!("{}: {refused:?}", database.name)
        };
        assert_eq!(template, "sun-e");
        assert!(
            cause
                .to_string()
                .starts_with("2027-03-28 02:30 does not exist"),
            "{cause}"
        );
        let left = store
            .read(|c| rosters::of_month(c, "e", "2027-03"))
            .unwrap();
        assert!(left.is_none(), "nothing half done");
        let april = set_up_month(store, &distinct(), "e", march.next());
        assert!(april.is_ok(), "{april:?}");
    });
}
