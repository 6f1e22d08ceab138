//! The first sheet: how the workbook is used, and what each sheet and column means, in every language with texts.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::super::layout::{Sheet, TEMPLATE_OPTIONS, message};
use super::{FREE, NEEDED};
use crate::texts::Lang;

/// Its name; it is not read.
const NAME: &str = "Read me";

/// The paragraphs on top.
const PARAGRAPHS: [&str; 6] = [
    "workbook-how-to-begin",
    "workbook-how-to-rows",
    "workbook-how-to-codes",
    "workbook-how-to-lists",
    "workbook-how-to-left-out",
    "workbook-how-to-wrong",
];

/// Rules to copy.
pub(super) const RULES: [&str; 6] = [
    "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "FREQ=WEEKLY;BYDAY=MO,TH",
    "FREQ=MONTHLY;BYDAY=2SA",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=4",
];

/// The column in which a language's texts stand.
const FIRST_LANGUAGE: u16 = 4;

/// How it looks.
struct Looks {
    title: Format,
    head: Format,
    sheet: Format,
    code: Format,
    said: Format,
}

impl Looks {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        let filled = |(ink, paper): (u32, u32)| {
            top()
                .set_bold()
                .set_font_color(ink)
                .set_background_color(paper)
        };
        Self {
            title: Format::new().set_bold().set_font_size(16),
            head: filled(NEEDED),
            sheet: filled(FREE)
                .set_text_wrap()
                .set_border_top(FormatBorder::Thin),
            code: top().set_num_format("@"),
            said: top().set_text_wrap(),
        }
    }
}

/// For a file with these sheets.
pub(super) fn write(paper: &mut Worksheet, sheets: &[&Sheet]) -> Result<(), XlsxError> {
    paper.set_name(NAME)?;
    let looks = Looks::new();
    for (at, width) in (0..).zip([17, 20, 8, 30]) {
        paper.set_column_width(at, width)?;
    }
    for (at, _) in (FIRST_LANGUAGE..).zip(Lang::all()) {
        paper.set_column_width(at, 62)?;
    }
    let row = paragraphs(paper, &looks)?;
    let row = columns(paper, row + 1, sheets, &looks)?;
    let has_rules = |sheet: &&Sheet| sheet.name == TEMPLATE_OPTIONS.name;
    if sheets.iter().any(has_rules) {
        rules(paper, row + 1, &looks)?;
    }
    Ok(())
}

/// The title and the paragraphs, one language after the other.
fn paragraphs(paper: &mut Worksheet, looks: &Looks) -> Result<u32, XlsxError> {
    let mut row = 0;
    for lang in Lang::all() {
        paper.write_string_with_format(row, 0, lang.text("workbook-title"), &looks.title)?;
        row += 1;
        for id in PARAGRAPHS {
            // Not wrapped: it runs on over the empty cells beside it.
            paper.write_string(row, 0, lang.text(id))?;
            row += 1;
        }
        row += 1;
    }
    Ok(row)
}

/// Every sheet and column.
fn columns(
    paper: &mut Worksheet,
    mut row: u32,
    sheets: &[&Sheet],
    looks: &Looks,
) -> Result<u32, XlsxError> {
    for (at, head) in (0..).zip(["Sheet", "Column", "Needed", "Example"]) {
        paper.write_string_with_format(row, at, head, &looks.head)?;
    }
    for (at, lang) in (FIRST_LANGUAGE..).zip(Lang::all()) {
        paper.write_string_with_format(row, at, lang.own_name(), &looks.head)?;
    }
    for sheet in sheets {
        row += 1;
        for (at, text) in (0..).zip([sheet.name, "", "", ""]) {
            paper.write_string_with_format(row, at, text, &looks.sheet)?;
        }
        say(paper, row, &message(sheet, None), &looks.sheet)?;
        for column in sheet.columns {
            row += 1;
            let needed = if column.needed { "●" } else { "" };
            for (at, text) in (0..).zip([sheet.name, column.name, needed, column.example]) {
                paper.write_string_with_format(row, at, text, &looks.code)?;
            }
            say(paper, row, &message(sheet, Some(column)), &looks.said)?;
        }
    }
    Ok(row + 1)
}

/// Rules to copy.
fn rules(paper: &mut Worksheet, mut row: u32, looks: &Looks) -> Result<(), XlsxError> {
    for (at, head) in (0..).zip(["TemplateOptions", "Rule", "", ""]) {
        paper.write_string_with_format(row, at, head, &looks.head)?;
    }
    say(paper, row, "workbook-rules", &looks.head)?;
    for rule in RULES {
        row += 1;
        paper.write_string_with_format(row, 1, rule, &looks.code)?;
        for (at, lang) in (FIRST_LANGUAGE..).zip(Lang::all()) {
            paper.write_string_with_format(row, at, lang.rule(rule), &looks.said)?;
        }
    }
    Ok(())
}

/// A message in each language's column.
fn say(paper: &mut Worksheet, row: u32, id: &str, look: &Format) -> Result<(), XlsxError> {
    for (at, lang) in (FIRST_LANGUAGE..).zip(Lang::all()) {
        paper.write_string_with_format(row, at, lang.text(id), look)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::demand::Recurrence;

    #[test]
    fn the_rules_to_copy_are_rules() {
        for rule in RULES {
            let first = chrono::NaiveDate::default();
            assert!(Recurrence::parse(rule, first).is_ok(), "{rule}");
            assert_ne!(Lang::default().rule(rule), rule, "it has words");
        }
    }
}
