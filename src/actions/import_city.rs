//! Writes a city's setup to the database: what is new is inserted, what has the same code is brought to what the setup says, what
//! says the same stays untouched. All of it or nothing. Rows that the setup does not name stay: they may hold a history.

mod belongings;
mod demand;
mod merge;
mod places;
mod shared;

use std::collections::HashMap;

use thiserror::Error;

use crate::actions::Context;
use crate::actions::station_fits::Misfit;
use crate::domain::access::{Access, Deed, Place, Role, Verdict};
use crate::domain::city::CitySetup;
use crate::domain::pool::Owner;
use crate::store::users::{self, RoleRow};
use crate::store::{Connection, Store, StoreError, conflicts, places as store_places};
pub use merge::Tally;

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
    /// A template's service is one that its pool does not give, as things would stand then.
    #[error(
        "the template {template:?} is for {service}, which the pool {pool:?} does not give; right would be another service or pool there, or {service} among what the pool gives"
    )]
    NotGiven {
        /// Code of the template.
        template: String,
        /// The service.
        service: String,
        /// Code of the pool.
        pool: String,
    },
    /// A template that the setup does not name is not for what the setup says of its station.
    #[error(
        "what the file says of station {station:?} does not fit a template that it does not name: {misfit}; right would be a row for the template, or other hours or services there"
    )]
    Misfit {
        /// Code of the station.
        station: String,
        /// What does not fit.
        misfit: Misfit,
    },
    /// A pool or topic that another city brought, or that came with the installation, would be changed.
    #[error(
        "the {what} {code:?} is shared with other cities and says otherwise there; right would be its row as it is (an export has it), or a code of this city's own"
    )]
    Shared {
        /// `pool`, `skill` or `holiday`.
        what: &'static str,
        /// The code, or the date.
        code: String,
    },
    /// Whoever imports it does not set up this city.
    #[error("the city {city:?} is set up by somebody else")]
    NotYours {
        /// Code of the city.
        city: String,
    },
    /// The database failed or refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether an import is written, or tried only to see what it would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Written.
    Write,
    /// Taken back at the end.
    Try,
}

/// Somebody who signs in and imports.
#[derive(Debug, Clone, Copy)]
pub struct Importer<'a> {
    /// Their id.
    pub user_id: &'a str,
    /// What they were granted.
    pub access: &'a Access,
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
    // Who is at the machine sets up everything.
    let whole = Whole {
        installation: true,
        country: true,
    };
    store.write(|c| write(c, context, setup, whole))
}

/// Writes a setup in the name of somebody who sets up this city, or, where it is new, any city. Who brings a new city becomes its
/// administrator, so that they can bring it again.
pub fn import_city_for(
    store: &Store,
    context: &Context,
    setup: &CitySetup,
    importer: Importer<'_>,
    mode: Mode,
) -> Result<Imported, ImportError> {
    let write = |c: &mut Connection| write_for(c, context, setup, importer);
    match mode {
        Mode::Write => store.write(write),
        Mode::Try => store.rehearse(write),
    }
}

/// Of what whoever imports sets up all cities: what they share is theirs to change then.
#[derive(Clone, Copy)]
struct Whole {
    installation: bool,
    country: bool,
}

fn write_for(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
    importer: Importer<'_>,
) -> Result<Imported, ImportError> {
    let cities = store_places::all_cities(c)?;
    let there = cities.iter().find(|city| city.code == setup.code);
    let sets_up = |city_id: &str| {
        importer.access.judge(Deed::SetUp, Place::of_city(city_id)) == Verdict::Allowed
    };
    let may = match there {
        None => importer.access.anywhere(Deed::SetUp),
        Some(city) => sets_up(&city.id),
    };
    if !may {
        let city = setup.code.clone();
        return Err(ImportError::NotYours { city });
    }
    let whole = Whole {
        installation: cities.iter().all(|city| sets_up(&city.id)),
        country: cities
            .iter()
            .filter(|city| city.country == setup.country)
            .all(|city| sets_up(&city.id)),
    };
    let done = write(c, context, setup, whole)?;
    if there.is_none() {
        let row = RoleRow {
            id: context.new_id(),
            user_id: importer.user_id.to_owned(),
            role: Role::Administrator.as_str().to_owned(),
            city_id: done.city_id.clone(),
            district_id: None,
        };
        users::insert_role(c, &row)?;
        let after = format!("administrator of city {}", done.city_id);
        context.note(c, "grant_role", importer.user_id, "", &after)?;
    }
    Ok(done)
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
