//! A month in which residents come one after the other, by several ways of giving them a time: what prices of a forecast are worth
//! against first come, first served. Simulated on drawn months; nothing here is timed.
//!
//! `cargo bench --bench arrivals` draws with `draw.py`, which needs a python3 and nothing else.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::collections::{BTreeMap, HashMap};

use zhiban_solver::matching::certificate::UNIT;
use zhiban_solver::matching::document::Request;
use zhiban_solver::matching::offers::{Offer, Offers, Prices};
use zhiban_solver::matching::{Answer, Document, Instance};
use zhiban_solver::{Limits, solve_match};

#[path = "../drawn/mod.rs"]
mod drawn;
mod month;

use month::{Month, Taken, comes, draw};

/// Seconds of each night's solve.
const NIGHT: f64 = 4.0;

/// Days of residents of the month before that a night looks ahead to: as far as anybody can come.
const AHEAD: i64 = 9;

/// By what prices residents are offered times when they come.
#[derive(Clone, Copy, PartialEq)]
enum AtOnce {
    /// Nobody is offered anything: all wait for the night.
    Nothing,
    /// None but waiting, way and interpreter.
    Own,
    /// Those of the night's matching of who waits.
    Waiting,
    /// Those of the night's matching of who waits beside who will come, if they are as last month's.
    Forecast,
}

/// A way of giving residents a time.
struct Policy {
    name: &'static str,
    at_once: AtOnce,
    /// Whether a resident is sent away for whom every time is worth more to others.
    sends_away: bool,
    /// Whether who waits is matched at night, and whether beside those who will come.
    night: Option<bool>,
}

const fn policy(
    name: &'static str,
    at_once: AtOnce,
    sends_away: bool,
    night: Option<bool>,
) -> Policy {
    Policy {
        name,
        at_once,
        sends_away,
        night,
    }
}

const POLICIES: [Policy; 7] = [
    policy("first come, first served", AtOnce::Own, false, None),
    policy("prices of who waits", AtOnce::Waiting, false, Some(false)),
    policy("prices of a forecast", AtOnce::Forecast, false, None),
    policy(
        "the same, and a matching at night",
        AtOnce::Forecast,
        false,
        Some(true),
    ),
    policy(
        "the same, and some are sent away",
        AtOnce::Forecast,
        true,
        Some(true),
    ),
    policy("all at night", AtOnce::Nothing, false, Some(false)),
    policy(
        "all at night, beside a forecast",
        AtOnce::Nothing,
        false,
        Some(true),
    ),
];

/// How a month went.
#[derive(Default)]
struct Outcome {
    /// Who has an appointment, and its date as a day number.
    served: HashMap<String, i64>,
    /// Waiting, way, interpreter, each with its weight.
    cost: i64,
}

impl Month {
    /// A night's matching, before a day: of who waits, and of who will come, if they are as last month's.
    fn night(&self, market: &Document, waiting: &[Request], day: usize, ahead: bool) -> Night {
        let mut document = market.clone();
        document.requests = waiting.to_vec();
        if ahead {
            let day = i64::try_from(day).unwrap();
            let soon = |r: &&Request| (day..day + AHEAD).contains(&comes(r));
            let named = |r: &Request| Request {
                id: format!("forecast {}", r.id),
                ..r.clone()
            };
            let forecast = self.last.requests.iter().filter(soon).map(named);
            document.requests.extend(forecast);
        }
        // Who has no window left cannot be served any more, but counts.
        let instance = Instance::new(document).unwrap();
        let answer = solve_match(&instance, &Limits::seconds(NIGHT, 2, 0), &mut |_| true).unwrap();
        Night { instance, answer }
    }
}

struct Night {
    instance: Instance,
    answer: Answer,
}

fn simulate(month: &Month, policy: &Policy) -> Outcome {
    let (mut taken, mut outcome) = (Taken::default(), Outcome::default());
    let mut waiting: Vec<Request> = Vec::new();
    for day in 0..month.days.len() {
        let mut market = month.market(day, &taken);
        let priced = policy.at_once == AtOnce::Waiting || policy.at_once == AtOnce::Forecast;
        let ahead = policy.at_once == AtOnce::Forecast || policy.night == Some(true);
        let mut prices = None;
        if (policy.night.is_some() && !waiting.is_empty()) || priced {
            let night = month.night(&market, &waiting, day, ahead);
            if policy.night.is_some() {
                serve_at_night(
                    &night,
                    &mut waiting,
                    &mut taken,
                    &mut outcome,
                    (&month.days, day),
                );
                market = month.market(day, &taken);
            }
            prices = night.answer.certificate;
        }
        let instance = Instance::new(market).unwrap();
        let prices = match prices {
            Some(prices) if priced => Prices::new(&instance, &prices),
            _ => Prices::default(),
        };
        let today = month.this.requests.iter();
        for request in today.filter(|r| comes(r) == i64::try_from(day).unwrap()) {
            let at_once = policy.at_once != AtOnce::Nothing
                && serve_at_once(
                    &instance,
                    &prices,
                    request,
                    policy,
                    &mut taken,
                    &mut outcome,
                );
            if !at_once {
                waiting.push(request.clone());
            }
        }
    }
    outcome
}

/// Books the matches of those who wait; those who will come are not there yet.
fn serve_at_night(
    night: &Night,
    waiting: &mut Vec<Request>,
    taken: &mut Taken,
    outcome: &mut Outcome,
    (days, day): (&[i64], usize),
) {
    let document = &night.instance.document;
    for m in &night.answer.matches {
        let Some(at) = waiting.iter().position(|r| r.id == m.request) else {
            continue;
        };
        let request = waiting.swap_remove(at);
        let slot = document.slots.iter().position(|s| s.id == m.slot).unwrap();
        let shift = m.shift.as_ref();
        let shift = shift.map(|id| document.shifts.iter().position(|s| s.id == *id).unwrap());
        let offers = Offers::new(&night.instance, &request, &Prices::default());
        let mut offer = *offers.all.iter().find(|o| o.slot == slot).unwrap();
        offer.shift = shift;
        let waited = days[day] - days[usize::try_from(comes(&request)).unwrap()];
        outcome.cost += i64::from(document.weights.wait_day) * i64::from(request.urgency) * waited;
        book(&night.instance, &request, &offer, taken, outcome);
    }
}

/// Books the cheapest offer that is free, where it is worth it.
fn serve_at_once(
    instance: &Instance,
    prices: &Prices,
    request: &Request,
    policy: &Policy,
    taken: &mut Taken,
    outcome: &mut Outcome,
) -> bool {
    let document = &instance.document;
    let offers = Offers::new(instance, request, prices);
    let worth = i64::from(document.weights.unmatched) * i64::from(request.urgency).pow(2) * UNIT;
    let is_worth_it = |offer: &Offer| {
        let cost = match policy.sends_away {
            true => offer.cost(),
            false => offer.price * UNIT,
        };
        cost <= worth
    };
    for offer in offers.all.iter().filter(|offer| is_worth_it(offer)) {
        let slot = &document.slots[offer.slot];
        if taken.slots.contains(&slot.id) {
            continue;
        }
        let (start, end) = (slot.start.minutes(), slot.end.minutes());
        let free = offers
            .with_each_voice(instance, prices, offer)
            .into_iter()
            .find(|o| {
                o.shift.is_none_or(|shift| {
                    !taken.is_busy(&document.shifts[shift].interpreter, start, end)
                })
            });
        if let Some(offer) = free.filter(is_worth_it) {
            book(instance, request, &offer, taken, outcome);
            return true;
        }
    }
    false
}

fn book(
    instance: &Instance,
    request: &Request,
    offer: &Offer,
    taken: &mut Taken,
    outcome: &mut Outcome,
) {
    let document = &instance.document;
    let slot = &document.slots[offer.slot];
    assert!(taken.slots.insert(slot.id.clone()), "{}", slot.id);
    if let Some(shift) = offer.shift {
        let (start, end) = (slot.start.minutes(), slot.end.minutes());
        let interpreter = &document.shifts[shift].interpreter;
        assert!(!taken.is_busy(interpreter, start, end), "{interpreter}");
        let own = taken.interpreters.entry(interpreter.clone()).or_default();
        own.push((start, end));
    }
    outcome.cost += offer.price;
    outcome.served.insert(request.id.clone(), slot.start.day());
}

fn main() {
    println!(
        "served, by how many the first language is not Chinese, worst served language, cost without equity, days until the appointment"
    );
    for kind in ["plenty", "scarce"] {
        for seed in 1..=2 {
            let month = draw(kind, seed);
            let all = month.this.requests.len();
            println!(
                "{kind} {seed}: {all} residents, {} times",
                month.this.slots.len()
            );
            for policy in &POLICIES {
                tell(&month, policy, &simulate(&month, policy));
            }
        }
    }
}

fn tell(month: &Month, policy: &Policy, outcome: &Outcome) {
    let group = |r: &Request| {
        let first = r.languages.keys().next().cloned().unwrap_or_default();
        r.group.clone().unwrap_or(first)
    };
    let mut groups: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut cost, mut days) = (outcome.cost, 0);
    for request in &month.this.requests {
        let (served, all) = groups.entry(group(request)).or_default();
        *all += 1;
        if let Some(date) = outcome.served.get(&request.id) {
            *served += 1;
            days += date - month.days[usize::try_from(comes(request)).unwrap()];
        } else {
            let urgency = i64::from(request.urgency);
            cost += i64::from(month.this.weights.unmatched) * urgency * urgency;
        }
    }
    let others = groups.iter().filter(|(tag, _)| *tag != "zh");
    let others: usize = others.map(|(_, (served, _))| served).sum();
    let share = |&(served, all): &(usize, usize)| 100.0 * served as f64 / all as f64;
    let worst = groups.iter().filter(|(_, (_, all))| *all >= 5);
    let worst = worst
        .min_by(|a, b| share(a.1).total_cmp(&share(b.1)))
        .unwrap();
    let served = outcome.served.len();
    println!(
        "  {:34} {served:5} {others:5}  {} {:.0} %  {cost:8}  {:.2} d",
        policy.name,
        worst.0,
        share(worst.1),
        days as f64 / served as f64
    );
}
