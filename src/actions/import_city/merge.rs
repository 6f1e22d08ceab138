//! Sorts the rows of a table into new, changed and unchanged, by code.

use std::collections::HashMap;

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
        unchanged: 0,
    };
    for (key, item) in wanted {
        let old = there.get(&key);
        let mut row = make(item, old)?;
        match old {
            None => merged.new.push(row),
            Some(old) if *old == row => merged.unchanged += 1,
            Some(_) => {
                raise(&mut row);
                merged.changed.push(row);
            }
        }
    }
    Ok(merged)
}
