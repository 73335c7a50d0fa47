//! A supergroup under crashes: fixed seeds, fresh seeds, and planted bugs that have to be found.

#![allow(clippy::print_stdout, reason = "a run tells what happened in it")]

use std::time::{SystemTime, UNIX_EPOCH};

use sim::{Defect, Setup, run_square};

fn live(seed: u64) {
    match run_square(seed, Setup::default()) {
        Ok(report) => println!("seed {seed}\n{report}"),
        Err(broken) => panic!("{broken}"),
    }
}

#[test]
fn fixed_seeds_hold_what_was_promised() {
    (1..=6).for_each(live);
}

#[test]
fn fresh_seeds_hold_what_was_promised() {
    // SIM_SEED=n looks at one, SIM_FRESH=n at so many.
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    if let Some(seed) = number("SIM_SEED") {
        return live(seed);
    }
    let first = fresh();
    (first..first + number("SIM_FRESH").unwrap_or(6)).for_each(live);
}

#[expect(clippy::disallowed_methods, reason = "fresh seeds come from outside; the run is in its seed alone")]
fn fresh() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}

#[test]
fn the_same_seed_gives_the_same_run() {
    assert_eq!(run_square(77, Setup::default()), run_square(77, Setup::default()));
}

/// How many seeds it takes to find a bug; at most 100.
fn seeds_to_find(defect: Defect) {
    let setup = Setup { defect: Some(defect), ..Setup::default() };
    match (1..=100).find_map(|seed| run_square(seed, setup).err()) {
        Some(broken) => println!("{defect:?}: {broken}"),
        None => panic!("{defect:?} is not found within 100 seeds"),
    }
}

macro_rules! planted {
    ($($name:ident: $defect:ident,)+) => {
        $(
            #[test]
            fn $name() {
                seeds_to_find(Defect::$defect);
            }
        )+

        #[test]
        fn every_defect_of_channels_has_a_test() {
            let planted = [$(Defect::$defect),+];
            assert!(Defect::CHANNELS.iter().all(|defect| planted.contains(defect)));
        }
    };
}

planted! {
    an_answer_before_the_commit_is_found: PostAnsweredBeforeCommit,
    a_repeated_post_that_is_not_known_is_found: ChannelRandomIdForgotten,
    a_tail_that_is_not_replayed_is_found: ChannelTailNotReplayed,
    a_difference_that_is_cut_short_is_found: ChannelDifferenceCutShort,
    a_difference_without_deletes_is_found: ChannelDifferenceForgetsDeletes,
    a_difference_without_edits_is_found: ChannelDifferenceForgetsEdits,
    a_difference_without_pins_is_found: ChannelDifferenceForgetsPins,
    a_group_that_strangers_read_is_found: StrangersRead,
    a_group_that_those_who_were_thrown_out_read_is_found: BannedRead,
}
