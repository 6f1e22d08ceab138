//! One station's month, made to be printed on A4 and hung up.

use askama::Template;
use askama_web::WebTemplate;

use super::duty_mark::{self, DayMark, DutyMark};
use super::frame::Frame;
use super::month_grid::month_path;
use crate::actions::show_month::Month;

/// The page.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "station_month.html")]
pub struct StationMonthPage {
    /// What stands around it.
    pub frame: Frame,
    /// The station.
    pub station: String,
    /// Its address.
    pub address: String,
    /// Its telephone.
    pub phone: String,
    /// The district.
    pub district: String,
    /// The district's month.
    pub back: String,
    /// `2026年12月`.
    pub month: String,
    /// Where the roster stands, in words.
    pub state: String,
    /// Whether people were asked: before that, the page says that it may change.
    pub published: bool,
    /// Duties and holidays by date.
    pub lines: Vec<StationDay>,
}

/// A day of the station.
#[derive(Debug)]
pub struct StationDay {
    /// Its head.
    pub day: DayMark,
    /// Its duties.
    pub duties: Vec<DutyMark>,
}

impl StationMonthPage {
    /// The page of the station with this index into [`Month::stations`].
    #[must_use]
    pub fn new(frame: Frame, month: &Month, station: usize) -> Self {
        let lang = frame.lang;
        let there = &month.stations[station];
        let lines = month
            .days
            .iter()
            .map(|day| StationDay {
                day: DayMark::new(lang, day),
                duties: month
                    .duties
                    .iter()
                    .filter(|duty| duty.station == station && duty.date == day.date)
                    .map(|duty| DutyMark::new(lang, month, duty))
                    .collect(),
            })
            .filter(|line| !line.duties.is_empty() || !line.day.badge.is_empty())
            .collect();
        Self {
            station: there.name.clone(),
            address: there.address.clone(),
            phone: there.phone.clone(),
            district: duty_mark::name(lang, &month.district).to_owned(),
            back: month_path(&month.district_id, &month.month),
            month: lang.month(&month.month),
            state: lang.word("roster-state", month.state.as_str()),
            published: month.version > 0,
            lines,
            frame,
        }
    }
}
