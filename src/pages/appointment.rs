//! The resident's result page: an appointment with when, where and with whom, or an honest word about waiting.

use askama::Template;

use super::frame::Frame;

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
