//! What a new request says, and what may be wrong with it: told at once, each with its place.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use super::check::Checks;
use super::requests::{ContactBody, WindowBody};
use crate::actions::take_request::{FURTHEST, NewRequest};
use crate::domain::conflict::NameKey;
use crate::domain::language::{Level, Tag};
use crate::domain::sealing::Contact;
use crate::service::Service;
use crate::store::{StoreError, people, places};
use crate::web::blocking;
use crate::web::problem::Problem;

/// A request to take.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequestBody {
    /// The district that the resident turned to.
    pub district_id: String,
    /// What it is about.
    pub skill_id: String,
    /// The language of letters and of the resident's page.
    #[schema(example = "zh-Hans")]
    pub locale: String,
    /// Who they are.
    pub contact: ContactBody,
    /// The station at or near which they are; or a position.
    pub station_id: Option<String>,
    /// Degrees, WGS 84.
    pub lat: Option<f64>,
    /// Degrees, WGS 84.
    pub lon: Option<f64>,
    /// How far they go, kilometres; without it, any distance.
    pub max_km: Option<f64>,
    /// Whether they come to a station.
    #[serde(default)]
    pub in_person: bool,
    /// Whether they can be met by video.
    #[serde(default)]
    pub video: bool,
    /// 1 to 3; 1 when nothing is said.
    #[serde(default = "one")]
    pub urgency: u8,
    /// Tag to level, such as `{"zh-Hans": "N", "en": "B2"}`.
    pub languages: BTreeMap<String, String>,
    /// When they can come; empty is any time.
    #[serde(default)]
    pub windows: Vec<WindowBody>,
    /// Ids of advisers they are never to meet.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Names of the other side, people or firms. They are compared with the clients that advisers declared, and kept as keyed hashes only.
    #[serde(default)]
    pub opponents: Vec<String>,
}

fn one() -> u8 {
    1
}

/// What the database knows of what a new request names.
struct Named {
    place: Option<(f64, f64)>,
    has_skill: bool,
    excluded: usize,
    /// Whether some station of the city is near.
    is_near: bool,
}

/// How far from every station of a city a resident may be who comes to one of them, kilometres: a mistaken place is told at once, rather
/// than by a letter that nobody is near.
const FAR_KM: f64 = 200.0;

/// Kilometres in a degree of latitude.
const KM_PER_DEGREE: f64 = 111.2;

async fn look_up(service: &Service, new: &NewRequestBody) -> Result<Named, Problem> {
    let (station, skill) = (new.station_id.clone(), new.skill_id.clone());
    let exclude = new.exclude.clone();
    let given = new.lat.zip(new.lon);
    let district = new.district_id.clone();
    blocking::read(service, move |c| {
        let district = places::find_district(c, &district)?;
        let city_id = district.map_or_else(String::new, |row| row.city_id);
        let is_named = station.is_some();
        let station = match station {
            Some(id) => places::find_station(c, &id)?,
            None => None,
        };
        let skills = people::all_skills(c)?;
        let place = if is_named {
            station.map(|s| (s.lat, s.lon))
        } else {
            given
        };
        let is_near = match place {
            Some(at) => places::has_station_near(c, &city_id, at, FAR_KM / KM_PER_DEGREE)?,
            None => true,
        };
        Ok::<_, StoreError>(Named {
            place,
            is_near,
            has_skill: skills.iter().any(|s| s.id == skill),
            excluded: people::find_people(c, &exclude)?.len(),
        })
    })
    .await
}

impl NewRequestBody {
    /// The request, where it says nothing wrong; else everything that is.
    pub(super) async fn checked(self, service: &Service) -> Result<NewRequest, Problem> {
        let named = look_up(service, &self).await?;
        self.checked_against(&named, service.clock.now(), &service.names)
    }

    fn checked_against(
        self,
        named: &Named,
        now: DateTime<Utc>,
        names: &NameKey,
    ) -> Result<NewRequest, Problem> {
        let mut checks = Checks::default();
        checks.known("skill_id", &self.skill_id, named.has_skill);
        checks.language("locale", &self.locale);
        checks.says("contact/name", &self.contact.name);
        if !self.contact.email.is_empty() {
            checks.email("contact/email", &self.contact.email);
        }
        checks.within("urgency", f64::from(self.urgency), 1.0, 3.0);
        checks.within("max_km", self.max_km.unwrap_or(0.0), 0.0, 20_100.0);
        checks.given("in_person", self.in_person || self.video);
        match &self.station_id {
            Some(id) => checks.known("station_id", id, named.place.is_some()),
            None => checks.given("lat", named.place.is_some()),
        }
        let (lat, lon) = named.place.unwrap_or_default();
        checks.within("lat", lat, -90.0, 90.0);
        checks.within("lon", lon, -180.0, 180.0);
        // By video one may be anywhere.
        checks.within_reach("lat", named.is_near || !self.in_person, FAR_KM);
        checks.given("languages", !self.languages.is_empty());
        let mut languages = Vec::new();
        for (text, word) in &self.languages {
            let place = format!("languages/{text}");
            checks.language(&place, text);
            checks.word(&place, word, &Level::ALL.map(Level::as_str));
            languages.extend(Tag::parse(text).zip(Level::parse(word)));
        }
        for (n, w) in self.windows.iter().enumerate() {
            checks.order(&format!("windows/{n}/ends_at"), w.starts_at < w.ends_at);
            let times = [("starts_at", w.starts_at), ("ends_at", w.ends_at)];
            for (key, at) in times {
                checks.near(&format!("windows/{n}/{key}"), at, now, FURTHEST);
            }
            checks.not_over(&format!("windows/{n}/ends_at"), w.ends_at, now);
        }
        let distinct: std::collections::BTreeSet<&String> = self.exclude.iter().collect();
        let all_known = distinct.len() == named.excluded && distinct.len() == self.exclude.len();
        checks.known("exclude", &self.exclude.join(", "), all_known);
        let opponents = checks.names("opponents", &self.opponents, names);
        checks.done()?;
        let locale = Tag::parse(&self.locale).ok_or_else(Problem::invalid)?;
        let window = |w: &WindowBody| (w.starts_at.naive_utc(), w.ends_at.naive_utc());
        Ok(NewRequest {
            district_id: self.district_id,
            skill_id: self.skill_id,
            locale,
            contact: Contact {
                name: self.contact.name,
                email: self.contact.email,
                phone: self.contact.phone,
                case_text: self.contact.case_text,
            },
            place: (lat, lon),
            max_km: self.max_km,
            in_person: self.in_person,
            video: self.video,
            urgency: self.urgency,
            languages,
            windows: self.windows.iter().map(window).collect(),
            exclude: self.exclude,
            opponents,
        })
    }
}
