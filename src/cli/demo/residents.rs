//! The demo's fifth step: residents' requests are taken and matched, and residents take what they are offered.

use std::collections::HashMap;
use std::time::Instant;

use chrono::TimeZone;
use chrono_tz::Tz;
use serde_json::Value;

use super::letters::sent;
use super::{DemoError, wait};
use crate::actions::book_appointment::{Wanted, book_appointment};
use crate::actions::make_offers::held_offers;
use crate::actions::match_waiting_list;
use crate::actions::summarise_matching::{MatchingSummary, summarise};
use crate::actions::take_request::{NewRequest, take_request};
use crate::demo::{Resident, residents};
use crate::domain::calendar::Month;
use crate::domain::city::CitySetup;
use crate::service::Service;
use crate::store::{StoreError, people, places};
use crate::texts::Lang;

/// Ids by code: of districts, and of topics.
struct Ids {
    districts: HashMap<String, String>,
    skills: HashMap<String, String>,
}

/// Takes forty requests, matches them, takes the offers, and tells what came of it.
pub(super) fn serve(
    service: &Service,
    (seed, month): (u64, Month),
    setup: &CitySetup,
    city_id: &str,
) -> Result<(), DemoError> {
    let began = Instant::now();
    let context = service.context("demo");
    let ids = ids(service, city_id)?;
    let mut pages = HashMap::new();
    let all = residents(seed, month, setup);
    let count = all.len();
    for resident in all {
        let new = new_request(&ids, resident);
        let taken = take_request(&service.store, &context, &service.asking(), &new)?;
        pages.insert(taken.row.id, taken.url);
    }
    let job = match_waiting_list::start(&service.store, &context, city_id)?;
    let ended = wait(service, &job, |_| {})?;
    for id in pages.keys() {
        take_offer(service, id)?;
    }
    let result: Value = serde_json::from_str(&ended.result).unwrap_or(Value::Null);
    let solve = result["solve"].as_str().unwrap_or_default();
    let sum = summarise(&service.store, city_id, solve)?;
    sent(service)?;
    // A matching that somebody's stepping in started may have served most of them already.
    let (served, waiting) = sum
        .by_language
        .values()
        .fold((0, 0), |(served, waiting), tally| {
            (served + tally.served, waiting + tally.waiting)
        });
    println!(
        "5. {count} requests: {served} served, {waiting} wait; objective {}, bound {:.0} in the last matching ({:.1} s)",
        sum.objective,
        sum.bound,
        began.elapsed().as_secs_f64()
    );
    // The workbook's reader has checked the zone.
    tell(&sum, &pages, setup.time_zone.parse().unwrap_or(Tz::UTC));
    Ok(())
}

/// Books what a resident was offered, as they would on their page.
fn take_offer(service: &Service, request_id: &str) -> Result<(), DemoError> {
    let context = service.context("demo");
    for offer in held_offers(&service.store, &context, request_id)? {
        let wanted = Wanted {
            offer_id: &offer.id,
            instead_of: None,
            key: &offer.id,
        };
        book_appointment(&service.store, &context, &service.asking(), wanted)?;
    }
    Ok(())
}

fn ids(service: &Service, city_id: &str) -> Result<Ids, StoreError> {
    service.store.read(|c| {
        let districts = places::districts_of(c, city_id)?;
        let skills = people::all_skills(c)?;
        Ok(Ids {
            districts: districts.into_iter().map(|d| (d.code, d.id)).collect(),
            skills: skills.into_iter().map(|s| (s.code, s.id)).collect(),
        })
    })
}

fn new_request(ids: &Ids, resident: Resident) -> NewRequest {
    NewRequest {
        district_id: ids.districts[&resident.district].clone(),
        skill_id: ids.skills[&resident.skill].clone(),
        locale: resident.locale,
        contact: resident.contact,
        place: resident.place,
        max_km: resident.max_km,
        in_person: true,
        video: resident.video,
        urgency: resident.urgency,
        languages: resident.languages,
        windows: resident.windows,
        exclude: Vec::new(),
        opponents: std::collections::BTreeSet::new(),
        mediators: 0,
        follows: None,
    }
}

fn tell(sum: &MatchingSummary, pages: &HashMap<String, String>, zone: Tz) {
    let english = Lang::choose(["en"]);
    let words: Vec<String> = sum
        .by_language
        .iter()
        .map(|(tag, tally)| {
            let name = english.word("language", tag);
            format!("{name} {}/{}", tally.served, tally.served + tally.waiting)
        })
        .collect();
    println!("   served by language: {}", words.join(", "));
    for (reason, count) in &sum.reasons {
        println!("   {count} wait: {reason}");
    }
    if let Some((shown, tag)) = &sum.pair {
        let interpreter = shown.interpreter.as_ref().map_or("", |(_, name)| name);
        println!(
            "   a pair: {} with {interpreter}, who interprets {}, {}; the resident's page is {}",
            shown.adviser.1,
            english.word("language", tag),
            zone.from_utc_datetime(&shown.starts_at)
                .format("%Y-%m-%d %H:%M"),
            pages.get(&shown.row.request_id).map_or("–", String::as_str)
        );
    }
}
