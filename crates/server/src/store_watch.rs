//! Watches the engine: counts what it does for the metrics page, says when the disk is full and when it has room
//! again, and ends the program when a write has failed, since only a new start knows what is on disk.

use std::{sync::Arc, time::Duration};

use kv_fjall::{Fjall, Health};
use world::World;

use crate::metrics::Metrics;

/// Watches until the engine has stopped; gives the reason.
pub(crate) async fn until_stopped(engine: Arc<Fjall>, metrics: Arc<Metrics>, world: World) -> String {
    let mut was_full = false;
    loop {
        metrics.store_syncs_total.set(engine.syncs());
        match engine.health() {
            Health::Stopped(reason) => return reason,
            Health::Full if !was_full => {
                was_full = true;
                tracing::error!("the disk is full: nothing is acknowledged until there is room");
            }
            Health::Writing if was_full => {
                was_full = false;
                tracing::info!("the disk has room again");
            }
            Health::Full | Health::Writing => {}
        }
        world.clock.sleep_until(world.clock.elapsed() + EVERY).await;
    }
}

const EVERY: Duration = Duration::from_secs(1);
