//! One station's month, made to be printed on A4 and hung up.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get};
use askama::Template;

use super::duty_mark::{self, DayMark, DutyMark};
use super::frame::Frame;
use super::html;
use super::month_grid::{month_path, station_path};
use crate::actions::show_month::{Month, show_month};
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::places;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// The page.
#[derive(Debug, Template)]
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

#[get("/stations/{station}/months/{month}")]
pub(super) async fn show_station_page(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
    lang: Lang,
) -> Result<HttpResponse, Problem> {
    let (station_id, name) = path.into_inner();
    let id = station_id.clone();
    let station = blocking::read(&service, move |c| places::find_station(c, &id)).await?;
    let district_id = station.ok_or_else(Problem::not_found)?.district_id;
    let district = caller
        .district(&service, Deed::SeePeople, &district_id)
        .await?;
    let month = blocking::run(&service, move |service| {
        show_month(&service.store, &district, &name)
    })
    .await?;
    let mut stations = month.stations.iter();
    let number = stations
        .position(|station| station.id == station_id)
        .ok_or_else(Problem::not_found)?;
    let frame = Frame::new(lang, station_path(&station_id, &month.month)).signed_in(caller.name);
    html(&StationMonthPage::new(frame, &month, number))
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
