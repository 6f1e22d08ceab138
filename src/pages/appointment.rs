//! The resident's page: an appointment with when, where and with whom; a time that was found, to take or not; or an honest word about
//! waiting, and what is free now. What its buttons do is in `resident_acts`.

use askama::Template;

use super::ask::{self, AskForm, Asked};
use super::duty_mark;
use super::frame::Frame;
use crate::actions::make_offers::{Offered, ShownOffer};
use crate::actions::show_questions::OwnQuestions;
use crate::actions::show_result::{BookedView, ResultView, Standing, WantedAdviser};
use crate::domain::appointment::AppointmentState;
use crate::domain::calendar::local;
use crate::domain::offer::Wider;
use crate::texts::Lang;
use crate::web::offer_words;

/// The page.
#[derive(Debug, Template)]
#[template(path = "appointment.html")]
pub struct AppointmentPage {
    /// What stands around it.
    pub frame: Frame,
    /// The code to remember and to name on the telephone.
    pub code: String,
    /// What it is about.
    pub topic: String,
    /// Where it stands.
    pub result: Result,
    /// Whether anybody is written to or telephoned about it.
    pub is_told: bool,
    /// The adviser whom the resident wants again.
    pub wanted: Option<Wanted>,
    /// The link's own path, to which the buttons post.
    pub action: String,
    /// What the last press did, in words; empty at first.
    pub done: String,
    /// Why the last press did nothing, in words; empty else.
    pub note: String,
    /// What can be taken now.
    pub offers: Vec<OfferCard>,
    /// Where somebody looked and nothing was free: why, and what would help.
    pub nothing: Option<Nothing>,
    /// What was asked of a person.
    pub asked: Vec<Asked>,
    /// Where a person can be asked.
    pub ask: Option<AskForm>,
}

/// A time that is held for the resident.
#[derive(Debug)]
pub struct OfferCard {
    /// What its button names.
    pub id: String,
    /// `2026年12月3日 星期四`.
    pub date: String,
    /// `09:00–09:30`.
    pub time: String,
    /// The station; empty by video.
    pub station: String,
    /// Its address; empty by video.
    pub address: String,
    /// The adviser.
    pub adviser: String,
    /// The interpreter; empty where there is none.
    pub interpreter: String,
    /// The mediators; empty where there are none.
    pub mediators: String,
    /// What stands before their names.
    pub mediators_label: String,
    /// Why this one.
    pub why: String,
    /// Until when it is held, in words.
    pub held: String,
}

/// Nothing is free.
#[derive(Debug)]
pub struct Nothing {
    /// Why.
    pub reason: String,
    /// Whether another adviser than the one they want would have time: that is a button.
    pub another_helps: bool,
    /// What else would help.
    pub wider: Vec<String>,
}

/// An adviser whom the resident wants again.
#[derive(Debug)]
pub struct Wanted {
    /// That they are looked for, or that it will be somebody else: in words.
    pub words: String,
    /// Whether they are looked for, and the resident can say that anybody will do.
    pub can_come: bool,
}

/// Where a request stands.
#[derive(Debug)]
pub enum Result {
    /// An appointment.
    Booked(Box<Booked>),
    /// A time was found.
    Offered,
    /// No appointment yet: what was promised.
    Waiting(String),
    /// The appointment with this id took place.
    Attended(String),
    /// Cancelled, moved or missed: in words.
    Over(String),
}

/// An appointment.
#[derive(Debug)]
pub struct Booked {
    /// What its buttons name.
    pub id: String,
    /// Whether it may be moved or cancelled.
    pub can_change: bool,
    /// Whether somebody else is being looked for, since one of them does not come.
    pub falls_through: bool,
    /// `2026年12月3日 星期四`.
    pub date: String,
    /// `09:00–09:30`.
    pub time: String,
    /// The station; empty by video.
    pub station: String,
    /// Its address; empty by video.
    pub address: String,
    /// Its telephone; may be empty.
    pub phone: String,
    /// The adviser.
    pub adviser: String,
    /// The interpreter; empty where the adviser speaks the language.
    pub interpreter: String,
    /// The mediators; empty where there are none.
    pub mediators: String,
    /// Before their names.
    pub mediators_label: String,
    /// The language spoken, by name.
    pub language: String,
}

impl AppointmentPage {
    /// The page of what became of a request.
    #[must_use]
    pub fn new(frame: Frame, view: &ResultView) -> Self {
        let lang = frame.lang;
        Self {
            action: frame.path.clone(),
            done: String::new(),
            note: String::new(),
            offers: Vec::new(),
            nothing: None,
            asked: Vec::new(),
            ask: None,
            code: view.code.clone(),
            is_told: view.is_told,
            wanted: view.wanted.as_ref().map(|who| Wanted::new(lang, who)),
            topic: duty_mark::name(lang, &view.topic).to_owned(),
            result: match &view.standing {
                Standing::Booked(booked) => Result::Booked(Box::new(Booked::new(lang, booked))),
                Standing::Offered => Result::Offered,
                Standing::Waiting(word_by, zone) => {
                    Result::Waiting(offer_words::promise(lang, *word_by, *zone))
                }
                Standing::Closed => Result::Over(lang.text("appointment-withdrawn")),
                Standing::Over(AppointmentState::Attended, id) => Result::Attended(id.clone()),
                Standing::Over(state, _) => {
                    Result::Over(lang.word("appointment-state", state.as_str()))
                }
            },
            frame,
        }
    }
}

impl AppointmentPage {
    /// How a talk by video begins: nobody is called whom it could harm.
    fn by_video(&self) -> String {
        self.frame.lang.text(match self.is_told {
            true => "appointment-by-video",
            false => "appointment-by-video-untold",
        })
    }

    /// The same with what is held for the resident.
    #[must_use]
    pub fn with_held(mut self, held: &[ShownOffer]) -> Self {
        let lang = self.frame.lang;
        self.offers = held.iter().map(|o| OfferCard::new(lang, o)).collect();
        self
    }

    /// The same with what was asked of a person; and the form for it, where a program has decided something that is not done with. It
    /// comes last, since it names the offers.
    #[must_use]
    pub fn with_asked(mut self, own: &OwnQuestions) -> Self {
        let lang = self.frame.lang;
        let shows_times = !self.offers.is_empty() || self.nothing.is_some();
        let can_ask = match self.result {
            Result::Waiting(_) | Result::Offered => true,
            Result::Booked(_) => shows_times,
            Result::Attended(_) | Result::Over(_) => false,
        };
        self.asked = ask::asked(lang, own);
        self.ask = can_ask.then(|| AskForm::new(lang, own, &self.offers, self.is_told));
        self
    }

    /// The same with what came of looking for a time.
    #[must_use]
    pub fn with_found(self, found: &Offered) -> Self {
        let lang = self.frame.lang;
        match found {
            Offered::These(offers) => self.with_held(offers),
            Offered::Waiting {
                reason,
                of_one,
                wider,
                ..
            } => {
                let another = Wider::AnotherAdviser;
                let others = wider.iter().filter(|change| **change != another);
                Self {
                    nothing: Some(Nothing {
                        reason: offer_words::reason(lang, *reason, *of_one),
                        another_helps: wider.contains(&another),
                        wider: others.map(|w| offer_words::wider(lang, *w)).collect(),
                    }),
                    ..self
                }
            }
        }
    }
}

impl Wanted {
    fn new(lang: Lang, view: &WantedAdviser) -> Self {
        let id = match view.can_come {
            true => "resident-wanted",
            false => "resident-wanted-gone",
        };
        Self {
            words: lang.text_with(id, &[("adviser", view.name.clone().into())]),
            can_come: view.can_come,
        }
    }
}

impl OfferCard {
    fn new(lang: Lang, offer: &ShownOffer) -> Self {
        let shown = &offer.appointment;
        let (date, start) = local(shown.zone, shown.starts_at);
        let (_, end) = local(shown.zone, shown.ends_at);
        let (station, address) = shown.station.clone().unwrap_or_default();
        let mediators: Vec<&str> = shown.mediators.iter().map(|(_, n)| n.as_str()).collect();
        let interpreter = shown.interpreter.as_ref();
        let until = offer_words::moment(lang, offer.holds_until, shown.zone);
        Self {
            id: offer.id.clone(),
            date: lang.long_date(date),
            time: lang.span(i32::from(start), i32::from(end)),
            adviser: shown.adviser.1.clone(),
            interpreter: interpreter.map_or_else(String::new, |(_, name)| name.clone()),
            mediators: mediators.join(&lang.text("list-separator")),
            mediators_label: lang.count("appointment-mediators", mediators.len()),
            why: offer_words::why(lang, offer),
            held: lang.text_with("offer-held", &[("until", until.into())]),
            station,
            address,
        }
    }
}

impl Booked {
    fn new(lang: Lang, view: &BookedView) -> Self {
        let station = view.station.as_ref();
        let languages: Vec<String> = view
            .languages
            .iter()
            .map(|tag| lang.word("language", tag))
            .collect();
        Self {
            id: view.id.clone(),
            can_change: view.can_change,
            falls_through: view.falls_through,
            date: lang.long_date(view.date),
            time: lang.span(view.start, view.end),
            station: station.map_or_else(String::new, |s| s.name.clone()),
            address: station.map_or_else(String::new, |s| s.address.clone()),
            phone: station.map_or_else(String::new, |s| s.phone.clone()),
            adviser: view.adviser.clone(),
            interpreter: view.interpreter.clone().unwrap_or_default(),
            mediators: view.mediators.join(&lang.text("list-separator")),
            mediators_label: lang.count("appointment-mediators", view.mediators.len()),
            language: languages.join(&lang.text("list-separator")),
        }
    }
}
