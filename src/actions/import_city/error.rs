//! Why an import was refused.

use thiserror::Error;

use crate::actions::export_city::ExportError;
use crate::actions::station_fits::Misfit;
use crate::files::workbook::WorkbookProblem;
use crate::store::StoreError;

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
    /// Cells of the file are wrong.
    #[error("{} places in the file are wrong", .0.len())]
    Wrong(Vec<WorkbookProblem>),
    /// The file does not say of which city it is, and several are the importer's, or none.
    #[error(
        "the file does not say its city; right would be a sheet City in it, or to say the city beside it"
    )]
    WhichCity,
    /// The file says another city than whoever imports it.
    #[error("the file is of the city {said:?}, and was to be imported into {wanted:?}")]
    OtherCity {
        /// Code of the city in the file.
        said: String,
        /// Code of the city it was meant for.
        wanted: String,
    },
    /// The city or district for which it was sent is not there.
    #[error("there is no such city or district")]
    Gone,
    /// The file of a district would change what the whole city shares.
    #[error(
        "the file is one district's, and would change the list {list}, which its city shares; right would be that list as it is, or left out"
    )]
    NotDistricts {
        /// Name of the list.
        list: &'static str,
    },
    /// The file of a district names a row of another one.
    #[error(
        "{list} {code:?} is of another district; right would be a code that is not taken in the city"
    )]
    Elsewhere {
        /// Name of the list.
        list: &'static str,
        /// The code.
        code: String,
    },
    /// Whoever imports it does not set up this city.
    #[error("the city {city:?} is set up by somebody else")]
    NotYours {
        /// Code of the city.
        city: String,
    },
    /// What is kept cannot be read.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The database failed or refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
