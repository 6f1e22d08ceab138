//! From a turn of duty to times that residents can book.

use chrono::{NaiveDateTime, TimeDelta};

/// The whole appointments of `minutes` that fit into a turn, one after the other from its start. What is left at its end is no
/// appointment. None where `minutes` is not positive.
#[must_use]
pub fn appointments(
    starts: NaiveDateTime,
    ends: NaiveDateTime,
    minutes: i32,
) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    if minutes <= 0 {
        return Vec::new();
    }
    let length = TimeDelta::minutes(i64::from(minutes));
    std::iter::successors(Some(starts), |start| Some(*start + length))
        .map(|start| (start, start + length))
        .take_while(|(_, end)| *end <= ends)
        .collect()
}

/// What is left of a span, of instants or minutes, when others are taken out of it: rising pieces that do not touch each other.
#[must_use]
pub fn without(span: (i64, i64), taken: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut taken: Vec<_> = taken.to_vec();
    taken.sort_unstable();
    let mut left = Vec::new();
    let (mut from, to) = span;
    for (start, end) in taken {
        if start > from {
            left.push((from, start.min(to)));
        }
        from = from.max(end);
        if from >= to {
            break;
        }
    }
    if from < to {
        left.push((from, to));
    }
    left.retain(|(a, b)| a < b);
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        format!("2026-12-01T{text}:00").parse().expect("a time")
    }

    #[test]
    fn a_turn_is_cut_into_whole_appointments_from_its_start() {
        let cut = appointments(at("09:00"), at("10:45"), 30);
        assert_eq!(
            cut,
            [
                (at("09:00"), at("09:30")),
                (at("09:30"), at("10:00")),
                (at("10:00"), at("10:30"))
            ]
        );
    }

    #[test]
    fn a_turn_shorter_than_an_appointment_has_none() {
        assert_eq!(appointments(at("09:00"), at("09:20"), 30), []);
        assert_eq!(appointments(at("09:00"), at("12:00"), 0), []);
    }

    #[test]
    fn booked_minutes_are_taken_out_of_a_span_wherever_they_lie() {
        assert_eq!(without((0, 180), &[]), [(0, 180)]);
        assert_eq!(
            without((0, 180), &[(60, 90), (30, 60)]),
            [(0, 30), (90, 180)]
        );
        assert_eq!(without((0, 180), &[(0, 30), (150, 200)]), [(30, 150)]);
        assert_eq!(without((0, 180), &[(-10, 500)]), []);
        assert_eq!(without((60, 120), &[(0, 30), (130, 150)]), [(60, 120)]);
    }
}
