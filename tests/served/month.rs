//! Rows of an invented month in the district `east`: three duties, two people, one uncovered duty with its reason.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use zhiban::domain::capability::{Purpose, Token};
use zhiban::store::belongings::{self, AvailabilityRow, Belongings};
use zhiban::store::duties::{self, AssignmentRow, DutyRow};
use zhiban::store::jobs::{self, JobRow};
use zhiban::store::links::{self, LinkRow};
use zhiban::store::people::{self, PersonRow, PoolRow};
use zhiban::store::qualifications::QualificationRow;
use zhiban::store::rosters::{self, RosterRow, SolveRow};
use zhiban::store::templates::{self, OptionRow, TemplateRow};
use zhiban::store::{Connection, StoreError};

use super::{Served, context};

pub(crate) const MONTH: &str = "2026-12";

/// Writes the month, with the state that every assignment is in, and gives the token of the first person's link.
pub(crate) fn write(served: &Served, roster_state: &str, state: &str) -> Token {
    let token = context().new_token();
    served
        .store
        .write(|c| {
            before(c)?;
            roster(c, roster_state)?;
            let rows = [
                assignment("a1", "duty-1", "gu", state),
                assignment("a2", "duty-2", "gu", state),
                assignment("a3", "duty-2", "amina", state),
            ];
            duties::insert_assignments(c, &rows)?;
            links::insert(c, &[link(&token, "link", "2027-01-15")])?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
    token
}

/// Writes what a month is made of, not the month: two people who are free on every weekday, and a weekly duty that wants both.
pub(crate) fn write_kept(served: &Served) {
    served
        .store
        .write(|c| {
            before(c)?;
            belongings::insert_belongings(c, &["gu", "amina"].map(free_on_weekdays))
        })
        .unwrap();
}

/// A licence, and every Monday to Friday from eight to six.
fn free_on_weekdays(person: &str) -> Belongings {
    let day = |weekday| AvailabilityRow {
        id: format!("{person}-{weekday}"),
        person_id: person.to_owned(),
        weekday,
        start_minute: 480,
        end_minute: 1080,
        interval_weeks: 1,
        first_date: date("2026-01-01"),
        last_date: None,
    };
    Belongings {
        qualifications: vec![QualificationRow {
            id: format!("licence-{person}"),
            person_id: person.to_owned(),
            kind: "licence".to_owned(),
            number: format!("L-{person}"),
            issued_by: String::new(),
            valid_from: None,
            valid_until: None,
        }],
        weekly: (1..=5).map(day).collect(),
        ..Belongings::default()
    }
}

/// A link of the first person's month that ends on a date.
pub(crate) fn another_link(served: &Served, ends: &str) -> Token {
    let token = context().new_token();
    let row = link(&token, &context().new_id(), ends);
    served
        .store
        .write(|c| links::insert(c, std::slice::from_ref(&row)))
        .unwrap();
    token
}

fn link(token: &Token, id: &str, ends: &str) -> LinkRow {
    LinkRow {
        id: id.to_owned(),
        token_hash: token.hash(),
        purpose: Purpose::Month.as_str().to_owned(),
        subject_id: "roster".to_owned(),
        person_id: Some("gu".to_owned()),
        expires_at: date(ends).and_time(NaiveTime::MIN),
        used_at: None,
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn before(c: &mut Connection) -> Result<(), StoreError> {
    let pool = PoolRow {
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
    };
    people::insert_pools(c, &[pool])?;
    people::insert_people(
        c,
        &[
            person("gu", "顾一鸣", "zh-Hans"),
            person("amina", "Amina Okafor", "en"),
        ],
    )?;
    let template = TemplateRow {
        id: "template".to_owned(),
        station_id: "station-east".to_owned(),
        code: "adviser-day".to_owned(),
        name: "律师值班".to_owned(),
        name_en: "Adviser day".to_owned(),
        pool_id: "adviser".to_owned(),
        min: 1,
        ideal: 2,
        weight: 1,
        supervised_by: None,
        on_holiday: "skip".to_owned(),
        is_series: false,
        holder_id: None,
        first_date: date("2026-01-01"),
        last_date: None,
        slot_minutes: Some(30),
        revision: 1,
        break_minutes: None,
        by_video: false,
        service: None,
    };
    templates::insert_templates(c, &[template])?;
    let option = OptionRow {
        id: "option".to_owned(),
        template_id: "template".to_owned(),
        code: "tue-am".to_owned(),
        rrule: "FREQ=WEEKLY;BYDAY=TU".to_owned(),
        start_minute: 540,
        end_minute: 690,
        active: true,
    };
    templates::insert_options(c, &[option])
}

fn roster(c: &mut Connection, state: &str) -> Result<(), StoreError> {
    let created_at = date("2026-11-20").and_time(NaiveTime::MIN);
    let solve = SolveRow {
        id: "solve".to_owned(),
        kind: "roster".to_owned(),
        status: "optimal".to_owned(),
        objective: 1200,
        bound: 1200.0,
        terms: "{}".to_owned(),
        reasons: r#"[{"duty":"duty-3","missing":1,"reason":"nobody_free","funnel":[]}]"#.to_owned(),
        seconds: 1.5,
        solved_at: created_at,
        rosters: 1,
        proof: "prices".to_owned(),
    };
    rosters::insert_solve(c, &solve, None)?;
    let roster = RosterRow {
        id: "roster".to_owned(),
        district_id: "east".to_owned(),
        month: MONTH.to_owned(),
        state: state.to_owned(),
        version: i32::from(state == "published"),
        solve_id: Some("solve".to_owned()),
        revision: 1,
        created_at,
        published_at: None,
        job_id: None,
    };
    rosters::insert(c, &roster)?;
    let rows = [
        duty("duty-1", "2026-12-01"),
        duty("duty-2", "2026-12-08"),
        duty("duty-3", "2026-12-15"),
    ];
    duties::insert_duties(c, &rows)
}

fn person(id: &str, name: &str, locale: &str) -> PersonRow {
    PersonRow {
        id: id.to_owned(),
        district_id: "east".to_owned(),
        pool_id: "adviser".to_owned(),
        code: id.to_owned(),
        name: name.to_owned(),
        email: format!("{id}@example.org"),
        phone: "555-0123".to_owned(),
        locale: locale.to_owned(),
        lat: 30.0,
        lon: 120.0,
        max_km: None,
        max_day: None,
        max_week: None,
        max_month: None,
        max_stations: None,
        max_run: None,
        max_weekends: None,
        target: 2,
        state: "active".to_owned(),
        revision: 1,
        practises_since: None,
        position: "home".to_owned(),
        firm: String::new(),
    }
}

fn duty(id: &str, day: &str) -> DutyRow {
    // 09:00 in Shanghai is 01:00 UTC.
    let starts_at: NaiveDateTime = date(day).and_hms_opt(1, 0, 0).unwrap();
    DutyRow {
        id: id.to_owned(),
        roster_id: "roster".to_owned(),
        template_id: "template".to_owned(),
        station_id: "station-east".to_owned(),
        series_id: None,
        option_id: "option".to_owned(),
        date: date(day),
        start_minute: 540,
        end_minute: 690,
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(150),
        pool_id: "adviser".to_owned(),
        min: 1,
        ideal: if id == "duty-2" { 2 } else { 1 },
        weight: 1,
        supervised_by: None,
        moved_from: None,
        active: true,
        revision: 1,
        called_off: false,
    }
}

fn assignment(id: &str, duty: &str, person: &str, state: &str) -> AssignmentRow {
    AssignmentRow {
        id: id.to_owned(),
        duty_id: duty.to_owned(),
        person_id: person.to_owned(),
        state: state.to_owned(),
        replaces_id: None,
        asked_at: None,
        answered_at: None,
        reason: String::new(),
        revision: 1,
    }
}

/// Writes a request with an appointment and one that waits, and gives the tokens of their links. Needs [`write`] before.
pub(crate) fn write_requests(served: &Served) -> (Token, Token) {
    let (booked, waiting) = (context().new_token(), context().new_token());
    served
        .store
        .write(|c| {
            insert_requests(c)?;
            links::insert(
                c,
                &[
                    resident_link("link-booked", &booked, "appointment"),
                    resident_link("link-waiting", &waiting, "request-2"),
                ],
            )
        })
        .unwrap();
    (booked, waiting)
}

fn resident_link(id: &str, token: &Token, subject: &str) -> LinkRow {
    LinkRow {
        purpose: Purpose::Appointment.as_str().to_owned(),
        subject_id: subject.to_owned(),
        person_id: None,
        ..link(token, id, "2027-01-15")
    }
}

fn insert_requests(c: &mut Connection) -> Result<(), StoreError> {
    use diesel::connection::SimpleConnection;
    let request = |id: &str, code: &str, state: &str| {
        format!(
            "INSERT INTO requests (id, district_id, code, skill_id, locale, sealed, lat, lon, max_km, in_person, video, urgency, state, created_at, revision, word_by, reach, follows_id, with_adviser_id, mediators) VALUES ('{id}', 'east', '{code}', 'labour', 'en', '', 30, 120, NULL, true, false, 1, \
             '{state}', '2026-11-20 12:00:00', 1, '2030-01-01 00:00:00', 'resident', NULL, NULL, 0);"
        )
    };
    let rows = [
        "INSERT INTO skills (id, code, name, name_en, parent_id) VALUES ('labour', 'labour', '劳动争议', 'Labour dispute', NULL);".to_owned(),
        request("request-1", "K7Q2MX", "booked"),
        request("request-2", "P4W9AB", "waiting"),
        "INSERT INTO request_languages VALUES ('request-1', 'fr', 'B1');
         INSERT INTO slots VALUES ('slot', NULL, 'gu', 'station-east', '2026-12-01 01:00:00', '2026-12-01 01:30:00', 'booked');
         INSERT INTO shifts VALUES ('shift', NULL, 'amina', NULL, '2026-12-01 01:00:00', '2026-12-01 03:00:00', 'open');
         INSERT INTO appointments (id, request_id, slot_id, shift_id, state, booked_at, revision, mediator_slot_id, second_mediator_slot_id) VALUES ('appointment', 'request-1', 'slot', 'shift', 'booked', '2026-11-20 12:00:00', 1, NULL, NULL);"
            .to_owned(),
    ];
    Ok(c.batch_execute(&rows.concat())?)
}

/// Writes a job that generates the month a day after the clock of the tests, so that no worker takes it. Gives its id.
pub(crate) fn write_job(served: &Served) -> String {
    let id = write_job_of(served, "generate_roster", r#"{"rosters":["roster"]}"#);
    served
        .store
        .write(|c| rosters::set_job(c, "roster", &id))
        .unwrap();
    id
}

/// The same, of another kind.
pub(crate) fn write_job_of(served: &Served, kind: &str, payload: &str) -> String {
    let created_at = context().instant();
    let row = JobRow {
        id: context().new_id(),
        kind: kind.to_owned(),
        payload: payload.to_owned(),
        state: "queued".to_owned(),
        attempt: 0,
        max_attempts: 3,
        run_after: created_at + TimeDelta::days(1),
        lease_until: None,
        worker: String::new(),
        progress: "{}".to_owned(),
        result: "null".to_owned(),
        error: String::new(),
        unique_key: None,
        created_at,
        finished_at: None,
    };
    served.store.write(|c| jobs::enqueue(c, &row)).unwrap()
}
