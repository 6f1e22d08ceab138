//! Thank you: a confirmation is noted, or that somebody cannot come.

use super::super::{Answer, LetterError, Method};
use super::Letter;
use super::body::{Button, Content};
use super::duty::Duty;
use crate::texts::Lang;

/// What somebody is thanked for.
#[derive(Debug, Clone)]
pub enum ThankYou {
    /// The receiver confirmed these duties. The calendar shows them as accepted.
    Confirmed {
        /// The duties; at least one.
        duties: Vec<Duty>,
        /// The page where one can still be declined.
        link: String,
    },
    /// The receiver declined this duty. It leaves the calendar.
    Declined {
        /// The duty, with a sequence above the one told before.
        duty: Duty,
    },
}

impl Letter for ThankYou {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        match self {
            Self::Confirmed { duties, link } => confirmed(lang, duties, link),
            Self::Declined { duty } => Ok(declined(lang, duty)),
        }
    }
}

fn confirmed(lang: Lang, duties: &[Duty], link: &str) -> Result<Content, LetterError> {
    if duties.is_empty() {
        return Err(LetterError::NoDuties);
    }
    let events = duties.iter();
    Ok(Content {
        subject: lang.count("letter-confirmed-subject", duties.len()),
        lead: vec![lang.count("letter-confirmed-lead", duties.len())],
        facts: Vec::new(),
        rows: duties.iter().map(|duty| duty.row(lang)).collect(),
        button: Some(Button {
            label: lang.text("letter-confirmed-button"),
            url: link.to_owned(),
        }),
        notes: vec![
            lang.text("letter-confirmed-change"),
            lang.count("letter-calendar", duties.len()),
        ],
        method: Method::Request,
        events: events.map(|duty| duty.event(lang, Answer::Given)).collect(),
    })
}

fn declined(lang: Lang, duty: &Duty) -> Content {
    let arguments = [
        ("when", duty.when(lang).into()),
        ("station", duty.station.as_str().into()),
    ];
    Content {
        subject: lang.text_with("letter-declined-subject", &arguments),
        lead: vec![lang.text_with("letter-declined-lead", &arguments)],
        facts: Vec::new(),
        rows: Vec::new(),
        button: None,
        notes: vec![lang.text("letter-calendar-removed")],
        method: Method::Cancel,
        events: vec![duty.event(lang, Answer::Given)],
    }
}
