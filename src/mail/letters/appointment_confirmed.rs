//! Appointment confirmed, to a resident.

use super::super::{LetterError, Method};
use super::Letter;
use super::appointment::{Appointment, Place};
use super::body::{Button, Content};
use crate::texts::Lang;

/// A booked appointment.
#[derive(Debug, Clone)]
pub struct AppointmentConfirmed {
    /// The appointment.
    pub appointment: Appointment,
    /// The resident's page.
    pub link: String,
}

impl Letter for AppointmentConfirmed {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let when = self.appointment.when(lang);
        let advice = match self.appointment.place {
            Place::Station { .. } => "letter-appointment-bring",
            Place::Video => "letter-appointment-video",
        };
        Ok(Content {
            subject: lang.text_with(
                "letter-appointment-subject",
                &[("when", when.as_str().into())],
            ),
            lead: vec![lang.text("letter-appointment-lead")],
            facts: self.appointment.facts(lang),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-appointment-button"),
                url: self.link.clone(),
            }),
            notes: vec![
                lang.text(advice),
                lang.text("letter-appointment-cannot"),
                lang.text("letter-link-yours"),
            ],
            method: Method::Request,
            events: vec![self.appointment.event(lang)],
        })
    }
}
