//! A resident says after a visit whether it helped and whether they understood each other. Said again, it takes the place of what they
//! said before.

use chrono::NaiveDateTime;
use thiserror::Error;

use super::Context;
use super::open_link::{LinkError, valid};
use crate::domain::capability::{Purpose, Token};
use crate::domain::rating::Rating;
use crate::store::links::LinkRow;
use crate::store::ratings::{self, RatingRow};
use crate::store::{Connection, Store, StoreError, appointments, links, requests};

/// Why a rating was not taken.
#[derive(Debug, Error)]
pub enum RateError {
    /// The link opens nothing, or something else.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the page of a rating shows.
#[derive(Debug, Clone)]
pub struct RatingView {
    /// BCP 47 tag of the language of the resident's letters.
    pub locale: String,
    /// What they said before.
    pub said: Option<Rating>,
}

/// What the page behind a link shows. Changes nothing.
pub fn show_rating(
    store: &Store,
    token: &Token,
    now: NaiveDateTime,
) -> Result<RatingView, LinkError> {
    store.read(|c| {
        let link = own(c, token, now)?;
        let row = appointments::find(c, &link.subject_id)?.ok_or(LinkError::Wrong)?;
        let request = requests::find(c, &row.request_id)?.ok_or(LinkError::Wrong)?;
        let rating = |row: RatingRow| Rating::new(row.helped, row.understood);
        Ok(RatingView {
            locale: request.locale,
            said: ratings::find(c, &row.id)?.and_then(rating),
        })
    })
}

/// Keeps what a resident says. The audit trail has that they said something, and not what.
pub fn rate_visit(
    store: &Store,
    context: &Context,
    token: &Token,
    rating: Rating,
) -> Result<(), RateError> {
    let now = context.instant();
    store.write(|c| {
        let link = own(c, token, now)?;
        ratings::keep(c, &link.subject_id, rating, now)?;
        context.note(c, "rate_visit", &link.subject_id, "", "")?;
        Ok(links::mark_used(c, &link.id, now)?)
    })
}

fn own(c: &mut Connection, token: &Token, now: NaiveDateTime) -> Result<LinkRow, LinkError> {
    let link = valid(c, token, now)?;
    match link.purpose() {
        Purpose::Rating => Ok(link),
        _ => Err(LinkError::Wrong),
    }
}
