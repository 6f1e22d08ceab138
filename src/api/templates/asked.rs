//! What belongs to a demand template, as a body says it: checked, and written to its rows.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::body::{AskedLanguageBody, OptionBody};
use crate::domain::availability::minute_of;
use crate::domain::demand::{Recurrence, RecurrenceError};
use crate::domain::language::{Level, Tag};
use crate::store::templates::{Asked, OptionRow, TemplateLanguageRow, TemplateSkillRow};
use crate::web::check::Checks;

/// Most options of one template.
const MOST: usize = 50;

/// What a body says; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub(super) struct AskedSaid {
    pub(super) options: Option<Vec<OptionBody>>,
    pub(super) skills: Option<Vec<String>>,
    pub(super) any_skills: Option<Vec<String>>,
    pub(super) languages: Option<Vec<AskedLanguageBody>>,
}

fn each<T>(list: &Option<Vec<T>>) -> &[T] {
    list.as_deref().unwrap_or_default()
}

impl AskedSaid {
    /// Ids of all topics that it names.
    pub(super) fn skill_ids(&self) -> Vec<String> {
        [each(&self.skills), each(&self.any_skills)].concat()
    }

    /// Checks all of it: `then` is what would belong to the template, `known` the topics there are.
    pub(super) fn check(
        &self,
        checks: &mut Checks,
        first_date: NaiveDate,
        then: &Asked,
        known: &[String],
    ) {
        for (name, ids) in [("skills", &self.skills), ("any_skills", &self.any_skills)] {
            for (n, id) in each(ids).iter().enumerate() {
                checks.known(&format!("{name}/{n}"), id, known.contains(id));
            }
        }
        let mut seen = HashSet::new();
        if then
            .skills
            .iter()
            .any(|skill| !seen.insert(&skill.skill_id))
        {
            checks.wrong_with("any_skills", "problem-place-twice");
        }
        self.check_languages(checks);
        checks.given("options", then.options.iter().any(|option| option.active));
        checks.at_most("options", each(&self.options).len(), MOST);
        let mut seen = HashSet::new();
        for (n, option) in each(&self.options).iter().enumerate() {
            option.check(checks, &format!("options/{n}"), first_date);
            if !seen.insert(&option.code) {
                checks.wrong_with(&format!("options/{n}/code"), "problem-place-twice");
            }
        }
    }

    fn check_languages(&self, checks: &mut Checks) {
        let levels = Level::ALL.map(Level::as_str);
        let mut seen = HashSet::new();
        for (n, asked) in each(&self.languages).iter().enumerate() {
            let place = |field: &str| format!("languages/{n}/{field}");
            checks.language(&place("tag"), &asked.tag);
            if !seen.insert(tag(asked)) {
                checks.wrong_with(&place("tag"), "problem-place-twice");
            }
            checks.word(&place("level"), &asked.level, &levels);
        }
    }

    /// Writes what is said over what belongs to the template. An option keeps its row by its code; one that is not named any more stays for
    /// the duties that came of it, and falls no more.
    pub(super) fn apply(&self, template_id: &str, asked: &mut Asked, new_id: impl Fn() -> String) {
        let template_id = || template_id.to_owned();
        for (need, ids) in [("all", &self.skills), ("any", &self.any_skills)] {
            let Some(ids) = ids else { continue };
            asked.skills.retain(|skill| skill.need != need);
            let row = |skill_id: &String| TemplateSkillRow {
                template_id: template_id(),
                skill_id: skill_id.clone(),
                need: need.to_owned(),
            };
            asked.skills.extend(ids.iter().map(row));
        }
        if let Some(all) = &self.languages {
            let row = |asked: &AskedLanguageBody| TemplateLanguageRow {
                template_id: template_id(),
                tag: tag(asked),
                level: asked.level.clone(),
            };
            asked.languages = all.iter().map(row).collect();
        }
        if let Some(all) = &self.options {
            let old = |code: &str| asked.options.iter().find(|old| old.code == code);
            let row = |said: &OptionBody| OptionRow {
                id: old(&said.code).map_or_else(&new_id, |old| old.id.clone()),
                template_id: template_id(),
                code: said.code.clone(),
                rrule: said.rrule.trim().to_owned(),
                start_minute: i32::from(minute_of(&said.from).unwrap_or(0)),
                end_minute: i32::from(minute_of(&said.to).unwrap_or(0)),
                active: true,
            };
            let mut rows: Vec<OptionRow> = all.iter().map(row).collect();
            let gone = asked.options.drain(..).map(|option| OptionRow {
                active: false,
                ..option
            });
            let gone: Vec<OptionRow> = gone
                .filter(|old| rows.iter().all(|row| row.code != old.code))
                .collect();
            rows.extend(gone);
            asked.options = rows;
        }
        asked.sort();
    }
}

impl OptionBody {
    fn check(&self, checks: &mut Checks, place: &str, first_date: NaiveDate) {
        let at = |name: &str| format!("{place}/{name}");
        checks.code(&at("code"), &self.code);
        match Recurrence::parse(self.rrule.trim(), first_date) {
            Ok(_) => {}
            Err(RecurrenceError::Syntax(value, _)) => {
                checks.wrong(
                    &at("rrule"),
                    "problem-place-rule",
                    vec![("value", value.into())],
                );
            }
            Err(RecurrenceError::TimeOfDay(value)) => {
                let value = vec![("value", value.into())];
                checks.wrong(&at("rrule"), "problem-place-rule-time", value);
            }
        }
        let mut minute = |name: &str, text: &str| {
            let read = minute_of(text);
            if read.is_none() {
                checks.clock(&at(name), text);
            }
            read
        };
        let (from, to) = (minute("from", &self.from), minute("to", &self.to));
        if let (Some(from), Some(to)) = (from, to) {
            checks.order(&at("to"), from < to);
        }
    }
}

/// The tag in its canonical case; one that is none was told of.
fn tag(asked: &AskedLanguageBody) -> String {
    Tag::parse(&asked.tag).map_or_else(|| asked.tag.clone(), |tag| tag.to_string())
}
