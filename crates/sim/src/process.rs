//! The process that serves a run, on a disk that outlives it: it starts, its commits fail, it dies and starts again.

use std::sync::Arc;

use boxes::{Defect, Options};
use kv::memory::{Fault, Memory};
use server::node::Node;

use crate::{
    Finding, Setup,
    disk::Disk,
    surroundings::{Dice, RunClock, Tasks, world},
    town::{self, Town},
};

/// See the top of the file.
pub(crate) struct Process {
    rsa: &'static str,
    dice: Arc<Dice>,
    clock: Arc<RunClock>,
    options: Options,
    defect: Option<Defect>,
    disk: Disk,
    tasks: Arc<Tasks>,
    /// The server, as it lives now.
    pub(crate) node: Arc<Node>,
}

impl Process {
    /// On a disk with what the town has on it.
    pub(crate) async fn start(
        town: &'static Town,
        dice: &Arc<Dice>,
        clock: &Arc<RunClock>,
        options: Options,
        defect: Option<Defect>,
    ) -> Result<Process, Finding> {
        let disk = Disk::with(&town.rows, dice.clone()).await;
        let disk = disk.map_err(|error| Finding::Unexpected(error.to_string()))?;
        let tasks = Arc::new(Tasks::default());
        let surroundings = world(clock.clone(), dice.clone(), tasks.clone());
        let node = town::start(&disk.memory(), &town.rsa, &surroundings, options, defect).await?;
        let (dice, clock) = (dice.clone(), clock.clone());
        Ok(Process { rsa: &town.rsa, dice, clock, options, defect, disk, tasks, node })
    }

    /// Commits that are on their way to the disk.
    pub(crate) fn queued(&self) -> usize {
        self.disk.memory().queued()
    }

    /// One of the next commits does not go as it should.
    pub(crate) fn spoil(&self, kind: &'static str) {
        let fault = match kind {
            "conflict" => Fault::Conflict,
            "applied unknown" => Fault::UnknownApplied,
            "lost unknown" => Fault::UnknownLost,
            "full disk" => Fault::Full,
            _ => Fault::Delay(5),
        };
        self.disk.memory().fail_next(None, fault);
    }

    /// It dies with so many batches on the disk of those that were on their way, and so many groups of the next, and
    /// starts again. Nobody may be connected any more.
    pub(crate) async fn kill(&mut self, batches: usize, groups: usize) -> Result<(), Finding> {
        self.tasks.kill();
        self.disk.kill(batches, groups);
        for _ in 0..STARTS_MAX {
            self.tasks = Arc::new(Tasks::default());
            let world = world(self.clock.clone(), self.dice.clone(), self.tasks.clone());
            match town::start(&self.disk.memory(), self.rsa, &world, self.options, self.defect).await {
                Ok(node) => {
                    self.node = node;
                    return Ok(());
                }
                // A commit may fail while it starts, and then it is started again.
                Err(_) => {
                    self.tasks.kill();
                    self.disk.kill(usize::MAX, 0);
                }
            }
        }
        Err(Finding::Silence("the server does not start any more".into()))
    }

    /// What is on the disk when everything has reached it, for whoever looks past the server.
    pub(crate) fn remains(&self) -> Memory {
        self.disk.kill(usize::MAX, 0);
        self.disk.memory()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.tasks.kill();
    }
}

/// When what breaks.
pub(crate) fn plan(kinds: &[&'static str], setup: Setup, dice: &Dice) -> Vec<(u32, &'static str)> {
    let kinds = kinds.iter().cycle().take(setup.faults as usize);
    kinds.map(|kind| (dice.below(setup.operations as usize) as u32, *kind)).collect()
}

const STARTS_MAX: u32 = 20;
