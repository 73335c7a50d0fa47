//! Moves bytes between a stream and a [`Connection`]: one task for each connection, one write for each time it
//! wakes, and no buffer of its own while it is idle.

use std::{cell::RefCell, future::poll_fn, io, pin::Pin, task::Poll, time::Duration};

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use world::{BoxFuture, World};

use crate::node::{Connection, limits};

thread_local! {
    /// What streams are read into; shared, since reading and feeding are one step.
    static SCRATCH: RefCell<Box<[u8]>> = RefCell::new(vec![0; SCRATCH_BYTES].into_boxed_slice());
}

/// Runs a connection to its end. Gives the stream back, with its first bytes, when it turned out to be HTTP.
pub async fn run<S>(mut stream: S, mut connection: Connection, world: &World) -> Option<(Vec<u8>, S)>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let link = connection.link();
    let mut timer = Timer { world, armed: None };
    loop {
        let out = connection.collect();
        if !out.is_empty() && write(&mut stream, &out, &connection, world).await.is_err() {
            break;
        }
        drop(out);
        if connection.is_closing() {
            break;
        }
        timer.arm(connection.deadline());
        let read_more = !connection.is_stalled();
        let read = tokio::select! {
            biased;
            // Reading first: every turn collects what there is to send, so neither side can starve the other.
            read = read(&mut stream, &mut connection), if read_more => Some(read),
            () = link.woken() => None,
            () = timer.passed() => None,
        };
        match read {
            Some(Ok(0)) | Some(Err(_)) => break,
            // What was fed before it stalled may go on now.
            Some(Ok(_)) | None => connection.process().await,
        }
        if let Some(head) = connection.take_http() {
            return Some((head, stream));
        }
    }
    // The other side may be gone already.
    let _ = tokio::time::timeout(CLOSE_WITHIN, stream.shutdown()).await;
    None
}

/// Reads once and feeds what came; gives how many bytes.
async fn read<S: AsyncRead + Unpin>(stream: &mut S, connection: &mut Connection) -> io::Result<usize> {
    poll_fn(|context| {
        SCRATCH.with_borrow_mut(|scratch| {
            let mut buffer = ReadBuf::new(scratch);
            match Pin::new(&mut *stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) => {
                    connection.feed(buffer.filled());
                    Poll::Ready(Ok(buffer.filled().len()))
                }
                Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
                Poll::Pending => Poll::Pending,
            }
        })
    })
    .await
}

/// Writes all of `out`, unless the connection is cut or the other side takes nothing for too long.
async fn write<S: AsyncWrite + Unpin>(
    stream: &mut S,
    out: &[u8],
    connection: &Connection,
    world: &World,
) -> io::Result<()> {
    let link = connection.link();
    let mut left = out;
    while !left.is_empty() {
        let stalled_at = world.clock.elapsed() + limits::WRITE_STALL_MAX;
        let written = tokio::select! {
            biased;
            written = stream.write(left) => written?,
            () = link.until_cut() => return Err(io::ErrorKind::ConnectionAborted.into()),
            () = world.clock.sleep_until(stalled_at) => return Err(io::ErrorKind::TimedOut.into()),
        };
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        left = left.get(written..).unwrap_or_default();
    }
    stream.flush().await
}

/// One timer that is only set anew when it would ring too late; when it rings early, nothing is lost.
struct Timer<'a> {
    world: &'a World,
    armed: Option<(Duration, BoxFuture<'static, ()>)>,
}

impl Timer<'_> {
    fn arm(&mut self, deadline: Duration) {
        if self.armed.as_ref().is_none_or(|(armed, _)| deadline < *armed) {
            self.armed = Some((deadline, self.world.clock.sleep_until(deadline)));
        }
    }

    async fn passed(&mut self) {
        if let Some((_, sleep)) = &mut self.armed {
            sleep.as_mut().await;
            self.armed = None;
        } else {
            std::future::pending::<()>().await;
        }
    }
}

const SCRATCH_BYTES: usize = 64 << 10;

/// How long the end of a connection may take.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);
