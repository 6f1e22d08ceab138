//! What stands in a cell, and how it is read as what its column wants. People type with a Chinese input method, paste with spaces
//! around, and let the spreadsheet program make numbers and dates of texts: what is meant without doubt is understood.

use calamine::DataRef;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use super::problem::Wrong;
use super::words::{LEVELS, Words};
use crate::domain::availability::clock;
use crate::domain::city::KnownLanguage;
use crate::domain::code::{is_code, separates_codes};
use crate::domain::language::{Level, Tag};

/// Larger whole numbers are not exact in a spreadsheet.
const EXACT: f64 = 1e15;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Empty,
    Text(String),
    Number(f64),
    /// A number shown as a date or time: the days it counts, and the instant it means.
    Moment(f64, Option<NaiveDateTime>),
    Bool(bool),
    /// An error of the spreadsheet program, such as `#N/A`.
    Fault(String),
    /// A formula whose value is not in the file.
    Formula,
}

impl From<&DataRef<'_>> for Value {
    fn from(data: &DataRef<'_>) -> Self {
        match data {
            DataRef::Empty => Self::Empty,
            DataRef::Int(number) => Self::Number(*number as f64),
            DataRef::Float(number) => Self::Number(*number),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                Self::from_text(text)
            }
            DataRef::SharedString(text) => Self::from_text(text),
            DataRef::Bool(is) => Self::Bool(*is),
            DataRef::Error(error) => Self::Fault(error.to_string()),
            DataRef::DateTime(moment) => {
                let days = moment.as_f64();
                // Outside of these the parser's own arithmetic is not to be trusted.
                let at = (0.0..3.0e6).contains(&days).then(|| moment.as_datetime());
                Self::Moment(days, at.flatten())
            }
        }
    }
}

impl Value {
    /// A text without the spaces around it.
    pub(super) fn from_text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// About how many bytes it takes.
    pub(super) fn size(&self) -> usize {
        let text = match self {
            Self::Text(text) | Self::Fault(text) => text.len(),
            _ => 0,
        };
        64 + text
    }

    /// As it stands, for people.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Empty | Self::Formula => String::new(),
            Self::Text(text) | Self::Fault(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
            Self::Moment(days, at) => match at {
                // The first days of 1900 are hours that somebody has typed.
                _ if (0.0..61.0).contains(days) => clock((days * 1440.0).round() as u32),
                Some(at) if at.num_seconds_from_midnight() == 0 => at.date().to_string(),
                Some(at) => at.to_string(),
                None => days.to_string(),
            },
        }
    }

    /// A text as it is, without the spaces around it.
    pub(super) fn text(&self) -> Result<String, Wrong> {
        match self {
            Self::Text(text) if is_cut(text) => Err(Wrong::DigitsLost),
            Self::Text(text) => Ok(text.clone()),
            Self::Formula => Err(Wrong::NoValue),
            Self::Number(number) if number.abs() >= EXACT => Err(Wrong::DigitsLost),
            Self::Moment(..) => Err(Wrong::TurnedToDate),
            Self::Fault(item) => Err(Wrong::Fault { item: item.clone() }),
            other => Ok(other.shown()),
        }
    }

    /// A text in which letters and signs are as on a Latin keyboard.
    fn plain(&self) -> Result<String, Wrong> {
        self.text().map(|text| folded(&text))
    }

    fn form(&self) -> Wrong {
        Wrong::Form { item: self.shown() }
    }

    /// The name of a row for others.
    pub(super) fn code(&self) -> Result<String, Wrong> {
        let code = self.plain()?;
        if code.is_empty() || is_code(&code) {
            Ok(code)
        } else {
            Err(self.form())
        }
    }

    /// Codes with commas or spaces between them.
    pub(super) fn codes(&self) -> Result<Vec<String>, Wrong> {
        let text = self.plain()?;
        let codes: Vec<String> = text
            .split(separates_codes)
            .filter(|code| !code.is_empty())
            .map(str::to_owned)
            .collect();
        once(&codes)?;
        Ok(codes)
    }

    /// A number within bounds.
    pub(super) fn number(&self, least: f64, most: f64) -> Result<f64, Wrong> {
        let number = match self {
            Self::Number(number) => *number,
            Self::Fault(item) => return Err(Wrong::Fault { item: item.clone() }),
            Self::Formula => return Err(Wrong::NoValue),
            Self::Text(text) => folded(text).parse().map_err(|_| self.form())?,
            _ => return Err(self.form()),
        };
        if (least..=most).contains(&number) {
            Ok(number)
        } else if number.is_finite() {
            Err(Wrong::Range { item: self.shown() })
        } else {
            Err(self.form())
        }
    }

    /// A whole number within bounds.
    pub(super) fn whole(&self, least: u32, most: u32) -> Result<u32, Wrong> {
        let number = self.number(f64::from(least), f64::from(most))?;
        if number.fract() == 0.0 {
            Ok(number as u32)
        } else {
            Err(self.form())
        }
    }

    /// A date: as such, as the number of days that is one, or as text with the year first.
    pub(super) fn date(&self) -> Result<NaiveDate, Wrong> {
        let found = match self {
            Self::Moment(_, Some(at)) if at.num_seconds_from_midnight() == 0 => Some(at.date()),
            Self::Text(text) => date_of(&folded(text)),
            // The number of days that a date is, without a date's format, is told: it depends on a setting of the file.
            Self::Number(digits) => date_of(&digits.to_string()),
            Self::Fault(item) => return Err(Wrong::Fault { item: item.clone() }),
            Self::Formula => return Err(Wrong::NoValue),
            _ => None,
        };
        found
            .filter(|date| (1900..3000).contains(&date.year()))
            .ok_or_else(|| self.form())
    }

    /// A time of day as minutes since midnight, 1440 included.
    pub(super) fn time(&self) -> Result<u16, Wrong> {
        let found = match self {
            Self::Moment(days, _) => {
                let minutes = days * 1440.0;
                let whole = minutes.round();
                let fits = (minutes - whole).abs() < 1e-3 && (0.0..=1440.0).contains(&whole);
                fits.then_some(whole as u16)
            }
            Self::Text(text) => time_of(&folded(text)),
            Self::Fault(item) => return Err(Wrong::Fault { item: item.clone() }),
            Self::Formula => return Err(Wrong::NoValue),
            _ => None,
        };
        found.ok_or_else(|| self.form())
    }

    /// Which of a few words it is.
    pub(super) fn word(&self, words: &Words) -> Result<usize, Wrong> {
        let word = self.plain()?;
        word_of(&word, words).ok_or_else(|| self.form())
    }

    /// Some of a few words, each once: where they stand.
    pub(super) fn words(&self, words: &Words) -> Result<Vec<usize>, Wrong> {
        let named = self.codes()?;
        let each = named.into_iter();
        each.map(|item| word_of(&item, words).ok_or(Wrong::Form { item }))
            .collect()
    }

    /// A language tag.
    pub(super) fn language(&self) -> Result<Tag, Wrong> {
        Tag::parse(&self.plain()?).ok_or_else(|| self.form())
    }

    /// Language tags with levels, such as `zh-Hans:N, en B2`.
    pub(super) fn languages(&self) -> Result<Vec<(Tag, Level)>, Wrong> {
        let known = self.known_languages()?.into_iter();
        let spoken = known.map(|known| match (known.understands, known.reads) {
            (None, None) => Ok((known.tag, known.speaks)),
            _ => Err(self.form()),
        });
        spoken.collect()
    }

    /// The same, where levels of understanding and reading may follow: `en:B2/C1/C1`, `fr:A2//B2`.
    pub(super) fn known_languages(&self) -> Result<Vec<KnownLanguage>, Wrong> {
        let text = self.plain()?;
        let mut all: Vec<KnownLanguage> = Vec::new();
        let parts = text.split([',', ';', '\n', '\r']);
        for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
            let known = known_language(part)?;
            if all.iter().any(|there| there.tag == known.tag) {
                let item = known.tag.to_string();
                return Err(Wrong::TwiceInCell { item });
            }
            all.push(known);
        }
        Ok(all)
    }

    /// A text of a form that is checked by `is`.
    pub(super) fn checked(&self, is: impl FnOnce(&str) -> bool) -> Result<String, Wrong> {
        let text = self.plain()?;
        if is(&text) {
            Ok(text)
        } else {
            Err(self.form())
        }
    }
}

fn known_language(part: &str) -> Result<KnownLanguage, Wrong> {
    let form = |item: &str| Wrong::Form {
        item: item.to_owned(),
    };
    let (tag, levels) = part.split_once([':', ' ', '(']).ok_or_else(|| form(part))?;
    let tag = Tag::parse(tag.trim()).ok_or_else(|| form(tag.trim()))?;
    let levels = levels.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '(' | ')'));
    let level = |word: &str| {
        let known = word_of(word.trim(), LEVELS).ok_or_else(|| Wrong::Level {
            item: word.trim().to_owned(),
        });
        known.map(|at| Level::ALL[at])
    };
    let said = |word: Option<&str>| {
        let word = word.filter(|word| !word.trim().is_empty());
        word.map(level).transpose()
    };
    let mut words = levels.split('/');
    let known = KnownLanguage {
        tag,
        speaks: level(words.next().unwrap_or_default())?,
        understands: said(words.next())?,
        reads: said(words.next())?,
    };
    match words.next() {
        None => Ok(known),
        Some(_) => Err(form(part)),
    }
}

/// The text as it would be typed on a Latin keyboard: letters, digits and signs of full width become ordinary ones, what is not
/// seen goes.
pub(super) fn folded(text: &str) -> String {
    let plain = text.chars().filter_map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        '、' => Some(','),
        '。' => Some('.'),
        '‐' | '‑' | '–' | '—' | '−' => Some('-'),
        '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}' => None,
        c if c.is_whitespace() && !matches!(c, '\n' | '\r') => Some(' '),
        c => Some(c),
    });
    plain.collect::<String>().trim().to_owned()
}

/// Whether a text is a long number as a spreadsheet program writes it to a file of text, such as `1.38E+11`: its digits are lost.
fn is_cut(text: &str) -> bool {
    let parts = text.split_once("E+");
    parts.is_some_and(|(digits, exponent)| {
        let number = digits.strip_prefix('-').unwrap_or(digits);
        let whole = number.replacen('.', "", 1);
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        all_digits(&whole) && all_digits(exponent)
    })
}

fn once(items: &[String]) -> Result<(), Wrong> {
    let mut seen = std::collections::HashSet::new();
    match items.iter().find(|item| !seen.insert(item.as_str())) {
        Some(item) => Err(Wrong::TwiceInCell { item: item.clone() }),
        None => Ok(()),
    }
}

fn word_of(word: &str, words: &Words) -> Option<usize> {
    let word = word.to_lowercase();
    words
        .iter()
        .position(|(first, others)| first.to_lowercase() == word || others.contains(&word.as_str()))
}

/// `2026-12-01`, `2026/12/1`, `2026.12.1`, `2026年12月1日` or `20261201`.
fn date_of(text: &str) -> Option<NaiveDate> {
    let text = text.trim_end_matches('日');
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    }
    let parts: Vec<&str> = text
        .split(['-', '/', '.', '年', '月'])
        .map(str::trim)
        .collect();
    let [year, month, day] = parts[..] else {
        return None;
    };
    // Two digits could be a year or a day.
    (year.len() == 4).then_some(())?;
    NaiveDate::from_ymd_opt(digits(year)?, digits(month)?, digits(day)?)
}

/// `9:00`, `09:00:00`, `9点30分`, `9时` or `24:00`.
fn time_of(text: &str) -> Option<u16> {
    let text = text.trim_end_matches('分').replace(['点', '时'], ":");
    let mut parts = text.split(':').map(str::trim);
    let hour: u16 = digits(parts.next()?)?;
    let minute: u16 = match parts.next()? {
        "" => 0,
        minute => digits(minute)?,
    };
    let second: u16 = parts.next().map_or(Some(0), digits)?;
    let fits = hour <= 24 && minute < 60 && second == 0 && parts.next().is_none();
    fits.then_some(hour * 60 + minute).filter(|at| *at <= 1440)
}

/// A number of digits only: a sign would be let in by `parse`.
fn digits<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| text.parse().ok())?
}
