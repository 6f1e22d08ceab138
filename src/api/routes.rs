//! The route table of the API, and its description as OpenAPI.

use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, PathConfig, QueryConfig, ServiceConfig};
use utoipa::OpenApi;
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig as Described;
use utoipa_swagger_ui::SwaggerUi;

use super::description;
use super::problem::{KnownMethods, bad_path, bad_query, no_route, problem_json};
use super::{
    api_clients, appointments, assignments, availability, calendars, changes, clients, closures,
    district_calendars, duties, exports, feeds, generations, history, imports, jobs, legal_minima,
    many_requests, offers, openings, own_calendars, people, pins, places, pools, questions,
    ratings, requests, roster_files, rosters, session, skills, slots, stations, templates, users,
    versions,
};

/// Who calls: those who sign in, and programs.
fn callers(v1: &mut Described<'_>) {
    v1.service(session::open_session)
        .service(session::show_session)
        .service(session::close_session)
        .service(users::list_users)
        .service(users::add_user)
        .service(users::show_user)
        .service(users::say_roles)
        .service(users::send_password)
        .service(api_clients::list_api_clients)
        .service(api_clients::add_api_client)
        .service(api_clients::show_api_client)
        .service(api_clients::end_api_client);
}

/// Where service is given: cities, districts, stations.
fn where_served(v1: &mut Described<'_>) {
    v1.service(places::list_cities)
        .service(places::list_holidays)
        .service(calendars::load_calendar)
        .service(places::list_districts)
        .service(places::show_district)
        .service(places::add_district)
        .service(places::change_district)
        .service(district_calendars::show_district_calendar)
        .service(district_calendars::put_district_calendar)
        .service(legal_minima::show_minima)
        .service(legal_minima::put_minima)
        .service(history::show_district_history)
        .service(stations::list_stations)
        .service(stations::show_station)
        .service(stations::add_station)
        .service(stations::change_station)
        .service(history::show_station_history)
        .service(closures::show_closures)
        .service(closures::say_closures)
        .service(feeds::make_station_feed)
        .service(feeds::end_station_feed);
}

/// Who serves, what stations need, and files of both.
fn kept(v1: &mut Described<'_>) {
    v1.service(people::list_people)
        .service(people::show_person)
        .service(people::add_person)
        .service(people::change_person)
        .service(assignments::show_account)
        .service(availability::show_availability)
        .service(availability::say_availability)
        .service(availability::show_times_said)
        .service(own_calendars::show_own_calendar)
        .service(own_calendars::give_own_calendar)
        .service(own_calendars::end_own_calendar)
        .service(own_calendars::list_busy_duties)
        .service(feeds::make_person_feed)
        .service(feeds::end_person_feed)
        .service(history::show_person_history)
        .service(clients::show_clients)
        .service(clients::declare_clients)
        .service(pools::list_pools)
        .service(pools::show_pool)
        .service(pools::add_pool)
        .service(pools::change_pool)
        .service(skills::list_skills)
        .service(skills::show_skill)
        .service(skills::add_skill)
        .service(skills::change_skill)
        .service(templates::list_templates)
        .service(templates::show_template)
        .service(templates::add_template)
        .service(templates::list_dates)
        .service(templates::change_template)
        .service(history::show_template_history)
        .service(openings::open_time)
        .service(slots::list_slots)
        .service(slots::withdraw_slot)
        .service(slots::list_shifts)
        .service(slots::withdraw_shift)
        .service(imports::import_workbook)
        .service(exports::export_workbook)
        .service(exports::export_district_workbook)
        .service(exports::export_list)
        .service(exports::export_district_list);
}

/// Those of months: rosters, their duties, and the jobs that make them.
fn months(v1: &mut Described<'_>) {
    v1.service(rosters::list_rosters)
        .service(rosters::set_up_roster)
        .service(rosters::show_roster)
        .service(generations::start_generation)
        .service(generations::start_publication)
        .service(generations::start_replacement)
        .service(versions::list_versions)
        .service(versions::show_version)
        .service(changes::show_changes)
        .service(roster_files::export_roster_workbook)
        .service(roster_files::export_city_rosters)
        .service(roster_files::show_instance)
        .service(roster_files::show_answer)
        .service(duties::list_duties)
        .service(duties::show_duty)
        .service(duties::change_duty)
        .service(history::show_duty_history)
        .service(assignments::show_assignment)
        .service(assignments::mark_assignment)
        .service(pins::pin_person)
        .service(pins::take_pin_back)
        .service(pins::ban_person)
        .service(pins::take_ban_back)
        .service(jobs::show_job)
        .service(jobs::cancel_job);
}

/// Those of residents: what they ask for, are offered, book and say.
fn residents(v1: &mut Described<'_>) {
    v1.service(requests::list_requests)
        .service(requests::list_waiting)
        .service(requests::take_request)
        .service(many_requests::take_requests)
        .service(requests::show_request)
        .service(requests::change_request)
        .service(history::show_request_history)
        .service(questions::add_question)
        .service(questions::list_questions)
        .service(questions::show_question)
        .service(questions::answer_question)
        .service(offers::show_offers)
        .service(offers::book_appointment)
        .service(offers::refuse_offer)
        .service(appointments::list_appointments)
        .service(appointments::show_appointment)
        .service(appointments::change_appointment)
        .service(appointments::follow_up)
        .service(appointments::start_matching)
        .service(ratings::list_ratings);
}

#[derive(OpenApi)]
#[openapi(info(
    title = "Zhiban",
    description = "Duty rosters and appointments for community legal-service stations. People \
                   sign in with `POST /api/v1/session`; programs have a token. An error is `application/problem+json` with a stable `code`. A change needs \
                   `If-Match` with the ETag that was read. A list gives `items` and `next`; ask again with `after=next`."
))]
struct Description;

/// Adds the API and its documentation to an app.
pub fn configure(app: &mut ServiceConfig) {
    let api = scope::scope("/api")
        .app_data(QueryConfig::default().error_handler(bad_query))
        .app_data(PathConfig::default().error_handler(bad_path))
        .service(
            scope::scope("/v1")
                .configure(callers)
                .configure(where_served)
                .configure(kept)
                .configure(months)
                .configure(residents)
                .default_service(web::to(no_route)),
        )
        .default_service(web::to(no_route))
        .wrap(from_fn(problem_json));
    let mut description = Description::openapi();
    description.paths.merge(api.paths());
    let mut schemas = Vec::new();
    api.schemas(&mut schemas);
    let components = description.components.get_or_insert_default();
    components.schemas.extend(schemas);
    description::complete(&mut description);
    app.app_data(Data::new(KnownMethods::of(&description)))
        .service(web::redirect("/api/docs", "/api/docs/"))
        .service(SwaggerUi::new("/api/docs/{_:.*}").url("/api/openapi.json", description))
        .service(api);
}
