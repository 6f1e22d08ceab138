//! A month that is over goes to the fairness accounts of its people, once; and the next is planned with what they owe. On both databases.

use diesel::prelude::*;
use zhiban::actions::generate_roster;
use zhiban::actions::morning_round::morning_round;
use zhiban::actions::set_up_month::set_up_month;
use zhiban::domain::calendar::Month as CalendarMonth;
use zhiban::domain::job::JobKind;
use zhiban::store::person_months::PersonMonthRow;
use zhiban::store::schema::person_months;
use zhiban::store::{Store, StoreError, jobs};

use crate::databases::each;
use crate::month::WEIGHTS;
use crate::published::{Month, distinct};

fn round(month: &Month, date: &str) {
    let context = zhiban::actions::Context {
        now: format!("{date}T00:00:00Z").parse().unwrap(),
        ..distinct()
    };
    let store = &month.store;
    let job = store.write(|c| {
        let until = context.instant() + chrono::TimeDelta::minutes(1);
        jobs::lease(
            c,
            &[JobKind::MorningRound],
            "test",
            context.instant(),
            until,
        )
    });
    let attempt = job.unwrap().expect("a job is due").attempt();
    morning_round(store, &context, &month.asking(), &month.city_id, &attempt).unwrap();
}

fn accounts(store: &Store) -> Vec<PersonMonthRow> {
    let rows = |c: &mut zhiban::store::Connection| {
        let all = person_months::table.select(PersonMonthRow::as_select());
        Ok::<_, StoreError>(all.load(c)?)
    };
    store.read(rows).unwrap()
}

#[test]
fn a_published_month_is_closed_once_and_the_next_is_planned_with_what_is_owed() {
    each(|database| {
        let (month, name) = (Month::published(database), database.name);
        round(&month, "2027-01-03");
        assert!(
            accounts(&month.store).is_empty(),
            "{name}: who came is still marked"
        );
        round(&month, "2027-01-04");
        let closed = accounts(&month.store);
        assert!(
            closed.len() > 40,
            "{name}: everybody at home in the district that was published: {}",
            closed.len()
        );
        let own = closed
            .iter()
            .find(|row| row.person_id == month.adviser.id)
            .unwrap();
        assert_eq!(
            (own.month.as_str(), own.target, own.held),
            ("2026-12", month.adviser.target, 1),
            "{name}"
        );
        round(&month, "2027-01-05");
        assert_eq!(accounts(&month.store).len(), closed.len(), "{name}: once");
        let february = CalendarMonth::parse("2027-02").unwrap();
        let roster = set_up_month(&month.store, &distinct(), &month.district_id, february).unwrap();
        let document = generate_roster::problem(&month.store, &[roster], WEIGHTS).unwrap();
        let planned = document
            .people
            .iter()
            .find(|p| p.id == month.adviser.id)
            .unwrap();
        let agreed = u32::try_from(month.adviser.target).unwrap();
        // All but one turn are owed, and nobody makes up for more than was agreed in one month.
        assert_eq!(
            planned.target,
            (agreed + agreed - 1).min(agreed * 2),
            "{name}"
        );
    });
}
