//! Two pieces of work side by side.

/// Does both, the first on a thread of its own where the system gives one.
pub(crate) fn both<A: Send, B>(first: impl Fn() -> A + Sync, second: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let running = std::thread::Builder::new().spawn_scoped(scope, &first);
        let b = second();
        // Memory may be too short for one more thread.
        let Ok(running) = running else {
            return (first(), b);
        };
        let a = running.join();
        (
            a.unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            b,
        )
    })
}

/// What comes of each thing, in their order, the first half beside the second.
pub(crate) fn each<T: Sync, R: Send>(things: &[T], of: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (first, second) = things.split_at(things.len() / 2);
    let of = &of;
    let all = |some: &[T]| some.iter().map(of).collect::<Vec<R>>();
    let (mut done, rest) = both(|| all(first), || all(second));
    done.extend(rest);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_keep_their_order() {
        for n in 0..4 {
            let things: Vec<u32> = (0..n).collect();
            let doubled: Vec<u32> = things.iter().map(|t| 2 * t).collect();
            assert_eq!(each(&things, |t| 2 * t), doubled);
        }
    }

    #[test]
    #[should_panic(expected = "of the first")]
    fn a_panic_on_the_other_thread_is_one_here() {
        both(|| panic!("of the first"), || ());
    }
}
