//! Rule 5: adviser and resident share a language at the working level, and no interpreter comes; or they do not, and an
//! interpreter comes who shares one with each, in a shift that contains the slot, at its station or by video. A slot by video
//! takes only a shift by video.
//!
//! Everybody is understood, and no interpreter's hour is wasted. Example: a resident with French, an adviser with Chinese, an
//! interpreter with both.

use crate::language::{Languages, Level};
use crate::matching::audit::{Facts, Matched};

/// Matches without a common language, with an interpreter too many, or with one who cannot help.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let level = facts.document.working_level;
    facts
        .matches
        .iter()
        .filter_map(|m| {
            Some(format!(
                "rule 5: request {}: {}",
                m.request.id,
                fault(m, level)?
            ))
        })
        .collect()
}

fn fault(m: &Matched<'_>, level: Level) -> Option<&'static str> {
    let alone = speak(&m.request.languages, &m.adviser.languages, level);
    let Some((shift, interpreter)) = m.help else {
        return (!alone).then_some("no common language with the adviser, and no interpreter");
    };
    if alone {
        Some("an interpreter, though the adviser speaks a common language")
    } else if !speak(&m.request.languages, &interpreter.languages, level) {
        Some("the interpreter shares no language with the resident")
    } else if !speak(&m.adviser.languages, &interpreter.languages, level) {
        Some("the interpreter shares no language with the adviser")
    } else if shift.start.minutes() > m.slot.start.minutes()
        || shift.end.minutes() < m.slot.end.minutes()
    {
        Some("the shift does not contain the slot")
    } else if shift.station.is_some() && shift.station != m.slot.station {
        Some("the interpreter is at another station")
    } else {
        None
    }
}

/// Whether both speak a language at the level or above.
#[must_use]
pub fn speak(a: &Languages, b: &Languages, level: Level) -> bool {
    let working =
        |languages: &Languages, tag: &String| languages.get(tag).is_some_and(|own| *own >= level);
    a.keys().any(|tag| working(a, tag) && working(b, tag))
}
