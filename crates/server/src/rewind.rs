//! A stream whose first bytes were read to see what it is, and are read again by whoever takes it over.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// `inner` with `first` before what it still has to say.
pub struct Rewind<S> {
    first: Vec<u8>,
    read: usize,
    inner: S,
}

impl<S> Rewind<S> {
    /// Puts `first` before `inner`.
    pub fn new(first: Vec<u8>, inner: S) -> Self {
        Rewind { first, read: 0, inner }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Rewind<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let left = self.first.get(self.read..).unwrap_or_default();
        if left.is_empty() {
            return Pin::new(&mut self.inner).poll_read(context, buffer);
        }
        let take = left.len().min(buffer.remaining());
        buffer.put_slice(left.get(..take).unwrap_or_default());
        self.read += take;
        if self.read == self.first.len() {
            (self.first, self.read) = (Vec::new(), 0);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Rewind<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    #[tokio::test]
    async fn the_first_bytes_are_read_before_the_rest() {
        let mut text = String::new();
        Rewind::new(b"GET ".to_vec(), &b"/ HTTP"[..]).read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "GET / HTTP");
    }
}
