//! What is given at a station: the services of public legal service, as pools may give them and duties are for them.

use super::word_set::{Listed, WordSet};

/// A service. The list is closed, so that each is called by its name in every language, and reports of cities can be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LegalService {
    /// Legal advice.
    Advice,
    /// Applications, complaints and contracts are written for people.
    Drafting,
    /// Somebody is represented before a court or an authority.
    Representation,
    /// A dispute is mediated.
    Mediation,
    /// A mediator is helped: facts, safety, word to the parties.
    MediationSupport,
    /// The law is explained to the public.
    Publicity,
    /// Interpreting between a resident and who serves them.
    Interpreting,
    /// Counselling of somebody in distress.
    Counselling,
    /// Others' service is watched, to learn or to report.
    Observation,
}

impl Listed for LegalService {
    const EACH: &'static [Self] = &[
        Self::Advice,
        Self::Drafting,
        Self::Representation,
        Self::Mediation,
        Self::MediationSupport,
        Self::Publicity,
        Self::Interpreting,
        Self::Counselling,
        Self::Observation,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Drafting => "drafting",
            Self::Representation => "representation",
            Self::Mediation => "mediation",
            Self::MediationSupport => "mediation-support",
            Self::Publicity => "publicity",
            Self::Interpreting => "interpreting",
            Self::Counselling => "counselling",
            Self::Observation => "observation",
        }
    }
}

/// Some services.
pub type LegalServices = WordSet<LegalService>;

impl LegalServices {
    /// Whether somebody who may give these may give another. Where nothing is said of what they may give, nothing is forbidden.
    #[must_use]
    pub fn allow(&self, service: Option<LegalService>) -> bool {
        self.is_empty() || service.is_none_or(|service| self.contains(service))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_and_a_list_stands_in_one_order() {
        for &service in LegalService::EACH {
            assert_eq!(LegalService::parse(service.as_str()), Some(service));
        }
        let all = LegalServices::parse(" publicity advice  publicity ");
        assert_eq!(
            all.map(|all| all.to_string()),
            Ok("advice publicity".into())
        );
        assert_eq!(LegalServices::parse("advice law"), Err("law"));
    }

    #[test]
    fn what_is_not_among_them_is_not_allowed_and_without_any_nothing_is_forbidden() {
        let police = LegalServices::parse("mediation-support publicity").expect("services");
        assert!(police.allow(Some(LegalService::Publicity)) && police.allow(None));
        assert!(!police.allow(Some(LegalService::Representation)));
        assert!(LegalServices::default().allow(Some(LegalService::Representation)));
    }
}
