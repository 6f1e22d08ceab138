//! What those on a waiting list are promised: a time that is found is held for their answer and goes to the next without one; who has
//! none has word of it; and the list is matched every night. On both databases.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use zhiban::actions::Context;
use zhiban::actions::cancel_appointment::cancel_appointment;
use zhiban::actions::match_waiting_list::{self, Matched, Offered, Panels};
use zhiban::actions::refuse_offer::{RefuseError, refuse_offer};
use zhiban::actions::take_request::Taken;
use zhiban::domain::appointment::RequestState;
use zhiban::domain::job::{Attempt, JobKind};
use zhiban::store::schema::jobs;
use zhiban::store::{StoreError, appointments, prices, requests};
use zhiban_solver::matching::certificate::Certificate;

use crate::databases::each;
use crate::published::{Month, distinct, solved};

/// Some time after the tests' own.
fn after(hours: i64) -> Context {
    let now = distinct();
    Context {
        now: now.now + TimeDelta::hours(hours),
        ..now
    }
}

/// Takes the next matching that is due, as a worker does, and does it.
fn matched_at(month: &Month, context: &Context) -> Offered {
    let now = context.instant();
    let asking = month.asking();
    let lease = month.store.write(|c| {
        let kinds = [JobKind::MatchWaitingList];
        zhiban::store::jobs::lease(c, &kinds, "test", now, now + TimeDelta::hours(1))
    });
    let attempt: Attempt = lease
        .expect("read")
        .expect("a matching that is due")
        .attempt();
    match_waiting_list::lapse(&month.store, context, &asking, &month.city_id).expect("lapsed");
    let document = match_waiting_list::problem(
        &month.store,
        context,
        &month.city_id,
        crate::published::PRICES,
    )
    .expect("a problem");
    let answer = solved(&document);
    match_waiting_list::offer(
        &month.store,
        context,
        &asking,
        &month.city_id,
        Matched {
            document,
            answer,
            panels: Panels::default(),
        },
        &attempt,
    )
    .expect("offered")
}

/// When the next matching of the city begins.
fn next(month: &Month) -> Option<NaiveDateTime> {
    let read = month.store.read(|c| {
        let waits = jobs::table
            .filter(jobs::kind.eq("match_waiting_list"))
            .filter(jobs::state.eq("queued"))
            .select(jobs::run_after);
        Ok::<_, StoreError>(waits.first(c).optional()?)
    });
    read.expect("read")
}

fn kinds(month: &Month, taken: &Taken) -> Vec<String> {
    let letters = month.letters(taken).into_iter();
    let mut kinds: Vec<String> = letters.map(|letter| letter.kind).collect();
    // Those of one instant are in no order.
    kinds.sort();
    kinds
}

#[test]
fn a_time_that_is_not_answered_goes_to_the_next_and_its_resident_is_told() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        month.matched();
        let held = month.held(&li);
        let deadline = distinct().instant() + TimeDelta::hours(24);
        assert_eq!(held[0].holds_until, deadline, "{}", database.name);
        assert_eq!(held[0].why.language.as_deref(), Some("zh-Hans"));
        assert!(held[0].why.km.is_some());
        // The next matching comes with the night, which is before the answer is due, and then with that.
        let night = next(&month).expect("planned");
        assert!(night < deadline, "{night} {deadline}");
        matched_at(
            &month,
            &Context {
                now: night.and_utc(),
                ..distinct()
            },
        );
        assert_eq!(month.state(&li), RequestState::Offered);
        assert_eq!(next(&month), Some(deadline));
        let late = matched_at(&month, &after(24));
        // There is room enough, so that they are offered a time again, in this same matching.
        assert_eq!(late.offered, 1);
        assert_eq!(next(&month), Some(night + TimeDelta::days(1)));
        assert_eq!(
            kinds(&month, &li),
            ["offer_ended", "time_offered", "time_offered"]
        );
        let again = month.held(&li);
        assert_ne!(again[0].id, held[0].id);
        // A person, a room: half an hour each.
        assert_eq!(month.claims(), 60);
    });
}

#[test]
fn a_refused_time_is_free_for_others_and_not_offered_to_the_same_resident_again() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        month.matched();
        let first = month.held(&li).remove(0);
        let refuse = |id: &str, wants_another| {
            refuse_offer(
                &month.store,
                &distinct(),
                &month.asking(),
                id,
                wants_another,
            )
        };
        refuse(&first.id, true).expect("refused");
        assert_eq!(month.state(&li), RequestState::Waiting, "{}", database.name);
        assert_eq!(month.claims(), 0);
        assert!(matches!(refuse(&first.id, true), Err(RefuseError::Gone)));
        assert_eq!(month.document().slots.len(), 6);
        month.matched();
        let second = month.held(&li).remove(0);
        assert_ne!(second.appointment.starts_at, first.appointment.starts_at);
        // No longer needed: that is the end of it, and the time is free.
        refuse(&second.id, false).expect("refused");
        assert_eq!(
            (month.state(&li), month.claims()),
            (RequestState::Closed, 0)
        );
    });
}

#[test]
fn who_refuses_every_time_they_could_come_is_offered_none() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        let only = format!(
            "INSERT INTO request_windows VALUES ('w', '{}', '{}', '{}')",
            li.row.id,
            month.duty.starts_at,
            month.duty.starts_at + TimeDelta::minutes(30)
        );
        let written = month.store.write(|c| {
            diesel::sql_query(&only)
                .execute(c)
                .map_err(StoreError::from)
        });
        written.expect("written");
        month.matched();
        let held = month.held(&li).remove(0);
        refuse_offer(&month.store, &distinct(), &month.asking(), &held.id, true).expect("refused");
        assert_eq!(month.document().requests.len(), 0, "{}", database.name);
    });
}

#[test]
fn who_waits_has_word_before_the_promise_is_over_and_not_every_night() {
    each(|database| {
        let month = Month::published(database);
        // Nobody there speaks it.
        let resident = month.ask("Sayaka", "ja");
        let word_by = resident.row.word_by;
        assert_eq!(word_by, distinct().instant() + TimeDelta::hours(24));
        month.matched();
        // The next night comes first.
        assert!(kinds(&month, &resident).is_empty(), "{}", database.name);
        let mut told = Vec::new();
        for _ in 0..9 {
            let at = next(&month).expect("planned");
            let before = kinds(&month, &resident).len();
            matched_at(
                &month,
                &Context {
                    now: at.and_utc(),
                    ..distinct()
                },
            );
            if kinds(&month, &resident).len() > before {
                told.push(at);
            }
        }
        assert!(told[0] <= word_by, "{told:?} {word_by}");
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(told[1] - told[0], TimeDelta::days(6), "{told:?}");
        let letter = &month.letters(&resident)[0];
        assert_eq!(letter.kind, "still_waiting");
        assert!(
            letter.rendered.contains("speaks your lang"),
            "{}",
            letter.rendered
        );
    });
}

#[test]
fn who_waits_again_is_promised_word_again() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        month.matched();
        month.accept(&li);
        let read = month
            .store
            .read(|c| appointments::booked_of(c, std::slice::from_ref(&li.row.id)));
        let booked = read.expect("read").remove(0);
        let later = after(48);
        cancel_appointment(&month.store, &later, &month.asking(), &booked.id, 1, true)
            .expect("cancelled");
        let row = month.store.read(|c| requests::find(c, &li.row.id));
        let row = row.expect("read").expect("there");
        assert_eq!(row.state(), RequestState::Waiting, "{}", database.name);
        assert_eq!(row.word_by, later.instant() + TimeDelta::hours(24));
    });
}

#[test]
fn an_offered_time_whose_adviser_declines_falls_away_and_its_resident_is_told() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        month.matched();
        month.decline();
        assert_eq!(month.state(&li), RequestState::Waiting, "{}", database.name);
        assert_eq!(month.claims(), 0);
        assert_eq!(kinds(&month, &li), ["offer_ended", "time_offered"]);
        assert!(month.held(&li).is_empty());
    });
}

/// The price of the one time that a resident can come to.
fn price(month: &Month, slot: &str) -> i64 {
    let read = month.store.read(|c| prices::find(c, &month.city_id));
    let kept: Certificate =
        serde_json::from_str(&read.expect("read").expect("kept")).expect("read");
    let all = kept.slots.iter();
    all.filter(|(id, _)| id == slot)
        .map(|(_, price)| *price)
        .sum()
}

#[test]
fn who_came_four_weeks_ago_is_expected_again_and_their_time_has_a_price() {
    each(|database| {
        let month = Month::published(database);
        // Nobody is known: the prices are of who waits, and nobody does.
        month.matched();
        let slots = month.slots("open");
        assert_eq!(price(&month, &slots[3].id), 0, "{}", database.name);
        let forecast = |context: &Context| {
            let made = match_waiting_list::forecast(
                &month.store,
                context,
                &month.city_id,
                crate::published::PRICES,
            );
            made.expect("read")
        };
        assert!(forecast(&after(24)).is_none());
        // Two residents who could come at the same time only, four weeks before.
        let ago = TimeDelta::weeks(4);
        let came = distinct().instant() - ago + TimeDelta::days(1);
        for (n, name) in ["Li", "Wang"].into_iter().enumerate() {
            let taken = month.ask(name, "zh-Hans");
            let (from, to) = (slots[3].starts_at - ago, slots[3].ends_at - ago);
            let sql = [
                format!(
                    "UPDATE requests SET state = 'closed', created_at = '{came}' WHERE id = '{}'",
                    taken.row.id
                ),
                format!(
                    "INSERT INTO request_windows VALUES ('w{n}', '{}', '{from}', '{to}')",
                    taken.row.id
                ),
            ];
            let written = month.store.write(|c| {
                for statement in &sql {
                    diesel::sql_query(statement).execute(c)?;
                }
                Ok::<_, StoreError>(())
            });
            written.expect("written");
        }
        // Fresh prices stay, whatever they are of.
        assert!(forecast(&distinct()).is_none());
        let later = after(13);
        let document = forecast(&later).expect("due");
        assert_eq!(document.requests.len(), 2);
        assert_eq!(document.requests[0].windows[0].start.date, month.duty.date);
        let answer = solved(&document);
        match_waiting_list::keep_forecast(&month.store, &later, &month.city_id, &answer)
            .expect("kept");
        assert!(price(&month, &slots[3].id) > 0);
        assert_eq!(price(&month, &slots[0].id), 0);
        // A matching of who waits does not take them away.
        month.matched();
        assert!(price(&month, &slots[3].id) > 0);
    });
}

#[test]
fn a_request_alone_has_the_list_matched_at_night() {
    each(|database| {
        let month = Month::published(database);
        month.matched();
        let done = month.store.write(|c| {
            diesel::delete(jobs::table.filter(jobs::state.eq("queued")))
                .execute(c)
                .map_err(StoreError::from)
        });
        done.expect("emptied");
        month.ask("Li", "zh-Hans");
        // 02:00 of Shanghai.
        let at = next(&month).expect("planned");
        assert_eq!(at.time().to_string(), "18:00:00", "{}", database.name);
        assert!(at > distinct().instant() && at <= after(24).instant());
    });
}
