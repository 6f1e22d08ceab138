//! What a city has to book, kept in memory as the solver looks at it, so that an offer costs no query for each slot. What is open at
//! the moment it does not know: whoever offers something looks that up, and the tables' keys decide.
//!
//! A market is made anew as soon as slots or shifts were opened, or prices made, since; and once in a while, for what else changes:
//! people's skills and languages, stations' places. It has booked slots too, since they may be given up.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use thiserror::Error;
use zhiban_solver::matching::Instance;
use zhiban_solver::matching::offers::Prices as Wanted;
use zhiban_solver::matching::panels::Mediators;
use zhiban_solver::problem::in_a_line;

use super::matching_instance::{self, Prices, whole_shift, zone};
use crate::store::{Connection, Store, StoreError, people, places, prices, slots};

/// How old a market may be.
const OLDEST: TimeDelta = TimeDelta::seconds(60);

/// Why there is no market.
#[derive(Debug, Error)]
pub enum MarketError {
    /// There is no such city.
    #[error("there is no city {0}")]
    NoCity(String),
    /// What is in the database makes no instance.
    #[error("the market of the city {0} cannot be made: {1}")]
    Wrong(String, String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A city's market.
#[derive(Debug)]
pub struct Market {
    /// Slots and shifts, without requests. Shifts are whole.
    pub instance: Instance,
    /// What others would pay for them.
    pub wanted: Wanted,
    /// Who of the advisers sits beside others in a panel.
    pub mediators: Mediators,
    /// The city's zone.
    pub zone: Tz,
    made_at: NaiveDateTime,
    made_of: Newest,
}

/// The newest slot and shift, and when the prices were made.
type Newest = (Option<String>, Option<String>, Option<NaiveDateTime>);

fn newest(c: &mut Connection, city_id: &str) -> Result<Newest, StoreError> {
    let (slot, shift) = slots::newest(c)?;
    Ok((slot, shift, prices::made_at(c, city_id)?))
}

/// The markets of cities. Cheap to clone; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Markets {
    cities: Arc<Mutex<HashMap<String, Arc<City>>>>,
}

/// One city's market. The one who makes it anew holds the first lock; the others read what is there through the second.
#[derive(Debug, Default)]
struct City {
    making: Mutex<()>,
    made: Mutex<Option<Arc<Market>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // What a panic left is a whole market or none.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Markets {
    /// The market of a city, made anew where it has to be. Where it is only old, one caller makes it, and the others take the old one.
    pub fn of(
        &self,
        store: &Store,
        now: NaiveDateTime,
        city_id: &str,
        terms: Prices,
    ) -> Result<Arc<Market>, MarketError> {
        let city = Arc::clone(lock(&self.cities).entry(city_id.to_owned()).or_default());
        let newest = store.read(|c| newest(c, city_id))?;
        let made = || lock(&city.made).clone();
        let make = || {
            let market = Arc::new(store.read(|c| market(c, now, city_id, terms))?);
            *lock(&city.made) = Some(Arc::clone(&market));
            Ok(market)
        };
        let is_current = |market: &Arc<Market>| market.made_of == newest;
        if let Some(market) = made().filter(is_current) {
            if now - market.made_at < OLDEST {
                return Ok(market);
            }
            let Ok(_making) = city.making.try_lock() else {
                return Ok(market);
            };
            return make();
        }
        let _making = lock(&city.making);
        // Whoever held the lock may have made it.
        match made().filter(is_current) {
            Some(market) => Ok(market),
            None => make(),
        }
    }
}

fn market(
    c: &mut Connection,
    now: NaiveDateTime,
    city_id: &str,
    terms: Prices,
) -> Result<Market, MarketError> {
    let city =
        places::find_city(c, city_id)?.ok_or_else(|| MarketError::NoCity(city_id.to_owned()))?;
    let zone = zone(&city);
    let made_of = newest(c, city_id)?;
    let slots = slots::slots_of(c, city_id, &["open", "booked"], now)?;
    let shifts = slots::open_shifts(c, city_id, now)?;
    let shifts = shifts.iter().filter_map(|row| whole_shift(zone, row));
    let shifts = shifts.collect();
    let document = matching_instance::document(c, now, city, terms, &slots, shifts)?;
    let instance = Instance::new(document)
        .map_err(|wrong| MarketError::Wrong(city_id.to_owned(), in_a_line(&wrong)))?;
    let mediating = people::mediating(c, city_id)?;
    // Prices that cannot be read are none: the next matching makes others.
    let certificate = prices::find(c, city_id)?.and_then(|json| serde_json::from_str(&json).ok());
    Ok(Market {
        wanted: certificate.map_or_else(Wanted::default, |prices| Wanted::new(&instance, &prices)),
        mediators: Mediators::new(&instance, |id| mediating.contains(id)),
        instance,
        zone,
        made_at: now,
        made_of,
    })
}
