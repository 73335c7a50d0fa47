//! Connections that never get as far as a key: noise, sockets that hardly speak, and what they cost.

use super::{Soak, raw};
use crate::{edge::now, person::Failure};
use mtproto::plain;
use std::time::{Duration, Instant};
use tl::functions;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Connections with noise, at scale 1.
const NOISE: usize = 50_000;
/// Of them at the same time.
const AT_ONCE: usize = 50;
/// What other protocols and our own begin with.
const HEADS: &[&[u8]] = &[
    &[],
    &[0xef],
    &[0xee; 4],
    &[0xdd; 4],
    b"GET ",
    b"POST / HTTP/1.1\r\n",
    b"GET /apiws HTTP/1.1\r\nUpgrade: websocket\r\n",
    b"\x16\x03\x01\x02\x00",
    b"SSH-2.0-x\r\n",
    &[0xff; 8],
];

/// W-28: noise on both ports ends its own connection and nothing else.
pub(super) async fn noise(soak: &Soak) -> Result<String, Failure> {
    let (wanted, deadline) = (soak.count(NOISE), soak.deadline());
    let mut count = 0;
    while count < wanted && Instant::now() < deadline {
        let tasks: Vec<_> = (0..AT_ONCE)
            .map(|at| {
                let address = if at % 5 == 0 { &soak.server.http } else { &soak.server.mtproto };
                let head = HEADS.get(soak.below(HEADS.len())).copied().unwrap_or_default();
                let bytes = [head, &soak.bytes(soak.below(4_000))].concat();
                tokio::spawn(shout(address.clone(), bytes))
            })
            .collect();
        for task in tasks {
            task.await.map_err(|error| error.to_string())??;
            count += 1;
        }
    }
    Ok(format!("{count} connections with noise, all closed"))
}

/// Writes everything, says that nothing more comes, and waits for the end.
async fn shout(address: String, bytes: Vec<u8>) -> Result<(), Failure> {
    let mut stream = TcpStream::connect(&address).await.map_err(|error| format!("{address}: {error}"))?;
    // The server may close before it has read all, which is as good an end as any.
    let _ = stream.write_all(&bytes).await;
    let _ = stream.shutdown().await;
    let mut rest = Vec::new();
    match tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut rest)).await {
        Ok(_) => Ok(()),
        Err(_) => Err("a connection that has ended on our side is still open after 20 s".to_owned()),
    }
}

/// Slow sockets at scale 1, on both ports together.
const SLOW: usize = 4_000;
/// A first packet, or the head of a request, must be whole within 10 s of the first byte; the rest is for slow machines.
const CLOSED_WITHIN: Duration = Duration::from_secs(20);

/// O-2: sockets that give a byte now and then are closed after 10 s, and others are served meanwhile.
pub(super) async fn slow(soak: &Soak) -> Result<String, Failure> {
    let count = soak.count(SLOW).min(files_max()? / 4);
    let mut person = soak.person().await?;
    let alone = latency(&mut person).await?;
    let before = soak.server.resident_bytes()?;
    soak.server.forget_peak()?;
    let mut sockets = Vec::with_capacity(count);
    for at in 0..count {
        let (address, head): (_, &[u8]) = match at % 4 {
            0 => (&soak.server.http, b"G"),
            1 => (&soak.server.http, b"GET /connect HTTP/1.1\r\nHost:"),
            2 => (&soak.server.mtproto, &[0xef]),
            _ => (&soak.server.mtproto, &[0xee, 0xee, 0xee, 0xee, 40, 0, 0, 0]),
        };
        let mut stream = TcpStream::connect(address).await.map_err(|error| format!("{address}: {error}"))?;
        stream.write_all(head).await.map_err(|error| error.to_string())?;
        sockets.push(tokio::spawn(trickle(stream)));
    }
    let beside = latency(&mut person).await?;
    let began = Instant::now();
    let mut open = 0;
    for socket in sockets {
        open += usize::from(!socket.await.map_err(|error| error.to_string())?);
    }
    let each = soak.server.peak_bytes()?.saturating_sub(before) / count as u64;
    let waited = began.elapsed().as_secs_f64();
    let said = format!(
        "{count} slow sockets, {open} left open ({waited:.0} s); {each} bytes each at the most; a call took {} µs before and {} µs beside them",
        alone.as_micros(),
        beside.as_micros()
    );
    if open == 0 { Ok(said) } else { Err(said) }
}

/// Gives a byte every three seconds; says whether the server closed the connection in time.
async fn trickle(mut stream: TcpStream) -> bool {
    let began = Instant::now();
    let mut bytes = [0; 512];
    while began.elapsed() < CLOSED_WITHIN {
        match tokio::time::timeout(Duration::from_secs(3), stream.read(&mut bytes)).await {
            Ok(Ok(0) | Err(_)) => return true,
            Ok(Ok(_)) => {}
            Err(_) => {
                if stream.write_all(b"a").await.is_err() {
                    return true;
                }
            }
        }
    }
    false
}

/// The median of some calls.
async fn latency(person: &mut crate::person::Person) -> Result<Duration, Failure> {
    let mut taken = Vec::new();
    for _ in 0..101 {
        let began = Instant::now();
        person.call(&functions::updates::GetState::new()).await.map_err(|error| error.message)?;
        taken.push(began.elapsed());
    }
    taken.sort();
    taken.get(50).copied().ok_or_else(|| "no call".to_owned())
}

/// Connections at scale 1 that have asked for a key and go no further.
const WAITING: usize = 4_000;
/// What each may cost.
const BYTES_EACH_MAX: u64 = 16 << 10;

/// What the server holds for somebody who has not shown a key yet.
pub(super) async fn memory(soak: &Soak) -> Result<String, Failure> {
    let count = soak.count(WAITING).min(files_max()? / 4);
    let before = soak.server.resident_bytes()?;
    let mut last = 0;
    let mut waiting = Vec::with_capacity(count);
    for _ in 0..count {
        let (mut writer, mut reader) = raw::connect(soak.address(), &*soak.chance).await?;
        let query = [&0xbe7e_8ef1_u32.to_le_bytes()[..], &soak.bytes(16)].concat();
        writer.queue(&plain::write(plain::next_msg_id(&mut last, now(), 0), &query));
        writer.flush().await?;
        reader.packet().await?.ok_or("the server closed a connection that asks")?;
        waiting.push((writer, reader));
    }
    let each = soak.server.resident_bytes()?.saturating_sub(before) / count as u64;
    drop(waiting);
    let said = format!("{count} connections before a key, {each} bytes each");
    if each <= BYTES_EACH_MAX { Ok(said) } else { Err(said) }
}

/// How many files this process may have open.
fn files_max() -> Result<usize, Failure> {
    let text = std::fs::read_to_string("/proc/self/limits").map_err(|error| error.to_string())?;
    let line = text.lines().find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    soft.ok_or_else(|| "the limit of open files is not known".to_owned())
}
