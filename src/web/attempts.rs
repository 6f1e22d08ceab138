//! How often one may try to sign in: a few times in a while for one account and one address. Kept in memory; a restart forgets.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};

/// Tries within the window.
const TRIES: u32 = 8;
/// Seconds of the window.
const WINDOW: TimeDelta = TimeDelta::seconds(300);
/// Keys that are remembered before those whose window is over are thrown out.
const SWEEP: usize = 10_000;

/// Failed tries by key.
#[derive(Debug, Default)]
pub struct Attempts {
    failed: Mutex<HashMap<String, Failed>>,
}

#[derive(Debug, Clone, Copy)]
struct Failed {
    since: DateTime<Utc>,
    times: u32,
}

impl Attempts {
    /// Seconds to wait before another try; none where one may try now.
    #[must_use]
    pub fn wait(&self, keys: &[String], now: DateTime<Utc>) -> Option<u32> {
        let failed = self.lock();
        keys.iter()
            .filter_map(|key| failed.get(key))
            .filter(|failed| failed.times >= TRIES && now < failed.since + WINDOW)
            .map(|failed| (failed.since + WINDOW - now).num_seconds().max(1))
            .filter_map(|seconds| u32::try_from(seconds).ok())
            .max()
    }

    /// Notes a failed try.
    pub fn note(&self, keys: &[String], now: DateTime<Utc>) {
        let mut failed = self.lock();
        if failed.len() >= SWEEP {
            failed.retain(|_, failed| now < failed.since + WINDOW);
        }
        for key in keys {
            let entry = failed.entry(key.clone()).or_insert(Failed {
                since: now,
                times: 0,
            });
            if now >= entry.since + WINDOW {
                *entry = Failed {
                    since: now,
                    times: 0,
                };
            }
            entry.times += 1;
        }
    }

    /// Forgets the failed tries of a key, after one that went well.
    pub fn forget(&self, key: &str) {
        self.lock().remove(key);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Failed>> {
        // A panic while it was held leaves counts that are still counts.
        self.failed
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_eight_failed_tries_one_waits_until_the_window_is_over() {
        let attempts = Attempts::default();
        let keys = ["account".to_owned(), "address".to_owned()];
        let start = DateTime::UNIX_EPOCH;
        for _ in 0..TRIES {
            assert_eq!(attempts.wait(&keys, start), None);
            attempts.note(&keys, start);
        }
        let later = start + TimeDelta::seconds(100);
        assert_eq!(attempts.wait(&keys, later), Some(200));
        assert_eq!(attempts.wait(&keys, start + WINDOW), None);
    }

    #[test]
    fn a_try_that_went_well_clears_the_account_but_not_the_address() {
        let attempts = Attempts::default();
        let keys = ["account".to_owned(), "address".to_owned()];
        for _ in 0..TRIES {
            attempts.note(&keys, DateTime::UNIX_EPOCH);
        }
        attempts.forget("account");
        assert_eq!(attempts.wait(&keys[..1], DateTime::UNIX_EPOCH), None);
        assert!(attempts.wait(&keys[1..], DateTime::UNIX_EPOCH).is_some());
    }
}
