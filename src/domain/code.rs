//! Codes: the short names by which rows of a workbook refer to each other.

/// Longest code, in characters.
const LONGEST: usize = 64;

/// Whether a text can be a code: so short, and without what stands between codes in a cell.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let fits = (1..=LONGEST).contains(&text.chars().count());
    fits && !text.contains(|c: char| separates_codes(c) || c.is_control())
}

/// Whether a letter stands between codes.
#[must_use]
pub fn separates_codes(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_short_word() {
        for right in ["YD01", "tue-am", "东湖", &"x".repeat(64)] {
            assert!(is_code(right), "{right}");
        }
        for wrong in ["", "Y D", "a,b", "a;b", "a\u{7}", " a", &"x".repeat(65)] {
            assert!(!is_code(wrong), "{wrong}");
        }
    }
}
