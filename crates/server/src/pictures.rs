//! Pictures are made on threads of their own, one at a time for each core at most, so that a picture made to keep
//! the server busy keeps nobody waiting but its author.

use std::{sync::Arc, thread};

use picture::{Made, NoSticker, Refused, Sticker, StickerSides, Wanted, Worker};
use tokio::sync::Semaphore;
use world::BoxFuture;

/// See the top of the file.
pub(crate) struct Pictures {
    threads: Arc<Semaphore>,
}

impl Pictures {
    pub(crate) fn new() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Pictures { threads: Arc::new(Semaphore::new(cores.div_ceil(2))) }
    }
}

impl Worker for Pictures {
    fn make(&self, bytes: Vec<u8>, wanted: Wanted) -> BoxFuture<'_, Result<Made, Refused>> {
        Box::pin(async move {
            let _turn = self.threads.acquire().await.map_err(|_| Refused::Failed)?;
            let made = tokio::task::spawn_blocking(move || picture::make(&bytes, wanted)).await;
            // A reader that panics has met a file that it cannot read.
            made.map_err(|_| Refused::Unreadable)?
        })
    }

    fn sticker(
        &self,
        bytes: Vec<u8>,
        mime_type: String,
        sides: StickerSides,
    ) -> BoxFuture<'_, Result<Sticker, NoSticker>> {
        Box::pin(async move {
            let _turn = self.threads.acquire().await.map_err(|_| NoSticker::Failed)?;
            let looked = tokio::task::spawn_blocking(move || picture::sticker(&bytes, &mime_type, sides));
            looked.await.map_err(|_| NoSticker::Picture)?
        })
    }
}
