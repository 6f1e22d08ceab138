//! Letters into the outbox: written whole before the transaction, put in with the job that sends them by the transaction that
//! causes them. What they say stands in `mail::letters`.

use serde_json::json;

use super::Context;
use crate::domain::job::JobKind;
use crate::mail::letters::Letter;
use crate::mail::{LetterError, Letterhead, Recipient, Rendered, Stamp};
use crate::store::messages::{self, MessageRow};
use crate::store::people::PersonRow;
use crate::store::users::UserRow;
use crate::store::{Connection, StoreError, jobs};
use crate::texts::Lang;

/// Whom a letter is to, for the row that keeps it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Receiver<'a> {
    /// An adviser or volunteer.
    Person(&'a PersonRow),
    /// A resident, by the request's id.
    Resident(&'a str, &'a Recipient),
    /// Somebody who signs in.
    User(&'a UserRow),
}

impl Receiver<'_> {
    fn recipient(self) -> Recipient {
        match self {
            Self::Person(row) => Recipient {
                name: row.name.clone(),
                email: row.email.clone(),
                lang: Lang::choose([row.locale.as_str()]),
            },
            Self::Resident(_, recipient) => recipient.clone(),
            Self::User(row) => Recipient {
                name: row.name.clone(),
                email: row.email.clone(),
                lang: Lang::choose([row.locale.as_str()]),
            },
        }
    }
}

/// Writes a letter as a row of the outbox. Without an address that can be written to the row is parked, for somebody to telephone.
pub(super) fn write(
    context: &Context,
    head: &Letterhead,
    kind: &str,
    receiver: Receiver<'_>,
    letter: &dyn Letter,
) -> Result<MessageRow, LetterError> {
    let to = receiver.recipient();
    let stamp = Stamp {
        id: context.new_id(),
        now: context.now,
    };
    let (rendered, state, error) = match head.write(letter, &to, &stamp) {
        Ok(rendered) => (rendered, "queued", String::new()),
        Err(error @ LetterError::Address { .. }) => {
            let unwritten = Rendered {
                message_id: format!("{}@{}", stamp.id, head.domain()),
                subject: letter.compose(to.lang)?.subject,
                rendered: String::new(),
            };
            let why = match receiver {
                Receiver::Person(_) | Receiver::User(_) => error.to_string(),
                // Not by name: who a resident is stands nowhere in the clear.
                Receiver::Resident(..) => {
                    "there is no e-mail address that may be written to".to_owned()
                }
            };
            (unwritten, "parked", why)
        }
        Err(error) => return Err(error),
    };
    let (person_id, request_id) = match receiver {
        Receiver::Person(row) => (Some(row.id.clone()), None),
        Receiver::Resident(request_id, _) => (None, Some(request_id.to_owned())),
        Receiver::User(_) => (None, None),
    };
    Ok(MessageRow {
        id: stamp.id,
        message_id: rendered.message_id,
        kind: kind.to_owned(),
        recipient: to.email,
        person_id,
        request_id,
        subject: rendered.subject,
        rendered: rendered.rendered,
        state: state.to_owned(),
        attempts: 0,
        next_attempt_at: context.instant(),
        lease_until: None,
        queued_at: context.instant(),
        sent_at: None,
        last_error: error,
    })
}

/// Puts letters into the outbox, with a job of their own that sends them: one that runs already may have had its last look.
pub(super) fn queue(
    c: &mut Connection,
    context: &Context,
    letters: &[MessageRow],
) -> Result<(), StoreError> {
    if letters.is_empty() {
        return Ok(());
    }
    messages::queue(c, letters)?;
    jobs::enqueue(c, &context.job(JobKind::DeliverMail, &json!({}), None)).map(|_| ())
}
