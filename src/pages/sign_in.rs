//! The page where a coordinator signs in.

use askama::Template;

use super::frame::Frame;

/// The page.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// What stands around it.
    pub frame: Frame,
    /// What was typed before.
    pub email: String,
    /// Where to go afterwards; a path of ours.
    pub next: String,
    /// Why it did not work, in words; empty at first.
    pub wrong: String,
}
