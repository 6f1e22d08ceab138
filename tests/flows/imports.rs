//! A city's setup brought by somebody who signs in, and topics below topics, on both databases.

use secrecy::SecretString;
use zhiban::actions::create_user::{NewUser, create_user};
use zhiban::actions::import_city::{ImportError, Importer, Mode, import_city, import_city_for};
use zhiban::actions::station_fits::Misfit;
use zhiban::demo;
use zhiban::domain::access::{Access, Grant, Role};
use zhiban::domain::city::Skill;
use zhiban::domain::legal_service::{LegalService, LegalServices};
use zhiban::store::{people, places, users};

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
            user_id,
            access: &access,
        };
        let city = demo::city(1, december());

        let tried = import_city_for(store, &context, &own, importer, Mode::Try).expect("tried");
        assert!(tried.is_unchanged(), "{}: {tried:?}", database.name);
        // The licences are held by the other city's people.
        let mut city = city;
        city.people.iter_mut().for_each(|p| p.licence = None);
        let tried = import_city_for(store, &context, &city, importer, Mode::Try).expect("tried");
        let kept = store.read(places::all_cities).expect("cities");
        assert_eq!(
            (kept.len(), granted().cities().len()),
            (1, 1),
            "{}",
            database.name
        );
        let done = import_city_for(store, &context, &city, importer, Mode::Write).expect("done");
        assert_eq!(tried.tables, done.tables, "{}", database.name);
        let mut cities = vec![own_id, done.city_id];
        cities.sort();
        assert_eq!(granted().cities(), cities, "{}", database.name);

        let nobody = Access::default();
        let stranger = Importer {
            user_id,
            access: &nobody,
        };
        let refused = import_city_for(store, &context, &city, stranger, Mode::Write);
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
