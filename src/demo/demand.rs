//! What the stations of the invented city need: adviser days, video sessions, publicity Saturdays, interpreters, elder mediators.

use rand::Rng;
use rand::seq::{IndexedRandom, SliceRandom};

use super::city::{Maker, language};
use crate::domain::city::{Person, Span, Station, Template, TemplateOption};
use crate::domain::language::Level;
use crate::domain::on_holiday::OnHoliday;

const MORNING: Span = Span {
    start: 540,
    end: 720,
};
const AFTERNOON: Span = Span {
    start: 840,
    end: 1020,
};
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Maker {
    /// Every template of the city.
    pub(super) fn templates(&mut self, stations: &[Station], people: &[Person]) -> Vec<Template> {
        let mut templates = Vec::new();
        for station in stations {
            templates.push(self.adviser_day(station, people));
            if self.chance(40) {
                templates.extend(self.publicity(station));
            }
            if self.chance(20) {
                let morning = self.chance(50);
                let when = (
                    self.rng.random_range(0..5),
                    if morning { MORNING } else { AFTERNOON },
                );
                // Cut as the adviser's day, so that an elder can sit beside the adviser.
                templates.push(Template {
                    slot_minutes: Some(30),
                    ..self.weekly_duty(station, "elder", "五老调解", "Elder mediation", when)
                });
            }
        }
        let tongues = ["en", "fr", "ja", "ar", "ko", "bo", "ii", "es", "ru"];
        // Where there is video, an interpreter on duty helps at every other station too.
        let mut open: Vec<&Station> = stations
            .iter()
            .filter(|s| s.video && (s.district != "QS" || s.code.as_str() < "QS10"))
            .collect();
        open.shuffle(&mut self.rng);
        for (tag, station) in tongues.iter().zip(open) {
            templates.push(self.interpreting(station, tag, people));
        }
        for district in ["YD", "NH"] {
            let with_video = |s: &&Station| s.district == district && s.video;
            templates.extend(stations.iter().find(with_video).map(|s| self.by_video(s)));
        }
        templates
    }

    /// Weekly, at a time when somebody who speaks the language can come.
    fn interpreting(&mut self, station: &Station, tag: &str, people: &[Person]) -> Template {
        let tongue = language(tag);
        let speaks = |p: &&Person| {
            p.pool == "interpreter" && p.languages.iter().any(|own| own.tag == tongue)
        };
        let weekdays = |p: &Person| {
            let every_week = p.weekly.iter().filter(|w| w.interval_weeks == 1);
            every_week
                .filter(|w| w.weekday <= 5)
                .cloned()
                .collect::<Vec<_>>()
        };
        let windows: Vec<_> = people.iter().filter(speaks).flat_map(weekdays).collect();
        let window = windows.choose(&mut self.rng);
        let day = window.map_or(0, |w| usize::from(w.weekday) - 1);
        let span = match window {
            Some(w) if w.span.start > MORNING.start => AFTERNOON,
            _ => MORNING,
        };
        let mut template = self.weekly_duty(
            station,
            "interpreter",
            "翻译值班",
            "Interpreter",
            (day, span),
        );
        template.code = format!("{}-{tag}", station.code);
        template.languages = vec![(tongue, Level::B2)];
        template
    }

    /// Weekly, for residents of the whole city: shorter appointments, with a break.
    fn by_video(&self, station: &Station) -> Template {
        Template {
            code: format!("{}-video", station.code),
            slot_minutes: Some(20),
            break_minutes: Some(10),
            by_video: true,
            ..self.weekly_duty(
                station,
                "adviser",
                "视频咨询",
                "Video session",
                (2, AFTERNOON),
            )
        }
    }

    fn blank(
        &self,
        station: &Station,
        code: String,
        pool: &str,
        name: &str,
        name_en: &str,
    ) -> Template {
        Template {
            code,
            station: station.code.clone(),
            name: name.into(),
            name_en: name_en.into(),
            pool: pool.into(),
            service: None,
            min: 1,
            ideal: 1,
            weight: 5,
            supervised_by: None,
            skills: Vec::new(),
            any_skills: Vec::new(),
            languages: Vec::new(),
            on_holiday: OnHoliday::Move,
            is_series: false,
            holder: None,
            first_date: self.since,
            last_date: None,
            slot_minutes: None,
            break_minutes: None,
            by_video: false,
            options: Vec::new(),
        }
    }

    /// Weekly, in the villages every other week; two to four weekdays and half-days to choose from.
    fn adviser_day(&mut self, station: &Station, people: &[Person]) -> Template {
        let rule = if station.district == "QS" {
            "FREQ=WEEKLY;INTERVAL=2"
        } else {
            "FREQ=WEEKLY"
        };
        let mut halves: Vec<(usize, bool)> =
            (0..5).flat_map(|day| [(day, true), (day, false)]).collect();
        halves.shuffle(&mut self.rng);
        halves.truncate(self.rng.random_range(2..=4));
        halves.sort_unstable();
        let option = |&(day, morning): &(usize, bool)| TemplateOption {
            code: format!(
                "{}-{}",
                WEEKDAYS[day].to_lowercase(),
                if morning { "am" } else { "pm" }
            ),
            rrule: format!("{rule};BYDAY={}", WEEKDAYS[day]),
            span: if morning { MORNING } else { AFTERNOON },
        };
        let mut any_skills = if self.chance(35) {
            self.skills()
        } else {
            Vec::new()
        };
        any_skills.truncate(3);
        let known = |p: &&Person| {
            let able = any_skills.is_empty() || p.skills.iter().any(|s| any_skills.contains(s));
            p.pool == "adviser"
                && p.district == station.district
                && able
                && !p.avoid.contains(&station.code)
        };
        let able: Vec<&Person> = people.iter().filter(known).collect();
        let fixed = station.code != "QS20" && self.chance(10);
        let holder = if fixed {
            able.choose(&mut self.rng).map(|p| p.code.clone())
        } else {
            None
        };
        Template {
            weight: 10,
            any_skills,
            is_series: true,
            holder,
            slot_minutes: Some(30),
            options: halves.iter().map(option).collect(),
            ..self.blank(
                station,
                format!("{}-day", station.code),
                "adviser",
                "法律顾问日",
                "Adviser day",
            )
        }
    }

    /// One Saturday a month: an adviser, two or three students under supervision, sometimes a police officer.
    fn publicity(&mut self, station: &Station) -> Vec<Template> {
        let nth = self.rng.random_range(1..=4);
        let morning = self.chance(60);
        let option = TemplateOption {
            code: if morning {
                "sat-am".into()
            } else {
                "sat-pm".into()
            },
            rrule: format!("FREQ=MONTHLY;BYDAY={nth}SA"),
            span: if morning { MORNING } else { AFTERNOON },
        };
        let with_police = self.chance(50);
        let code = |who: &str| format!("{}-publicity-{who}", station.code);
        let make = |who: &str, pool: &str, name: &str, name_en: &str| Template {
            on_holiday: OnHoliday::Skip,
            options: vec![option.clone()],
            ..self.blank(station, code(who), pool, name, name_en)
        };
        let mut all = vec![
            Template {
                weight: 4,
                ..make(
                    "adviser",
                    "adviser",
                    "普法宣传（顾问）",
                    "Publicity Saturday (adviser)",
                )
            },
            Template {
                weight: 3,
                min: 2,
                ideal: 3,
                supervised_by: Some("adviser".into()),
                ..make(
                    "students",
                    "student",
                    "普法宣传（学生）",
                    "Publicity Saturday (students)",
                )
            },
        ];
        if with_police {
            all.push(Template {
                weight: 2,
                min: 0,
                ..make(
                    "police",
                    "police",
                    "普法宣传（民警）",
                    "Publicity Saturday (police)",
                )
            });
        }
        all
    }

    fn weekly_duty(
        &self,
        station: &Station,
        pool: &str,
        name: &str,
        name_en: &str,
        (day, span): (usize, Span),
    ) -> Template {
        Template {
            options: vec![TemplateOption {
                code: WEEKDAYS[day].to_lowercase(),
                rrule: format!("FREQ=WEEKLY;BYDAY={}", WEEKDAYS[day]),
                span,
            }],
            ..self.blank(
                station,
                format!("{}-{pool}", station.code),
                pool,
                name,
                name_en,
            )
        }
    }
}
