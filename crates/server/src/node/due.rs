//! The worker of due times: waits until something in some shard's due queue is due and has it done. What is due,
//! and how it is done once, is `boxes`' and `domain`'s.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use boxes::DueNow;
use tokio::sync::Semaphore;
use world::World;

use super::{Node, limits};

/// Runs until the node is gone.
pub(super) async fn work(node: Weak<Node>, world: World) {
    let Some(queue) = node.upgrade().map(|node| Arc::clone(node.services.boxes.due_queue())) else { return };
    let places = Arc::new(Semaphore::new(limits::DUE_AT_ONCE));
    loop {
        let changed = queue.changed();
        tokio::pin!(changed);
        // From here on a change is not missed.
        changed.as_mut().enable();
        while let Some(due) = queue.take(world.clock.now().seconds()) {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            let Some(node) = node.upgrade() else { return };
            world.spawn.spawn(Box::pin(async move {
                do_one(&node, due).await;
                drop(place);
            }));
        }
        let wait = pause(queue.next(), &world);
        tokio::select! {
            biased;
            () = changed => {}
            () = world.clock.sleep_until(world.clock.elapsed() + wait) => {}
        }
        if node.strong_count() == 0 {
            return;
        }
    }
}

async fn do_one(node: &Node, due: DueNow) {
    node.services.domain.chats.do_due(due).await;
}

/// Until the next thing is due; not for ever, since the time of day may be set anew.
fn pause(next: Option<i32>, world: &World) -> Duration {
    let Some(at) = next else { return limits::DUE_LOOK_EVERY };
    let millis = i64::from(at).saturating_mul(1000).saturating_sub(world.clock.now().0);
    Duration::from_millis(u64::try_from(millis).unwrap_or(0)).min(limits::DUE_LOOK_EVERY)
}
