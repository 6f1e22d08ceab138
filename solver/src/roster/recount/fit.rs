//! Who may hold what, and how many turns a person can have, from the document alone.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use crate::both::each;
use crate::calendar::{Minute, Week};
use crate::language::Level;
use crate::roster::audit::Facts;
use crate::roster::document::{Document, Duty, Pair, Person};
use crate::roster::rules::ability;

/// What rule 3 looks at in a duty: station, pool, skills, skills of which one is enough, languages.
type Ask<'a> = (
    &'a str,
    &'a str,
    &'a [String],
    &'a [String],
    Vec<(&'a String, Level)>,
);

pub(super) fn ids(pair: &Pair) -> (&str, &str) {
    (&pair.duty, &pair.person)
}

/// For each duty who may hold it by rules 3, 4 and the bans; where pins fill it, the pinned alone. Duties of one station that ask the
/// same share the work of rule 3.
pub(super) fn fit<'a>(facts: &Facts<'a>) -> HashMap<&'a str, Vec<usize>> {
    let document = facts.document;
    let mut pinned: HashMap<&str, Vec<&str>> = HashMap::new();
    for pin in &document.pins {
        pinned.entry(&pin.duty).or_default().push(&pin.person);
    }
    let bans: HashSet<(&str, &str)> = document.bans.iter().map(ids).collect();
    let mut windows: Vec<HashMap<NaiveDate, Vec<(Minute, Minute)>>> = Vec::new();
    for person in &document.people {
        let mut own: HashMap<NaiveDate, Vec<(Minute, Minute)>> = HashMap::new();
        for w in &person.windows {
            own.entry(w.date).or_default().push((w.start, w.end));
        }
        windows.push(own);
    }
    let (able, ask_of) = able(facts);
    let mut fit = HashMap::new();
    for (duty, ask) in document.duties.iter().zip(ask_of) {
        let pins = pinned.get(duty.id.as_str()).map_or(&[][..], Vec::as_slice);
        let is_full = pins.len() >= duty.ideal as usize;
        let free = |p: &usize| {
            let id = document.people[*p].id.as_str();
            let today = windows[*p].get(&duty.date).map_or(&[][..], Vec::as_slice);
            let mut offers = today.iter();
            offers.any(|&(start, end)| start <= duty.start && duty.end <= end)
                && !bans.contains(&(duty.id.as_str(), id))
                && (!is_full || pins.contains(&id))
        };
        fit.insert(
            duty.id.as_str(),
            able[ask].iter().copied().filter(free).collect(),
        );
    }
    fit
}

/// Who is able to hold what is asked for somewhere (rule 3), and for each duty the number of what it asks.
fn able(facts: &Facts<'_>) -> (Vec<Vec<usize>>, Vec<usize>) {
    let document = facts.document;
    let mut pools: HashMap<&str, Vec<usize>> = HashMap::new();
    for (p, person) in document.people.iter().enumerate() {
        pools.entry(&person.pool).or_default().push(p);
    }
    let mut asks: HashMap<Ask<'_>, usize> = HashMap::new();
    let mut first: Vec<&Duty> = Vec::new();
    let mut ask_of = Vec::new();
    for duty in &document.duties {
        let tongues = duty.languages.iter();
        let ask: Ask<'_> = (
            &duty.station,
            &duty.pool,
            &duty.skills,
            &duty.any_skills,
            tongues.map(|(tag, level)| (tag, *level)).collect(),
        );
        let number = *asks.entry(ask).or_insert_with(|| {
            first.push(duty);
            first.len() - 1
        });
        ask_of.push(number);
    }
    let able = each(&first, |duty| {
        let pool = pools.get(duty.pool.as_str()).map_or(&[][..], Vec::as_slice);
        let people = pool.iter().copied();
        let is_able = |&p: &usize| ability::missing(facts, duty, &document.people[p]).is_none();
        people.filter(is_able).collect::<Vec<usize>>()
    });
    (able, ask_of)
}

/// For each person the most turns: what fits into the dates, the weeks, the horizon.
pub(super) fn most_turns(document: &Document, fit: &HashMap<&str, Vec<usize>>) -> Vec<i64> {
    let mut dates: Vec<BTreeMap<NaiveDate, u32>> = vec![BTreeMap::new(); document.people.len()];
    for duty in &document.duties {
        for &p in &fit[duty.id.as_str()] {
            *dates[p].entry(duty.date).or_default() += 1;
        }
    }
    let most = |(person, dates): (&Person, BTreeMap<NaiveDate, u32>)| {
        let mut weeks: BTreeMap<Week, u32> = BTreeMap::new();
        for (date, number) in dates {
            *weeks.entry(Week::of(date)).or_default() +=
                number.min(person.max_day.unwrap_or(u32::MAX));
        }
        let weeks = weeks
            .into_values()
            .map(|n| n.min(person.max_week.unwrap_or(u32::MAX)));
        i64::from(weeks.sum::<u32>().min(person.max_month.unwrap_or(u32::MAX)))
    };
    document.people.iter().zip(dates).map(most).collect()
}
