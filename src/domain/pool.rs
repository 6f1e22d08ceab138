//! The pools that come with an installation, and who may change a pool or topic.

use super::city::Pool;
use super::legal_service::{LegalService, LegalServices};

/// A pool with its code, its names, the pool that must be there for its people to serve, and what they may give.
type Installed = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static [LegalService],
);

use LegalService::{
    Advice, Counselling, Drafting, Interpreting, Mediation, MediationSupport, Observation,
    Publicity, Representation,
};

const INSTALLED: [Installed; 8] = [
    (
        "adviser",
        "法律顾问",
        "Adviser",
        None,
        &[
            Advice,
            Drafting,
            Representation,
            MediationSupport,
            Publicity,
        ],
    ),
    (
        "mediator",
        "人民调解员",
        "Mediator",
        None,
        &[Mediation, Publicity],
    ),
    (
        "student",
        "法学学生",
        "Law student",
        Some("adviser"),
        &[Advice, Drafting, Publicity],
    ),
    (
        "police",
        "民警",
        "Police officer",
        None,
        &[MediationSupport, Publicity],
    ),
    (
        "interpreter",
        "翻译志愿者",
        "Interpreter",
        None,
        &[Interpreting],
    ),
    (
        "counsellor",
        "心理咨询师",
        "Counsellor",
        None,
        &[Counselling],
    ),
    (
        "elder",
        "五老调解员",
        "Elder mediator",
        None,
        &[Mediation, Publicity],
    ),
    (
        "observer",
        "观察员",
        "Observer",
        Some("adviser"),
        &[Observation],
    ),
];

/// The pools that come with an installation. Only advisers need a licence (Law of the PRC on Lawyers, article 5), and only they represent
/// anybody. Students and observers are never alone; students and police officers serve while their university or office approves of it;
/// mediators and elders sit beside an adviser in a panel.
#[must_use]
pub fn installed() -> Vec<Pool> {
    let pool = |(code, name, name_en, supervised_by, services): Installed| Pool {
        code: code.to_owned(),
        name: name.to_owned(),
        name_en: name_en.to_owned(),
        may_serve_alone: supervised_by.is_none(),
        supervised_by: supervised_by.map(str::to_owned),
        needs_licence: code == "adviser",
        interprets: code == "interpreter",
        mediates: matches!(code, "mediator" | "elder"),
        needs_approval: Some(matches!(code, "student" | "police")),
        services: Some(services.iter().copied().collect::<LegalServices>()),
    };
    INSTALLED.into_iter().map(pool).collect()
}

/// Who changes pools and topics: a city, and maybe what came with the installation.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    /// Id of the city.
    pub city_id: &'a str,
    /// Whether they set up every city of the installation.
    pub of_all: bool,
}

impl Owner<'_> {
    /// Whether what a city brought is theirs to change. Without a city, it came with the installation.
    #[must_use]
    pub fn owns(self, brought_by: Option<&str>) -> bool {
        brought_by.map_or(self.of_all, |city_id| city_id == self.city_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_that_is_supervised_is_so_by_one_that_serves_alone() {
        let pools = installed();
        for pool in &pools {
            let by = pool.supervised_by.as_ref();
            let by = by.map(|code| pools.iter().find(|p| p.code == *code));
            assert!(
                by.is_none_or(|by| by.is_some_and(|by| by.may_serve_alone)),
                "{pool:?}"
            );
        }
    }

    #[test]
    fn only_advisers_represent_anybody() {
        for pool in installed() {
            let represents = pool.services.expect("services").allow(Some(Representation));
            assert_eq!(represents, pool.code == "adviser", "{}", pool.code);
        }
    }

    #[test]
    fn a_city_changes_what_it_brought_and_who_sets_up_all_what_came_with_the_installation() {
        let (one, all) = (
            Owner {
                city_id: "a",
                of_all: false,
            },
            Owner {
                city_id: "a",
                of_all: true,
            },
        );
        assert!(one.owns(Some("a")) && !one.owns(Some("b")) && !one.owns(None));
        assert!(all.owns(Some("a")) && !all.owns(Some("b")) && all.owns(None));
    }
}
