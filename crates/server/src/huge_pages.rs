//! Pages of two megabytes for the heap, once many people are connected.
//!
//! A message touches memory of three people that nobody has touched for a while, and a good part of its time goes
//! into finding where each page of it lies; with huge pages the processor knows that by heart. But a huge page stays
//! resident whole for the little that was put on it, so a server that few people use does without them and rests in
//! half of the memory. The allocator asks the kernel for them either way; here the kernel is told whether to listen.

use std::sync::atomic::{AtomicBool, Ordering};

/// See the top of the file.
pub struct HugePages {
    waits: AtomicBool,
}

impl HugePages {
    /// None until there are many connections. To be called before much memory is in use.
    pub fn later() -> Self {
        // A kernel that knows no huge pages has none to forbid.
        let waits = rustix::thread::disable_transparent_huge_pages(true).is_ok();
        HugePages { waits: AtomicBool::new(waits) }
    }

    /// So many connections are open now.
    pub fn look(&self, connections: usize) {
        if connections < MANY_CONNECTIONS || !self.waits.swap(false, Ordering::Relaxed) {
            return;
        }
        if let Err(error) = rustix::thread::disable_transparent_huge_pages(false) {
            tracing::warn!(%error, "the kernel keeps huge pages from the server, and messages cost more");
        }
    }
}

/// From so many on: what they need in memory is more by far than what huge pages leave empty.
const MANY_CONNECTIONS: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::thread::transparent_huge_pages_are_disabled;

    #[test]
    fn huge_pages_come_with_many_connections_and_stay() {
        let pages = HugePages::later();
        assert_eq!(transparent_huge_pages_are_disabled(), Ok(true));
        pages.look(MANY_CONNECTIONS - 1);
        assert_eq!(transparent_huge_pages_are_disabled(), Ok(true));
        pages.look(MANY_CONNECTIONS);
        assert_eq!(transparent_huge_pages_are_disabled(), Ok(false));
        pages.look(1);
        assert_eq!(transparent_huge_pages_are_disabled(), Ok(false));
    }
}
