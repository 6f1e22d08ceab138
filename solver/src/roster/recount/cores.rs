//! Work on many things, of which each core takes a share.

use std::thread::{ScopedJoinHandle, available_parallelism, scope};

/// What comes of each thing, in their order.
pub(super) fn each<T: Sync, R: Send>(things: &[T], of: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = available_parallelism().map_or(1, usize::from);
    let of = &of;
    scope(|scope| {
        let shares = things.chunks(things.len().div_ceil(cores).max(1));
        let running: Vec<ScopedJoinHandle<'_, Vec<R>>> = shares
            .map(|share| scope.spawn(move || share.iter().map(of).collect()))
            .collect();
        let ended = running.into_iter().map(ScopedJoinHandle::join);
        ended
            .flat_map(|some| some.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
