//! Rule 4: one window of the person contains the whole duty.
//!
//! Nobody is asked for a time they did not offer. Example: windows 08:00–10:00 and 10:00–12:00 do not carry a duty 09:00–11:00,
//! since windows that touch are not merged. Pairs that break it have no variable in the model (`eligibility`).

use crate::roster::audit::Facts;

/// Assignments outside every window.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    facts
        .held
        .iter()
        .filter(|(d, p)| {
            !p.windows
                .iter()
                .any(|w| w.date == d.date && w.start <= d.start && d.end <= w.end)
        })
        .map(|(d, p)| format!("rule 4: {} holds {} outside every window", p.id, d.id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::document::Window;
    use crate::roster::sample::{adviser, answer, best, date, duty, held, judged, problem};

    /// Day, first and last hour.
    type Hours = (u32, u16, u16);

    fn offers(windows: &[Hours]) -> crate::roster::Document {
        let mut person = adviser("li");
        let hour = |h| crate::calendar::Minute::new(h * 60).expect("an hour of the day");
        let window = |&(day, start, end): &Hours| Window {
            date: date(day),
            start: hour(start),
            end: hour(end),
        };
        person.windows = windows.iter().map(window).collect();
        let mut document = problem(vec![person], vec![duty("d", "A", 7, "09:00-11:00")]);
        document.weights.shortfall = 1;
        document
    }

    #[test]
    fn one_window_must_contain_the_whole_duty() {
        let cases: [(&[Hours], bool); 6] = [
            (&[(7, 9, 11)], true),
            (&[(7, 6, 8), (7, 8, 24)], true),
            (&[(7, 8, 10), (7, 10, 12)], false),
            (&[(7, 10, 12)], false),
            (&[(8, 9, 11)], false),
            (&[], false),
        ];
        for (windows, free) in cases {
            let document = offers(windows);
            assert_eq!(
                held(&best(&document)).len(),
                usize::from(free),
                "{windows:?}"
            );
            let wrong = judged(audit, &document, &answer(&[("d", "li")], &[]));
            assert_eq!(wrong.is_empty(), free, "{windows:?}");
            assert!(wrong.iter().all(|w| w.starts_with("rule 4:")), "{wrong:?}");
        }
    }
}
