//! Who is written to where somebody asks for a resident, or where word could harm them. On both databases.

use chrono::TimeDelta;
use mail_parser::MessageParser;
use zhiban::actions::find_another_time::find_another_time;
use zhiban::actions::show_held::held_times;
use zhiban::domain::sealing::{Contact, Proxy, Relationship};
use zhiban::store::messages::MessageRow;
use zhiban::store::places::{CityRow, DistrictRow};
use zhiban::store::{StoreError, places};

use crate::databases::{Database, each};
use crate::declines::booked;
use crate::month::context;
use crate::published::{Month, distinct};

fn resident(is_safe: bool, proxy: Option<Proxy>) -> Contact {
    Contact {
        name: "Moussa".to_owned(),
        email: "moussa@example.org".to_owned(),
        phone: "555-0100".to_owned(),
        case_text: "工资拖欠".to_owned(),
        is_safe,
        proxy,
    }
}

fn fatou() -> Proxy {
    Proxy {
        relationship: Relationship::Relative,
        name: "Fatou".to_owned(),
        email: "fatou@example.org".to_owned(),
        phone: String::new(),
    }
}

fn all_districts(database: &Database) -> Vec<(CityRow, DistrictRow)> {
    let districts = database.store.read(|c| {
        let city = places::all_cities(c)?.remove(0);
        let own = places::districts_of(c, &city.id)?.into_iter();
        Ok::<_, StoreError>(own.map(|d| (city.clone(), d)).collect())
    });
    districts.unwrap()
}

/// The letter that offers a resident a time.
fn offer_to(month: &Month, contact: Contact) -> MessageRow {
    let taken = month.ask_as(contact, "fr");
    assert_eq!(month.matched().offered, 1);
    let mut letters = month.letters(&taken);
    assert_eq!(letters.len(), 1);
    letters.remove(0)
}

#[test]
fn a_proxy_is_written_to_where_the_resident_must_not_be() {
    each(|database| {
        let month = Month::published(database);
        let letter = offer_to(&month, resident(false, Some(fatou())));
        assert_eq!(
            (letter.recipient.as_str(), letter.state.as_str()),
            ("fatou@example.org", "queued")
        );
        let mail = MessageParser::default().parse(&letter.rendered).unwrap();
        let text = mail.body_text(0).unwrap();
        assert!(
            text.replace('\r', "")
                .starts_with("Dear Fatou,\n\nYou asked us for somebody else"),
            "{}: {text}",
            database.name
        );
        assert!(!letter.rendered.to_lowercase().contains("moussa"), "{text}");
    });
}

#[test]
fn the_resident_is_written_to_where_that_is_safe_whoever_asked() {
    each(|database| {
        let month = Month::published(database);
        let letter = offer_to(&month, resident(true, Some(fatou())));
        assert_eq!(letter.recipient, "moussa@example.org", "{}", database.name);
        let mail = MessageParser::default().parse(&letter.rendered).unwrap();
        assert!(!mail.body_text(0).unwrap().contains("You asked us"));
    });
}

#[test]
fn nobody_is_written_to_about_a_resident_whom_it_could_harm_and_who_is_alone() {
    each(|database| {
        let month = Month::published(database);
        let letter = offer_to(&month, resident(false, None));
        assert_eq!(
            (letter.recipient.as_str(), letter.state.as_str()),
            ("", "parked"),
            "{}",
            database.name
        );
        assert_eq!(letter.rendered, "");
    });
}

#[test]
fn a_time_is_held_for_longer_for_whom_nobody_may_tell_and_is_listed_for_who_does_when_they_come() {
    each(|database| {
        let month = Month::published(database);
        let alone = month.ask_as(resident(false, None), "fr");
        let done = month.matched();
        assert_eq!(
            (done.offered, done.untold, done.in_person),
            (1, 0, 1),
            "{}",
            database.name
        );
        let now = context().instant();
        let held = month.held(&alone).remove(0);
        let half = (held.appointment.starts_at - now) / 2;
        assert!(half > TimeDelta::days(1), "{half}");
        assert_eq!(held.holds_until, now + half.min(TimeDelta::days(7)));
        let districts = all_districts(database);
        let list = |at| held_times(&database.store, at, &districts, 50).unwrap();
        let shown = list(now);
        assert_eq!(shown.len(), 1, "{}", database.name);
        assert_eq!(
            (&shown[0].code, shown[0].starts_at, shown[0].held_until),
            (
                &alone.row.code,
                held.appointment.starts_at,
                Some(held.holds_until)
            )
        );
        assert_eq!(list(held.holds_until).len(), 0);
        assert_eq!(held_times(&database.store, now, &[], 50).unwrap().len(), 0);
    });
}

#[test]
fn who_may_not_be_told_that_their_time_fell_through_is_listed_until_they_have_another() {
    each(|database| {
        let month = Month::published(database);
        let alone = month.ask_as(resident(false, None), "fr");
        month.take_one(&alone);
        let districts = all_districts(database);
        let list = || held_times(&month.store, context().instant(), &districts, 50).unwrap();
        assert_eq!(list().len(), 0, "{}", database.name);
        let (row, slot) = booked(&month, &alone).unwrap();
        let (context, asking) = (distinct(), month.asking());
        find_another_time(&month.store, &context, &asking, &row.id, row.revision).unwrap();
        let shown = list();
        assert_eq!(
            (&shown[0].code, shown[0].starts_at, shown[0].held_until),
            (&alone.row.code, slot.starts_at, None),
            "{}",
            database.name
        );
        month.take_one(&alone);
        assert_eq!(list().len(), 0, "{}", database.name);
    });
}

#[test]
fn who_has_no_address_is_telephoned_within_a_day_and_not_listed() {
    each(|database| {
        let month = Month::published(database);
        let mut contact = resident(true, None);
        contact.email = String::new();
        let taken = month.ask_as(contact, "fr");
        let done = month.matched();
        assert_eq!((done.untold, done.in_person), (1, 0), "{}", database.name);
        let held = month.held(&taken).remove(0);
        assert_eq!(held.holds_until, context().instant() + TimeDelta::days(1));
    });
}
