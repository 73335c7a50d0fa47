//! Fixed seeds, fresh seeds, and planted bugs that have to be found.

#![allow(clippy::print_stdout, reason = "a run tells what happened in it")]

#[macro_use]
mod support;

use sim::{Defect, Setup, run};

fn live(seed: u64) {
    match run(seed, Setup::default()) {
        Ok(report) => println!("seed {seed}\n{report}"),
        Err(broken) => {
            keep(seed);
            panic!("{broken}");
        }
    }
}

/// A failing seed is kept where the next run finds it.
fn keep(seed: u64) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds.txt");
    let mut seeds = std::fs::read_to_string(path).unwrap_or_default();
    if !seeds.lines().any(|line| line.trim() == seed.to_string()) {
        seeds.push_str(&format!("{seed}\n"));
        // Where the folder cannot be written, the seed stands in the panic at least.
        let _written = std::fs::write(path, seeds);
    }
}

#[test]
fn every_kept_seed_holds_what_was_promised() {
    let seeds = include_str!("../seeds.txt").lines();
    for seed in seeds.filter_map(|line| line.trim().parse().ok()) {
        live(seed);
    }
}

#[test]
fn fresh_seeds_hold_what_was_promised() {
    support::fresh(12).for_each(live);
}

#[test]
fn the_same_seed_gives_the_same_run() {
    assert_eq!(run(77, Setup::default()), run(77, Setup::default()));
}

planted! {
    run, 200, Defect::ALL;
    an_answer_before_the_commit_is_found: AnswerBeforeCommit,
    an_outbox_that_is_skipped_at_the_start_is_found: OutboxSkippedAtStart,
    a_box_that_is_not_put_on_the_dirty_list_is_found: NotListed,
    a_delivery_that_is_not_repeated_is_found: DeliveryNotRepeated,
    an_applied_mark_that_is_ignored_is_found: AppliedMarkIgnored,
    pts_that_are_given_twice_are_found: PtsReused,
    a_repeated_send_that_is_not_known_is_found: RandomIdForgotten,
    a_difference_that_is_cut_short_is_found: DifferenceCutShort,
    a_difference_without_deletes_is_found: DifferenceForgetsDeletes,
    a_tail_that_is_not_replayed_is_found: TailNotReplayed,
    an_edit_that_is_not_delivered_is_found: EditNotDelivered,
    due_queues_that_are_forgotten_at_the_start_are_found: DueForgottenAtStart,
    a_scheduled_message_that_goes_before_it_is_sent_is_found: FiringNotBound,
    an_expiry_on_one_side_is_found: ExpiryOnOneSide,
    an_arrangement_that_is_not_kept_is_found: ArrangementNotKept,
    a_difference_without_pins_is_found: DifferenceForgetsPins,
    a_schedule_that_is_not_told_is_found: ScheduleNotTold,
}
