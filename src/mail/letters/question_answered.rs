//! Question answered, to a resident: what a person says.

use super::super::{LetterError, Method};
use super::Letter;
use super::body::{Button, Content};
use crate::texts::Lang;

/// An answer.
#[derive(Clone)]
pub struct QuestionAnswered {
    /// What the resident names on the telephone.
    pub code: String,
    /// What the person says.
    pub answer: String,
    /// The resident's page.
    pub link: String,
}

impl Letter for QuestionAnswered {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let arguments = [("code", self.code.as_str().into())];
        let mut lead = vec![lang.text_with("letter-answered-lead", &arguments)];
        let lines = self.answer.lines().map(str::trim);
        lead.extend(lines.filter(|line| !line.is_empty()).map(str::to_owned));
        Ok(Content {
            subject: lang.text_with("letter-answered-subject", &arguments),
            lead,
            facts: Vec::new(),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-answered-button"),
                url: self.link.clone(),
            }),
            notes: vec![
                lang.text("letter-answered-again"),
                lang.text("letter-link-yours"),
            ],
            method: Method::Request,
            events: Vec::new(),
        })
    }
}
