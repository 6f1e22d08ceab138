//! Writes a city's setup to the database: what is new is inserted, what has the same code is brought to what the setup says, what
//! says the same stays untouched. All of it or nothing. Rows that the setup does not name stay: they may hold a history.

mod belongings;
mod demand;
mod merge;
mod places;

use std::collections::HashMap;

use thiserror::Error;

use crate::actions::Context;
use crate::domain::city::CitySetup;
use crate::store::{Connection, Store, StoreError, audit};
use merge::Tally;

/// Why a setup was not written. The setup itself was checked when it was read (`files`).
#[derive(Debug, Error)]
pub enum ImportError {
    /// A code names nothing, neither in the setup nor in the database.
    #[error("{what} {code:?} is named by {by}, but there is none")]
    Unknown {
        /// What kind of thing the code should name.
        what: &'static str,
        /// The code.
        code: String,
        /// What names it.
        by: String,
    },
    /// A licence is held by somebody whom the setup does not name, so that it cannot take it from them.
    #[error(
        "the licence {number:?} of person {by} is held by person {holder}, whom the file does not name; right would be another number, or a row for {holder} without it"
    )]
    LicenceHeld {
        /// The number.
        number: String,
        /// Code of the person it is to be given to.
        by: String,
        /// Code of the person who has it.
        holder: String,
    },
    /// The database failed or refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an import did, by table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Id of the city.
    pub city_id: String,
    /// Rows by the name of their sheet.
    pub tables: Vec<(&'static str, Tally)>,
}

impl Imported {
    /// Whether nothing was new or changed.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.tables
            .iter()
            .all(|(_, t)| t.new == 0 && t.changed == 0)
    }
}

/// Codes to ids.
type Ids = HashMap<String, String>;

/// Writes a setup.
pub fn import_city(
    store: &Store,
    context: &Context,
    setup: &CitySetup,
) -> Result<Imported, ImportError> {
    store.write(|c| write(c, context, setup))
}

fn write(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
) -> Result<Imported, ImportError> {
    let mut done = Imported::default();
    let city = places::city(c, context, setup, &mut done)?;
    done.city_id.clone_from(&city);
    let districts = places::districts(c, context, setup, &city, &mut done)?;
    let stations = places::stations(c, context, setup, &city, &districts, &mut done)?;
    let pools = belongings::pools(c, context, setup, &mut done)?;
    let skills = belongings::skills(c, context, setup, &mut done)?;
    let known = Known {
        districts,
        stations,
        pools,
        skills,
    };
    let people = belongings::people(c, context, setup, &city, &known, &mut done)?;
    demand::templates(c, context, setup, &city, &known, &people, &mut done)?;
    demand::cover(c, context, setup, &city, &known, &mut done)?;
    demand::holidays(c, setup, &mut done)?;
    if !done.is_unchanged() {
        let after = done
            .tables
            .iter()
            .map(|(name, t)| format!("{name}: {} new, {} changed", t.new, t.changed));
        let after = after.collect::<Vec<_>>().join("; ");
        audit::note(
            c,
            context.new_id(),
            context.instant(),
            &context.actor,
            "import_city",
            &city,
            "",
            &after,
        )?;
    }
    Ok(done)
}

/// What people and templates refer to, by code.
struct Known {
    districts: Ids,
    stations: Ids,
    pools: Ids,
    skills: Ids,
}

/// The id of a code, or whose fault it is that there is none.
fn id_of(ids: &Ids, what: &'static str, code: &str, by: &str) -> Result<String, ImportError> {
    ids.get(code).cloned().ok_or_else(|| ImportError::Unknown {
        what,
        code: code.to_owned(),
        by: by.to_owned(),
    })
}
