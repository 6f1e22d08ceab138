//! Please say when you can serve next month: one letter, and two that remind.

use chrono::NaiveDate;

use super::super::{LetterError, Method};
use super::Letter;
use super::body::{Button, Content};
use crate::texts::Lang;

/// When somebody can serve is wanted for a month.
#[derive(Debug, Clone)]
pub struct TimesWanted {
    /// `2026-12`.
    pub month: String,
    /// The district's name.
    pub district: String,
    /// The last day on which it helps.
    pub due: NaiveDate,
    /// The page with their times.
    pub link: String,
    /// Whether they were asked before.
    pub is_reminder: bool,
}

impl Letter for TimesWanted {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let arguments = [
            ("month", lang.month(&self.month).into()),
            ("district", self.district.as_str().into()),
            ("due", lang.long_date(self.due).into()),
        ];
        let [subject, lead] = match self.is_reminder {
            false => ["letter-times-subject", "letter-times-lead"],
            true => ["letter-times-again-subject", "letter-times-again-lead"],
        };
        Ok(Content {
            subject: lang.text_with(subject, &arguments),
            lead: vec![
                lang.text_with(lead, &arguments),
                lang.text("letter-times-how"),
            ],
            facts: Vec::new(),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-times-button"),
                url: self.link.clone(),
            }),
            notes: vec![lang.text("letter-times-link")],
            method: Method::Request,
            events: Vec::new(),
        })
    }
}
