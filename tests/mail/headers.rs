//! The envelope of a letter: headers, parts in their order, and what cannot be smuggled into them.

use mail_parser::{HeaderValue, MimeHeaders};
use zhiban::mail::{LetterError, Letterhead};

use crate::invented::*;

#[test]
fn a_letter_names_who_when_and_itself() {
    let rendered = written(&month(), "zh-Hans");
    let message = read(&rendered);
    assert_eq!(
        message.message_id(),
        Some("0190b6d0-aaaa-7000-8000-00000000000f@legal.example.org")
    );
    assert_eq!(message.message_id(), Some(rendered.message_id.as_str()));
    assert_eq!(message.subject(), Some(rendered.subject.as_str()));
    assert_eq!(rendered.subject, "东湖区 2026年12月值班 2 次，请答复");
    assert_eq!(message.date().unwrap().to_rfc3339(), "2026-11-24T08:00:00Z");
    let to: Vec<_> = message.to().unwrap().iter().collect();
    assert_eq!(to.len(), 1);
    assert_eq!(to[0].name(), Some("陈一鸣"));
    assert_eq!(to[0].address(), Some("chen@example.com"));
    let from = message.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("东湖区值班室"));
    let reply = message.reply_to().unwrap().first().unwrap();
    assert_eq!(reply.address(), Some("answers@legal.example.org"));
    let text = |name: &str| match message.header(name) {
        Some(HeaderValue::Text(text)) => text.to_string(),
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(text("Auto-Submitted"), "auto-generated");
    assert_eq!(text("MIME-Version"), "1.0");
}

#[test]
fn every_line_is_ascii_and_short_enough_for_any_server() {
    for (name, letter) in every_letter() {
        let rendered = written(letter.as_ref(), "zh-Hans").rendered;
        assert!(rendered.is_ascii(), "{name}");
        for line in rendered.split("\r\n") {
            assert!(!line.contains('\n') && !line.contains('\r'), "{name}");
            assert!(line.len() <= 998, "{name}: {line}");
        }
    }
}

#[test]
fn the_same_arguments_give_the_same_bytes() {
    for (name, letter) in every_letter() {
        let once = written(letter.as_ref(), "en");
        assert_eq!(once, written(letter.as_ref(), "en"), "{name}");
    }
}

#[test]
fn one_occasion_is_an_invitation_and_an_attachment_several_are_attachments() {
    let kinds = |rendered: &zhiban::mail::Rendered| -> Vec<String> {
        let message = read(rendered);
        let parts = message.parts.iter();
        parts
            .map(|part| {
                let found = part.content_type().unwrap();
                let kind = format!("{}/{}", found.ctype(), found.subtype().unwrap());
                match part.attachment_name() {
                    Some(name) => format!("{kind} {name}"),
                    None => kind,
                }
            })
            .collect()
    };
    let one = [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics invite.ics",
    ];
    assert_eq!(kinds(&written(&please_replace(), "en")), one);
    let several = [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar invite-1.ics",
        "text/calendar invite-2.ics",
    ];
    assert_eq!(kinds(&written(&month(), "en")), several);
}

#[test]
fn a_name_cannot_add_a_header() {
    let evil = "陈\r\nBcc: thief@example.net\r\n\r\nBody";
    let mut to = recipient("en");
    to.name = evil.to_owned();
    let mut letter = please_replace();
    letter.duty.station = evil.to_owned();
    letter.asker = evil.to_owned();
    let head = Letterhead::new(evil, "zhiban@legal.example.org", None).unwrap();
    let rendered = head.write(&letter, &to, &stamp()).unwrap();
    let message = read(&rendered);
    assert!(message.bcc().is_none());
    assert!(message.html_body_count() == 1 && message.text_body_count() >= 1);
    assert_eq!(message.to().unwrap().iter().count(), 1);
    assert!(
        message
            .subject()
            .unwrap()
            .contains("Bcc: thief@example.net Body")
    );
    assert!(!rendered.subject.contains(['\r', '\n']));
    let (_, calendar) = &parts(&message, "text/calendar")[0];
    let injected = calendar.lines().any(|line| line.starts_with("Bcc"));
    assert!(!injected, "{calendar}");
}

#[test]
fn an_address_that_is_none_is_told_by_its_owner_and_does_not_show() {
    for address in [
        "",
        "chen",
        "chen@",
        "@example.com",
        "chen example@example.com",
        "chen@example.com\r\nBcc: thief@example.net",
        "chen@example.com, second@example.com",
        "陈@example.com",
    ] {
        let mut to = recipient("en");
        to.email = address.to_owned();
        let error = letterhead().write(&month(), &to, &stamp()).unwrap_err();
        let LetterError::Address { owner } = &error else {
            panic!("{address:?}: {error}");
        };
        assert_eq!(owner, "陈一鸣");
        let text = error.to_string();
        assert!(address.is_empty() || !text.contains(address), "{text}");
    }
    let text = Letterhead::new("值班室", "nowhere", None)
        .unwrap_err()
        .to_string();
    assert!(text.contains("the sender"), "{text}");
}

#[test]
fn a_month_without_duties_is_no_letter() {
    let mut letter = month();
    letter.duties.clear();
    let error = letterhead().write(&letter, &recipient("en"), &stamp());
    assert!(matches!(error, Err(LetterError::NoDuties)));
}
