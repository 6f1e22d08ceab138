//! Names of sheets as a spreadsheet program allows them: at most 31 characters, some signs not, each once.

use std::collections::HashSet;

/// Most characters, as the program counts them: one beyond the basic plane counts twice.
const MOST: usize = 31;

/// Signs that no name may have.
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// The names that are taken, without regard to capitals.
pub(super) struct SheetNames(HashSet<String>);

impl Default for SheetNames {
    fn default() -> Self {
        // Excel keeps this name for itself.
        Self(HashSet::from(["history".to_owned()]))
    }
}

impl SheetNames {
    /// A name that is still free: the district's, cut where it is too long, with a number where another has it, then what the sheet holds.
    pub(super) fn take(&mut self, district: &str, ending: &str) -> String {
        let clean = clean(district);
        let mut number = 1;
        loop {
            let ending = if number == 1 {
                ending.to_owned()
            } else {
                format!(" {number}{ending}")
            };
            let begin = cut(&clean, MOST.saturating_sub(length(&ending)));
            let name = cut(&format!("{begin}{ending}"), MOST).to_owned();
            if self.0.insert(name.to_lowercase()) {
                return name;
            }
            number += 1;
        }
    }
}

fn clean(district: &str) -> String {
    let allowed = |c: char| {
        if FORBIDDEN.contains(&c) || c.is_control() {
            ' '
        } else {
            c
        }
    };
    let clean: String = district.chars().map(allowed).collect();
    let clean = clean.trim_matches(is_edge);
    if clean.is_empty() { "–" } else { clean }.to_owned()
}

/// What no name may begin or end with, and what would not be seen there.
fn is_edge(c: char) -> bool {
    c == '\'' || c.is_whitespace()
}

fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// As much of the beginning as has at most so many characters.
fn cut(text: &str, most: usize) -> &str {
    let mut left = most;
    let end = text.char_indices().find_map(|(at, c)| {
        let rest = left.checked_sub(c.len_utf16());
        left = rest.unwrap_or(0);
        rest.is_none().then_some(at)
    });
    end.map_or(text, |end| &text[..end])
        .trim_end_matches(is_edge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_signs_and_apostrophes_at_the_ends_are_left_out() {
        let mut names = SheetNames::default();
        assert_eq!(
            names.take("'East [a/b]: \\*?'", " People"),
            "East  a b People"
        );
        assert_eq!(names.take("?*", ""), "–");
        assert_eq!(names.take("History", ""), "History 2");
    }

    #[test]
    fn a_long_name_is_cut_before_its_ending() {
        let mut names = SheetNames::default();
        let long = "新".repeat(40);
        let name = names.take(&long, " 人员");
        assert_eq!((length(&name), name.ends_with("新 人员")), (31, true));
        // Each of these counts twice.
        let name = names.take(&"𠮷".repeat(40), "");
        assert_eq!(length(&name), 30);
    }

    #[test]
    fn names_that_differ_only_in_capitals_or_behind_the_cut_get_a_number() {
        let mut names = SheetNames::default();
        let long = "a".repeat(40);
        let taken: Vec<String> = ["East", "EAST", "east", &long, &format!("{long}b")]
            .iter()
            .map(|district| names.take(district, " P"))
            .collect();
        let other = format!("{} 2 P", "a".repeat(27));
        let first = format!("{} P", "a".repeat(29));
        assert_eq!(taken, ["East P", "EAST 2 P", "east 3 P", &first, &other]);
    }
}
