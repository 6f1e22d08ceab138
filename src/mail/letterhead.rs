//! Who writes, to whom, and the stamp of one letter: what every letter needs beside its words.

use chrono::{DateTime, Utc};
use lettre::message::Mailbox;

use super::address::{mailbox, one_line};
use super::calendar_part::Parties;
use super::letters::{Letter, body};
use super::{LetterError, Rendered, message};
use crate::texts::Lang;

/// Who writes: the service, as the receiver sees it.
#[derive(Debug, Clone)]
pub struct Letterhead {
    pub(super) from: Mailbox,
    pub(super) reply_to: Mailbox,
    name: String,
}

/// Who a letter goes to.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The name in the greeting and beside the address.
    pub name: String,
    /// The address.
    pub email: String,
    /// The language of the letter.
    pub lang: Lang,
}

/// What makes one letter this one.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// Id of the outbox' row: the left side of the Message-ID.
    pub id: String,
    /// When the letter is written: its Date, and the calendar parts' DTSTAMP.
    pub now: DateTime<Utc>,
}

impl Letterhead {
    /// The letterhead of a name and an address, and of the address that takes answers; without one, the same.
    pub fn new(name: &str, from: &str, reply_to: Option<&str>) -> Result<Self, LetterError> {
        let from_mailbox = mailbox(name, from, "the sender")?;
        let reply_to = match reply_to {
            Some(address) => mailbox(name, address, "the answers' receiver")?,
            None => from_mailbox.clone(),
        };
        Ok(Self {
            from: from_mailbox,
            reply_to,
            name: one_line(name),
        })
    }

    /// What stands after the `@` of Message-IDs and of calendar events' UIDs: the sender's domain.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }

    /// Writes a letter to somebody, whole: text, HTML and calendar parts. The same arguments give the same bytes.
    pub fn write(
        &self,
        letter: &dyn Letter,
        to: &Recipient,
        stamp: &Stamp,
    ) -> Result<Rendered, LetterError> {
        let receiver = mailbox(&to.name, &to.email, &to.name)?;
        let mut content = letter.compose(to.lang)?;
        content.subject = one_line(&content.subject);
        let greeting = to
            .lang
            .text_with("letter-greeting", &[("name", one_line(&to.name).into())]);
        let (text, html) = body::alternatives(to.lang, &content, &greeting, &self.name)?;
        let parties = Parties {
            domain: self.domain(),
            organiser: &self.reply_to,
            attendee: &receiver,
        };
        let calendars = content
            .events
            .iter()
            .map(|event| event.write(content.method, &parties, stamp.now))
            .collect::<Result<Vec<_>, _>>()?;
        let parts = message::Parts {
            subject: content.subject,
            lang: to.lang,
            text,
            html,
            calendars,
            method: content.method,
        };
        message::build(self, receiver, stamp, parts)
    }
}
