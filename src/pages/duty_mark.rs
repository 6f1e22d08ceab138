//! How a duty looks: its colour, sign and words. Used by the grid, the list and the station's page.

use crate::actions::show_month::{Day, Duty, Month, Named, Seat};
use crate::domain::city::HolidayKind;
use crate::domain::coverage::Coverage;
use crate::texts::Lang;
use chrono::{Datelike, Weekday};

/// A duty on a page.
#[derive(Debug)]
pub struct DutyMark {
    /// Class of the style sheet, from the coverage.
    pub class: &'static str,
    /// The same as a sign.
    pub sign: &'static str,
    /// The same in words.
    pub state: String,
    /// `上午`, `am`.
    pub half: String,
    /// `09:00–11:30`.
    pub time: String,
    /// What it is called.
    pub name: String,
    /// Who holds it.
    pub people: Vec<PersonMark>,
    /// How many are missing, in words; empty where none is.
    pub missing: String,
    /// The first reason for the gap, in words; empty where there is none.
    pub reason: String,
    /// Moved from a holiday, in words; empty where it was not.
    pub moved: String,
    /// All of it in one text.
    pub title: String,
}

/// A person on a duty.
#[derive(Debug)]
pub struct PersonMark {
    /// As it is shown.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// What the person said, as a sign.
    pub sign: &'static str,
    /// What the person said, in words.
    pub state: String,
    /// Whether the person declined or the like.
    pub gone: bool,
}

/// One kind of duty in the legend.
#[derive(Debug)]
pub struct LegendEntry {
    /// Class of the style sheet.
    pub class: &'static str,
    /// The sign.
    pub sign: &'static str,
    /// The words.
    pub state: String,
}

/// A day's head.
#[derive(Debug)]
pub struct DayMark {
    /// Class of the style sheet: empty, `weekend`, `off` or `work`.
    pub class: &'static str,
    /// Day of the month.
    pub number: u32,
    /// One to three letters.
    pub weekday: String,
    /// `休` or `班` on a holiday or make-up day, else empty.
    pub badge: String,
    /// All of it in one text.
    pub title: String,
    /// `12月3日 周四`.
    pub short: String,
}

/// The sign of a coverage.
#[must_use]
pub fn sign(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Uncovered => "✕",
        Coverage::Replacing => "↻",
        Coverage::Absent => "–",
        Coverage::BelowIdeal => "▽",
        Coverage::Proposed => "○",
        Coverage::Asked => "?",
        Coverage::Confirmed => "✓",
        Coverage::Served => "●",
    }
}

/// Every kind of duty, with its sign and words.
#[must_use]
pub fn legend(lang: Lang) -> Vec<LegendEntry> {
    Coverage::ALL
        .into_iter()
        .rev()
        .map(|coverage| LegendEntry {
            class: coverage.as_str(),
            sign: sign(coverage),
            state: lang.word("coverage", coverage.as_str()),
        })
        .collect()
}

impl DutyMark {
    /// How a duty of a month looks in a language.
    #[must_use]
    pub fn new(lang: Lang, month: &Month, duty: &Duty) -> Self {
        let people: Vec<PersonMark> = duty
            .people
            .iter()
            .map(|seat| PersonMark::new(lang, seat))
            .collect();
        let held = duty.people.iter().filter(|s| s.state.holds_seat()).count();
        let missing = usize::try_from(duty.min)
            .unwrap_or(usize::MAX)
            .saturating_sub(held);
        let mut mark = Self {
            class: duty.coverage.as_str(),
            sign: sign(duty.coverage),
            state: lang.word("coverage", duty.coverage.as_str()),
            half: lang.text(half(duty.start, duty.end)),
            time: lang.span(duty.start, duty.end),
            name: name(lang, &duty.name).to_owned(),
            people,
            missing: if missing > 0 {
                lang.count("duty-missing", missing)
            } else {
                String::new()
            },
            reason: duty
                .gap
                .as_ref()
                .filter(|_| missing > 0)
                .map_or_else(String::new, |gap| lang.word("gap-reason", &gap.reason)),
            moved: duty.moved_from.map_or_else(String::new, |date| {
                lang.text_with("duty-moved-from", &[("date", lang.short_date(date).into())])
            }),
            title: String::new(),
        };
        mark.title = mark.whole_text(lang, &month.stations[duty.station].name, duty);
        mark
    }

    fn whole_text(&self, lang: Lang, station: &str, duty: &Duty) -> String {
        let head = format!("{station}, {}, {}", lang.short_date(duty.date), self.time);
        let what = format!("{}: {}", self.name, self.state);
        let people = self
            .people
            .iter()
            .map(|person| format!("{} ({})", person.name, person.state));
        [head, what]
            .into_iter()
            .chain(people)
            .chain([&self.missing, &self.reason, &self.moved].map(Clone::clone))
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl PersonMark {
    fn new(lang: Lang, seat: &Seat) -> Self {
        let state = lang.word("answer", seat.state.as_str());
        Self {
            name: seat.name.clone(),
            phone: seat.phone.clone(),
            sign: seat.state.sign(),
            state: if seat.pinned {
                format!("{state} · {}", lang.text("duty-pinned"))
            } else {
                state
            },
            gone: !seat.state.holds_seat(),
        }
    }
}

impl DayMark {
    /// How a day's head looks in a language.
    #[must_use]
    pub fn new(lang: Lang, day: &Day) -> Self {
        let weekend = matches!(day.date.weekday(), Weekday::Sat | Weekday::Sun);
        let (class, badge) = match &day.special {
            Some((HolidayKind::Off, _)) => ("off", lang.text("day-off-badge")),
            Some((HolidayKind::Work, _)) => ("work", lang.text("day-work-badge")),
            None if weekend => ("weekend", String::new()),
            None => ("", String::new()),
        };
        let mut title = lang.long_date(day.date);
        if let Some((kind, called)) = &day.special {
            let id = match kind {
                HolidayKind::Off => "day-off",
                HolidayKind::Work => "day-work",
            };
            title = format!("{title}: {} ({})", name(lang, called), lang.text(id));
        }
        Self {
            class,
            number: day.date.day(),
            weekday: lang.weekday(day.date.weekday()),
            badge,
            title,
            short: lang.short_date(day.date),
        }
    }
}

/// A name in the language of the page.
#[must_use]
pub fn name(lang: Lang, named: &Named) -> &str {
    lang.name(&named.own, &named.english)
}

fn half(start: i32, end: i32) -> &'static str {
    const NOON: i32 = 12 * 60;
    const EVENING: i32 = 18 * 60;
    if start >= EVENING {
        "half-evening"
    } else if start >= NOON {
        "half-pm"
    } else if end <= NOON + 60 {
        "half-am"
    } else {
        "half-day"
    }
}
