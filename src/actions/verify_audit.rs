//! Counts the seals of the audit trail again: whether anything in it was changed, taken out or put in since it was noted.

use thiserror::Error;

use crate::store::audit::{self, SealRow, Sealed};
use crate::store::{Store, StoreError};

/// How many seals are read at once.
const AT_ONCE: i64 = 200;

/// A trail that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many changes it has.
    pub changes: usize,
    /// The last seal; none where nothing was noted ever.
    pub last: Option<SealRow>,
}

/// What does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// Seals were taken out.
    #[error("the seals {from} to {to} are missing, and what was noted under them")]
    Missing {
        /// The first of them.
        from: i64,
        /// The last of them.
        to: i64,
    },
    /// Its hash is not that of what stands under it.
    #[error("what was noted under seal {number}{} was changed, taken out or added to", when.as_ref().map_or_else(String::new, |when| format!(" ({when})")))]
    Altered {
        /// The seal.
        number: i64,
        /// When the first of what stands under it was noted; none where nothing does.
        when: Option<chrono::NaiveDateTime>,
    },
    /// Changes without a seal.
    #[error("{0} changes were put in without a seal")]
    Unsealed(i64),
    /// The seal that was written down elsewhere is not in it.
    #[error(
        "the seal {number}:{hash} is not in the trail: its end was cut off, or all of it written anew"
    )]
    NotThere {
        /// Its number.
        number: i64,
        /// Its hash.
        hash: String,
    },
}

/// Why a trail does not hold, or was not read.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// It does not hold: everything that is wrong.
    #[error("the audit trail does not hold: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Broken(Vec<Fault>),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Verifies the whole trail; that it has `written_down`, too, a seal that somebody keeps elsewhere.
pub fn verify_audit(
    store: &Store,
    written_down: Option<&SealRow>,
) -> Result<Verified, VerifyError> {
    store.read(|c| {
        let mut so_far = SoFar {
            is_there: written_down.is_none(),
            ..SoFar::default()
        };
        loop {
            let after = so_far.last.as_ref().map_or(0, |last| last.number);
            let sealed = audit::seals(c, after, AT_ONCE)?;
            if sealed.is_empty() {
                break;
            }
            for one in sealed {
                so_far.is_there |= Some(&one.row) == written_down;
                so_far.take(one);
            }
        }
        let mut faults = so_far.faults;
        let unsealed = audit::count_unsealed(c)?;
        if unsealed > 0 {
            faults.push(Fault::Unsealed(unsealed));
        }
        if let Some(row) = written_down.filter(|_| !so_far.is_there) {
            let (number, hash) = (row.number, row.hash.clone());
            faults.push(Fault::NotThere { number, hash });
        }
        if !faults.is_empty() {
            return Err(VerifyError::Broken(faults));
        }
        Ok(Verified {
            changes: so_far.changes,
            last: so_far.last,
        })
    })
}

/// What was found up to a seal.
#[derive(Default)]
struct SoFar {
    last: Option<SealRow>,
    changes: usize,
    faults: Vec<Fault>,
    is_there: bool,
}

impl SoFar {
    fn take(&mut self, sealed: Sealed) {
        let before = self.last.take();
        let (number, hash) = before.map_or((0, String::new()), |row| (row.number, row.hash));
        if sealed.row.number != number + 1 {
            self.faults.push(Fault::Missing {
                from: number + 1,
                to: sealed.row.number - 1,
            });
        } else if sealed.row.hash != sealed.hash_after(&hash) {
            self.faults.push(Fault::Altered {
                number: sealed.row.number,
                when: sealed.noted.iter().map(|row| row.at).min(),
            });
        }
        self.changes += sealed.noted.len();
        self.last = Some(sealed.row);
    }
}
