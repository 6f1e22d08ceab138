//! Changes a request that waits, and sees to it that it is looked for anew: more may be possible now. What was shown to its resident was found
//! for what it said before, and is free for others.

use super::asking::Promise;
use super::keep::{self, KeepError};
use super::make_offers::OfferError;
use super::{Context, match_waiting_list};
use crate::domain::appointment::RequestState;
use crate::store::requests::{self, RequestRow};
use crate::store::{Connection, Store, StoreError, offers, places};

/// Changes the request with this id, if it still has the revision `seen`. Gives it as it is then.
pub fn change_request(
    store: &Store,
    context: &Context,
    promise: &Promise,
    id: &str,
    seen: i32,
    edit: impl Fn(&mut RequestRow),
) -> Result<RequestRow, KeepError> {
    store.write(|c| {
        // Who books for it or offers something at this moment is waited for here.
        match requests::hold(c, id)? {
            None => return Err(KeepError::Gone),
            Some(RequestState::Waiting) => {}
            Some(_) => return Err(KeepError::Changed),
        }
        let row = keep::change_in(c, context, id, seen, &edit)?;
        offers::take_out_open(c, std::slice::from_ref(&row.id))?;
        look_again(c, context, promise, &row)?;
        Ok(row)
    })
}

/// The resident who wanted the adviser of before again takes anybody. Said twice, it is once.
pub fn take_any_adviser(
    store: &Store,
    context: &Context,
    promise: &Promise,
    id: &str,
) -> Result<(), OfferError> {
    store.write(|c| {
        requests::hold(c, id)?;
        let row = requests::find(c, id)?.ok_or(OfferError::Gone)?;
        if row.state() == RequestState::Closed || row.with_adviser_id.is_none() {
            return Ok(());
        }
        let any = |row: &mut RequestRow| row.with_adviser_id = None;
        match keep::change_in(c, context, id, row.revision, any) {
            Ok(row) => Ok(look_again(c, context, promise, &row)?),
            Err(KeepError::Store(error)) => Err(error.into()),
            // It is held.
            Err(_) => Err(OfferError::Gone),
        }
    })
}

fn look_again(
    c: &mut Connection,
    context: &Context,
    promise: &Promise,
    row: &RequestRow,
) -> Result<(), StoreError> {
    if row.state() != RequestState::Waiting {
        return Ok(());
    }
    match places::find_district(c, &row.district_id)? {
        Some(district) => match_waiting_list::plan_night(c, context, promise, &district.city_id),
        None => Ok(()),
    }
}
