//! What a city's last matching said that others would pay for slots and interpreters' time: instant offers go by it.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::market_prices;
use super::{Connection, StoreError};

/// Keeps the prices of a city in the place of those before.
pub fn keep(
    c: &mut Connection,
    city_id: &str,
    prices: &str,
    made_at: NaiveDateTime,
) -> Result<(), StoreError> {
    let before = diesel::delete(market_prices::table.find(city_id));
    before.execute(c)?;
    let row = (
        market_prices::city_id.eq(city_id),
        market_prices::prices.eq(prices),
        market_prices::made_at.eq(made_at),
    );
    diesel::insert_into(market_prices::table)
        .values(row)
        .execute(c)?;
    Ok(())
}

/// The prices of a city, as JSON; none before its first matching.
pub fn find(c: &mut Connection, city_id: &str) -> Result<Option<String>, StoreError> {
    Ok(market_prices::table
        .find(city_id)
        .select(market_prices::prices)
        .first(c)
        .optional()?)
}

/// When the prices of a city were made.
pub fn made_at(c: &mut Connection, city_id: &str) -> Result<Option<NaiveDateTime>, StoreError> {
    Ok(market_prices::table
        .find(city_id)
        .select(market_prices::made_at)
        .first(c)
        .optional()?)
}
