//! The tables as diesel sees them, the same for SQLite and PostgreSQL; `migrations/` makes them. Nothing but tables here.
//!
//! Ids are UUIDv7 text. `Timestamp` is UTC. Times of day are minutes since local midnight (1440 = 24:00).
//! `revision` counts a row's changes and is its ETag. Enumerations are text with a CHECK.

#![allow(
    missing_docs,
    reason = "a column is named by its table; what is not plain is said above it"
)]

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! { cities (id) { id -> Text, code -> Text, name -> Text, name_en -> Text, time_zone -> Text, country -> Text, revision -> Integer, } }
table! {
    districts (id) {
        id -> Text, city_id -> Text, code -> Text, name -> Text, name_en -> Text, revision -> Integer,
        /// Until which day of a month people say when they can serve in the next; null is not asked.
        times_due_day -> Nullable<Integer>,
    }
}
table! {
    stations (id) {
        id -> Text, district_id -> Text, code -> Text, name -> Text, address -> Text,
        lat -> Double, lon -> Double, time_zone -> Text,
        /// The station this one is an outpost of.
        hub_id -> Nullable<Text>,
        rooms -> Integer, video -> Bool, step_free -> Bool, phone -> Text, revision -> Integer,
        subdistrict -> Text,
        /// As `domain::opening_hours` reads them; empty says nothing.
        opening_hours -> Text,
        /// Words of `domain::theme` with spaces between.
        themes -> Text,
        /// What it offers, as of a pool; empty forbids nothing.
        services -> Text,
    }
}
table! {
    /// Days on which a station is closed.
    station_closures (station_id, first_date) { station_id -> Text, first_date -> Date, last_date -> Date, note -> Text, }
}
table! {
    /// What a district's calendar says beside its country's. `pools`: codes with spaces between.
    district_days (id) {
        id -> Text, district_id -> Text, kind -> Text, first_date -> Date, last_date -> Date, name -> Text,
        name_en -> Text, pools -> Text,
    }
}
table! {
    /// What the law asks for in a district: `kind` and `value` as `domain::legal_minimum` reads them.
    legal_minima (id) {
        id -> Text, district_id -> Text, kind -> Text, value -> Integer, pool_id -> Text, first_date -> Date,
        last_date -> Nullable<Date>, source -> Text, document -> Text, url -> Text,
    }
}
table! {
    /// What was under a legal minimum when a version was published, and why it was all the same. `accepted` is JSON.
    minimum_overrides (id) {
        id -> Text, roster_id -> Text, version -> Integer, given_at -> Timestamp, given_by -> Text, reason -> Text,
        accepted -> Text,
    }
}
table! {
    pools (id) {
        id -> Text, code -> Text, name -> Text, name_en -> Text,
        may_serve_alone -> Bool,
        /// Code of the pool that must be present when this one serves.
        supervised_by -> Nullable<Text>,
        needs_licence -> Bool,
        /// Whether its people stand between a resident and an adviser who share no language.
        interprets -> Bool,
        /// Whether its people sit beside an adviser in a panel.
        mediates -> Bool,
        /// Whether they serve only while their employer or university approves of it.
        needs_approval -> Bool,
        /// What its people may give: words of `domain::legal_service` with spaces between; empty forbids nothing.
        services -> Text,
        /// The city that brought it and may change it; null came with the installation.
        city_id -> Nullable<Text>,
        revision -> Integer,
    }
}
table! {
    skills (id) {
        id -> Text, code -> Text, name -> Text, name_en -> Text, parent_id -> Nullable<Text>,
        /// As of a pool.
        city_id -> Nullable<Text>,
        revision -> Integer,
    }
}
table! {
    people (id) {
        id -> Text, district_id -> Text, pool_id -> Text, code -> Text, name -> Text, email -> Text, phone -> Text,
        /// BCP 47 tag of the language letters are written in.
        locale -> Text,
        lat -> Double, lon -> Double, max_km -> Nullable<Double>,
        max_day -> Nullable<Integer>, max_week -> Nullable<Integer>, max_month -> Nullable<Integer>,
        max_stations -> Nullable<Integer>, max_run -> Nullable<Integer>, max_weekends -> Nullable<Integer>,
        /// Turns a month the person should serve, before history.
        target -> Integer,
        /// `active` or `left`.
        state -> Text,
        revision -> Integer,
        /// The law firm; empty where there is none.
        firm -> Text,
        /// The year since which they practise their profession.
        practises_since -> Nullable<Integer>,
        /// What `lat` and `lon` are of: `home` or `office`.
        position -> Text,
    }
}
table! {
    /// Clients whom a person declared; `name_hash` is `domain::conflict::NameHash`.
    person_clients (person_id, name_hash) { person_id -> Text, name_hash -> Text, }
}
table! {
    /// The other side of a request.
    request_opponents (request_id, name_hash) { request_id -> Text, name_hash -> Text, }
}
table! {
    /// That somebody has said when they can serve in a month.
    times_said (person_id, month) { person_id -> Text, month -> Text, said_at -> Timestamp, }
}
table! {
    /// That they were asked to, so many days before it was due.
    times_letters (person_id, month, days) { person_id -> Text, month -> Text, days -> Integer, }
}
table! {
    /// A month that is over: turns that were agreed, and those held.
    person_months (person_id, month) { person_id -> Text, month -> Text, target -> Integer, held -> Integer, }
}
table! { person_skills (person_id, skill_id) { person_id -> Text, skill_id -> Text, } }
table! {
    /// `level` is how well it is spoken; `understands` null is the same, `reads` null is not said.
    person_languages (person_id, tag) {
        person_id -> Text, tag -> Text, level -> Text, understands -> Nullable<Text>, reads -> Nullable<Text>,
    }
}
table! {
    /// Districts besides the home district where the person may serve.
    person_districts (person_id, district_id) { person_id -> Text, district_id -> Text, }
}
table! {
    /// `attitude`: `avoid` or `prefers`.
    person_stations (person_id, station_id) { person_id -> Text, station_id -> Text, attitude -> Text, }
}
table! {
    /// `kind`: `licence` or `approval`, the next one beside the one that ends; the `number` of a licence is one person's own.
    qualifications (id) {
        id -> Text, person_id -> Text, kind -> Text, number -> Text, issued_by -> Text,
        valid_from -> Nullable<Date>, valid_until -> Nullable<Date>,
    }
}
table! {
    /// That the coordinator was told so many days before something of a person's ends.
    expiry_notices (person_id, kind, valid_until, days) { person_id -> Text, kind -> Text, valid_until -> Date, days -> Integer, }
}
table! {
    /// A weekly window. `weekday` is 1 (Monday) to 7; every `interval_weeks` weeks counted from the week of `first_date`.
    availability (id) {
        id -> Text, person_id -> Text, weekday -> Integer, start_minute -> Integer, end_minute -> Integer,
        interval_weeks -> Integer, first_date -> Date, last_date -> Nullable<Date>,
    }
}
table! {
    /// `kind`: `away` or `extra`. Without minutes, the whole day.
    availability_exceptions (id) {
        id -> Text, person_id -> Text, kind -> Text, first_date -> Date, last_date -> Date,
        start_minute -> Nullable<Integer>, end_minute -> Nullable<Integer>, note -> Text,
    }
}
table! {
    /// A calendar of duties that others read by an address: one person's, or one station's.
    feeds (token_hash) { token_hash -> Text, person_id -> Nullable<Text>, station_id -> Nullable<Text>, made_at -> Timestamp, }
}
table! {
    /// A person's own calendar, read as busy times. `sealed` is the encrypted address, of which only `host` may be shown.
    own_calendars (person_id) {
        person_id -> Text, sealed -> Text, host -> Text, given_at -> Timestamp, next_read_at -> Timestamp,
        tried_at -> Nullable<Timestamp>,
        /// When it was read well last.
        read_at -> Nullable<Timestamp>,
        /// When it was read well and had changed, or was read whole all the same.
        whole_at -> Nullable<Timestamp>,
        /// A word of `domain::busy_time`; empty where the last reading went well.
        failure -> Text,
        failing_since -> Nullable<Timestamp>,
        /// What the server said of its last answer, to be sent back.
        etag -> Text, last_modified -> Text,
    }
}
table! {
    /// When a person is busy by their own calendar.
    busy_times (person_id, date, start_minute) { person_id -> Text, date -> Date, start_minute -> Integer, end_minute -> Integer, }
}
table! {
    /// `kind`: `off` (no work) or `work` (a weekend day that is worked).
    holidays (country, date) { country -> Text, date -> Date, name -> Text, name_en -> Text, kind -> Text, statutory -> Bool, provisional -> Bool, }
}
table! {
    demand_templates (id) {
        id -> Text, station_id -> Text, code -> Text, name -> Text, name_en -> Text, pool_id -> Text,
        min -> Integer, ideal -> Integer, weight -> Integer,
        supervised_by -> Nullable<Text>,
        /// `skip`, `move` or `keep`.
        on_holiday -> Text,
        /// Whether its duties are a series: one face, one of the options chosen.
        is_series -> Bool,
        holder_id -> Nullable<Text>,
        first_date -> Date, last_date -> Nullable<Date>,
        /// Minutes of one appointment slot, for templates that residents can book.
        slot_minutes -> Nullable<Integer>,
        revision -> Integer,
        /// Minutes without appointments in the middle of a turn.
        break_minutes -> Nullable<Integer>,
        /// Whether residents are met by video, though its people sit at the station.
        by_video -> Bool,
        /// What is given there, a word of `domain::legal_service`; null is whatever the pool may give.
        service -> Nullable<Text>,
    }
}
table! {
    /// The ways a template can fall: an RFC 5545 RRULE without DTSTART, and the times of day. A template that is no series has one.
    /// One that is not `active` any more is kept for the duties that came of it.
    template_options (id) {
        id -> Text, template_id -> Text, code -> Text, rrule -> Text, start_minute -> Integer, end_minute -> Integer,
        active -> Bool,
    }
}
table! {
    /// `need`: `all` or `any`.
    template_skills (template_id, skill_id) { template_id -> Text, skill_id -> Text, need -> Text, }
}
table! { template_languages (template_id, tag) { template_id -> Text, tag -> Text, level -> Text, } }
table! {
    /// Turns of duty a week that must be held by a speaker, in a district.
    language_cover (id) {
        id -> Text, district_id -> Text, tag -> Text, level -> Text, min -> Integer, weight -> Integer,
    }
}
table! {
    /// One district's month. `state`: `draft`, `solving`, `proposed`, `published`. `month` is `2026-12`.
    rosters (id) {
        id -> Text, district_id -> Text, month -> Text, state -> Text,
        /// Number of the last published version, 0 before the first.
        version -> Integer,
        solve_id -> Nullable<Text>, revision -> Integer, created_at -> Timestamp, published_at -> Nullable<Timestamp>,
        /// The generation or publication that was started last; its row may have been swept from the queue.
        job_id -> Nullable<Text>,
    }
}
table! {
    /// What a published version said, never changed afterwards.
    roster_versions (id) {
        id -> Text, roster_id -> Text, number -> Integer, published_at -> Timestamp, published_by -> Text,
        snapshot -> Text, objective -> BigInt, bound -> Double,
    }
}
table! {
    /// One run of a solver that was kept. `kind`: `roster`, `replacement`, `match`. `terms` and `reasons` are JSON.
    solves (id) {
        id -> Text, kind -> Text, status -> Text, objective -> BigInt, bound -> Double, terms -> Text, reasons -> Text,
        seconds -> Double, solved_at -> Timestamp,
        /// How many rosters were solved together.
        rosters -> Integer,
        /// What the bound rests on: `prices` that the audit summed up again, or `branch-and-bound`.
        proof -> Text,
    }
}
table! {
    /// The prices that the bound of a solve, or what of it they prove, rests on, as JSON.
    certificates (solve_id) {
        solve_id -> Text, prices -> Text,
    }
}
table! {
    series (id) {
        id -> Text, roster_id -> Text, template_id -> Text, station_id -> Text,
        chosen_option_id -> Nullable<Text>, holder_id -> Nullable<Text>,
    }
}
table! {
    duties (id) {
        id -> Text, roster_id -> Text, template_id -> Text, station_id -> Text,
        series_id -> Nullable<Text>, option_id -> Text,
        date -> Date, start_minute -> Integer, end_minute -> Integer, starts_at -> Timestamp, ends_at -> Timestamp,
        pool_id -> Text, min -> Integer, ideal -> Integer, weight -> Integer, supervised_by -> Nullable<Text>,
        /// The holiday it was moved from.
        moved_from -> Nullable<Date>,
        /// False for the duties of options that were not chosen.
        active -> Bool,
        revision -> Integer,
        /// Whether it is not held, since its station is closed: never active then.
        called_off -> Bool,
    }
}
table! {
    /// `state`: `proposed`, `asked`, `confirmed`, `declined`, `lapsed`, `replaced`, `served`, `absent`, `withdrawn`.
    assignments (id) {
        id -> Text, duty_id -> Text, person_id -> Text, state -> Text,
        /// The declined or lapsed assignment this one stands in for.
        replaces_id -> Nullable<Text>,
        asked_at -> Nullable<Timestamp>, answered_at -> Nullable<Timestamp>, reason -> Text, revision -> Integer,
    }
}
table! { pins (duty_id, person_id) { duty_id -> Text, person_id -> Text, made_by -> Text, note -> Text, } }
table! { bans (duty_id, person_id) { duty_id -> Text, person_id -> Text, made_by -> Text, note -> Text, } }
table! {
    /// A resident's request. `state`: `waiting`, `offered`, `booked`, `closed`. `sealed` is the encrypted contact and case text.
    requests (id) {
        id -> Text, district_id -> Text, code -> Text, skill_id -> Text, locale -> Text, sealed -> Text,
        lat -> Double, lon -> Double, max_km -> Nullable<Double>, in_person -> Bool, video -> Bool, urgency -> Integer,
        state -> Text, created_at -> Timestamp, revision -> Integer,
        /// By when the resident has word again.
        word_by -> Timestamp,
        /// Who is written to and telephoned: `resident`, `proxy`, `nobody`.
        reach -> Text,
        /// The appointment that it goes on from, and the adviser whom the resident wants again.
        follows_id -> Nullable<Text>, with_adviser_id -> Nullable<Text>,
        /// How many mediators sit beside the adviser, 0 to 2.
        mediators -> Integer,
    }
}
table! { request_languages (request_id, tag) { request_id -> Text, tag -> Text, level -> Text, } }
table! {
    /// When the resident can come, as UTC instants.
    request_windows (id) { id -> Text, request_id -> Text, starts_at -> Timestamp, ends_at -> Timestamp, }
}
table! { request_exclusions (request_id, person_id) { request_id -> Text, person_id -> Text, } }
table! {
    /// A bookable time of one adviser; without station, by video. `state`: `open`, `booked`, `withdrawn`.
    slots (id) {
        id -> Text, duty_id -> Nullable<Text>, adviser_id -> Text, station_id -> Nullable<Text>,
        starts_at -> Timestamp, ends_at -> Timestamp, state -> Text,
    }
}
table! {
    /// When an interpreter is there; without station, by video or telephone.
    shifts (id) {
        id -> Text, duty_id -> Nullable<Text>, interpreter_id -> Text, station_id -> Nullable<Text>,
        starts_at -> Timestamp, ends_at -> Timestamp, state -> Text,
    }
}
table! {
    /// What a resident may take, with the reasons as JSON. It holds its minutes until it expires. `state`: `open`, `taken`; none is
    /// `refused` or `expired` yet.
    offers (id) {
        id -> Text, request_id -> Text, slot_id -> Text, shift_id -> Nullable<Text>, reason -> Text, state -> Text,
        expires_at -> Timestamp,
        /// Of those shown together, from 0; the best is first.
        place -> Integer,
        /// When the resident was written to; null where it is only shown.
        asked_at -> Nullable<Timestamp>,
        /// The slots of mediators who sit beside the adviser.
        mediator_slot_id -> Nullable<Text>, second_mediator_slot_id -> Nullable<Text>,
    }
}
table! {
    /// `state`: `booked`, `attended`, `missed`, `cancelled`, `moved`.
    appointments (id) {
        id -> Text, request_id -> Text, slot_id -> Text, shift_id -> Nullable<Text>, state -> Text,
        booked_at -> Timestamp, revision -> Integer,
        /// The slots of mediators who sit beside the adviser.
        mediator_slot_id -> Nullable<Text>, second_mediator_slot_id -> Nullable<Text>,
    }
}
table! {
    /// Appointments that fell through: their residents are found another time before anybody else.
    rematches (appointment_id) { appointment_id -> Text, }
}
table! {
    /// What a resident said after the visit: `helped` and `understood` are 1 to 5. `rated_at` is when they first said it.
    ratings (appointment_id) { appointment_id -> Text, helped -> Integer, understood -> Integer, rated_at -> Timestamp, }
}
table! {
    /// What a resident asks a person. `state`: `open`, `answered`. `sealed` and `sealed_answer` are the encrypted words; the answer is
    /// empty while it is open. `slot_id` is the time it is about.
    questions (id) {
        id -> Text, request_id -> Text, slot_id -> Nullable<Text>, sealed -> Text, state -> Text, asked_at -> Timestamp,
        sealed_answer -> Text, answered_at -> Nullable<Timestamp>, answered_by -> Nullable<Text>, revision -> Integer,
    }
}
table! {
    /// A claimed minute of an adviser, interpreter or room: `resource` is `person:<id>` or `room:<station id>:<number>`,
    /// `minute` counts from 1970-01-01T00:00Z. It is an appointment's, or an offer's until it expires. The key refuses the second claim.
    claims (resource, minute) {
        resource -> Text, minute -> BigInt, appointment_id -> Nullable<Text>, offer_id -> Nullable<Text>,
        expires_at -> Nullable<Timestamp>,
    }
}
table! {
    /// What the matching before said that others would pay for a city's slots and interpreters, as JSON.
    market_prices (city_id) { city_id -> Text, prices -> Text, made_at -> Timestamp, }
}
table! {
    /// Keys by which callers name what they ask for, so that what is sent twice is made once.
    creations (actor, idempotency_key) {
        actor -> Text, idempotency_key -> Text, fingerprint -> Text,
        /// The id of what was made, or ids with spaces between them.
        subject -> Text,
        created_at -> Timestamp,
    }
}
table! {
    /// Who signs in. `state`: `active`, `blocked`.
    users (id) {
        id -> Text, email -> Text, name -> Text, password_hash -> Text, locale -> Text, state -> Text, created_at -> Timestamp,
    }
}
table! {
    /// `role`: `administrator`, `coordinator`, `clerk`, `evaluator`. Without district, the whole city.
    roles (id) { id -> Text, user_id -> Text, role -> Text, city_id -> Text, district_id -> Nullable<Text>, }
}
table! {
    /// A program that calls the API. `scopes` are deeds.
    api_clients (id) {
        id -> Text, city_id -> Text, district_id -> Nullable<Text>, name -> Text, scopes -> Text, token_hash -> Text,
        created_at -> Timestamp, expires_at -> Timestamp, revoked_at -> Nullable<Timestamp>, last_used_at -> Nullable<Timestamp>,
    }
}
table! { sessions (key_hash) { key_hash -> Text, state -> Text, expires_at -> Timestamp, } }
table! {
    /// A capability sent by e-mail; only its hash is here. `purpose`: `month` (a person's month in a roster), `assignment`,
    /// `appointment`, `rating`, `availability`, `password`; `subject_id` is the roster, the assignment, the resident's request, the
    /// appointment that is rated, the month, or the user.
    links (id) {
        id -> Text, token_hash -> Text, purpose -> Text, subject_id -> Text, person_id -> Nullable<Text>,
        expires_at -> Timestamp, used_at -> Nullable<Timestamp>,
    }
}
table! {
    /// The outbox. `state`: `queued`, `sending`, `sent`, `parked`. `rendered` is the whole RFC 5322 message.
    messages (id) {
        id -> Text, message_id -> Text, kind -> Text, recipient -> Text, person_id -> Nullable<Text>, request_id -> Nullable<Text>,
        subject -> Text, rendered -> Text, state -> Text, attempts -> Integer, next_attempt_at -> Timestamp,
        lease_until -> Nullable<Timestamp>, queued_at -> Timestamp, sent_at -> Nullable<Timestamp>, last_error -> Text,
    }
}
table! {
    /// The queue. `state`: `queued`, `running`, `done`, `failed`, `cancelled`. `payload`, `progress`, `result` are JSON.
    jobs (id) {
        id -> Text, kind -> Text, payload -> Text, state -> Text, attempt -> Integer, max_attempts -> Integer,
        run_after -> Timestamp, lease_until -> Nullable<Timestamp>, worker -> Text,
        progress -> Text, result -> Text, error -> Text,
        /// At most one job with the same key waits for its first attempt, and at most one runs.
        unique_key -> Nullable<Text>, created_at -> Timestamp, finished_at -> Nullable<Timestamp>,
    }
}
table! {
    /// Who changed what; residents' personal fields in `before` and `after` are redacted.
    audit (id) {
        id -> Text, at -> Timestamp, actor -> Text, action -> Text, subject -> Text, before -> Text, after -> Text,
        /// Under which seal it stands; null as long as the transaction lasts that noted it.
        seal -> Nullable<BigInt>,
    }
}
table! {
    /// The chain of the audit trail: a hash over what one transaction noted and over the seal before.
    audit_seals (number) {
        number -> BigInt, hash -> Text,
    }
}

joinable!(busy_times -> people (person_id));
joinable!(own_calendars -> people (person_id));
joinable!(districts -> cities (city_id));
joinable!(stations -> districts (district_id));
joinable!(station_closures -> stations (station_id));
joinable!(district_days -> districts (district_id));
joinable!(legal_minima -> districts (district_id));
joinable!(minimum_overrides -> rosters (roster_id));
joinable!(people -> districts (district_id));
joinable!(people -> pools (pool_id));
joinable!(demand_templates -> stations (station_id));
joinable!(demand_templates -> pools (pool_id));
joinable!(template_options -> demand_templates (template_id));
joinable!(template_skills -> demand_templates (template_id));
joinable!(template_skills -> skills (skill_id));
joinable!(template_languages -> demand_templates (template_id));
joinable!(person_skills -> people (person_id));
joinable!(person_skills -> skills (skill_id));
joinable!(person_languages -> people (person_id));
joinable!(person_districts -> people (person_id));
joinable!(person_stations -> people (person_id));
joinable!(qualifications -> people (person_id));
joinable!(expiry_notices -> people (person_id));
joinable!(times_letters -> people (person_id));
joinable!(person_months -> people (person_id));
joinable!(availability -> people (person_id));
joinable!(availability_exceptions -> people (person_id));
joinable!(rosters -> districts (district_id));
joinable!(roster_versions -> rosters (roster_id));
joinable!(series -> rosters (roster_id));
joinable!(duties -> rosters (roster_id));
joinable!(duties -> stations (station_id));
joinable!(duties -> demand_templates (template_id));
joinable!(assignments -> duties (duty_id));
joinable!(assignments -> people (person_id));
joinable!(pins -> duties (duty_id));
joinable!(bans -> duties (duty_id));
joinable!(requests -> districts (district_id));
joinable!(requests -> skills (skill_id));
joinable!(request_languages -> requests (request_id));
joinable!(request_windows -> requests (request_id));
joinable!(slots -> people (adviser_id));
joinable!(shifts -> people (interpreter_id));
joinable!(appointments -> requests (request_id));
joinable!(offers -> requests (request_id));
joinable!(offers -> slots (slot_id));
joinable!(appointments -> slots (slot_id));
joinable!(rematches -> appointments (appointment_id));
joinable!(ratings -> appointments (appointment_id));
joinable!(questions -> requests (request_id));
joinable!(roles -> users (user_id));

allow_tables_to_appear_in_same_query!(
    cities,
    districts,
    stations,
    station_closures,
    district_days,
    legal_minima,
    minimum_overrides,
    pools,
    skills,
    people,
    person_clients,
    person_skills,
    person_languages,
    person_districts,
    person_stations,
    qualifications,
    expiry_notices,
    times_letters,
    person_months,
    times_said,
    availability,
    availability_exceptions,
    feeds,
    own_calendars,
    busy_times,
    holidays,
    demand_templates,
    template_options,
    template_skills,
    template_languages,
    language_cover,
    rosters,
    roster_versions,
    solves,
    series,
    duties,
    assignments,
    pins,
    bans,
    requests,
    request_languages,
    request_windows,
    request_exclusions,
    request_opponents,
    slots,
    shifts,
    offers,
    appointments,
    ratings,
    questions,
    claims,
    rematches,
    creations,
    market_prices,
    users,
    roles,
    api_clients,
    sessions,
    links,
    messages,
    jobs,
    audit,
    audit_seals,
);
