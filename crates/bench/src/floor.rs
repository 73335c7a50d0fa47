//! The floor of the machine, measured in the same run: what no server can go below. A figure is read as a
//! multiple of it, since machines differ and are noisy.

use crypto::ige::IgeEncrypt;
use std::{
    fs::OpenOptions,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    time::{Duration, Instant},
};

/// What the least work of each kind costs here, in microseconds.
pub struct Floor {
    /// CPU of one side of a loopback round trip of 300 bytes.
    pub loopback_us: f64,
    /// AES-256-IGE of 304 bytes.
    pub ige_us: f64,
    /// Append and fdatasync of 256 records of 200 bytes, per record (wall time).
    pub append_sync_us: f64,
}

/// Measures all three.
///
/// # Errors
/// A sentence, if a socket or file of the machine fails.
pub fn measure(folder: &Path) -> Result<Floor, String> {
    Ok(Floor {
        loopback_us: loopback().map_err(|error| format!("loopback: {error}"))?,
        ige_us: ige(),
        append_sync_us: append_sync(folder).map_err(|error| format!("append and sync: {error}"))?,
    })
}

const ROUND_TRIPS: u32 = 20_000;

fn loopback() -> std::io::Result<f64> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let caller = std::thread::spawn(move || -> std::io::Result<()> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let mut bytes = [7; 300];
        for _ in 0..ROUND_TRIPS {
            stream.write_all(&bytes)?;
            stream.read_exact(&mut bytes)?;
        }
        Ok(())
    });
    let (mut stream, _) = listener.accept()?;
    stream.set_nodelay(true)?;
    let before = thread_cpu()?;
    let mut bytes = [0; 300];
    for _ in 0..ROUND_TRIPS {
        stream.read_exact(&mut bytes)?;
        stream.write_all(&bytes)?;
    }
    let used = thread_cpu()?.saturating_sub(before);
    let _ = caller.join();
    Ok(used.as_secs_f64() * 1e6 / f64::from(ROUND_TRIPS))
}

/// CPU time of this thread, from the kernel's nanosecond count.
fn thread_cpu() -> std::io::Result<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0);
    Ok(Duration::from_nanos(nanoseconds))
}

fn ige() -> f64 {
    const TIMES: u32 = 200_000;
    let cipher = IgeEncrypt::new(&[3; 32]);
    let mut bytes = [5; 304];
    let began = Instant::now();
    for _ in 0..TIMES {
        cipher.apply(&[9; 32], &mut bytes);
    }
    std::hint::black_box(&bytes);
    began.elapsed().as_secs_f64() * 1e6 / f64::from(TIMES)
}

/// CPU of AES-256-IGE, under a key that is kept, and SHA-256 over so many parts of a file.
///
/// # Errors
/// The kernel does not count this thread's time.
pub fn file_parts(bytes: usize, parts: u64) -> std::io::Result<Duration> {
    let cipher = IgeEncrypt::new(&[3; 32]);
    let mut part = vec![5; bytes];
    let before = thread_cpu()?;
    for _ in 0..parts {
        std::hint::black_box(crypto::hash::sha256(&[&part]));
        cipher.apply(&[9; 32], &mut part);
    }
    std::hint::black_box(&part);
    Ok(thread_cpu()?.saturating_sub(before))
}

fn append_sync(folder: &Path) -> std::io::Result<f64> {
    const BATCHES: u32 = 100;
    const RECORDS: u32 = 256;
    let path = folder.join("floor");
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    let batch = vec![1; 200 * RECORDS as usize];
    let began = Instant::now();
    for _ in 0..BATCHES {
        file.write_all(&batch)?;
        file.sync_data()?;
    }
    let used = began.elapsed();
    std::fs::remove_file(&path)?;
    Ok(used.as_secs_f64() * 1e6 / f64::from(BATCHES * RECORDS))
}
