//! Please choose a password: to who is let in, or has forgotten theirs.

use super::super::{LetterError, Method};
use super::Letter;
use super::body::{Button, Content};
use crate::texts::Lang;

/// A password can be chosen by a link.
#[derive(Debug, Clone)]
pub struct ChoosePassword {
    /// The city's name.
    pub city: String,
    /// The address with which the receiver signs in.
    pub email: String,
    /// How many days the link opens the page.
    pub days: i64,
    /// The page.
    pub link: String,
    /// Whether they have no password yet.
    pub is_new: bool,
}

impl Letter for ChoosePassword {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let arguments = [
            ("city", self.city.as_str().into()),
            ("email", self.email.as_str().into()),
            ("days", self.days.into()),
        ];
        let [subject, lead] = match self.is_new {
            true => ["letter-let-in-subject", "letter-let-in-lead"],
            false => ["letter-password-subject", "letter-password-lead"],
        };
        let said = |id| lang.text_with(id, &arguments);
        Ok(Content {
            subject: said(subject),
            lead: vec![said(lead), said("letter-password-how")],
            facts: Vec::new(),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-password-button"),
                url: self.link.clone(),
            }),
            notes: vec![said("letter-password-link")],
            method: Method::Request,
            events: Vec::new(),
        })
    }
}
