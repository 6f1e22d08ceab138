//! Please rate, to a resident after a visit: two questions. Neither where it was nor what about: mail is read over shoulders.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::super::{LetterError, Method};
use super::Letter;
use super::body::{Button, Content};
use super::duty::instant_text;
use crate::texts::Lang;

/// Two questions after a visit.
#[derive(Debug, Clone)]
pub struct PleaseRate {
    /// The page with the questions.
    pub link: String,
    /// Until when it opens.
    pub link_ends: DateTime<Utc>,
    /// The zone of the station; by video, of the city.
    pub zone: Tz,
}

impl Letter for PleaseRate {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let ends = instant_text(lang, self.link_ends, self.zone);
        Ok(Content {
            subject: lang.text("letter-rate-subject"),
            lead: vec![
                lang.text("letter-rate-lead"),
                lang.text("letter-rate-counted"),
            ],
            facts: Vec::new(),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-rate-button"),
                url: self.link.clone(),
            }),
            notes: vec![
                lang.text("letter-rate-free"),
                lang.text_with("letter-link-ends", &[("ends", ends.into())]),
            ],
            method: Method::Request,
            events: Vec::new(),
        })
    }
}
