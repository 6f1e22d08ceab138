//! Time offered, to a resident: a time that was found for them, to accept or refuse.

use chrono::{DateTime, Utc};

use super::super::{LetterError, Method};
use super::Letter;
use super::appointment::Appointment;
use super::body::{Button, Content};
use super::duty::instant_text;
use crate::texts::Lang;

/// A time that is held for a resident.
#[derive(Debug, Clone)]
pub struct TimeOffered {
    /// The appointment that it would be.
    pub appointment: Appointment,
    /// Until when it is held.
    pub answer_by: DateTime<Utc>,
    /// The page with the buttons.
    pub link: String,
}

impl Letter for TimeOffered {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let arguments = [
            ("when", self.appointment.when(lang).into()),
            (
                "deadline",
                instant_text(lang, self.answer_by, self.appointment.zone).into(),
            ),
        ];
        Ok(Content {
            subject: lang.text_with("letter-offer-subject", &arguments),
            lead: vec![lang.text_with("letter-offer-lead", &arguments)],
            facts: self.appointment.facts(lang),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-offer-button"),
                url: self.link.clone(),
            }),
            notes: vec![
                lang.text("letter-offer-free"),
                lang.text("letter-link-yours"),
            ],
            method: Method::Request,
            // It is in nobody's calendar before it is taken.
            events: Vec::new(),
        })
    }
}
