//! What stations need, the languages that districts want to hear, and the calendar.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::super::layout::{HOLIDAYS, LANGUAGE_COVER, TEMPLATE_OPTIONS, TEMPLATES};
use super::super::problem::{Right, Wrong};
use super::super::row::{Row, Seen};
use super::Book;
use super::places::Offered;
use crate::domain::city::{Holiday, HolidayKind, LanguageCover, Template, TemplateOption};
use crate::domain::demand::Recurrence;
use crate::domain::language::Level;
use crate::domain::legal_service::{LegalService, LegalServices};
use crate::domain::on_holiday::OnHoliday;
use crate::domain::word_set::Listed;
use crate::texts::said_rule;

impl Book<'_> {
    /// The templates whose rows could be read, with the options that name them.
    pub(super) fn templates(&self) -> Vec<Template> {
        let elsewhere = Elsewhere {
            without_video: self.stations_without_video(),
            given: self.services_of_pools(),
            offered: self.offered_at(),
        };
        let mut templates = self.templates_without_options(&elsewhere);
        let places = templates.iter().enumerate();
        let at: HashMap<String, usize> = places.map(|(at, t)| (t.code.clone(), at)).collect();
        let mut named: HashSet<String> = templates
            .iter()
            .filter(|t| !t.options.is_empty())
            .map(|t| t.code.clone())
            .collect();
        let mut seen = Seen::new();
        for row in self.rows(&TEMPLATE_OPTIONS) {
            let code = row.code_of("Template", &self.known.templates);
            let at = code.as_ref().and_then(|code| at.get(code).copied());
            let first = at.map(|at| templates[at].first_date);
            let option = option(&row, code.as_deref(), first, &mut seen);
            if let (Some(at), Some(option)) = (at, option) {
                if let Some(offered) = elsewhere.offered.get(&templates[at].station) {
                    tell_outside(&row, "From", &templates[at], &option, offered);
                }
                templates[at].options.push(option);
            }
            named.extend(code);
        }
        let says_no_options = !self.has(&TEMPLATE_OPTIONS) && self.there.is_some();
        if self.table(&TEMPLATE_OPTIONS).has(0) || says_no_options {
            self.tell_without_option(&named);
        }
        templates
    }

    /// The templates of the file, or those that are kept and that its options name. Their options are those that are kept where the file
    /// has no list of them.
    fn templates_without_options(&self, elsewhere: &Elsewhere) -> Vec<Template> {
        let kept = self.kept().into_iter().flat_map(|kept| &kept.templates);
        if !self.has(&TEMPLATES) {
            let named = self.named(&TEMPLATE_OPTIONS, "Template");
            let bare = |t: &Template| Template {
                options: Vec::new(),
                ..t.clone()
            };
            return kept.filter(|t| named.contains(&t.code)).map(bare).collect();
        }
        let options: HashMap<&str, &Vec<TemplateOption>> = kept
            .filter(|_| !self.has(&TEMPLATE_OPTIONS))
            .map(|t| (t.code.as_str(), &t.options))
            .collect();
        let mut seen = Seen::new();
        let template = |row: Row<'_>| {
            let mut template = self.template(&row, elsewhere, &mut seen)?;
            if let Some(kept) = options.get(template.code.as_str()) {
                template.options.clone_from(kept);
            }
            if let Some(offered) = elsewhere.offered.get(&template.station) {
                for option in &template.options {
                    tell_outside(&row, "Station", &template, option, offered);
                }
            }
            Some(template)
        };
        self.rows(&TEMPLATES).filter_map(template).collect()
    }

    fn template(
        &self,
        row: &Row<'_>,
        elsewhere: &Elsewhere,
        seen: &mut Seen<String>,
    ) -> Option<Template> {
        let code = row.own_code("Code", seen);
        let station = self.own_station(row, elsewhere);
        let name = row.needed_text("Name");
        let name_en = row.free_text("Name in English");
        let pool = row.code_of("Pool", &self.known.pools);
        let service = service(row, elsewhere);
        let (min, ideal) = numbers(row);
        let weight = row.whole("Weight");
        let supervised_by = row.code_of("Supervised by", &self.known.pools);
        if supervised_by.is_some() && supervised_by == pool {
            row.say("Supervised by", Wrong::OwnPool);
        }
        let skills = row.codes_of("Skills", &self.known.skills);
        let any_skills = row.codes_of("Any skills", &self.known.skills);
        if let Some(item) = any_skills.iter().find(|skill| skills.contains(skill)) {
            let item = item.clone();
            let wrong = Wrong::InBoth {
                item,
                other: "Skills",
            };
            row.say_right("Any skills", wrong, Right::OnlyOne);
        }
        let languages = row.languages("Languages");
        let on_holiday = row.word("On holiday").map(|at| OnHoliday::EACH[at]);
        let is_series = row.yes("Series");
        let holder = row.code_of("Holder", &self.known.people);
        let first_date = row.date("First date");
        let last_date = row.last_date("Last date", first_date);
        let booking = booking(row, station.as_ref(), &elsewhere.without_video);
        Some(Template {
            code: code?,
            station: station?,
            name: name?,
            name_en,
            pool: pool?,
            service,
            min: min?,
            ideal: ideal?,
            weight: weight?,
            supervised_by,
            skills,
            any_skills,
            languages,
            on_holiday: on_holiday?,
            is_series,
            holder,
            first_date: first_date?,
            last_date,
            slot_minutes: booking.slot_minutes,
            break_minutes: booking.break_minutes,
            by_video: booking.by_video,
            options: Vec::new(),
        })
    }

    /// The station of a row. One of which nothing is known here is of another district, which its code stands for.
    fn own_station(&self, row: &Row<'_>, elsewhere: &Elsewhere) -> Option<String> {
        let station = row.code_of("Station", &self.known.stations)?;
        let offered = elsewhere.offered.get(&station);
        let district = offered.map_or(Some(&station), |offered| offered.district.as_ref());
        self.must_be_own(row, "Station", district);
        Some(station)
    }

    fn tell_without_option(&self, named: &HashSet<String>) {
        for row in self.rows(&TEMPLATES) {
            if let Some(code) = row.quiet_code("Code").filter(|code| !named.contains(code)) {
                row.say_right("Code", Wrong::NoOption, Right::Option { code });
            }
        }
    }

    pub(super) fn language_cover(&self) -> Vec<LanguageCover> {
        let mut seen = Seen::new();
        let cover = |row: Row<'_>| {
            let district = self.own_district(&row);
            let tag = row.language("Language");
            let level = row.word("Level").map(|at| Level::ALL[at]);
            let (min, weight) = (row.whole("Min"), row.whole("Weight"));
            let (district, tag, level) = (district?, tag?, level?);
            let key = (district.clone(), tag.clone(), level);
            row.is_first("Language", key, tag.as_str(), &mut seen);
            Some(LanguageCover {
                district,
                tag,
                level,
                min: min?,
                weight: weight?,
            })
        };
        self.rows(&LANGUAGE_COVER).filter_map(cover).collect()
    }

    pub(super) fn holidays(&self) -> Vec<Holiday> {
        let mut seen = Seen::new();
        let holiday = |row: Row<'_>| {
            let date = row.date("Date");
            let name = row.needed_text("Name");
            let name_en = row.free_text("Name in English");
            let kind = row.word("Kind");
            let statutory = row.yes("Statutory");
            let date = date?;
            row.is_first("Date", date, &date.to_string(), &mut seen);
            Some(Holiday {
                date,
                name: name?,
                name_en,
                kind: match kind? {
                    0 => HolidayKind::Off,
                    _ => HolidayKind::Work,
                },
                statutory,
                provisional: row.yes("Provisional"),
            })
        };
        self.rows(&HOLIDAYS).filter_map(holiday).collect()
    }
}

/// What other sheets say that a template rests on.
struct Elsewhere {
    /// Codes of stations.
    without_video: HashSet<String>,
    /// What pools give, by code, where their rows say it.
    given: HashMap<String, LegalServices>,
    /// What stations say, by code.
    offered: HashMap<String, Offered>,
}

/// What is given there, by what pools say that they give, and stations that they offer.
fn service(row: &Row<'_>, elsewhere: &Elsewhere) -> Option<LegalService> {
    let service = LegalService::EACH[row.word("Service")?];
    let item = service.as_str().to_owned();
    let right = |services: &LegalServices| Right::OneOf {
        items: services.words().join(", "),
    };
    let pool = row.quiet_code("Pool");
    let given = pool.and_then(|pool| Some((elsewhere.given.get(&pool)?, pool)));
    let station = row.quiet_code("Station");
    let offered = station.and_then(|code| Some((&elsewhere.offered.get(&code)?.services, code)));
    if let Some((services, pool)) = given.filter(|(s, _)| !s.allow(Some(service))) {
        let wrong = Wrong::NotGiven { item, pool };
        row.say_right("Service", wrong, right(services));
    } else if let Some((services, station)) = offered.filter(|(s, _)| !s.allow(Some(service))) {
        let wrong = Wrong::NotOffered { item, station };
        row.say_right("Service", wrong, right(services));
    }
    Some(service)
}

/// Tells of an option that falls when its station is not open.
fn tell_outside(
    row: &Row<'_>,
    column: &str,
    template: &Template,
    option: &TemplateOption,
    offered: &Offered,
) {
    let Some(hours) = &offered.hours else { return };
    let Ok(recurrence) = Recurrence::parse(&option.rrule, template.first_date) else {
        return;
    };
    let held = (template.first_date, template.last_date);
    if let Some(date) = hours.first_outside(&recurrence, held, option.span) {
        let wrong = Wrong::OutsideHours {
            date: date.to_string(),
            station: template.station.clone(),
        };
        let hours = offered.said.clone();
        row.say_right(column, wrong, Right::WithinHours { hours });
    }
}

/// How residents book what comes of a template.
struct Booking {
    slot_minutes: Option<u16>,
    break_minutes: Option<u16>,
    by_video: bool,
}

fn booking(row: &Row<'_>, station: Option<&String>, without_video: &HashSet<String>) -> Booking {
    let slot_minutes = row.small("Slot minutes");
    let break_minutes = row.small("Break minutes");
    if break_minutes.is_some() && row.is_empty("Slot minutes") {
        let (wrong, right) = (Wrong::BreakWithoutSlots, Right::SlotsOrNoBreak);
        row.say_right("Break minutes", wrong, right);
    }
    let by_video = row.yes("By video");
    if let Some(item) = station.filter(|code| by_video && without_video.contains(*code)) {
        let item = item.clone();
        row.say_right("By video", Wrong::NoVideo { item }, Right::VideoThere);
    }
    Booking {
        slot_minutes,
        break_minutes,
        by_video,
    }
}

/// How many people a template needs at least, and how many it would like.
fn numbers(row: &Row<'_>) -> (Option<u32>, Option<u32>) {
    let (least, liked) = (row.whole("Min"), row.whole("Ideal"));
    if let (Some(min), Some(ideal)) = (least, liked)
        && min > ideal
    {
        let wrong = Wrong::MinAboveIdeal { min, ideal };
        row.say_right("Min", wrong, Right::UpTo { most: ideal });
    }
    (least, liked)
}

/// One way a template can fall; its code is its own among those of the template. Where the template could not be read, its rule is
/// counted from any date.
fn option(
    row: &Row<'_>,
    template: Option<&str>,
    first: Option<NaiveDate>,
    seen: &mut Seen<(String, String)>,
) -> Option<TemplateOption> {
    let first = first.unwrap_or_default();
    let code = row.code("Code");
    let in_words = |rule: &str| said_rule(rule).unwrap_or(rule).to_owned();
    let is_rule = |rule: &str| Recurrence::parse(&in_words(rule), first).is_ok();
    let rrule = row.checked("Rule", is_rule).map(|rule| in_words(&rule));
    let span = row.span();
    let (template, code) = (template?, code?);
    let key = (template.to_owned(), code.clone());
    row.is_first("Code", key, &code, seen);
    Some(TemplateOption {
        code,
        rrule: rrule?,
        span: span?,
    })
}
