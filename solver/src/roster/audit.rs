//! The judge: counts an answer again from the two documents alone. It shares nothing with the model, the search or the instance.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::answer::{RosterAnswer, Status};
use super::document::{Document, Duty, Person, Station};
use super::rules;

/// What an answer says about a document, looked up by id.
pub struct Facts<'a> {
    /// The problem.
    pub document: &'a Document,
    /// The answer.
    pub answer: &'a RosterAnswer,
    /// Stations by id.
    pub stations: HashMap<&'a str, &'a Station>,
    /// People by id.
    pub people: HashMap<&'a str, &'a Person>,
    /// Duties by id.
    pub duties: HashMap<&'a str, &'a Duty>,
    /// Series and option of each duty that has one.
    pub option_of: HashMap<&'a str, (&'a str, &'a str)>,
    /// Every assignment whose ids are known.
    pub held: Vec<(&'a Duty, &'a Person)>,
    /// Each person's duties by date and time.
    pub by_person: BTreeMap<&'a str, Vec<&'a Duty>>,
    /// How many hold each duty.
    pub count: HashMap<&'a str, u32>,
}

impl<'a> Facts<'a> {
    /// Looks up an answer.
    #[must_use]
    pub fn new(document: &'a Document, answer: &'a RosterAnswer) -> Self {
        let duties: HashMap<&str, &Duty> =
            document.duties.iter().map(|d| (d.id.as_str(), d)).collect();
        let people: HashMap<&str, &Person> =
            document.people.iter().map(|p| (p.id.as_str(), p)).collect();
        let held: Vec<(&Duty, &Person)> = answer
            .assignments
            .iter()
            .filter_map(|r| {
                Some((
                    *duties.get(r.duty.as_str())?,
                    *people.get(r.person.as_str())?,
                ))
            })
            .collect();
        let mut by_person: BTreeMap<&str, Vec<&Duty>> = BTreeMap::new();
        let mut count: HashMap<&str, u32> = HashMap::new();
        for &(d, p) in &held {
            by_person.entry(&p.id).or_default().push(d);
            *count.entry(&d.id).or_default() += 1;
        }
        for turns in by_person.values_mut() {
            turns.sort_by_key(|d| (d.date, d.start, d.end));
        }
        let mut option_of = HashMap::new();
        for s in &document.series {
            for o in &s.options {
                for d in &o.duties {
                    option_of.insert(d.as_str(), (s.id.as_str(), o.id.as_str()));
                }
            }
        }
        Self {
            document,
            answer,
            stations: document
                .stations
                .iter()
                .map(|s| (s.id.as_str(), s))
                .collect(),
            people,
            duties,
            option_of,
            held,
            by_person,
            count,
        }
    }

    /// How many people hold a duty.
    #[must_use]
    pub fn count(&self, duty: &Duty) -> u32 {
        self.count.get(duty.id.as_str()).copied().unwrap_or(0)
    }

    /// Whether a duty is in no series or in the chosen option of its series.
    #[must_use]
    pub fn is_active(&self, duty: &str) -> bool {
        self.option_of
            .get(duty)
            .is_none_or(|(s, o)| self.answer.options.get(*s).map(String::as_str) == Some(o))
    }

    /// Unrounded kilometres between a person and a duty's station.
    #[must_use]
    pub fn km(&self, duty: &Duty, person: &Person) -> f64 {
        let station = self.stations[duty.station.as_str()];
        crate::place::km(
            crate::place::Point {
                lat: person.lat,
                lon: person.lon,
            },
            crate::place::Point {
                lat: station.lat,
                lon: station.lon,
            },
        )
    }
}

/// Everything that is wrong with an answer; empty where it may be given out.
#[must_use]
pub fn audit(document: &Document, answer: &RosterAnswer) -> Vec<String> {
    let mut wrong = names(document, answer);
    if !wrong.is_empty() {
        return wrong;
    }
    let facts = Facts::new(document, answer);
    wrong.extend(rules::audit_rules(&facts));
    wrong.extend(figures(&facts));
    wrong
}

/// Every id exists; every series has its option and its holder.
fn names(document: &Document, answer: &RosterAnswer) -> Vec<String> {
    let mut wrong = Vec::new();
    let duties: HashSet<&str> = document.duties.iter().map(|d| d.id.as_str()).collect();
    let people: HashSet<&str> = document.people.iter().map(|p| p.id.as_str()).collect();
    for r in &answer.assignments {
        if !duties.contains(r.duty.as_str()) || !people.contains(r.person.as_str()) {
            wrong.push(format!(
                "answer: no such duty or person: {} {}",
                r.duty, r.person
            ));
        }
    }
    for s in &document.series {
        let option = answer.options.get(&s.id);
        if !option.is_some_and(|o| s.options.iter().any(|known| known.id == *o)) {
            wrong.push(format!("answer: series {} has no option of its own", s.id));
        }
        match answer.holders.get(&s.id) {
            None => wrong.push(format!("answer: series {} is not among the holders", s.id)),
            Some(Some(p)) if !people.contains(p.as_str()) => {
                wrong.push(format!(
                    "answer: the holder of series {} is nobody: {p}",
                    s.id
                ));
            }
            Some(_) => {}
        }
    }
    if answer.options.len() != document.series.len()
        || answer.holders.len() != document.series.len()
    {
        wrong.push("answer: options and holders name other series than the problem's".into());
    }
    wrong
}

/// Terms, objective, bound and status agree with each other and with the count.
fn figures(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let answer = facts.answer;
    let terms = rules::audit_terms(facts);
    if terms != answer.terms {
        wrong.push(format!(
            "figures: the terms are {terms:?}, not {:?}",
            answer.terms
        ));
    }
    if terms.sum() != answer.objective {
        wrong.push(format!(
            "figures: the objective is {}, not {}",
            terms.sum(),
            answer.objective
        ));
    }
    let objective = answer.objective as f64;
    if answer.bound.is_nan() || answer.bound > objective + 1e-6 {
        wrong.push(format!(
            "figures: the bound {} is above the objective {objective}",
            answer.bound
        ));
    }
    if answer.status == Status::Optimal && answer.bound <= objective - 1.0 {
        wrong.push(format!(
            "figures: optimal, but the bound is only {}",
            answer.bound
        ));
    }
    wrong
}
