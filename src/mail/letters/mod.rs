//! The letters, one struct a file: what each says, in the receiver's language. How a letter looks is `body`'s matter, how it
//! travels `message`'s.
//!
//! Names that exist in two languages (districts, pools, templates) come already chosen by `Lang::name`; instants come in UTC and
//! are said in the station's zone.

mod adviser_changed;
mod appointment;
mod appointment_cancelled;
mod appointment_confirmed;
pub(super) mod body;
mod cancelled;
mod choose_password;
mod duty;
mod for_another;
mod month_duties;
mod offer_ended;
mod please_rate;
mod please_replace;
mod qualifications_end;
mod question_answered;
mod question_asked;
mod still_waiting;
mod thank_you;
mod time_offered;
mod times_wanted;

pub use adviser_changed::AdviserChanged;
pub use appointment::{Appointment, Place};
pub use appointment_cancelled::{AppointmentCancelled, WhyCancelled};
pub use appointment_confirmed::AppointmentConfirmed;
pub use body::{Button, Content, Fact, Row};
pub use cancelled::Cancelled;
pub use choose_password::ChoosePassword;
pub use duty::{Contact, Duty};
pub use for_another::ForAnother;
pub use month_duties::MonthDuties;
pub use offer_ended::{OfferEnded, WhyEnded};
pub use please_rate::PleaseRate;
pub use please_replace::PleaseReplace;
pub use qualifications_end::{EndingTogether, QualificationsEnd};
pub use question_answered::QuestionAnswered;
pub use question_asked::QuestionAsked;
pub use still_waiting::StillWaiting;
pub use thank_you::ThankYou;
pub use time_offered::TimeOffered;
pub use times_wanted::TimesWanted;

use super::LetterError;
use crate::texts::Lang;

/// Something that can be written to somebody.
pub trait Letter {
    /// What the letter says in a language.
    fn compose(&self, lang: Lang) -> Result<Content, LetterError>;
}
