//! What a new request says, and what may be wrong with it: told at once, each with its place.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use super::check::Checks;
use super::requests::{ContactBody, ProxyBody, WindowBody};
use crate::actions::take_request::{FURTHEST, NewRequest};
use crate::domain::appointment::MOST_MEDIATORS;
use crate::domain::conflict::NameKey;
use crate::domain::language::{Level, Tag};
use crate::domain::sealing::{Contact, Proxy, Relationship};
use crate::service::Service;
use crate::store::places::{DistrictRow, StationRow};
use crate::store::{Connection, StoreError, people, places};
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
    /// Who asks for them, where they do not ask themselves.
    pub proxy: Option<ProxyBody>,
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
    /// How many mediators sit beside the adviser, 0 to 2: a panel, whose times are offered one at a time and not by the batch.
    #[serde(default)]
    pub mediators: u8,
    /// Names of the other side, people or firms. They are compared with the clients that advisers declared, and kept as keyed hashes only.
    #[serde(default)]
    pub opponents: Vec<String>,
}

fn one() -> u8 {
    1
}

/// What the database knows of what new requests name.
pub(super) struct Known {
    districts: HashMap<String, DistrictRow>,
    skills: HashSet<String>,
    stations: HashMap<String, StationRow>,
    /// The district of each person who is named.
    people: HashMap<String, String>,
    /// The city of each district in which one of these stations or people lies.
    cities: HashMap<String, String>,
    /// Where a city's stations are, by city.
    places: HashMap<String, Vec<(f64, f64)>>,
}

/// How far from every station of a city a resident may be who comes to one of them, kilometres: a mistaken place is told at once, rather
/// than by a letter that nobody is near.
const FAR_KM: f64 = 200.0;

/// Kilometres in a degree of latitude.
const KM_PER_DEGREE: f64 = 111.2;

impl Known {
    /// Looks up what these requests name: one query a table.
    pub(super) fn load(c: &mut Connection, new: &[&NewRequestBody]) -> Result<Self, StoreError> {
        let distinct = |ids: BTreeSet<&String>| ids.into_iter().cloned().collect::<Vec<_>>();
        let district_ids = distinct(new.iter().map(|n| &n.district_id).collect());
        let station_ids = distinct(new.iter().filter_map(|n| n.station_id.as_ref()).collect());
        let person_ids = distinct(new.iter().flat_map(|n| &n.exclude).collect());
        let districts = places::find_districts(c, &district_ids)?;
        let city_ids = distinct(districts.iter().map(|d| &d.city_id).collect());
        let mut all = HashMap::new();
        for id in city_ids {
            let places = places::places_of(c, &id)?;
            all.insert(id, places);
        }
        let stations = places::find_stations(c, &station_ids)?;
        let skills = people::all_skills(c)?.into_iter();
        let people = people::find_people(c, &person_ids)?;
        let lie_in = stations.iter().map(|s| &s.district_id);
        let lie_in = distinct(
            lie_in
                .chain(people.iter().map(|p| &p.district_id))
                .collect(),
        );
        let cities = places::find_districts(c, &lie_in)?.into_iter();
        Ok(Self {
            districts: districts.into_iter().map(|d| (d.id.clone(), d)).collect(),
            skills: skills.map(|s| s.id).collect(),
            stations: stations.into_iter().map(|s| (s.id.clone(), s)).collect(),
            people: people.into_iter().map(|p| (p.id, p.district_id)).collect(),
            cities: cities.map(|d| (d.id, d.city_id)).collect(),
            places: all,
        })
    }

    /// Forgets every district but these: a request of another is told that there is none.
    pub(super) fn keep_districts(&mut self, ids: &HashSet<String>) {
        self.districts.retain(|id, _| ids.contains(id));
    }

    /// Whether something that a request names lies in the city of the request's district: what another city has is not there. Where nobody
    /// knows the district, that is told, and no more.
    fn is_of_city(&self, district_id: &str, lies_in: Option<&String>) -> bool {
        let Some(district) = self.districts.get(district_id) else {
            return true;
        };
        lies_in.and_then(|id| self.cities.get(id)) == Some(&district.city_id)
    }

    /// Whether a station of a district's city is no further than [`FAR_KM`] to the north or south, and about as far to the east or west.
    /// A district that nobody knows is told elsewhere.
    fn is_near(&self, district_id: &str, (lat, lon): (f64, f64)) -> bool {
        let degrees = FAR_KM / KM_PER_DEGREE;
        let wide = degrees / lat.to_radians().cos().max(0.01);
        let near = |at: &(f64, f64)| (at.0 - lat).abs() <= degrees && (at.1 - lon).abs() <= wide;
        let district = self.districts.get(district_id);
        let places = district.and_then(|row| self.places.get(&row.city_id));
        places.is_none_or(|places| places.iter().any(near))
    }
}

/// Who asks for a resident; none where something is wrong.
fn checked_proxy(checks: &mut Checks, said: &ProxyBody) -> Option<Proxy> {
    let words = Relationship::ALL.map(Relationship::as_str);
    checks.word("proxy/relationship", &said.relationship, &words);
    checks.says("proxy/name", &said.name);
    if said.email.is_empty() {
        checks.says("proxy/phone", &said.phone);
    } else {
        checks.email("proxy/email", &said.email);
    }
    Some(Proxy {
        relationship: Relationship::parse(&said.relationship)?,
        name: said.name.clone(),
        email: said.email.clone(),
        phone: said.phone.clone(),
    })
}

impl NewRequestBody {
    /// The request, where it says nothing wrong; else everything that is.
    pub(super) async fn checked(self, service: &Service) -> Result<NewRequest, Problem> {
        let (now, names) = (service.clock.now(), service.names.clone());
        blocking::read(service, move |c| {
            let known = Known::load(c, &[&self])?;
            let mut checks = Checks::default();
            let new = self.check(&mut checks, &known, now, &names);
            checks.done()?;
            new.ok_or_else(Problem::invalid)
        })
        .await
    }

    /// The request; what is wrong with it goes to `checks`. None, or what must not be used, where something is.
    pub(super) fn check(
        self,
        checks: &mut Checks,
        known: &Known,
        now: DateTime<Utc>,
        names: &NameKey,
    ) -> Option<NewRequest> {
        let is_known = known.districts.contains_key(&self.district_id);
        checks.known("district_id", &self.district_id, is_known);
        let is_known = known.skills.contains(&self.skill_id);
        checks.known("skill_id", &self.skill_id, is_known);
        checks.language("locale", &self.locale);
        let contact = self.check_contact(checks);
        checks.within("urgency", f64::from(self.urgency), 1.0, 3.0);
        checks.within("max_km", self.max_km.unwrap_or(0.0), 0.0, 20_100.0);
        checks.given("in_person", self.in_person || self.video);
        let place = self.check_place(checks, known);
        let languages = self.check_languages(checks);
        self.check_windows(checks, now);
        let distinct: BTreeSet<&String> = self.exclude.iter().collect();
        let is_there = |id: &String| known.is_of_city(&self.district_id, known.people.get(id));
        let all_known = distinct.len() == self.exclude.len() && distinct.into_iter().all(is_there);
        checks.known("exclude", &self.exclude.join(", "), all_known);
        let most = f64::from(MOST_MEDIATORS);
        checks.within("mediators", f64::from(self.mediators), 0.0, most);
        let opponents = checks.names("opponents", &self.opponents, names);
        let window = |w: &WindowBody| (w.starts_at.naive_utc(), w.ends_at.naive_utc());
        Some(NewRequest {
            locale: Tag::parse(&self.locale)?,
            contact,
            place,
            max_km: self.max_km,
            in_person: self.in_person,
            video: self.video,
            urgency: self.urgency,
            languages,
            windows: self.windows.iter().map(window).collect(),
            district_id: self.district_id,
            skill_id: self.skill_id,
            exclude: self.exclude,
            opponents,
            mediators: self.mediators,
            follows: None,
        })
    }

    fn check_contact(&self, checks: &mut Checks) -> Contact {
        let said = &self.contact;
        checks.says("contact/name", &said.name);
        if !said.email.is_empty() {
            checks.email("contact/email", &said.email);
        }
        let proxy = self.proxy.as_ref().and_then(|proxy| {
            checks.given("contact/safe_to_contact", said.safe_to_contact.is_some());
            checked_proxy(checks, proxy)
        });
        let contact = Contact {
            name: said.name.clone(),
            email: said.email.clone(),
            phone: said.phone.clone(),
            case_text: said.case_text.clone(),
            is_safe: said.safe_to_contact.unwrap_or(true),
            proxy,
        };
        // Word to the proxy would reach whoever must not see it.
        let (email, phone) = contact.shared_ways();
        checks.differs("proxy/email", "contact/email", contact.is_safe || !email);
        checks.differs("proxy/phone", "contact/phone", contact.is_safe || !phone);
        contact
    }

    fn check_place(&self, checks: &mut Checks, known: &Known) -> (f64, f64) {
        let place = match &self.station_id {
            Some(id) => {
                let station = known.stations.get(id);
                let lies_in = station.map(|s| &s.district_id);
                let is_there = known.is_of_city(&self.district_id, lies_in);
                checks.known("station_id", id, is_there);
                station.map(|s| (s.lat, s.lon))
            }
            None => {
                let given = self.lat.zip(self.lon);
                checks.given("lat", given.is_some());
                given
            }
        };
        let Some(place) = place else {
            return (0.0, 0.0);
        };
        checks.within("lat", place.0, -90.0, 90.0);
        checks.within("lon", place.1, -180.0, 180.0);
        // By video one may be anywhere.
        let is_near = !self.in_person || known.is_near(&self.district_id, place);
        checks.within_reach("lat", is_near, FAR_KM);
        place
    }

    fn check_languages(&self, checks: &mut Checks) -> Vec<(Tag, Level)> {
        checks.given("languages", !self.languages.is_empty());
        let mut languages = Vec::new();
        for (text, word) in &self.languages {
            let place = format!("languages/{text}");
            checks.language(&place, text);
            checks.word(&place, word, &Level::ALL.map(Level::as_str));
            languages.extend(Tag::parse(text).zip(Level::parse(word)));
        }
        languages
    }

    fn check_windows(&self, checks: &mut Checks, now: DateTime<Utc>) {
        for (n, w) in self.windows.iter().enumerate() {
            checks.order(&format!("windows/{n}/ends_at"), w.starts_at < w.ends_at);
            let times = [("starts_at", w.starts_at), ("ends_at", w.ends_at)];
            for (key, at) in times {
                checks.near(&format!("windows/{n}/{key}"), at, now, FURTHEST);
            }
            checks.not_over(&format!("windows/{n}/ends_at"), w.ends_at, now);
        }
    }
}
