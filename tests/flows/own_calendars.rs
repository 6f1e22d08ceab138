//! People's own calendars as times in which they are busy: they plan around them, and what is planned already is told. On both databases.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use zhiban::actions::Context;
use zhiban::actions::generate_roster;
use zhiban::actions::give_calendar::{GiveError, end_calendar, give_calendar};
use zhiban::actions::import_city::import_city;
use zhiban::actions::morning_round::morning_round;
use zhiban::actions::read_calendars::{self, Due, Read, ReadError};
use zhiban::actions::show_calendar::{OwnCalendar, busy_seats, own_calendar};
use zhiban::demo;
use zhiban::domain::assignment::AssignmentState;
use zhiban::domain::busy_time::{BusyTime, Unread};
use zhiban::domain::calendar_address::{CalendarAddress, InnerHosts};
use zhiban::domain::city::Span;
use zhiban::domain::job::{Attempt, JobKind};
use zhiban::store::jobs::JobRow;
use zhiban::store::kept::Kept;
use zhiban::store::schema::{audit, jobs as jobs_table, own_calendars, people as people_table};
use zhiban::store::whole_people::WholePerson;
use zhiban::store::{StoreError, duties, jobs};

use crate::databases::each;
use crate::month::{WEIGHTS, december};
use crate::published::{Month, distinct};

const SECRET: &str = "https://calendar.example.com/secret-17.ics";

/// So many minutes after the month was made.
fn later(minutes: i64) -> Context {
    let context = distinct();
    let now: DateTime<Utc> = context.now + TimeDelta::minutes(minutes);
    Context { now, ..context }
}

fn give(month: &Month, at: i64, address: &str) -> Result<(), GiveError> {
    let address = CalendarAddress::parse(address, &InnerHosts::default()).unwrap();
    give_calendar(
        &month.store,
        &later(at),
        &month.sealer,
        &month.adviser.id,
        &address,
    )
}

/// Takes the job that reads, if one is due then.
fn job(month: &Month, at: i64) -> Option<Attempt> {
    let now = later(at).instant();
    let until = now + TimeDelta::minutes(1);
    let taken = month
        .store
        .write(|c| jobs::lease(c, &[JobKind::ReadCalendars], "test", now, until));
    taken.unwrap().map(|job| job.attempt())
}

fn due(month: &Month, at: i64) -> Vec<Due> {
    let inner = InnerHosts::default();
    read_calendars::due(&month.store, &later(at), &month.sealer, &inner, 8).unwrap()
}

/// Works the job that reads as the worker does; the only calendar gives this.
fn work(month: &Month, at: i64, read: Result<Read, Unread>) {
    let (store, context) = (&month.store, later(at));
    let attempt = job(month, at).expect("a job is due");
    read_calendars::begin(store, &context).unwrap();
    let due = due(month, at).pop().expect("a calendar is due");
    let every = TimeDelta::hours(4);
    read_calendars::keep(store, &context, &attempt, every, due, read).unwrap();
    read_calendars::end(store, &context, &attempt, 1).unwrap();
}

fn whole(busy: &[BusyTime]) -> Result<Read, Unread> {
    Ok(Read::Whole {
        busy: busy.to_vec(),
        etag: "\"1\"".to_owned(),
        last_modified: String::new(),
    })
}

/// The time of the duty, and an hour on the day after.
fn busy(month: &Month) -> [BusyTime; 2] {
    let minute = |minute| u16::try_from(minute).unwrap();
    let span = Span {
        start: minute(month.duty.start_minute + 30),
        end: minute(month.duty.end_minute),
    };
    let next = month.duty.date.succ_opt().unwrap();
    [
        (month.duty.date, span),
        (
            next,
            Span {
                start: 540,
                end: 600,
            },
        ),
    ]
    .map(|(date, span)| BusyTime { date, span })
}

fn shown(month: &Month, at: i64) -> Option<OwnCalendar> {
    let now = later(at).instant();
    month
        .store
        .read(|c| own_calendar(c, &month.adviser.id, now))
        .unwrap()
}

/// When the job that waits begins, after the month was made.
fn waits(month: &Month) -> Vec<i64> {
    let rows: Vec<JobRow> = month
        .store
        .read(|c| {
            let rows = jobs_table::table
                .filter(jobs_table::kind.eq("read_calendars"))
                .filter(jobs_table::state.eq("queued"));
            Ok::<_, StoreError>(rows.select(JobRow::as_select()).load(c)?)
        })
        .unwrap();
    let start = later(0).instant();
    rows.iter()
        .map(|row| (row.run_after - start).num_minutes())
        .collect()
}

#[test]
fn a_calendar_is_read_at_once_and_its_times_are_planned_around() {
    each(|database| {
        let month = Month::published(database);
        let (store, name) = (&month.store, database.name);
        assert!(job(&month, 0).is_none(), "{name}: nobody has a calendar");
        give(&month, 0, SECRET).unwrap();
        let waiting = shown(&month, 0).unwrap();
        assert_eq!(
            (waiting.host.as_str(), waiting.read_at),
            ("calendar.example.com", None),
            "{name}"
        );
        let own = due(&month, 0).pop().unwrap();
        assert_eq!(own.address.unwrap().reveal(), SECRET, "{name}");
        assert_eq!(own.days.1 - own.days.0, TimeDelta::days(365), "{name}");
        let rosters = store
            .read(|c| {
                let duty = duties::find(c, &month.duty.id)?;
                Ok::<_, StoreError>(vec![duty.unwrap().roster_id])
            })
            .unwrap();
        let open = || {
            let problem = generate_roster::problem(store, &rosters, WEIGHTS).unwrap();
            let person = problem
                .people
                .into_iter()
                .find(|p| p.id == month.adviser.id);
            let windows = person.unwrap().windows.into_iter();
            let own = windows.filter(|w| w.date == month.duty.date);
            own.map(|w| (w.start.get(), w.end.get()))
                .collect::<Vec<_>>()
        };
        let meets = |windows: &[(i32, i32)]| {
            let span = busy(&month)[0].span;
            let (from, to) = (i32::from(span.start), i32::from(span.end));
            windows
                .iter()
                .any(|(start, end)| *start < to && from < *end)
        };
        assert!(meets(&open()), "{name}: they were free then");
        work(&month, 0, whole(&busy(&month)));
        assert!(!meets(&open()), "{name}: {:?}", open());
        let read = shown(&month, 1).unwrap();
        assert_eq!(read.busy, busy(&month), "{name}");
        assert_eq!(read.read_at, Some(later(0).instant().and_utc()), "{name}");
        // What is planned stands, and is told.
        let told: Vec<&str> = read.duties.iter().map(|d| d.duty_id.as_str()).collect();
        assert_eq!(told, [month.duty.id.as_str()], "{name}");
        let seats = store
            .read(|c| busy_seats(c, &month.district_id, "2026-12"))
            .unwrap();
        assert_eq!(seats.len(), 1, "{name}: {seats:?}");
        assert_eq!(
            (&seats[0].person.id, seats[0].duty.state),
            (&month.adviser.id, AssignmentState::Asked),
            "{name}"
        );
        // It is read again in four hours, and not before.
        assert_eq!(waits(&month), [240], "{name}");
        assert!(job(&month, 239).is_none(), "{name}");
        let again = due(&month, 240).pop().unwrap();
        assert_eq!(again.known.0, "\"1\"", "{name}");
        work(&month, 240, Ok(Read::Same));
        assert_eq!(shown(&month, 240).unwrap().busy, busy(&month), "{name}");
        // After a week it is read whole, whatever its server said.
        let weeks = 8 * 24 * 60;
        assert_eq!(due(&month, weeks).pop().unwrap().known.0, "", "{name}");
    });
}

#[test]
fn what_fails_keeps_what_was_read_and_is_tried_again_ever_less_often() {
    each(|database| {
        let month = Month::published(database);
        let name = database.name;
        give(&month, 0, SECRET).unwrap();
        work(&month, 0, whole(&busy(&month)));
        work(&month, 240, Err(Unread::TooLarge));
        let failed = shown(&month, 241).unwrap();
        assert_eq!(
            (failed.failure, failed.busy.len()),
            (Some(Unread::TooLarge), 2),
            "{name}"
        );
        assert_eq!(
            failed.failing_since,
            Some(later(240).instant().and_utc()),
            "{name}"
        );
        assert_eq!(failed.read_at, Some(later(0).instant().and_utc()), "{name}");
        assert_eq!(waits(&month), [300], "{name}: in an hour");
        let days = 4 * 24 * 60;
        work(&month, days, Err(Unread::NotFound));
        let failed = shown(&month, days).unwrap();
        assert_eq!(failed.failure, Some(Unread::NotFound), "{name}");
        assert_eq!(
            failed.failing_since,
            Some(later(240).instant().and_utc()),
            "{name}"
        );
        assert_eq!(
            waits(&month),
            [days + 240],
            "{name}: as often as others at most"
        );
        work(&month, days + 240, whole(&[]));
        let well = shown(&month, days + 241).unwrap();
        assert!(
            well.failure.is_none() && well.failing_since.is_none() && well.busy.is_empty(),
            "{name}"
        );
        // The key is another's: the address is lost, and that is told.
        let other = zhiban::domain::sealing::Sealer::new(&[8; 32]);
        let inner = InnerHosts::default();
        let due = read_calendars::due(&month.store, &later(days + 1000), &other, &inner, 8);
        assert_eq!(
            due.unwrap().pop().unwrap().address,
            Err(Unread::AddressLost),
            "{name}"
        );
    });
}

#[test]
fn a_calendar_that_is_changed_or_taken_back_while_it_is_read_is_left_alone() {
    each(|database| {
        let month = Month::published(database);
        let (store, name) = (&month.store, database.name);
        give(&month, 0, SECRET).unwrap();
        let attempt = job(&month, 0).unwrap();
        let every = TimeDelta::hours(4);
        let first = due(&month, 0).pop().unwrap();
        let (second, third) = (due(&month, 0).pop().unwrap(), due(&month, 0).pop().unwrap());
        give(&month, 1, "https://other.example.com/").unwrap();
        assert_eq!(waits(&month), [1], "{name}: read at once");
        read_calendars::keep(
            store,
            &later(1),
            &attempt,
            every,
            first,
            whole(&busy(&month)),
        )
        .unwrap();
        let own = shown(&month, 1).unwrap();
        assert_eq!(
            (own.host.as_str(), own.busy.len()),
            ("other.example.com", 0),
            "{name}"
        );
        end_calendar(store, &later(2), &month.adviser.id).unwrap();
        read_calendars::keep(
            store,
            &later(2),
            &attempt,
            every,
            second,
            whole(&busy(&month)),
        )
        .unwrap();
        assert!(shown(&month, 2).is_none(), "{name}");
        let lost = Attempt {
            number: attempt.number + 1,
            ..attempt
        };
        let kept = read_calendars::keep(store, &later(2), &lost, every, third, whole(&[]));
        assert!(
            matches!(kept, Err(ReadError::Superseded)),
            "{name}: {kept:?}"
        );
    });
}

#[test]
fn times_that_were_typed_and_those_of_a_calendar_do_not_touch_each_other() {
    each(|database| {
        let month = Month::published(database);
        let (store, name) = (&month.store, database.name);
        let typed = || {
            store
                .read(|c| WholePerson::find(c, &month.adviser.id))
                .unwrap()
                .unwrap()
        };
        let before = typed();
        give(&month, 0, SECRET).unwrap();
        work(&month, 0, whole(&busy(&month)));
        assert_eq!(
            typed(),
            before,
            "{name}: their own times and revision are as they were"
        );
        let again = import_city(store, &later(1), &demo::city(1, december())).unwrap();
        assert!(again.is_unchanged(), "{name}: {:?}", again.tables);
        assert_eq!(shown(&month, 1).unwrap().busy.len(), 2, "{name}");
        // The same again is read again; the trail knows counts, and no address.
        give(&month, 2, SECRET).unwrap();
        assert_eq!(
            (waits(&month), shown(&month, 2).unwrap().busy.len()),
            (vec![2], 2),
            "{name}"
        );
        end_calendar(store, &later(3), &month.adviser.id).unwrap();
        end_calendar(store, &later(3), &month.adviser.id).unwrap();
        assert!(shown(&month, 3).is_none(), "{name}");
        let (trail, rows) = store
            .read(|c| {
                let own = audit::table.filter(audit::subject.eq(&month.adviser.id));
                let own = own.filter(audit::action.like("%_calendar"));
                let own = own.select((audit::action, audit::before, audit::after));
                let rows: i64 = own_calendars::table.count().get_result(c)?;
                Ok::<_, StoreError>((own.load::<(String, String, String)>(c)?, rows))
            })
            .unwrap();
        let mut actions: Vec<String> = trail
            .iter()
            .map(|(action, before, after)| format!("{action} {before}>{after}"))
            .collect();
        actions.sort();
        assert_eq!(
            (actions, rows),
            (
                vec![
                    "end_calendar >".to_owned(),
                    "give_calendar >".to_owned(),
                    "read_calendar 0>2".to_owned()
                ],
                0
            ),
            "{name}"
        );
        // Nobody has a calendar: one more job finds that, and leaves none.
        let attempt = job(&month, 300).expect("the one that waited");
        read_calendars::begin(store, &later(300)).unwrap();
        read_calendars::end(store, &later(300), &attempt, 0).unwrap();
        assert_eq!(waits(&month), Vec::<i64>::new(), "{name}");
    });
}

#[test]
fn the_calendar_of_who_has_left_is_not_read_and_is_gone_the_next_morning() {
    each(|database| {
        let month = Month::published(database);
        let (store, name) = (&month.store, database.name);
        give(&month, 0, SECRET).unwrap();
        let set = |state: &str| {
            store
                .write(|c| {
                    let own = people_table::table.find(&month.adviser.id);
                    let set = diesel::update(own).set(people_table::state.eq(state));
                    Ok::<_, StoreError>(set.execute(c)?)
                })
                .unwrap()
        };
        assert_eq!(set("left"), 1);
        assert!(due(&month, 0).is_empty(), "{name}");
        assert!(
            matches!(give(&month, 0, SECRET), Err(GiveError::Gone)),
            "{name}"
        );
        let round = month.attempt_at(JobKind::MorningRound, 24);
        morning_round(store, &later(1440), &month.asking(), &month.city_id, &round).unwrap();
        assert!(shown(&month, 1440).is_none(), "{name}");
    });
}
