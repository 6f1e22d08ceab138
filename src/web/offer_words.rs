//! What is said about an offer, and where there is none: for the API and for pages.

use crate::actions::make_offers::{ShownOffer, none_text};
use crate::domain::calendar::local;
use crate::domain::offer::Wider;
use crate::texts::Lang;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use zhiban_solver::matching::explain::Reason;

/// Why this one, in a sentence or two.
#[must_use]
pub fn why(lang: Lang, offer: &ShownOffer) -> String {
    let mut said = Vec::new();
    if let Some(tag) = &offer.why.language {
        let language = ("language", lang.word("language", tag).into());
        said.push(match &offer.appointment.interpreter {
            Some((_, name)) => {
                let interpreter = ("interpreter", name.clone().into());
                lang.text_with("offer-why-interpreted", &[language, interpreter])
            }
            None => lang.text_with("offer-why-speaks", &[language]),
        });
    }
    if offer.why.is_earliest {
        said.push(lang.text("offer-why-earliest"));
    }
    said.push(match offer.why.km {
        None => lang.text("offer-why-video"),
        Some(km) if km < 0.05 => lang.text("offer-why-here"),
        Some(km) => {
            let tenths = [("km", format!("{km:.1}").into())];
            let id = if offer.why.is_nearest {
                "offer-why-nearest"
            } else {
                "offer-why-away"
            };
            lang.text_with(id, &tenths)
        }
    });
    said.join(&lang.text("sentence-joint"))
}

/// Why nothing is offered; `of_one` where the resident wants one adviser only.
#[must_use]
pub fn reason(lang: Lang, reason: Reason, of_one: bool) -> String {
    lang.text(none_text(reason, of_one))
}

/// By when the resident has word.
#[must_use]
pub fn promise(lang: Lang, word_by: NaiveDateTime, zone: Tz) -> String {
    lang.text_with(
        "offer-promise",
        &[("until", moment(lang, word_by, zone).into())],
    )
}

/// An instant as a date and a time.
#[must_use]
pub fn moment(lang: Lang, at: NaiveDateTime, zone: Tz) -> String {
    let (date, minute) = local(zone, at);
    let date = lang.short_date(date);
    let time = lang.time(i32::from(minute));
    lang.text_with(
        "offer-moment",
        &[("date", date.into()), ("time", time.into())],
    )
}

/// What the resident could change.
#[must_use]
pub fn wider(lang: Lang, change: Wider) -> String {
    lang.word("offer-wider", change.as_str())
}
