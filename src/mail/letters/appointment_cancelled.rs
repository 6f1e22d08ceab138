//! Appointment cancelled, to a resident: who should have been there cannot come, and another time is being looked for.

use super::super::{LetterError, Method};
use super::Letter;
use super::appointment::Appointment;
use super::body::Content;
use crate::texts::Lang;

/// An appointment that does not take place.
#[derive(Debug, Clone)]
pub struct AppointmentCancelled {
    /// The appointment, with a sequence above the one told before.
    pub appointment: Appointment,
}

impl Letter for AppointmentCancelled {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let when = self.appointment.when(lang);
        let arguments = [("when", when.as_str().into())];
        Ok(Content {
            subject: lang.text_with("letter-appointment-off-subject", &arguments),
            lead: vec![
                lang.text_with("letter-appointment-off-lead", &arguments),
                lang.text("letter-appointment-off-next"),
            ],
            facts: self.appointment.facts(lang),
            rows: Vec::new(),
            button: None,
            notes: vec![lang.text("letter-calendar-removed")],
            method: Method::Cancel,
            events: vec![self.appointment.event(lang)],
        })
    }
}
