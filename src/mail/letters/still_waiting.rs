//! Still waiting, to a resident: no time was found yet, and why.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::super::{LetterError, Method};
use super::Letter;
use super::body::{Button, Content};
use super::duty::instant_text;
use crate::texts::Lang;

/// Word to somebody for whom there is no time yet.
#[derive(Debug, Clone)]
pub struct StillWaiting {
    /// What they name on the telephone.
    pub code: String,
    /// Why there is none: a message of `offers.ftl`.
    pub reason: &'static str,
    /// By when they have word again.
    pub word_by: DateTime<Utc>,
    /// The city's zone.
    pub zone: Tz,
    /// The resident's page.
    pub link: String,
}

impl Letter for StillWaiting {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let until = instant_text(lang, self.word_by, self.zone);
        Ok(Content {
            subject: lang.text_with(
                "letter-waiting-subject",
                &[("code", self.code.as_str().into())],
            ),
            lead: vec![
                lang.text("letter-waiting-lead"),
                lang.text(self.reason),
                lang.text_with("letter-waiting-next", &[("until", until.into())]),
            ],
            facts: Vec::new(),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-waiting-button"),
                url: self.link.clone(),
            }),
            notes: vec![
                lang.text("letter-waiting-urgent"),
                lang.text("letter-link-yours"),
            ],
            method: Method::Request,
            events: Vec::new(),
        })
    }
}
