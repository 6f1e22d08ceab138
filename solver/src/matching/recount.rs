//! The judge of a bound: sums up a certificate from the document alone, in whole numbers. It shares nothing with the relaxation, the
//! search or the pairs, and trusts no price: what would not make a bound is refused.
//!
//! Why the sum is a bound: in an answer that keeps the rules a slot is used once at most, an interpreter is in one match at most at any
//! moment, and of a group of n at most ⌊e · n / 100⌋ are left where the equity term is e. So what the matches and those who are left
//! pay is at most the sum of all prices, and the objective is at least the objective with the payments, less that sum; and this is at
//! least the sum of each request's least, each taken for itself.

use std::collections::HashMap;

use super::answer::Answer;
use super::certificate::{CERTIFICATE_FORMAT, Certificate, MOST, UNIT};
use super::document::{Adviser, Document, Interpreter, Mode, Request, Shift, Slot, Station};
use super::instance::LEAST_GROUP;
use super::rules::tongue::speak;
use super::rules::way::distance;
use crate::both::each;
use crate::bound::{Proof, proven};
use crate::place::EARTH_RADIUS_KM;

/// The bound that a certificate proves, in whole units of the objective, which is whole itself; or why it proves none.
pub fn recount(document: &Document, certificate: &Certificate) -> Result<i64, String> {
    if certificate.format != CERTIFICATE_FORMAT {
        let format = &certificate.format;
        return Err(format!(
            "the format is {format:?}, not {CERTIFICATE_FORMAT:?}"
        ));
    }
    let judge = Judge::new(document, certificate)?;
    let slots: i64 = judge.slots.values().sum();
    let moments: i64 = judge
        .moments
        .values()
        .flatten()
        .map(|moment| moment.1)
        .sum();
    let least = each(&document.requests, |request| judge.least(request));
    let sum = least.iter().sum::<i64>() + judge.equity() - slots - moments;
    Ok(proven(sum))
}

/// What the bound of an answer rests on: the prices kept with it, where their sum proves it.
#[must_use]
pub fn proof(document: &Document, answer: &Answer) -> Proof {
    let prices = answer.certificate.as_deref();
    let proven = prices.and_then(|prices| recount(document, prices).ok());
    if proven.is_some_and(|proven| answer.bound <= (proven as f64).max(0.0)) {
        Proof::Prices
    } else {
        Proof::BranchAndBound
    }
}

struct Judge<'a> {
    document: &'a Document,
    stations: HashMap<&'a str, &'a Station>,
    /// For each skill the slots from now on, by station; none is by video.
    of_skill: HashMap<&'a str, HashMap<Option<&'a str>, Vec<Open<'a>>>>,
    /// What a slot costs.
    slots: HashMap<&'a str, i64>,
    /// What an interpreter costs at which minutes.
    moments: HashMap<&'a str, Vec<(i64, i64)>>,
    /// How many requests a group has, and what leaving one costs.
    groups: HashMap<&'a str, (usize, i64)>,
}

/// A slot with its adviser and what it costs.
struct Open<'a> {
    slot: &'a Slot,
    adviser: &'a Adviser,
    paid: i64,
}

impl<'a> Judge<'a> {
    fn new(document: &'a Document, certificate: &'a Certificate) -> Result<Self, String> {
        let mut slots: HashMap<&str, i64> = HashMap::new();
        let known: HashMap<&str, &Slot> =
            document.slots.iter().map(|s| (s.id.as_str(), s)).collect();
        for (id, price) in &certificate.slots {
            let price = right(*price, || format!("slot {id}"))?;
            if !known.contains_key(id.as_str()) || slots.insert(id, price).is_some() {
                return Err(format!("slot {id} is not known, or priced twice"));
            }
        }
        let mut moments: HashMap<&str, Vec<(i64, i64)>> = HashMap::new();
        for interpreter in &document.interpreters {
            moments.insert(&interpreter.id, Vec::new());
        }
        for (id, moment, price) in &certificate.interpreters {
            let price = right(*price, || format!("interpreter {id}"))?;
            let minute = moment.minutes();
            let Some(own) = moments.get_mut(id.as_str()) else {
                return Err(format!("interpreter {id} is not known"));
            };
            own.push((minute, price));
        }
        let mut groups: HashMap<&str, (usize, i64)> = HashMap::new();
        for request in &document.requests {
            groups.entry(request.group()).or_default().0 += 1;
        }
        groups.retain(|_, group| group.0 >= LEAST_GROUP);
        for (id, price) in &certificate.groups {
            let price = right(*price, || format!("group {id:?}"))?;
            let Some(group) = groups.get_mut(id.as_str()) else {
                return Err(format!(
                    "group {id:?} is none of at least {LEAST_GROUP} requests"
                ));
            };
            group.1 += price;
        }
        Ok(Self {
            document,
            stations: document
                .stations
                .iter()
                .map(|s| (s.id.as_str(), s))
                .collect(),
            of_skill: of_skill(document, &slots),
            slots,
            moments,
            groups,
        })
    }

    /// The least over all equity terms, less what those who are left may pay then.
    fn equity(&self) -> i64 {
        let weight = i64::from(self.document.weights.equity) * UNIT;
        let at = |e: i64| {
            let pay = |&(n, price): &(usize, i64)| price * (e * n as i64 / 100);
            weight * e - self.groups.values().map(pay).sum::<i64>()
        };
        (0..=100).map(at).min().unwrap_or(0)
    }

    /// The least that a request costs, matched or left.
    fn least(&self, request: &Request) -> i64 {
        let w = self.document.weights;
        let urgency = i64::from(request.urgency);
        let group = self.groups.get(request.group()).map_or(0, |group| group.1);
        let mut least = i64::from(w.unmatched) * urgency * urgency * UNIT + group;
        let able = self.interpreters(request);
        let places = self.of_skill.get(request.skill.as_str());
        for (station, slots) in places.into_iter().flatten() {
            if let Some(km) = self.way(request, *station) {
                let way = i64::from(w.travel_km) * km * UNIT;
                for open in slots {
                    least = least.min(self.cost(request, open, way, &able, least));
                }
            }
        }
        least
    }

    /// What a match costs; where that is not allowed, or not below `least`, that.
    fn cost(
        &self,
        request: &Request,
        open: &Open<'_>,
        way: i64,
        able: &[Able<'_>],
        least: i64,
    ) -> i64 {
        let Open {
            slot,
            adviser,
            paid,
        } = open;
        let w = self.document.weights;
        let days = (slot.start.date - self.document.now.date).num_days();
        let cost = i64::from(w.wait_day) * i64::from(request.urgency) * days * UNIT + paid + way;
        if cost >= least || !is_timely(request, slot) || request.exclude.contains(&adviser.id) {
            return least;
        }
        let level = self.document.working_level;
        if speak(&request.languages, &adviser.languages, level) {
            return cost;
        }
        let help = self.help(slot, adviser, able);
        help.map_or(least, |help| cost + i64::from(w.interpreter) * UNIT + help)
    }

    /// Rounded kilometres to a station, none to a slot by video; none where the resident cannot be met there.
    fn way(&self, request: &Request, station: Option<&str>) -> Option<i64> {
        let Some(station) = station else {
            return request.modes.contains(&Mode::Video).then_some(0);
        };
        if !request.modes.contains(&Mode::InPerson) {
            return None;
        }
        let station = self.stations[station];
        // A way is as long at least as the degrees of latitude that lie between.
        let north = (station.lat - request.lat).abs().to_radians() * EARTH_RADIUS_KM;
        if request.max_km.is_some_and(|most| north > most + 1e-6) {
            return None;
        }
        let km = distance(request, station);
        let is_near = request.max_km.is_none_or(|most| km <= most + 1e-9);
        is_near.then_some((km + 0.5).floor() as i64)
    }

    /// The shifts of those who speak with a resident.
    fn interpreters(&self, request: &Request) -> Vec<Able<'a>> {
        let level = self.document.working_level;
        let able = self.document.interpreters.iter();
        let able: HashMap<&str, _> = able
            .filter(|n| speak(&request.languages, &n.languages, level))
            .map(|n| (n.id.as_str(), n))
            .collect();
        let shifts = self.document.shifts.iter();
        shifts
            .filter_map(|h| Some((h, *able.get(h.interpreter.as_str())?)))
            .collect()
    }

    /// The cheapest interpreter's time for a slot; none where nobody can help.
    fn help(&self, slot: &Slot, adviser: &Adviser, able: &[(&Shift, &Interpreter)]) -> Option<i64> {
        let (start, end) = (slot.start.minutes(), slot.end.minutes());
        let able = able.iter().filter(|(shift, interpreter)| {
            shift.start.minutes() <= start
                && end <= shift.end.minutes()
                && (shift.station.is_none() || shift.station == slot.station)
                && speak(
                    &adviser.languages,
                    &interpreter.languages,
                    self.document.working_level,
                )
        });
        able.map(|(_, interpreter)| {
            let own = self.moments[interpreter.id.as_str()].iter();
            own.filter(|(minute, _)| (start..end).contains(minute))
                .map(|moment| moment.1)
                .sum()
        })
        .min()
    }
}

/// A shift, and whose it is.
type Able<'a> = (&'a Shift, &'a Interpreter);

/// Slots that start from now on, by each skill of their adviser and by station.
fn of_skill<'a>(
    document: &'a Document,
    prices: &HashMap<&str, i64>,
) -> HashMap<&'a str, HashMap<Option<&'a str>, Vec<Open<'a>>>> {
    let advisers = document.advisers.iter().map(|a| (a.id.as_str(), a));
    let advisers: HashMap<&str, &Adviser> = advisers.collect();
    let mut of_skill: HashMap<&str, HashMap<Option<&str>, Vec<Open<'_>>>> = HashMap::new();
    for slot in document
        .slots
        .iter()
        .filter(|slot| slot.start >= document.now)
    {
        let adviser = advisers[slot.adviser.as_str()];
        let paid = prices.get(slot.id.as_str()).copied().unwrap_or(0);
        for skill in &adviser.skills {
            let places = of_skill.entry(skill).or_default();
            let open = Open {
                slot,
                adviser,
                paid,
            };
            places
                .entry(slot.station.as_deref())
                .or_default()
                .push(open);
        }
    }
    of_skill
}

fn is_timely(request: &Request, slot: &Slot) -> bool {
    let (start, end) = (slot.start.minutes(), slot.end.minutes());
    let mut windows = request.windows.iter();
    request.windows.is_empty()
        || windows.any(|w| w.start.minutes() <= start && end <= w.end.minutes())
}

fn right(price: i64, whose: impl Fn() -> String) -> Result<i64, String> {
    if (0..=MOST).contains(&price) {
        Ok(price)
    } else {
        Err(format!(
            "{}: a price is from 0 to {MOST}, not {price}",
            whose()
        ))
    }
}
