//! What times will be worth to those who will come: prices of a matching in which residents of four weeks ago come again, beside who
//! waits. Instant offers go by them, so that a resident is not given the one time that somebody will need who can come at no other. What
//! this is worth over a month is simulated by `cargo bench --bench arrivals` (docs/solver.md).

use chrono::{NaiveDateTime, TimeDelta};
use zhiban_solver::matching::Answer;
use zhiban_solver::matching::document::{Document, Request};

use super::{MatchError, document};
use crate::actions::matching_instance::{self, Prices};
use crate::actions::{Context, as_json};
use crate::store::requests::{RequestParts, RequestRow, RequestWindowRow};
use crate::store::{Connection, Store, StoreError, arrivals, prices as kept, requests};

/// How long ago residents came who are expected again: whole weeks, so that they come on the same weekdays.
const AGO: TimeDelta = TimeDelta::weeks(4);

/// How far ahead they are expected.
const AHEAD: TimeDelta = TimeDelta::weeks(2);

/// How old prices may be. A matching that a cancellation starts goes on with the night's.
const OLDEST: TimeDelta = TimeDelta::hours(12);

/// The problem of a city's forecast; none where its prices are fresh, or nobody is known who came before.
pub fn forecast(
    store: &Store,
    context: &Context,
    city_id: &str,
    prices: Prices,
) -> Result<Option<Document>, MatchError> {
    let now = context.instant();
    store.read(|c| {
        let made_at = kept::made_at(c, city_id)?;
        if made_at.is_some_and(|at| now - at < OLDEST) {
            return Ok(None);
        }
        let expected = arrivals::came(c, city_id, now - AGO, now - AGO + AHEAD)?;
        if expected.is_empty() {
            return Ok(None);
        }
        Ok(Some(problem(c, now, city_id, prices, &expected)?))
    })
}

/// Whether a city has somebody to make forecasts of.
pub(super) fn has_history(
    c: &mut Connection,
    context: &Context,
    city_id: &str,
) -> Result<bool, StoreError> {
    let from = context.instant() - AGO;
    arrivals::has_come(c, city_id, from, from + AHEAD)
}

fn problem(
    c: &mut Connection,
    now: NaiveDateTime,
    city_id: &str,
    prices: Prices,
    expected: &[RequestRow],
) -> Result<Document, MatchError> {
    let mut document = document(c, now, city_id, prices)?;
    let zone = document.time_zone.parse().unwrap_or_default();
    let ids: Vec<String> = expected.iter().map(|row| row.id.clone()).collect();
    let mut parts = requests::parts_of(c, &ids)?;
    let again = expected.iter().filter_map(|row| {
        let own = parts.remove(&row.id).unwrap_or_default();
        let again = four_weeks_later(row, own);
        let request = matching_instance::request(zone, &document.advisers, row, &again)?;
        Some(Request {
            id: format!("expected {}", request.id),
            ..request
        })
    });
    let again: Vec<Request> = again.collect();
    document.requests.extend(again);
    Ok(document)
}

/// What belongs to somebody who comes again: the same, four weeks later. Who could come at any time can do so from then on.
fn four_weeks_later(row: &RequestRow, mut parts: RequestParts) -> RequestParts {
    for window in &mut parts.windows {
        window.starts_at += AGO;
        window.ends_at += AGO;
    }
    if parts.windows.is_empty() {
        let starts_at = row.created_at + AGO;
        parts.windows.push(RequestWindowRow {
            id: String::new(),
            request_id: row.id.clone(),
            starts_at,
            ends_at: starts_at + AGO,
        });
    }
    parts
}

/// Keeps a forecast's prices for instant offers.
pub fn keep(
    store: &Store,
    context: &Context,
    city_id: &str,
    answer: &Answer,
) -> Result<(), MatchError> {
    let Some(certificate) = &answer.certificate else {
        return Ok(());
    };
    let prices = as_json(certificate);
    store.write(|c| Ok(kept::keep(c, city_id, &prices, context.instant())?))
}
