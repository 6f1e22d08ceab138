//! The table of operations: where each lies, whose deed it is, what is sent; and what it must be answered. No tests here.

use serde_json::{Value, json};
use zhiban::domain::access::Deed;
use zhiban::domain::access::Deed::{Book, Look, Plan, SeePeople, SetUp};

use super::things::Who;
use crate::served::{Answer, Person};

/// Where what an operation is about lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lies {
    /// In a district; an id that does not exist is answered with this status.
    InDistrict(u16),
    /// In what a city shares, or serves all of its districts.
    InCity,
    /// It is shared by all cities, and seen by whoever is signed in; the deed is that of the city that brought it.
    Shared,
    /// In the installation: whose deed it is anywhere may.
    Nowhere,
    /// It is for whoever is signed in, and shows what is theirs.
    WithCaller,
    /// It is for anybody.
    Public,
}
use Lies::{InCity, InDistrict, Nowhere, Public, Shared, WithCaller};

/// Operations by where they lie and whose deed they are: method, path, then query or body. `$` is the district or city that is asked after.
pub(super) const TABLE: [(Lies, Deed, &str); 17] = [
    (
        InDistrict(404),
        Look,
        "GET /districts/{id}
        GET /districts/{id}/calendar
        GET /districts/{id}/legal-minima
        GET /stations ?district=$
        GET /stations/{id}
        GET /stations/{id}/closures
        GET /demand-templates ?district=$
        GET /demand-templates/{id}
        GET /demand-templates/{id}/dates ?month=2026-12
        GET /rosters ?district=$
        GET /rosters/{id}
        GET /rosters/{id}/versions
        GET /ratings ?district=$
        GET /jobs/{id}",
    ),
    (
        InDistrict(404),
        SeePeople,
        "GET /people ?district=$
        GET /people/{id}
        GET /people/{id}/availability
        GET /people/{id}/calendar
        GET /people/{id}/account
        GET /assignments/{id}
        GET /slots ?district=$
        GET /shifts ?district=$
        GET /rosters/{id}/duties
        GET /rosters/{id}/versions/{number}
        GET /rosters/{id}/versions/{number}/changes
        GET /rosters/{id}/workbook
        GET /duties/{id}",
    ),
    (
        InDistrict(404),
        Book,
        r#"GET /requests ?district=$
        GET /requests/{id}
        GET /requests/{id}/history
        GET /requests/{id}/offers
        GET /waiting-list ?district=$
        GET /questions ?district=$
        GET /questions/{id}
        GET /appointments ?district=$
        GET /appointments/{id}
        POST /requests {"district_id":"$","skill_id":"","locale":"","contact":{"name":""},"languages":{}}
        PATCH /requests/{id} {"urgency":9}
        POST /requests/{id}/questions {"offer_id":"odd"}
        PATCH /questions/{id} {"state":"odd","answer":""}
        PATCH /appointments/{id} {"state":"odd"}
        PATCH /assignments/{id} {"state":"odd"}
        POST /appointments/{id}/follow-up {}
        DELETE /slots/{id}
        DELETE /shifts/{id}"#,
    ),
    // An offer may be forgotten soon after its time: there it is over, whether there ever was one or not.
    (
        InDistrict(410),
        Book,
        r#"PATCH /offers/{id} {"state":"refused","wants_another":true}
        POST /appointments {"offer_id":"offer-$","instead_of":"odd"}"#,
    ),
    // What is wrong with these is told at once, with every place.
    (
        InDistrict(422),
        Book,
        r#"POST /openings {"adviser_id":"person-$","station_id":"station-$","starts_at":"odd","ends_at":"odd"}
        POST /requests/batch {"items":[{"district_id":"$","skill_id":"","locale":"","contact":{"name":""},"languages":{}}]}"#,
    ),
    (
        InDistrict(404),
        Plan,
        r#"POST /stations {"district_id":"$","code":"","name":"","address":"","lat":0,"lon":0,"time_zone":""}
        PATCH /stations/{id} {}
        PUT /stations/{id}/closures {"closures":[]}
        PUT /districts/{id}/calendar {"days":[]}
        POST /stations/{id}/feed
        DELETE /stations/{id}/feed
        POST /people/{id}/feed
        DELETE /people/{id}/feed
        PUT /people/{id}/calendar {"url":""}
        DELETE /people/{id}/calendar
        GET /districts/{id}/busy-duties ?month=2026-12
        POST /people {"district_id":"$","pool_id":"","code":"","name":"","email":"","locale":"","lat":0,"lon":0,"target":0}
        PATCH /people/{id} {}
        GET /people/{id}/clients
        GET /districts/{id}/history
        GET /districts/{id}/workbook
        GET /districts/{id}/lists/{list}
        GET /districts/{id}/times-said ?month=2026-12
        GET /stations/{id}/history
        GET /people/{id}/history
        GET /demand-templates/{id}/history
        GET /duties/{id}/history
        PUT /people/{id}/clients {"names":[""]}
        PUT /people/{id}/availability {"weekly":[],"exceptions":[]}
        POST /demand-templates {"station_id":"station-$","code":"","name":"","pool_id":"","min":0,"ideal":0,"weight":0,"on_holiday":"","first_date":"2026-12-01","options":[]}
        PATCH /demand-templates/{id} {}
        POST /rosters {"district_id":"$","month":"odd"}
        GET /rosters/{id}/instance
        GET /rosters/{id}/answer
        POST /rosters/{id}/publication
        POST /generations {"rosters":["roster-$"]}
        POST /assignments/{id}/replacement
        PATCH /duties/{id} {}
        PUT /duties/{id}/pins/{person}
        DELETE /duties/{id}/pins/{person}
        PUT /duties/{id}/bans/{person}
        DELETE /duties/{id}/bans/{person}
        POST /jobs/{id}/cancel"#,
    ),
    (
        InDistrict(404),
        SetUp,
        r#"PATCH /districts/{id} {}
        PUT /districts/{id}/legal-minima {"minima":[]}"#,
    ),
    (
        InCity,
        Look,
        "GET /cities/{id}/holidays ?year=2026
        GET /jobs/{id}",
    ),
    (
        InCity,
        SeePeople,
        "GET /cities/{id}/rosters/{month}/workbook",
    ),
    (
        InCity,
        Plan,
        r#"POST /matchings {"city_id":"$"}
        POST /jobs/{id}/cancel"#,
    ),
    (
        InCity,
        SetUp,
        r#"GET /cities/{id}/workbook
        GET /cities/{id}/lists/{list}
        GET /cities/{id}/users
        POST /cities/{id}/users {"email":"","name":"","locale":"","roles":[]}
        GET /cities/{id}/users/{user}
        PUT /cities/{id}/users/{user}/roles {"roles":[{"role":"odd"}]}
        POST /cities/{id}/users/{user}/password-letter
        GET /cities/{id}/api-clients
        POST /cities/{id}/api-clients {"name":"","scopes":[],"expires_at":"2026-01-01T00:00:00Z"}
        GET /api-clients/{id}
        DELETE /api-clients/{id}
        PUT /cities/{id}/holidays {"years":{}}
        POST /districts {"city_id":"$","code":"","name":""}
        POST /pools {"city_id":"$","code":"","name":""}
        POST /skills {"city_id":"$","code":"","name":""}"#,
    ),
    (
        Shared,
        Look,
        "GET /pools/{id}
        GET /skills/{id}",
    ),
    (
        Shared,
        SetUp,
        "PATCH /pools/{id} {}
        PATCH /skills/{id} {}",
    ),
    (Nowhere, SetUp, "POST /imports"),
    (
        WithCaller,
        Look,
        "GET /session
        GET /cities
        GET /districts
        GET /pools
        GET /skills",
    ),
    // Signing out is the last of all.
    (Public, Look, "POST /session {}"),
    (Public, Look, "DELETE /session"),
];

/// What somebody is answered, as far as rights go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    Passed,
    NotSignedIn,
    NotAllowed,
    /// As for an id that does not exist.
    Hidden,
    Otherwise(String),
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) lies: Lies,
    pub(super) deed: Deed,
    method: &'static str,
    pub(super) path: &'static str,
    /// Query or body.
    pub(super) more: &'static str,
}

pub(super) fn entries() -> impl Iterator<Item = Entry> {
    TABLE.into_iter().flat_map(|(lies, deed, lines)| {
        lines.lines().map(move |line| {
            let mut words = line.trim().splitn(3, ' ');
            Entry {
                lies,
                deed,
                method: words.next().unwrap(),
                path: words.next().unwrap(),
                more: words.next().unwrap_or_default(),
            }
        })
    })
}

impl Entry {
    pub(super) fn name(self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Where things lie that are asked after; the last is nowhere.
    pub(super) fn places(self) -> &'static [&'static str] {
        match self.lies {
            InDistrict(_) => &["east", "west", "none"],
            InCity | Shared => &["city", "none"],
            Nowhere | WithCaller | Public => &["none"],
        }
    }

    pub(super) fn ask(self, person: &Person, place: &str) -> Answer {
        let resource = self.path.split('/').nth(1).unwrap_or_default();
        let kind = match resource {
            "cities" | "districts" => String::new(),
            "demand-templates" => "template-".to_owned(),
            "duties" => "duty-".to_owned(),
            "people" => "person-".to_owned(),
            more => format!("{}-", more.trim_end_matches('s')),
        };
        let path = self.path.replace("{id}", &format!("{kind}{place}"));
        let path = path.replace("{person}", &format!("person-{place}"));
        let path = format!("/api/v1{}", path.replace("{number}", "1"));
        let path = path.replace("{month}", "2026-12");
        let path = path.replace("{list}", "people");
        let path = path.replace("{user}", "user-city");
        let more = self.more.replace('$', place);
        let body: Value = serde_json::from_str(&more).unwrap_or_else(|_| json!({}));
        match self.method {
            "GET" => person.get(&format!("{path}{more}")),
            "DELETE" => person.delete(&path),
            "PUT" => person.put_seen(&path, "\"0\"", &body),
            "POST" => person.post(&path, &body),
            "PATCH" => person.patch(&path, Some("\"0\""), &body),
            other => panic!("{other}"),
        }
    }

    /// What somebody must be told of something at a place.
    pub(super) fn expected(self, who: Who, place: &str) -> Told {
        let seen = !matches!(self.lies, InDistrict(_) | InCity) || who.sees(place);
        match (self.lies, who) {
            (Public, _) => Told::Passed,
            (_, Who::Nobody) => Told::NotSignedIn,
            (WithCaller, _) => Told::Passed,
            (Shared, _) if place == "none" => Told::Hidden,
            (Shared, Who::AdministratorElsewhere) if self.deed == SetUp => Told::NotAllowed,
            _ if !seen => Told::Hidden,
            _ if who.may(self.deed) => Told::Passed,
            _ => Told::NotAllowed,
        }
    }
}
