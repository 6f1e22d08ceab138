//! What is given at a station: the services of public legal service, as pools may give them and duties are for them.

use std::collections::BTreeSet;
use std::fmt;

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

impl LegalService {
    /// Every service.
    pub const ALL: [Self; 9] = [
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

    /// The word in files, the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
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

    /// The service of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// Some services, each once, in the order of [`LegalService::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LegalServices(BTreeSet<LegalService>);

impl LegalServices {
    /// Reads words with spaces between them. The first that is none where there is one.
    pub fn parse(words: &str) -> Result<Self, &str> {
        let each = words.split_whitespace();
        let read = each.map(|word| LegalService::parse(word).ok_or(word));
        read.collect::<Result<_, _>>().map(Self)
    }

    /// Whether somebody who may give these may give another. Where nothing is said of what they may give, nothing is forbidden.
    #[must_use]
    pub fn allow(&self, service: Option<LegalService>) -> bool {
        self.0.is_empty() || service.is_none_or(|service| self.0.contains(&service))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = LegalService> {
        self.0.iter().copied()
    }
}

impl FromIterator<LegalService> for LegalServices {
    fn from_iter<T: IntoIterator<Item = LegalService>>(all: T) -> Self {
        Self(all.into_iter().collect())
    }
}

impl fmt::Display for LegalServices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(LegalService::as_str).collect();
        f.write_str(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_and_a_list_stands_in_one_order() {
        for service in LegalService::ALL {
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
