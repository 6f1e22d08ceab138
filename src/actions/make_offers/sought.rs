//! What is looked for, and everything in a market that it could be.

use std::collections::BTreeSet;
use std::sync::Arc;

use zhiban_solver::matching::Instance;
use zhiban_solver::matching::document::Request;
use zhiban_solver::matching::instance::Index;
use zhiban_solver::matching::offers::{Offer, Offers};

use crate::actions::market::Market;
use crate::actions::matching_instance;
use crate::store::requests::{RequestParts, RequestRow};

/// A request as offers are looked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sought {
    /// As the solver knows it.
    pub(super) request: Request,
    /// How many mediators sit beside the adviser.
    pub(super) mediators: usize,
    /// Whom the resident is never to meet.
    pub(super) never: BTreeSet<String>,
}

impl Sought {
    /// What a request asks of a market; none where it leaves no time.
    pub(super) fn new(market: &Market, row: &RequestRow, parts: &RequestParts) -> Option<Self> {
        let advisers = &market.instance.document.advisers;
        Some(Self {
            request: matching_instance::request(market.zone, advisers, row, parts)?,
            mediators: usize::try_from(row.mediators).unwrap_or_default(),
            never: parts.never().cloned().collect(),
        })
    }
}

/// Everything in a market that could be offered.
pub(super) struct Found<'a> {
    pub(super) market: &'a Arc<Market>,
    pub(super) sought: &'a Sought,
    pub(super) offers: Offers,
    /// Whether there is an adviser at least, if no panel.
    pub(super) has_adviser: bool,
}

impl<'a> Found<'a> {
    pub(super) fn new(market: &'a Arc<Market>, sought: &'a Sought) -> Self {
        let offers = Offers::new(&market.instance, &sought.request, &market.wanted);
        let mut found = Self {
            market,
            sought,
            has_adviser: !offers.all.is_empty(),
            offers,
        };
        if sought.mediators > 0 {
            let all = std::mem::take(&mut found.offers.all).into_iter();
            let all = all.filter(|offer| !found.voices(offer).is_empty());
            found.offers.all = all.collect();
        }
        found
    }

    pub(super) fn instance(&self) -> &'a Instance {
        &self.market.instance
    }

    /// The ways to have an offer: with each of those who can interpret, whom others want least first, and the slots of the mediators who
    /// can sit beside then. A mediator does not lead a panel.
    pub(super) fn voices(&self, offer: &Offer) -> Vec<(Offer, Vec<Index>)> {
        let (instance, market) = (self.instance(), self.market);
        let each = self.offers.with_each_voice(instance, &market.wanted, offer);
        let each = each.into_iter();
        if self.sought.mediators == 0 {
            return each.map(|offer| (offer, Vec::new())).collect();
        }
        if market.mediators.mediates(instance.slots[offer.slot].owner) {
            return Vec::new();
        }
        let Sought { request, never, .. } = self.sought;
        let beside = |offer: &Offer| {
            let (mediators, wanted) = (&market.mediators, &market.wanted);
            mediators.beside(instance, request, never, wanted, offer)
        };
        each.map(|offer| (offer, beside(&offer)))
            .filter(|(_, beside)| beside.len() >= self.sought.mediators)
            .collect()
    }
}
