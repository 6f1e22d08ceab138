//! Sorts the rows of a table into new, changed and unchanged, by code.

use std::collections::HashMap;

use serde::Serialize;

use crate::actions::Context;
use crate::actions::noting::{Change, note};
use crate::store::kept::Noted;
use crate::store::{Connection, StoreError};

/// How many rows of a table an import touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Inserted.
    pub new: usize,
    /// Brought to what the setup says.
    pub changed: usize,
    /// Left as they were.
    pub unchanged: usize,
}

/// The rows of a table, sorted.
pub(super) struct Merged<R> {
    pub(super) new: Vec<R>,
    pub(super) changed: Vec<R>,
    /// What was there in the place of each that changed.
    pub(super) before: Vec<R>,
    pub(super) unchanged: usize,
}

impl<R> Merged<R> {
    pub(super) fn tally(&self) -> Tally {
        Tally {
            new: self.new.len(),
            changed: self.changed.len(),
            unchanged: self.unchanged,
        }
    }

    /// Notes in the audit trail what is new and what changed.
    pub(super) fn note(&self, c: &mut Connection, context: &Context) -> Result<(), StoreError>
    where
        R: Noted,
    {
        let new = self.new.iter().map(|row| Change::of(None, row));
        let changed = self.before.iter().zip(&self.changed);
        let changed = changed.map(|(before, row)| Change::of(Some(before), row));
        note(c, context, &Vec::from_iter(new.chain(changed)))
    }

    /// The same with what belongs to each row and stands in other tables, by the row's id: as it was, and as it is.
    pub(super) fn note_with<B: Serialize>(
        &self,
        c: &mut Connection,
        context: &Context,
        (had, has): (&HashMap<String, B>, &HashMap<String, B>),
    ) -> Result<(), StoreError>
    where
        R: Noted,
    {
        let now = |row: &R| has.get(row.id());
        let new = self
            .new
            .iter()
            .map(|row| Change::with::<R, B>(None, (row, now(row))));
        let changed = self.before.iter().zip(&self.changed);
        let changed = changed.map(|(before, row)| {
            Change::with(Some((before, had.get(before.id()))), (row, now(row)))
        });
        note(c, context, &Vec::from_iter(new.chain(changed)))
    }
}

/// Compares what is there with what is wanted. `make` gives the wanted row for an item, on top of the one that is there (with its
/// id and revision) if there is one; a row equal to that one is unchanged.
pub(super) fn merge<I, R: Clone + PartialEq, E>(
    there: Vec<R>,
    code: impl Fn(&R) -> String,
    wanted: impl IntoIterator<Item = (String, I)>,
    mut make: impl FnMut(I, Option<&R>) -> Result<R, E>,
    raise: impl Fn(&mut R),
) -> Result<Merged<R>, E> {
    let there: HashMap<String, R> = there.into_iter().map(|row| (code(&row), row)).collect();
    let mut merged = Merged {
        new: Vec::new(),
        changed: Vec::new(),
        before: Vec::new(),
        unchanged: 0,
    };
    for (key, item) in wanted {
        let old = there.get(&key);
        let mut row = make(item, old)?;
        match old {
            None => merged.new.push(row),
            Some(old) if *old == row => merged.unchanged += 1,
            Some(old) => {
                raise(&mut row);
                merged.changed.push(row);
                merged.before.push(old.clone());
            }
        }
    }
    Ok(merged)
}
