//! Whether what a station needs fits what it says of itself: its templates are for services that it offers, within its hours.

use chrono::NaiveDate;
use thiserror::Error;

use super::read_city::span;
use crate::domain::demand::Recurrence;
use crate::domain::legal_service::LegalService;
use crate::domain::word_set::Listed;
use crate::store::places::StationRow;
use crate::store::templates::{self, OptionRow, TemplateRow};
use crate::store::{Connection, StoreError};

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Misfit {
    /// A template is for a service that the station does not offer.
    #[error("the template {template:?} is for {}, which the station does not offer", .service.as_str())]
    NotOffered {
        /// Code of the template.
        template: String,
        /// The service.
        service: LegalService,
    },
    /// One of its options falls outside the station's hours.
    #[error(
        "the option {option:?} of the template {template:?} falls on {date} outside the station's hours"
    )]
    Outside {
        /// Code of the template.
        template: String,
        /// Code of the option.
        option: String,
        /// When, first.
        date: NaiveDate,
    },
}

/// What of a template does not fit its station: the first, in the order of the options.
#[must_use]
pub fn misfit(
    station: &StationRow,
    template: &TemplateRow,
    options: &[OptionRow],
) -> Option<Misfit> {
    let service = template.service.as_deref().and_then(LegalService::parse);
    if let Some(service) = service.filter(|s| !station.services().allow(Some(*s))) {
        return Some(Misfit::NotOffered {
            template: template.code.clone(),
            service,
        });
    }
    let hours = station.hours()?;
    let held = (template.first_date, template.last_date);
    options.iter().filter(|o| o.active).find_map(|option| {
        let recurrence = Recurrence::parse(&option.rrule, template.first_date).ok()?;
        let span = span(option.start_minute, option.end_minute);
        let date = hours.first_outside(&recurrence, held, span)?;
        Some(Misfit::Outside {
            template: template.code.clone(),
            option: option.code.clone(),
            date,
        })
    })
}

/// What of a station's templates would not fit it, as it would be.
pub fn first_misfit(
    c: &mut Connection,
    station: &StationRow,
) -> Result<Option<Misfit>, StoreError> {
    let all = templates::of_station(c, &station.id)?;
    let mut asked = templates::asked_of_templates(c, &all)?;
    let found = all.iter().find_map(|template| {
        let asked = asked.remove(&template.id).unwrap_or_default();
        misfit(station, template, &asked.options)
    });
    Ok(found)
}
