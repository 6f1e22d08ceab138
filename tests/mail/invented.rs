//! Invented duties, appointments and people for the letters.

use chrono::{DateTime, Utc};
use chrono_tz::Asia::Shanghai;
use mail_parser::{Message, MessageParser, MimeHeaders};
use zhiban::domain::qualification::QualificationKind;
use zhiban::mail::letters::{
    AdviserChanged, Appointment, AppointmentCancelled, AppointmentConfirmed, Cancelled,
    ChoosePassword, Contact, Duty, EndingTogether, Letter, MonthDuties, OfferEnded, Place,
    PleaseRate, PleaseReplace, QualificationsEnd, QuestionAnswered, QuestionAsked, StillWaiting,
    ThankYou, TimeOffered, TimesWanted, WhyCancelled, WhyEnded,
};
use zhiban::mail::{Letterhead, Recipient, Rendered, Stamp};
use zhiban::texts::Lang;

pub const LINK: &str = "https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u";

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn duty() -> Duty {
    Duty {
        assignment_id: "0190b6d0-0000-7000-8000-000000000001".to_owned(),
        sequence: 0,
        starts: at("2026-12-08T01:00:00Z"),
        ends: at("2026-12-08T04:00:00Z"),
        zone: Shanghai,
        station: "柳岸社区法律之家".to_owned(),
        address: "柳岸路12号".to_owned(),
        role: "顾问日".to_owned(),
        with: vec!["安娜".to_owned(), "林小满".to_owned()],
        call: Some(Contact {
            name: "柳岸社区".to_owned(),
            phone: "010-5550-0101".to_owned(),
        }),
    }
}

/// A second duty, until midnight, alone.
pub fn evening() -> Duty {
    Duty {
        assignment_id: "0190b6d0-0000-7000-8000-000000000002".to_owned(),
        starts: at("2026-12-12T14:00:00Z"),
        ends: at("2026-12-12T16:00:00Z"),
        address: String::new(),
        with: Vec::new(),
        call: None,
        ..duty()
    }
}

pub fn month() -> MonthDuties {
    MonthDuties {
        month: "2026-12".to_owned(),
        district: "东湖区".to_owned(),
        duties: vec![duty(), evening()],
        answer_by: at("2026-11-27T10:00:00Z"),
        link: LINK.to_owned(),
        link_ends: at("2027-01-05T16:00:00Z"),
    }
}

pub fn please_replace() -> PleaseReplace {
    PleaseReplace {
        duty: duty(),
        asker: "东湖区值班室".to_owned(),
        answer_by: at("2026-12-04T10:00:00Z"),
        link: LINK.to_owned(),
    }
}

pub fn confirmed() -> ThankYou {
    ThankYou::Confirmed {
        duties: vec![duty()],
        link: LINK.to_owned(),
    }
}

pub fn declined() -> ThankYou {
    ThankYou::Declined {
        duty: told_before(),
    }
}

pub fn cancelled() -> Cancelled {
    Cancelled {
        duty: told_before(),
        reason: "当天停电".to_owned(),
    }
}

fn told_before() -> Duty {
    Duty {
        sequence: 1,
        ..duty()
    }
}

pub fn appointment() -> AppointmentConfirmed {
    AppointmentConfirmed {
        appointment: occasion(0),
        instead_of: None,
        link: LINK.to_owned(),
    }
}

pub fn appointment_off() -> AppointmentCancelled {
    AppointmentCancelled {
        appointment: occasion(1),
        why: WhyCancelled::NobodyComes,
    }
}

pub fn time_offered() -> TimeOffered {
    TimeOffered {
        instead_of: None,
        appointment: occasion(0),
        answer_by: at("2026-11-25T10:00:00Z"),
        link: LINK.to_owned(),
    }
}

/// In the place of what was to be on the 8th, on the 10th.
pub fn time_offered_instead() -> TimeOffered {
    let mut offered = time_offered();
    offered.instead_of = Some(occasion(1));
    offered.appointment.starts += chrono::TimeDelta::days(2);
    offered.appointment.ends += chrono::TimeDelta::days(2);
    offered
}

pub fn adviser_changed() -> AdviserChanged {
    AdviserChanged {
        appointment: occasion(0),
        link: LINK.to_owned(),
    }
}

pub fn offer_ended() -> OfferEnded {
    OfferEnded {
        appointment: occasion(0),
        why: WhyEnded::Unanswered,
        link: LINK.to_owned(),
    }
}

pub fn still_waiting() -> StillWaiting {
    StillWaiting {
        code: "R-0042".to_owned(),
        reason: "offer-none-language",
        word_by: at("2026-12-01T08:00:00Z"),
        zone: Shanghai,
        link: LINK.to_owned(),
    }
}

pub fn please_rate() -> PleaseRate {
    PleaseRate {
        link: LINK.to_owned(),
        link_ends: at("2027-01-07T02:00:00Z"),
        zone: Shanghai,
    }
}

pub fn question_asked() -> QuestionAsked {
    QuestionAsked {
        code: "R-0042".to_owned(),
        asked_at: at("2026-11-24T08:00:00Z"),
        answer_by: at("2026-11-25T08:00:00Z"),
        zone: Shanghai,
        link: "https://zhiban.example.org/#questions".to_owned(),
        is_overdue: false,
    }
}

pub fn question_overdue() -> QuestionAsked {
    QuestionAsked {
        is_overdue: true,
        ..question_asked()
    }
}

pub fn qualifications_end() -> QualificationsEnd {
    let one =
        |kind, pool: (&str, &str), until: &str, days, people: &[(&str, &str)]| EndingTogether {
            kind,
            pool: (pool.0.to_owned(), pool.1.to_owned()),
            until: until.parse().unwrap(),
            days,
            people: people
                .iter()
                .map(|(name, code)| ((*name).to_owned(), (*code).to_owned()))
                .collect(),
        };
    QualificationsEnd {
        together: vec![
            one(
                QualificationKind::Licence,
                ("法律顾问", "Adviser"),
                "2026-12-01",
                7,
                &[("顾一鸣", "A017")],
            ),
            one(
                QualificationKind::Approval,
                ("法学学生", "Law student"),
                "2027-01-23",
                60,
                &[("苏晓", "S002"), ("韩雪", "S011")],
            ),
        ],
        link: "https://zhiban.example.org/#ending".to_owned(),
    }
}

pub fn times_wanted() -> TimesWanted {
    TimesWanted {
        month: "2026-12".to_owned(),
        district: "东湖区".to_owned(),
        due: "2026-11-20".parse().unwrap(),
        link: LINK.to_owned(),
        is_reminder: false,
    }
}

/// To who is let in, and has no password yet.
pub fn choose_password() -> ChoosePassword {
    ChoosePassword {
        city: "云洲市".to_owned(),
        email: "coordinator@example.org".to_owned(),
        days: 7,
        link: LINK.to_owned(),
        is_new: true,
    }
}

pub fn question_answered() -> QuestionAnswered {
    QuestionAnswered {
        code: "R-0042".to_owned(),
        answer: "Two advisers speak French.\n\nBoth are away until 1 December.".to_owned(),
        link: LINK.to_owned(),
    }
}

/// Moved from the 8th to the 10th.
pub fn appointment_moved() -> AppointmentConfirmed {
    let mut moved = appointment();
    moved.instead_of = Some(moved.appointment.clone());
    moved.appointment.sequence = 1;
    moved.appointment.starts += chrono::TimeDelta::days(2);
    moved.appointment.ends += chrono::TimeDelta::days(2);
    moved
}

fn occasion(sequence: u32) -> Appointment {
    Appointment {
        request_id: "0190b6d0-0000-7000-8000-000000000009".to_owned(),
        sequence,
        starts: at("2026-12-08T01:30:00Z"),
        ends: at("2026-12-08T02:00:00Z"),
        zone: Shanghai,
        place: Place::Station {
            name: "柳岸社区法律之家".to_owned(),
            address: "柳岸路12号".to_owned(),
        },
        adviser: "陈一鸣".to_owned(),
        mediators: Vec::new(),
        interpreter: Some("安娜".to_owned()),
        code: "R-0042".to_owned(),
    }
}

/// Every letter, as it goes out first.
pub fn every_letter() -> Vec<(&'static str, Box<dyn Letter>)> {
    vec![
        ("month", Box::new(month())),
        ("replace", Box::new(please_replace())),
        ("confirmed", Box::new(confirmed())),
        ("declined", Box::new(declined())),
        ("cancelled", Box::new(cancelled())),
        ("appointment", Box::new(appointment())),
        ("appointment moved", Box::new(appointment_moved())),
        ("time offered", Box::new(time_offered())),
        ("offer ended", Box::new(offer_ended())),
        ("still waiting", Box::new(still_waiting())),
        ("appointment off", Box::new(appointment_off())),
        ("please rate", Box::new(please_rate())),
        ("question asked", Box::new(question_asked())),
        ("question overdue", Box::new(question_overdue())),
        ("question answered", Box::new(question_answered())),
        ("qualifications end", Box::new(qualifications_end())),
        ("times wanted", Box::new(times_wanted())),
        ("choose password", Box::new(choose_password())),
    ]
}

pub fn letterhead() -> Letterhead {
    Letterhead::new(
        "东湖区值班室",
        "zhiban@legal.example.org",
        Some("answers@legal.example.org"),
    )
    .unwrap()
}

pub fn recipient(tag: &str) -> Recipient {
    Recipient {
        name: "陈一鸣".to_owned(),
        email: "chen@example.com".to_owned(),
        lang: Lang::nearest(tag).unwrap(),
    }
}

pub fn stamp() -> Stamp {
    Stamp {
        id: "0190b6d0-aaaa-7000-8000-00000000000f".to_owned(),
        now: at("2026-11-24T08:00:00Z"),
    }
}

pub fn written(letter: &dyn Letter, tag: &str) -> Rendered {
    letterhead()
        .write(letter, &recipient(tag), &stamp())
        .unwrap()
}

pub fn read(rendered: &Rendered) -> Message<'_> {
    MessageParser::new()
        .parse(rendered.rendered.as_bytes())
        .unwrap()
}

/// Subject and text alternative.
pub fn words(letter: &dyn Letter, tag: &str) -> String {
    let rendered = written(letter, tag);
    let message = read(&rendered);
    let text = message.body_text(0).unwrap().replace("\r\n", "\n");
    format!("{}\n\n{text}", message.subject().unwrap())
}

/// The parts of a type, such as `text/calendar`, with their contents.
pub fn parts(message: &Message<'_>, kind: &str) -> Vec<(String, String)> {
    let wanted = |part: &&mail_parser::MessagePart<'_>| {
        part.content_type().is_some_and(|found| {
            format!("{}/{}", found.ctype(), found.subtype().unwrap_or_default()) == kind
        })
    };
    message
        .parts
        .iter()
        .filter(wanted)
        .map(|part| {
            let method = part.content_type().unwrap().attribute("method");
            let text = String::from_utf8(part.contents().to_vec()).unwrap();
            (method.unwrap_or_default().to_owned(), text)
        })
        .collect()
}
