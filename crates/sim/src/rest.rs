//! How a run ends: everything is answered, everybody comes back, and devices learn what is left to learn.

use std::time::Duration;

use crate::{Finding, life::Life};

impl Life {
    /// Everything is answered, everybody comes back, and devices learn what is left to learn.
    pub(crate) async fn rest(&mut self) -> Result<(), Finding> {
        let mut quiet = 0;
        for _ in 0..RESTING_TURNS_MAX {
            for device in &mut self.devices {
                if !device.is_connected() {
                    device.connect(&self.process.node);
                    device.mind.gap = true;
                }
                if device.mind.gap && !device.differing {
                    device.ask_difference(None);
                }
            }
            self.turn().await?;
            let busy =
                self.devices.iter().any(|device| device.waits() || device.mind.gap) || !self.again.is_empty();
            quiet = if busy { 0 } else { quiet + 1 };
            if quiet == 1 {
                // What failed is tried again after a pause; then everybody asks once more.
                tokio::time::sleep(PAUSES).await;
            }
            if quiet == QUIET_TURNS {
                self.devices.iter_mut().for_each(|device| device.mind.gap = true);
                return self.last_differences().await;
            }
        }
        Err(Finding::Silence("some calls are never answered".into()))
    }

    async fn last_differences(&mut self) -> Result<(), Finding> {
        for _ in 0..RESTING_TURNS_MAX {
            for device in &mut self.devices {
                if !device.is_connected() {
                    device.connect(&self.process.node);
                }
                if device.mind.gap && !device.differing {
                    device.ask_difference(Some(5));
                }
            }
            self.exchange().await?;
            tokio::time::sleep(Duration::from_millis(3)).await;
            if !self.devices.iter().any(|device| device.waits() || device.mind.gap) {
                return Ok(());
            }
        }
        Err(Finding::Silence("a last difference is never answered".into()))
    }
}

const RESTING_TURNS_MAX: u32 = 3_000;
const QUIET_TURNS: u32 = 20;
/// Longer than what failed waits before it is tried again.
const PAUSES: Duration = Duration::from_secs(180);
