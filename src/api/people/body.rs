//! People as the API says them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::kept::{said, set};
use super::own::OwnSaid;
use crate::store::people::PersonRow;
use crate::store::whole_people::WholePerson;

/// An adviser or volunteer.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "as in the table `people`")]
pub struct PersonBody {
    pub id: String,
    pub district_id: String,
    pub pool_id: String,
    pub code: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub locale: String,
    pub lat: f64,
    pub lon: f64,
    pub max_km: Option<f64>,
    /// Most turns a day; null is no limit.
    pub max_day: Option<i32>,
    /// Most turns a week.
    pub max_week: Option<i32>,
    /// Most turns a month.
    pub max_month: Option<i32>,
    /// Most stations a month.
    pub max_stations: Option<i32>,
    /// Most days in a row.
    pub max_run: Option<i32>,
    /// Most weekends a month.
    pub max_weekends: Option<i32>,
    /// Turns a month the person should serve.
    pub target: i32,
    /// `active` or `left`.
    pub state: String,
    /// The law firm; empty where there is none. Whoever is against a client of a firm meets nobody of it.
    pub firm: String,
    /// The year since which they practise their profession.
    pub practises_since: Option<i32>,
    /// What `lat` and `lon` are of: `home` or `office`.
    pub position: String,
    /// Ids of the topics they know.
    pub skills: Vec<String>,
    /// Languages, with how well each is known.
    pub languages: Vec<LanguageBody>,
    /// Ids of other districts where they may serve.
    pub also_districts: Vec<String>,
    /// Ids of stations they are never sent to.
    pub avoids: Vec<String>,
    /// Ids of stations they like best.
    pub prefers: Vec<String>,
    /// Licences and approvals.
    pub qualifications: Vec<QualificationBody>,
    /// The ETag, as a number.
    pub revision: i32,
}

/// A language that somebody knows.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LanguageBody {
    /// Its BCP 47 tag; `csl` is Chinese sign language.
    #[schema(example = "en")]
    pub tag: String,
    /// How well they speak it: `A1` to `C2`, or `N` for a native speaker.
    #[schema(example = "B2")]
    pub speaks: String,
    /// How well they understand it; null is as they speak it.
    pub understands: Option<String>,
    /// How well they read it; null where nothing was said.
    pub reads: Option<String>,
}

/// A licence, or an approval of the employer or university.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QualificationBody {
    /// `licence` or `approval`.
    #[schema(example = "approval")]
    pub kind: String,
    /// Its number; that of a licence is one person's own.
    #[schema(example = "2026-17")]
    pub number: String,
    /// Who issued it.
    #[serde(default)]
    pub issued_by: String,
    /// Its first day; null is open.
    pub valid_from: Option<NaiveDate>,
    /// Its last day; null is open.
    pub valid_until: Option<NaiveDate>,
}

/// A person to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the table `people`")]
pub struct NewPerson {
    pub district_id: String,
    pub pool_id: String,
    pub code: String,
    pub name: String,
    pub email: String,
    #[serde(default)]
    pub phone: String,
    #[schema(example = "zh-Hans")]
    pub locale: String,
    pub lat: f64,
    pub lon: f64,
    pub max_km: Option<f64>,
    pub max_day: Option<i32>,
    pub max_week: Option<i32>,
    pub max_month: Option<i32>,
    pub max_stations: Option<i32>,
    pub max_run: Option<i32>,
    pub max_weekends: Option<i32>,
    pub target: i32,
    #[serde(default)]
    pub firm: String,
    pub practises_since: Option<i32>,
    /// What `lat` and `lon` are of: `home` (where nothing is said) or `office`.
    pub position: Option<String>,
    pub skills: Option<Vec<String>>,
    pub languages: Option<Vec<LanguageBody>>,
    pub also_districts: Option<Vec<String>>,
    pub avoids: Option<Vec<String>>,
    pub prefers: Option<Vec<String>>,
    pub qualifications: Option<Vec<QualificationBody>>,
}

/// What is to change of a person; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the table `people`")]
pub struct PersonChange {
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub locale: Option<String>,
    pub target: Option<i32>,
    /// `active` or `left`.
    pub state: Option<String>,
    pub firm: Option<String>,
    /// Another district to be at home in, where the caller plans too.
    pub district_id: Option<String>,
    pub pool_id: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// How far they travel, kilometres; null is any distance.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<f64>)]
    pub max_km: Option<Option<f64>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_day: Option<Option<i32>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_week: Option<Option<i32>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_month: Option<Option<i32>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_stations: Option<Option<i32>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_run: Option<Option<i32>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_weekends: Option<Option<i32>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub practises_since: Option<Option<i32>>,
    /// `home` or `office`.
    pub position: Option<String>,
    /// All of them; the same holds for the lists below.
    pub skills: Option<Vec<String>>,
    pub languages: Option<Vec<LanguageBody>>,
    pub also_districts: Option<Vec<String>>,
    pub avoids: Option<Vec<String>>,
    pub prefers: Option<Vec<String>>,
    pub qualifications: Option<Vec<QualificationBody>>,
}

impl From<WholePerson> for PersonBody {
    fn from(WholePerson { row, own }: WholePerson) -> Self {
        let stations = |attitude: &str| {
            let of = own.stations.iter().filter(|s| s.attitude == attitude);
            of.map(|s| s.station_id.clone()).collect()
        };
        Self {
            avoids: stations("avoid"),
            prefers: stations("prefers"),
            skills: own.skills.into_iter().map(|s| s.skill_id).collect(),
            also_districts: own.districts.into_iter().map(|d| d.district_id).collect(),
            languages: own.languages.into_iter().map(LanguageBody::from).collect(),
            qualifications: own
                .qualifications
                .into_iter()
                .map(QualificationBody::from)
                .collect(),
            practises_since: row.practises_since,
            position: row.position,
            id: row.id,
            district_id: row.district_id,
            pool_id: row.pool_id,
            code: row.code,
            name: row.name,
            email: row.email,
            phone: row.phone,
            locale: row.locale,
            lat: row.lat,
            lon: row.lon,
            max_km: row.max_km,
            max_day: row.max_day,
            max_week: row.max_week,
            max_month: row.max_month,
            max_stations: row.max_stations,
            max_run: row.max_run,
            max_weekends: row.max_weekends,
            target: row.target,
            state: row.state,
            firm: row.firm,
            revision: row.revision,
        }
    }
}

impl NewPerson {
    /// What is said of what belongs to the person.
    pub(super) fn own(&self) -> OwnSaid {
        OwnSaid {
            skills: self.skills.clone(),
            languages: self.languages.clone(),
            also_districts: self.also_districts.clone(),
            avoids: self.avoids.clone(),
            prefers: self.prefers.clone(),
            qualifications: self.qualifications.clone(),
        }
    }

    pub(super) fn row(self, id: String) -> PersonRow {
        PersonRow {
            practises_since: self.practises_since,
            position: self.position.unwrap_or_else(|| "home".to_owned()),
            id,
            district_id: self.district_id,
            pool_id: self.pool_id,
            code: self.code,
            name: self.name,
            email: self.email,
            phone: self.phone,
            locale: self.locale,
            lat: self.lat,
            lon: self.lon,
            max_km: self.max_km,
            max_day: self.max_day,
            max_week: self.max_week,
            max_month: self.max_month,
            max_stations: self.max_stations,
            max_run: self.max_run,
            max_weekends: self.max_weekends,
            target: self.target,
            state: "active".to_owned(),
            revision: 1,
            firm: self.firm.trim().to_owned(),
        }
    }
}

impl PersonChange {
    /// What is said of what belongs to the person.
    pub(super) fn own(&self) -> OwnSaid {
        OwnSaid {
            skills: self.skills.clone(),
            languages: self.languages.clone(),
            also_districts: self.also_districts.clone(),
            avoids: self.avoids.clone(),
            prefers: self.prefers.clone(),
            qualifications: self.qualifications.clone(),
        }
    }

    pub(super) fn apply(&self, row: &mut PersonRow) {
        set(&mut row.practises_since, &self.practises_since);
        set(&mut row.position, &self.position);
        set(&mut row.name, &self.name);
        set(&mut row.email, &self.email);
        set(&mut row.phone, &self.phone);
        set(&mut row.locale, &self.locale);
        set(&mut row.target, &self.target);
        set(&mut row.state, &self.state);
        let firm = self.firm.as_ref().map(|firm| firm.trim().to_owned());
        set(&mut row.firm, &firm);
        set(&mut row.district_id, &self.district_id);
        set(&mut row.pool_id, &self.pool_id);
        set(&mut row.lat, &self.lat);
        set(&mut row.lon, &self.lon);
        set(&mut row.max_km, &self.max_km);
        set(&mut row.max_day, &self.max_day);
        set(&mut row.max_week, &self.max_week);
        set(&mut row.max_month, &self.max_month);
        set(&mut row.max_stations, &self.max_stations);
        set(&mut row.max_run, &self.max_run);
        set(&mut row.max_weekends, &self.max_weekends);
    }
}
