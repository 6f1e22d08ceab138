//! Appointment confirmed, to a resident: booked, or moved to another time.

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
    /// The one that it takes the place of.
    pub instead_of: Option<Appointment>,
    /// The resident's page.
    pub link: String,
}

impl Letter for AppointmentConfirmed {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let when = self.appointment.when(lang);
        let when = ("when", when.as_str().into());
        let (subject, lead) = match &self.instead_of {
            None => (
                lang.text_with("letter-appointment-subject", &[when]),
                lang.text("letter-appointment-lead"),
            ),
            Some(before) => {
                let before = before.when(lang);
                let both = [when, ("before", before.as_str().into())];
                (
                    lang.text_with("letter-appointment-moved-subject", &both),
                    lang.text_with("letter-appointment-moved-lead", &both),
                )
            }
        };
        let advice = match self.appointment.place {
            Place::Station { .. } => "letter-appointment-bring",
            Place::Video => "letter-appointment-video",
        };
        let mut notes = vec![
            lang.text(advice),
            lang.text("letter-appointment-cannot"),
            lang.text("letter-link-yours"),
        ];
        if self.instead_of.is_some() {
            notes.push(lang.text("letter-calendar-moved"));
        }
        Ok(Content {
            subject,
            lead: vec![lead],
            facts: self.appointment.facts(lang),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-appointment-button"),
                url: self.link.clone(),
            }),
            notes,
            method: Method::Request,
            events: vec![self.appointment.event(lang)],
        })
    }
}
