//! The kinds of long work that wait in the queue, and the claim of one attempt on one of them.

use serde::{Deserialize, Serialize};

/// What a job that solves months is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenerateRoster {
    /// The rosters to solve together.
    pub rosters: Vec<String>,
}

/// What a job that publishes a month is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishRoster {
    /// The roster.
    pub roster: String,
}

/// What a job that looks for a replacement is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindReplacement {
    /// The assignment whose seat fell free.
    pub assignment: String,
}

impl FindReplacement {
    /// What keeps two searches for one seat apart: one waits or runs at a time.
    #[must_use]
    pub fn key(&self) -> String {
        format!("replace:{}", self.assignment)
    }
}

/// What a job that matches a waiting list is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchWaitingList {
    /// The city.
    pub city: String,
}

/// What a job that reminds of a question is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemindQuestion {
    /// The question.
    pub question: String,
}

impl RemindQuestion {
    /// What keeps two reminders of one question apart.
    #[must_use]
    pub fn key(&self) -> String {
        format!("remind:{}", self.question)
    }
}

/// What a job that goes round a city in the morning is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MorningRound {
    /// The city.
    pub city: String,
}

impl MorningRound {
    /// What keeps two rounds of one city apart.
    #[must_use]
    pub fn key(&self) -> String {
        format!("morning:{}", self.city)
    }
}

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Solve one or more districts' month.
    GenerateRoster,
    /// Publish a month: versions, letters, slots.
    PublishRoster,
    /// Find and ask somebody for a seat that fell free.
    FindReplacement,
    /// Match the waiting list.
    MatchWaitingList,
    /// Send what is due in the outbox.
    DeliverMail,
    /// Remind those who can answer a question that its answer is due.
    RemindQuestion,
    /// Look in the morning at what ends, and who has not said when they can serve.
    MorningRound,
    /// Read the calendars of people that are due.
    ReadCalendars,
}

impl JobKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::GenerateRoster,
        Self::PublishRoster,
        Self::FindReplacement,
        Self::MatchWaitingList,
        Self::DeliverMail,
        Self::RemindQuestion,
        Self::MorningRound,
        Self::ReadCalendars,
    ];

    /// The word in the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GenerateRoster => "generate_roster",
            Self::PublishRoster => "publish_roster",
            Self::FindReplacement => "find_replacement",
            Self::MatchWaitingList => "match_waiting_list",
            Self::DeliverMail => "deliver_mail",
            Self::RemindQuestion => "remind_question",
            Self::MorningRound => "morning_round",
            Self::ReadCalendars => "read_calendars",
        }
    }

    /// The kind of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }

    /// Whether it may take minutes: such jobs have a worker of their own, so that letters do not wait for a month to be solved. A
    /// search for a replacement is solved too, but only for seconds: letters wait for it where every other worker searches.
    #[must_use]
    pub fn is_long(self) -> bool {
        matches!(self, Self::GenerateRoster | Self::MatchWaitingList)
    }
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// It waits for a worker, or for its next attempt.
    Queued,
    /// A worker holds it.
    Running,
    /// It ended well.
    Done,
    /// It failed for good.
    Failed,
    /// Somebody cancelled it.
    Cancelled,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Queued,
        Self::Running,
        Self::Done,
        Self::Failed,
        Self::Cancelled,
    ];

    /// The word in the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// Whether something is still to come of it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

/// One attempt at a job. What it wrote counts only while the job is still under this number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The job.
    pub job_id: String,
    /// 1 for the first attempt.
    pub number: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for kind in JobKind::ALL {
            assert_eq!(JobKind::parse(kind.as_str()), Some(kind));
        }
        for state in JobState::ALL {
            assert_eq!(JobState::parse(state.as_str()), Some(state));
        }
    }
}
