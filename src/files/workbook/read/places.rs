//! The city, its districts and stations; pools and skills.

use std::collections::{HashMap, HashSet};

use chrono_tz::Tz;

use super::super::layout::{CITY, DISTRICTS, POOLS, SKILLS, STATIONS};
use super::super::problem::{Problems, Right, WorkbookProblem, Wrong};
use super::super::row::{Row, Seen};
use super::Book;
use crate::domain::city::{CitySetup, District, Pool, Skill, Station};
use crate::domain::legal_service::LegalServices;
use crate::domain::opening_hours::OpeningHours;
use crate::domain::word_set::{Listed, WordSet};

/// What the sheet of the city says.
pub(super) struct City {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) name_en: String,
    pub(super) time_zone: String,
    pub(super) country: String,
}

impl City {
    /// As it is kept.
    pub(super) fn of(setup: &CitySetup) -> Self {
        Self {
            code: setup.code.clone(),
            name: setup.name.clone(),
            name_en: setup.name_en.clone(),
            time_zone: setup.time_zone.clone(),
            country: setup.country.clone(),
        }
    }
}

/// What a station says that its templates rest on.
pub(super) struct Offered {
    pub(super) hours: Option<OpeningHours>,
    /// The hours as they stand in their cell.
    pub(super) said: String,
    pub(super) services: LegalServices,
    /// Code of its district.
    pub(super) district: Option<String>,
}

impl Book<'_> {
    /// The city: the one row of its sheet.
    pub(super) fn city(&self) -> Option<City> {
        let mut rows = self.rows(&CITY);
        let first = rows.next();
        for second in rows {
            second.say_right("Code", Wrong::SecondRow, Right::OneRow);
        }
        if first.is_none() && self.table(&CITY).has(0) {
            let problem = WorkbookProblem::of_sheet(CITY.name, Wrong::NoRow, Right::OneRow);
            self.problems.say(problem);
        }
        city(first?)
    }

    pub(super) fn districts(&self) -> Vec<District> {
        let mut seen = Seen::new();
        let district = |row: Row<'_>| {
            let code = row.own_code("Code", &mut seen);
            let name = row.needed_text("Name");
            let name_en = row.free_text("Name in English");
            Some(District {
                code: code?,
                name: name?,
                name_en,
            })
        };
        self.rows(&DISTRICTS).filter_map(district).collect()
    }

    pub(super) fn stations(&self) -> Vec<Station> {
        let pairs = self.rows(&STATIONS).filter_map(|row| {
            let hub = row.quiet_code("Hub")?;
            Some((row.quiet_code("Code")?, hub))
        });
        let kept = self.kept().into_iter().flat_map(|kept| &kept.stations);
        let kept = kept.filter_map(|s| Some((s.code.clone(), s.hub.clone()?)));
        let own = self.named(&STATIONS, "Code");
        let kept = kept.filter(|(code, _)| !own.contains(code));
        let hubs: HashMap<String, String> = kept.chain(pairs).collect();
        let mut seen = Seen::new();
        let station = |row: Row<'_>| self.station(&row, &hubs, &mut seen);
        self.rows(&STATIONS).filter_map(station).collect()
    }

    fn station(
        &self,
        row: &Row<'_>,
        hubs: &HashMap<String, String>,
        seen: &mut Seen<String>,
    ) -> Option<Station> {
        let code = row.own_code("Code", seen);
        let district = self.own_district(row);
        let name = row.needed_text("Name");
        let address = row.free_text("Address");
        let (lat, lon) = (row.number("Latitude"), row.number("Longitude"));
        let hub = row.code_of("Hub", &self.known.stations);
        let rooms = row.small("Rooms");
        let (video, step_free) = (row.yes("Video"), row.yes("Step free"));
        let phone = row.free_text("Phone");
        let time_zone = row.checked("Time zone", is_zone);
        let subdistrict = row.free_text("Subdistrict");
        let opening_hours = row.checked("Opening hours", is_hours);
        if let Some(item) = hub.clone() {
            if hub == code {
                row.say_right("Hub", Wrong::Itself, Right::HubWithoutHub);
            } else if let Some(above) = hubs.get(&item).cloned() {
                let wrong = Wrong::UnderAnother { item, above };
                row.say_right("Hub", wrong, Right::HubWithoutHub);
            }
        }
        Some(Station {
            code: code?,
            district: district?,
            name: name?,
            address,
            lat: lat?,
            lon: lon?,
            time_zone,
            hub,
            rooms: rooms?,
            video,
            step_free,
            phone,
            subdistrict,
            opening_hours: opening_hours.unwrap_or_default(),
            themes: listed(row, "Themes").unwrap_or_default(),
            services: listed(row, "Services").unwrap_or_default(),
        })
    }

    /// When stations are open, by code, and what they offer, where their rows say it. What is wrong with their rows is told where they are
    /// read.
    pub(super) fn offered_at(&self) -> HashMap<String, Offered> {
        let quiet = Problems::default();
        let said = self.table(&STATIONS).rows(&quiet);
        let said = said.filter_map(|row| {
            let hours = row.checked("Opening hours", is_hours).unwrap_or_default();
            let offered = Offered {
                hours: OpeningHours::parse(&hours).ok().flatten(),
                said: hours,
                services: listed(&row, "Services").unwrap_or_default(),
                district: row.quiet_code("District"),
            };
            Some((row.quiet_code("Code")?, offered))
        });
        let kept = self.kept().into_iter().flat_map(|kept| &kept.stations);
        let kept = kept.map(|station| {
            let offered = Offered {
                hours: OpeningHours::parse(&station.opening_hours).ok().flatten(),
                said: station.opening_hours.clone(),
                services: station.services.clone(),
                district: Some(station.district.clone()),
            };
            (station.code.clone(), offered)
        });
        kept.chain(said).collect()
    }

    /// The codes of the stations that say they have no video. What is wrong with their rows is told where they are read.
    pub(super) fn stations_without_video(&self) -> HashSet<String> {
        let without = self.rows(&STATIONS).filter(|row| row.says_no("Video"));
        let without = without.filter_map(|row| row.quiet_code("Code"));
        let own = self.named(&STATIONS, "Code");
        let kept = self.kept().into_iter().flat_map(|kept| &kept.stations);
        let kept = kept.filter(|s| !s.video && !own.contains(&s.code));
        without.chain(kept.map(|s| s.code.clone())).collect()
    }

    pub(super) fn pools(&self) -> Vec<Pool> {
        let mut seen = Seen::new();
        let pool = |row: Row<'_>| {
            let code = row.own_code("Code", &mut seen);
            let name = row.needed_text("Name");
            let name_en = row.free_text("Name in English");
            let may_serve_alone = row.yes("May serve alone");
            let supervised_by = row.code_of("Supervised by", &self.known.pools);
            let (needs_licence, interprets) = (row.yes("Needs licence"), row.yes("Interprets"));
            if supervised_by.is_some() && supervised_by == code {
                row.say("Supervised by", Wrong::OwnPool);
            }
            Some(Pool {
                code: code?,
                name: name?,
                name_en,
                may_serve_alone,
                supervised_by,
                needs_licence,
                interprets,
                mediates: row.yes("Mediates"),
                needs_approval: row.word("Needs approval").map(|word| word == 0),
                services: listed(&row, "Services"),
            })
        };
        self.rows(&POOLS).filter_map(pool).collect()
    }

    /// What pools say that they give, by code. What is wrong with their rows is told where they are read.
    pub(super) fn services_of_pools(&self) -> HashMap<String, LegalServices> {
        let quiet = Problems::default();
        let said = self.table(&POOLS).rows(&quiet);
        let said =
            said.filter_map(|row| Some((row.quiet_code("Code")?, listed(&row, "Services")?)));
        let kept = self.kept().into_iter().flat_map(|kept| &kept.pools);
        let kept = kept.filter_map(|pool| Some((pool.code.clone(), pool.services.clone()?)));
        kept.chain(said).collect()
    }

    pub(super) fn skills(&self) -> Vec<Skill> {
        let pairs = self.rows(&SKILLS).filter_map(|row| {
            let parent = row.quiet_code("Parent")?;
            Some((row.quiet_code("Code")?, parent))
        });
        let own = self.named(&SKILLS, "Code");
        let kept = self.kept().into_iter().flat_map(|kept| &kept.skills);
        let kept = kept.filter_map(|s| Some((s.code.clone(), s.parent.clone()?)));
        let kept = kept.filter(|(code, _)| !own.contains(code));
        let parents = kept.chain(pairs).collect();
        let circling = circling(&parents);
        let mut seen = Seen::new();
        let skill = |row: Row<'_>| {
            let code = row.own_code("Code", &mut seen);
            let name = row.needed_text("Name");
            let name_en = row.free_text("Name in English");
            let parent = row.code_of("Parent", &self.known.skills);
            if parent.is_some() && parent == code {
                row.say_right("Parent", Wrong::Itself, Right::OutOfCircle);
            } else if code.as_ref().is_some_and(|code| circling.contains(code)) {
                row.say_right("Parent", Wrong::Circle, Right::OutOfCircle);
            } else if let Some(item) = &parent
                && let Some(above) = parents.get(item)
                && !circling.contains(item)
            {
                let (item, above) = (item.clone(), above.clone());
                let wrong = Wrong::UnderAnother { item, above };
                row.say_right("Parent", wrong, Right::TopTopic);
            }
            Some(Skill {
                code: code?,
                name: name?,
                name_en,
                parent,
            })
        };
        self.rows(&SKILLS).filter_map(skill).collect()
    }
}

/// Words of a closed list; none where the cell is empty.
fn listed<W: Listed>(row: &Row<'_>, column: &str) -> Option<WordSet<W>> {
    let words = row.words(column)?;
    Some(words.into_iter().map(|at| W::EACH[at]).collect())
}

fn city(row: Row<'_>) -> Option<City> {
    let code = row.code("Code");
    let name = row.needed_text("Name");
    let name_en = row.free_text("Name in English");
    let time_zone = row.checked("Time zone", is_zone);
    let two_letters =
        |country: &str| country.len() == 2 && country.bytes().all(|b| b.is_ascii_alphabetic());
    let country = row.checked("Country", two_letters);
    Some(City {
        code: code?,
        name: name?,
        name_en,
        time_zone: time_zone?,
        country: country?.to_ascii_uppercase(),
    })
}

/// The codes whose parents lead back to them.
fn circling(parents: &HashMap<String, String>) -> HashSet<String> {
    let mut circling = HashSet::new();
    let mut left: HashSet<&str> = HashSet::new();
    for start in parents.keys() {
        let mut way: Vec<&str> = Vec::new();
        let mut on_way: HashSet<&str> = HashSet::new();
        let mut next = Some(start.as_str());
        while let Some(code) = next.filter(|code| !left.contains(code)) {
            if !on_way.insert(code) {
                let circle = way.iter().skip_while(|there| **there != code);
                circling.extend(circle.map(|code| (*code).to_owned()));
                break;
            }
            way.push(code);
            next = parents.get(code).map(String::as_str);
        }
        left.extend(way);
    }
    circling
}

fn is_hours(text: &str) -> bool {
    OpeningHours::parse(text).is_ok()
}

fn is_zone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_on_a_circle_is_on_it() {
        let pairs = [("a", "b"), ("b", "c"), ("c", "b"), ("d", "e"), ("f", "f")];
        let parents = pairs.map(|(code, parent)| (code.to_owned(), parent.to_owned()));
        let mut found: Vec<String> = circling(&parents.into()).into_iter().collect();
        found.sort();
        assert_eq!(found, ["b", "c", "f"]);
    }
}
