//! Pins and bans: a coordinator's word that somebody holds a duty, or does not. What it means for a roster is the solver's matter.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use diesel::prelude::*;

use super::schema::{bans, duties, pins};
use super::{Connection, StoreError};
use crate::domain::roster::Word;

/// The duty and the person a word is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Queryable)]
pub struct PairRow {
    pub duty_id: String,
    pub person_id: String,
}

/// The pairs of a roster that are pinned, or banned, without those of duties that are called off.
pub fn of_roster(
    c: &mut Connection,
    word: Word,
    roster_id: &str,
) -> Result<Vec<PairRow>, StoreError> {
    Ok(match word {
        Word::Pin => pins::table
            .inner_join(duties::table)
            .filter(duties::roster_id.eq(roster_id))
            .filter(duties::called_off.eq(false))
            .order((pins::duty_id, pins::person_id))
            .select((pins::duty_id, pins::person_id))
            .load(c)?,
        Word::Ban => bans::table
            .inner_join(duties::table)
            .filter(duties::roster_id.eq(roster_id))
            .filter(duties::called_off.eq(false))
            .order((bans::duty_id, bans::person_id))
            .select((bans::duty_id, bans::person_id))
            .load(c)?,
    })
}

/// The pairs of these duties that are pinned, or banned.
pub fn of_duties(
    c: &mut Connection,
    word: Word,
    duty_ids: &[String],
) -> Result<Vec<PairRow>, StoreError> {
    Ok(match word {
        Word::Pin => pins::table
            .filter(pins::duty_id.eq_any(duty_ids))
            .order((pins::duty_id, pins::person_id))
            .select((pins::duty_id, pins::person_id))
            .load(c)?,
        Word::Ban => bans::table
            .filter(bans::duty_id.eq_any(duty_ids))
            .order((bans::duty_id, bans::person_id))
            .select((bans::duty_id, bans::person_id))
            .load(c)?,
    })
}

/// Notes a word. `made_by` is who gave it.
pub fn insert(
    c: &mut Connection,
    word: Word,
    pair: &PairRow,
    made_by: &str,
) -> Result<(), StoreError> {
    let (duty, person) = (&pair.duty_id, &pair.person_id);
    match word {
        Word::Pin => diesel::insert_into(pins::table)
            .values((
                pins::duty_id.eq(duty),
                pins::person_id.eq(person),
                pins::made_by.eq(made_by),
                pins::note.eq(""),
            ))
            .execute(c)?,
        Word::Ban => diesel::insert_into(bans::table)
            .values((
                bans::duty_id.eq(duty),
                bans::person_id.eq(person),
                bans::made_by.eq(made_by),
                bans::note.eq(""),
            ))
            .execute(c)?,
    };
    Ok(())
}

/// Takes a word back.
pub fn delete(c: &mut Connection, word: Word, pair: &PairRow) -> Result<(), StoreError> {
    let key = (&pair.duty_id, &pair.person_id);
    match word {
        Word::Pin => diesel::delete(pins::table.find(key)).execute(c)?,
        Word::Ban => diesel::delete(bans::table.find(key)).execute(c)?,
    };
    Ok(())
}
