//! Word to those for whom a matching found no time, before what they were promised is over: why there is none, and when they hear again.

use std::collections::HashMap;

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
use crate::mail::letters::StillWaiting;
use crate::store::requests::RequestRow;
use crate::store::{Store, links, places, requests};

/// Most letters of one transaction.
const AT_ONCE: usize = 500;

/// Writes to those who are to have word before the next night's matching. `reasons` are of the last one, by request.
pub(super) fn tell_waiting(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    city_id: &str,
    reasons: &HashMap<String, Reason>,
) -> Result<(), MatchError> {
    let now = context.instant();
    let city = store.read(|c| places::find_city(c, city_id))?;
    let city = city.ok_or_else(|| MatchError::NoCity(city_id.to_owned()))?;
    let zone = zone(&city);
    let next = asking.promise.next_night(zone, now);
    let mut due = store.read(|c| requests::in_state(c, city_id, RequestState::Waiting))?;
    due.retain(|row| row.word_by <= next);
    let word_by = now + asking.promise.again;
    let word = |row: &RequestRow| {
        let link = asking.link(context, Purpose::Appointment, &row.id, None, word_by);
        let letter = StillWaiting {
            code: row.code.clone(),
            // Whom the matching left aside, since they were looking at offers then, finds what others left.
            reason: none_text(reasons.get(&row.id).copied().unwrap_or(Reason::AllTaken)),
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
            let ids: Vec<String> = written.iter().map(|(id, ..)| id.clone()).collect();
            let waiting = RequestState::Waiting;
            let mut still = requests::find_all(c, &ids)?;
            still.retain(|row| row.state() == waiting);
            let still: Vec<String> = still.into_iter().map(|row| row.id).collect();
            let (mut letters, mut new_links) = (Vec::new(), Vec::new());
            for (id, letter, link) in &written {
                if still.contains(id) {
                    letters.push(letter.clone());
                    new_links.push(link.clone());
                }
            }
            requests::promise(c, &still, word_by)?;
            links::insert(c, &new_links)?;
            Ok::<_, MatchError>(queue_letters::queue(c, context, &letters)?)
        })?;
    }
    Ok(())
}
