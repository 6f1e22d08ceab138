//! The lowest objective by trying every matching. Shares nothing with the crate but its documents.

use std::collections::BTreeMap;

use zhiban_solver::language::Languages;
use zhiban_solver::matching::document::{Adviser, Document, Mode, Request, Slot};

/// The lowest objective by trying every matching; written from the page of the exchange format alone.
pub(crate) fn best(
    document: &Document,
    next: usize,
    chosen: &mut Vec<(usize, usize, Option<usize>)>,
) -> i64 {
    let Some(request) = document.requests.get(next) else {
        return cost(document, chosen);
    };
    let mut least = best(document, next + 1, chosen);
    for (s, slot) in document.slots.iter().enumerate() {
        let adviser = document
            .advisers
            .iter()
            .find(|a| a.id == slot.adviser)
            .expect("known");
        if !fits(document, request, slot, adviser) || chosen.iter().any(|(_, other, _)| *other == s)
        {
            continue;
        }
        let shares = |a: &Languages, b: &Languages| {
            a.iter().any(|(t, l)| {
                *l >= document.working_level
                    && b.get(t).is_some_and(|m| *m >= document.working_level)
            })
        };
        if shares(&request.languages, &adviser.languages) {
            chosen.push((next, s, None));
            least = least.min(best(document, next + 1, chosen));
            chosen.pop();
            continue;
        }
        for (h, shift) in document.shifts.iter().enumerate() {
            let who = document
                .interpreters
                .iter()
                .find(|n| n.id == shift.interpreter)
                .expect("known");
            let reaches = shift.station.is_none() || shift.station == slot.station;
            let there = shift.start <= slot.start && slot.end <= shift.end;
            let busy = chosen.iter().any(|(_, other, help)| {
                let other = &document.slots[*other];
                help.is_some_and(|k| document.shifts[k].interpreter == shift.interpreter)
                    && other.start < slot.end
                    && slot.start < other.end
            });
            let helps = shares(&request.languages, &who.languages)
                && shares(&adviser.languages, &who.languages);
            if reaches && there && !busy && helps {
                chosen.push((next, s, Some(h)));
                least = least.min(best(document, next + 1, chosen));
                chosen.pop();
            }
        }
    }
    least
}

fn fits(document: &Document, request: &Request, slot: &Slot, adviser: &Adviser) -> bool {
    let timely = slot.start >= document.now
        && (request.windows.is_empty()
            || request
                .windows
                .iter()
                .any(|w| w.start <= slot.start && slot.end <= w.end));
    let place = match &slot.station {
        None => request.modes.contains(&Mode::Video),
        Some(_) => {
            request.modes.contains(&Mode::InPerson)
                && request
                    .max_km
                    .is_none_or(|most| km(document, request, slot) <= most + 1e-9)
        }
    };
    timely
        && place
        && adviser.skills.contains(&request.skill)
        && !request.exclude.contains(&adviser.id)
}

fn km(document: &Document, request: &Request, slot: &Slot) -> f64 {
    let Some(id) = &slot.station else { return 0.0 };
    let s = document
        .stations
        .iter()
        .find(|s| s.id == *id)
        .expect("known");
    let (x, y) = (request.lat.to_radians(), s.lat.to_radians());
    let h = ((y - x) / 2.0).sin().powi(2)
        + x.cos() * y.cos() * ((s.lon - request.lon).to_radians() / 2.0).sin().powi(2);
    2.0 * 6371.0088 * h.sqrt().asin()
}

fn cost(document: &Document, chosen: &[(usize, usize, Option<usize>)]) -> i64 {
    let w = document.weights;
    let mut cost = 0;
    let mut groups: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (r, request) in document.requests.iter().enumerate() {
        let group = request
            .group
            .clone()
            .unwrap_or_else(|| request.languages.keys().min().cloned().unwrap_or_default());
        let count = groups.entry(group).or_default();
        count.1 += 1;
        if !chosen.iter().any(|(other, _, _)| *other == r) {
            cost += i64::from(w.unmatched) * i64::from(request.urgency).pow(2);
            count.0 += 1;
        }
    }
    for &(r, s, help) in chosen {
        let (request, slot) = (&document.requests[r], &document.slots[s]);
        let days = (slot.start.date - document.now.date).num_days();
        cost += i64::from(w.wait_day) * i64::from(request.urgency) * days;
        cost += i64::from(w.travel_km) * (km(document, request, slot) + 0.5).floor() as i64;
        cost += i64::from(w.interpreter) * i64::from(help.is_some());
    }
    let measured = groups.values().filter(|(_, all)| *all >= 5);
    cost + i64::from(w.equity)
        * measured
            .map(|(left, all)| (100 * left).div_ceil(*all) as i64)
            .max()
            .unwrap_or(0)
}
