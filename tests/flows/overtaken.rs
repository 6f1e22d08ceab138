//! What becomes of a solver's answer when somebody was asked elsewhere while it ran, on both databases.

use std::sync::Barrier;
use std::time::Duration;

use chrono::TimeDelta;
use zhiban::actions::Context;
use zhiban::actions::find_replacement::{self, ReplacementError};
use zhiban::actions::generate_roster::{self, GenerateError};
use zhiban::domain::assignment::AssignmentState;
use zhiban::domain::job::{FindReplacement, JobKind};
use zhiban::domain::sealing::Sealer;
use zhiban::mail::Letterhead;
use zhiban::store::duties::{self, AssignmentChange, AssignmentRow, DutyRow};
use zhiban::store::{Store, StoreError, jobs, people, rosters};
use zhiban_solver::roster::document::Document;
use zhiban_solver::roster::{Answer, Instance, RosterAnswer};
use zhiban_solver::{Limits, Progress, solve_roster};

use crate::databases::{Database, each};
use crate::month::{WEIGHTS, context, set_up_all};
use crate::published::asking;

fn solve(problem: &Document) -> RosterAnswer {
    let instance = Instance::new(problem.clone()).expect("the problem follows the format");
    let limits = Limits::seconds(2.0, 2, 0);
    let Ok(Answer::Roster(answer)) = solve_roster(&instance, &limits, &mut |_: &Progress| true)
    else {
        panic!("the problem has a roster")
    };
    answer
}

fn duties_of(store: &Store, roster: &str) -> Vec<DutyRow> {
    store
        .read(|c| duties::of_roster(c, roster))
        .expect("duties")
}

fn seat(id: &str, duty: &str, person: &str) -> AssignmentRow {
    AssignmentRow {
        id: id.to_owned(),
        duty_id: duty.to_owned(),
        person_id: person.to_owned(),
        state: AssignmentState::Asked.as_str().to_owned(),
        replaces_id: None,
        asked_at: None,
        answered_at: None,
        reason: String::new(),
        revision: 1,
    }
}

/// A seat of the other roster at a time that the answer gives the same person.
fn meeting(store: &Store, answer: &RosterAnswer, own: &str, other: &str) -> AssignmentRow {
    let (own, other) = (duties_of(store, own), duties_of(store, other));
    let found = answer.assignments.iter().find_map(|pair| {
        let given = own.iter().find(|d| d.id == pair.duty)?;
        let meets = |d: &&DutyRow| d.starts_at < given.ends_at && given.starts_at < d.ends_at;
        Some(seat(
            "elsewhere",
            &other.iter().find(meets)?.id,
            &pair.person,
        ))
    });
    found.expect("duties of two districts at one time")
}

/// Gives a seat as a replacement does, and does `then` while that is not committed.
fn while_given<T>(database: &Database, seat: &AssignmentRow, then: impl FnOnce() -> T) -> T {
    let given = Barrier::new(2);
    std::thread::scope(|scope| {
        let giver = scope.spawn(|| {
            database.store.write(|c| {
                people::hold(c, std::slice::from_ref(&seat.person_id))?;
                duties::insert_assignments(c, std::slice::from_ref(seat))?;
                given.wait();
                std::thread::sleep(Duration::from_millis(500));
                Ok::<_, StoreError>(())
            })
        });
        given.wait();
        let outcome = then();
        giver.join().expect("no panic").expect("given");
        outcome
    })
}

#[test]
fn a_proposal_gives_nobody_a_time_that_another_district_took_while_it_was_made() {
    each(|database| {
        let (store, context) = (&database.store, context());
        let ids = set_up_all(database, &context);
        let own = &ids[..1];
        generate_roster::start(store, &context, own).expect("taken");
        let problem = || generate_roster::problem(store, own, WEIGHTS).expect("a problem");
        let old = problem();
        let answer = solve(&old);
        let taken = meeting(store, &answer, &ids[0], &ids[1]);
        let propose = |problem, answer: &RosterAnswer| {
            generate_roster::propose(store, &context, own, problem, answer, None)
        };
        let refused = while_given(database, &taken, || propose(old, &answer));
        let Err(GenerateError::Overtaken { person, duty }) = refused else {
            panic!("{}: {refused:?}", database.name)
        };
        assert_eq!((&person, &duty), (&taken.person_id, &taken.duty_id));
        let left = store.read(|c| {
            let seats = duties::assignments_of_roster(c, &ids[0])?.len();
            let row = rosters::find(c, &ids[0])?.expect("there");
            Ok::<_, StoreError>((seats, row.state))
        });
        assert_eq!(left.expect("read"), (0, "solving".to_owned()));
        let now = problem();
        let answer = solve(&now);
        propose(now, &answer).expect("what is true now is solved");
    });
}

#[test]
fn a_replacement_is_not_asked_for_a_time_that_another_district_takes_at_the_same_moment() {
    each(|database| {
        let (store, context) = (&database.store, context());
        let (ids, _) = proposed(database, &context);
        let others = duties_of(store, &ids[1]);
        let meet = |a: &DutyRow, b: &DutyRow| a.starts_at < b.ends_at && b.starts_at < a.ends_at;
        let (free, mended) = free_seat(store, &ids[0], |d| {
            others.iter().any(|other| meet(d, other))
        });
        let answer_seat = mended.assignments.iter().find(|p| p.duty == free.0.id);
        let chosen = answer_seat.expect("somebody can").person.clone();
        let there = others.iter().find(|d| meet(d, &free.1));
        let there = there.expect("a duty at that time");
        let taken = seat("elsewhere", &there.id, &chosen);
        let payload = FindReplacement {
            assignment: free.0.id.clone(),
        };
        let now = context.instant();
        let job = context.job(JobKind::FindReplacement, &payload, None);
        let lease = |c: &mut _| {
            jobs::enqueue(c, &job)?;
            jobs::lease(
                c,
                &[JobKind::FindReplacement],
                "test",
                now,
                now + TimeDelta::minutes(1),
            )
        };
        let job = store.write(lease).expect("the queue").expect("the job");
        let head = Letterhead::new("值班", "zhiban@legal.example.org", None).expect("a head");
        let sealer = Sealer::new(&[7; 32]);
        let asking = asking(&head, &sealer);
        let terms = find_replacement::SearchTerms {
            weights: WEIGHTS,
            matching: crate::published::PRICES,
        };
        let what = (free.0.id.as_str(), &terms);
        let ask = || find_replacement::ask(store, &context, &asking, what, &mended, &job.attempt());
        let refused = while_given(database, &taken, ask);
        let is_refused = matches!(refused, Err(ReplacementError::Changed(_)));
        assert!(is_refused, "{}: {refused:?}", database.name);
    });
}

#[test]
fn a_limit_lowered_below_what_is_promised_keeps_nothing_else_from_being_solved() {
    each(|database| {
        let (store, context) = (&database.store, context());
        let (ids, answer) = proposed(database, &context);
        let mut turns: std::collections::HashMap<&str, u32> = std::collections::HashMap::new();
        for pair in &answer.assignments {
            *turns.entry(&pair.person).or_default() += 1;
        }
        let (busy, _) = turns.iter().max_by_key(|(_, n)| **n).expect("somebody");
        let lower = |c: &mut zhiban::store::Connection| {
            let mut person = people::find_people(c, &[(*busy).to_owned()])?.remove(0);
            person.max_day = Some(0);
            person.max_week = Some(0);
            person.max_month = Some(1);
            person.max_stations = Some(0);
            person.max_run = Some(0);
            person.max_weekends = Some(0);
            people::update_person(c, &person)
        };
        store.write(lower).expect("lowered");
        // Solving fails where what is promised breaks a rule.
        free_seat(store, &ids[0], |_| true);
    });
}

/// Every district's month, that of the first solved and proposed.
fn proposed(database: &Database, context: &Context) -> (Vec<String>, RosterAnswer) {
    let store = &database.store;
    let ids = set_up_all(database, context);
    let own = &ids[..1];
    generate_roster::start(store, context, own).expect("taken");
    let month = generate_roster::problem(store, own, WEIGHTS).expect("a problem");
    let answer = solve(&month);
    generate_roster::propose(store, context, own, month, &answer, None).expect("proposed");
    (ids, answer)
}

/// The first seat of a fitting duty of a roster for which somebody else is found when it falls free, declined, and the answer that finds them.
fn free_seat(
    store: &Store,
    roster: &str,
    fits: impl Fn(&DutyRow) -> bool,
) -> ((AssignmentRow, DutyRow), RosterAnswer) {
    let context = context();
    let fitting = duties_of(store, roster).into_iter().filter(|d| fits(d));
    let fitting: Vec<String> = fitting.map(|d| d.id).collect();
    let seats = store
        .read(|c| duties::assignments_of_roster(c, roster))
        .expect("seats");
    for seat in seats.into_iter().filter(|s| fitting.contains(&s.duty_id)) {
        let declined = AssignmentState::Declined;
        store
            .write(|c| duties::change_assignment(c, &seat, declined, &AssignmentChange::default()))
            .expect("declined");
        let problem = find_replacement::problem(store, &context, &seat.id, WEIGHTS);
        let answer = solve(&problem.expect("a problem").expect("the seat is free"));
        if answer.assignments.iter().any(|p| p.duty == seat.id) {
            let found = store.read(|c| duties::find_assignment(c, &seat.id));
            return (found.expect("read").expect("there"), answer);
        }
    }
    panic!("nobody can be replaced")
}
