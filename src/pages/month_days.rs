//! What a month's page says of its calendars: whether the year's public holidays are known, and who is away. The days themselves are in
//! `duty_mark`.

use super::duty_mark;
use crate::actions::show_month::{CalendarState, Month, PoolAway};
use crate::texts::Lang;

/// That the year's public holidays are not published yet, or not known; empty where they are.
pub(super) fn calendar(lang: Lang, month: &Month) -> String {
    let id = match month.calendar {
        CalendarState::Published => return String::new(),
        CalendarState::Provisional => "calendar-provisional",
        CalendarState::Missing => "calendar-missing",
    };
    let year = month.month.split('-').next().unwrap_or_default().to_owned();
    lang.text_with(id, &[("year", year.into())])
}

/// When people of pools are away, a sentence each.
pub(super) fn away(lang: Lang, month: &Month) -> Vec<String> {
    let all = month.away.iter();
    all.map(|away| said_away(lang, away)).collect()
}

fn said_away(lang: Lang, away: &PoolAway) -> String {
    let pools = away.pools.iter().map(|pool| duty_mark::name(lang, pool));
    let pools: Vec<&str> = pools.collect();
    let arguments = [
        ("pools", pools.join(&lang.text("list-separator")).into()),
        ("first", lang.short_date(away.first).into()),
        ("last", lang.short_date(away.last).into()),
        ("name", duty_mark::name(lang, &away.name).into()),
    ];
    lang.text_with("calendar-away", &arguments)
}
