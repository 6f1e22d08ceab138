//! A mixed-integer program in the words rules are written in: variables with a price, rows, and a start for each variable.
//!
//! The `model` files build on it; `engine` solves it. It knows nothing of rosters or appointments.

use good_lp::{Constraint, Expression, ProblemVariables, Variable, VariableDefinition, variable};

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

/// A program to be minimised. Prices are integers, so that the objective of every whole answer is one.
#[derive(Default)]
pub struct Program {
    definitions: Vec<VariableDefinition>,
    handles: ProblemVariables,
    variables: Vec<Variable>,
    prices: Vec<i64>,
    start: Vec<f64>,
    constant: i64,
    rows: Vec<Constraint>,
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
        let var = Var(u32::try_from(self.variables.len()).expect("far below 2^32 variables"));
        self.variables.push(self.handles.add(definition.clone()));
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
        let row = self.sum(terms).leq(most);
        self.rows.push(row);
    }

    /// The sum is at least `least`.
    pub fn least(&mut self, terms: Terms<'_>, least: f64) {
        let row = self.sum(terms).geq(least);
        self.rows.push(row);
    }

    /// The sum is `value`.
    pub fn equal(&mut self, terms: Terms<'_>, value: f64) {
        let row = self.sum(terms).eq(value);
        self.rows.push(row);
    }

    /// The value of a variable in the start.
    #[must_use]
    pub fn start(&self, var: Var) -> f64 {
        self.start[var.index()]
    }

    fn sum(&self, terms: Terms<'_>) -> Expression {
        let mut sum = Expression::with_capacity(terms.len());
        for &(factor, var) in terms {
            sum.add_mul(factor, self.variables[var.index()]);
        }
        sum
    }

    pub(crate) fn columns(&self) -> usize {
        self.definitions.len()
    }

    pub(crate) fn definitions(&self) -> &[VariableDefinition] {
        &self.definitions
    }

    pub(crate) fn rows(&self) -> &[Constraint] {
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

    pub(crate) fn constant_price(&self) -> i64 {
        self.constant
    }
}
