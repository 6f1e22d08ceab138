//! The resident's result page: an appointment with when, where and with whom, or an honest word about waiting.

use askama::Template;

use super::duty_mark;
use super::frame::Frame;
use crate::actions::show_result::{BookedView, ResultView, Standing};
use crate::texts::Lang;

/// The page.
#[derive(Debug, Template)]
#[template(path = "appointment.html")]
pub struct AppointmentPage {
    /// What stands around it.
    pub frame: Frame,
    /// The code to remember and to name on the telephone.
    pub code: String,
    /// What it is about.
    pub topic: String,
    /// Where it stands.
    pub result: Result,
}

/// Where a request stands.
#[derive(Debug)]
pub enum Result {
    /// An appointment.
    Booked(Booked),
    /// No appointment yet.
    Waiting,
    /// Cancelled, moved, attended or missed: in words.
    Over(String),
}

/// An appointment.
#[derive(Debug)]
pub struct Booked {
    /// `2026年12月3日 星期四`.
    pub date: String,
    /// `09:00–09:30`.
    pub time: String,
    /// The station; empty by video.
    pub station: String,
    /// Its address; empty by video.
    pub address: String,
    /// Its telephone; may be empty.
    pub phone: String,
    /// The adviser.
    pub adviser: String,
    /// The interpreter; empty where the adviser speaks the language.
    pub interpreter: String,
    /// The language spoken, by name.
    pub language: String,
}

impl AppointmentPage {
    /// The page of what became of a request.
    #[must_use]
    pub fn new(frame: Frame, view: &ResultView) -> Self {
        let lang = frame.lang;
        Self {
            code: view.code.clone(),
            topic: duty_mark::name(lang, &view.topic).to_owned(),
            result: match &view.standing {
                Standing::Booked(booked) => Result::Booked(Booked::new(lang, booked)),
                Standing::Waiting => Result::Waiting,
                Standing::Closed => Result::Over(lang.text("appointment-withdrawn")),
                Standing::Over(state) => {
                    Result::Over(lang.word("appointment-state", state.as_str()))
                }
            },
            frame,
        }
    }
}

impl Booked {
    fn new(lang: Lang, view: &BookedView) -> Self {
        let station = view.station.as_ref();
        let languages: Vec<String> = view
            .languages
            .iter()
            .map(|tag| lang.word("language", tag))
            .collect();
        Self {
            date: lang.long_date(view.date),
            time: lang.span(view.start, view.end),
            station: station.map_or_else(String::new, |s| s.name.clone()),
            address: station.map_or_else(String::new, |s| s.address.clone()),
            phone: station.map_or_else(String::new, |s| s.phone.clone()),
            adviser: view.adviser.clone(),
            interpreter: view.interpreter.clone().unwrap_or_default(),
            language: languages.join(&lang.text("list-separator")),
        }
    }
}
