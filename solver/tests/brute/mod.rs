//! The best roster by trying every one. Written from the page of the exchange format alone: nothing of the solver is asked, not
//! even its judge. No tests here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use zhiban_solver::roster::document::{Document, Duty, Pair, Person};

/// The lowest objective, none where no roster keeps the pins and the given holder.
pub fn best(document: &Document) -> Option<i64> {
    let series = &document.series[0];
    let mut best = None;
    for option in &series.options {
        let other: Vec<&String> = series
            .options
            .iter()
            .filter(|o| o.id != option.id)
            .flat_map(|o| &o.duties)
            .collect();
        let active: Vec<&Duty> = document
            .duties
            .iter()
            .filter(|d| !other.contains(&&d.id))
            .collect();
        let members: Vec<&Duty> = active
            .iter()
            .copied()
            .filter(|d| option.duties.contains(&d.id))
            .collect();
        let able = |p: &Person| members.iter().all(|d| is_able(document, d, p));
        let holders: Vec<Option<&Person>> = match &series.holder {
            Some(id) => document
                .people
                .iter()
                .filter(|p| p.id == *id && able(p))
                .map(Some)
                .collect(),
            None => std::iter::once(None)
                .chain(document.people.iter().filter(|p| able(p)).map(Some))
                .collect(),
        };
        let pairs: Vec<(usize, usize)> = (0..active.len())
            .flat_map(|d| (0..document.people.len()).map(move |p| (d, p)))
            .filter(|&(d, p)| may_hold(document, active[d], &document.people[p]))
            .collect();
        let pinned = document.pins.iter().all(|pin| {
            pairs
                .iter()
                .any(|&(d, p)| active[d].id == pin.duty && document.people[p].id == pin.person)
        });
        if !pinned || holders.is_empty() {
            continue;
        }
        let mut search = Search {
            document,
            active: &active,
            members: &members,
            holders: &holders,
            pairs: &pairs,
            best: None,
        };
        search.try_all(0, &mut Vec::new());
        best = [best, search.best].into_iter().flatten().min();
    }
    best
}

struct Search<'a> {
    document: &'a Document,
    active: &'a [&'a Duty],
    members: &'a [&'a Duty],
    holders: &'a [Option<&'a Person>],
    pairs: &'a [(usize, usize)],
    best: Option<i64>,
}

impl Search<'_> {
    fn try_all(&mut self, next: usize, chosen: &mut Vec<(usize, usize)>) {
        if next == self.pairs.len() {
            if let Some(cost) = self.cost(chosen) {
                self.best = Some(self.best.map_or(cost, |best| best.min(cost)));
            }
            return;
        }
        let (d, p) = self.pairs[next];
        let pair = Pair {
            duty: self.active[d].id.clone(),
            person: self.document.people[p].id.clone(),
        };
        if !self.document.pins.contains(&pair) {
            self.try_all(next + 1, chosen);
        }
        let there = chosen.iter().filter(|(other, _)| *other == d).count();
        if there < self.active[d].ideal as usize {
            chosen.push((d, p));
            self.try_all(next + 1, chosen);
            chosen.pop();
        }
    }

    /// What the roster costs with its best holder, none where it breaks a rule.
    fn cost(&self, chosen: &[(usize, usize)]) -> Option<i64> {
        let document = self.document;
        let w = document.weights;
        for (p, person) in document.people.iter().enumerate() {
            let own: Vec<&Duty> = chosen
                .iter()
                .filter(|(_, q)| *q == p)
                .map(|(d, _)| self.active[*d])
                .collect();
            if !keeps_limits(document, person, &own) {
                return None;
            }
        }
        for &(d, _) in chosen {
            let duty = self.active[d];
            if let Some(q) = &duty.supervised_by {
                let watched = chosen.iter().map(|(o, _)| self.active[*o]).any(|o| {
                    o.pool == *q
                        && o.station == duty.station
                        && o.date == duty.date
                        && o.start <= duty.start
                        && duty.end <= o.end
                });
                if !watched {
                    return None;
                }
            }
        }
        let mut cost = 0;
        for (d, duty) in self.active.iter().enumerate() {
            let n = chosen.iter().filter(|(o, _)| *o == d).count() as i64;
            let (min, ideal, weight) = (
                i64::from(duty.min),
                i64::from(duty.ideal),
                i64::from(duty.weight),
            );
            cost += i64::from(w.shortfall) * weight * (min - n).max(0);
            cost += i64::from(w.below_ideal) * weight * (ideal - n.max(min));
        }
        for &(d, p) in chosen {
            let (duty, person) = (self.active[d], &document.people[p]);
            cost += i64::from(w.travel_km) * (km(document, duty, person) + 0.5).floor() as i64;
            if !person.prefers.is_empty() && !person.prefers.contains(&duty.station) {
                cost += i64::from(w.preference);
            }
        }
        for (p, person) in document.people.iter().enumerate() {
            let turns = chosen.iter().filter(|(_, q)| *q == p).count() as i64;
            cost += i64::from(w.fairness) * (turns - i64::from(person.target)).pow(2);
        }
        cost += self.language(chosen) + self.change(chosen);
        let substitutes = |holder: &Option<&Person>| {
            chosen
                .iter()
                .filter(|(d, p)| {
                    self.members.iter().any(|m| m.id == self.active[*d].id)
                        && holder.is_none_or(|h| h.id != document.people[*p].id)
                })
                .count() as i64
        };
        let fewest = self.holders.iter().map(substitutes).min()?;
        Some(cost + i64::from(w.substitute) * fewest)
    }

    fn language(&self, chosen: &[(usize, usize)]) -> i64 {
        let mut cost = 0;
        for row in &self.document.language_cover {
            let spoken = chosen.iter().filter(|(d, p)| {
                let week = self.active[*d].date.iso_week();
                let speaks = self.document.people[*p]
                    .languages
                    .get(&row.language)
                    .is_some_and(|l| *l >= row.level);
                (week.year(), week.week()) == (row.week.year, row.week.number) && speaks
            });
            cost += i64::from(row.weight) * (i64::from(row.min) - spoken.count() as i64).max(0);
        }
        cost * i64::from(self.document.weights.language)
    }

    fn change(&self, chosen: &[(usize, usize)]) -> i64 {
        let document = self.document;
        let gone = document.previous.iter().filter(|row| {
            let duty = document
                .duties
                .iter()
                .find(|d| d.id == row.duty)
                .expect("known");
            let person = document
                .people
                .iter()
                .find(|p| p.id == row.person)
                .expect("known");
            let held = chosen.iter().any(|(d, p)| {
                self.active[*d].id == row.duty && document.people[*p].id == row.person
            });
            !held && may_hold(document, duty, person)
        });
        gone.count() as i64 * i64::from(document.weights.change)
    }
}

fn is_able(document: &Document, duty: &Duty, person: &Person) -> bool {
    person.pool == duty.pool
        && duty.skills.iter().all(|s| person.skills.contains(s))
        && (duty.any_skills.is_empty() || duty.any_skills.iter().any(|s| person.skills.contains(s)))
        && duty
            .languages
            .iter()
            .all(|(tag, level)| person.languages.get(tag).is_some_and(|own| own >= level))
        && !person.avoid.contains(&duty.station)
        && person
            .max_km
            .is_none_or(|most| km(document, duty, person) <= most + 1e-9)
}

fn may_hold(document: &Document, duty: &Duty, person: &Person) -> bool {
    let banned = document
        .bans
        .iter()
        .any(|b| b.duty == duty.id && b.person == person.id);
    let free = person
        .windows
        .iter()
        .any(|w| w.date == duty.date && w.start <= duty.start && duty.end <= w.end);
    is_able(document, duty, person) && free && !banned
}

fn keeps_limits(document: &Document, person: &Person, own: &[&Duty]) -> bool {
    for (i, a) in own.iter().enumerate() {
        for b in &own[i + 1..] {
            let (first, then) = if (a.start, a.end) <= (b.start, b.end) {
                (a, b)
            } else {
                (b, a)
            };
            let between = then.start.get() - first.end.get();
            let way = if a.station == b.station {
                0
            } else {
                15 + (2.0 * apart(document, a, b)).ceil() as i32
            };
            if a.date == b.date && between < way {
                return false;
            }
        }
    }
    let most = |cap: Option<u32>, n: usize| cap.is_none_or(|cap| n <= cap as usize);
    let mut days: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    let mut weeks: BTreeMap<(i32, u32), usize> = BTreeMap::new();
    for d in own {
        *days.entry(d.date).or_default() += 1;
        *weeks
            .entry((d.date.iso_week().year(), d.date.iso_week().week()))
            .or_default() += 1;
    }
    let stations: BTreeSet<&str> = own.iter().map(|d| d.station.as_str()).collect();
    // A Sunday belongs to the Saturday before it.
    let weekends: BTreeSet<NaiveDate> = days
        .keys()
        .filter_map(|d| match d.weekday().number_from_monday() {
            6 => Some(*d),
            7 => Some(*d - Days::new(1)),
            _ => None,
        })
        .collect();
    let longest = days
        .keys()
        .map(|d| {
            d.iter_days()
                .take_while(|day| days.contains_key(day))
                .count()
        })
        .max()
        .unwrap_or(0);
    days.values().all(|n| most(person.max_day, *n))
        && weeks.values().all(|n| most(person.max_week, *n))
        && most(person.max_month, own.len())
        && most(person.max_stations, stations.len())
        && most(person.max_run, longest)
        && most(person.max_weekends, weekends.len())
}

fn apart(document: &Document, a: &Duty, b: &Duty) -> f64 {
    let at = |d: &Duty| {
        document
            .stations
            .iter()
            .find(|s| s.id == d.station)
            .map(|s| (s.lat, s.lon))
            .expect("known")
    };
    great_circle(at(a), at(b))
}

fn km(document: &Document, duty: &Duty, person: &Person) -> f64 {
    let s = document
        .stations
        .iter()
        .find(|s| s.id == duty.station)
        .expect("known");
    great_circle((person.lat, person.lon), (s.lat, s.lon))
}

fn great_circle(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (x, y) = (a.0.to_radians(), b.0.to_radians());
    let h = ((y - x) / 2.0).sin().powi(2)
        + x.cos() * y.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    2.0 * 6371.0088 * h.sqrt().min(1.0).asin()
}
