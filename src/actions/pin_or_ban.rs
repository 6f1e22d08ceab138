//! Pins somebody to a duty, bans them from it, or takes that back. Doing it twice is the same as once.

use super::Context;
use super::adjust_roster::{AdjustError, mark, open_duty};
use crate::domain::roster::Word;
use crate::store::rosters::RosterRow;
use crate::store::words::{self, PairRow};
use crate::store::{Connection, Store, StoreError, belongings, people};

/// Gives the coordinator's word on a person and a duty. Later generations keep it.
pub fn give_word(
    store: &Store,
    context: &Context,
    duty_id: &str,
    person_id: &str,
    word: Word,
) -> Result<(), AdjustError> {
    let pair = pair(duty_id, person_id);
    store.write(|c| {
        let (_, roster) = open_duty(c, duty_id)?;
        if stands(c, word, &pair)? {
            return Ok(());
        }
        if !serves(c, &roster, person_id)? {
            return Err(AdjustError::NotHere);
        }
        mark(c, &roster)?;
        // Only now nobody else writes words of this roster.
        if stands(c, word.opposite(), &pair)? {
            return Err(AdjustError::Opposite(word.opposite()));
        }
        if !stands(c, word, &pair)? {
            words::insert(c, word, &pair, &context.actor)?;
            context.note(c, word.as_str(), duty_id, "", person_id)?;
        }
        Ok(())
    })
}

/// Takes the word back.
pub fn take_word_back(
    store: &Store,
    context: &Context,
    duty_id: &str,
    person_id: &str,
    word: Word,
) -> Result<(), AdjustError> {
    let pair = pair(duty_id, person_id);
    store.write(|c| {
        let (_, roster) = open_duty(c, duty_id)?;
        if stands(c, word, &pair)? {
            mark(c, &roster)?;
            words::delete(c, word, &pair)?;
            let action = format!("take_{}_back", word.as_str());
            context.note(c, &action, duty_id, person_id, "")?;
        }
        Ok(())
    })
}

fn pair(duty_id: &str, person_id: &str) -> PairRow {
    PairRow {
        duty_id: duty_id.to_owned(),
        person_id: person_id.to_owned(),
    }
}

fn stands(c: &mut Connection, word: Word, pair: &PairRow) -> Result<bool, StoreError> {
    let there = words::of_duties(c, word, std::slice::from_ref(&pair.duty_id))?;
    Ok(there.contains(pair))
}

/// Whether the person is active, and the roster's district is theirs or one where they may serve.
fn serves(c: &mut Connection, roster: &RosterRow, person_id: &str) -> Result<bool, StoreError> {
    let found = people::find_people(c, &[person_id.to_owned()])?.pop();
    let Some(person) = found.filter(|person| person.state == "active") else {
        return Ok(false);
    };
    let district = &roster.district_id;
    Ok(person.district_id == *district || belongings::serves_in(c, person_id, district)?)
}
