//! How cells look: the ink and paper of days, of what is uncovered, of heads.

use chrono::{Datelike, Weekday};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use super::BookDay;
use crate::domain::city::HolidayKind;

/// What a day is, as far as its look goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayKind {
    Ordinary,
    Weekend,
    Off,
    Work,
}

impl DayKind {
    pub(super) fn of(day: &BookDay) -> Self {
        match &day.special {
            Some((HolidayKind::Off, _)) => Self::Off,
            Some((HolidayKind::Work, _)) => Self::Work,
            None if matches!(day.date.weekday(), Weekday::Sat | Weekday::Sun) => Self::Weekend,
            None => Self::Ordinary,
        }
    }

    /// The paper; none on an ordinary day.
    fn paper(self) -> Option<u32> {
        match self {
            Self::Ordinary => None,
            Self::Weekend => Some(0xE6EAEE),
            Self::Off => Some(0xDCEBDD),
            Self::Work => Some(0xFFF0C7),
        }
    }
}

/// How a day's cells look.
pub(super) struct DayLooks {
    pub(super) head: Format,
    pub(super) cell: Format,
}

/// All looks of a workbook.
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) head: Format,
    /// Names and codes: as text, or 007 would become 7 for whoever edits the cell.
    pub(super) text: Format,
    pub(super) number: Format,
    /// A duty that lacks people, which its words say too.
    pub(super) uncovered: Format,
    days: [DayLooks; 4],
}

impl Looks {
    pub(super) fn new() -> Self {
        let framed = || Format::new().set_border(FormatBorder::Hair);
        let top = || framed().set_align(FormatAlign::Top);
        let head = || {
            framed()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
        };
        let day = |kind: DayKind| {
            let on_paper = |look: Format| match kind.paper() {
                Some(paper) => look.set_background_color(paper),
                None => look,
            };
            DayLooks {
                head: on_paper(head().set_align(FormatAlign::Center)),
                cell: on_paper(top().set_text_wrap()),
            }
        };
        Self {
            title: Format::new().set_bold().set_font_size(14),
            head: head().set_background_color(0xD6E4F0),
            text: top().set_num_format("@").set_text_wrap(),
            number: top(),
            uncovered: top()
                .set_text_wrap()
                .set_bold()
                .set_font_color(0x8A1C1C)
                .set_background_color(0xF9D9D6),
            days: [
                DayKind::Ordinary,
                DayKind::Weekend,
                DayKind::Off,
                DayKind::Work,
            ]
            .map(day),
        }
    }

    pub(super) fn day(&self, kind: DayKind) -> &DayLooks {
        &self.days[kind as usize]
    }
}
