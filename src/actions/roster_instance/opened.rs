//! Time of people that was opened beside their duties: they are not free for a duty then.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use crate::domain::bookable::without;
use crate::domain::calendar::{Month, local_span};
use crate::domain::city::Span;
use crate::store::slots;
use crate::store::{Connection, StoreError};

/// Minutes of dates at which people were opened, by person.
#[derive(Default)]
pub(super) struct Opened(HashMap<(String, NaiveDate), Vec<(i64, i64)>>);

impl Opened {
    /// What is opened of a city's people in a month.
    pub(super) fn load(
        c: &mut Connection,
        city_id: &str,
        zone: Tz,
        month: Month,
    ) -> Result<Self, StoreError> {
        // Local dates are a day before or after those of UTC at most.
        let from = month.first().and_time(NaiveTime::MIN) - TimeDelta::days(1);
        let to = month.next().first().and_time(NaiveTime::MIN) + TimeDelta::days(1);
        let mut opened = Self::default();
        for (person_id, starts, ends) in slots::opened(c, city_id, from, to)? {
            // Nothing is opened that local times cannot say.
            if let Some((date, span)) = local_span(zone, starts, ends) {
                let spans = opened.0.entry((person_id, date)).or_default();
                spans.push((i64::from(span.start), i64::from(span.end)));
            }
        }
        Ok(opened)
    }

    /// What is left of somebody's time on a date.
    pub(super) fn taken_out(
        &self,
        person_id: &str,
        date: NaiveDate,
        spans: Vec<Span>,
    ) -> Vec<Span> {
        let Some(taken) = self.0.get(&(person_id.to_owned(), date)) else {
            return spans;
        };
        let minute = |minute| u16::try_from(minute).unwrap_or_default();
        let left = |span: Span| without((i64::from(span.start), i64::from(span.end)), taken);
        let left = spans.into_iter().flat_map(left);
        left.map(|(start, end)| Span {
            start: minute(start),
            end: minute(end),
        })
        .collect()
    }
}
