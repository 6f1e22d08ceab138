//! Times what people wait for: a city's import, and a month's grid. On SQLite, in the profile that the program is built with.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

#[path = "../tests/prepared/mod.rs"]
mod prepared;

use std::hint::black_box;
use std::time::Duration;

use askama::Template;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use prepared::{Stage, context, month, prepare};
use zhiban::actions::import_city::import_city;
use zhiban::actions::show_month::{Month, show_month};
use zhiban::demo;
use zhiban::files::workbook;
use zhiban::pages::frame::Frame;
use zhiban::pages::month_grid::MonthGridPage;
use zhiban::pages::month_steps::Viewer;
use zhiban::store::places::DistrictRow;
use zhiban::store::{Store, StoreOptions, places, rosters};
use zhiban::texts::Lang;

/// A migrated, empty database that goes with its folder.
fn database() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/zhiban.db", folder.path().display());
    let store = Store::open(&url, &StoreOptions::default()).unwrap();
    store.migrate().unwrap();
    (store, folder)
}

/// The demo's city: 3 districts, 60 stations, 150 people, from its workbook.
fn imports(c: &mut Criterion) {
    let mut group = c.benchmark_group("import");
    group.sample_size(10);
    let setup = demo::city(1, month());
    let bytes = workbook::write(&setup).unwrap();
    eprintln!("the workbook: {} bytes", bytes.len());
    group.bench_function("the workbook read", |b| {
        b.iter(|| black_box(workbook::read(&bytes).unwrap()));
    });
    group.bench_function("the workbook into an empty database", |b| {
        let import = |(store, folder)| {
            let setup = workbook::read(&bytes).unwrap();
            import_city(&store, &context(), &setup).unwrap();
            (store, folder)
        };
        b.iter_batched(database, import, BatchSize::PerIteration);
    });
    let (store, _folder) = database();
    import_city(&store, &context(), &setup).unwrap();
    group.bench_function("again, nothing changed", |b| {
        b.iter(|| import_city(&store, &context(), &setup).unwrap());
    });
    group.finish();
}

/// A district's month with people on its duties, from the database to HTML.
fn grid(c: &mut Criterion) {
    let (store, _folder) = database();
    let ids = prepare(&store, Stage::Proposed);
    let roster = store.read(|c| rosters::find(c, &ids[0])).unwrap().unwrap();
    let find = |c: &mut _| places::find_district(c, &roster.district_id);
    let district: DistrictRow = store.read(find).unwrap().unwrap();
    let lang = Lang::choose(["zh-Hans"]);
    let viewer = Viewer {
        plans: true,
        limit: 60,
    };
    let load = || show_month(&store, &district, &roster.month).unwrap();
    let render = |month: &Month| {
        let page = MonthGridPage::new(Frame::new(lang, "/"), month, viewer);
        page.render().unwrap()
    };
    let month = load();
    let (stations, duties) = (month.stations.len(), month.duties.len());
    eprintln!(
        "the grid: {stations} stations, {duties} duties, {} bytes",
        render(&month).len()
    );

    let mut group = c.benchmark_group("month grid");
    group.bench_function("read", |b| b.iter(|| black_box(load())));
    group.bench_function("rendered", |b| b.iter(|| black_box(render(&month))));
    group.bench_function("read and rendered", |b| {
        b.iter(|| black_box(render(&load())))
    });
    group.finish();
}

criterion_group! {
    name = service;
    config = Criterion::default().measurement_time(Duration::from_secs(5)).warm_up_time(Duration::from_secs(1));
    targets = imports, grid
}
criterion_main!(service);
