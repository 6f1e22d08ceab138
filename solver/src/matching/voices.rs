//! Who can help two people understand each other: lists of interpreters' shifts, and the cells of their time that a match uses.
//!
//! A cell is an interpreter at the start of a slot they could help in. A match uses each cell that lies in its slot: of two matches that
//! share a minute, the later one's start is a cell of both. So rule 6 says that no cell is used twice.

use std::collections::HashMap;
use std::ops::Range;

use super::instance::{Index, Instance};
use super::pairs::Pair;
use super::tongues::{Tongue, Tongues};

/// Number of a list of those who can help.
pub type ListId = u32;

/// The list of a match that needs nobody.
pub const ALONE: ListId = 0;

/// A shift of somebody who can help, and the cells that this uses.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    /// The shift.
    pub shift: u32,
    first: u32,
    count: u32,
}

impl Voice {
    /// The cells that this uses.
    #[must_use]
    pub fn cells(&self) -> Range<usize> {
        self.first as usize..(self.first + self.count) as usize
    }
}

/// The lists of those who can help, and the cells of interpreters' time.
#[derive(Debug, Clone, Default)]
pub struct Voices {
    all: Vec<Voice>,
    first: Vec<usize>,
    /// Each cell: the interpreter, and a start of a slot they could help in, by interpreter and start.
    pub cells: Vec<(Index, i64)>,
}

impl Voices {
    /// A list, by number of shift; [`ALONE`] is empty.
    #[must_use]
    pub fn list(&self, list: ListId) -> &[Voice] {
        &self.all[self.first[list as usize]..self.first[list as usize + 1]]
    }

    /// How many lists there are.
    #[must_use]
    pub fn lists(&self) -> usize {
        self.first.len().saturating_sub(1)
    }
}

/// When and where a match is, as far as who can help depends on it: station, if any shift is there, start, end, what adviser and resident speak.
type Situation = (Option<Index>, i64, i64, Tongue, Tongue);

/// Finds lists, each one once.
pub(super) struct Finder<'a> {
    instance: &'a Instance,
    tongues: &'a Tongues,
    known: HashMap<Situation, Option<ListId>>,
    /// The shifts of each list, with the start and end of its matches.
    lists: Vec<(Vec<Index>, i64, i64)>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(instance: &'a Instance, tongues: &'a Tongues) -> Self {
        Self {
            instance,
            tongues,
            known: HashMap::new(),
            lists: vec![(Vec::new(), 0, 0)],
        }
    }

    /// What was found for somebody who speaks this as a pair, with who can help; none where it needs help and nobody can.
    pub(super) fn pair(
        &mut self,
        (price, slot, alone): (i64, Index, bool),
        resident: Tongue,
    ) -> Option<Pair> {
        let adviser = self.instance.market.of_adviser[self.instance.slots[slot].owner];
        let voices = if alone {
            ALONE
        } else {
            self.list(slot, adviser, resident)?
        };
        let slot = slot as u32;
        Some(Pair {
            price,
            slot,
            voices,
        })
    }

    /// Who can help in a slot; none where nobody can.
    fn list(&mut self, slot: Index, adviser: Tongue, resident: Tongue) -> Option<ListId> {
        let slot = self.instance.slots[slot];
        let date = slot.start.div_euclid(1440);
        let market = &self.instance.market;
        let there = slot
            .station
            .map_or(&[][..], |_| market.shifts_on(slot.station, date));
        let station = slot.station.filter(|_| !there.is_empty());
        let situation = (station, slot.start, slot.end, adviser, resident);
        if let Some(known) = self.known.get(&situation) {
            return *known;
        }
        let by_video = market.shifts_on(None, date);
        let helps = |&h: &Index| {
            let shift = self.instance.shifts[h];
            let spoken = market.of_interpreter[shift.owner];
            shift.start <= slot.start
                && slot.end <= shift.end
                && self.tongues.share(spoken, resident)
                && self.tongues.share(spoken, adviser)
        };
        let able = by_video.iter().chain(there).copied();
        let able: Vec<Index> = able.filter(helps).collect();
        let list = (!able.is_empty()).then(|| {
            self.lists.push((able, slot.start, slot.end));
            (self.lists.len() - 1) as ListId
        });
        self.known.insert(situation, list);
        list
    }

    /// The lists that were found, with the cells their matches use.
    pub(super) fn finish(self) -> Voices {
        let owner = |h: Index| self.instance.shifts[h].owner;
        let starts = self
            .lists
            .iter()
            .flat_map(|(shifts, start, _)| shifts.iter().map(move |&h| (owner(h), *start)));
        let mut cells: Vec<(Index, i64)> = starts.collect();
        cells.sort_unstable();
        cells.dedup();
        let (mut all, mut first) = (Vec::new(), vec![0]);
        for (shifts, start, end) in &self.lists {
            for &h in shifts {
                let at = |minute| cells.partition_point(|&cell| cell < (owner(h), minute));
                let begin = at(*start);
                all.push(Voice {
                    shift: h as u32,
                    first: begin as u32,
                    count: (at(*end) - begin) as u32,
                });
            }
            first.push(all.len());
        }
        Voices { all, first, cells }
    }
}
