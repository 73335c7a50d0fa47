//! What is done to people: commits that fail, connections that break, processes that die and start again.

use std::time::Duration;

use world::Clock;

use crate::{Finding, device::Device, junk, life::Life};

impl Life {
    /// Something breaks.
    pub(crate) async fn fault(&mut self, kind: &'static str) -> Result<(), Finding> {
        *self.report.faults.entry(kind).or_default() += 1;
        match kind {
            "kill" | "torn kill" => {
                if self.dice.one_in(2) {
                    self.wait_for_what_is_due().await?;
                }
                // Where it hurts: with something on its way to the disk.
                for _ in 0..20 {
                    if self.process.queued() > 0 {
                        break;
                    }
                    self.operation(self.setup.operations);
                    self.exchange().await?;
                }
                let (batches, groups) =
                    if kind == "kill" { (self.dice.below(3), 0) } else { (self.dice.below(2), 1) };
                self.devices.iter_mut().for_each(Device::disconnect);
                self.process.kill(batches, groups).await?;
            }
            "lost connection" => {
                let at = self.dice.below(self.devices.len());
                self.devices[at].disconnect();
            }
            "junk" => {
                let keys: Vec<i64> = self.devices.iter().map(Device::key_id).collect();
                for _ in 0..JUNK_CONNECTIONS {
                    junk::connection(&self.process.node, &self.dice, &keys).await;
                }
            }
            kind => self.process.spoil(kind),
        }
        Ok(())
    }

    /// Waits for the next thing that is due, if that is soon, and until it is on its way to the disk.
    async fn wait_for_what_is_due(&mut self) -> Result<(), Finding> {
        let Some(at) = self.process.node.services().boxes.due_queue().next() else { return Ok(()) };
        let wait = i64::from(at) * 1000 - self.clock.now().0;
        if wait > DUE_SOON_MILLIS {
            return Ok(());
        }
        self.exchange().await?;
        tokio::time::sleep(Duration::from_millis(u64::try_from(wait).unwrap_or(0))).await;
        for _ in 0..50 {
            if self.process.queued() > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_micros(100)).await;
        }
        Ok(())
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
const DUE_SOON_MILLIS: i64 = 20_000;
