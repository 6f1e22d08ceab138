//! Asks people once a month to say when they can serve in the next, and reminds who has not.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::Context;
use super::asking::Asking;
use super::morning_round::RoundError;
use super::queue_letters::{self, Receiver};
use crate::domain::calendar::Month;
use crate::domain::capability::Purpose;
use crate::domain::job::Attempt;
use crate::mail::letters::TimesWanted;
use crate::store::links::{self, LinkRow};
use crate::store::messages::MessageRow;
use crate::store::people::PersonRow;
use crate::store::places::DistrictRow;
use crate::store::times::{self, LetterRow};
use crate::store::{Store, jobs};
use crate::texts::Lang;

/// The days before it is due on which they are asked, and reminded: the longest first.
const ASKED_BEFORE: [u16; 3] = [10, 3, 1];

/// Most letters of one transaction.
const AT_ONCE: usize = 500;

/// Until when what is said next is due, on this day of a month, and the month that it is for.
#[must_use]
pub fn next_due(today: NaiveDate, day: u32) -> Option<(NaiveDate, Month)> {
    let this = Month::of(today);
    let month = if today.day() <= day {
        this
    } else {
        this.next()
    };
    Some((month.first().with_day(day)?, month.next()))
}

/// Which letter is due today.
fn letter_due(due: NaiveDate, today: NaiveDate) -> Option<u16> {
    let left = (due - today).num_days();
    let mut shortest_first = ASKED_BEFORE.into_iter().rev();
    shortest_first.find(|before| left <= i64::from(*before))
}

/// Asks the people at home in a district who have not said it. Gives how many letters that made.
pub(super) fn ask_times(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    district: &DistrictRow,
    today: NaiveDate,
    attempt: &Attempt,
) -> Result<usize, RoundError> {
    let day = district
        .times_due_day
        .and_then(|day| u32::try_from(day).ok());
    let Some((due, month)) = day.and_then(|day| next_due(today, day)) else {
        return Ok(0);
    };
    let Some(days) = letter_due(due, today) else {
        return Ok(0);
    };
    let name = month.to_string();
    let (silent, told) = store.read(|c| {
        let (silent, _) = times::silent(c, &district.id, &name)?;
        Ok::<_, RoundError>((silent, times::letters_of(c, &district.id, &name)?))
    })?;
    let days = i32::from(days);
    let before = |person: &PersonRow| told.get(&person.id).map_or(&[][..], Vec::as_slice);
    let due_ones = silent
        .iter()
        .filter(|person| !before(person).contains(&days));
    let due_ones: Vec<&PersonRow> = due_ones.collect();
    for some in due_ones.chunks(AT_ONCE) {
        let mut written = Vec::with_capacity(some.len());
        for person in some {
            let is_reminder = !before(person).is_empty();
            written.push(write(
                context,
                asking,
                district,
                person,
                (due, month),
                is_reminder,
            )?);
        }
        let notes = some.iter().map(|person| LetterRow {
            person_id: person.id.clone(),
            month: name.clone(),
            days,
        });
        let notes: Vec<LetterRow> = notes.collect();
        let (letters, new_links): (Vec<_>, Vec<_>) = written.into_iter().unzip();
        store.write(|c| {
            if !jobs::is_held(c, attempt)? {
                return Err(RoundError::Superseded);
            }
            times::note_letters(c, &notes)?;
            links::insert(c, &new_links)?;
            Ok(queue_letters::queue(c, context, &letters)?)
        })?;
    }
    Ok(due_ones.len())
}

fn write(
    context: &Context,
    asking: &Asking<'_>,
    district: &DistrictRow,
    person: &PersonRow,
    (due, month): (NaiveDate, Month),
    is_reminder: bool,
) -> Result<(MessageRow, LinkRow), RoundError> {
    let name = month.to_string();
    // It opens as long as the month is not over: what changes later is said there too.
    let needed = month.last().and_time(NaiveTime::MIN);
    let link = asking.link(
        context,
        Purpose::Availability,
        &name,
        Some(&person.id),
        needed,
    );
    let lang = Lang::choose([person.locale.as_str()]);
    let letter = TimesWanted {
        month: name,
        district: lang.name(&district.name, &district.name_en).to_owned(),
        due,
        link: link.url.clone(),
        is_reminder,
    };
    let receiver = Receiver::Person(person);
    let kind = "times_wanted";
    let row = queue_letters::write(context, asking.head, kind, receiver, &letter)?;
    Ok((row, link.row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn what_is_due_is_for_the_month_after() {
        let due = |today: &str, on| {
            let (due, month) = next_due(day(today), on).expect("a day of every month");
            (due.to_string(), month.to_string())
        };
        let said = |due: &str, month: &str| (due.to_owned(), month.to_owned());
        assert_eq!(due("2026-11-20", 20), said("2026-11-20", "2026-12"));
        assert_eq!(due("2026-11-21", 20), said("2026-12-20", "2027-01"));
        assert_eq!(due("2027-01-30", 28), said("2027-02-28", "2027-03"));
    }

    #[test]
    fn letters_are_due_ten_three_and_one_days_before() {
        for (today, expected) in [
            ("2026-11-09", None),
            ("2026-11-10", Some(10)),
            ("2026-11-16", Some(10)),
            ("2026-11-17", Some(3)),
            ("2026-11-18", Some(3)),
            ("2026-11-19", Some(1)),
            ("2026-11-20", Some(1)),
        ] {
            assert_eq!(
                letter_due(day("2026-11-20"), day(today)),
                expected,
                "{today}"
            );
        }
    }
}
