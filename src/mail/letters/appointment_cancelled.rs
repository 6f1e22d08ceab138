//! Appointment cancelled, to a resident: because who should have been there cannot come, or because somebody asked for it.

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
    /// Why.
    pub why: WhyCancelled,
}

/// Why an appointment does not take place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyCancelled {
    /// Adviser or interpreter cannot come: another time is being looked for.
    NobodyComes,
    /// It was asked for, and another time is wished for.
    WantsAnother,
    /// It was asked for, and that is the end of it.
    NoLongerNeeded,
}

impl Letter for AppointmentCancelled {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let when = self.appointment.when(lang);
        let arguments = [("when", when.as_str().into())];
        let lead = match self.why {
            WhyCancelled::NobodyComes => "letter-appointment-off-lead",
            WhyCancelled::WantsAnother | WhyCancelled::NoLongerNeeded => {
                "letter-appointment-off-asked"
            }
        };
        let next = match self.why {
            WhyCancelled::NobodyComes | WhyCancelled::WantsAnother => "letter-appointment-off-next",
            WhyCancelled::NoLongerNeeded => "letter-appointment-off-end",
        };
        Ok(Content {
            subject: lang.text_with("letter-appointment-off-subject", &arguments),
            lead: vec![lang.text_with(lead, &arguments), lang.text(next)],
            facts: self.appointment.facts(lang),
            rows: Vec::new(),
            button: None,
            notes: vec![lang.text("letter-calendar-removed")],
            method: Method::Cancel,
            events: vec![self.appointment.event(lang)],
        })
    }
}
