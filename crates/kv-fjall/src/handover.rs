//! The thread that hands frozen generations to the tree, oldest first, and frees the log behind them; and the
//! one that merges the tree's runs. Both stand back where the processor is wanted by who waits for an answer.

use std::{io, sync::Arc, time::Duration};

use crate::{
    engine::Shared, generation::Generation, health::Health, merge, overlay::Ending, tree::TreeError,
};

/// Ends when it is told to.
pub(crate) fn run(shared: Arc<Shared>) {
    let _guard = HaltOnEnd(shared.clone());
    stand_back(NICE_HAND_OVER);
    loop {
        let ending = shared.overlay.wait(|signs| {
            let due = std::mem::take(&mut signs.work) || signs.ending.is_some();
            due.then_some(signs.ending)
        });
        if ending == Some(Ending::Now) {
            return;
        }
        if shared.pool.is_wanted() && !made(&shared) {
            return;
        }
        while let Some(oldest) = shared.overlay.view().frozen.last() {
            if !hand_over(&shared, oldest) {
                return;
            }
        }
        if ending.is_some() {
            return;
        }
    }
}

/// Makes a spare file for the log. Without room there is none, and the commit thread says so when it is needed.
fn made(shared: &Shared) -> bool {
    match shared.pool.make_wanted() {
        Err(error) if error.kind() != io::ErrorKind::StorageFull => failed(shared, &error.into()),
        _ => true,
    }
}

/// Whether to go on.
fn hand_over(shared: &Shared, generation: &Generation) -> bool {
    loop {
        if shared.has_room(2 * generation.bytes()) {
            match try_hand_over(shared, generation) {
                Ok(()) => return true,
                // Others have taken the room meanwhile; all of it lies in the log.
                Err(TreeError::Io(error)) if error.kind() == io::ErrorKind::StorageFull => {}
                Err(error) => return failed(shared, &error),
            }
        }
        shared.overlay.tell(|signs| signs.no_room = true);
        shared.overlay.pause(ROOM_POLL);
        if shared.overlay.wait(|signs| Some(signs.ending)).is_some() {
            return false;
        }
    }
}

fn try_hand_over(shared: &Shared, generation: &Generation) -> Result<(), TreeError> {
    if let Some(before_hand_over) = &shared.config.hooks.before_hand_over {
        before_hand_over()?;
    }
    shared.overlay.begin(generation);
    shared.tree.take(generation)?;
    shared.pool.release(generation.last())?;
    shared.overlay.remove(generation.number);
    shared.merging.ask();
    Ok(())
}

fn failed(shared: &Shared, error: &TreeError) -> bool {
    let reason = match error {
        TreeError::Io(error) => format!("the disk failed: {error}"),
        other => format!("writing the tree failed: {other}"),
    };
    shared.monitor.set(Health::Stopped(reason));
    false
}

/// A thread that ends, for whatever reason, leaves nobody waiting.
struct HaltOnEnd(Arc<Shared>);

impl Drop for HaltOnEnd {
    fn drop(&mut self) {
        if self.0.overlay.wait(|signs| Some(signs.ending)).is_none() {
            self.0.monitor.set(Health::Stopped("the hand-over thread has ended".into()));
        }
        self.0.overlay.tell(|signs| signs.halted = true);
    }
}

/// Merges whenever it is asked, until it is told to end.
pub(crate) fn merge(shared: Arc<Shared>) {
    stand_back(NICE_MERGE);
    while shared.merging.wait() {
        if let Err(error) = merge::settle(&shared)
            && !shared.tree.is_halted()
        {
            // Everything is there and can be read as far as the disk gives it; only the runs become more.
            shared.monitor.merging_failed(error.to_string());
            return;
        }
    }
}

/// Gives way to others that want the processor; when none does, there is no difference.
fn stand_back(nice: i32) {
    let _allowed = rustix::process::setpriority_process(None, nice);
}

/// A third of another's share: those who write wait for it in the end.
const NICE_HAND_OVER: i32 = 5;
/// A tenth: the longer it waits, the more it merges at once.
const NICE_MERGE: i32 = 10;
const ROOM_POLL: Duration = Duration::from_millis(500);
