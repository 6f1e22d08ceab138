//! What the law asks for beside a month: what cannot be met, what is not met, by whose word it was published all the same. Part of the
//! month's page.

use crate::actions::check_minima::{NamedUnder, Override};
use crate::actions::show_month::Month;
use crate::texts::Lang;
use crate::web::minima::{Sight, said};

/// A month beside what the law asks for.
#[derive(Debug, Default)]
pub struct LawMark {
    /// What stands above the list; empty where everything is met.
    pub title: String,
    /// What cannot be met, or is not met.
    pub lines: Vec<LawLine>,
    /// By whose word it was published all the same.
    pub overrides: Vec<OverrideMark>,
}

/// Something that is not met.
#[derive(Debug)]
pub struct LawLine {
    /// In a sentence.
    pub text: String,
    /// Where the regulation can be read; may be empty.
    pub url: String,
}

/// By whose word a version was published.
#[derive(Debug)]
pub struct OverrideMark {
    /// Which version, whose word, when.
    pub title: String,
    /// Why.
    pub reason: String,
    /// What was not met then.
    pub lines: Vec<LawLine>,
}

impl LawMark {
    /// Of a month: what cannot be met until somebody is on it, what is not met since.
    #[must_use]
    pub fn new(lang: Lang, month: &Month) -> Self {
        let law = &month.law;
        let (all, sight, title) = if month.state.is_generated(month.proof.is_some()) {
            (&law.under, Sight::Held, "law-under-title")
        } else {
            (&law.cannot, Sight::Ahead, "law-ahead-title")
        };
        let is_met = all.is_empty();
        Self {
            title: if is_met {
                String::new()
            } else {
                lang.count(title, all.len())
            },
            lines: all
                .iter()
                .map(|one| LawLine::new(lang, one, sight))
                .collect(),
            overrides: law
                .overrides
                .iter()
                .map(|one| OverrideMark::new(lang, one))
                .collect(),
        }
    }
}

impl LawLine {
    fn new(lang: Lang, one: &NamedUnder, sight: Sight) -> Self {
        Self {
            text: said(lang, one, sight, true),
            url: one.under.minimum.url.clone(),
        }
    }
}

impl OverrideMark {
    fn new(lang: Lang, one: &Override) -> Self {
        let arguments = [
            ("version", i64::from(one.version).into()),
            ("by", one.given_by.as_str().into()),
            ("date", lang.short_date(one.given_on).into()),
        ];
        let lines = one.accepted.iter();
        Self {
            title: lang.text_with("law-override", &arguments),
            reason: one.reason.clone(),
            lines: lines
                .map(|one| LawLine::new(lang, one, Sight::Held))
                .collect(),
        }
    }
}
