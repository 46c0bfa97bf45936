//! Very many things at once: on all processors. Must not know what is done with each.

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

/// From so many things on it pays to share them out.
const MANY: usize = 2_000;

/// Does the same with each of many things; what comes of each, in their order.
pub fn each<'t, T: Sync, R: Send>(things: &'t [T], of: impl Fn(&'t T) -> R + Sync + Send) -> Vec<R> {
    if things.len() < MANY { things.iter().map(of).collect() } else { things.par_iter().map(of).collect() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn few_and_many_come_back_in_their_order() {
        for all in [0_usize, 3, 50_000] {
            let things: Vec<usize> = (0..all).collect();
            let doubled = super::each(&things, |n| n * 2);
            assert!(doubled.into_iter().eq((0..all).map(|n| n * 2)));
        }
    }
}
