//! Lists in pages: `?limit=&after=` in, `{items, next}` out. The cursor is the last item's key, so that rows which come or go
//! meanwhile neither repeat nor hide others.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::web::problem::{At, Problem, Said};

/// Items of a page when nothing is said.
const USUAL: u16 = 50;
/// Most items of a page.
const MOST: u16 = 200;

/// Which page is wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Most items of the page: 1 to 200, 50 when nothing is said.
    pub limit: Option<u16>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The `after` of the next page; null on the last.
    pub next: Option<String>,
}

impl PageQuery {
    /// How many items, checked.
    pub fn limit(&self) -> Result<usize, Problem> {
        match self.limit.unwrap_or(USUAL) {
            limit @ 1..=MOST => Ok(usize::from(limit)),
            limit => Err(Problem::invalid().at(
                At::Query("limit".to_owned()),
                Said::Message(
                    "problem-place-range",
                    vec![
                        ("value", i64::from(limit).into()),
                        ("least", 1.into()),
                        ("most", i64::from(MOST).into()),
                    ],
                ),
            )),
        }
    }
}

impl<T> Page<T> {
    /// A page from up to one more row than it holds: the row too many says that there is a next page.
    #[must_use]
    pub fn of<R>(
        mut rows: Vec<R>,
        limit: usize,
        key: impl Fn(&R) -> String,
        show: impl Fn(R) -> T,
    ) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        Self {
            next: rows.last().filter(|_| more).map(key),
            items: rows.into_iter().map(show).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_too_many_says_that_there_is_a_next_page() {
        let page = Page::of(vec![1, 2, 3], 2, ToString::to_string, |n| n);
        assert_eq!((page.items, page.next.as_deref()), (vec![1, 2], Some("2")));
        let last = Page::of(vec![3], 2, ToString::to_string, |n| n);
        assert_eq!((last.items, last.next), (vec![3], None));
    }

    #[test]
    fn a_page_of_nothing_or_of_everything_is_refused() {
        for limit in [0, 201] {
            let query = PageQuery {
                limit: Some(limit),
                after: None,
            };
            assert!(query.limit().is_err());
        }
    }
}
