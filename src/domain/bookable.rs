//! From a turn of duty to times that residents can book.

use chrono::{NaiveDateTime, TimeDelta};

/// How a turn is cut into appointments, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Length of one appointment.
    pub appointment: i32,
    /// Length of the break in the middle, 0 where there is none.
    pub pause: i32,
}

/// The whole appointments that fit into a turn less its break, one after the other from its start; the break comes after the first half
/// of them, rounded up. What is left at the end is no appointment. None where the turn is too short, or where a length makes no sense.
#[must_use]
pub fn appointments(
    starts: NaiveDateTime,
    ends: NaiveDateTime,
    cut: Cut,
) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    if cut.appointment <= 0 || cut.pause < 0 {
        return Vec::new();
    }
    let (length, pause) = (i64::from(cut.appointment), i64::from(cut.pause));
    let count = ((ends - starts).num_minutes() - pause).max(0) / length;
    let first_half = count - count / 2;
    let appointment = |n: i64| {
        let before = if n < first_half { 0 } else { pause };
        let start = starts + TimeDelta::minutes(n * length + before);
        (start, start + TimeDelta::minutes(length))
    };
    (0..count).map(appointment).collect()
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

    fn every(appointment: i32) -> Cut {
        Cut {
            appointment,
            pause: 0,
        }
    }

    /// The starts of a morning's appointments, which ends at noon.
    fn starts(from: &str, appointment: i32, pause: i32) -> Vec<String> {
        let cut = Cut { appointment, pause };
        let cut = appointments(at(from), at("12:00"), cut).into_iter();
        cut.map(|(start, end)| {
            assert_eq!(end - start, TimeDelta::minutes(i64::from(appointment)));
            start.format("%H:%M").to_string()
        })
        .collect()
    }

    #[test]
    fn a_break_lies_between_whole_appointments_and_the_first_half_is_no_shorter() {
        assert_eq!(
            starts("09:00", 30, 30),
            ["09:00", "09:30", "10:00", "11:00", "11:30"]
        );
        assert_eq!(
            starts("09:00", 30, 60),
            ["09:00", "09:30", "11:00", "11:30"]
        );
        // Fifteen minutes are left over: at the end, not in the break.
        assert_eq!(
            starts("09:00", 30, 15),
            ["09:00", "09:30", "10:00", "10:45", "11:15"]
        );
    }

    #[test]
    fn a_break_takes_what_it_takes_and_no_appointment_is_cut_short_for_it() {
        assert_eq!(starts("11:00", 30, 30), ["11:00"]);
        assert_eq!(starts("11:00", 30, 31), [""; 0]);
        assert_eq!(
            starts("11:00", 30, 60),
            [""; 0],
            "a break as long as the turn"
        );
        assert_eq!(starts("11:00", 30, 500), [""; 0], "a break longer than it");
        assert_eq!(starts("11:00", 30, -5), [""; 0]);
    }

    #[test]
    fn a_turn_is_cut_into_whole_appointments_from_its_start() {
        let cut = appointments(at("09:00"), at("10:45"), every(30));
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
        assert_eq!(appointments(at("09:00"), at("09:20"), every(30)), []);
        assert_eq!(appointments(at("09:00"), at("12:00"), every(0)), []);
        assert_eq!(appointments(at("12:00"), at("09:00"), every(30)), []);
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
