//! What people read, in their language: the messages of `locales/`, and dates and times said with them. Which language a
//! request or a letter wants is decided by its caller.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{Loader, static_loader};
use serde::{Serialize, Serializer};
use unic_langid::LanguageIdentifier;

mod dates;
mod rules;

pub use rules::said_rule;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "zh-Hans",
        // The marks that isolate arguments would stand in subjects, file names and problem texts too.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// What a message's argument may be: a text or a number.
pub type Value<'a> = FluentValue<'a>;

/// A language for which there is a folder of texts.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lang(&'static LanguageIdentifier);

impl Lang {
    /// Every language with texts, the default first, the others by tag.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = LOCALES.locales().map(Lang).collect();
        all.sort_by_key(|lang| (*lang != Self::default(), lang.to_string()));
        all
    }

    /// The language for a BCP 47 tag such as `zh-CN` or `en-GB`: the same tag, else the same language. None where there
    /// are no texts in that language, or the text is no tag.
    #[must_use]
    pub fn nearest(tag: &str) -> Option<Self> {
        let wanted: LanguageIdentifier = tag.trim().parse().ok()?;
        let all = Self::all();
        let same = |lang: &&Self| *lang.0 == wanted;
        let near = |lang: &&Self| lang.0.language == wanted.language;
        all.iter()
            .find(same)
            .or_else(|| all.iter().find(near))
            .copied()
    }

    /// The first of the wanted tags for which there are texts, else the default.
    #[must_use]
    pub fn choose<'a>(wanted: impl IntoIterator<Item = &'a str>) -> Self {
        wanted
            .into_iter()
            .find_map(Self::nearest)
            .unwrap_or_default()
    }

    /// What the language calls itself.
    #[must_use]
    pub fn own_name(self) -> String {
        self.text("language-own-name")
    }

    /// A message without arguments. An id without a text reads as itself, which a test refuses.
    #[must_use]
    pub fn text(self, id: &str) -> String {
        self.text_with(id, &[])
    }

    /// A message with arguments, such as `&[("count", 3.into())]`.
    #[must_use]
    pub fn text_with(self, id: &str, arguments: &[(&'static str, Value<'_>)]) -> String {
        let arguments: HashMap<Cow<'static, str>, Value<'_>> = arguments
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), value.clone()))
            .collect();
        LOCALES
            .try_lookup_complete(self.0, id, Some(&arguments))
            .unwrap_or_else(|| id.to_owned())
    }

    /// A message with the one argument `count`.
    #[must_use]
    pub fn count(self, id: &str, count: impl TryInto<i64>) -> String {
        let count = count.try_into().unwrap_or(i64::MAX);
        self.text_with(id, &[("count", count.into())])
    }

    /// The text for a word of an enumeration: `word("duty-state", "asked")` is the message `duty-state-asked`. A word
    /// without a text stands for itself.
    #[must_use]
    pub fn word(self, family: &str, word: &str) -> String {
        LOCALES
            .try_lookup_complete(self.0, &format!("{family}-{word}"), None)
            .unwrap_or_else(|| word.to_owned())
    }

    /// The name to show, of the two every kept thing has: the city's own and the English one, which may be empty.
    #[must_use]
    pub fn name<'a>(self, own: &'a str, english: &'a str) -> &'a str {
        let wants_own = self.0.language.as_str() == "zh";
        if wants_own || english.is_empty() {
            own
        } else {
            english
        }
    }

    /// The direction of writing: `ltr` or `rtl`.
    #[must_use]
    pub fn direction(self) -> &'static str {
        match self.0.language.as_str() {
            "ar" | "fa" | "he" | "ug" | "ur" => "rtl",
            _ => "ltr",
        }
    }
}

/// A message in a language: the same as [`Lang::text_with`].
#[must_use]
pub fn text(lang: Lang, id: &str, arguments: &[(&'static str, Value<'_>)]) -> String {
    lang.text_with(id, arguments)
}

impl Default for Lang {
    fn default() -> Self {
        Self(LOCALES.fallback())
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lang({})", self.0)
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Message ids of each language's folder, with the message's source.
    fn messages() -> BTreeMap<String, BTreeMap<String, String>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
        let mut languages = BTreeMap::new();
        for folder in fs::read_dir(root).unwrap() {
            let folder = folder.unwrap();
            let mut messages = BTreeMap::new();
            for file in fs::read_dir(folder.path()).unwrap() {
                read_messages(
                    &fs::read_to_string(file.unwrap().path()).unwrap(),
                    &mut messages,
                );
            }
            languages.insert(folder.file_name().into_string().unwrap(), messages);
        }
        languages
    }

    fn read_messages(source: &str, messages: &mut BTreeMap<String, String>) {
        let mut id = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                id = line.split('=').next().unwrap().trim().to_owned();
                let twice = messages.insert(id.clone(), String::new());
                assert!(twice.is_none(), "{id} stands twice");
            }
            messages.entry(id.clone()).or_default().push_str(line);
        }
    }

    /// The names of a message's arguments, with those of the messages it refers to.
    fn arguments(messages: &BTreeMap<String, String>, id: &str) -> BTreeSet<String> {
        let source = &messages[id];
        let word = |text: &str| -> String {
            text.trim_start()
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect()
        };
        let mut names: BTreeSet<String> = source.split('$').skip(1).map(word).collect();
        for reference in source.split('{').skip(1).map(word) {
            if messages.contains_key(&reference) {
                names.extend(arguments(messages, &reference));
            }
        }
        names
    }

    #[test]
    fn every_language_has_the_same_messages_with_the_same_arguments() {
        let languages = messages();
        assert!(languages.len() >= 2);
        let reference = &languages["zh-Hans"];
        for (language, messages) in &languages {
            let here: BTreeSet<&String> = messages.keys().collect();
            let there: BTreeSet<&String> = reference.keys().collect();
            let differ: Vec<_> = here.symmetric_difference(&there).collect();
            assert!(
                differ.is_empty(),
                "only in {language} or zh-Hans: {differ:?}"
            );
            for id in here {
                let (here, there) = (arguments(messages, id), arguments(reference, id));
                assert_eq!(here, there, "arguments of {id} in {language}");
            }
        }
    }

    #[test]
    fn a_region_or_script_finds_its_language_and_others_the_default() {
        assert_eq!(Lang::nearest("zh-CN"), Lang::nearest("zh-Hans"));
        assert_eq!(
            Lang::nearest("en-GB").map(|l| l.to_string()).as_deref(),
            Some("en")
        );
        assert_eq!(Lang::nearest("xx-yy-zz-?"), None);
        assert_eq!(Lang::choose(["de", "en;", "en-US", "zh"]).to_string(), "en");
        assert_eq!(Lang::choose(["de"]), Lang::default());
    }

    #[test]
    fn arguments_stand_without_marks_around_them() {
        let english = Lang::nearest("en").unwrap();
        assert_eq!(english.count("pages-duties", 3), "3 duties");
        assert_eq!(english.count("pages-duties", 1), "1 duty");
    }
}
