//! Nothing panics, hangs or fills the memory, whatever the bytes.

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use zhiban::domain::demand::Recurrence;
use zhiban::files::workbook::{Wrong, read, write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::book::city;

/// The parts of the invented city's workbook, unpacked.
fn parts() -> Vec<(String, Vec<u8>)> {
    parts_of(&write(&city()).unwrap())
}

fn parts_of(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().to_string(), bytes)
        })
        .collect()
}

/// Parts as a file whose check sums are right, so that a parser goes on to what is in them.
fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive
            .start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The workbook with a text of one of its parts replaced.
fn with(name: &str, from: &str, to: &str) -> Vec<u8> {
    repacked(&write(&city()).unwrap(), name, from, to)
}

/// A file with a text of one of its parts replaced.
pub(crate) fn repacked(bytes: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut parts = parts_of(bytes);
    let part = &mut parts.iter_mut().find(|part| part.0 == name).unwrap().1;
    let text = String::from_utf8(std::mem::take(part)).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    *part = text.replacen(from, to, 1).into_bytes();
    packed(&parts)
}

fn wrong(bytes: &[u8]) -> Vec<Wrong> {
    read(bytes)
        .unwrap_err()
        .into_iter()
        .map(|problem| problem.wrong)
        .collect()
}

#[test]
fn a_small_file_that_unpacks_to_a_huge_one_is_refused() {
    let mut parts = parts();
    parts.push(("xl/media/image1.png".to_owned(), vec![0; 401 << 20]));
    let bytes = packed(&parts);
    assert!(bytes.len() < 2 << 20);
    assert_eq!(wrong(&bytes), [Wrong::TooLarge]);
}

#[test]
fn a_number_of_texts_for_which_there_is_no_memory_is_refused() {
    for count in [
        "uniqueCount=\"99999999999\"",
        "uniqueCount = '99999999999999999999999'",
    ] {
        let bytes = with(
            "xl/sharedStrings.xml",
            "uniqueCount=",
            &format!("{count} unique="),
        );
        assert_eq!(wrong(&bytes), [Wrong::TooLarge], "{count}");
    }
}

#[test]
fn one_cell_in_the_last_corner_of_a_sheet_takes_no_room_for_all_those_before_it() {
    let bytes = with(
        "xl/worksheets/sheet3.xml",
        "</sheetData>",
        "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>",
    );
    assert_eq!(wrong(&bytes), [Wrong::UnnamedColumn]);
}

#[test]
fn one_long_text_in_many_cells_is_refused_before_it_fills_the_memory() {
    let mut parts = parts();
    let mut replace = |name: &str, from: &str, to: &str| {
        let part = &mut parts.iter_mut().find(|part| part.0 == name).unwrap().1;
        let text = String::from_utf8(std::mem::take(part)).unwrap();
        *part = text.replacen(from, to, 1).into_bytes();
    };
    let long = format!("<si><t>{}", "x".repeat(1 << 20));
    replace("xl/sharedStrings.xml", "<si><t>", &long);
    let cell = |row: u32| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>");
    let cells: String = (100..400).map(cell).collect();
    replace(
        "xl/worksheets/sheet3.xml",
        "</sheetData>",
        &format!("{cells}</sheetData>"),
    );
    assert_eq!(wrong(&packed(&parts)), [Wrong::TooLarge]);
}

#[test]
fn a_place_beyond_all_numbers_makes_the_file_a_damaged_one() {
    for place in ["ZZZZZZZZZZZZ1", "A99999999999999", "A0", "\u{e9}1"] {
        let bytes = with(
            "xl/worksheets/sheet3.xml",
            "r=\"A2\"",
            &format!("r=\"{place}\""),
        );
        assert_eq!(wrong(&bytes), [Wrong::Damaged], "{place}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(read(&bytes).is_err());
        let mut archive = b"PK\x03\x04".to_vec();
        archive.extend(bytes);
        prop_assert!(read(&archive).is_err());
    }

    #[test]
    fn any_rule_is_answered(rule in "(RRULE:)?(FREQ=[A-Z]{0,8})?(;(INTERVAL|COUNT|BYDAY|BYMONTHDAY|BYSETPOS|UNTIL|WKST|BYEASTER|BYWEEKNO|BYYEARDAY)=[-+0-9A-Z,]{0,12}){0,4}") {
        let _ = Recurrence::parse(&rule, "2026-12-01".parse().unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_workbook_is_answered(at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40), cut in any::<prop::sample::Index>(), cuts: bool) {
        let mut bytes = write(&city()).unwrap();
        for (index, byte) in at {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = read(&bytes);
    }

    #[test]
    fn damage_within_its_parts_is_answered(
        at in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), damage()), 1..20),
    ) {
        let mut parts = parts();
        for (part, place, damage) in at {
            let number = part.index(parts.len());
            let bytes = &mut parts[number].1;
            let place = place.index(bytes.len().max(1));
            damage.to(bytes, place);
        }
        let _ = read(&packed(&parts));
    }
}

/// What happens to a part at a place.
#[derive(Debug, Clone)]
enum Damage {
    Byte(u8),
    Text(&'static str),
    Cut,
    Gone(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    const TEXTS: &[&str] = &[
        "<",
        ">",
        "\"",
        "&#0;",
        "</c>",
        "<row r=\"0\">",
        "<c r=\"",
        "<v>",
        "99999999999999999999",
        "t=\"s\"",
        "t=\"d\"",
        "-1",
        "NaN",
        "<is>",
    ];
    prop_oneof![
        any::<u8>().prop_map(Damage::Byte),
        prop::sample::select(TEXTS).prop_map(Damage::Text),
        Just(Damage::Cut),
        (1..200_usize).prop_map(Damage::Gone),
    ]
}

impl Damage {
    fn to(&self, bytes: &mut Vec<u8>, place: usize) {
        match self {
            _ if bytes.is_empty() => {}
            Self::Byte(byte) => bytes[place] = *byte,
            Self::Text(text) => drop(bytes.splice(place..place, text.bytes())),
            Self::Cut => bytes.truncate(place),
            Self::Gone(length) => {
                let end = (place + length).min(bytes.len());
                bytes.drain(place..end);
            }
        }
    }
}
