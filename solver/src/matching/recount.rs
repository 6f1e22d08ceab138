//! The judge of a bound: sums up a certificate from the document alone, in whole numbers. It shares nothing with the relaxation, the
//! search or the pairs, and trusts no price: what would not make a bound is refused.
//!
//! Why the sum is a bound: in an answer that keeps the rules a slot is used once at most, an interpreter is in one match at most at any
//! moment, and of a group of n at most ⌊e · n / 100⌋ are left where the equity term is e. So what the matches and those who are left
//! pay is at most the sum of all prices, and the objective is at least the objective with the payments, less that sum; and this is at
//! least the sum of each request's least, each taken for itself.

use std::collections::HashMap;

use super::certificate::{CERTIFICATE_FORMAT, Certificate, MOST, UNIT};
use super::document::{Adviser, Document, Interpreter, Mode, Request, Shift, Slot, Station};
use super::instance::LEAST_GROUP;
use super::rules::tongue::speak;
use super::rules::way::distance;
use crate::both::each;

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
    // Up to the next whole unit.
    Ok(sum.div_euclid(UNIT) + i64::from(sum.rem_euclid(UNIT) > 0))
}

struct Judge<'a> {
    document: &'a Document,
    stations: HashMap<&'a str, &'a Station>,
    /// Slots from now on by skill, with their adviser.
    of_skill: HashMap<&'a str, Vec<(&'a Slot, &'a Adviser)>>,
    /// What a slot costs.
    slots: HashMap<&'a str, i64>,
    /// What an interpreter costs at which minutes.
    moments: HashMap<&'a str, Vec<(i64, i64)>>,
    /// How many requests a group has, and what leaving one costs.
    groups: HashMap<&'a str, (usize, i64)>,
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
            of_skill: of_skill(document),
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
        let mut ways: HashMap<&str, f64> = HashMap::new();
        let today = self.document.now.date;
        let none = Vec::new();
        for (slot, adviser) in self.of_skill.get(request.skill.as_str()).unwrap_or(&none) {
            let days = (slot.start.date - today).num_days();
            let paid = self.slots.get(slot.id.as_str()).copied().unwrap_or(0);
            let mut cost = i64::from(w.wait_day) * urgency * days * UNIT + paid;
            if cost >= least || !is_timely(request, slot) || request.exclude.contains(&adviser.id) {
                continue;
            }
            let Some(km) = self.way(request, slot, &mut ways) else {
                continue;
            };
            cost += i64::from(w.travel_km) * km * UNIT;
            if !speak(
                &request.languages,
                &adviser.languages,
                self.document.working_level,
            ) {
                let Some(help) = self.help(slot, adviser, &able) else {
                    continue;
                };
                cost += i64::from(w.interpreter) * UNIT + help;
            }
            least = least.min(cost);
        }
        least
    }

    /// Rounded kilometres to where the slot is; none where the resident cannot be met there.
    fn way<'b>(
        &self,
        request: &Request,
        slot: &'b Slot,
        ways: &mut HashMap<&'b str, f64>,
    ) -> Option<i64> {
        let Some(station) = slot.station.as_deref() else {
            return request.modes.contains(&Mode::Video).then_some(0);
        };
        if !request.modes.contains(&Mode::InPerson) {
            return None;
        }
        let km = *ways
            .entry(station)
            .or_insert_with(|| distance(request, self.stations[station]));
        let is_near = request.max_km.is_none_or(|most| km <= most + 1e-9);
        is_near.then_some((km + 0.5).floor() as i64)
    }

    /// The shifts of those who speak with a resident.
    fn interpreters(&self, request: &Request) -> Vec<(&'a Shift, &'a Interpreter)> {
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

/// Slots that start from now on, by each skill of their adviser.
fn of_skill(document: &Document) -> HashMap<&str, Vec<(&Slot, &Adviser)>> {
    let advisers: HashMap<&str, &Adviser> = document
        .advisers
        .iter()
        .map(|a| (a.id.as_str(), a))
        .collect();
    let mut of_skill: HashMap<&str, Vec<(&Slot, &Adviser)>> = HashMap::new();
    for slot in &document.slots {
        if slot.start < document.now {
            continue;
        }
        let adviser = advisers[slot.adviser.as_str()];
        for skill in &adviser.skills {
            of_skill.entry(skill).or_default().push((slot, adviser));
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
