//! Panels of a waiting list: an adviser with mediators beside, which the batch does not know. They are few, and each needs several people
//! at one place and time; so each is offered by itself before the batch, the most urgent first, by the prices of the matching before.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use zhiban_solver::matching::explain::Reason;

use super::offer::{Written, offer_some};
use super::{MatchError, Prices, rematch, times_left};
use crate::actions::Context;
use crate::actions::appointment_words::AppointmentWords;
use crate::actions::asking::Asking;
use crate::actions::make_offers::best;
use crate::actions::market::{Market, MarketError, Markets};
use crate::actions::offering::Draft;
use crate::domain::appointment::RequestState;
use crate::domain::job::Attempt;
use crate::store::appointments::AppointmentRow;
use crate::store::requests::{RequestParts, RequestRow};
use crate::store::{Connection, Store, offers, rematches, requests};

/// What came of the panels of a waiting list.
#[derive(Debug, Default)]
pub struct Panels {
    /// The offers that residents have now.
    pub written: Written,
    /// Why the others go on waiting, by request.
    pub reasons: HashMap<String, Reason>,
}

/// A resident who asks for a panel and waits.
struct Waiting {
    row: RequestRow,
    /// Without the times that they were offered and did not want; none where no time is left.
    parts: Option<RequestParts>,
    /// The appointment that fell through.
    fallen: Option<AppointmentRow>,
}

/// Offers panels to whom of a city's waiting list asked for one, as long as the attempt holds the job.
pub fn offer_panels(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    (markets, prices): (&Markets, Prices),
    city_id: &str,
    attempt: &Attempt,
) -> Result<Panels, MatchError> {
    let waiting = store.read(|c| load(c, context, city_id))?;
    let mut panels = Panels::default();
    if waiting.is_empty() {
        return Ok(panels);
    }
    let market = markets.of(store, context.instant(), city_id, prices)?;
    for one in waiting {
        match offer(store, context, asking, &market, &one, attempt)? {
            Ok(written) => panels.written.add(written),
            Err(reason) => {
                panels.reasons.insert(one.row.id, reason);
            }
        }
    }
    Ok(panels)
}

fn load(c: &mut Connection, context: &Context, city_id: &str) -> Result<Vec<Waiting>, MatchError> {
    let now = context.instant();
    let mut rows = requests::in_state(c, city_id, RequestState::Waiting)?;
    rows.retain(|row| row.mediators > 0);
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    // Who is looking at offers right now is left to choose among them.
    let looking: HashSet<String> = offers::held(c, now)?
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    rows.retain(|row| !looking.contains(&row.id));
    rows.sort_by_key(|row| std::cmp::Reverse(row.urgency));
    let fallen = rematches::of_city(c, city_id)?.into_iter();
    let mut fallen: HashMap<String, AppointmentRow> =
        fallen.map(|row| (row.request_id.clone(), row)).collect();
    let mut parts = times_left(c, now, city_id, &rows)?;
    let waiting = rows.into_iter().map(|row| Waiting {
        parts: parts.remove(&row.id),
        fallen: fallen.remove(&row.id),
        row,
    });
    Ok(waiting.collect())
}

/// Offers the best to one resident; or why there is none.
fn offer(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    market: &Arc<Market>,
    one: &Waiting,
    attempt: &Attempt,
) -> Result<Result<Written, Reason>, MatchError> {
    let found = match &one.parts {
        Some(parts) => store.read(|c| best(c, context, market, &one.row, parts))?,
        None => Err(Reason::NoTime),
    };
    let (draft, reason) = match found {
        Ok((row, why)) => {
            let rows: Vec<AppointmentRow> = one.fallen.iter().chain([&row]).cloned().collect();
            let words = store.read(|c| AppointmentWords::load(c, &rows))?;
            let meeting = (row, one.fallen.as_ref());
            let draft = Draft::new(&words, context, asking, meeting, &why)?;
            (Some(draft), Reason::AllTaken)
        }
        Err(reason) => (None, reason),
    };
    store.write(|c| {
        let written = offer_some(c, context, draft.as_slice(), attempt)?;
        if written.offered > 0 {
            return Ok(Ok(written));
        }
        rematch::tell_noted(c, context, asking, one.fallen.as_slice())?;
        Ok(Err(reason))
    })
}

impl From<MarketError> for MatchError {
    fn from(error: MarketError) -> Self {
        match error {
            MarketError::NoCity(id) => Self::NoCity(id),
            MarketError::Store(error) => Self::Store(error),
            wrong @ MarketError::Wrong(..) => Self::Wrong(wrong.to_string()),
        }
    }
}
