//! The list of licences and approvals on the first page that end soon, for whoever plans with those who hold them.

use crate::actions::show_ending::show_ending;
use crate::service::Service;
use crate::store::places::{CityRow, DistrictRow};
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::problem::Problem;

/// What ends on one day.
#[derive(Debug)]
pub struct EndingItem {
    /// When.
    pub when: String,
    /// What, and whose.
    pub whose: String,
}

/// What ends in districts that the caller plans.
pub(super) async fn list(
    service: &Service,
    lang: Lang,
    own: Vec<(CityRow, DistrictRow)>,
) -> Result<Vec<EndingItem>, Problem> {
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let now = service.clock.now();
    let found = blocking::run(service, move |service| {
        show_ending(&service.store, now, &own)
    });
    let found = found.await?;
    let item = found.iter().map(|one| EndingItem {
        when: one.when(lang),
        whose: one.whose(lang),
    });
    Ok(item.collect())
}
