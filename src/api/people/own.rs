//! What belongs to a person, as a body says it: checked against what is there, and written to their rows.

use std::collections::HashSet;

use super::body::{LanguageBody, QualificationBody};
use crate::domain::language::Level;
use crate::domain::qualification::QualificationKind;
use crate::store::belongings::{
    Belongings, PersonDistrictRow, PersonLanguageRow, PersonSkillRow, PersonStationRow,
};
use crate::store::qualifications::{QualificationRow, licence_holders};
use crate::store::whole_people::{Named, named};
use crate::store::{Connection, StoreError};
use crate::web::check::Checks;

/// Most characters of a number or an issuer.
const LONGEST: usize = 200;

/// What a body says; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub(super) struct OwnSaid {
    pub(super) skills: Option<Vec<String>>,
    pub(super) languages: Option<Vec<LanguageBody>>,
    pub(super) also_districts: Option<Vec<String>>,
    pub(super) avoids: Option<Vec<String>>,
    pub(super) prefers: Option<Vec<String>>,
    pub(super) qualifications: Option<Vec<QualificationBody>>,
}

/// What there is of what is named, and who else holds a licence that is named.
pub(super) struct There {
    named: Named,
    held: HashSet<String>,
}

fn each<T>(list: &Option<Vec<T>>) -> &[T] {
    list.as_deref().unwrap_or_default()
}

impl OwnSaid {
    /// Looks up what is named, for a person of a district.
    pub(super) fn look_up(
        &self,
        c: &mut Connection,
        person_id: &str,
        district_id: &str,
    ) -> Result<There, StoreError> {
        let ids = Named {
            skills: each(&self.skills).to_vec(),
            districts: each(&self.also_districts).to_vec(),
            stations: [each(&self.avoids), each(&self.prefers)].concat(),
        };
        let licences = each(&self.qualifications).iter();
        let licences = licences.filter(|q| q.kind == QualificationKind::Licence.as_str());
        let numbers: Vec<&str> = licences.map(|q| q.number.trim()).collect();
        let holders = licence_holders(c, &numbers)?.into_iter();
        let others = holders.filter(|(_, holder, _)| holder != person_id);
        Ok(There {
            named: named(c, district_id, &ids)?,
            held: others.map(|(number, ..)| number).collect(),
        })
    }

    /// Checks all of it; `own` is what would belong to the person then.
    pub(super) fn check(&self, checks: &mut Checks, own: &Belongings, there: &There) {
        let lists = [
            ("skills", &self.skills, &there.named.skills),
            (
                "also_districts",
                &self.also_districts,
                &there.named.districts,
            ),
            ("avoids", &self.avoids, &there.named.stations),
            ("prefers", &self.prefers, &there.named.stations),
        ];
        for (name, said, known) in lists {
            for (n, id) in each(said).iter().enumerate() {
                checks.known(&format!("{name}/{n}"), id, known.contains(id));
            }
        }
        let mut attitudes: HashSet<&str> = HashSet::new();
        if own
            .stations
            .iter()
            .any(|s| !attitudes.insert(&s.station_id))
        {
            checks.wrong_with("prefers", "problem-place-avoided-too");
        }
        self.check_languages(checks);
        self.check_qualifications(checks, there);
    }

    fn check_languages(&self, checks: &mut Checks) {
        let levels = Level::ALL.map(Level::as_str);
        let mut seen = HashSet::new();
        for (n, known) in each(&self.languages).iter().enumerate() {
            let place = |field: &str| format!("languages/{n}/{field}");
            checks.language(&place("tag"), &known.tag);
            if !seen.insert(tag(known)) {
                checks.wrong_with(&place("tag"), "problem-place-twice");
            }
            checks.word(&place("speaks"), &known.speaks, &levels);
            for (field, level) in [("understands", &known.understands), ("reads", &known.reads)] {
                if let Some(level) = level {
                    checks.word(&place(field), level, &levels);
                }
            }
        }
    }

    fn check_qualifications(&self, checks: &mut Checks, there: &There) {
        let kinds = QualificationKind::ALL.map(QualificationKind::as_str);
        let mut seen = HashSet::new();
        for (n, held) in each(&self.qualifications).iter().enumerate() {
            let place = |field: &str| format!("qualifications/{n}/{field}");
            let number = held.number.trim();
            checks.word(&place("kind"), &held.kind, &kinds);
            checks.says(&place("number"), number);
            checks.no_longer(&place("number"), number, LONGEST);
            checks.no_longer(&place("issued_by"), &held.issued_by, LONGEST);
            let is_licence = held.kind == QualificationKind::Licence.as_str();
            if is_licence && there.held.contains(number) {
                checks.wrong_with(&place("number"), "problem-place-licence-held");
            }
            if !seen.insert((&held.kind, number)) {
                checks.wrong_with(&place("number"), "problem-place-twice");
            }
            if let (Some(from), Some(until)) = (held.valid_from, held.valid_until) {
                checks.order(&place("valid_until"), from <= until);
            }
        }
    }

    /// Writes what is said over what belongs to the person. What says the same keeps its row.
    pub(super) fn apply(&self, person_id: &str, own: &mut Belongings, new_id: impl Fn() -> String) {
        let person_id = || person_id.to_owned();
        let unique = |ids: &[String]| {
            let mut seen = HashSet::new();
            let each = ids.iter().filter(|id| seen.insert((*id).clone()));
            each.cloned().collect::<Vec<_>>()
        };
        if let Some(ids) = &self.skills {
            let row = |skill_id| PersonSkillRow {
                person_id: person_id(),
                skill_id,
            };
            own.skills = unique(ids).into_iter().map(row).collect();
        }
        if let Some(ids) = &self.also_districts {
            let row = |district_id| PersonDistrictRow {
                person_id: person_id(),
                district_id,
            };
            own.districts = unique(ids).into_iter().map(row).collect();
        }
        for (attitude, ids) in [("avoid", &self.avoids), ("prefers", &self.prefers)] {
            if let Some(ids) = ids {
                own.stations.retain(|row| row.attitude != attitude);
                let row = |station_id| PersonStationRow {
                    person_id: person_id(),
                    station_id,
                    attitude: attitude.to_owned(),
                };
                own.stations.extend(unique(ids).into_iter().map(row));
            }
        }
        if let Some(all) = &self.languages {
            let row = |known: &LanguageBody| PersonLanguageRow {
                person_id: person_id(),
                tag: tag(known),
                level: known.speaks.clone(),
                understands: known.understands.clone(),
                reads: known.reads.clone(),
            };
            own.languages = all.iter().map(row).collect();
        }
        if let Some(all) = &self.qualifications {
            let row = |held: &QualificationBody| QualificationRow {
                id: new_id(),
                person_id: person_id(),
                kind: held.kind.clone(),
                number: held.number.trim().to_owned(),
                issued_by: held.issued_by.trim().to_owned(),
                valid_from: held.valid_from,
                valid_until: held.valid_until,
            };
            own.qualifications = all.iter().map(row).collect();
        }
        own.sort();
    }
}

/// The tag in its canonical case; one that is none was told of.
fn tag(known: &LanguageBody) -> String {
    let tag = crate::domain::language::Tag::parse(&known.tag);
    tag.map_or_else(|| known.tag.clone(), |tag| tag.to_string())
}

impl From<PersonLanguageRow> for LanguageBody {
    fn from(row: PersonLanguageRow) -> Self {
        Self {
            tag: row.tag,
            speaks: row.level,
            understands: row.understands,
            reads: row.reads,
        }
    }
}

impl From<QualificationRow> for QualificationBody {
    fn from(row: QualificationRow) -> Self {
        Self {
            kind: row.kind,
            number: row.number,
            issued_by: row.issued_by,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
        }
    }
}
