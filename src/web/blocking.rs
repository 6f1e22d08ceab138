//! Runs the synchronous store and actions of a request on a thread that may wait.

use actix_web::web;

use super::problem::Problem;
use crate::service::Service;
use crate::store::{Connection, StoreError};

/// Runs `work` on a thread that may wait, and turns its error into a problem.
pub async fn run<T, E>(
    service: &Service,
    work: impl FnOnce(&Service) -> Result<T, E> + Send + 'static,
) -> Result<T, Problem>
where
    T: Send + 'static,
    E: Into<Problem> + Send + 'static,
{
    let service = service.clone();
    let span = tracing::Span::current();
    web::block(move || span.in_scope(|| work(&service)))
        .await
        .map_err(Problem::unknown)?
        .map_err(Into::into)
}

/// Reads from the store.
pub async fn read<T, E>(
    service: &Service,
    work: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
) -> Result<T, Problem>
where
    T: Send + 'static,
    E: Into<Problem> + From<StoreError> + Send + 'static,
{
    run(service, move |service| service.store.read(work)).await
}
