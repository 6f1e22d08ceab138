//! What there is to do with a month: generate, watch, publish, see who answered. Part of the month's page; the buttons' deeds are in
//! `month_acts`.

use zhiban_solver::roster::Rule;

use super::duty_mark;
use super::month_grid::month_path;
use crate::actions::show_month::{Failure, Month, Promise, Promised, Work};
use crate::domain::job::JobKind;
use crate::domain::legal_minimum::fingerprint;
use crate::domain::roster::RosterState;
use crate::texts::Lang;
use crate::web::check::LONGEST_REASON;

/// Who looks at a month.
#[derive(Debug, Clone, Copy)]
pub struct Viewer {
    /// Whether they plan its district: without that there are no buttons.
    pub plans: bool,
    /// The longest that a solve takes, in seconds.
    pub limit: u32,
}

/// The steps of a month that can be taken now, and what came of the last one.
#[derive(Debug)]
pub struct Steps {
    /// Whether there are buttons.
    pub plans: bool,
    /// The month's own path; the deeds lie below it.
    pub path: String,
    /// What works on it now.
    pub working: Option<Working>,
    /// Why the last step came to nothing.
    pub failure: Option<FailureMark>,
    /// Where the month stands and what comes next, in sentences.
    pub lines: Vec<String>,
    /// The button that generates; none where it is not the time.
    pub generate: Option<String>,
    /// The button that publishes, with what it does; none where it is not the time.
    pub publish: Option<Vec<String>>,
    /// What publishing needs besides, where something is under a legal minimum.
    pub under: Option<UnderForm>,
    /// Whether nothing was generated yet, so that there is nothing to look at.
    pub is_bare: bool,
}

/// What whoever publishes under a legal minimum fills in.
#[derive(Debug)]
pub struct UnderForm {
    /// How many are not met, in a sentence.
    pub line: String,
    /// What tells them from others.
    pub seen: String,
    /// Most characters of the reason.
    pub longest: usize,
}

/// A job that works on the month.
#[derive(Debug)]
pub struct Working {
    /// What it does.
    pub title: String,
    /// How far it is, in sentences.
    pub lines: Vec<String>,
    /// Seconds of the longest, where it solves.
    pub seconds: Option<(u32, u32)>,
    /// The job, where it can be cancelled.
    pub cancel: Option<String>,
}

/// Why a step came to nothing.
#[derive(Debug)]
pub struct FailureMark {
    /// What did not work.
    pub title: String,
    /// What cannot be kept, alone or together; empty for other reasons.
    pub clash: Vec<String>,
    /// What stands above that list.
    pub clash_title: String,
    /// The rules behind it, in words.
    pub rules: Vec<String>,
    /// What to do.
    pub advice: String,
    /// The program's own words, for whoever runs it.
    pub cause: String,
}

impl Steps {
    /// The steps of a month for somebody.
    #[must_use]
    pub fn new(lang: Lang, month: &Month, viewer: Viewer) -> Self {
        let work = month.work.as_ref();
        let open = work.filter(|work| work.state.is_open());
        let mut steps = Self {
            plans: viewer.plans,
            path: month_path(&month.district_id, &month.month),
            working: open.map(|work| Working::new(lang, work, viewer.limit)),
            failure: work.and_then(|work| {
                let failure = work.failure.as_ref()?;
                Some(FailureMark::new(lang, work.kind, failure))
            }),
            lines: Vec::new(),
            generate: None,
            publish: None,
            under: None,
            is_bare: month.proof.is_none(),
        };
        if steps.working.is_none() {
            steps.add_next(lang, month, viewer);
        }
        steps
    }

    fn add_next(&mut self, lang: Lang, month: &Month, viewer: Viewer) {
        match month.state {
            RosterState::Draft if self.plans => {
                let seconds = [("seconds", i64::from(viewer.limit).into())];
                self.lines.push(lang.text_with("step-draft", &seconds));
                self.generate = Some(lang.text("step-generate"));
            }
            RosterState::Proposed if self.plans => {
                self.generate = Some(lang.text("step-generate-again"));
                if month.is_outdated {
                    // Where that was tried, the failure says more.
                    if self.failure.is_none() {
                        self.lines.push(lang.text("step-outdated"));
                    }
                } else {
                    self.lines.push(lang.text(if month.tally().uncovered > 0 {
                        "step-proposed-gaps"
                    } else {
                        "step-proposed"
                    }));
                    self.publish = Some(before_publishing(lang, month));
                    self.under = under_form(lang, month);
                }
            }
            RosterState::Published => self.lines.extend(to_telephone(lang, month)),
            RosterState::Draft | RosterState::Proposed | RosterState::Solving => {}
        }
    }

    /// Whether there is anything to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && !(self.plans && self.failure.is_some())
    }
}

/// What publishing does, said before it is done.
fn before_publishing(lang: Lang, month: &Month) -> Vec<String> {
    let tally = month.tally();
    let mut lines = vec![lang.count("step-publish-letters", tally.people)];
    if tally.uncovered > 0 {
        lines.push(lang.count("step-publish-gaps", tally.uncovered));
    }
    lines.push(lang.text("step-publish-once"));
    lines
}

fn under_form(lang: Lang, month: &Month) -> Option<UnderForm> {
    let left = &month.law.left;
    (!left.is_empty()).then(|| UnderForm {
        line: lang.count("step-publish-under", left.len()),
        seen: fingerprint(left),
        longest: LONGEST_REASON,
    })
}

/// Whose letters could not be sent, in a sentence.
fn to_telephone(lang: Lang, month: &Month) -> Option<String> {
    let letters = month.work.as_ref()?.letters?;
    (letters.parked > 0).then(|| lang.count("step-telephone", letters.parked))
}

impl Working {
    fn new(lang: Lang, work: &Work, limit: u32) -> Self {
        let generates = work.kind == JobKind::GenerateRoster;
        let progress = work.progress.as_ref();
        let mut lines = Vec::new();
        match progress {
            Some(progress) => {
                lines.push(lang.word("solve-phase", &progress.phase));
                lines.extend(so_far(
                    lang,
                    progress.incumbent,
                    progress.bound,
                    progress.gap,
                ));
            }
            None if work.is_again => lines.push(lang.text("step-again-by-itself")),
            None => lines.push(lang.text("step-waits")),
        }
        Self {
            title: lang.text(if generates {
                "step-generating"
            } else {
                "step-publishing"
            }),
            lines,
            seconds: progress.map(|progress| (whole(progress.seconds).min(limit), limit)),
            cancel: generates.then(|| work.job_id.clone()),
        }
    }
}

/// The best roster so far and what is proven of it.
fn so_far(
    lang: Lang,
    incumbent: Option<i64>,
    bound: Option<f64>,
    gap: Option<f64>,
) -> Option<String> {
    let incumbent = incumbent?;
    let (Some(bound), Some(gap)) = (bound, gap) else {
        return Some(lang.count("solve-incumbent", incumbent));
    };
    let arguments = [
        ("incumbent", incumbent.into()),
        ("bound", format!("{bound:.0}").into()),
        ("percent", format!("{:.1}", gap * 100.0).into()),
    ];
    Some(lang.text_with("solve-so-far", &arguments))
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a solve takes seconds, not centuries, and none less than nothing"
)]
fn whole(seconds: f64) -> u32 {
    seconds as u32
}

impl FailureMark {
    fn new(lang: Lang, kind: JobKind, failure: &Failure) -> Self {
        let title = lang.text(if kind == JobKind::PublishRoster {
            "step-publishing-failed"
        } else {
            "step-generating-failed"
        });
        match failure {
            Failure::Clash(promises, rules) => Self {
                title,
                rules: rules
                    .iter()
                    .filter_map(|&rule| Some(lang.text(rule_key(rule)?)))
                    .collect(),
                clash: promises.iter().map(|p| in_words(lang, p)).collect(),
                clash_title: lang.count("clash-title", promises.len()),
                advice: lang.count("clash-advice", promises.len()),
                cause: String::new(),
            },
            Failure::Other(cause) => Self {
                title,
                clash: Vec::new(),
                rules: Vec::new(),
                clash_title: String::new(),
                advice: lang.text("step-failed-advice"),
                cause: cause.clone(),
            },
        }
    }
}

/// None for the rule that says no more than that the list above is to be kept.
fn rule_key(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::OneOption => "clash-rule-one-option",
        Rule::Seats => "clash-rule-seats",
        Rule::Pool => "clash-rule-pool",
        Rule::Skills => "clash-rule-skills",
        Rule::Languages => "clash-rule-languages",
        Rule::Station => "clash-rule-station",
        Rule::Windows => "clash-rule-windows",
        Rule::Overlap => "clash-rule-overlap",
        Rule::MostTurns => "clash-rule-most-turns",
        Rule::MostStations => "clash-rule-most-stations",
        Rule::LongestRun => "clash-rule-longest-run",
        Rule::MostWeekends => "clash-rule-most-weekends",
        Rule::Supervision => "clash-rule-supervision",
        Rule::Holder => "clash-rule-holder",
        Rule::Pins => return None,
        Rule::Bans => "clash-rule-bans",
    })
}

fn in_words(lang: Lang, promise: &Promise) -> String {
    let person = promise.person.as_str().into();
    match &promise.what {
        Promised::Pin {
            station,
            date,
            start,
            end,
        } => {
            let arguments = [
                ("person", person),
                ("station", station.as_str().into()),
                ("date", lang.short_date(*date).into()),
                ("time", lang.span(*start, *end).into()),
            ];
            lang.text_with("clash-pin", &arguments)
        }
        Promised::Series { station, name } => {
            let arguments = [
                ("person", person),
                ("station", station.as_str().into()),
                ("duty", duty_mark::name(lang, name).into()),
            ];
            lang.text_with("clash-series", &arguments)
        }
        Promised::Elsewhere => lang.text_with("clash-elsewhere", &[("person", person)]),
    }
}
