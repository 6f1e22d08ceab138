//! Please replace: somebody is asked to take one duty that another cannot hold.

use chrono::{DateTime, Utc};

use super::super::{Answer, LetterError, Method};
use super::Letter;
use super::body::{Button, Content};
use super::duty::{Duty, instant_text};
use crate::texts::Lang;

/// One duty that needs somebody.
#[derive(Debug, Clone)]
pub struct PleaseReplace {
    /// The duty, as the asked person would hold it.
    pub duty: Duty,
    /// Who asks: the coordinator's or the district's name.
    pub asker: String,
    /// Until when an answer is needed.
    pub answer_by: DateTime<Utc>,
    /// The page with the buttons.
    pub link: String,
}

impl Letter for PleaseReplace {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let arguments = [
            ("when", self.duty.when(lang).into()),
            ("station", self.duty.station.as_str().into()),
            ("asker", self.asker.as_str().into()),
            (
                "deadline",
                instant_text(lang, self.answer_by, self.duty.zone).into(),
            ),
        ];
        Ok(Content {
            subject: lang.text_with("letter-replace-subject", &arguments),
            lead: vec![lang.text_with("letter-replace-lead", &arguments)],
            facts: Vec::new(),
            rows: vec![self.duty.row(lang)],
            button: Some(Button {
                label: lang.text("letter-replace-button"),
                url: self.link.clone(),
            }),
            notes: vec![
                lang.text("letter-replace-free"),
                lang.text("letter-link-yours"),
            ],
            method: Method::Request,
            events: vec![self.duty.event(lang, Answer::Wanted)],
        })
    }
}
