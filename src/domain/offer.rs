//! Why something is offered to a resident, and what they could change where nothing is. Words for it are in the texts.

use serde::{Deserialize, Serialize};

/// Why this one, in facts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// BCP 47 tag of the language in which the resident is understood: by the adviser, or by the interpreter.
    pub language: Option<String>,
    /// Kilometres as the crow flies; none by video.
    pub km: Option<f64>,
    /// Nothing of what is offered begins before it.
    pub is_earliest: bool,
    /// Nothing of what is offered at a station is nearer.
    pub is_nearest: bool,
}

/// What a resident could change so that something could be offered at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wider {
    /// To meet another adviser than the one they met before.
    AnotherAdviser,
    /// To meet the adviser alone, without mediators beside.
    WithoutMediators,
    /// To go further than they said.
    Further,
    /// To come to a station too.
    AtStation,
    /// To be met by video too.
    ByVideo,
    /// To come at another time than they said.
    AnotherTime,
    /// To bring somebody along who interprets.
    OwnInterpreter,
}

impl Wider {
    /// Every one, the least trouble first.
    pub const ALL: [Self; 7] = [
        Self::AnotherAdviser,
        Self::WithoutMediators,
        Self::ByVideo,
        Self::AtStation,
        Self::AnotherTime,
        Self::Further,
        Self::OwnInterpreter,
    ];

    /// The word in the API and the texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AnotherAdviser => "another_adviser",
            Self::WithoutMediators => "without_mediators",
            Self::Further => "further",
            Self::AtStation => "at_station",
            Self::ByVideo => "by_video",
            Self::AnotherTime => "another_time",
            Self::OwnInterpreter => "own_interpreter",
        }
    }
}
