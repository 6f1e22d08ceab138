//! What stands around every page: language, title bar, language switch, who is signed in.

use crate::texts::Lang;

/// The surroundings of a page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The language of the page.
    pub lang: Lang,
    /// The page's own path, for the language switch.
    pub path: String,
    /// The name of who is signed in.
    pub user: Option<String>,
}

/// One language of the switch.
#[derive(Debug)]
pub struct LanguageLink {
    /// BCP 47 tag.
    pub tag: String,
    /// What it calls itself.
    pub name: String,
    /// Where it leads.
    pub href: String,
    /// Whether the page is in it already.
    pub current: bool,
}

impl Frame {
    /// The surroundings of a page for nobody in particular.
    #[must_use]
    pub fn new(lang: Lang, path: impl Into<String>) -> Self {
        Self {
            lang,
            path: path.into(),
            user: None,
        }
    }

    /// For somebody who is signed in.
    #[must_use]
    pub fn signed_in(mut self, name: impl Into<String>) -> Self {
        self.user = Some(name.into());
        self
    }

    /// A message, for templates.
    #[must_use]
    pub fn text(&self, id: &str) -> String {
        self.lang.text(id)
    }

    /// The links of the language switch. `path` has no query but a view, which is kept.
    #[must_use]
    pub fn languages(&self) -> Vec<LanguageLink> {
        let joint = if self.path.contains('?') { '&' } else { '?' };
        Lang::all()
            .into_iter()
            .map(|lang| LanguageLink {
                tag: lang.to_string(),
                name: lang.own_name(),
                href: format!("{}{joint}lang={lang}", self.path),
                current: lang == self.lang,
            })
            .collect()
    }
}
