//! Cancelled: a duty is no longer needed, and leaves the calendar.

use super::super::{Answer, LetterError, Method};
use super::Letter;
use super::body::Content;
use super::duty::Duty;
use crate::texts::Lang;

/// A duty that is no longer needed.
#[derive(Debug, Clone)]
pub struct Cancelled {
    /// The duty, with a sequence above the one told before.
    pub duty: Duty,
    /// Why, in the coordinator's words; may be empty.
    pub reason: String,
}

impl Letter for Cancelled {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let arguments = [
            ("when", self.duty.when(lang).into()),
            ("station", self.duty.station.as_str().into()),
        ];
        let mut lead = vec![lang.text("letter-cancelled-lead")];
        if !self.reason.trim().is_empty() {
            let reason = [("reason", self.reason.trim().into())];
            lead.push(lang.text_with("letter-cancelled-reason", &reason));
        }
        Ok(Content {
            subject: lang.text_with("letter-cancelled-subject", &arguments),
            lead,
            facts: Vec::new(),
            rows: vec![self.duty.row(lang)],
            button: None,
            notes: vec![lang.text("letter-calendar-removed")],
            method: Method::Cancel,
            events: vec![self.duty.event(lang, Answer::Given)],
        })
    }
}
