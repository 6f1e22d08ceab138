//! The judge of a bound: sums up a certificate from the document alone, in whole numbers. It shares nothing with the relaxation, the
//! search or the instance, and trusts no price: a price that would not make a bound is refused.
//!
//! Why the sum is a bound: in an answer that keeps the rules, a person's turns use no minute twice, no more turns, stations,
//! weekends and dates in a row than the caps allow, so that what the turns are charged is at most `People::worth`; what supervision
//! and language cover pay is at most what they ask for. So the objective is at least the objective with those charges and payments,
//! less that worth; and that is at least the sum of each series' and each other duty's least, each taken for itself.

mod fit;
mod people;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::answer::RosterAnswer;
use super::audit::Facts;
use super::certificate::{CERTIFICATE_FORMAT, Certificate, MOST, UNIT};
use super::document::{Document, Duty, Series, SeriesOption};
use super::rules::ability;
use crate::both::each;
use crate::bound::{Proof, proven};
use crate::calendar::Week;
use crate::language::speaks;
use fit::{fit, ids, most_turns};
use people::Book;

/// The bound that a certificate proves, in whole units of the objective, which is whole itself; or why it proves none.
pub fn recount(facts: &Facts<'_>, certificate: &Certificate) -> Result<i64, String> {
    if certificate.format != CERTIFICATE_FORMAT {
        return Err(format!(
            "the format is {:?}, not {CERTIFICATE_FORMAT:?}",
            certificate.format
        ));
    }
    let judge = Judge::new(facts, certificate)?;
    let mut sum = judge.changes() + judge.language(certificate);
    for (p, person) in facts.document.people.iter().enumerate() {
        sum += judge.fairness(p) - judge.books[p].worth(person);
    }
    let loose = each(&facts.document.duties, |duty| {
        let is_loose = !facts.option_of.contains_key(duty.id.as_str());
        if is_loose { judge.loose(duty) } else { 0 }
    });
    let series = each(&facts.document.series, |series| {
        judge.series(series).unwrap_or(0)
    });
    sum += loose.iter().chain(&series).sum::<i64>();
    Ok(proven(sum))
}

/// What the bound of an answer rests on: the prices kept with it, where their sum proves it.
#[must_use]
pub fn proof(document: &Document, answer: &RosterAnswer) -> Proof {
    let facts = Facts::new(document, answer);
    let prices = answer.certificate.as_ref();
    let proven = prices.and_then(|prices| recount(&facts, prices).ok());
    if proven.is_some_and(|proven| answer.bound <= (proven as f64).max(0.0)) {
        Proof::Prices
    } else {
        Proof::BranchAndBound
    }
}

struct Judge<'a, 'b> {
    facts: &'b Facts<'a>,
    books: Vec<Book<'a>>,
    /// For each duty, by id, the people who may hold it by rules 3, 4 and the bans.
    fit: HashMap<&'a str, Vec<usize>>,
    /// For each person the most turns there can be.
    most: Vec<i64>,
    previous: HashSet<(&'a str, &'a str)>,
    pins: HashMap<&'a str, Vec<&'a str>>,
    /// What holding a duty costs for somebody beside it, and what it pays to those beside others.
    costs: HashMap<&'a str, i64>,
    pays: HashMap<&'a str, i64>,
    /// Rows of language cover by district and week, with their prices.
    cover: HashMap<(&'a str, Week), Vec<(usize, i64)>>,
}

impl<'a, 'b> Judge<'a, 'b> {
    fn new(facts: &'b Facts<'a>, certificate: &'a Certificate) -> Result<Self, String> {
        let document = facts.document;
        let fit = fit(facts);
        let mut judge = Self {
            facts,
            books: document.people.iter().map(|_| Book::default()).collect(),
            most: most_turns(document, &fit),
            fit,
            previous: document.previous.iter().map(ids).collect(),
            pins: HashMap::new(),
            costs: HashMap::new(),
            pays: HashMap::new(),
            cover: HashMap::new(),
        };
        for pin in &document.pins {
            judge.pins.entry(&pin.duty).or_default().push(&pin.person);
        }
        let number: HashMap<&str, usize> = document
            .people
            .iter()
            .map(|p| p.id.as_str())
            .zip(0..)
            .collect();
        for prices in &certificate.people {
            let p = number.get(prices.person.as_str());
            let p = *p.ok_or_else(|| format!("{} is nobody", prices.person))?;
            if !(-MOST..=MOST).contains(&prices.turns) {
                let (who, price) = (&prices.person, prices.turns);
                return Err(format!("{who}: turns have the price {price}"));
            }
            judge.books[p] = Book::read(facts, &document.people[p], prices)?;
        }
        judge.read_supervision(certificate)?;
        judge.read_language(certificate)?;
        Ok(judge)
    }

    fn read_supervision(&mut self, certificate: &'a Certificate) -> Result<(), String> {
        let mut there: HashMap<(&str, NaiveDate), Vec<&'a Duty>> = HashMap::new();
        for duty in &self.facts.document.duties {
            there
                .entry((&duty.station, duty.date))
                .or_default()
                .push(duty);
        }
        for (id, price) in &certificate.supervision {
            let duty = self.facts.duties.get(id.as_str()).copied();
            let Some((duty, pool)) = duty.and_then(|d| Some((d, d.supervised_by.as_ref()?))) else {
                return Err(format!("{id} is no duty that needs somebody beside it"));
            };
            if !(0..=MOST).contains(price) {
                return Err(format!("supervision of {id} has the price {price}"));
            }
            *self.costs.entry(&duty.id).or_default() += price;
            let beside = there[&(duty.station.as_str(), duty.date)].iter();
            for over in
                beside.filter(|o| o.pool == *pool && o.start <= duty.start && duty.end <= o.end)
            {
                *self.pays.entry(&over.id).or_default() += price;
            }
        }
        Ok(())
    }

    fn read_language(&mut self, certificate: &Certificate) -> Result<(), String> {
        let document = self.facts.document;
        if certificate.language.len() != document.language_cover.len() {
            return Err("there is not one price for each row of language cover".into());
        }
        for (r, (row, &price)) in document
            .language_cover
            .iter()
            .zip(&certificate.language)
            .enumerate()
        {
            let most = UNIT * i64::from(document.weights.language) * i64::from(row.weight);
            if !(0..=most).contains(&price) {
                return Err(format!("row {r} of language cover has the price {price}"));
            }
            self.cover
                .entry((&row.district, row.week))
                .or_default()
                .push((r, price));
        }
        Ok(())
    }

    /// What the published pairs cost that may be kept, pins or not: each is paid back where it is.
    fn changes(&self) -> i64 {
        let document = self.facts.document;
        let bans: HashSet<(&str, &str)> = document.bans.iter().map(ids).collect();
        let may_stay = |pair: &&(&str, &str)| {
            let (duty, person) = (self.facts.duties[pair.0], self.facts.people[pair.1]);
            let mut windows = person.windows.iter();
            !bans.contains(*pair)
                && ability::missing(self.facts, duty, person).is_none()
                && windows
                    .any(|w| w.date == duty.date && w.start <= duty.start && duty.end <= w.end)
        };
        let count = self.previous.iter().filter(may_stay).count() as i64;
        UNIT * i64::from(document.weights.change) * count
    }

    fn language(&self, certificate: &Certificate) -> i64 {
        let rows = self.facts.document.language_cover.iter();
        rows.zip(&certificate.language)
            .map(|(row, price)| i64::from(row.min) * price)
            .sum()
    }

    /// The least that fairness costs less what each turn is charged.
    fn fairness(&self, p: usize) -> i64 {
        let weight = UNIT * i64::from(self.facts.document.weights.fairness);
        let target = i64::from(self.facts.document.people[p].target);
        let cost = |turns: i64| weight * (turns - target).pow(2) - self.books[p].turns * turns;
        (0..=self.most[p]).map(cost).min().unwrap_or(0)
    }

    /// What holding the duty costs this person, not as a substitute, with all charges.
    fn offer(&self, duty: &Duty, series: Option<&str>, siblings: i64, p: usize) -> i64 {
        let (facts, weights) = (self.facts, self.facts.document.weights);
        let person = &facts.document.people[p];
        let km = (facts.km(duty, person) + 0.5).floor() as i64;
        let dislikes = !person.prefers.is_empty() && !person.prefers.contains(&duty.station);
        let before = self
            .previous
            .contains(&(duty.id.as_str(), person.id.as_str()));
        let own = i64::from(weights.travel_km) * km
            + i64::from(weights.preference) * i64::from(dislikes)
            - i64::from(weights.change) * i64::from(before);
        let district = facts.stations[duty.station.as_str()].district.as_str();
        let rows = self.cover.get(&(district, Week::of(duty.date)));
        let counts = |r: usize| {
            let row = &facts.document.language_cover[r];
            speaks(&person.languages, &row.language, row.level)
        };
        let rows = rows.into_iter().flatten().filter(|(r, _)| counts(*r));
        let paid: i64 = rows.map(|(_, price)| price).sum();
        let pays = self.pays.get(duty.id.as_str()).copied().unwrap_or(0);
        UNIT * own + self.books[p].charge(duty, siblings, series) - paid - pays
    }

    /// What is missing costs where so many hold a duty.
    fn empty(&self, duty: &Duty, people: usize) -> i64 {
        let weights = self.facts.document.weights;
        let n = people as i64;
        let (min, ideal) = (i64::from(duty.min), i64::from(duty.ideal));
        let short = i64::from(weights.shortfall) * (min - n).max(0);
        let below = i64::from(weights.below_ideal) * (ideal - n.max(min)).max(0);
        UNIT * i64::from(duty.weight) * (short + below)
    }

    /// What somebody beside it costs, where a duty is held at all.
    fn company(&self, duty: &Duty) -> i64 {
        self.costs.get(duty.id.as_str()).copied().unwrap_or(0)
    }

    /// The least a duty costs where each person costs so much; the pinned must be among those who hold it.
    fn least(&self, duty: &Duty, mut offers: Vec<(i64, usize)>) -> i64 {
        let pins = self
            .pins
            .get(duty.id.as_str())
            .map_or(&[][..], Vec::as_slice);
        let is_pinned = |p: usize| pins.contains(&self.facts.document.people[p].id.as_str());
        offers.sort_unstable_by_key(|&(cost, p)| (!is_pinned(p), cost));
        let mut sum = self.company(duty);
        let mut least = if pins.is_empty() {
            self.empty(duty, 0)
        } else {
            i64::MAX
        };
        for (n, (cost, _)) in offers.iter().take(duty.ideal as usize).enumerate() {
            sum += cost;
            if n + 1 >= pins.len() {
                least = least.min(sum + self.empty(duty, n + 1));
            }
        }
        least
    }

    fn loose(&self, duty: &Duty) -> i64 {
        let offers = self.fit[duty.id.as_str()].iter();
        self.least(
            duty,
            offers.map(|&p| (self.offer(duty, None, 1, p), p)).collect(),
        )
    }

    /// The least over the options that can be chosen and the people who can hold them.
    fn series(&self, series: &Series) -> Option<i64> {
        let is_pinned = |d: &String| self.pins.contains_key(d.as_str());
        let must = |o: &SeriesOption| o.duties.iter().any(is_pinned);
        let forced: Vec<&SeriesOption> = series.options.iter().filter(|o| must(o)).collect();
        let can = |o: &&SeriesOption| forced.iter().all(|&other| std::ptr::eq(other, *o));
        let options = series.options.iter().filter(can);
        options.filter_map(|o| self.option(series, o)).min()
    }

    /// The least an option costs with the holder that saves most; none where the given holder is not able.
    fn option(&self, series: &Series, option: &SeriesOption) -> Option<i64> {
        let people = &self.facts.document.people;
        let duties = option.duties.iter().map(|d| self.facts.duties[d.as_str()]);
        let duties: Vec<&Duty> = duties.collect();
        let is_able = |p: usize| {
            let mut all = duties.iter();
            all.all(|d| ability::missing(self.facts, d, &people[p]).is_none())
        };
        let mut saved: BTreeMap<usize, i64> = BTreeMap::new();
        let mut cost = 0;
        for duty in &duties {
            cost += self.without_holder(duty, series, duties.len() as i64, &mut saved);
        }
        let Some(given) = &series.holder else {
            let savings = saved.into_iter().filter(|&(p, s)| s > 0 && is_able(p));
            return Some(cost - savings.map(|(_, s)| s).max().unwrap_or(0));
        };
        let p = people.iter().position(|p| p.id == *given)?;
        is_able(p).then(|| cost - saved.get(&p).copied().unwrap_or(0))
    }

    /// The least a duty costs with substitutes only; what each person would save as the holder is added up.
    fn without_holder(
        &self,
        duty: &Duty,
        series: &Series,
        siblings: i64,
        saved: &mut BTreeMap<usize, i64>,
    ) -> i64 {
        let extra = UNIT * i64::from(self.facts.document.weights.substitute);
        let people = self.fit[duty.id.as_str()].iter();
        let offer = |&p: &usize| (self.offer(duty, Some(&series.id), siblings, p), p);
        let offers: Vec<(i64, usize)> = people.map(offer).collect();
        let with = |holder: Option<usize>| {
            let price = |&(cost, p): &(i64, usize)| {
                let is_holder = Some(p) == holder;
                (if is_holder { cost } else { cost + extra }, p)
            };
            self.least(duty, offers.iter().map(price).collect())
        };
        let without = with(None);
        let is_plain = duty.ideal == 1 && !self.pins.contains_key(duty.id.as_str());
        let one = self.company(duty) + self.empty(duty, 1);
        for &(own, p) in &offers {
            // One place, free for anybody: the holder has it, or all is as without.
            let with = if is_plain {
                without.min(own + one)
            } else {
                with(Some(p))
            };
            if with < without {
                *saved.entry(p).or_default() += without - with;
            }
        }
        without
    }
}
