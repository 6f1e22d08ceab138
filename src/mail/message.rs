//! The whole message of a letter: headers and MIME parts. Its words come ready.
//!
//! A letter about one occasion carries its calendar part twice: as the third alternative, `text/calendar` with its method, which
//! Gmail, Outlook and Apple Mail show as an invitation; and as an attached `.ics`, for programs that show only what is attached
//! (QQ Mail). A letter about several carries one attachment each, because RFC 5546 (3.2.2) allows an iTIP object only one UID:
//! programs that meet more show the first and lose the others.

use std::time::SystemTime;

use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::letterhead::{Letterhead, Stamp};
use super::{LetterError, Method, Rendered};
use crate::texts::Lang;

/// What a message is made of.
pub(super) struct Parts {
    /// The subject, on one line.
    pub subject: String,
    /// The language of the letter.
    pub lang: Lang,
    /// The text alternative.
    pub text: String,
    /// The HTML alternative.
    pub html: String,
    /// The calendar parts.
    pub calendars: Vec<String>,
    /// What the calendar parts ask for.
    pub method: Method,
}

/// Puts a message together.
pub(super) fn build(
    head: &Letterhead,
    to: Mailbox,
    stamp: &Stamp,
    parts: Parts,
) -> Result<Rendered, LetterError> {
    let message_id = format!("{}@{}", stamp.id, head.domain());
    let subject = parts.subject.clone();
    let message = Message::builder()
        .from(head.from.clone())
        .reply_to(head.reply_to.clone())
        .to(to)
        .subject(parts.subject.clone())
        .date(SystemTime::from(stamp.now))
        .message_id(Some(format!("<{message_id}>")))
        // RFC 3834: nobody's holiday notice answers this.
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", &parts.lang.to_string()))
        .multipart(body(parts, &stamp.id))?;
    let rendered = String::from_utf8_lossy(&message.formatted()).into_owned();
    Ok(Rendered {
        message_id,
        subject,
        rendered,
    })
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(
        HeaderName::new_from_ascii_str(name),
        // Callers give words of ours only.
        value.to_owned(),
    )
}

/// The parts in their order. The boundaries come of the letter's id, so that the same letter is the same bytes.
fn body(parts: Parts, id: &str) -> MultiPart {
    let attachment = attachment_type(&parts);
    let mut alternatives = MultiPart::alternative()
        .boundary(format!("alternative-{id}"))
        .singlepart(SinglePart::plain(parts.text))
        .singlepart(SinglePart::html(parts.html));
    if let [only] = parts.calendars.as_slice() {
        let invitation = SinglePart::builder()
            .content_type(calendar_type(parts.method))
            .body(only.clone());
        alternatives = alternatives.singlepart(invitation);
    }
    let mut whole = MultiPart::mixed()
        .boundary(format!("mixed-{id}"))
        .multipart(alternatives);
    for (number, calendar) in (1..).zip(&parts.calendars) {
        let name = match parts.calendars.len() {
            1 => "invite.ics".to_owned(),
            _ => format!("invite-{number}.ics"),
        };
        whole = whole.singlepart(Attachment::new(name).body(calendar.clone(), attachment.clone()));
    }
    whole
}

/// Beside an alternative the attachment must not be a second invitation: `application/ics`, as Google's own letters have it.
fn attachment_type(parts: &Parts) -> ContentType {
    match parts.calendars.len() {
        1 => content_type("application/ics"),
        _ => calendar_type(parts.method),
    }
}

fn calendar_type(method: Method) -> ContentType {
    content_type(match method {
        Method::Request => "text/calendar; method=REQUEST; charset=utf-8",
        Method::Cancel => "text/calendar; method=CANCEL; charset=utf-8",
    })
}

fn content_type(text: &'static str) -> ContentType {
    ContentType::parse(text).expect("the types above are well formed")
}
