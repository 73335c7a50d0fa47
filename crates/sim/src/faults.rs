//! What is done to people: commits that fail, connections that break, processes that die and start again.

use std::{sync::Arc, time::Duration};

use kv::memory::Fault;
use world::Clock;

use crate::{
    Finding,
    device::Device,
    junk,
    life::Life,
    surroundings::{Tasks, world},
    town,
};

impl Life {
    /// Something breaks.
    pub(crate) async fn fault(&mut self, kind: &'static str) -> Result<(), Finding> {
        *self.report.faults.entry(kind).or_default() += 1;
        let memory = self.disk.memory();
        match kind {
            "kill" | "torn kill" => {
                if self.dice.one_in(2) {
                    self.wait_for_what_is_due().await?;
                }
                // Where it hurts: with something on its way to the disk.
                for _ in 0..20 {
                    if memory.queued() > 0 {
                        break;
                    }
                    self.operation(self.setup.operations);
                    self.exchange().await?;
                }
                let (batches, groups) =
                    if kind == "kill" { (self.dice.below(3), 0) } else { (self.dice.below(2), 1) };
                self.kill(batches, groups).await?;
            }
            "lost connection" => {
                let at = self.dice.below(self.devices.len());
                self.devices[at].disconnect();
            }
            "junk" => {
                let keys: Vec<i64> = self.devices.iter().map(Device::key_id).collect();
                for _ in 0..JUNK_CONNECTIONS {
                    junk::connection(&self.node, &self.dice, &keys).await;
                }
            }
            "conflict" => memory.fail_next(None, Fault::Conflict),
            "applied unknown" => memory.fail_next(None, Fault::UnknownApplied),
            "lost unknown" => memory.fail_next(None, Fault::UnknownLost),
            "full disk" => memory.fail_next(None, Fault::Full),
            _ => memory.fail_next(None, Fault::Delay(5)),
        }
        Ok(())
    }

    /// Waits for the next thing that is due, if that is soon, and until it is on its way to the disk.
    async fn wait_for_what_is_due(&mut self) -> Result<(), Finding> {
        let Some(at) = self.node.services().boxes.due_queue().next() else { return Ok(()) };
        let wait = i64::from(at) * 1000 - self.clock.now().0;
        if wait > DUE_SOON_MILLIS {
            return Ok(());
        }
        self.exchange().await?;
        tokio::time::sleep(Duration::from_millis(u64::try_from(wait).unwrap_or(0))).await;
        for _ in 0..50 {
            if self.disk.memory().queued() > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_micros(100)).await;
        }
        Ok(())
    }

    async fn kill(&mut self, batches: usize, groups: usize) -> Result<(), Finding> {
        self.tasks.kill();
        self.devices.iter_mut().for_each(Device::disconnect);
        self.disk.kill(batches, groups);
        for _ in 0..STARTS_MAX {
            self.tasks = Arc::new(Tasks::default());
            let world = world(self.clock.clone(), self.dice.clone(), self.tasks.clone());
            let memory = self.disk.memory();
            match town::start(&memory, &self.town.rsa, &world, self.options, self.setup.defect).await {
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
}

/// Everything that breaks.
pub(crate) const FAULTS: [&str; 9] = [
    "kill",
    "torn kill",
    "lost connection",
    "conflict",
    "applied unknown",
    "lost unknown",
    "full disk",
    "slow disk",
    "junk",
];
const JUNK_CONNECTIONS: u32 = 5;
const STARTS_MAX: u32 = 20;
const DUE_SOON_MILLIS: i64 = 20_000;
