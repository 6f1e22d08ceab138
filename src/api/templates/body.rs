//! Demand templates as the API says them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::kept::{said, set};
use super::asked::AskedSaid;
use crate::domain::availability::clock;
use crate::store::templates::{OptionRow, TemplateLanguageRow, TemplateRow};
use crate::store::whole_templates::WholeTemplate;

/// What a station needs.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "as in the table `demand_templates`")]
pub struct TemplateBody {
    pub id: String,
    pub station_id: String,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub pool_id: String,
    pub min: i32,
    pub ideal: i32,
    pub weight: i32,
    /// Code of a pool of which somebody must be there too; null is whatever the pool itself says.
    pub supervised_by: Option<String>,
    /// `skip`, `move` or `keep`.
    pub on_holiday: String,
    /// Whether one of the options is chosen for a month and one face is wanted; else every option falls.
    pub is_series: bool,
    /// Id of the person who has it already.
    pub holder_id: Option<String>,
    pub first_date: NaiveDate,
    pub last_date: Option<NaiveDate>,
    pub slot_minutes: Option<i32>,
    /// Minutes of a break in the middle; null where there is none.
    pub break_minutes: Option<i32>,
    /// Whether residents are met by video, though the person sits at the station.
    pub by_video: bool,
    /// What is given there, such as `advice`; null is whatever the pool may give.
    pub service: Option<String>,
    /// The ways it can fall.
    pub options: Vec<OptionBody>,
    /// Ids of topics, all of which are asked for.
    pub skills: Vec<String>,
    /// Ids of topics, one of which is asked for.
    pub any_skills: Vec<String>,
    /// Languages that are asked for.
    pub languages: Vec<AskedLanguageBody>,
    /// The ETag, as a number.
    pub revision: i32,
}

/// One way a template can fall.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionBody {
    /// Its short name, once in its template.
    #[schema(example = "tue-am")]
    pub code: String,
    /// An RRULE of RFC 5545 without DTSTART and times, counted from the template's first date.
    #[schema(example = "FREQ=WEEKLY;BYDAY=TU")]
    pub rrule: String,
    /// Local time at which it begins.
    #[schema(example = "09:00")]
    pub from: String,
    /// Local time at which it ends, at most `24:00`.
    #[schema(example = "12:00")]
    pub to: String,
}

/// A language that is asked for.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedLanguageBody {
    /// Its BCP 47 tag.
    #[schema(example = "en")]
    pub tag: String,
    /// How well at least: `A1` to `C2`, or `N`.
    #[schema(example = "B2")]
    pub level: String,
}

/// A demand template to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the table `demand_templates`")]
pub struct NewTemplate {
    pub station_id: String,
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub name_en: String,
    pub pool_id: String,
    #[schema(example = 1)]
    pub min: i32,
    #[schema(example = 1)]
    pub ideal: i32,
    #[schema(example = 10)]
    pub weight: i32,
    pub supervised_by: Option<String>,
    /// `skip`, `move` or `keep`.
    #[schema(example = "move")]
    pub on_holiday: String,
    #[serde(default)]
    pub is_series: bool,
    pub holder_id: Option<String>,
    pub first_date: NaiveDate,
    pub last_date: Option<NaiveDate>,
    /// Minutes of a resident's appointment, 5 to 480; null where residents cannot book.
    pub slot_minutes: Option<i32>,
    pub break_minutes: Option<i32>,
    #[serde(default)]
    pub by_video: bool,
    pub service: Option<String>,
    /// At least one.
    pub options: Vec<OptionBody>,
    pub skills: Option<Vec<String>>,
    pub any_skills: Option<Vec<String>>,
    pub languages: Option<Vec<AskedLanguageBody>>,
}

/// What is to change of a template; what is left out stays. Months that are set up already stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the table `demand_templates`")]
pub struct TemplateChange {
    pub name: Option<String>,
    pub name_en: Option<String>,
    pub pool_id: Option<String>,
    pub min: Option<i32>,
    pub ideal: Option<i32>,
    pub weight: Option<i32>,
    /// Null is whatever the pool itself says.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    pub supervised_by: Option<Option<String>>,
    /// `skip`, `move` or `keep`.
    pub on_holiday: Option<String>,
    pub is_series: Option<bool>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    pub holder_id: Option<Option<String>>,
    pub first_date: Option<NaiveDate>,
    /// The last day on which it falls; null is open.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<NaiveDate>)]
    pub last_date: Option<Option<NaiveDate>>,
    /// Minutes of a resident's appointment, 5 to 480; null lets nobody book.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub slot_minutes: Option<Option<i32>>,
    /// Minutes of a break in the middle, 5 to 480; null takes the break away.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub break_minutes: Option<Option<i32>>,
    /// Whether residents are met by video; only where the station has video.
    pub by_video: Option<bool>,
    /// What is given there, among what the pool may give and the station offers; null is any of it.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, example = "advice")]
    pub service: Option<Option<String>>,
    /// All of them, at least one; the same holds for the lists below.
    pub options: Option<Vec<OptionBody>>,
    pub skills: Option<Vec<String>>,
    pub any_skills: Option<Vec<String>>,
    pub languages: Option<Vec<AskedLanguageBody>>,
}

impl From<OptionRow> for OptionBody {
    fn from(row: OptionRow) -> Self {
        let minute = |minute: i32| clock(u32::try_from(minute).unwrap_or(0));
        Self {
            code: row.code,
            rrule: row.rrule,
            from: minute(row.start_minute),
            to: minute(row.end_minute),
        }
    }
}

impl From<TemplateLanguageRow> for AskedLanguageBody {
    fn from(row: TemplateLanguageRow) -> Self {
        Self {
            tag: row.tag,
            level: row.level,
        }
    }
}

impl From<WholeTemplate> for TemplateBody {
    fn from(WholeTemplate { row, asked }: WholeTemplate) -> Self {
        let skills = |need: &str| {
            let of = asked.skills.iter().filter(|skill| skill.need == need);
            of.map(|skill| skill.skill_id.clone()).collect()
        };
        let options = asked.options.iter().filter(|option| option.active);
        Self {
            skills: skills("all"),
            any_skills: skills("any"),
            options: options.cloned().map(OptionBody::from).collect(),
            languages: asked.languages.into_iter().map(Into::into).collect(),
            id: row.id,
            station_id: row.station_id,
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            pool_id: row.pool_id,
            min: row.min,
            ideal: row.ideal,
            weight: row.weight,
            supervised_by: row.supervised_by,
            on_holiday: row.on_holiday,
            is_series: row.is_series,
            holder_id: row.holder_id,
            first_date: row.first_date,
            last_date: row.last_date,
            slot_minutes: row.slot_minutes,
            break_minutes: row.break_minutes,
            by_video: row.by_video,
            service: row.service,
            revision: row.revision,
        }
    }
}

impl NewTemplate {
    /// What is said of what belongs to the template.
    pub(super) fn asked(&self) -> AskedSaid {
        AskedSaid {
            options: Some(self.options.clone()),
            skills: self.skills.clone(),
            any_skills: self.any_skills.clone(),
            languages: self.languages.clone(),
        }
    }

    pub(super) fn row(self, id: String) -> TemplateRow {
        TemplateRow {
            id,
            station_id: self.station_id,
            code: self.code,
            name: self.name,
            name_en: self.name_en,
            pool_id: self.pool_id,
            min: self.min,
            ideal: self.ideal,
            weight: self.weight,
            supervised_by: self.supervised_by,
            on_holiday: self.on_holiday,
            is_series: self.is_series,
            holder_id: self.holder_id,
            first_date: self.first_date,
            last_date: self.last_date,
            slot_minutes: self.slot_minutes,
            revision: 1,
            break_minutes: self.break_minutes,
            by_video: self.by_video,
            service: self.service,
        }
    }
}

impl TemplateChange {
    /// What is said of what belongs to the template.
    pub(super) fn asked(&self) -> AskedSaid {
        AskedSaid {
            options: self.options.clone(),
            skills: self.skills.clone(),
            any_skills: self.any_skills.clone(),
            languages: self.languages.clone(),
        }
    }

    pub(super) fn apply(&self, row: &mut TemplateRow) {
        set(&mut row.name, &self.name);
        set(&mut row.name_en, &self.name_en);
        set(&mut row.pool_id, &self.pool_id);
        set(&mut row.min, &self.min);
        set(&mut row.ideal, &self.ideal);
        set(&mut row.weight, &self.weight);
        set(&mut row.supervised_by, &self.supervised_by);
        set(&mut row.on_holiday, &self.on_holiday);
        set(&mut row.is_series, &self.is_series);
        set(&mut row.holder_id, &self.holder_id);
        set(&mut row.first_date, &self.first_date);
        set(&mut row.last_date, &self.last_date);
        set(&mut row.slot_minutes, &self.slot_minutes);
        set(&mut row.break_minutes, &self.break_minutes);
        set(&mut row.by_video, &self.by_video);
        set(&mut row.service, &self.service);
    }
}
