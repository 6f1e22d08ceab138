//! The calendar parts, as a calendar reads them.

use std::collections::BTreeSet;

use zhiban::mail::LetterError;
use zhiban::mail::letters::Letter;

use crate::invented::*;

/// The iTIP objects of a letter with their MIME method, unfolded (RFC 5545, 3.1).
fn objects(letter: &dyn Letter) -> Vec<(String, String)> {
    let rendered = written(letter, "zh-Hans");
    let message = read(&rendered);
    let unfold = |(method, text): (String, String)| (method, text.replace("\r\n ", ""));
    parts(&message, "text/calendar")
        .into_iter()
        .map(unfold)
        .collect()
}

/// The values of a property, with its parameters.
fn values<'a>(object: &'a str, key: &str) -> Vec<&'a str> {
    let lines = object.lines();
    lines
        .filter_map(|line| line.strip_prefix(key))
        .filter(|rest| rest.starts_with([':', ';']))
        .map(|rest| &rest[1..])
        .collect()
}

#[test]
fn an_invitation_says_what_when_and_where() {
    let (method, object) = objects(&please_replace()).remove(0);
    assert_eq!(method, "REQUEST");
    insta::assert_snapshot!(object.replace("\r\n", "\n"), @r"
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//Zhiban//Zhiban//EN
    CALSCALE:GREGORIAN
    METHOD:REQUEST
    BEGIN:VTIMEZONE
    TZID:Asia/Shanghai
    BEGIN:STANDARD
    DTSTART:19700101T000000
    TZOFFSETFROM:+0800
    TZOFFSETTO:+0800
    TZNAME:CST
    END:STANDARD
    END:VTIMEZONE
    BEGIN:VEVENT
    DESCRIPTION:同班：安娜、林小满\n联系：柳岸社区 010-5550-0101
    DTEND;TZID=Asia/Shanghai:20261208T120000
    DTSTAMP:20261124T080000Z
    DTSTART;TZID=Asia/Shanghai:20261208T090000
    LOCATION:柳岸社区法律之家（柳岸路12号）
    ORGANIZER;CN=东湖区值班室:mailto:answers@legal.example.org
    SEQUENCE:0
    STATUS:TENTATIVE
    SUMMARY:值班：顾问日（柳岸社区法律之家）
    TRANSP:OPAQUE
    UID:0190b6d0-0000-7000-8000-000000000001@legal.example.org
    ATTENDEE;CN=陈一鸣;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:chen@example.com
    BEGIN:VALARM
    ACTION:DISPLAY
    DESCRIPTION:值班：顾问日（柳岸社区法律之家）
    DTSTAMP:20261124T080000Z
    TRIGGER:-PT86400S
    UID:day-0190b6d0-0000-7000-8000-000000000001@legal.example.org
    END:VALARM
    BEGIN:VALARM
    ACTION:DISPLAY
    DESCRIPTION:值班：顾问日（柳岸社区法律之家）
    DTSTAMP:20261124T080000Z
    TRIGGER:-PT7200S
    UID:hours-0190b6d0-0000-7000-8000-000000000001@legal.example.org
    END:VALARM
    END:VEVENT
    END:VCALENDAR
    ");
}

#[test]
fn a_cancellation_keeps_the_uid_and_raises_the_sequence() {
    let (_, asked) = objects(&please_replace()).remove(0);
    for (method, gone) in [
        objects(&declined()).remove(0),
        objects(&cancelled()).remove(0),
    ] {
        assert_eq!(method, "CANCEL");
        assert_eq!(values(&gone, "METHOD"), ["CANCEL"]);
        assert_eq!(values(&gone, "STATUS"), ["CANCELLED"]);
        assert_eq!(values(&gone, "UID"), values(&asked, "UID")[..1]);
        assert_eq!(values(&gone, "SEQUENCE"), ["1"]);
        assert_eq!(values(&asked, "SEQUENCE"), ["0"]);
        assert!(!gone.contains("VALARM"), "{gone}");
    }
}

#[test]
fn a_confirmed_duty_asks_no_more() {
    let (method, object) = objects(&confirmed()).remove(0);
    assert_eq!(method, "REQUEST");
    assert_eq!(values(&object, "STATUS"), ["CONFIRMED"]);
    let attendee = values(&object, "ATTENDEE")[0];
    assert!(attendee.contains("PARTSTAT=ACCEPTED") && attendee.contains("RSVP=FALSE"));
}

#[test]
fn a_month_has_one_object_a_duty_each_with_its_own_uid() {
    let objects = objects(&month());
    assert_eq!(objects.len(), 2);
    let uids: BTreeSet<_> = objects
        .iter()
        .map(|(_, object)| {
            assert_eq!(object.matches("BEGIN:VEVENT").count(), 1);
            assert_eq!(object.matches("BEGIN:VALARM").count(), 2);
            values(object, "UID")[0].to_owned()
        })
        .collect();
    assert_eq!(uids.len(), 2);
    assert!(uids.iter().all(|uid| uid.ends_with("@legal.example.org")));
}

#[test]
fn the_attachment_is_the_same_object_as_the_invitation() {
    let rendered = written(&appointment(), "en");
    let message = read(&rendered);
    let invitation = &parts(&message, "text/calendar")[0].1;
    assert_eq!(invitation, &parts(&message, "application/ics")[0].1);
}

#[test]
fn no_calendar_part_holds_the_link() {
    for (name, letter) in every_letter() {
        for (_, object) in objects(letter.as_ref()) {
            assert!(!object.contains("/l/"), "{name}: {object}");
        }
    }
}

#[test]
fn every_line_fits_75_octets_and_ends_with_crlf() {
    for (name, letter) in every_letter() {
        let rendered = written(letter.as_ref(), "zh-Hans");
        for (_, object) in parts(&read(&rendered), "text/calendar") {
            assert!(object.ends_with("END:VCALENDAR\r\n"), "{name}");
            for line in object.split("\r\n") {
                assert!(!line.contains('\n'), "{name}: {line}");
                assert!(line.len() <= 75, "{name}: {line}");
            }
        }
    }
}

#[test]
fn a_name_with_quotes_commas_and_colons_stays_one_parameter() {
    let mut to = recipient("en");
    to.name = "Okafor, \"Ada\": adviser; senior".to_owned();
    let rendered = letterhead()
        .write(&please_replace(), &to, &stamp())
        .unwrap();
    let object = parts(&read(&rendered), "text/calendar")[0]
        .1
        .replace("\r\n ", "");
    let attendee = values(&object, "ATTENDEE")[0];
    assert!(
        attendee.contains("CN=\"Okafor, 'Ada': adviser; senior\";"),
        "{attendee}"
    );
    assert!(attendee.ends_with(":mailto:chen@example.com"), "{attendee}");
}

#[test]
fn a_duty_that_ends_before_it_starts_is_told() {
    let mut letter = please_replace();
    letter.duty.ends = letter.duty.starts;
    let error = letterhead()
        .write(&letter, &recipient("en"), &stamp())
        .unwrap_err();
    assert!(matches!(error, LetterError::Backwards { .. }), "{error}");
}
