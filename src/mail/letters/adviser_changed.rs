//! Adviser changed, to a resident: the appointment stays when and where it is, but somebody else is there.

use super::super::{LetterError, Method};
use super::Letter;
use super::appointment::Appointment;
use super::body::{Button, Content};
use crate::texts::Lang;

/// An appointment that another adviser, or another interpreter, takes over.
#[derive(Debug, Clone)]
pub struct AdviserChanged {
    /// The appointment as it is now.
    pub appointment: Appointment,
    /// The resident's page.
    pub link: String,
}

impl Letter for AdviserChanged {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let arguments = [("when", self.appointment.when(lang).into())];
        Ok(Content {
            subject: lang.text_with("letter-adviser-changed-subject", &arguments),
            lead: vec![
                lang.text_with("letter-adviser-changed-lead", &arguments),
                lang.text("letter-adviser-changed-next"),
            ],
            facts: self.appointment.facts(lang),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-appointment-button"),
                url: self.link.clone(),
            }),
            notes: vec![lang.text("letter-link-yours")],
            method: Method::Request,
            // Nothing that stands in the calendar has changed.
            events: Vec::new(),
        })
    }
}
