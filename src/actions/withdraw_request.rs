//! A resident who waits no longer needs help: their request is closed, and what they were shown is free for others.

use super::Context;
use super::make_offers::OfferError;
use crate::domain::appointment::RequestState;
use crate::store::{Store, offers, requests};

/// Withdraws a request that waits. One that is closed already stays so.
pub fn withdraw_request(store: &Store, context: &Context, id: &str) -> Result<(), OfferError> {
    store.write(|c| {
        let ids = [id.to_owned()];
        match requests::hold(c, id)?.ok_or(OfferError::Gone)? {
            RequestState::Closed => Ok(()),
            RequestState::Waiting => {
                let (waiting, closed) = (RequestState::Waiting, RequestState::Closed);
                requests::change_state(c, &ids, waiting, closed)?;
                offers::take_out_open(c, &ids)?;
                context.note(c, "withdraw_request", id, "waiting", "closed")?;
                Ok(())
            }
            RequestState::Offered | RequestState::Booked => Err(OfferError::NotWaiting),
        }
    })
}
