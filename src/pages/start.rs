//! The first page: the months of each district, and where everything else is.

use askama::Template;
use askama_web::WebTemplate;

use super::frame::Frame;

/// The page.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "start.html")]
pub struct StartPage {
    /// What stands around it.
    pub frame: Frame,
    /// The districts that the caller sees.
    pub districts: Vec<StartDistrict>,
}

/// A district.
#[derive(Debug)]
pub struct StartDistrict {
    /// Its name.
    pub name: String,
    /// The city's name.
    pub city: String,
    /// Its months, the latest first.
    pub months: Vec<StartMonth>,
}

/// A month of a district.
#[derive(Debug)]
pub struct StartMonth {
    /// `2026年12月`.
    pub name: String,
    /// The grid.
    pub href: String,
    /// Where it stands, in words.
    pub state: String,
    /// The same as a class of the style sheet.
    pub state_class: &'static str,
    /// Figures in a sentence.
    pub figures: String,
}
