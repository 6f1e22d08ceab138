//! Closing a station: what is expected there is told before anything is kept; kept all the same, people and residents are told, and nothing
//! of it can be booked or filled any more. In a month that is not published, duties are left out and come back. On both databases.

use diesel::prelude::*;
use zhiban::actions::adjust_roster::AdjustError;
use zhiban::actions::change_availability::WhereBroken;
use zhiban::actions::close_station::{ClosureError, close_station};
use zhiban::actions::find_replacement;
use zhiban::actions::pin_or_ban::give_word;
use zhiban::actions::set_up_month::set_up_month;
use zhiban::domain::appointment::RequestState;
use zhiban::domain::assignment::AssignmentState;
use zhiban::domain::job::JobKind;
use zhiban::domain::opening_hours::Closure;
use zhiban::domain::roster::{RosterState, Word};
use zhiban::store::duties::{self, DutyRow};
use zhiban::store::kept::Kept;
use zhiban::store::places::{self, StationRow};
use zhiban::store::schema::duties as duty_table;
use zhiban::store::{StoreError, messages, rosters, words};

use crate::databases::each;
use crate::declines::{booked, claimed, declined, rematched, sql, told};
use crate::month::{WEIGHTS, december};
use crate::published::{Month, distinct};

fn closure(duty: &DutyRow) -> Vec<Closure> {
    vec![Closure {
        first_date: duty.date,
        last_date: duty.date,
        note: "停水".to_owned(),
    }]
}

fn closed(
    month: &Month,
    station_id: &str,
    then: &[Closure],
    broken: WhereBroken,
) -> Result<StationRow, ClosureError> {
    let station = month.store.read(|c| StationRow::find(c, station_id));
    let which = (station_id, station.unwrap().unwrap().revision);
    let (context, asking) = (distinct(), month.asking());
    close_station(&month.store, &context, &asking, which, then, broken)
}

fn duty(month: &Month, id: &str) -> DutyRow {
    let found = month.store.read(|c| duties::find(c, id));
    found.unwrap().unwrap()
}

fn states(month: &Month) -> Vec<AssignmentState> {
    let seats = month.store.read(|c| duties::of_duty(c, &month.duty.id));
    seats.unwrap().iter().map(|seat| seat.state()).collect()
}

#[test]
fn what_is_expected_there_is_told_and_nothing_is_kept() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        month.matched();
        month.accept(&li);
        let station = month.duty.station_id.clone();
        let refused = closed(&month, &station, &closure(&month.duty), WhereBroken::Refuse);
        let Err(ClosureError::InUse {
            duties,
            appointments,
        }) = refused
        else {
            panic!("{}: {refused:?}", database.name)
        };
        assert_eq!(appointments, 1);
        assert_eq!(duties.len(), 1);
        assert_eq!(
            (&duties[0].duty_id, duties[0].state),
            (&month.duty.id, AssignmentState::Asked)
        );
        assert!(!duty(&month, &month.duty.id).called_off);
        assert!(booked(&month, &li).is_some() && told(&month, &li).is_empty());
        // The day after, nobody is expected.
        let mut free = closure(&month.duty);
        free[0].first_date = month.duty.date.succ_opt().unwrap();
        free[0].last_date = free[0].first_date;
        closed(&month, &station, &free, WhereBroken::Refuse).expect("nobody is there");
        assert_eq!(states(&month), [AssignmentState::Asked]);
    });
}

#[test]
fn closed_all_the_same_everybody_is_told_and_residents_are_found_another_time() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        month.matched();
        month.accept(&li);
        let wang = month.ask("Wang", "zh-Hans");
        month.matched();
        assert_eq!(month.state(&wang), RequestState::Offered);
        let station = month.duty.station_id.clone();
        closed(&month, &station, &closure(&month.duty), WhereBroken::Keep).expect("closed");
        let off = duty(&month, &month.duty.id);
        assert!(off.called_off && !off.active, "{}", database.name);
        assert_eq!(states(&month), [AssignmentState::Withdrawn]);
        // The adviser: one letter, which takes it out of the calendar and says why.
        let letters = month
            .store
            .read(|c| messages::to_person(c, &month.adviser.id));
        let letters = letters.unwrap();
        let letter = letters.iter().find(|l| l.kind == "duty_cancelled");
        let letter = letter.expect("they are told");
        assert!(letter.rendered.contains("method=CANCEL"));
        assert!(letter.subject.contains("取消"), "{}", letter.subject);
        // The residents: their times are gone, and both are looked after by the next matching.
        assert!(month.slots("open").is_empty() && month.slots("booked").is_empty());
        assert!(booked(&month, &li).is_none() && claimed(&month).is_empty());
        assert_eq!(month.state(&li), RequestState::Waiting);
        assert_eq!(month.state(&wang), RequestState::Waiting);
        assert!(rematched(&month), "the booked one is found a time first");
        // Said again with the same, nobody hears of it again.
        closed(&month, &station, &closure(&month.duty), WhereBroken::Refuse).expect("the same");
        let again = month
            .store
            .read(|c| messages::to_person(c, &month.adviser.id));
        assert_eq!(again.unwrap().len(), letters.len());
        // What people were told is off is not on again.
        closed(&month, &station, &[], WhereBroken::Refuse).expect("open again");
        assert!(duty(&month, &month.duty.id).called_off);
    });
}

#[test]
fn nobody_is_looked_for_where_the_station_is_closed() {
    each(|database| {
        let month = Month::published(database);
        declined(&month);
        let attempt = month.attempt(JobKind::FindReplacement);
        let station = month.duty.station_id.clone();
        closed(&month, &station, &closure(&month.duty), WhereBroken::Keep).expect("closed");
        let seats = month.store.read(|c| duties::of_duty(c, &month.duty.id));
        let seat = &seats.unwrap()[0];
        assert_eq!(seat.state(), AssignmentState::Declined, "as they said");
        let (store, context, asking) = (&month.store, distinct(), month.asking());
        let problem = find_replacement::problem(store, &context, &seat.id, WEIGHTS).unwrap();
        assert!(problem.is_none(), "{}", database.name);
        find_replacement::not_needed(store, &context, &asking, &seat.id, &attempt).unwrap();
    });
}

#[test]
fn a_month_that_is_not_published_leaves_duties_out_until_the_station_is_open_again() {
    each(|database| {
        Month::published_after(database, |month| {
            let station = month.duty.station_id.clone();
            let active = || -> Vec<String> {
                let roster = &month.duty.roster_id;
                let all = month.store.read(|c| duties::of_roster(c, roster));
                let of_day = all
                    .unwrap()
                    .into_iter()
                    .filter(|d| d.station_id == station && d.date == month.duty.date && d.active);
                of_day.map(|d| d.id).collect()
            };
            let before = active();
            assert!(before.contains(&month.duty.id));
            sql(
                month,
                &format!(
                    "INSERT INTO pins (duty_id, person_id, made_by, note) VALUES ('{}', '{}', 'x', '')",
                    month.duty.id, month.adviser.id
                ),
            );
            closed(month, &station, &closure(&month.duty), WhereBroken::Refuse)
                .expect("nobody was asked");
            assert!(active().is_empty());
            assert!(states(month).is_empty(), "what was proposed is gone");
            let roster = &month.duty.roster_id;
            let pinned = month.store.read(|c| words::of_roster(c, Word::Pin, roster));
            let pinned = pinned.unwrap();
            assert!(pinned.is_empty(), "{pinned:?}");
            let (id, person) = (&month.duty.id, &month.adviser.id);
            let refused = give_word(&month.store, &distinct(), id, person, Word::Ban);
            assert!(
                matches!(refused, Err(AdjustError::CalledOff)),
                "{refused:?}"
            );
            // The choice of a new answer does not bring it back, and the solver is not asked for it.
            let series = month.duty.series_id.clone().unwrap();
            let choice = duties::Choice {
                series_id: series,
                option_id: month.duty.option_id.clone(),
                holder_id: None,
            };
            let chosen = month.store.write(|c| {
                duties::choose_options(c, &month.duty.roster_id, std::slice::from_ref(&choice))
            });
            chosen.unwrap();
            assert!(active().is_empty());
            closed(month, &station, &[], WhereBroken::Refuse).expect("open again");
            assert_eq!(active(), before, "{}", database.name);
            // The next month has chosen nothing yet, whatever this one has.
            let next = december().next();
            let district = &month.district_id;
            let roster = set_up_month(&month.store, &distinct(), district, next).unwrap();
            let of_next = || -> Vec<DutyRow> {
                let all = month.store.read(|c| duties::of_roster(c, &roster));
                let mut all = all.unwrap();
                all.retain(|d| d.station_id == station && d.option_id == month.duty.option_id);
                all
            };
            let there = of_next();
            assert!(!there.is_empty() && there.iter().all(|d| !d.active));
            closed(month, &station, &closure(&there[0]), WhereBroken::Refuse).expect("a day of it");
            assert_eq!(of_next().len(), there.len() - 1);
            closed(month, &station, &[], WhereBroken::Refuse).expect("open again");
            let again = of_next();
            assert_eq!(again.len(), there.len());
            assert!(again.iter().all(|d| !d.active), "{}", database.name);
            closed(month, &station, &closure(&month.duty), WhereBroken::Refuse).unwrap();
        });
    });
}

#[test]
fn a_month_that_is_being_solved_is_waited_for() {
    each(|database| {
        Month::published_after(database, |month| {
            let roster = &month.duty.roster_id;
            let to = |from, to| {
                let moved = month
                    .store
                    .write(|c| rosters::change_state(c, roster, from, to));
                assert!(moved.unwrap());
            };
            to(RosterState::Proposed, RosterState::Solving);
            let station = month.duty.station_id.clone();
            let refused = closed(month, &station, &closure(&month.duty), WhereBroken::Keep);
            assert!(
                matches!(refused, Err(ClosureError::Adjust(_))),
                "{}: {refused:?}",
                database.name
            );
            assert!(!duty(month, &month.duty.id).called_off);
            to(RosterState::Solving, RosterState::Proposed);
        });
    });
}

#[test]
fn a_month_that_is_set_up_afterwards_calls_off_what_falls_on_closed_days() {
    each(|database| {
        let month = Month::published(database);
        let next = december().next();
        let station = month.duty.station_id.clone();
        let away = Closure {
            first_date: next.first(),
            last_date: next.last(),
            note: String::new(),
        };
        closed(&month, &station, &[away], WhereBroken::Refuse).expect("nothing is set up");
        let district = month.store.read(|c| places::find_station(c, &station));
        let district = district.unwrap().unwrap().district_id;
        let roster = set_up_month(&month.store, &distinct(), &district, next).unwrap();
        let of = |called_off: bool, here: bool| {
            let count = month.store.read(|c| {
                let rows = duty_table::table
                    .filter(duty_table::roster_id.eq(&roster))
                    .filter(duty_table::called_off.eq(called_off));
                let count = if here {
                    rows.filter(duty_table::station_id.eq(&station))
                        .count()
                        .get_result(c)
                } else {
                    rows.filter(duty_table::station_id.ne(&station))
                        .count()
                        .get_result(c)
                };
                count.map_err(StoreError::from)
            });
            let count: i64 = count.unwrap();
            count
        };
        assert_eq!(
            (of(false, true), of(true, false)),
            (0, 0),
            "{}",
            database.name
        );
        assert!(of(true, true) > 0 && of(false, false) > 0);
    });
}
