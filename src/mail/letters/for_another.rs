//! Any letter to a resident, to who asked for them: it says first whom it is for, by the code.

use super::super::LetterError;
use super::Letter;
use super::body::Content;
use crate::texts::Lang;

/// A letter about a request to who asked for somebody else.
#[derive(Clone, Copy)]
pub struct ForAnother<'a> {
    /// What the resident would have been written.
    pub letter: &'a dyn Letter,
    /// The code of their request.
    pub code: &'a str,
}

impl std::fmt::Debug for ForAnother<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ForAnother")
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

impl Letter for ForAnother<'_> {
    fn compose(&self, lang: Lang) -> Result<Content, LetterError> {
        let mut content = self.letter.compose(lang)?;
        let code = [("code", self.code.into())];
        content
            .lead
            .insert(0, lang.text_with("letter-for-another", &code));
        Ok(content)
    }
}
