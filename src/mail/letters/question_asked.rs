//! Question asked, to whoever can answer it: that a resident asks a person, or still has no answer. Neither who nor what: that stands behind the sign-in.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::super::{LetterError, Method};
use super::Letter;
use super::body::{Button, Content};
use super::duty::instant_text;
use crate::texts::Lang;

/// Word of a question.
#[derive(Debug, Clone)]
pub struct QuestionAsked {
    /// What the resident names on the telephone.
    pub code: String,
    /// Since when it waits.
    pub asked_at: DateTime<Utc>,
    /// By when the resident was promised an answer.
    pub answer_by: DateTime<Utc>,
    /// The city's zone.
    pub zone: Tz,
    /// The list of open questions.
    pub link: String,
    /// Whether that time is over, and this reminds of it.
    pub is_overdue: bool,
}

impl Letter for QuestionAsked {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let arguments = [
            ("code", self.code.as_str().into()),
            ("since", instant_text(lang, self.asked_at, self.zone).into()),
            (
                "until",
                instant_text(lang, self.answer_by, self.zone).into(),
            ),
        ];
        let [subject, lead, promise] = match self.is_overdue {
            false => [
                "letter-asked-subject",
                "letter-asked-lead",
                "letter-asked-promise",
            ],
            true => [
                "letter-overdue-subject",
                "letter-overdue-lead",
                "letter-overdue-promise",
            ],
        };
        Ok(Content {
            subject: lang.text_with(subject, &arguments),
            lead: vec![
                lang.text_with(lead, &arguments),
                lang.text_with(promise, &arguments),
            ],
            facts: Vec::new(),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-asked-button"),
                url: self.link.clone(),
            }),
            notes: vec![lang.text("letter-asked-sealed")],
            method: Method::Request,
            events: Vec::new(),
        })
    }
}
