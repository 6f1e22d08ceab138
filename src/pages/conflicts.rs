//! The list of appointments on the first page whose resident is against a client of whom they would meet, as far as names tell. Whoever books
//! looks whether it is so, and has the resident found another time with one press.

use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpResponse, post};
use serde::Deserialize;

use crate::actions::close_appointment::CloseError;
use crate::actions::find_another_time::find_another_time;
use crate::actions::show_appointments::{Shown, show_appointment, show_conflicts};
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::places::{CityRow, DistrictRow};
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::offer_words::moment;
use crate::web::problem::Problem;

/// An appointment in conflict.
#[derive(Debug)]
pub struct ConflictItem {
    /// What the resident names.
    pub code: String,
    /// When, where, and with whom.
    pub words: String,
    /// Where the button is sent that has them found another time.
    pub action: String,
    /// The appointment's revision that is shown.
    pub revision: i32,
}

/// The button.
#[derive(Debug, Deserialize)]
pub(super) struct OtherTime {
    revision: i32,
}

/// What is in conflict in districts in which the caller books.
pub(super) async fn list(
    service: &Service,
    lang: Lang,
    own: &[(CityRow, DistrictRow)],
) -> Result<Vec<ConflictItem>, Problem> {
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let now = service.clock.now().naive_utc();
    let ids: Vec<String> = own.iter().map(|(_, d)| d.id.clone()).collect();
    let found = blocking::run(service, move |service| {
        show_conflicts(&service.store, now, &ids)
    });
    let item = |shown: Shown| {
        let place = shown.station.map(|(name, _)| name);
        let people = std::iter::once(shown.adviser).chain(shown.mediators);
        let people: Vec<String> = people.map(|(_, name)| name).collect();
        let arguments = [
            ("when", moment(lang, shown.starts_at, shown.zone).into()),
            (
                "place",
                place.unwrap_or_else(|| lang.text("held-by-video")).into(),
            ),
            ("people", people.join(&lang.text("list-separator")).into()),
        ];
        ConflictItem {
            words: lang.text_with("conflict-item", &arguments),
            action: format!("/conflicts/{}", shown.row.id),
            revision: shown.row.revision,
            code: shown.code,
        }
    };
    Ok(found.await?.into_iter().map(item).collect())
}

/// Takes the appointment away and has its resident found another time.
#[post("/conflicts/{id}")]
pub(super) async fn post_other_time(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    form: Form<OtherTime>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    let looked = id.clone();
    let found = blocking::run(&service, move |service| {
        show_appointment(&service.store, &looked)
    });
    let district_id = found
        .await?
        .ok_or_else(Problem::not_found)?
        .shown
        .district_id;
    caller.district(&service, Deed::Book, &district_id).await?;
    let (context, seen) = (caller.context(&service), form.revision);
    blocking::run(&service, move |service| {
        let (store, asking) = (&service.store, service.asking());
        match find_another_time(store, &context, &asking, &id, seen) {
            // Pressed twice, or somebody was faster: the list says how things are.
            Err(CloseError::Changed | CloseError::Gone) => Ok(()),
            other => other,
        }
    })
    .await?;
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, "/"))
        .finish())
}
