//! Duties as letters tell them: rows become `mail::letters::Duty`. What a letter says of them stands there.

use std::collections::{BTreeSet, HashMap};

use chrono_tz::Tz;

use crate::mail::letters::{Contact, Duty};
use crate::store::duties::{AssignmentRow, DutyRow};
use crate::store::places::StationRow;
use crate::store::templates::TemplateRow;
use crate::store::{Connection, StoreError, places, templates};
use crate::texts::Lang;

/// Where the duties of some letters are, and what they are called.
pub(super) struct DutyWords {
    stations: HashMap<String, StationRow>,
    templates: HashMap<String, TemplateRow>,
}

impl DutyWords {
    /// Loads what these duties need.
    pub(super) fn load<'a>(
        c: &mut Connection,
        duties: impl Iterator<Item = &'a DutyRow> + Clone,
    ) -> Result<Self, StoreError> {
        let distinct = |ids: BTreeSet<&String>| ids.into_iter().cloned().collect::<Vec<_>>();
        let station_ids = distinct(duties.clone().map(|d| &d.station_id).collect());
        let template_ids = distinct(duties.map(|d| &d.template_id).collect());
        let stations = places::find_stations(c, &station_ids)?;
        let templates = templates::find_templates(c, &template_ids)?;
        Ok(Self {
            stations: stations.into_iter().map(|s| (s.id.clone(), s)).collect(),
            templates: templates.into_iter().map(|t| (t.id.clone(), t)).collect(),
        })
    }

    /// A duty as a letter in this language tells it to who holds it. `sequence` counts how often their calendar was told of it.
    pub(super) fn duty(
        &self,
        lang: Lang,
        assignment: &AssignmentRow,
        duty: &DutyRow,
        sequence: i32,
        with: Vec<String>,
    ) -> Duty {
        let station = &self.stations[&duty.station_id];
        let template = &self.templates[&duty.template_id];
        Duty {
            assignment_id: assignment.id.clone(),
            sequence: u32::try_from(sequence).unwrap_or(0),
            starts: duty.starts_at.and_utc(),
            ends: duty.ends_at.and_utc(),
            zone: station.time_zone.parse().unwrap_or(Tz::UTC),
            station: station.name.clone(),
            address: station.address.clone(),
            role: lang.name(&template.name, &template.name_en).to_owned(),
            with,
            call: (!station.phone.is_empty()).then(|| Contact {
                name: station.name.clone(),
                phone: station.phone.clone(),
            }),
        }
    }
}
