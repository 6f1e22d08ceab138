//! Legal minima on both databases: what a month cannot meet, what it does not meet as it is held, and by whose word it is published all the
//! same.

use diesel::connection::SimpleConnection;
use zhiban::actions::check_minima::{NamedUnder, Standing, standing};
use zhiban::actions::generate_roster;
use zhiban::actions::override_minima::NewOverride;
use zhiban::actions::publish_roster::{self, PublishError};
use zhiban::actions::set_up_month::set_up_month;
use zhiban::domain::job::{Attempt, JobKind};
use zhiban::domain::legal_minimum::Whom;
use zhiban::domain::roster::Word;
use zhiban::domain::sealing::Sealer;
use zhiban::mail::Letterhead;
use zhiban::store::duties::{self, AssignmentRow, DutyRow};
use zhiban::store::words::{self, PairRow};
use zhiban::store::{Store, StoreError, jobs, rosters};

use crate::databases::{Database, each};
use crate::month::{WEIGHTS, december};
use crate::published::{asking, distinct};

/// A district with four stations and one with a fifth. `s1` has two hours on Tuesdays; `s2` two hours on Wednesdays or an hour and a half on
/// Fridays; `s3` is served by video only; `s4` is closed all of December.
const WORLD: &str = "
INSERT INTO cities (id, code, name, name_en, time_zone, country, revision) VALUES ('city', 'c', '云州市', '', 'Asia/Shanghai', 'CN', 1);
INSERT INTO districts (id, city_id, code, name, name_en, revision) VALUES ('d', 'city', 'd', '东区', '', 1), ('e', 'city', 'e', '西区', '', 1);
INSERT INTO stations (id, district_id, code, name, address, lat, lon, time_zone, rooms, video, step_free, phone, revision) VALUES
    ('s1', 'd', 's1', '一站', '', 30, 120, 'Asia/Shanghai', 1, TRUE, FALSE, '', 1), ('s2', 'd', 's2', '二站', '', 30, 120, 'Asia/Shanghai', 1, TRUE, FALSE, '', 1),
    ('s3', 'd', 's3', '三站', '', 30, 120, 'Asia/Shanghai', 1, TRUE, FALSE, '', 1), ('s4', 'd', 's4', '四站', '', 30, 120, 'Asia/Shanghai', 1, TRUE, FALSE, '', 1),
    ('t1', 'e', 't1', '西站', '', 30, 120, 'Asia/Shanghai', 1, TRUE, FALSE, '', 1);
INSERT INTO pools (id, code, name, name_en, may_serve_alone, needs_licence, interprets, mediates) VALUES
    ('adviser', 'adviser', '律师', 'Adviser', TRUE, FALSE, FALSE, FALSE), ('student', 'student', '学生', 'Student', TRUE, FALSE, FALSE, FALSE);
INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, target, state, revision, firm, max_stations) VALUES
    ('gu', 'd', 'adviser', 'gu', '顾一鸣', 'gu@example.org', '', 'zh-Hans', 30, 120, 2, 'active', 1, '', NULL),
    ('shen', 'd', 'adviser', 'shen', '沈若溪', 'shen@example.org', '', 'zh-Hans', 30, 120, 2, 'active', 1, '', 1),
    ('lu', 'e', 'adviser', 'lu', '陆明远', 'lu@example.org', '', 'zh-Hans', 30, 120, 2, 'active', 1, '', NULL),
    ('he', 'd', 'student', 'he', '何静', 'he@example.org', '', 'zh-Hans', 30, 120, 2, 'active', 1, '', NULL);
INSERT INTO person_districts (person_id, district_id) VALUES ('lu', 'd');
INSERT INTO demand_templates (id, station_id, code, name, name_en, pool_id, min, ideal, weight, on_holiday, is_series, first_date, revision, by_video) VALUES
    ('a', 's1', 'a', '值班', '', 'adviser', 1, 2, 1, 'keep', FALSE, '2026-01-01', 1, FALSE),
    ('b', 's2', 'b', '值班', '', 'adviser', 1, 1, 1, 'keep', TRUE, '2026-01-01', 1, FALSE),
    ('v', 's3', 'v', '视频', '', 'adviser', 1, 1, 1, 'keep', FALSE, '2026-01-01', 1, TRUE),
    ('w', 's3', 'w', '学生', '', 'student', 1, 1, 1, 'keep', FALSE, '2026-01-01', 1, FALSE),
    ('t', 't1', 't', '值班', '', 'adviser', 1, 1, 1, 'keep', FALSE, '2026-01-01', 1, FALSE);
INSERT INTO template_options (id, template_id, code, rrule, start_minute, end_minute, active) VALUES
    ('a1', 'a', 'tue', 'FREQ=WEEKLY;BYDAY=TU', 540, 660, TRUE),
    ('b1', 'b', 'wed', 'FREQ=WEEKLY;BYDAY=WE', 540, 660, TRUE), ('b2', 'b', 'fri', 'FREQ=WEEKLY;BYDAY=FR', 540, 630, TRUE),
    ('v1', 'v', 'thu', 'FREQ=WEEKLY;BYDAY=TH', 540, 840, TRUE), ('w1', 'w', 'mon', 'FREQ=WEEKLY;BYDAY=MO', 540, 840, TRUE),
    ('t1', 't', 'thu', 'FREQ=WEEKLY;BYDAY=TH', 540, 660, TRUE);
INSERT INTO station_closures (station_id, first_date, last_date, note) VALUES ('s4', '2026-11-20', '2026-12-31', '');
";

const HOURS: &str = "
INSERT INTO legal_minima (id, district_id, kind, value, pool_id, first_date, last_date, source, document, url) VALUES
    ('hours', 'd', 'hours-on-site', 8, 'adviser', '2026-01-01', NULL, '一村一顾问意见', '司规〔2026〕3号', ''),
    ('later', 'd', 'hours-on-site', 700, 'adviser', '2026-12-02', NULL, '明年的', '', '');";

const STATIONS: &str = "
INSERT INTO legal_minima (id, district_id, kind, value, pool_id, first_date, last_date, source, document, url) VALUES
    ('stations', 'd', 'stations-per-adviser', 2, 'adviser', '2026-01-01', NULL, '顾问管理办法', '', ''),
    ('students', 'd', 'stations-per-adviser', 1, 'student', '2026-01-01', NULL, '学生办法', '', '');";

fn sql(store: &Store, statements: &str) {
    let done = store.write(|c| c.batch_execute(statements).map_err(StoreError::from));
    done.unwrap();
}

/// The month of the first district, set up.
fn set_up(database: &Database, minima: &str) -> String {
    sql(&database.store, WORLD);
    sql(&database.store, minima);
    set_up_month(&database.store, &distinct(), "d", december()).unwrap()
}

fn now(store: &Store, roster: &str) -> Standing {
    let read = store.read(|c| {
        let row = rosters::find(c, roster)?.expect("there");
        standing(c, &row)
    });
    read.unwrap()
}

/// The minimum, whom it is about and what there is.
fn told(all: &[NamedUnder]) -> Vec<(String, String, i64)> {
    let mut told: Vec<_> = all
        .iter()
        .map(|one| {
            let under = &one.under;
            (under.minimum.id.clone(), one.name.clone(), under.found)
        })
        .collect();
    told.sort();
    told
}

fn line(minimum: &str, name: &str, found: i64) -> (String, String, i64) {
    (minimum.to_owned(), name.to_owned(), found)
}

fn duties_at(store: &Store, roster: &str, station: &str) -> Vec<DutyRow> {
    let mut all = store.read(|c| duties::of_roster(c, roster)).unwrap();
    all.retain(|duty| duty.station_id == station);
    all.sort_by_key(|duty| duty.starts_at);
    all
}

/// Puts somebody on a duty, as the solver does.
fn seat(store: &Store, duty: &DutyRow, person: &str) {
    let row = AssignmentRow {
        id: distinct().new_id(),
        duty_id: duty.id.clone(),
        person_id: person.to_owned(),
        state: "proposed".to_owned(),
        replaces_id: None,
        asked_at: None,
        answered_at: None,
        reason: String::new(),
        revision: 1,
    };
    store
        .write(|c| duties::insert_assignments(c, std::slice::from_ref(&row)))
        .unwrap();
}

fn pin(store: &Store, duty: &DutyRow, person: &str) {
    let pair = PairRow {
        duty_id: duty.id.clone(),
        person_id: person.to_owned(),
    };
    store
        .write(|c| words::insert(c, Word::Pin, &pair, "test"))
        .unwrap();
}

/// The month as if it were generated: the Wednesdays of the series are chosen.
fn proposed(store: &Store, roster: &str) {
    sql(
        store,
        &format!(
            "UPDATE rosters SET state = 'proposed' WHERE id = '{roster}';
             UPDATE duties SET active = FALSE WHERE option_id = 'b2';
             UPDATE duties SET active = TRUE WHERE option_id = 'b1';"
        ),
    );
}

fn attempt(store: &Store) -> Attempt {
    let at = distinct().instant();
    let kinds = [JobKind::PublishRoster];
    let until = at + chrono::TimeDelta::minutes(1);
    let job = store.write(|c| jobs::lease(c, &kinds, "test", at, until));
    job.unwrap().expect("a job").attempt()
}

fn publish(store: &Store, roster: &str) -> Result<(), PublishError> {
    let head = Letterhead::new("值班", "zhiban@legal.example.org", None).unwrap();
    let sealer = Sealer::new(&[7; 32]);
    let attempt = attempt(store);
    let asking = asking(&head, &sealer);
    publish_roster::publish(store, &distinct(), &asking, roster, &attempt).map(|_| ())
}

#[test]
fn what_no_roster_can_meet_is_said_before_the_month_is_solved() {
    each(|database| {
        let store = &database.store;
        let roster = set_up(database, HOURS);
        let law = now(store, &roster);
        // Video and another pool are no hours of advisers on site; a station that is closed all month is asked for nothing; of the series
        // the longer option counts; what is in force from the second on is asked of the next month.
        assert_eq!(
            told(&law.cannot),
            [line("hours", "三站", 0)],
            "{}",
            database.name
        );
        assert!(
            law.under.is_empty() && law.left.is_empty(),
            "nobody is on it yet"
        );
        sql(
            store,
            "UPDATE duties SET called_off = TRUE, active = FALSE WHERE station_id = 's1' AND date <= '2026-12-08';
             INSERT INTO station_closures (station_id, first_date, last_date, note) VALUES ('s1', '2026-12-01', '2026-12-08', '');",
        );
        let cannot = now(store, &roster).cannot;
        assert_eq!(
            told(&cannot),
            [line("hours", "一站", 360), line("hours", "三站", 0)]
        );
        let closed = cannot.iter().find(|one| one.name == "一站").expect("told");
        assert_eq!(
            (closed.under.closed_days, closed.pool.own.as_str()),
            (8, "律师")
        );
        // Two duties at once are the time of one.
        sql(
            store,
            "UPDATE duties SET starts_at = '2026-12-15 01:00:00', ends_at = '2026-12-15 03:00:00' WHERE option_id = 'a1'",
        );
        assert_eq!(
            told(&now(store, &roster).cannot)[0],
            line("hours", "一站", 120)
        );
    });
}

#[test]
fn what_is_held_counts_as_it_is_now() {
    each(|database| {
        let store = &database.store;
        let roster = set_up(database, HOURS);
        proposed(store, &roster);
        let tuesdays = duties_at(store, &roster, "s1");
        for duty in &tuesdays {
            seat(store, duty, "gu");
        }
        // Two at one duty are there at the same time.
        seat(store, &tuesdays[0], "shen");
        let wednesdays = duties_at(store, &roster, "s2");
        for duty in wednesdays
            .iter()
            .filter(|duty| duty.option_id == "b2" || duty.date.to_string() == "2026-12-02")
        {
            seat(store, duty, "shen");
        }
        let under = || told(&now(store, &roster).under);
        // What is not chosen is not held.
        assert_eq!(
            under(),
            [line("hours", "三站", 0), line("hours", "二站", 120)],
            "{}",
            database.name
        );
        let set = |duty: &DutyRow, state: &str| {
            sql(
                store,
                &format!(
                    "UPDATE assignments SET state = '{state}' WHERE duty_id = '{}'",
                    duty.id
                ),
            );
        };
        set(&tuesdays[1], "declined");
        assert_eq!(under().len(), 2, "eight hours are left");
        set(&tuesdays[2], "absent");
        assert_eq!(under()[0], line("hours", "一站", 360));
        set(&tuesdays[2], "served");
        assert_eq!(under().len(), 2);
    });
}

fn named(all: &[NamedUnder], reason: &str) -> NewOverride {
    let accepts = all
        .iter()
        .map(|one| (one.under.minimum.id.clone(), one.under.whom.clone()));
    NewOverride {
        reason: reason.to_owned(),
        accepts: accepts.collect(),
    }
}

#[test]
fn a_month_under_a_minimum_is_published_by_somebodys_word_alone() {
    each(|database| {
        let store = &database.store;
        let roster = set_up(database, HOURS);
        proposed(store, &roster);
        for duty in duties_at(store, &roster, "s1") {
            seat(store, &duty, "gu");
        }
        let mut caller = distinct();
        caller.actor = "user:zhou".to_owned();
        let start =
            |given: Option<&NewOverride>| publish_roster::start(store, &caller, &roster, given);
        let left = |given: Option<&NewOverride>| match start(given) {
            Err(PublishError::UnderMinimum(left)) => left,
            other => panic!("{}: {other:?}", database.name),
        };
        let both = left(None);
        assert_eq!(
            told(&both),
            [line("hours", "三站", 0), line("hours", "二站", 0)]
        );
        // One of the two, or another station, is not both; and nothing of it is kept.
        assert_eq!(left(Some(&named(&both[..1], "一半"))).len(), 1);
        let elsewhere = NewOverride {
            reason: "别处".into(),
            accepts: vec![("hours".into(), Whom::Station("s1".into()))],
        };
        assert_eq!(left(Some(&elsewhere)).len(), 2);
        assert!(now(store, &roster).overrides.is_empty());
        let word = named(&both, "暂无律师，下月补足");
        let job = start(Some(&word)).expect("accepted");
        assert_eq!(start(None).expect("accepted before"), job, "said once");
        let law = now(store, &roster);
        assert!(law.left.is_empty() && law.under.len() == 2);
        assert_eq!(law.overrides.len(), 1);
        let given = &law.overrides[0];
        assert_eq!(
            (
                given.version,
                given.reason.as_str(),
                given.given_by.as_str()
            ),
            (1, "暂无律师，下月补足", "user:zhou")
        );
        assert_eq!(told(&given.accepted), told(&both));
        publish(store, &roster).expect("published");
        // What sinks later is seen, and the word stays what it was.
        sql(store, "UPDATE assignments SET state = 'declined'");
        let law = now(store, &roster);
        assert_eq!(
            (law.under.len(), law.overrides[0].accepted.len()),
            (3, 2),
            "{}",
            database.name
        );
    });
}

#[test]
fn what_came_between_the_word_and_the_publication_is_not_published() {
    each(|database| {
        let store = &database.store;
        let roster = set_up(database, HOURS);
        proposed(store, &roster);
        let tuesdays = duties_at(store, &roster, "s1");
        tuesdays.iter().for_each(|duty| seat(store, duty, "gu"));
        let word = |all: &[NamedUnder]| named(all, "暂无律师");
        let under = now(store, &roster).under;
        publish_roster::start(store, &distinct(), &roster, Some(&word(&under))).expect("accepted");
        sql(
            store,
            "UPDATE legal_minima SET value = 9 WHERE id = 'hours'",
        );
        let refused = publish(store, &roster);
        assert!(
            matches!(&refused, Err(PublishError::UnderMinimum(left)) if left.len() == 2),
            "{}: {refused:?}",
            database.name
        );
        // As it was when it was accepted, it is.
        sql(
            store,
            "UPDATE legal_minima SET value = 8 WHERE id = 'hours'; DELETE FROM jobs",
        );
        publish_roster::start(store, &distinct(), &roster, None).expect("accepted before");
        publish(store, &roster).expect("published");
    });
}

#[test]
fn nobody_is_planned_at_more_stations_than_the_law_allows_and_who_is_pinned_there_is_told() {
    each(|database| {
        let store = &database.store;
        let roster = set_up(database, STATIONS);
        let other = set_up_month(store, &distinct(), "e", december()).unwrap();
        let most = |roster: &str| {
            let problem = generate_roster::problem(store, &[roster.to_owned()], WEIGHTS).unwrap();
            let of = |id: &str| {
                let person = problem.people.iter().find(|person| person.id == id);
                person.and_then(|person| person.max_stations)
            };
            [of("gu"), of("shen"), of("lu"), of("he")]
        };
        // The least of one's own limit and what the law says where one may serve, wherever the month is solved.
        assert_eq!(
            most(&roster),
            [Some(2), Some(1), Some(2), Some(1)],
            "{}",
            database.name
        );
        assert_eq!(most(&other), [None, None, Some(2), None]);
        assert!(now(store, &roster).cannot.is_empty());
        for station in ["s1", "s2", "s3"] {
            pin(store, &duties_at(store, &roster, station)[0], "gu");
        }
        // What a coordinator pinned is kept by the solver, told before, and answered for by who publishes it.
        assert_eq!(most(&roster)[0], Some(3));
        assert_eq!(
            told(&now(store, &roster).cannot),
            [line("stations", "顾一鸣", 3)]
        );
        // A series' holder, and what somebody holds in another district, are fixed too.
        sql(
            store,
            "UPDATE demand_templates SET holder_id = 'lu' WHERE id = 'b'",
        );
        seat(store, &duties_at(store, &other, "t1")[0], "lu");
        assert_eq!(now(store, &roster).cannot.len(), 1);
        pin(store, &duties_at(store, &roster, "s1")[0], "lu");
        assert_eq!(
            told(&now(store, &roster).cannot),
            [line("stations", "陆明远", 3), line("stations", "顾一鸣", 3)]
        );
        // As it is held.
        proposed(store, &roster);
        for station in ["s1", "s2"] {
            seat(store, &duties_at(store, &roster, station)[0], "lu");
        }
        assert_eq!(
            told(&now(store, &roster).under),
            [line("stations", "陆明远", 3)],
            "with the other district's"
        );
        sql(
            store,
            "UPDATE legal_minima SET pool_id = 'student' WHERE id = 'stations'",
        );
        assert!(
            now(store, &roster).under.is_empty(),
            "it is about another pool"
        );
    });
}
