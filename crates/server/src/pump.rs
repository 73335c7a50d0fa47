//! Moves bytes between a stream and a [`Connection`]: one task for each connection, one write for each time it
//! wakes, and no buffer of its own while it is idle.

use std::{
    cell::RefCell,
    future::poll_fn,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use world::{BoxFuture, World};

use crate::node::{Connection, Link, limits};

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
        connection.process().await;
        if let Some(head) = connection.take_http() {
            return Some((head, stream));
        }
        let out = connection.collect();
        if !out.is_empty() && write(&mut stream, &out, &mut connection, &link, world).await.is_err() {
            break;
        }
        drop(out);
        if connection.is_closing() {
            break;
        }
        if connection.can_go_on() {
            continue;
        }
        let (deadline, elapsed) = connection.deadline();
        timer.arm(deadline, elapsed);
        if matches!(wait(&mut stream, &mut connection, &link, &mut timer).await, Some(Ok(0) | Err(_))) {
            break;
        }
    }
    // The other side may be gone already.
    let _ = Box::pin(tokio::time::timeout(CLOSE_WITHIN, stream.shutdown())).await;
    None
}

/// Waits until the task is woken, by whatever: bytes, which are read and fed, the link, the timer, or a call that
/// can go on. Gives what reading gave, if there was something to read.
async fn wait<S: AsyncRead + Unpin>(
    stream: &mut S,
    connection: &mut Connection,
    link: &Link,
    timer: &mut Timer<'_>,
) -> Option<io::Result<usize>> {
    let read_more = !connection.is_stalled();
    let mut asleep = false;
    poll_fn(|context| {
        // Reading first: every turn collects what there is to send, so neither side can starve the other.
        if read_more && let Poll::Ready(read) = poll_read(stream, connection, context) {
            return Poll::Ready(Some(read));
        }
        if asleep || link.poll_woken(context).is_ready() || timer.poll(context).is_ready() {
            return Poll::Ready(None);
        }
        asleep = true;
        Poll::Pending
    })
    .await
}

/// Reads once and feeds what came; gives how many bytes.
fn poll_read<S: AsyncRead + Unpin>(
    stream: &mut S,
    connection: &mut Connection,
    context: &mut Context<'_>,
) -> Poll<io::Result<usize>> {
    SCRATCH.with_borrow_mut(|scratch| {
        let mut buffer = ReadBuf::new(scratch);
        ready!(Pin::new(stream).poll_read(context, &mut buffer))?;
        connection.feed(buffer.filled());
        Poll::Ready(Ok(buffer.filled().len()))
    })
}

/// Writes all of `out`, unless the connection is cut or the other side takes nothing for too long.
async fn write<S: AsyncWrite + Unpin>(
    stream: &mut S,
    out: &[u8],
    connection: &mut Connection,
    link: &Link,
    world: &World,
) -> io::Result<()> {
    let mut left = out;
    while !left.is_empty() {
        // Nearly always it is taken at once.
        let taken = poll_fn(|context| Poll::Ready(Pin::new(&mut *stream).poll_write(context, left))).await;
        let written = match taken {
            Poll::Ready(written) => written?,
            Poll::Pending => {
                connection.let_calls_run();
                Box::pin(write_later(stream, left, link, world)).await?
            }
        };
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        left = left.get(written..).unwrap_or_default();
    }
    stream.flush().await
}

/// Writes some of `left` once the other side takes it.
async fn write_later<S: AsyncWrite + Unpin>(
    stream: &mut S,
    left: &[u8],
    link: &Link,
    world: &World,
) -> io::Result<usize> {
    let stalled_at = world.clock.elapsed() + limits::WRITE_STALL_MAX;
    tokio::select! {
        biased;
        written = stream.write(left) => written,
        () = poll_fn(|context| link.poll_cut(context)) => Err(io::ErrorKind::ConnectionAborted.into()),
        () = world.clock.sleep_until(stalled_at) => Err(io::ErrorKind::TimedOut.into()),
    }
}

/// One timer that is only set anew when it would ring too late; when it rings early, nothing is lost.
struct Timer<'a> {
    world: &'a World,
    armed: Option<Armed>,
}

struct Armed {
    rings: Duration,
    sleep: BoxFuture<'static, ()>,
    /// It was asked once and wakes the task by itself: until it has rung there is no reason to ask again.
    asked: bool,
}

impl Timer<'_> {
    /// `elapsed` is the clock's.
    fn arm(&mut self, deadline: Duration, elapsed: Duration) {
        match &mut self.armed {
            Some(armed) if armed.rings <= deadline => armed.asked &= elapsed < armed.rings,
            armed => {
                let sleep = self.world.clock.sleep_until(deadline);
                *armed = Some(Armed { rings: deadline, sleep, asked: false });
            }
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(armed) = self.armed.as_mut().filter(|armed| !armed.asked) else { return Poll::Pending };
        armed.asked = true;
        ready!(armed.sleep.as_mut().poll(context));
        self.armed = None;
        Poll::Ready(())
    }
}

const SCRATCH_BYTES: usize = 64 << 10;

/// How long the end of a connection may take.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);
