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
    /// The one that falls through, in whose place it is.
    pub instead_of: Option<Appointment>,
    /// Until when it is held.
    pub answer_by: DateTime<Utc>,
    /// The page with the buttons.
    pub link: String,
}

impl Letter for TimeOffered {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let before = self.instead_of.as_ref();
        let arguments = [
            ("when", self.appointment.when(lang).into()),
            (
                "deadline",
                instant_text(lang, self.answer_by, self.appointment.zone).into(),
            ),
            ("before", before.map(|one| one.when(lang)).into()),
        ];
        let (subject, lead) = match before {
            None => ("letter-offer-subject", "letter-offer-lead"),
            Some(_) => ("letter-offer-instead-subject", "letter-offer-instead-lead"),
        };
        let mut notes = vec![
            lang.text("letter-offer-free"),
            lang.text("letter-link-yours"),
        ];
        if before.is_some() {
            notes.push(lang.text("letter-calendar-removed-before"));
        }
        Ok(Content {
            subject: lang.text_with(subject, &arguments),
            lead: vec![lang.text_with(lead, &arguments)],
            facts: self.appointment.facts(lang),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-offer-button"),
                url: self.link.clone(),
            }),
            notes,
            method: Method::Cancel,
            // What is offered is in nobody's calendar before it is taken; what falls through goes out of it.
            events: before.map(|one| one.event(lang)).into_iter().collect(),
        })
    }
}
