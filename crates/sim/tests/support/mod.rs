//! What the tests of both kinds of runs share: fresh seeds, and promises that are broken on purpose, of which each has to be
//! found, or the runs look at nothing.

use std::{
    ops::Range,
    time::{SystemTime, UNIX_EPOCH},
};

use sim::{Broken, Defect, Report, Setup};

/// How a run goes, from a seed.
pub(crate) type Run = fn(u64, Setup) -> Result<Report, Broken>;

/// Seeds that nobody has seen: so many, or as many as `SIM_FRESH` says, or the one that `SIM_SEED` names.
#[expect(clippy::disallowed_methods, reason = "fresh seeds come from outside; the run is in its seed alone")]
pub(crate) fn fresh(count: u64) -> Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    if let Some(seed) = number("SIM_SEED") {
        return seed..seed + 1;
    }
    let first = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64);
    first..first + number("SIM_FRESH").unwrap_or(count)
}

/// Looks for a seed that finds a bug; at most so many.
pub(crate) fn find(run: Run, defect: Defect, seeds: u64) {
    let setup = Setup { defect: Some(defect), ..Setup::default() };
    match (1..=seeds).find_map(|seed| run(seed, setup).err()) {
        Some(broken) => println!("{defect:?}: {broken}"),
        None => panic!("{defect:?} is not found within {seeds} seeds"),
    }
}

/// A test for each defect that `$run` has to find within `$seeds` seeds, and one that all of `$all` have theirs.
macro_rules! planted {
    ($run:path, $seeds:literal, $all:expr; $($name:ident: $defect:ident,)+) => {
        $(
            #[test]
            fn $name() {
                support::find($run, sim::Defect::$defect, $seeds);
            }
        )+

        #[test]
        fn every_defect_has_a_test() {
            let planted = [$(sim::Defect::$defect),+];
            assert!($all.iter().all(|defect| planted.contains(defect)));
        }
    };
}
