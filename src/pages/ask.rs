//! "Ask a person" on a resident's page: what was asked and answered, and the form, with an honest word on who reads it and by when.

use super::appointment::OfferCard;
use crate::actions::ask_person::LONGEST;
use crate::actions::show_questions::{OwnQuestion, OwnQuestions};
use crate::texts::Lang;
use crate::web::offer_words::moment;

/// A question of the resident.
#[derive(Debug)]
pub struct Asked {
    /// That it waits, and until when; or that it was answered, and when.
    pub state: String,
    /// The answer; empty while it waits.
    pub answer: String,
}

/// The form.
#[derive(Debug)]
pub struct AskForm {
    /// Whether a question waits already, to which this is added.
    pub is_more: bool,
    /// Who reads it, and by when there is an answer.
    pub promise: String,
    /// Most characters.
    pub longest: usize,
    /// The times it may be about: id and words.
    pub offers: Vec<(String, String)>,
}

/// What was asked, the latest first: what waits, and the last answer.
pub(super) fn asked(lang: Lang, own: &OwnQuestions) -> Vec<Asked> {
    let open = own.asked.iter().find(|asked| asked.answer.is_none());
    let answered = own.asked.iter().find(|asked| asked.answer.is_some());
    let both = open.into_iter().chain(answered);
    both.map(|question| Asked::new(lang, own, question))
        .collect()
}

impl Asked {
    fn new(lang: Lang, own: &OwnQuestions, question: &OwnQuestion) -> Self {
        let say = |at| moment(lang, at, own.zone).into();
        match &question.answer {
            None => Self {
                state: lang.text_with(
                    "ask-waits",
                    &[
                        ("since", say(question.asked_at)),
                        ("until", say(question.answer_by)),
                    ],
                ),
                answer: String::new(),
            },
            Some((at, answer)) => Self {
                state: lang.text_with("ask-answered", &[("when", say(*at))]),
                answer: answer.clone(),
            },
        }
    }
}

impl AskForm {
    /// The form of a page with these offers. `is_told`: whether anybody is written to or telephoned about the request.
    pub(super) fn new(lang: Lang, own: &OwnQuestions, offers: &[OfferCard], is_told: bool) -> Self {
        let promise = if is_told {
            "ask-promise"
        } else {
            "ask-promise-untold"
        };
        let until = [("until", moment(lang, own.answer_by, own.zone).into())];
        let offer = |card: &OfferCard| (card.id.clone(), format!("{} {}", card.date, card.time));
        Self {
            is_more: own.asked.iter().any(|asked| asked.answer.is_none()),
            promise: lang.text_with(promise, &until),
            longest: LONGEST,
            offers: offers.iter().map(offer).collect(),
        }
    }
}
