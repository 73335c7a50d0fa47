//! A supergroup under crashes: fixed seeds, fresh seeds, and planted bugs that have to be found.

#![allow(clippy::print_stdout, reason = "a run tells what happened in it")]

#[macro_use]
mod support;

use sim::{Defect, Finding, Setup, run_square};

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
    support::fresh(6).for_each(live);
}

#[test]
fn the_same_seed_gives_the_same_run() {
    assert_eq!(run_square(77, Setup::default()), run_square(77, Setup::default()));
}

#[test]
fn a_run_in_which_nothing_breaks_counts_for_nothing() {
    let broken = run_square(1, Setup { faults: 0, ..Setup::default() }).expect_err("nothing broke");
    assert!(matches!(broken.what, Finding::Never(_)), "{broken}");
}

planted! {
    run_square, 100, Defect::CHANNELS;
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
