//! Word to those for whom a matching found no time, before what they were promised is over: why there is none, and when they hear again.

use std::collections::{HashMap, HashSet};

use zhiban_solver::matching::explain::Reason;

use super::MatchError;
use crate::actions::Context;
use crate::actions::appointment_words::write_to;
use crate::actions::asking::Asking;
use crate::actions::make_offers::none_text;
use crate::actions::matching_instance::zone;
use crate::actions::queue_letters;
use crate::domain::appointment::RequestState;
use crate::domain::capability::Purpose;
use crate::domain::job::Attempt;
use crate::mail::letters::StillWaiting;
use crate::store::links::{self, LinkRow};
use crate::store::messages::MessageRow;
use crate::store::requests::RequestRow;
use crate::store::{Store, jobs, places, requests};

/// Most letters of one transaction.
const AT_ONCE: usize = 500;

/// Writes to those who are to have word before the next night's matching, as long as the attempt holds the job. `reasons` are of the
/// matching, by request.
pub(super) fn tell_waiting(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    city_id: &str,
    reasons: &HashMap<String, Reason>,
    attempt: &Attempt,
) -> Result<(), MatchError> {
    let now = context.instant();
    let city = store.read(|c| places::find_city(c, city_id))?;
    let city = city.ok_or_else(|| MatchError::NoCity(city_id.to_owned()))?;
    let zone = zone(&city);
    let next = asking.promise.next_night(zone, now);
    let mut due = store.read(|c| requests::in_state(c, city_id, RequestState::Waiting))?;
    due.retain(|row| row.word_by <= next);
    let ids: Vec<String> = due.iter().map(|row| row.id.clone()).collect();
    let parts = store.read(|c| requests::parts_of(c, &ids))?;
    let word_by = now + asking.promise.again;
    let word = |row: &RequestRow| {
        let link = asking.link(context, Purpose::Appointment, &row.id, None, word_by);
        // Whom the matching left aside, since they were looking at offers then, finds what others left.
        let reason = reasons.get(&row.id).copied().unwrap_or(Reason::AllTaken);
        let own = parts.get(&row.id);
        let letter = StillWaiting {
            code: row.code.clone(),
            reason: none_text(reason, own.is_some_and(|own| own.with_adviser_id.is_some())),
            word_by: word_by.and_utc(),
            zone,
            link: link.url.clone(),
        };
        let letter = write_to(context, asking, row, "still_waiting", &letter)?;
        Ok((row.id.clone(), letter, link.row))
    };
    for some in due.chunks(AT_ONCE) {
        let written: Vec<_> = some.iter().map(word).collect::<Result<_, MatchError>>()?;
        store.write(|c| {
            if !jobs::is_held(c, attempt)? {
                return Err(MatchError::Superseded);
            }
            let ids: Vec<String> = written.iter().map(|(id, ..)| id.clone()).collect();
            let waiting = RequestState::Waiting;
            let rows = requests::find_all(c, &ids)?;
            let still = rows.into_iter().filter(|row| row.state() == waiting);
            let still: HashSet<String> = still.map(|row| row.id).collect();
            let told = written.iter().filter(|(id, ..)| still.contains(id));
            let (letters, new_links): (Vec<MessageRow>, Vec<LinkRow>) = told
                .map(|(_, letter, link)| (letter.clone(), link.clone()))
                .unzip();
            requests::promise(c, &Vec::from_iter(still), word_by)?;
            links::insert(c, &new_links)?;
            Ok(queue_letters::queue(c, context, &letters)?)
        })?;
    }
    Ok(())
}
