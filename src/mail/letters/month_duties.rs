//! The duties of the month: one letter a person a roster, with every duty, to be confirmed or declined behind one link.

use chrono::{DateTime, Utc};

use super::super::{Answer, LetterError, Method};
use super::Letter;
use super::body::{Button, Content};
use super::duty::{Duty, instant_text};
use crate::texts::Lang;

/// All duties of one person in one roster.
#[derive(Debug, Clone)]
pub struct MonthDuties {
    /// `2026-12`.
    pub month: String,
    /// The district's name.
    pub district: String,
    /// The duties, in the order in which they are shown; at least one.
    pub duties: Vec<Duty>,
    /// Until when an answer is hoped for.
    pub answer_by: DateTime<Utc>,
    /// The page with the buttons.
    pub link: String,
    /// When the link ends.
    pub link_ends: DateTime<Utc>,
}

impl Letter for MonthDuties {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let zone = self.duties.first().ok_or(LetterError::NoDuties)?.zone;
        let count = i64::try_from(self.duties.len()).unwrap_or(i64::MAX);
        let arguments = [
            ("count", count.into()),
            ("month", lang.month(&self.month).into()),
            ("district", self.district.as_str().into()),
            ("deadline", instant_text(lang, self.answer_by, zone).into()),
        ];
        let ends = instant_text(lang, self.link_ends, zone);
        let events = self.duties.iter();
        Ok(Content {
            subject: lang.text_with("letter-month-subject", &arguments),
            lead: vec![lang.text_with("letter-month-lead", &arguments)],
            facts: Vec::new(),
            rows: self.duties.iter().map(|duty| duty.row(lang)).collect(),
            button: Some(Button {
                label: lang.text("letter-month-button"),
                url: self.link.clone(),
            }),
            notes: vec![
                lang.text_with("letter-link-ends", &[("ends", ends.into())]),
                lang.count("letter-calendar", count),
            ],
            method: Method::Request,
            events: events
                .map(|duty| duty.event(lang, Answer::Wanted))
                .collect(),
        })
    }
}
