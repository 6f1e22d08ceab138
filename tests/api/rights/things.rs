//! One thing of each kind in the district `east` and one in `west`, some in another city, and who asks after them. No tests here.

use diesel::connection::SimpleConnection;
use zhiban::domain::access::{Deed, Role};
use zhiban::domain::sealing::Contact;
use zhiban::store::StoreError;

use crate::served::{Person, Served, context};

/// Somebody who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Nobody,
    Clerk,
    Coordinator,
    CoordinatorOfWest,
    Evaluator,
    Administrator,
    AdministratorElsewhere,
}

impl Who {
    pub(super) const ALL: [Self; 7] = [
        Self::Nobody,
        Self::Clerk,
        Self::Coordinator,
        Self::CoordinatorOfWest,
        Self::Evaluator,
        Self::Administrator,
        Self::AdministratorElsewhere,
    ];

    fn email(self) -> Option<&'static str> {
        match self {
            Self::Nobody => None,
            Self::Clerk => Some("clerk@example.org"),
            Self::Coordinator => Some("coordinator@example.org"),
            Self::CoordinatorOfWest => Some("west@example.org"),
            Self::Evaluator => Some("evaluator@example.org"),
            Self::Administrator => Some("admin@example.org"),
            Self::AdministratorElsewhere => Some("elsewhere@example.org"),
        }
    }

    /// Signed in, and with the headers that changes ask for.
    pub(super) fn calls(self, served: &Served) -> Person {
        let person = match self.email() {
            None => served.anybody(),
            Some(email) => served.signed_in(email),
        };
        person.with("idempotency-key", "rights")
    }

    /// Whether they know of a district or a city. Who sets a city up and who evaluates it have all of it; nobody has another city's.
    pub(super) fn sees(self, place: &str) -> bool {
        match self {
            Self::Nobody | Self::AdministratorElsewhere => false,
            Self::Clerk | Self::Coordinator => place != "west",
            Self::CoordinatorOfWest => place != "east",
            Self::Evaluator | Self::Administrator => true,
        }
    }

    /// Whether a deed is theirs where they are at home.
    pub(super) fn may(self, deed: Deed) -> bool {
        match self {
            Self::Nobody => false,
            Self::Evaluator => deed == Deed::Look,
            Self::Clerk => matches!(deed, Deed::Look | Deed::SeePeople | Deed::Book),
            Self::Coordinator | Self::CoordinatorOfWest => deed != Deed::SetUp,
            Self::Administrator | Self::AdministratorElsewhere => true,
        }
    }
}

/// A service that works no job, with everything written that is asked after. The id of a thing is its kind and where it lies.
pub(super) fn served() -> Served {
    let served = Served::with_city_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    execute(&served, SHARED);
    for district in ["east", "west"] {
        let id = format!("request-{district}");
        let contact = Contact {
            name: "林小满".to_owned(),
            email: String::new(),
            phone: "555-0177".to_owned(),
            case_text: String::new(),
            is_safe: true,
            proxy: None,
        };
        let sealer = &served.service().sealer;
        let sealed = sealer.seal(&contact, &id, context().new_nonce());
        let words = sealer.seal_words(
            "为什么？",
            &format!("question-{district}"),
            context().new_nonce(),
        );
        let statements = OF_A_DISTRICT.replace('$', district);
        let statements = statements.replace("{sealed}", &sealed);
        execute(&served, &statements.replace("{words}", &words));
    }
    let email = "elsewhere@example.org";
    served.let_into("elsewhere", email, Role::Administrator, None);
    served
}

pub(super) fn execute(served: &Served, statements: &str) {
    let done = served
        .store
        .write(|c| c.batch_execute(statements).map_err(StoreError::from));
    done.unwrap();
}

/// Makes the offers again as they were before somebody refused one.
pub(super) const OFFERED_AGAIN: &str = "UPDATE offers SET state = 'open';
    UPDATE requests SET state = 'offered' WHERE id LIKE 'request-%';";

const SHARED: &str = "
INSERT INTO cities (id, code, name, name_en, time_zone, country, revision)
    VALUES ('elsewhere', 'elsewhere', '别处市', 'Elsewhere', 'Africa/Nairobi', 'KE', 1);
INSERT INTO skills (id, code, name, name_en) VALUES ('labour', 'labour', '劳动争议', 'Labour dispute');
INSERT INTO pools (id, code, name, name_en, may_serve_alone, needs_licence, interprets, mediates)
    VALUES ('adviser', 'adviser', '律师', 'Adviser', TRUE, FALSE, FALSE, FALSE);
INSERT INTO skills (id, code, name, name_en, city_id) VALUES ('skill-city', 'own', '本市', 'Own', 'city');
INSERT INTO pools (id, code, name, name_en, may_serve_alone, needs_licence, interprets, mediates, city_id)
    VALUES ('pool-city', 'own', '本市', 'Own', TRUE, FALSE, FALSE, FALSE, 'city');
INSERT INTO districts (id, city_id, code, name, name_en, revision) VALUES ('far', 'elsewhere', 'far', '远区', 'Far', 1);
INSERT INTO stations (id, district_id, code, name, address, lat, lon, time_zone, rooms, video, step_free, phone, revision)
    VALUES ('station-far', 'far', 'far-1', '远法律之家', '1', 30, 120, 'Asia/Shanghai', 1, FALSE, FALSE, '', 1);
INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, target, state, revision, firm)
    VALUES ('person-far', 'far', 'adviser', 'far', '远', 'far@example.org', '', 'zh-Hans', 30, 120, 2, 'active', 1, '');
INSERT INTO users (id, email, name, password_hash, locale, state, created_at)
    VALUES ('user-city', 'guest@example.org', '客人', '', 'zh-Hans', 'active', '2026-11-20 12:00:00');
INSERT INTO roles (id, user_id, role, city_id) VALUES ('role-city', 'user-city', 'evaluator', 'city');
INSERT INTO api_clients (id, city_id, name, scopes, token_hash, created_at, expires_at)
    VALUES ('api-client-city', 'city', '热线', 'look', 'none', '2026-11-20 12:00:00', '2027-11-20 12:00:00');
INSERT INTO jobs (id, kind, payload, state, attempt, max_attempts, run_after, worker, progress, result, error, created_at)
    VALUES ('job-city', 'match_waiting_list', '{\"city\":\"city\"}', 'done', 1, 3, '2026-11-20 12:00:00', '', '{}', 'null', '', '2026-11-20 12:00:00');
";

const OF_A_DISTRICT: &str = "
INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, target, state, revision, firm)
    VALUES ('person-$', '$', 'adviser', '$', '顾一鸣', 'person@example.org', '555-0123', 'zh-Hans', 30, 120, 2, 'active', 1, '');
INSERT INTO demand_templates (id, station_id, code, name, name_en, pool_id, min, ideal, weight, on_holiday, is_series, first_date, revision, by_video)
    VALUES ('template-$', 'station-$', 'day', '律师值班', 'Adviser day', 'adviser', 1, 1, 1, 'skip', FALSE, '2026-01-01', 1, FALSE);
INSERT INTO template_options (id, template_id, code, rrule, start_minute, end_minute, active)
    VALUES ('option-$', 'template-$', 'tue', 'FREQ=WEEKLY;BYDAY=TU', 540, 690, TRUE);
INSERT INTO rosters (id, district_id, month, state, version, revision, created_at)
    VALUES ('roster-$', '$', '2026-12', 'published', 1, 1, '2026-11-20 00:00:00');
INSERT INTO roster_versions (id, roster_id, number, published_at, published_by, snapshot, objective, bound)
    VALUES ('version-$', 'roster-$', 1, '2026-11-20 00:00:00', 'command', '{}', 0, 0);
INSERT INTO duties (id, roster_id, template_id, station_id, option_id, date, start_minute, end_minute, starts_at, ends_at, pool_id, min, ideal,
        weight, active, revision)
    VALUES ('duty-$', 'roster-$', 'template-$', 'station-$', 'option-$', '2026-12-01', 540, 690, '2026-12-01 01:00:00', '2026-12-01 03:30:00',
        'adviser', 1, 1, 1, TRUE, 1);
INSERT INTO assignments (id, duty_id, person_id, state, reason, revision) VALUES ('assignment-$', 'duty-$', 'person-$', 'asked', '', 1);
INSERT INTO shifts (id, duty_id, interpreter_id, station_id, starts_at, ends_at, state)
    VALUES ('shift-$', 'duty-$', 'person-$', 'station-$', '2026-12-01 01:00:00', '2026-12-01 03:30:00', 'open');
INSERT INTO requests (id, district_id, code, skill_id, locale, sealed, lat, lon, in_person, video, urgency, state, created_at, revision, word_by, reach, mediators)
    VALUES ('request-$', '$', 'offered-$', 'labour', 'zh-Hans', '{sealed}', 30, 120, TRUE, FALSE, 1, 'offered', '2026-11-20 12:00:00', 1,
        '2030-01-01 00:00:00', 'resident', 0);
INSERT INTO requests (id, district_id, code, skill_id, locale, sealed, lat, lon, in_person, video, urgency, state, created_at, revision, word_by, reach, mediators)
    SELECT 'waits-$', district_id, 'waits-$', skill_id, locale, sealed, lat, lon, in_person, video, urgency, 'waiting', created_at, revision, word_by,
        reach, mediators FROM requests WHERE id = 'request-$';
INSERT INTO requests (id, district_id, code, skill_id, locale, sealed, lat, lon, in_person, video, urgency, state, created_at, revision, word_by, reach, mediators)
    SELECT 'meets-$', district_id, 'meets-$', skill_id, locale, sealed, lat, lon, in_person, video, urgency, 'booked', created_at, revision, word_by,
        reach, mediators FROM requests WHERE id = 'request-$';
INSERT INTO requests (id, district_id, code, skill_id, locale, sealed, lat, lon, in_person, video, urgency, state, created_at, revision, word_by, reach, mediators)
    SELECT 'met-$', district_id, 'met-$', skill_id, locale, sealed, lat, lon, in_person, video, urgency, 'booked', created_at, revision, word_by,
        reach, mediators FROM requests WHERE id = 'request-$';
INSERT INTO request_languages (request_id, tag, level) VALUES ('met-$', 'zh-Hans', 'N');
INSERT INTO slots (id, duty_id, adviser_id, station_id, starts_at, ends_at, state)
    VALUES ('slot-$', 'duty-$', 'person-$', 'station-$', '2026-12-01 01:00:00', '2026-12-01 01:30:00', 'booked');
INSERT INTO slots (id, duty_id, adviser_id, station_id, starts_at, ends_at, state)
    VALUES ('offered-$', 'duty-$', 'person-$', 'station-$', '2026-12-01 01:30:00', '2026-12-01 02:00:00', 'open');
INSERT INTO slots (id, duty_id, adviser_id, station_id, starts_at, ends_at, state)
    VALUES ('past-$', NULL, 'person-$', 'station-$', '2026-11-10 01:00:00', '2026-11-10 01:30:00', 'booked');
INSERT INTO offers (id, request_id, slot_id, reason, state, expires_at, place, asked_at)
    VALUES ('offer-$', 'request-$', 'offered-$', '{}', 'open', '2026-11-28 00:00:00', 0, '2026-11-20 00:00:00');
INSERT INTO appointments (id, request_id, slot_id, state, booked_at, revision)
    VALUES ('appointment-$', 'meets-$', 'slot-$', 'booked', '2026-11-20 12:00:00', 1);
INSERT INTO appointments (id, request_id, slot_id, state, booked_at, revision)
    VALUES ('visit-$', 'met-$', 'past-$', 'attended', '2026-11-01 12:00:00', 2);
INSERT INTO ratings (appointment_id, helped, understood, rated_at) VALUES ('visit-$', 5, 5, '2026-11-11 00:00:00');
INSERT INTO questions (id, request_id, sealed, state, asked_at, sealed_answer, revision)
    VALUES ('question-$', 'request-$', '{words}', 'open', '2026-11-20 12:00:00', '', 1);
INSERT INTO jobs (id, kind, payload, state, attempt, max_attempts, run_after, worker, progress, result, error, created_at)
    VALUES ('job-$', 'publish_roster', '{\"roster\":\"roster-$\"}', 'done', 1, 3, '2026-11-20 12:00:00', '', '{}', 'null', '', '2026-11-20 12:00:00');
";
