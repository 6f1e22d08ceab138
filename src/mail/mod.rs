//! Letters: their words, their calendar parts, the whole message, and the way out. The only place with lettre. Whom a letter goes
//! to is decided in `actions`, when it is sent by the job that sends.

mod address;
mod button;
mod calendar_part;
mod feed;
mod letterhead;
pub mod letters;
mod message;
mod post;
mod time_zone;

use thiserror::Error;

pub use button::button;
pub use calendar_part::{Answer, Event, Method};
pub use feed::{Entry, Feed};
pub use letterhead::{Letterhead, Recipient, Stamp};
pub use post::{Post, PostError, SendError};

/// A letter ready for the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// `id@domain`, without angle brackets: the same in every attempt, so that a repeat can be told.
    pub message_id: String,
    /// The subject, as people read it.
    pub subject: String,
    /// The whole RFC 5322 message in ASCII, with CRLF.
    pub rendered: String,
}

/// Why a letter cannot be written.
#[derive(Debug, Error)]
pub enum LetterError {
    /// Somebody's address is none. Names the owner, not the address: errors are logged.
    #[error(
        "the e-mail address of {owner} cannot be used; right would be one like name@example.org, in ASCII, without spaces"
    )]
    Address {
        /// Whose address it is.
        owner: String,
    },
    /// A letter about duties that names none.
    #[error("a letter about duties without any duty says nothing; name at least one")]
    NoDuties,
    /// A duty that ends before it begins.
    #[error("{what} ends at {ends}, not after it starts at {starts}")]
    Backwards {
        /// Id of the assignment or appointment.
        what: String,
        /// Its start, UTC.
        starts: chrono::DateTime<chrono::Utc>,
        /// Its end, UTC.
        ends: chrono::DateTime<chrono::Utc>,
    },
    /// A template that does not render.
    #[error("the letter's template: {0}")]
    Template(#[from] askama::Error),
    /// A calendar part that cannot be written.
    #[error("the calendar part cannot be written")]
    Calendar(#[from] std::fmt::Error),
    /// A message that cannot be built.
    #[error("the message: {0}")]
    Message(#[from] lettre::error::Error),
}
