//! From HiGHS's bound to the one that is shown: whole numbers, added up over parts, never above the objective.
//!
//! Every price is an integer and no term is negative, so each answer's objective is a whole number of at least 0: the bound of
//! branch and bound may be rounded up, less a margin for the arithmetic of doubles. Parts that share nothing have objectives
//! that add up, so their bounds add up to one of the whole.

use serde::Serialize;

/// What a bound rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// Prices that the audit summed up again.
    Prices,
    /// HiGHS's branch and bound, which nobody summed up again. So it is until somebody did.
    #[default]
    BranchAndBound,
}

impl Proof {
    /// The word for it, as it is kept and shown.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Prices => "prices",
            Self::BranchAndBound => "branch-and-bound",
        }
    }
}

/// Prices of a certificate are whole thousandths of a unit of the objective, so that sums are exact.
pub const UNIT: i64 = 1000;

/// Most that a price may be, above and below 0, so that no sum of them overflows.
pub const MOST: i64 = 1_000_000_000_000;

/// What a sum of thousandths proves: the next whole unit, since every objective is whole.
#[must_use]
pub(crate) fn proven(sum: i64) -> i64 {
    sum.div_euclid(UNIT) + i64::from(sum.rem_euclid(UNIT) > 0)
}

/// What HiGHS's tolerances may have cost: it leaves a reduced cost wrong by 1e-7, which is 0.01 over 100,000 columns of width 1.
const MARGIN: f64 = 0.01;

/// What rounding in sums of doubles may have cost, relative to the bound's size. Larger, and no large objective could be proven.
const ROUNDING: f64 = 1e-9;

/// The whole number that every objective is at least, from a bound of the engine.
#[must_use]
pub(crate) fn whole(engine: f64) -> f64 {
    if engine.is_finite() {
        (engine - MARGIN - ROUNDING * engine.abs()).ceil().max(0.0)
    } else {
        0.0
    }
}

/// The bound to show beside an objective, and whether it proves an optimum: objectives are whole, so that a bound above the
/// objective less one does.
#[must_use]
pub(crate) fn proof(objective: i64, bound: f64) -> (f64, bool) {
    let bound = bound.min(objective as f64);
    (bound, bound > objective as f64 - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_rounded_up_but_not_past_a_whole_number_reached_by_rounding() {
        assert_eq!(whole(10.3), 11.0);
        assert_eq!(whole(10.000_000_1), 10.0);
        assert_eq!(whole(f64::NEG_INFINITY), 0.0);
    }

    #[test]
    fn a_large_optimum_can_be_proven_too() {
        let objective = 40_000_000;
        assert!(proof(objective, whole(39_999_999.2)).1);
        assert!(!proof(objective, whole(39_999_999.0)).1);
    }

    #[test]
    fn an_optimum_needs_a_bound_above_the_objective_less_one() {
        assert_eq!(proof(10, 9.0), (9.0, false));
        assert_eq!(proof(10, 10.0), (10.0, true));
        assert_eq!(proof(10, 11.0), (10.0, true));
    }
}
