//! The fairness account: turns that somebody owes, or is ahead by, carried from month to month.

/// How many months are looked back on: what is older is forgotten.
pub const MONTHS: u32 = 12;

/// A month that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountMonth {
    /// `2026-12`.
    pub month: String,
    /// Turns they were to serve.
    pub target: i64,
    /// Turns they held.
    pub held: i64,
}

/// What the months come to: turns owed, or below zero, turns ahead.
#[must_use]
pub fn balance(months: &[AccountMonth]) -> i64 {
    months.iter().map(|one| one.target - one.held).sum()
}

/// The turns that somebody should serve in the next month: what was agreed and what is owed, but never more than twice what was agreed, and none
/// where they are ahead by as much. Whoever is far behind makes up for it over several months.
#[must_use]
pub fn due(target: u32, balance: i64) -> u32 {
    let most = i64::from(target) * 2;
    let due = (i64::from(target) + balance).clamp(0, most);
    u32::try_from(due).unwrap_or(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_owed_is_made_up_for_and_never_by_more_than_twice_what_was_agreed() {
        for (target, balance, expected) in [
            (4, 0, 4),
            (4, 2, 6),
            (4, 9, 8),
            (4, -1, 3),
            (4, -9, 0),
            (0, 5, 0),
        ] {
            assert_eq!(due(target, balance), expected, "{target} {balance}");
        }
    }

    #[test]
    fn months_that_were_too_much_make_up_for_those_that_were_too_little() {
        let month = |target, held| AccountMonth {
            month: String::new(),
            target,
            held,
        };
        assert_eq!(balance(&[month(4, 6), month(4, 1)]), 1);
        assert_eq!(balance(&[]), 0);
    }
}
