//! Brute force: every roster of a small problem, by the words of the exchange format alone. It shares nothing with the solver
//! but the types of the documents.

mod words;

use chrono::Datelike;
use zhiban_solver::roster::RosterAnswer;
use zhiban_solver::roster::document::{Document, Duty, LanguageCover, Pair, Person};

use words::{is_able, is_free, km};

/// A rule that can be left out, to see whether it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    OneOption,
    Ideal,
    Ability,
    Windows,
    Overlap,
    MaxDay,
    MaxWeek,
    MaxMonth,
    MaxStations,
    MaxRun,
    MaxWeekends,
    Supervision,
    Holder,
    Pins,
    Bans,
}

impl Rule {
    pub(crate) const ALL: [Self; 15] = [
        Self::OneOption,
        Self::Ideal,
        Self::Ability,
        Self::Windows,
        Self::Overlap,
        Self::MaxDay,
        Self::MaxWeek,
        Self::MaxMonth,
        Self::MaxStations,
        Self::MaxRun,
        Self::MaxWeekends,
        Self::Supervision,
        Self::Holder,
        Self::Pins,
        Self::Bans,
    ];
}

pub(crate) struct Brute<'a> {
    document: &'a Document,
    without: Option<Rule>,
    /// Series and option of each duty.
    place: Vec<Option<(usize, usize)>>,
    /// Rule 3, by duty and person.
    able: Vec<Vec<bool>>,
    /// Rules 3, 4 and the bans, by duty and person.
    may: Vec<Vec<bool>>,
    /// The same with no rule left out: what `change` looks at.
    fits: Vec<Vec<bool>>,
    pinned: Vec<Vec<bool>>,
    before: Vec<Vec<bool>>,
    /// Travel and preference of a seat.
    seat: Vec<Vec<i64>>,
}

/// People (as bits) at each duty, and option and holder of each series.
struct Roster {
    at: Vec<u32>,
    options: Vec<usize>,
}

impl<'a> Brute<'a> {
    pub(crate) fn new(document: &'a Document, without: Option<Rule>) -> Self {
        let mut place = vec![None; document.duties.len()];
        for (s, series) in document.series.iter().enumerate() {
            for (o, option) in series.options.iter().enumerate() {
                for id in &option.duties {
                    place[number(document.duties.iter().map(|d| &d.id), id)] = Some((s, o));
                }
            }
        }
        let table = |test: &dyn Fn(&Duty, &Person) -> bool| -> Vec<Vec<bool>> {
            let row = |d: &Duty| document.people.iter().map(|p| test(d, p)).collect();
            document.duties.iter().map(row).collect()
        };
        let stands = |rows: &'a [Pair]| {
            table(&|d, p| rows.iter().any(|r| r.duty == d.id && r.person == p.id))
        };
        let able = table(&|d, p| is_able(document, d, p));
        let windows = table(&is_free);
        let bans = stands(&document.bans);
        let allowed = |without: Option<Rule>| {
            let test = |d: usize, p: usize| {
                (able[d][p] || without == Some(Rule::Ability))
                    && (windows[d][p] || without == Some(Rule::Windows))
                    && (!bans[d][p] || without == Some(Rule::Bans))
            };
            let row = |d| (0..document.people.len()).map(|p| test(d, p)).collect();
            (0..document.duties.len())
                .map(row)
                .collect::<Vec<Vec<bool>>>()
        };
        let cost = |d: &Duty, p: &Person| {
            let w = document.weights;
            let elsewhere = !p.prefers.is_empty() && !p.prefers.contains(&d.station);
            (km(document, d, p) + 0.5).floor() as i64 * i64::from(w.travel_km)
                + i64::from(elsewhere) * i64::from(w.preference)
        };
        let costs = |d: &Duty| document.people.iter().map(|p| cost(d, p)).collect();
        Self {
            document,
            without,
            place,
            may: allowed(without),
            fits: allowed(None),
            able,
            pinned: stands(&document.pins),
            before: stands(&document.previous),
            seat: document.duties.iter().map(costs).collect(),
        }
    }

    fn keeps(&self, rule: Rule) -> bool {
        self.without != Some(rule)
    }

    /// The least cost of a roster that costs less than `most`, none where there is no such roster.
    pub(crate) fn below(&self, most: i64) -> Option<i64> {
        let mut best = most;
        let mut found = false;
        let mut options = vec![0; self.document.series.len()];
        loop {
            let mut roster = Roster {
                at: vec![0; self.document.duties.len()],
                options: options.clone(),
            };
            if (0..options.len()).all(|s| !self.holders(s, options[s]).is_empty()) {
                self.extend(0, 0, &mut roster, &mut best, &mut found);
            }
            if !self.next(&mut options) {
                return found.then_some(best);
            }
        }
    }

    /// The next choice of options, like the figures of a counter.
    fn next(&self, options: &mut [usize]) -> bool {
        for (option, series) in options.iter_mut().zip(&self.document.series) {
            *option += 1;
            if *option < series.options.len() {
                return true;
            }
            *option = 0;
        }
        false
    }

    /// What an answer costs, none where it breaks a rule.
    pub(crate) fn cost_of(&self, answer: &RosterAnswer) -> Option<i64> {
        let document = self.document;
        let mut at = vec![0; document.duties.len()];
        for row in &answer.assignments {
            let d = number(document.duties.iter().map(|d| &d.id), &row.duty);
            let p = number(document.people.iter().map(|p| &p.id), &row.person);
            if at[d] & (1 << p) != 0 || !self.may[d][p] {
                return None;
            }
            at[d] |= 1 << p;
        }
        let mut options = Vec::new();
        let mut holders = Vec::new();
        for (s, series) in document.series.iter().enumerate() {
            let option = &answer.options[&series.id];
            options.push(series.options.iter().position(|o| o.id == *option)?);
            let person = answer.holders[&series.id].as_ref();
            let holder = person.map(|id| number(document.people.iter().map(|p| &p.id), id));
            if !self.holders(s, options[s]).contains(&holder) {
                return None;
            }
            holders.push(holder);
        }
        let roster = Roster { at, options };
        for d in 0..document.duties.len() {
            if !self.is_right(d, roster.at[d], &roster) {
                return None;
            }
        }
        for p in 0..document.people.len() {
            if !self.is_within_limits(p, &roster.at, document.duties.len()) {
                return None;
            }
        }
        let decided: i64 = (0..document.duties.len())
            .map(|d| self.cost(d, &roster))
            .sum();
        let fairness: i64 = (0..document.people.len())
            .map(|p| self.far(turns(p, &roster.at), p))
            .sum();
        let substitutes: i64 = (0..holders.len())
            .map(|s| self.substitutes(s, holders[s], &roster))
            .sum();
        let whole = decided + fairness + substitutes + self.language(&roster.at);
        self.is_supervised(&roster).then_some(whole)
    }

    /// Tries everybody at duty `d` and those after it; `cost` is what the duties before it cost.
    fn extend(&self, d: usize, cost: i64, roster: &mut Roster, best: &mut i64, found: &mut bool) {
        if cost + self.least_fairness(d, &roster.at) >= *best {
            return;
        }
        if d == self.document.duties.len() {
            if self.is_supervised(roster) {
                let fairness = self.least_fairness(d, &roster.at);
                let substitutes: i64 = (0..roster.options.len())
                    .map(|s| {
                        let holders = self.holders(s, roster.options[s]);
                        let cost = |&h: &Option<usize>| self.substitutes(s, h, roster);
                        holders
                            .iter()
                            .map(cost)
                            .min()
                            .expect("an option with a holder or none")
                    })
                    .sum();
                let whole = cost + fairness + substitutes + self.language(&roster.at);
                if whole < *best {
                    (*best, *found) = (whole, true);
                }
            }
            return;
        }
        for people in 0..1_u32 << self.document.people.len() {
            let come = (0..self.document.people.len()).filter(|p| people & (1 << p) != 0);
            if !come.clone().all(|p| self.may[d][p]) || !self.is_right(d, people, roster) {
                continue;
            }
            roster.at[d] = people;
            if come
                .clone()
                .all(|p| self.is_within_limits(p, &roster.at, d + 1))
            {
                let cost = cost + self.cost(d, roster);
                self.extend(d + 1, cost, roster, best, found);
            }
            roster.at[d] = 0;
        }
    }

    fn is_active(&self, d: usize, roster: &Roster) -> bool {
        self.place[d].is_none_or(|(s, o)| roster.options[s] == o)
    }

    /// Rules 1, 2 and 9 for these people at a duty.
    fn is_right(&self, d: usize, people: u32, roster: &Roster) -> bool {
        let pins = (0..self.document.people.len()).filter(|&p| self.pinned[d][p]);
        let pinned = pins.fold(0, |bits, p| bits | 1 << p);
        (people == 0 || self.is_active(d, roster) || !self.keeps(Rule::OneOption))
            && (people.count_ones() <= self.document.duties[d].ideal || !self.keeps(Rule::Ideal))
            && (people & pinned == pinned || !self.keeps(Rule::Pins))
    }

    /// Who may be the holder of an option, nobody among them where none is given (rule 8).
    fn holders(&self, s: usize, o: usize) -> Vec<Option<usize>> {
        let series = &self.document.series[s];
        let able = |p: usize| {
            let mut members = (0..self.place.len()).filter(|&d| self.place[d] == Some((s, o)));
            members.all(|d| self.able[d][p]) || !self.keeps(Rule::Holder)
        };
        let people = self.document.people.iter().enumerate();
        let able: Vec<usize> = people.map(|(p, _)| p).filter(|&p| able(p)).collect();
        match &series.holder {
            None => std::iter::once(None)
                .chain(able.into_iter().map(Some))
                .collect(),
            Some(id) => {
                let given = number(self.document.people.iter().map(|p| &p.id), id);
                able.into_iter().filter(|&p| p == given).map(Some).collect()
            }
        }
    }

    fn substitutes(&self, s: usize, holder: Option<usize>, roster: &Roster) -> i64 {
        let own = holder.map_or(0, |p| 1 << p);
        let members = (0..self.place.len()).filter(|&d| self.place[d].is_some_and(|(t, _)| t == s));
        let others: u32 = members.map(|d| (roster.at[d] & !own).count_ones()).sum();
        i64::from(others) * i64::from(self.document.weights.substitute)
    }

    /// Shortfall, below ideal, travel, preference and change of one duty.
    fn cost(&self, d: usize, roster: &Roster) -> i64 {
        let (duty, w) = (&self.document.duties[d], self.document.weights);
        let [min, ideal, weight] = [duty.min, duty.ideal, duty.weight].map(i64::from);
        let n = i64::from(roster.at[d].count_ones());
        let mut cost = 0;
        if self.is_active(d, roster) {
            cost += weight * (min - n).max(0) * i64::from(w.shortfall);
            cost += weight * (ideal - n.max(min)).max(0) * i64::from(w.below_ideal);
        }
        for p in 0..self.document.people.len() {
            let is_here = roster.at[d] & (1 << p) != 0;
            cost += i64::from(is_here) * self.seat[d][p];
            let gone = self.before[d][p] && !is_here && self.fits[d][p];
            cost += i64::from(gone) * i64::from(w.change);
        }
        cost
    }

    fn far(&self, turns: i64, p: usize) -> i64 {
        let target = i64::from(self.document.people[p].target);
        (turns - target).pow(2) * i64::from(self.document.weights.fairness)
    }

    /// The least fairness can come to once the duties before `d` are decided.
    fn least_fairness(&self, d: usize, at: &[u32]) -> i64 {
        let least = |p: usize| {
            let now = turns(p, at);
            let more = (d..self.may.len())
                .filter(|&later| self.may[later][p])
                .count();
            (0..=more as i64)
                .map(|k| self.far(now + k, p))
                .min()
                .expect("none more is one case")
        };
        (0..self.document.people.len()).map(least).sum()
    }

    fn language(&self, at: &[u32]) -> i64 {
        let document = self.document;
        let missing = |row: &LanguageCover| {
            let mut spoken = 0;
            for (d, duty) in document.duties.iter().enumerate() {
                let station = document.stations.iter().find(|s| s.id == duty.station);
                let week = duty.date.iso_week();
                let counts = station.is_some_and(|s| s.district == row.district)
                    && (week.year(), week.week()) == (row.week.year, row.week.number);
                for (p, person) in document.people.iter().enumerate() {
                    let speaks = person
                        .languages
                        .get(&row.language)
                        .is_some_and(|l| *l >= row.level);
                    spoken += i64::from(counts && speaks && at[d] & (1 << p) != 0);
                }
            }
            i64::from(row.weight) * (i64::from(row.min) - spoken).max(0)
        };
        let missing: i64 = document.language_cover.iter().map(missing).sum();
        missing * i64::from(document.weights.language)
    }

    /// Rule 7.
    fn is_supervised(&self, roster: &Roster) -> bool {
        let duties = || self.document.duties.iter().enumerate();
        let held = || duties().filter(|(d, _)| roster.at[*d] != 0);
        let beside = |duty: &Duty, pool: &String| {
            held().any(|(o, other)| {
                other.pool == *pool
                    && self.is_active(o, roster)
                    && (&other.station, other.date) == (&duty.station, duty.date)
                    && other.start <= duty.start
                    && other.end >= duty.end
            })
        };
        !self.keeps(Rule::Supervision)
            || held().all(|(_, d)| d.supervised_by.as_ref().is_none_or(|q| beside(d, q)))
    }

    /// Rules 5 and 6 for a person's turns among the first `n` duties.
    fn is_within_limits(&self, p: usize, at: &[u32], n: usize) -> bool {
        let turns: Vec<&Duty> = (0..n)
            .filter(|&d| at[d] & (1 << p) != 0)
            .map(|d| &self.document.duties[d])
            .collect();
        words::keeps_limits(
            self.document,
            &self.document.people[p],
            &turns,
            self.without,
        )
    }
}

fn number<'a>(mut ids: impl Iterator<Item = &'a String>, id: &str) -> usize {
    ids.position(|own| own == id).expect("a known id")
}

fn turns(p: usize, at: &[u32]) -> i64 {
    at.iter().map(|people| i64::from(people >> p & 1)).sum()
}
