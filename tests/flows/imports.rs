//! A city's setup brought by somebody who signs in, and topics below topics, on both databases.

use secrecy::SecretString;
use zhiban::actions::create_user::{NewUser, create_user};
use zhiban::actions::import_city::{
    ImportError, Imported, Importer, Mode, Sent, import_city, import_file,
};
use zhiban::actions::station_fits::Misfit;
use zhiban::demo;
use zhiban::domain::access::{Access, Grant, Role};
use zhiban::domain::city::{CitySetup, Skill};
use zhiban::domain::legal_service::{LegalService, LegalServices};
use zhiban::files::workbook::{Letters, List, RowFate, open, write, write_text};
use zhiban::store::{Store, belongings, people, places, users};

use crate::databases::each;
use crate::month::{context, december};
use crate::published::distinct;

fn skill(code: &str, parent: Option<&str>) -> Skill {
    Skill {
        code: code.to_owned(),
        name: "专长".to_owned(),
        name_en: String::new(),
        parent: parent.map(str::to_owned),
    }
}

#[test]
fn topics_may_lie_below_topics_that_come_much_later() {
    each(|database| {
        let mut city = demo::city(1, december());
        city.skills.insert(0, skill("wages", Some("pay")));
        // More than go into one statement.
        let others = (0..2000).map(|n| skill(&format!("topic-{n}"), Some("labour")));
        city.skills.extend(others);
        city.skills.push(skill("pay", Some("labour")));
        import_city(&database.store, &context(), &city).expect("imported");
        let kept = database.store.read(people::all_skills).expect("skills");
        let id = |code: &str| {
            let found = kept.iter().find(|s| s.code == code).expect("the skill");
            (found.id.clone(), found.parent_id.clone())
        };
        assert_eq!(id("wages").1, Some(id("pay").0), "{}", database.name);
        assert_eq!(id("pay").1, Some(id("labour").0), "{}", database.name);
    });
}

#[test]
fn a_new_city_is_tried_without_a_trace_and_then_belongs_to_who_brought_it() {
    each(|database| {
        let (store, context) = (&database.store, context());
        let mut own = demo::city(1, december());
        own.code = "another".to_owned();
        let own_id = import_city(store, &context, &own)
            .expect("imported")
            .city_id;
        let id = create_user(store, &context, &administrator(&own_id)).expect("made");
        let granted = || store.read(|c| users::access(c, &id)).expect("access");
        let (user_id, access) = (id.as_str(), granted());
        let importer = Importer {
            user_id: Some(user_id),
            access: &access,
        };
        let city = demo::city(1, december());

        let send = |city: &CitySetup, importer, mode| {
            let file = open(&write(city).expect("written")).expect("opened");
            let sent = Sent {
                importer: Some(importer),
                city_id: None,
                district_id: None,
                mode,
            };
            import_file(store, &context, &file, sent)
        };
        let tried = send(&own, importer, Mode::Try).expect("tried");
        assert!(tried.changes.is_empty(), "{}: {tried:?}", database.name);
        assert!(tried.is_unchanged(), "{}: {tried:?}", database.name);
        // The licences are held by the other city's people.
        let mut city = city;
        city.people.iter_mut().for_each(|p| p.licence = None);
        let tried = send(&city, importer, Mode::Try).expect("tried");
        let stations = tried.changes.iter().find(|list| list.list == "Stations");
        let stations = &stations.expect("stations").rows;
        assert_eq!(stations.len(), city.stations.len());
        assert!(stations.iter().all(|row| row.fate == RowFate::New));
        let pools = tried.changes.iter().find(|list| list.list == "Pools");
        assert!(pools.is_none(), "they are the installation's: {pools:?}");
        let kept = store.read(places::all_cities).expect("cities");
        assert_eq!(
            (kept.len(), granted().cities().len()),
            (1, 1),
            "{}",
            database.name
        );
        let done = send(&city, importer, Mode::Write).expect("done");
        assert!(
            done.changes.is_empty(),
            "they are named only where it is tried"
        );
        assert_eq!(tried.tables, done.tables, "{}", database.name);
        let mut cities = vec![own_id, done.city_id];
        cities.sort();
        assert_eq!(granted().cities(), cities, "{}", database.name);

        let nobody = Access::default();
        let stranger = Importer {
            user_id: Some(user_id),
            access: &nobody,
        };
        let refused = send(&city, stranger, Mode::Write);
        assert!(
            matches!(refused, Err(ImportError::NotYours { .. })),
            "{}",
            database.name
        );
    });
}

fn administrator(city_id: &str) -> NewUser {
    NewUser {
        email: "admin@example.org".to_owned(),
        name: "管理员".to_owned(),
        password: SecretString::from("a long enough password"),
        locale: "zh-Hans".to_owned(),
        grants: vec![Grant {
            role: Role::Administrator,
            city_id: city_id.to_owned(),
            district_id: None,
        }],
    }
}

#[test]
fn a_template_is_for_no_service_that_its_pool_does_not_give() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        let mut setup = demo::city(1, december());
        let template = setup
            .templates
            .iter_mut()
            .find(|t| t.pool == "police")
            .unwrap();
        template.service = Some(LegalService::Publicity);
        let code = template.code.clone();
        import_city(store, &distinct(), &setup).unwrap();
        // What the workbook leaves unsaid of a pool stays: it is told all the same.
        for pool in &mut setup.pools {
            pool.services = None;
        }
        let template = setup.templates.iter_mut().find(|t| t.code == code).unwrap();
        template.service = Some(LegalService::Representation);
        let refused = import_city(store, &distinct(), &setup);
        let not_given = |error: &ImportError| {
            matches!(error, ImportError::NotGiven { template, service, pool }
                if *template == code && service == "representation" && pool == "police")
        };
        assert!(
            refused.as_ref().is_err_and(not_given),
            "{name}: {refused:?}"
        );
    });
}

#[test]
fn a_template_that_the_workbook_leaves_out_is_held_against_what_it_says_of_its_station() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        let mut setup = demo::city(1, december());
        setup.templates[0].service = Some(LegalService::Advice);
        import_city(store, &distinct(), &setup).unwrap();
        let template = setup.templates.remove(0);
        let code = template.station.clone();
        let station = setup.stations.iter_mut().find(|s| s.code == code);
        let station = station.unwrap();
        station.services = LegalServices::parse("publicity").unwrap();
        let refused = import_city(store, &distinct(), &setup);
        assert!(
            matches!(&refused, Err(ImportError::Misfit { station, misfit: Misfit::NotOffered { template: of, .. } })
                if *station == code && *of == template.code),
            "{name}: {refused:?}"
        );
        let station = setup.stations.iter_mut().find(|s| s.code == code);
        let station = station.unwrap();
        station.services = LegalServices::default();
        station.opening_hours = "Mo-Su 03:00-04:00".to_owned();
        let others: Vec<_> = setup.templates.iter().map(|t| t.code.clone()).collect();
        setup.templates.retain(|t| t.station != code);
        let refused = import_city(store, &distinct(), &setup);
        assert!(
            matches!(&refused, Err(ImportError::Misfit { misfit: Misfit::Outside { template: of, .. }, .. })
                if !others.contains(of) || of.starts_with(&code)),
            "{name}: {refused:?}"
        );
    });
}

/// Sends a file from the machine itself, or as that of a district.
fn send(
    store: &Store,
    bytes: &[u8],
    district_id: Option<&str>,
    mode: Mode,
) -> Result<Imported, ImportError> {
    let file = open(bytes).expect("opened");
    let sent = Sent {
        importer: None,
        city_id: None,
        district_id,
        mode,
    };
    import_file(store, &distinct(), &file, sent)
}

fn list(setup: &CitySetup, name: &str) -> Vec<u8> {
    write_text(setup, List::parse(name).expect("a list"), Letters::Utf8)
}

#[test]
fn a_list_of_times_leaves_everything_else_as_it_is() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        let mut setup = demo::city(1, december());
        let city = import_city(store, &distinct(), &setup).unwrap().city_id;
        let before = store.read(|c| belongings::belongings_of(c, &city)).unwrap();
        let mut own = setup.clone();
        own.people.retain(|p| !p.weekly.is_empty());
        own.people.truncate(1);
        own.people[0].weekly.truncate(1);
        own.people[0].weekly[0].span.start = 7 * 60;
        let file = list(&own, "availability");
        let tried = send(store, &file, None, Mode::Try).unwrap();
        let [changes] = &tried.changes[..] else {
            panic!("{name}: {:?}", tried.changes);
        };
        let count = |fate| changes.rows.iter().filter(|row| row.fate == fate).count();
        let all: usize = setup.people.iter().map(|p| p.weekly.len()).sum();
        let code = &own.people[0].code;
        let of_person = setup.people.iter_mut().find(|p| p.code == *code).unwrap();
        let had = of_person.weekly.len();
        assert_eq!(
            (
                changes.list,
                count(RowFate::New),
                count(RowFate::Gone),
                count(RowFate::LeftOut)
            ),
            ("Availability", 1, had, all - had),
            "{name}"
        );
        let done = send(store, &file, None, Mode::Write).unwrap();
        assert_eq!(done.tables.len(), 1, "{name}: {:?}", done.tables);
        assert_eq!(
            (done.tables[0].0, done.tables[0].1.changed),
            ("People", 1),
            "{name}"
        );
        let after = store.read(|c| belongings::belongings_of(c, &city)).unwrap();
        let moved: Vec<_> = after
            .keys()
            .filter(|id| before[*id] != after[*id])
            .collect();
        let [moved] = &moved[..] else {
            panic!("{name}: {} people", moved.len());
        };
        let (was, is) = (&before[*moved], &after[*moved]);
        assert_eq!(
            (is.weekly.len(), &is.exceptions),
            (1, &was.exceptions),
            "{name}"
        );
        assert_eq!(
            (&is.skills, &is.qualifications),
            (&was.skills, &was.qualifications),
            "{name}"
        );
        let again = send(store, &file, None, Mode::Write).unwrap();
        assert!(again.is_unchanged(), "{name}");
    });
}

#[test]
fn the_file_of_a_district_changes_its_own_rows_only() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        let setup = demo::city(1, december());
        let city = import_city(store, &distinct(), &setup).unwrap().city_id;
        let districts = store.read(|c| places::districts_of(c, &city)).unwrap();
        let (own, other) = (&districts[0], &districts[1]);
        let export = |id: &str| zhiban::actions::export_city::export_district(store, id).unwrap();
        let mut kept = export(&own.id);
        assert!(
            kept.stations.iter().all(|s| s.district == own.code),
            "{name}"
        );
        assert!(kept.people.iter().all(|p| p.district == own.code), "{name}");
        let again = send(store, &write(&kept).unwrap(), Some(&own.id), Mode::Write).unwrap();
        assert!(again.is_unchanged(), "{name}: {again:?}");

        // What the city shares is not a district's to change.
        kept.pools[0].name = "别的".to_owned();
        let refused = send(store, &write(&kept).unwrap(), Some(&own.id), Mode::Write);
        assert!(
            matches!(
                refused,
                Err(ImportError::Shared { .. } | ImportError::NotDistricts { .. })
            ),
            "{name}: {refused:?}"
        );
        kept.pools.clone_from(&setup.pools);
        kept.districts[0].name_en = "Otherwise".to_owned();
        let file = list(&kept, "districts");
        let refused = send(store, &file, Some(&own.id), Mode::Write);
        assert!(
            matches!(
                refused,
                Err(ImportError::NotDistricts { list: "Districts" })
            ),
            "{name}: {refused:?}"
        );

        // Nor a row of another district, whose code is taken in the city.
        let theirs = export(&other.id);
        for lists in ["stations", "people"] {
            let mut mine = theirs.clone();
            for station in &mut mine.stations {
                station.district.clone_from(&own.code);
            }
            for person in &mut mine.people {
                person.district.clone_from(&own.code);
                (person.avoid, person.prefers) = (Vec::new(), Vec::new());
            }
            let refused = send(store, &list(&mine, lists), Some(&own.id), Mode::Write);
            assert!(
                matches!(refused, Err(ImportError::Elsewhere { .. })),
                "{name} {lists}: {refused:?}"
            );
        }
        let mut mine = export(&own.id);
        mine.templates.clone_from(&theirs.templates);
        for template in &mut mine.templates {
            template.station.clone_from(&mine.stations[0].code);
            (template.holder, template.by_video) = (None, false);
        }
        let refused = send(store, &write(&mine).unwrap(), Some(&own.id), Mode::Write);
        assert!(
            matches!(
                &refused,
                Err(ImportError::Elsewhere {
                    list: "Templates",
                    ..
                })
            ),
            "{name}: {refused:?}"
        );
        let nowhere = send(
            store,
            &list(&kept, "stations"),
            Some("nowhere"),
            Mode::Write,
        );
        assert!(
            matches!(nowhere, Err(ImportError::Gone)),
            "{name}: {nowhere:?}"
        );
    });
}
