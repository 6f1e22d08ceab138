//! Licences and approvals end, to whoever plans with those who hold them.

use chrono::NaiveDate;

use super::super::{LetterError, Method};
use super::Letter;
use super::body::{Button, Content, Fact};
use crate::domain::qualification::QualificationKind;
use crate::texts::Lang;

/// Something that ends on one day for people of one pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingTogether {
    /// What ends.
    pub kind: QualificationKind,
    /// The pool's name, and that in English.
    pub pool: (String, String),
    /// Its last day.
    pub until: NaiveDate,
    /// How many days that is from today.
    pub days: i64,
    /// Names and codes.
    pub people: Vec<(String, String)>,
}

impl EndingTogether {
    /// When it ends: `2027年3月1日 星期一（还有 7 天）`.
    #[must_use]
    pub fn when(&self, lang: Lang) -> String {
        let arguments = [
            ("date", lang.long_date(self.until).into()),
            ("days", self.days.into()),
        ];
        lang.text_with("ending-when", &arguments)
    }

    /// What ends and whose: `法律顾问的执业证件：周明远（A001）`.
    #[must_use]
    pub fn whose(&self, lang: Lang) -> String {
        let person = |(name, code): &(String, String)| {
            let arguments = [
                ("name", name.as_str().into()),
                ("code", code.as_str().into()),
            ];
            lang.text_with("ending-person", &arguments)
        };
        let people: Vec<String> = self.people.iter().map(person).collect();
        let arguments = [
            ("pool", lang.name(&self.pool.0, &self.pool.1).into()),
            ("people", people.join(&lang.text("list-separator")).into()),
        ];
        let message = match self.kind {
            QualificationKind::Licence => "ending-licence",
            QualificationKind::Approval => "ending-approval",
        };
        lang.text_with(message, &arguments)
    }
}

/// What ends soon.
#[derive(Debug, Clone)]
pub struct QualificationsEnd {
    /// By date.
    pub together: Vec<EndingTogether>,
    /// The list on the first page.
    pub link: String,
}

impl Letter for QualificationsEnd {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let people: usize = self.together.iter().map(|one| one.people.len()).sum();
        let count = i64::try_from(people).unwrap_or(i64::MAX);
        let facts = self.together.iter().map(|one| Fact {
            label: one.when(lang),
            value: one.whose(lang),
        });
        Ok(Content {
            subject: lang.text_with("letter-ending-subject", &[("count", count.into())]),
            lead: vec![lang.text("letter-ending-lead")],
            facts: facts.collect(),
            rows: Vec::new(),
            button: Some(Button {
                label: lang.text("letter-ending-button"),
                url: self.link.clone(),
            }),
            notes: vec![lang.text("letter-ending-again")],
            method: Method::Request,
            events: Vec::new(),
        })
    }
}
