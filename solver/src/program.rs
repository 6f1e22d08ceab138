//! A mixed-integer program in the words rules are written in: variables with a price, rows, and a start for each variable.
//!
//! The `model` files build on it; `engine` solves it. It knows nothing of rosters or appointments.

use good_lp::{VariableDefinition, variable};

/// How far the sum of a row may lie from its side, relative to the size of its factors: ten times what HiGHS takes.
const TOLERANCE: f64 = 1e-5;

/// A variable of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Var(u32);

impl Var {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A row: the sum of factor × variable.
pub type Terms<'a> = &'a [(f64, Var)];

/// How the sum of a row stands to its side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    Most,
    Least,
    Equal,
}

/// A row of a program.
pub(crate) struct Row {
    pub(crate) terms: Box<[(f64, Var)]>,
    pub(crate) sense: Sense,
    pub(crate) side: f64,
}

impl Row {
    fn holds(&self, values: &[f64]) -> bool {
        let sum: f64 = self.terms.iter().map(|(f, v)| f * values[v.index()]).sum();
        let size: f64 = self.terms.iter().map(|(f, _)| f.abs()).sum();
        let (above, slack) = (sum - self.side, TOLERANCE * (1.0 + size));
        match self.sense {
            Sense::Most => above <= slack,
            Sense::Least => above >= -slack,
            Sense::Equal => above.abs() <= slack,
        }
    }
}

/// A program to be minimised. Prices are integers, so that the objective of every whole answer is one.
#[derive(Default)]
pub struct Program {
    definitions: Vec<VariableDefinition>,
    prices: Vec<i64>,
    start: Vec<f64>,
    constant: i64,
    rows: Vec<Row>,
}

impl Program {
    /// A variable that is 0 or 1; `start` is its value in the answer the search starts from.
    pub fn binary(&mut self, start: bool) -> Var {
        self.add(variable().binary(), f64::from(u8::from(start)))
    }

    /// A variable from `least` to `most` that is whole in every answer of whole other variables.
    pub fn number(&mut self, least: u32, most: u32, start: f64) -> Var {
        let range = variable().min(f64::from(least)).max(f64::from(most));
        self.add(range, start)
    }

    /// A whole number from `least` to `most`.
    pub fn whole(&mut self, least: u32, most: u32, start: u32) -> Var {
        let range = variable()
            .integer()
            .min(f64::from(least))
            .max(f64::from(most));
        self.add(range, f64::from(start))
    }

    fn add(&mut self, definition: VariableDefinition, start: f64) -> Var {
        let var = Var(u32::try_from(self.definitions.len()).expect("far below 2^32 variables"));
        self.definitions.push(definition);
        self.prices.push(0);
        self.start.push(start);
        var
    }

    /// Adds to what one unit of the variable costs.
    pub fn price(&mut self, var: Var, price: i64) {
        self.prices[var.index()] += price;
    }

    /// Adds to what every answer costs.
    pub fn constant(&mut self, price: i64) {
        self.constant += price;
    }

    /// Holds a variable at a value.
    pub fn fix(&mut self, var: Var, value: u32) {
        self.equal(&[(1.0, var)], f64::from(value));
    }

    /// At most `most` of the variables.
    pub fn at_most(&mut self, vars: &[Var], most: u32) {
        let terms: Vec<_> = vars.iter().map(|&v| (1.0, v)).collect();
        self.most(&terms, f64::from(most));
    }

    /// `a` only where `b`.
    pub fn implies(&mut self, a: Var, b: Var) {
        self.most(&[(1.0, a), (-1.0, b)], 0.0);
    }

    /// The sum is at most `most`.
    pub fn most(&mut self, terms: Terms<'_>, most: f64) {
        self.row(terms, Sense::Most, most);
    }

    /// The sum is at least `least`.
    pub fn least(&mut self, terms: Terms<'_>, least: f64) {
        self.row(terms, Sense::Least, least);
    }

    /// The sum is `value`.
    pub fn equal(&mut self, terms: Terms<'_>, value: f64) {
        self.row(terms, Sense::Equal, value);
    }

    /// The value of a variable in the start.
    #[must_use]
    pub fn start(&self, var: Var) -> f64 {
        self.start[var.index()]
    }

    /// Whether a binary is 1 in the start.
    #[must_use]
    pub fn is_set(&self, var: Var) -> bool {
        self.start(var) > 0.5
    }

    fn row(&mut self, terms: Terms<'_>, sense: Sense, side: f64) {
        let terms = terms.into();
        self.rows.push(Row { terms, sense, side });
    }

    pub(crate) fn columns(&self) -> usize {
        self.definitions.len()
    }

    pub(crate) fn definitions(&self) -> &[VariableDefinition] {
        &self.definitions
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(crate) fn prices(&self) -> &[i64] {
        &self.prices
    }

    pub(crate) fn starts(&self) -> &[f64] {
        &self.start
    }

    /// What these values cost, the constant included.
    pub(crate) fn cost(&self, values: &[f64]) -> f64 {
        let sum: f64 = self
            .prices
            .iter()
            .zip(values)
            .map(|(&price, value)| price as f64 * value)
            .sum();
        sum + self.constant as f64
    }

    /// Whether these values keep every row.
    pub(crate) fn keeps(&self, values: &[f64]) -> bool {
        self.rows.iter().all(|row| row.holds(values))
    }

    pub(crate) fn constant_price(&self) -> i64 {
        self.constant
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_a_row_but_for_rounding() {
        let mut program = Program::default();
        let (a, b) = (program.binary(false), program.number(0, 9, 0.0));
        program.most(&[(1.0, a), (1.0, b)], 4.0);
        program.least(&[(2.0, b)], 2.0);
        assert!(program.keeps(&[1.0, 3.0]) && program.keeps(&[1.0, 3.000_01]));
        assert!(program.keeps(&[0.0, 0.999_99]) && !program.keeps(&[0.0, 0.9]));
        assert!(!program.keeps(&[1.0, 3.1]));
        program.fix(a, 1);
        assert!(program.keeps(&[1.0, 3.0]) && program.keeps(&[0.999_99, 3.0]));
        assert!(!program.keeps(&[0.0, 3.0]));
    }
}
