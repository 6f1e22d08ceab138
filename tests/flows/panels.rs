//! Panels: an adviser with mediators beside, as one appointment of several people. On both databases.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use diesel::prelude::*;
use zhiban::actions::book_appointment::{BookError, Wanted, book_appointment};
use zhiban::actions::cancel_appointment::cancel_appointment;
use zhiban::actions::declare_clients::declare_clients;
use zhiban::actions::find_replacement::Replacement;
use zhiban::actions::make_offers::{OfferTerms, Offered, ShownOffer, make_offers};
use zhiban::actions::market::Markets;
use zhiban::actions::match_waiting_list::{self, Matched, Offered as Made, offer_panels};
use zhiban::actions::take_request::Taken;
use zhiban::actions::withdraw_time::withdraw_slot;
use zhiban::domain::appointment::RequestState;
use zhiban::domain::conflict::NameKey;
use zhiban::domain::job::JobKind;
use zhiban::domain::offer::Wider;
use zhiban::store::conflicts;
use zhiban::store::people::{self, PersonRow};
use zhiban::store::slots::{self, SlotRow};
use zhiban_solver::matching::explain::Reason;

use crate::databases::{Database, each};
use crate::declines::{
    booked, claimed, everybody_knows_everything, nobody_stands_in, searched, sql, told,
};
use crate::published::{Month, PRICES, distinct, solved};

/// An elder, who is there with the adviser at these of the adviser's times.
fn elder(month: &Month, which: usize, times: &[SlotRow]) -> PersonRow {
    let pools = month.store.read(people::all_pools).unwrap();
    let everybody = month.store.read(|c| people::people_of(c, &month.city_id));
    let mediates = |p: &PersonRow| pools.iter().any(|q| q.id == p.pool_id && q.mediates);
    let mut elders = everybody.unwrap().into_iter().filter(mediates);
    let elder = elders.nth(which).expect("an elder");
    let slot = |slot: &SlotRow| SlotRow {
        id: distinct().new_id(),
        duty_id: None,
        adviser_id: elder.id.clone(),
        ..slot.clone()
    };
    let own: Vec<SlotRow> = times.iter().map(slot).collect();
    month.store.write(|c| slots::insert(c, &own, &[])).unwrap();
    elder
}

/// A month with an elder beside the adviser at the first two times.
fn with_elder(database: &Database) -> (Month, PersonRow) {
    let month = Month::published(database);
    let elder = elder(&month, 0, &month.slots("open")[..2]);
    (month, elder)
}

fn looks(month: &Month, taken: &Taken) -> Offered {
    let terms = OfferTerms {
        prices: PRICES,
        hold: TimeDelta::minutes(3),
    };
    let (markets, id) = (Markets::default(), &taken.row.id);
    make_offers(&month.store, &distinct(), &markets, &terms, id).unwrap()
}

/// Each offer: when, and who sits beside.
fn offered(month: &Month, taken: &Taken) -> Vec<(chrono::NaiveDateTime, Vec<String>)> {
    let Offered::These(offers) = looks(month, taken) else {
        return Vec::new();
    };
    let each = offers.into_iter().map(|offer| {
        let beside = offer.appointment.mediators.into_iter().map(|(id, _)| id);
        (offer.appointment.starts_at, beside.collect())
    });
    let mut all: Vec<_> = each.collect();
    all.sort();
    all
}

/// Books an offer, in the place of an appointment where there is one.
fn book(month: &Month, offer: &ShownOffer, instead_of: Option<&str>) -> Result<String, BookError> {
    let wanted = Wanted {
        offer_id: &offer.id,
        instead_of,
        key: "key",
    };
    book_appointment(&month.store, &distinct(), &month.asking(), wanted)
}

/// The night's matching, as the job does it.
fn night(month: &Month) -> Made {
    match_waiting_list::start(&month.store, &distinct(), &month.city_id).unwrap();
    let attempt = month.attempt(JobKind::MatchWaitingList);
    let (store, context, asking) = (&month.store, distinct(), month.asking());
    let market = (&Markets::default(), PRICES);
    let panels = offer_panels(store, &context, &asking, market, &month.city_id, &attempt);
    let document = month.document();
    let matched = Matched {
        panels: panels.unwrap(),
        answer: solved(&document),
        document,
    };
    let offer = match_waiting_list::offer;
    offer(store, &context, &asking, &month.city_id, matched, &attempt).unwrap()
}

fn states(month: &Month, person: &PersonRow) -> Vec<String> {
    let mut own = month.store.read(|c| {
        let ids: Vec<String> = zhiban::store::schema::slots::table
            .filter(zhiban::store::schema::slots::adviser_id.eq(&person.id))
            .select(zhiban::store::schema::slots::id)
            .load(c)?;
        slots::find_slots(c, &ids)
    });
    let own = own.as_mut().unwrap();
    own.sort_by_key(|slot| slot.starts_at);
    own.iter().map(|slot| slot.state.clone()).collect()
}

#[test]
fn a_panel_is_offered_where_both_are_there_and_booked_as_one() {
    each(|database| {
        let (month, elder) = with_elder(database);
        let times = month.slots("open");
        let li = month.ask_panel("Li", "zh-Hans", 1);
        let beside = vec![elder.id.clone()];
        let both = times[..2].iter().map(|s| (s.starts_at, beside.clone()));
        assert_eq!(
            offered(&month, &li),
            both.collect::<Vec<_>>(),
            "{}",
            database.name
        );
        month.accept(&li);
        let (row, slot) = booked(&month, &li).unwrap();
        let mediator = row.mediator_slot_id.clone().expect("a mediator");
        let own = month
            .store
            .read(|c| slots::find_slots(c, &[mediator]))
            .unwrap();
        assert_eq!(
            (own[0].starts_at, own[0].state.as_str()),
            (slot.starts_at, "booked")
        );
        let person = |id: &str| format!("person:{id}");
        let all = claimed(&month);
        assert!(all.contains(&person(&elder.id)) && all.contains(&person(&month.adviser.id)));
        assert!(month.letters(&li)[0].rendered.contains("BEGIN:VCALENDAR"));
    });
}

#[test]
fn without_a_mediator_it_is_said_so_and_what_would_help() {
    each(|database| {
        let (month, _) = with_elder(database);
        let li = month.ask_panel("Li", "zh-Hans", 2);
        let Offered::Waiting { reason, wider, .. } = looks(&month, &li) else {
            panic!("{}: two mediators are nowhere", database.name)
        };
        assert_eq!(
            (reason, wider),
            (Reason::NoMediator, vec![Wider::WithoutMediators])
        );
        elder(&month, 1, &month.slots("open")[1..3]);
        let two = offered(&month, &li);
        assert_eq!((two.len(), two[0].1.len()), (1, 2), "{}", database.name);
    });
}

#[test]
fn one_mediator_sits_in_one_panel_at_a_time() {
    each(|database| {
        let month = Month::published(database);
        elder(&month, 0, &month.slots("open")[..1]);
        let (li, wang) = (
            month.ask_panel("Li", "zh-Hans", 1),
            month.ask_panel("Wang", "zh-Hans", 1),
        );
        assert_eq!(offered(&month, &li).len(), 1, "{}", database.name);
        let Offered::Waiting { reason, .. } = looks(&month, &wang) else {
            panic!("{}: it is held for another", database.name)
        };
        assert_eq!(reason, Reason::AllTaken);
        month.accept(&li);
        assert_eq!(offered(&month, &wang), []);
    });
}

#[test]
fn a_mediator_whose_own_time_is_booked_is_not_taken_for_a_panel() {
    each(|database| {
        let (month, elder) = with_elder(database);
        let li = month.ask_panel("Li", "zh-Hans", 1);
        assert_eq!(offered(&month, &li).len(), 2, "{}", database.name);
        let offers = month.held(&li);
        // Somebody books the elder alone, once the hold is over.
        sql(&month, "DELETE FROM claims");
        let own = format!(
            "UPDATE slots SET state = 'booked' WHERE adviser_id = '{}'",
            elder.id
        );
        sql(&month, &own);
        let refused = book(&month, &offers[0], None);
        assert!(
            matches!(refused, Err(BookError::Taken { .. })),
            "{refused:?}"
        );
        assert_eq!(month.state(&li), RequestState::Waiting);
        assert_eq!(month.slots("booked").len(), 0, "{}", database.name);
    });
}

#[test]
fn who_gives_a_panel_up_gives_up_everybody_s_time() {
    each(|database| {
        let (month, elder) = with_elder(database);
        let li = month.ask_panel("Li", "zh-Hans", 1);
        month.take_one(&li);
        assert!(states(&month, &elder).contains(&"booked".to_owned()));
        let (row, _) = booked(&month, &li).unwrap();
        let (context, asking) = (distinct(), month.asking());
        cancel_appointment(&month.store, &context, &asking, &row.id, row.revision, true).unwrap();
        assert_eq!(
            states(&month, &elder),
            ["open", "open"],
            "{}",
            database.name
        );
        assert_eq!((month.claims(), month.slots("booked").len()), (0, 0));
    });
}

#[test]
fn a_panel_that_is_moved_takes_the_mediator_s_other_time() {
    each(|database| {
        let (month, elder) = with_elder(database);
        let li = month.ask_panel("Li", "zh-Hans", 1);
        month.take_one(&li);
        let (before, slot) = booked(&month, &li).unwrap();
        let other = offered(&month, &li);
        assert_eq!(other.len(), 1, "{}: the other time", database.name);
        let offers = month.held(&li);
        book(&month, &offers[0], Some(&before.id)).unwrap();
        let (after, at) = booked(&month, &li).unwrap();
        assert_ne!(
            (slot.starts_at, &before.mediator_slot_id),
            (at.starts_at, &after.mediator_slot_id)
        );
        let mut both = states(&month, &elder);
        both.sort();
        assert_eq!(both, ["booked", "open"], "{}", database.name);
    });
}

#[test]
fn the_night_offers_panels_beside_the_batch() {
    each(|database| {
        let (month, elder) = with_elder(database);
        let (li, wang) = (
            month.ask_panel("Li", "zh-Hans", 1),
            month.ask("Wang", "zh-Hans"),
        );
        let two = month.ask_panel("Zhao", "zh-Hans", 2);
        let made = night(&month);
        assert_eq!((made.offered, made.waiting), (2, 1), "{}", database.name);
        assert_eq!(month.state(&wang), RequestState::Offered);
        assert_eq!(month.state(&two), RequestState::Waiting);
        let held = month.held(&li);
        assert_eq!(
            held[0].appointment.mediators,
            [(elder.id, elder.name.clone())]
        );
        let letter = &month.letters(&li)[0];
        assert_eq!(letter.kind, "time_offered");
        month.accept(&li);
        assert!(booked(&month, &li).unwrap().0.mediator_slot_id.is_some());
    });
}

#[test]
fn a_batch_takes_no_slot_that_is_offered_to_a_panel_by_letter() {
    each(|database| {
        let month = Month::published(database);
        let first = month.slots("open").remove(0);
        elder(&month, 0, std::slice::from_ref(&first));
        // The elder advises too, and it is all that is open.
        everybody_knows_everything(&month);
        sql(
            &month,
            &format!(
                "UPDATE slots SET state = 'withdrawn' WHERE starts_at > (SELECT MIN(starts_at) FROM slots) AND adviser_id = '{}'",
                month.adviser.id
            ),
        );
        let li = month.ask_panel("Li", "zh-Hans", 1);
        let wang = month.ask("Wang", "zh-Hans");
        let made = night(&month);
        assert_eq!(
            (made.offered, month.state(&li)),
            (1, RequestState::Offered),
            "{}",
            database.name
        );
        assert_eq!(month.state(&wang), RequestState::Waiting);
    });
}

#[test]
fn a_mediator_who_takes_their_time_back_ends_what_was_offered_of_it() {
    each(|database| {
        let (month, _) = with_elder(database);
        let li = month.ask_panel("Li", "zh-Hans", 1);
        assert_eq!(night(&month).offered, 1);
        let offer = month.held(&li).remove(0);
        let slot = offer.appointment.row.mediator_slot_id.expect("a mediator");
        let (context, asking) = (distinct(), month.asking());
        withdraw_slot(&month.store, &context, &asking, &slot).unwrap();
        assert_eq!(month.state(&li), RequestState::Waiting, "{}", database.name);
        assert_eq!(told(&month, &li), ["offer_ended"]);
    });
}

#[test]
fn a_mediator_in_conflict_sits_beside_nobody() {
    each(|database| {
        let (month, elder) = with_elder(database);
        let li = month.ask_panel("Li", "zh-Hans", 1);
        let opponent = "0".repeat(64);
        sql(
            &month,
            &format!(
                "INSERT INTO request_opponents (request_id, name_hash) VALUES ('{}', '{opponent}')",
                li.row.id
            ),
        );
        assert_eq!(offered(&month, &li).len(), 2, "{}", database.name);
        sql(
            &month,
            &format!(
                "INSERT INTO person_clients (person_id, name_hash) VALUES ('{}', '{opponent}')",
                elder.id
            ),
        );
        let offers = month.held(&li);
        let refused = book(&month, &offers[0], None);
        assert!(matches!(refused, Err(BookError::InConflict)), "{refused:?}");
        sql(&month, "DELETE FROM claims");
        sql(&month, "DELETE FROM offers");
        let Offered::Waiting { reason, .. } = looks(&month, &li) else {
            panic!("{}: the only mediator is in conflict", database.name)
        };
        assert_eq!(reason, Reason::NoMediator);
    });
}

/// A panel whose elder holds the duty in the roster, and declines it.
fn elder_declined(month: &Month, elder: &PersonRow) -> Taken {
    let li = month.ask_panel("Li", "zh-Hans", 1);
    month.take_one(&li);
    sql(
        month,
        &format!(
            "UPDATE assignments SET state = 'withdrawn' WHERE person_id = '{}'",
            month.adviser.id
        ),
    );
    sql(
        month,
        &format!(
            "UPDATE duties SET pool_id = '{}' WHERE id = '{}'",
            elder.pool_id, month.duty.id
        ),
    );
    let duty = &month.duty.id;
    let own = format!(
        "UPDATE slots SET duty_id = '{duty}' WHERE adviser_id = '{}'",
        elder.id
    );
    month.declines(&elder.id, &own);
    let (row, _) = booked(month, &li).expect("it stays while somebody is looked for");
    assert!(row.mediator_slot_id.is_some());
    li
}

#[test]
fn a_mediator_who_declines_is_replaced_beside_the_same_adviser() {
    each(|database| {
        let (month, elder) = with_elder(database);
        let li = elder_declined(&month, &elder);
        everybody_knows_everything(&month);
        let (before, _) = booked(&month, &li).unwrap();
        let Replacement::Asked { .. } = searched(&month) else {
            panic!("{}: nobody found", database.name)
        };
        let (after, _) = booked(&month, &li).expect("kept");
        assert_eq!(after.slot_id, before.slot_id, "{}", database.name);
        let slot = after.mediator_slot_id.expect("a mediator");
        let slot = month
            .store
            .read(|c| slots::find_slots(c, &[slot]))
            .unwrap()
            .remove(0);
        assert_ne!(slot.adviser_id, elder.id);
        assert_eq!(
            (slot.state.as_str(), told(&month, &li)),
            ("booked", vec!["adviser_changed".to_owned()])
        );
        let all = claimed(&month);
        assert!(all.contains(&format!("person:{}", slot.adviser_id)));
        assert!(
            !all.contains(&format!("person:{}", elder.id)),
            "{}",
            database.name
        );
    });
}

#[test]
fn a_panel_without_its_mediator_falls_and_is_found_another_by_the_night() {
    each(|database| {
        let (month, elder) = with_elder(database);
        let li = elder_declined(&month, &elder);
        nobody_stands_in(&month);
        assert_eq!(month.state(&li), RequestState::Waiting, "{}", database.name);
        assert!(told(&month, &li).is_empty());
        self::elder(&month, 1, &month.slots("open")[2..3]);
        let made = night(&month);
        assert_eq!(
            (made.offered, month.state(&li)),
            (1, RequestState::Offered),
            "{}",
            database.name
        );
        let letters = month.letters(&li).into_iter();
        let mut kinds: Vec<String> = letters.map(|letter| letter.kind).collect();
        kinds.sort();
        assert_eq!(kinds, ["appointment_confirmed", "time_offered"]);
    });
}

#[test]
fn a_panel_for_which_there_is_nothing_is_told_once_that_it_falls_through() {
    each(|database| {
        let (month, elder) = with_elder(database);
        let li = elder_declined(&month, &elder);
        nobody_stands_in(&month);
        night(&month);
        assert_eq!(
            told(&month, &li),
            ["appointment_cancelled"],
            "{}",
            database.name
        );
        night(&month);
        assert_eq!(told(&month, &li), ["appointment_cancelled"]);
    });
}

#[test]
fn a_mediator_who_declares_the_other_side_a_client_leaves_the_panel() {
    each(|database| {
        let (month, elder) = with_elder(database);
        let (li, wang) = (
            month.ask_panel("Li", "zh-Hans", 1),
            month.ask_panel("Wang", "zh-Hans", 1),
        );
        month.take_one(&li);
        assert_eq!(night(&month).offered, 1, "{}", database.name);
        let names = BTreeSet::from([NameKey::new([1; 32]).hash("Ding Ltd").unwrap()]);
        let written = month.store.write(|c| {
            let both = [&li, &wang].map(|taken| (taken.row.id.as_str(), &names));
            conflicts::insert_opponents(c, both.into_iter())
        });
        written.unwrap();
        let (context, asking) = (distinct(), month.asking());
        let declared = declare_clients(&month.store, &context, &asking, &elder.id, &names);
        let booked: Vec<String> = declared
            .unwrap()
            .into_iter()
            .map(|r| r.row.request_id)
            .collect();
        assert_eq!(booked, [li.row.id], "{}: somebody decides", database.name);
        assert_eq!(month.state(&wang), RequestState::Waiting);
    });
}
