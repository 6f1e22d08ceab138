//! Who is written to where somebody asks for a resident, or where word could harm them. On both databases.

use mail_parser::MessageParser;
use zhiban::domain::sealing::{Contact, Proxy, Relationship};
use zhiban::store::messages::MessageRow;

use crate::databases::each;
use crate::published::Month;

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
