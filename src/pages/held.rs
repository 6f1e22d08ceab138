//! The list of times on the first page that are held for residents whom nobody may write to, or were taken from them: whoever books tells
//! them when they come.

use crate::actions::show_held::{HeldTime, held_times};
use crate::service::Service;
use crate::store::places::{CityRow, DistrictRow};
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::offer_words::moment;
use crate::web::problem::Problem;

/// Most that the first page lists.
const MOST: i64 = 50;

/// A time that is held.
#[derive(Debug)]
pub struct HeldItem {
    /// What the resident names.
    pub code: String,
    /// When and where; until when it is held, or that it does not take place.
    pub words: String,
}

/// What is held in districts in which the caller books.
pub(super) async fn list(
    service: &Service,
    lang: Lang,
    own: Vec<(CityRow, DistrictRow)>,
) -> Result<Vec<HeldItem>, Problem> {
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let now = service.clock.now().naive_utc();
    let found = blocking::run(service, move |service| {
        held_times(&service.store, now, &own, MOST)
    });
    let item = |held: HeldTime| {
        let by_video = || lang.text("held-by-video");
        let mut arguments = vec![
            ("when", moment(lang, held.starts_at, held.zone).into()),
            ("place", held.station.unwrap_or_else(by_video).into()),
        ];
        let message = match held.held_until {
            None => "held-fallen",
            Some(until) => {
                arguments.push(("until", moment(lang, until, held.zone).into()));
                "held-item"
            }
        };
        HeldItem {
            words: lang.text_with(message, &arguments),
            code: held.code,
        }
    };
    Ok(found.await?.into_iter().map(item).collect())
}
