//! The city that a command is about, by its code.

use thiserror::Error;

use crate::store::{Store, StoreError, places};

/// Why it is not clear.
#[derive(Debug, Error)]
pub(super) enum CityError {
    #[error("there is no city yet; right would be to import one first: zhiban import FILE")]
    NoCityYet,
    #[error("there are several cities; right would be --city with one of {0}")]
    Several(String),
    #[error("there is no city with the code {0:?}; there are: {1}")]
    NoCity(String, String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The id of a city by its code, which may be left out where there is one only.
pub(super) fn city_id(store: &Store, code: Option<&str>) -> Result<String, CityError> {
    let cities = store.read(places::all_cities)?;
    let codes = || {
        let codes: Vec<&str> = cities.iter().map(|city| city.code.as_str()).collect();
        codes.join(", ")
    };
    match (cities.as_slice(), code) {
        ([], _) => Err(CityError::NoCityYet),
        ([city], None) => Ok(city.id.clone()),
        (_, None) => Err(CityError::Several(codes())),
        (all, Some(code)) => {
            let found = all.iter().find(|city| city.code == code);
            let missing = || CityError::NoCity(code.to_owned(), codes());
            found.map(|city| city.id.clone()).ok_or_else(missing)
        }
    }
}
