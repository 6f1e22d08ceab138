//! The judge: counts an answer again from the two documents alone. It shares nothing with the model, the search or the pairs.

use std::collections::HashMap;

use super::answer::{Answer, Status};
use super::document::{Adviser, Document, Interpreter, Request, Shift, Slot, Station};
use super::rules;

/// What an answer says about a document, looked up by id.
pub struct Facts<'a> {
    /// The problem.
    pub document: &'a Document,
    /// The matches whose ids are known.
    pub matches: Vec<Matched<'a>>,
    /// Stations by id.
    pub stations: HashMap<&'a str, &'a Station>,
}

/// One match with everything it names.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Matched<'a> {
    pub request: &'a Request,
    pub slot: &'a Slot,
    pub adviser: &'a Adviser,
    pub help: Option<(&'a Shift, &'a Interpreter)>,
}

/// Everything that is wrong with an answer; empty where it may be given out.
#[must_use]
pub fn audit(document: &Document, answer: &Answer) -> Vec<String> {
    match look_up(document, answer) {
        Ok(facts) => {
            let mut wrong = rules::audit_rules(&facts);
            wrong.extend(figures(&facts, answer));
            wrong
        }
        Err(wrong) => wrong,
    }
}

fn look_up<'a>(document: &'a Document, answer: &Answer) -> Result<Facts<'a>, Vec<String>> {
    let requests: HashMap<&str, &Request> = document
        .requests
        .iter()
        .map(|r| (r.id.as_str(), r))
        .collect();
    let slots: HashMap<&str, &Slot> = document.slots.iter().map(|s| (s.id.as_str(), s)).collect();
    let shifts: HashMap<&str, &Shift> =
        document.shifts.iter().map(|s| (s.id.as_str(), s)).collect();
    let advisers: HashMap<&str, &Adviser> = document
        .advisers
        .iter()
        .map(|a| (a.id.as_str(), a))
        .collect();
    let interpreters: HashMap<&str, &Interpreter> = document
        .interpreters
        .iter()
        .map(|n| (n.id.as_str(), n))
        .collect();
    let mut matches = Vec::new();
    let mut wrong = Vec::new();
    for m in &answer.matches {
        let request = requests.get(m.request.as_str());
        let slot = slots.get(m.slot.as_str());
        let shift = m.shift.as_deref().map(|h| shifts.get(h));
        match (request, slot, shift) {
            (Some(request), Some(slot), None | Some(Some(_))) => matches.push(Matched {
                request,
                slot,
                adviser: advisers[slot.adviser.as_str()],
                help: shift
                    .flatten()
                    .map(|h| (*h, interpreters[h.interpreter.as_str()])),
            }),
            _ => wrong.push(format!("answer: no such request, slot or shift: {m:?}")),
        }
    }
    let stations = document
        .stations
        .iter()
        .map(|s| (s.id.as_str(), s))
        .collect();
    if wrong.is_empty() {
        Ok(Facts {
            document,
            matches,
            stations,
        })
    } else {
        Err(wrong)
    }
}

/// Terms, objective, bound and status agree with each other and with the count.
fn figures(facts: &Facts<'_>, answer: &Answer) -> Vec<String> {
    let mut wrong = Vec::new();
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
