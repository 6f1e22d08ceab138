//! What every request and every job works with: the store, the clock, randomness, the settings and the keys. Put together by
//! `app`; nothing is decided here.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::actions::asking::{Asking, Promise};
use crate::actions::make_offers::OfferTerms;
use crate::actions::market::Markets;
use crate::actions::match_waiting_list::Prices;
use crate::actions::{Context, Randomness};
use crate::config::Config;
use crate::config::secret_key::SecretKey;
use crate::domain::conflict::NameKey;
use crate::domain::sealing::Sealer;
use crate::mail::Post;
use crate::store::Store;

/// Tells the time. The program's own clock is [`SystemClock`]; tests stand still.
pub trait Clock: Send + Sync {
    /// The instant now.
    fn now(&self) -> DateTime<Utc>;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine for the time"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// The parts that requests and jobs share. Cheap to clone.
#[derive(Clone)]
pub struct Service {
    /// The database.
    pub store: Store,
    /// The settings.
    pub config: Arc<Config>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids and tokens come from.
    pub random: Arc<dyn Randomness>,
    /// Seals residents' data.
    pub sealer: Sealer,
    /// Makes the hashes by which names are compared.
    pub names: NameKey,
    /// The way letters go out, and whose they are.
    pub post: Arc<Post>,
    /// What links begin with, without a slash at the end.
    pub base_url: Arc<str>,
    /// What cities have to book.
    pub markets: Markets,
    cookie_key: Arc<[u8; 64]>,
}

impl Service {
    /// Puts the parts together. `base_url` is what links begin with.
    #[must_use]
    pub fn new(
        config: Config,
        store: Store,
        post: Post,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Randomness>,
        key: &SecretKey,
        base_url: &str,
    ) -> Self {
        Self {
            store,
            config: Arc::new(config),
            clock,
            random,
            sealer: Sealer::new(key.sealing()),
            names: NameKey::new(key.names()),
            post: Arc::new(post),
            base_url: Arc::from(base_url),
            markets: Markets::default(),
            cookie_key: Arc::new(key.cookies()),
        }
    }

    /// What an action works with, for this actor at this moment. The actor is a user's id, a link's purpose or the program's
    /// own part, and stands in the audit trail.
    #[must_use]
    pub fn context(&self, actor: impl Into<String>) -> Context {
        Context {
            now: self.clock.now(),
            random: Arc::clone(&self.random),
            actor: actor.into(),
        }
    }

    /// How people are asked.
    #[must_use]
    pub fn asking(&self) -> Asking<'_> {
        Asking {
            head: self.post.letterhead(),
            base_url: &self.base_url,
            link_days: self.config.links.expiry_days,
            answer_days: self.config.mail.answer_days,
            replacement_hours: self.config.mail.replacement_hours,
            offer_hours: self.config.matching.answer_hours,
            promise: self.promise(),
            sealer: &self.sealer,
        }
    }

    /// What those on a waiting list are promised.
    #[must_use]
    pub fn promise(&self) -> Promise {
        let matching = &self.config.matching;
        Promise {
            nightly: matching.nightly_minute().unwrap_or_default(),
            word: TimeDelta::hours(i64::from(matching.word_hours)),
            again: TimeDelta::days(i64::from(matching.word_again_days)),
        }
    }

    /// What a match costs, in the batch and in offers.
    #[must_use]
    pub fn prices(&self) -> Prices {
        Prices {
            weights: self.config.matching.weights,
            working_level: self.config.matching.working_level,
        }
    }

    /// By what offers are made.
    #[must_use]
    pub fn offer_terms(&self) -> OfferTerms {
        OfferTerms {
            prices: self.prices(),
            hold: TimeDelta::seconds(i64::from(self.config.matching.hold_seconds)),
        }
    }

    /// The bytes that sign and encrypt the session cookie.
    #[must_use]
    pub fn cookie_key(&self) -> &[u8; 64] {
        &self.cookie_key
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
