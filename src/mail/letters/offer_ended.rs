//! Offer ended, to a resident: a time that was offered is no longer held.

use super::super::{LetterError, Method};
use super::Letter;
use super::appointment::Appointment;
use super::body::{Button, Content};
use crate::texts::Lang;

/// A time that is no longer held.
#[derive(Debug, Clone)]
pub struct OfferEnded {
    /// The appointment that it would have been.
    pub appointment: Appointment,
    /// Why.
    pub why: WhyEnded,
    /// The resident's page.
    pub link: String,
}

/// Why a time that was offered is no longer held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyEnded {
    /// There was no answer.
    Unanswered,
    /// Adviser or interpreter cannot come.
    NobodyComes,
}

impl Letter for OfferEnded {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let arguments = [("when", self.appointment.when(lang).into())];
        let lead = match self.why {
            WhyEnded::Unanswered => "letter-offer-unanswered",
            WhyEnded::NobodyComes => "letter-offer-nobody",
        };
        Ok(Content {
            subject: lang.text_with("letter-offer-over-subject", &arguments),
            lead: vec![
                lang.text_with(lead, &arguments),
                lang.text("letter-offer-over-next"),
            ],
            facts: Vec::new(),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-waiting-button"),
                url: self.link.clone(),
            }),
            notes: vec![lang.text("letter-link-yours")],
            method: Method::Request,
            events: Vec::new(),
        })
    }
}
