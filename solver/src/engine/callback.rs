//! HiGHS's callbacks: the one place with `unsafe`, since the C interface hands back a raw pointer.
//!
//! Why it is sound: the pointer given to HiGHS is to a value on this function's stack, HiGHS calls back only while the solve
//! runs inside this function, and the callbacks are switched off before the value goes. A mutex keeps two threads of HiGHS
//! apart. A panic must not cross C: it is caught, taken as a wish to stop, and raised again here.
#![allow(unsafe_code, reason = "see above")]

use std::any::Any;
use std::ffi::{c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;

use highs::{Model, SolvedModel};
use highs_sys::{
    Highs_setCallback, Highs_startCallback, HighsCallbackDataIn, HighsCallbackDataOut,
    kHighsCallbackMipImprovingSolution, kHighsCallbackMipInterrupt, kHighsCallbackMipLogging,
};

use super::Watch;

struct Watching<'a, 'b> {
    tell: &'a mut Watch<'b>,
    stop: bool,
    panic: Option<Box<dyn Any + Send>>,
}

/// Runs a solve with a watch that hears of the best cost and the bound, and may stop it.
pub(super) fn watched<E>(
    mut model: Model,
    tell: &mut Watch<'_>,
    solve: impl FnOnce(Model) -> Result<SolvedModel, E>,
) -> Result<SolvedModel, E> {
    let watching = Mutex::new(Watching {
        tell,
        stop: false,
        panic: None,
    });
    let pointer = (&raw const watching).cast::<c_void>().cast_mut();
    // SAFETY: the model is alive; `hear` has the signature HiGHS asks for and reads `pointer` as what it is.
    unsafe {
        Highs_setCallback(model.as_mut_ptr(), Some(hear), pointer);
        for kind in [
            kHighsCallbackMipImprovingSolution,
            kHighsCallbackMipLogging,
            kHighsCallbackMipInterrupt,
        ] {
            Highs_startCallback(model.as_mut_ptr(), kind);
        }
    }
    let mut solved = solve(model);
    if let Ok(solved) = &mut solved {
        // SAFETY: the model is alive; without a callback HiGHS forgets the pointer.
        unsafe { Highs_setCallback(solved.as_mut_ptr(), None, std::ptr::null_mut()) };
    }
    if let Some(panic) = watching.into_inner().ok().and_then(|w| w.panic) {
        resume_unwind(panic);
    }
    solved
}

unsafe extern "C" fn hear(
    kind: c_int,
    _message: *const c_char,
    out: *const HighsCallbackDataOut,
    answer: *mut HighsCallbackDataIn,
    pointer: *mut c_void,
) {
    // SAFETY: `pointer` is what `watched` gave, which outlives the solve; `out` is HiGHS's and valid during the call.
    let (watching, out) = unsafe {
        (
            &*pointer.cast_const().cast::<Mutex<Watching<'_, '_>>>(),
            &*out,
        )
    };
    let Ok(mut watching) = watching.lock() else {
        return;
    };
    if !watching.stop {
        let incumbent = Some(out.mip_primal_bound).filter(|cost| cost.is_finite());
        let go_on = catch_unwind(AssertUnwindSafe(|| {
            (watching.tell)(incumbent, out.mip_dual_bound)
        }));
        match go_on {
            Ok(go_on) => watching.stop = !go_on,
            Err(panic) => {
                watching.stop = true;
                watching.panic = Some(panic);
            }
        }
    }
    if watching.stop && kind == kHighsCallbackMipInterrupt && !answer.is_null() {
        // SAFETY: HiGHS gives a valid `answer` with the interrupt callback.
        unsafe { (*answer).user_interrupt = 1 };
    }
}
