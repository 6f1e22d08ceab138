//! Conflicts of interest that turn out after a time was offered or booked: what is offered ends, what is booked can be had another time. On
//! both databases.

use diesel::prelude::*;
use zhiban::actions::change_person::change_person;
use zhiban::actions::find_another_time::find_another_time;
use zhiban::actions::match_waiting_list::{self, lapse};
use zhiban::actions::show_appointments::show_conflicts;
use zhiban::actions::take_request::Taken;
use zhiban::domain::appointment::RequestState;
use zhiban::domain::job::JobKind;
use zhiban::store::StoreError;
use zhiban::store::schema::jobs;

use crate::databases::{Database, each};
use crate::declines::{booked, sql, told};
use crate::published::{Month, distinct};

/// A resident against somebody who is a client of a colleague of the adviser's former firm.
fn month_and_resident(database: &Database) -> (Month, Taken) {
    let month = Month::published(database);
    let li = month.ask("Li", "zh-Hans");
    let opponent = "0".repeat(64);
    let statements = [
        format!(
            "INSERT INTO request_opponents (request_id, name_hash) VALUES ('{}', '{opponent}')",
            li.row.id
        ),
        format!(
            "INSERT INTO person_clients (person_id, name_hash) SELECT MIN(id), '{opponent}' FROM people WHERE id <> '{}'",
            month.adviser.id
        ),
        "UPDATE people SET firm = 'Mingde' WHERE id IN (SELECT person_id FROM person_clients)"
            .to_owned(),
        format!(
            "UPDATE people SET firm = 'Other' WHERE id = '{}'",
            month.adviser.id
        ),
    ];
    for statement in &statements {
        sql(&month, statement);
    }
    (month, li)
}

/// The adviser goes to the firm whose client the resident is against.
fn changes_firm(month: &Month) {
    let (id, revision) = (&month.adviser.id, month.adviser.revision);
    let changed = change_person(&month.store, &distinct(), id, revision, |row| {
        row.row.firm = "MINGDE ".to_owned();
    });
    assert_eq!(changed.unwrap().row.firm, "MINGDE ");
}

/// How many matchings are due now.
fn due(month: &Month) -> i64 {
    let read = month.store.read(|c| {
        let due = jobs::table
            .filter(jobs::kind.eq(JobKind::MatchWaitingList.as_str()))
            .filter(jobs::state.eq("queued"))
            .filter(jobs::run_after.le(distinct().instant()));
        Ok::<_, StoreError>(due.count().get_result(c)?)
    });
    read.unwrap()
}

#[test]
fn what_is_offered_by_letter_ends_when_the_adviser_changes_to_a_firm_in_conflict() {
    each(|database| {
        let (month, li) = month_and_resident(database);
        assert_eq!(month.matched().offered, 1, "{}", database.name);
        let (context, asking) = (distinct(), month.asking());
        lapse(&month.store, &context, &asking, &month.city_id).unwrap();
        assert_eq!(month.state(&li), RequestState::Offered, "no conflict yet");
        assert_eq!(due(&month), 0, "{}", database.name);
        changes_firm(&month);
        // The matching that this calls for ends it first.
        assert_eq!(due(&month), 1, "{}", database.name);
        lapse(&month.store, &context, &asking, &month.city_id).unwrap();
        assert_eq!(month.state(&li), RequestState::Waiting, "{}", database.name);
        assert_eq!(told(&month, &li), ["offer_ended"]);
        assert_eq!(month.matched().offered, 0, "{}", database.name);
    });
}

#[test]
fn what_is_booked_is_shown_to_who_books_and_its_resident_is_found_another_time() {
    each(|database| {
        let (month, li) = month_and_resident(database);
        month.take_one(&li);
        let shown = || {
            let districts = [li.row.district_id.clone()];
            let now = distinct().instant();
            show_conflicts(&month.store, now, &districts).unwrap()
        };
        assert_eq!(shown().len(), 0, "{}", database.name);
        changes_firm(&month);
        let shown_now = shown();
        assert_eq!(shown_now.len(), 1, "{}", database.name);
        let (row, _) = booked(&month, &li).unwrap();
        assert_eq!(shown_now[0].row, row);
        let away = |revision| {
            let (context, asking) = (distinct(), month.asking());
            find_another_time(&month.store, &context, &asking, &row.id, revision)
        };
        assert!(away(row.revision + 1).is_err(), "not what was seen");
        away(row.revision).unwrap();
        assert_eq!(month.state(&li), RequestState::Waiting, "{}", database.name);
        // Noted for the next matching, which tells them once; nobody has been told yet.
        assert_eq!(told(&month, &li), Vec::<String>::new());
        assert_eq!(shown().len(), 0);
        let fallen = match_waiting_list::rematching(
            &month.store,
            &distinct(),
            &month.city_id,
            crate::published::PRICES,
        );
        let fallen = fallen.unwrap().expect("noted");
        assert_eq!(fallen.document.requests.len(), 1);
    });
}
