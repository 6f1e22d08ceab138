//! Writes a city's setup to the database: what is new is inserted, what has the same code is brought to what the setup says, what
//! says the same stays untouched. All of it or nothing. Rows that the setup does not name stay: they may hold a history.

mod belongings;
mod demand;
mod error;
mod file;
mod merge;
mod places;
mod shared;

use std::collections::HashMap;

use crate::actions::Context;
use crate::domain::city::CitySetup;
use crate::domain::pool::Owner;
use crate::files::workbook::ListChanges;
use crate::store::{Connection, Store, conflicts};
pub use error::ImportError;
pub use file::{Importer, Mode, Sent, import_file};
pub use merge::Tally;

/// What an import did, by table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Id of the city.
    pub city_id: String,
    /// Its code.
    pub city_code: String,
    /// Its name in its own language.
    pub city_name: String,
    /// Rows by the name of their list.
    pub tables: Vec<(&'static str, Tally)>,
    /// Which rows these are, with their cells, where it was tried only.
    pub changes: Vec<ListChanges>,
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
    // Who is at the machine sets up everything.
    let whole = Whole {
        installation: true,
        country: true,
    };
    store.write(|c| write(c, context, setup, whole))
}

/// Of what whoever imports sets up all cities: what they share is theirs to change then.
#[derive(Clone, Copy, Default)]
struct Whole {
    installation: bool,
    country: bool,
}

fn write(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
    whole: Whole,
) -> Result<Imported, ImportError> {
    // People's firms are among it.
    conflicts::hold_to_change(c)?;
    let mut done = Imported::default();
    let city = places::city(c, context, setup, &mut done)?;
    done.city_id.clone_from(&city);
    done.city_code.clone_from(&setup.code);
    done.city_name.clone_from(&setup.name);
    let owner = Owner {
        city_id: &city,
        of_all: whole.installation,
    };
    let districts = places::districts(c, context, setup, &city, &mut done)?;
    let stations = places::stations(c, context, setup, &city, &districts, &mut done)?;
    let pools = shared::pools(c, context, setup, owner, &mut done)?;
    let skills = shared::skills(c, context, setup, owner, &mut done)?;
    let known = Known {
        districts,
        stations,
        pools,
        skills,
    };
    let people = belongings::people(c, context, setup, &city, &known, &mut done)?;
    demand::templates(c, context, setup, &city, &known, &people, &mut done)?;
    demand::services_are_given(c)?;
    demand::stations_fit(c, setup, &city)?;
    demand::cover(c, context, setup, &city, &known, &mut done)?;
    demand::holidays(c, context, setup, whole.country, &mut done)?;
    if !done.is_unchanged() {
        let after = done
            .tables
            .iter()
            .map(|(name, t)| format!("{name}: {} new, {} changed", t.new, t.changed));
        let after = after.collect::<Vec<_>>().join("; ");
        context.note(c, "import_city", &city, "", &after)?;
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
