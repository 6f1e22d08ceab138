//! Who may do what where: roles, and whether a role reaches a district. Who somebody is, is `users`' matter.

use super::word_set::{Listed, WordSet};

/// What somebody is in a city or district.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Sets up the city: everything in it.
    Administrator,
    /// Plans a district's months.
    Coordinator,
    /// Works at a district's stations.
    Clerk,
    /// Reads figures.
    Evaluator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [
        Self::Administrator,
        Self::Coordinator,
        Self::Clerk,
        Self::Evaluator,
    ];

    /// The word in the database, the API and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Coordinator => "coordinator",
            Self::Clerk => "clerk",
            Self::Evaluator => "evaluator",
        }
    }

    /// The role of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    fn deeds(self) -> Scopes {
        let each = Deed::EACH.iter().copied();
        each.filter(|deed| self.allows(*deed)).collect()
    }

    fn allows(self, deed: Deed) -> bool {
        match deed {
            Deed::Look => true,
            Deed::SeePeople => self != Self::Evaluator,
            Deed::Book => matches!(self, Self::Administrator | Self::Coordinator | Self::Clerk),
            Deed::Plan => matches!(self, Self::Administrator | Self::Coordinator),
            Deed::SetUp => self == Self::Administrator,
        }
    }
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// See stations, months and figures.
    Look,
    /// See how people are reached.
    SeePeople,
    /// Book, move and cancel appointments; mark who came.
    Book,
    /// Change people, needs and rosters of a district.
    Plan,
    /// Change what the city shares: districts, pools, skills, holidays, users, imports.
    SetUp,
}

impl Listed for Deed {
    const EACH: &'static [Self] = &[
        Self::Look,
        Self::SeePeople,
        Self::Book,
        Self::Plan,
        Self::SetUp,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::SeePeople => "see-people",
            Self::Book => "book",
            Self::Plan => "plan",
            Self::SetUp => "set-up",
        }
    }
}

/// What a program may do.
pub type Scopes = WordSet<Deed>;

/// A role in a city, or in one district of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Id of the city.
    pub city_id: String,
    /// Id of the district; none is the whole city.
    pub district_id: Option<String>,
}

/// Everything somebody was granted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Access {
    held: Vec<Held>,
}

/// Deeds in a city, or in one district of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    deeds: Scopes,
    city_id: String,
    district_id: Option<String>,
}

/// Where something lies: in a district, or in what the whole city shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Id of the city.
    pub city_id: &'a str,
    /// Id of the district; none is what the city shares.
    pub district_id: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// In what a city shares.
    #[must_use]
    pub fn of_city(city_id: &'a str) -> Self {
        Self {
            city_id,
            district_id: None,
        }
    }
}

/// The answer to somebody who wants to do something somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Go on.
    Allowed,
    /// The place is known to them, the deed is not theirs.
    NotAllowed,
    /// They are not to know that the place exists.
    Hidden,
}

impl Access {
    /// The access that these grants give together.
    #[must_use]
    pub fn new(grants: Vec<Grant>) -> Self {
        let held = grants.into_iter().map(|grant| Held {
            deeds: grant.role.deeds(),
            city_id: grant.city_id,
            district_id: grant.district_id,
        });
        Self {
            held: held.collect(),
        }
    }

    /// The access of a program: these deeds in a city, or in one district of it.
    #[must_use]
    pub fn of_scopes(deeds: &Scopes, city_id: String, district_id: Option<String>) -> Self {
        Self {
            held: vec![Held {
                deeds: deeds.clone(),
                city_id,
                district_id,
            }],
        }
    }

    /// Whether a deed is allowed at a place. What a city shares is seen by everybody who has a role in it.
    #[must_use]
    pub fn judge(&self, deed: Deed, place: Place<'_>) -> Verdict {
        let mut here = self.held.iter().filter(|g| g.reaches(place)).peekable();
        let seen = here.peek().is_some();
        if here.any(|grant| grant.deeds.contains(deed)) {
            return Verdict::Allowed;
        }
        let shared = place.district_id.is_none()
            && self.held.iter().any(|grant| grant.city_id == place.city_id);
        match (shared, deed) {
            (true, Deed::Look) => Verdict::Allowed,
            (true, _) => Verdict::NotAllowed,
            (false, _) if seen => Verdict::NotAllowed,
            (false, _) => Verdict::Hidden,
        }
    }

    /// Whether a deed that serves a whole city, such as matching its waiting list, is allowed: to whom it is allowed in one of its districts.
    #[must_use]
    pub fn judge_within(&self, deed: Deed, city_id: &str) -> Verdict {
        let mut here = self.held.iter().filter(|g| g.city_id == city_id).peekable();
        let seen = here.peek().is_some();
        if here.any(|grant| grant.deeds.contains(deed)) {
            return Verdict::Allowed;
        }
        if seen {
            Verdict::NotAllowed
        } else {
            Verdict::Hidden
        }
    }

    /// The cities in which somebody has a role, each once.
    #[must_use]
    pub fn cities(&self) -> Vec<String> {
        let mut cities: Vec<String> = self.held.iter().map(|g| g.city_id.clone()).collect();
        cities.sort();
        cities.dedup();
        cities
    }

    /// Whether a deed is the caller's in at least one place.
    #[must_use]
    pub fn anywhere(&self, deed: Deed) -> bool {
        self.held.iter().any(|grant| grant.deeds.contains(deed))
    }
}

impl Held {
    fn reaches(&self, place: Place<'_>) -> bool {
        self.city_id == place.city_id
            && (self.district_id.is_none() || self.district_id.as_deref() == place.district_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, district: Option<&str>) -> Grant {
        Grant {
            role,
            city_id: "city".to_owned(),
            district_id: district.map(str::to_owned),
        }
    }

    fn judge(grants: Vec<Grant>, deed: Deed, district: Option<&str>) -> Verdict {
        Access::new(grants).judge(
            deed,
            Place {
                city_id: "city",
                district_id: district,
            },
        )
    }

    #[test]
    fn a_coordinator_plans_the_own_district_and_does_not_know_of_the_others() {
        let own = || vec![grant(Role::Coordinator, Some("east"))];
        assert_eq!(judge(own(), Deed::Plan, Some("east")), Verdict::Allowed);
        assert_eq!(judge(own(), Deed::Plan, Some("west")), Verdict::Hidden);
        assert_eq!(judge(own(), Deed::Look, Some("west")), Verdict::Hidden);
    }

    #[test]
    fn what_the_city_shares_is_seen_by_all_and_changed_by_its_administrator() {
        let clerk = || vec![grant(Role::Clerk, Some("east"))];
        assert_eq!(judge(clerk(), Deed::Look, None), Verdict::Allowed);
        assert_eq!(judge(clerk(), Deed::SetUp, None), Verdict::NotAllowed);
        let administrator = vec![grant(Role::Administrator, None)];
        assert_eq!(judge(administrator, Deed::SetUp, None), Verdict::Allowed);
    }

    #[test]
    fn an_evaluator_sees_no_telephone_numbers() {
        let evaluator = || vec![grant(Role::Evaluator, None)];
        assert_eq!(
            judge(evaluator(), Deed::Look, Some("east")),
            Verdict::Allowed
        );
        assert_eq!(
            judge(evaluator(), Deed::SeePeople, Some("east")),
            Verdict::NotAllowed
        );
    }

    #[test]
    fn two_roles_give_what_either_gives() {
        let both = vec![
            grant(Role::Evaluator, None),
            grant(Role::Coordinator, Some("east")),
        ];
        assert_eq!(
            judge(both.clone(), Deed::Plan, Some("east")),
            Verdict::Allowed
        );
        assert_eq!(judge(both, Deed::Plan, Some("west")), Verdict::NotAllowed);
    }

    #[test]
    fn who_plans_a_district_plans_what_serves_the_city_and_the_others_know_of_it() {
        let within = |role, city| {
            Access::new(vec![grant(role, Some("east"))]).judge_within(Deed::Plan, city)
        };
        assert_eq!(within(Role::Coordinator, "city"), Verdict::Allowed);
        assert_eq!(within(Role::Clerk, "city"), Verdict::NotAllowed);
        assert_eq!(within(Role::Coordinator, "elsewhere"), Verdict::Hidden);
    }

    #[test]
    fn without_a_role_nothing_exists() {
        assert_eq!(judge(Vec::new(), Deed::Look, None), Verdict::Hidden);
    }
}
