//! What tests of declines do with a published month: decline, search for somebody else, find those who fell through another time. No tests
//! here.

use diesel::prelude::*;
use zhiban::actions::fail_job::fail_job;
use zhiban::actions::find_replacement::{self, Replacement, SearchTerms};
use zhiban::actions::match_waiting_list::{rematch, rematching};
use zhiban::actions::take_request::Taken;
use zhiban::domain::job::JobKind;
use zhiban::store::appointments::{self, AppointmentRow};
use zhiban::store::schema::claims;
use zhiban::store::slots::{self, SlotRow};
use zhiban::store::{StoreError, jobs};
use zhiban_solver::roster::{Answer, Instance, RosterAnswer};
use zhiban_solver::{Limits, solve_roster};

use crate::month::WEIGHTS;
use crate::published::{Month, PRICES, distinct, solved};

pub(crate) fn sql(month: &Month, statement: &str) {
    let done = month.store.write(|c| {
        let done = diesel::sql_query(statement).execute(c);
        done.map_err(StoreError::from)
    });
    done.unwrap();
}

/// Every adviser knows every topic, so that whoever stands in can take over.
pub(crate) fn everybody_knows_everything(month: &Month) {
    sql(
        month,
        "INSERT INTO person_skills (person_id, skill_id) SELECT people.id, skills.id FROM people, skills \
         WHERE NOT EXISTS (SELECT 1 FROM person_skills p WHERE p.person_id = people.id AND p.skill_id = skills.id)",
    );
}

/// A booked resident whose adviser has declined.
pub(crate) fn declined(month: &Month) -> Taken {
    let li = month.ask("Li", "zh-Hans");
    assert_eq!(month.matched().offered, 1);
    month.accept(&li);
    month.decline();
    li
}

/// Searches, as the job does.
pub(crate) fn searched(month: &Month) -> Replacement {
    let attempt = month.attempt(JobKind::FindReplacement);
    let job = month.store.read(|c| jobs::find(c, &attempt.job_id));
    let payload: serde_json::Value = serde_json::from_str(&job.unwrap().unwrap().payload).unwrap();
    let seat = payload["assignment"].as_str().unwrap();
    let context = distinct();
    let problem = find_replacement::problem(&month.store, &context, seat, WEIGHTS).unwrap();
    let answer = roster(problem.expect("the seat is free"));
    let terms = SearchTerms {
        weights: WEIGHTS,
        matching: PRICES,
    };
    let what = (seat, &terms);
    find_replacement::ask(
        &month.store,
        &context,
        &month.asking(),
        what,
        &answer,
        &attempt,
    )
    .unwrap()
}

fn roster(problem: zhiban_solver::roster::document::Document) -> RosterAnswer {
    let instance = Instance::new(problem).unwrap();
    let limits = Limits::seconds(2.0, 2, 0);
    let Ok(Answer::Roster(answer)) = solve_roster(&instance, &limits, &mut |_| true) else {
        panic!("the problem has a roster")
    };
    answer
}

/// Finds those who fell through another time, as the matching job does first. False where nobody did.
pub(crate) fn rematched(month: &Month) -> bool {
    let attempt = month.attempt(JobKind::MatchWaitingList);
    let context = distinct();
    let Some(fallen) = rematching(&month.store, &context, &month.city_id, PRICES).unwrap() else {
        return false;
    };
    let answer = solved(&fallen.document);
    rematch(
        &month.store,
        &context,
        &month.asking(),
        fallen,
        &answer,
        &attempt,
    )
    .unwrap();
    true
}

pub(crate) fn booked(month: &Month, taken: &Taken) -> Option<(AppointmentRow, SlotRow)> {
    let read = month.store.read(|c| {
        let row = appointments::booked_of(c, std::slice::from_ref(&taken.row.id))?.pop();
        let Some(row) = row else { return Ok(None) };
        let slot = slots::find_slots(c, std::slice::from_ref(&row.slot_id))?.remove(0);
        Ok::<_, StoreError>(Some((row, slot)))
    });
    read.unwrap()
}

/// Kinds of the letters since the booking.
pub(crate) fn told(month: &Month, taken: &Taken) -> Vec<String> {
    let letters = month.letters(taken).into_iter().map(|letter| letter.kind);
    let mut kinds: Vec<String> = letters.collect();
    kinds.retain(|kind| kind != "time_offered" && kind != "appointment_confirmed");
    kinds
}

pub(crate) fn claimed(month: &Month) -> Vec<String> {
    let read = month.store.read(|c| {
        let all = claims::table.select(claims::resource).distinct();
        Ok::<_, StoreError>(all.order(claims::resource).load(c)?)
    });
    read.unwrap()
}

/// Searches where nobody may serve a turn more.
pub(crate) fn nobody_stands_in(month: &Month) {
    sql(month, "UPDATE people SET max_month = 0");
    assert!(matches!(searched(month), Replacement::Nobody(_)));
}

/// The next job of a kind fails for good, as when nobody can solve it.
pub(crate) fn fails(month: &Month, kind: JobKind) {
    let attempt = month.attempt(kind);
    let job = month.store.read(|c| jobs::find(c, &attempt.job_id));
    let (context, job) = (distinct(), job.unwrap().unwrap());
    let failed = fail_job(&month.store, &context, &month.asking(), &job, "a test");
    assert!(failed.unwrap());
}
