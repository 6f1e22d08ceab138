//! A resident does not take the time that a matching offered: it is free for the next, and is not offered to them again.

use thiserror::Error;

use super::asking::Asking;
use super::{Context, match_waiting_list};
use crate::domain::appointment::RequestState;
use crate::store::{Store, StoreError, claims, offers, places, requests};

/// Why an offer was not refused.
#[derive(Debug, Error)]
pub enum RefuseError {
    /// There is no such offer, it was answered already, or its time is over.
    #[error("there is no such offer any more")]
    Gone,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Refuses an offer. The resident waits for another, or is done with.
pub fn refuse_offer(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    offer_id: &str,
    wants_another: bool,
) -> Result<(), RefuseError> {
    store.write(|c| {
        let offer = offers::find(c, offer_id)?.filter(|offer| offer.asked_at.is_some());
        let offer = offer.ok_or(RefuseError::Gone)?;
        // Who takes it at the same moment is waited for here.
        let state = requests::hold(c, &offer.request_id)?;
        let ids = std::slice::from_ref(&offer.id);
        if state != Some(RequestState::Offered) || offers::end(c, ids, "refused")? == 0 {
            return Err(RefuseError::Gone);
        }
        claims::let_go(c, ids)?;
        let (request, offered) = (
            std::slice::from_ref(&offer.request_id),
            RequestState::Offered,
        );
        if wants_another {
            let word_by = asking.promise.word_by(context.instant());
            requests::wait_again(c, request, offered, word_by)?;
        } else {
            requests::change_state(c, request, offered, RequestState::Closed)?;
        }
        context.note(c, "refuse_offer", offer_id, "open", "refused")?;
        if let Some(row) = requests::find(c, &offer.request_id)?
            && let Some(district) = places::find_district(c, &row.district_id)?
        {
            match_waiting_list::enqueue(c, context, &district.city_id)?;
        }
        Ok(())
    })
}
