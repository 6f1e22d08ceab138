//! Residents whose appointment fell through, since adviser or interpreter do not come and no replacement fits: they are found another
//! time before anybody else, and told once, with the new time to take or refuse. For whom there is none, they wait again.

use std::collections::{HashMap, HashSet};

use zhiban_solver::matching::document::Document;
use zhiban_solver::matching::{Answer, Instance, Match, audit};
use zhiban_solver::problem::in_a_line;

use super::offer::{drafts, still_free};
use super::{MatchError, asked, open_times};
use crate::actions::Context;
use crate::actions::appointment_words::AppointmentWords;
use crate::actions::asking::Asking;
use crate::actions::matching_instance::Prices;
use crate::actions::offering::{self, Draft};
use crate::actions::queue_letters;
use crate::domain::appointment::RequestState;
use crate::domain::job::Attempt;
use crate::mail::LetterError;
use crate::mail::letters::WhyCancelled;
use crate::store::appointments::AppointmentRow;
use crate::store::claims::{self, ClaimRow};
use crate::store::{Connection, Store, StoreError, conflicts, jobs, offers, rematches, requests};

/// Most appointments of one transaction.
const AT_ONCE: usize = 500;

/// The appointments that fell through, and the problem of finding their residents another time.
#[derive(Debug)]
pub struct Rematching {
    /// The problem: what is free, and nobody's wishes but theirs.
    pub document: Document,
    rows: Vec<AppointmentRow>,
}

/// What of a city fell through; none where nothing did.
pub fn rematching(
    store: &Store,
    context: &Context,
    city_id: &str,
    prices: Prices,
) -> Result<Option<Rematching>, MatchError> {
    store.read(|c| load(c, context, city_id, prices))
}

fn load(
    c: &mut Connection,
    context: &Context,
    city_id: &str,
    prices: Prices,
) -> Result<Option<Rematching>, MatchError> {
    let mut rows = rematches::of_city(c, city_id)?;
    let ids: Vec<String> = rows.iter().map(|row| row.request_id.clone()).collect();
    let mut waiting = requests::find_all(c, &ids)?;
    // Panels are offered by themselves.
    waiting.retain(|row| row.mediators == 0);
    let asked_for: HashSet<&String> = waiting.iter().map(|row| &row.id).collect();
    rows.retain(|row| asked_for.contains(&row.request_id));
    if rows.is_empty() {
        return Ok(None);
    }
    let now = context.instant();
    let shown = offers::held(c, now)?.into_iter().map(|(_, slot)| slot);
    let (mut document, zone) = open_times(c, now, city_id, prices, &shown.collect())?;
    document.requests = asked(c, (now, zone), city_id, &document.advisers, &waiting)?;
    Ok(Some(Rematching { document, rows }))
}

/// Writes an answer: offers in the place of appointments, and for whom there is none, that they wait again. It is audited here again,
/// whoever made it. Where the attempt holds the job no more, nothing more is written.
pub fn rematch(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    fallen: Rematching,
    answer: &Answer,
    attempt: &Attempt,
) -> Result<(), MatchError> {
    let wrong = audit::audit(&fallen.document, answer);
    if !wrong.is_empty() {
        return Err(MatchError::Wrong(wrong.join("; ")));
    }
    let instance = Instance::new(fallen.document);
    let instance = instance.map_err(|wrong| MatchError::Wrong(in_a_line(&wrong)))?;
    for rows in fallen.rows.chunks(AT_ONCE) {
        let before: HashMap<&str, &AppointmentRow> = rows
            .iter()
            .map(|row| (row.request_id.as_str(), row))
            .collect();
        let matches = answer.matches.iter();
        let matches: Vec<&Match> = matches
            .filter(|found| before.contains_key(found.request.as_str()))
            .collect();
        let drafts = drafts(store, context, asking, &instance, &matches, &before)?;
        store.write(|c| write(c, context, asking, rows, &drafts, attempt))?;
    }
    Ok(())
}

fn write(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    rows: &[AppointmentRow],
    drafts: &[Draft],
    attempt: &Attempt,
) -> Result<(), MatchError> {
    conflicts::hold(c)?;
    if !jobs::is_held(c, attempt)? {
        return Err(MatchError::Superseded);
    }
    claims::take_out_expired(c, context.instant())?;
    // Whoever took a time themselves since has a letter that says so, and is noted no more.
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let waits = rematches::noted(c, &ids)?;
    let noted: HashSet<&str> = waits.iter().map(|row| row.request_id.as_str()).collect();
    let waiting = RequestState::Waiting;
    let mut free = still_free(c, context.instant(), drafts, waiting)?;
    free.retain(|free| noted.contains(free.draft.row.request_id.as_str()));
    let (kept, minutes): (Vec<&Draft>, Vec<Vec<ClaimRow>>) =
        free.into_iter().map(|f| (f.draft, f.claims)).unzip();
    if !offering::write(c, context, &kept, waiting, minutes.concat())? {
        return Err(MatchError::Changed);
    }
    let found: HashSet<&str> = kept.iter().map(|d| d.row.request_id.as_str()).collect();
    let untold = waits.iter();
    let untold = untold.filter(|row| !found.contains(row.request_id.as_str()));
    tell::<MatchError>(c, context, asking, &Vec::from_iter(untold.cloned()))?;
    Ok(forget(c, &waits)?)
}

/// Tells those of a city whose appointment fell through that they wait, where no matching will.
pub(in crate::actions) fn tell_fallen<E: From<StoreError> + From<LetterError>>(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    city_id: &str,
) -> Result<(), E> {
    let rows = rematches::of_city(c, city_id)?;
    tell::<E>(c, context, asking, &rows)?;
    Ok(forget(c, &rows)?)
}

/// The same for those of some appointments that are noted still.
pub(super) fn tell_noted(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    rows: &[AppointmentRow],
) -> Result<(), MatchError> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let rows = rematches::noted(c, &ids)?;
    tell::<MatchError>(c, context, asking, &rows)?;
    Ok(forget(c, &rows)?)
}

/// Notes these no more.
fn forget(c: &mut Connection, rows: &[AppointmentRow]) -> Result<(), StoreError> {
    let request_ids: Vec<String> = rows.iter().map(|row| row.request_id.clone()).collect();
    rematches::forget(c, &request_ids)
}

/// Tells residents that their appointment falls through, and that they wait.
fn tell<E: From<StoreError> + From<LetterError>>(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    rows: &[AppointmentRow],
) -> Result<(), E> {
    let words = AppointmentWords::load(c, rows)?;
    let why = WhyCancelled::NobodyComes;
    let letters = rows.iter();
    let letters = letters.map(|row| words.cancelled(context, asking, row, why));
    let letters = letters.collect::<Result<Vec<_>, _>>()?;
    Ok(queue_letters::queue(c, context, &letters)?)
}
