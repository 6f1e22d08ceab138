//! The only file that names HiGHS: limits, seed, start, status and bound of a solve, in our words.
//!
//! HiGHS 1.16, given a start with presolve on, has claimed an optimum with an objective that its own solution does not
//! have. So every objective is computed again from the answer, the answer is held against every row again, its bound against the start's
//! cost too, and a solve whose figures differ is done again without the start.

mod callback;

use std::sync::OnceLock;

use ::highs::{HighsModelStatus, HighsSolutionStatus, Model};
use good_lp::solvers::highs::highs;
use good_lp::{Expression, ProblemVariables, SolverModel, Variable, VariableDefinition};

use crate::SolveError;
use crate::limits::Limits;
use crate::program::{Program, Sense};

/// How far below the incumbent the bound may stay for an optimum: objectives are integers, so anything below 1 proves it.
const ABSOLUTE_GAP: f64 = 0.9;

/// How far a figure of HiGHS may lie from ours, relative to its size.
const TOLERANCE: f64 = 1e-6;

/// What a solve came to.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// No values keep the rows.
    Infeasible,
    /// Values that keep the rows, and a lower bound of every answer's cost.
    Found {
        /// One value a variable.
        values: Vec<f64>,
        /// Lower bound by HiGHS's branch and bound.
        bound: f64,
    },
    /// The limit came before any values were found.
    Nothing {
        /// Lower bound by HiGHS's branch and bound.
        bound: f64,
    },
}

/// Told of the best cost and the bound of a running solve; answers whether to go on.
pub(crate) type Watch<'a> = dyn FnMut(Option<f64>, f64) -> bool + Send + 'a;

/// Minimises a program. With `use_start` the start must keep every row.
pub(crate) fn solve(
    program: &Program,
    use_start: bool,
    limits: &Limits,
    watch: &mut Watch<'_>,
) -> Result<Outcome, SolveError> {
    if program.columns() == 0 {
        return Ok(Outcome::Found {
            values: Vec::new(),
            bound: program.constant_price() as f64,
        });
    }
    match run(program, use_start, limits, watch)? {
        Some(outcome) => Ok(outcome),
        None if use_start => run(program, false, limits, watch)?.ok_or_else(disagreement),
        None => Err(disagreement()),
    }
}

fn disagreement() -> SolveError {
    SolveError::Engine("HiGHS's figures are not its answer's".into())
}

/// One run of HiGHS; none where its figures cannot be: values that break a row, an objective that is not the one of its values, a
/// bound above the cost of an answer that is known.
fn run(
    program: &Program,
    use_start: bool,
    limits: &Limits,
    watch: &mut Watch<'_>,
) -> Result<Option<Outcome>, SolveError> {
    let mut model = build(program)?;
    set_options(&mut model, limits)?;
    if use_start {
        model.set_solution(Some(program.starts()), None, None, None);
    }
    let constant = program.constant_price() as f64;
    let mut tell = |incumbent: Option<f64>, bound: f64| {
        watch(incumbent.map(|cost| cost + constant), bound + constant)
    };
    let solved = callback::watched(model, &mut tell, Model::try_solve)
        .map_err(|status| SolveError::Engine(format!("HiGHS says {status:?}")))?;
    let bound = solved
        .double_info_value(c"mip_dual_bound")
        .unwrap_or(f64::NEG_INFINITY)
        + constant;
    match solved.status() {
        // The start keeps every row, so that this would be HiGHS's fault.
        HighsModelStatus::Infeasible if use_start => return Ok(None),
        HighsModelStatus::Infeasible => return Ok(Some(Outcome::Infeasible)),
        HighsModelStatus::Optimal
        | HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedInterrupt
        | HighsModelStatus::ReachedSolutionLimit
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedMemoryLimit => {}
        other => return Err(SolveError::Engine(format!("HiGHS ended with {other:?}"))),
    }
    let start = use_start.then(|| program.cost(program.starts()));
    if solved.primal_solution_status() != HighsSolutionStatus::Feasible {
        let agrees = start.is_none_or(|start| is_below(bound, start));
        return Ok(agrees.then_some(Outcome::Nothing { bound }));
    }
    let mut values = solved.get_solution().columns().to_vec();
    for (value, definition) in values.iter_mut().zip(program.definitions()) {
        if definition.is_integer() {
            *value = value.round();
        }
    }
    let told = solved.objective_value() + constant;
    let cost = program.cost(&values);
    // Without whole variables there is no branch and bound: the optimum of the linear program is the bound.
    let is_linear = !program
        .definitions()
        .iter()
        .any(VariableDefinition::is_integer);
    let bound = if is_linear && solved.status() == HighsModelStatus::Optimal {
        told
    } else {
        bound
    };
    let best = start.map_or(cost, |start| start.min(cost));
    let agrees = is_below(told, cost) && is_below(cost, told) && is_below(bound, best);
    Ok((agrees && program.keeps(&values)).then_some(Outcome::Found { values, bound }))
}

/// Whether a figure is not above another, but for what is no more than rounding.
fn is_below(figure: f64, other: f64) -> bool {
    figure <= other + 0.5 + TOLERANCE * other.abs()
}

fn build(program: &Program) -> Result<Model, SolveError> {
    let mut variables = ProblemVariables::new();
    let all: Vec<Variable> = variables.add_all(program.definitions().iter().cloned());
    let mut objective = Expression::with_capacity(all.len());
    for (&variable, &price) in all.iter().zip(program.prices()) {
        if price != 0 {
            objective.add_mul(price as f64, variable);
        }
    }
    let mut problem = variables.minimise(objective).using(highs);
    for row in program.rows() {
        let mut sum = Expression::with_capacity(row.terms.len());
        for &(factor, var) in &row.terms {
            sum.add_mul(factor, all[var.index()]);
        }
        problem.add_constraint(match row.sense {
            Sense::Most => sum.leq(row.side),
            Sense::Least => sum.geq(row.side),
            Sense::Equal => sum.eq(row.side),
        });
    }
    problem
        .try_into_inner()
        .map_err(|e| SolveError::Engine(e.to_string()))
}

fn set_options(model: &mut Model, limits: &Limits) -> Result<(), SolveError> {
    model.make_quiet();
    // HiGHS makes its threads once in a process and refuses another number afterwards.
    static THREADS: OnceLock<u32> = OnceLock::new();
    let threads = *THREADS.get_or_init(|| limits.threads.max(1));
    let refused = |_| SolveError::Engine("HiGHS refused an option".into());
    let whole = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    model
        .try_set_option("threads", whole(threads))
        .map_err(refused)?;
    model
        .try_set_option("random_seed", whole(limits.seed))
        .map_err(refused)?;
    model
        .try_set_option("time_limit", limits.left())
        .map_err(refused)?;
    model.try_set_option("mip_rel_gap", 0.0).map_err(refused)?;
    model
        .try_set_option("mip_abs_gap", ABSOLUTE_GAP)
        .map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits::seconds(20.0, 1, 0)
    }

    /// Three items of which two fit: the dearest to leave out is taken.
    fn knapsack() -> (Program, [crate::program::Var; 3]) {
        let mut program = Program::default();
        let items = [(); 3].map(|()| program.binary(false));
        for (item, price) in items.into_iter().zip([-5, -4, -3]) {
            program.price(item, price);
        }
        program.most(&[(2.0, items[0]), (3.0, items[1]), (1.0, items[2])], 4.0);
        program.constant(12);
        (program, items)
    }

    #[test]
    fn an_optimum_comes_with_its_bound_and_the_constant() {
        let (program, items) = knapsack();
        let Ok(Outcome::Found { values, bound }) =
            solve(&program, false, &limits(), &mut |_, _| true)
        else {
            panic!("a small knapsack is solved")
        };
        assert_eq!(items.map(|v| values[v.index()]), [1.0, 0.0, 1.0]);
        assert!((program.cost(&values) - 4.0).abs() < 1e-9 && bound > 3.0 && bound <= 4.0 + 1e-6);
    }

    #[test]
    fn a_bound_above_a_known_answer_is_no_bound() {
        assert!(is_below(99.2, 100.0) && is_below(100.4, 100.0));
        assert!(!is_below(101.0, 100.0));
    }

    #[test]
    fn a_wrong_start_does_no_harm() {
        let (mut program, items) = knapsack();
        let extra = program.binary(true);
        program.implies(extra, items[1]);
        let outcome = solve(&program, true, &limits(), &mut |_, _| true);
        assert!(matches!(outcome, Ok(Outcome::Found { .. })));
    }

    #[test]
    fn rows_that_nothing_keeps_are_infeasible() {
        let (mut program, items) = knapsack();
        program.least(&[(1.0, items[0]), (1.0, items[1])], 2.0);
        let outcome = solve(&program, false, &limits(), &mut |_, _| true);
        assert!(matches!(outcome, Ok(Outcome::Infeasible)), "{outcome:?}");
    }
}
